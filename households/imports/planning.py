"""What each row of a file says: every cell cleaned and refused cells named, row by row.

The database is asked once, for the villages of the user's area; the rest is memory. Whether a
row is new or changes somebody is the business of judging.py, once all rows are staged.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from households.imports.columns import BIRTH_PARTS, COLUMN_NAMES, READ, REQUIRED, Birth, names
from households.imports.mapping import Columns
from households.imports.reading import Sheet
from households.imports.villages import Misplaced, Villages, part_address
from otoppath.accounts.models import User
from otoppath.places.names import place_label
from otoppath.privacy.cipher import blind_index
from otoppath.privacy.masking import hide_long_numbers, mask_national_id
from otoppath.thai.dates import BE_OFFSET, DateError, parse_birth, today
from otoppath.thai.keys import sort_key
from otoppath.thai.repair import Proposal, propose
from otoppath.thai.text import split_title, tidy

NEW, DUPLICATE, REFUSED = "new", "duplicate", "refused"
REMEMBERED = 5_000  # cells of one column: most say what a cell above them said
UNREPEATED = frozenset({"national_id", "house_code", "phone"})
# How people write that there is nothing to write.
NOTHING = frozenset({"-", "--", "–", "—", "ไม่มี", "ไม่ทราบ", "ไม่ระบุ"})
# Cells in which damaged Thai is looked for; numbers and codes are refused instead.
WORDS = frozenset({"subdistrict", "village_name", "house_no", "title", "first_name", "last_name"})


@dataclass(slots=True)
class Row:
    """One row of the file as it was read; `state` is new until something is found."""

    number: int
    typed: list[Any]
    cells: dict[str, Any] = field(default_factory=dict)  # what was cleaned, by field; no blanks
    state: str = NEW
    village: str = ""
    problems: list[dict[str, str]] = field(default_factory=list)
    proposals: list[dict[str, Any]] = field(default_factory=list)  # of damaged cells
    same_as: int | None = None  # the earlier row that says the same
    repaired: int = 0
    id_index: str = ""
    sort_key: str = ""
    door: str = ""  # with the letters of the name: what two rows of one household share

    def refuse(self, column: str, value: Any, reason: str) -> None:
        """Note a problem of one cell; an ID is never repeated in full."""
        text = str(value if value is not None else "")
        if column == "national_id":
            text = mask_national_id("".join(c for c in text if c.isdigit()))
        said = {"value": _masked(text), "reason": str(reason)}
        self.problems.append({"column": COLUMN_NAMES[column], **said})
        self.state = REFUSED

    def propose(self, column: str, text: str, proposal: Proposal) -> None:
        """Note what a damaged cell may have been, for an officer to accept."""
        said = {"before": _masked(text), "after": _masked(proposal.after)}
        self.proposals.append({"column": column, **said, "did": list(proposal.did)})


def _masked(text: str) -> str:
    return hide_long_numbers(text[:200])[:80]


class _Cell(NamedTuple):
    """What was read of a cell; `reason` is why it was refused."""

    value: Any = None
    repaired: bool = False
    reason: str = ""
    is_whole: bool = True  # nothing in it looked damaged: it reads the same in any row


class Reader:
    """Cleans the rows of one file for a user: only villages of the own area are taken."""

    def __init__(
        self,
        columns: Columns,
        *,
        user: User,
        accepted: Collection[int] | None = (),
        within: str = "",
    ) -> None:
        """`accepted` are the rows whose repairs an officer accepted; None: those of all rows.

        `within` is the place that a list covers, where it is narrower than the user's area.
        """
        self.within = within
        widgets = {name: f.widget for name, f in READ.items()} | {"birth": Birth(today())}
        self.columns = [(i, n, widgets[n].clean) for i, (_heading, n) in enumerate(columns) if n]
        self.remembered: dict[str, dict[Any, Any]] = {name: {} for _i, name, _clean in self.columns}
        # What needs no cleaning is not cleaned: most numbers are, and no two are the same.
        looks = {name: getattr(widgets[name], "is_clean", None) for name in UNREPEATED}
        self.is_clean = {name: look for name, look in looks.items() if look}
        self.accepted = None if accepted is None else frozenset(accepted)
        self.villages = Villages(user)
        # Inside a name: one where it holds the surname too.
        self.spaces = 0 if "last_name" in self.remembered else 1
        self.words: dict[str, frozenset[str]] = {}
        self.ids: dict[str, int] = {}
        self.doors: dict[str, int] = {}
        self.sheet: Sheet | None = None

    def rows(self, sheet: Sheet) -> Iterator[Row]:
        """Give every row of the sheet, cleaned."""
        self.sheet = sheet
        for number, cells in sheet.rows:
            row = Row(number, cells)
            self.clean(row)
            if not row.problems:
                self.join_birth(row)
                self.complete(row)
            if not row.problems:
                self.find_village(row)
            if not row.problems:
                self.find_repeated(row)
            yield row

    def clean(self, row: Row) -> None:
        """Read every cell that is filled; a blank says nothing."""
        cells, width = row.typed, len(row.typed)
        for i, name, clean in self.columns:
            if i >= width or (cell := cells[i]) is None or cell == "":
                continue
            if cell in NOTHING and name not in REQUIRED:
                continue
            known = self.remembered[name]
            key = cell if cell.__class__ is str else (cell.__class__, cell)
            found = known.get(key)
            if found is None:
                is_clean = self.is_clean.get(name)
                if is_clean and cell.__class__ is str and is_clean(cell):
                    row.cells[name] = cell
                    continue
                found = self.found_in(row, name, clean, cell)
                if found.reason:
                    row.refuse(name, cell, found.reason)
                    continue
                if found.is_whole and name not in UNREPEATED and len(known) < REMEMBERED:
                    known[key] = found
            row.repaired += found.repaired
            if found.value not in ("", None):
                row.cells[name] = found.value

    def found_in(self, row: Row, name: str, clean: Any, cell: Any) -> _Cell:
        """Read a cell, as it is or as an officer accepted that it was meant."""
        repaired, proposal = _was_repaired(cell), None
        if name in WORDS and isinstance(cell, str):
            proposal = propose(cell, self.known_words(name, cell))
            if proposal and (self.accepted is None or row.number in self.accepted):
                cell, repaired = proposal.after, True
            elif proposal:
                row.propose(name, tidy(cell), proposal)
        try:
            return _Cell(clean(cell), repaired, is_whole=proposal is None)
        except ValueError as error:
            return _Cell(reason=str(error))

    def known_words(self, name: str, cell: str) -> Collection[str]:
        """Return the words that witness a stray space in a cell of this column."""
        if name in ("subdistrict", "village_name"):
            return self.villages.words
        if name not in ("first_name", "last_name"):
            return ()
        if cell.count(" ") <= self.spaces and not cell.isascii():
            return ()
        if not cell.isascii() and split_title(cell)[1].count(" ") <= self.spaces:
            return ()
        if name not in self.words:
            self.words[name] = self.words_of(name)
        return self.words[name]

    def words_of(self, name: str) -> frozenset[str]:
        """Return the parts of the names of this column that nothing tears apart."""
        (column,) = (i for i, other, _clean in self.columns if other == name)
        found = set()
        for _number, cells in self.sheet.rows if self.sheet else ():
            if column < len(cells) and isinstance(cells[column], str):
                parts = split_title(cells[column])[1].split(" ")
                if len(parts) == self.spaces + 1:
                    found.update(parts)
        return frozenset(found)

    def join_birth(self, row: Row) -> None:
        """Make one of a birth in three columns; what is unknown of it stays unknown."""
        day, month = (row.cells.pop(name, None) for name in BIRTH_PARTS)
        if day is None and month is None:
            return
        birth = row.cells.get("birth")
        if birth is None:
            row.refuse("birth", "", _("มีวันหรือเดือนเกิดแต่ไม่มีปีเกิด เติมปี หรือเว้นว่างทั้งสามช่อง"))
        elif birth[1] is not None:
            if (month, day or birth[2]) != birth[1:]:
                reason = _("ไม่ตรงกับวันเกิดที่อ่านจากอีกคอลัมน์ในแถวเดียวกัน")
                row.refuse("birth_month", f"{day or '–'}/{month or '–'}", reason)
        elif month is None:
            row.refuse("birth_month", "", _("มีวันที่เกิดแต่ไม่มีเดือนเกิด เติมเดือน หรือเว้นวันที่ว่าง"))
        else:
            typed = f"{day or 0:02d}/{month:02d}/{birth[0] + BE_OFFSET}"
            try:
                row.cells["birth"] = parse_birth(typed)
            except DateError as error:
                row.refuse("birth_day" if day else "birth_month", typed, str(error))

    def complete(self, row: Row) -> None:
        """Part the name, and see that what must be there is."""
        cells = row.cells
        if cells.get("first_name"):
            names(cells)
        for name in ("first_name", "house_no"):
            if not cells.get(name):
                row.refuse(name, "", _("ต้องไม่เว้นว่าง"))

    def find_village(self, row: Row) -> None:
        """Set the village, from its code, from subdistrict and moo, or from its name."""
        try:
            part_address(row.cells)
            row.village = self.villages.code_of(row.cells)
        except Misplaced as error:
            row.refuse(error.column, error.value, error.reason)
            return
        if not row.village.startswith(self.within):
            reason = _("อยู่นอกพื้นที่ที่เลือกว่าบัญชีครอบคลุม (%(place)s)")
            row.refuse(
                "village_name",
                place_label(row.village),
                reason % {"place": place_label(self.within)},
            )

    def find_repeated(self, row: Row) -> None:
        """Notice a row that says again what an earlier one said: the ID, or door and name."""
        cells = row.cells
        row.id_index = blind_index(cells.get("national_id", ""))
        row.sort_key = sort_key(f"{cells['first_name']} {cells.get('last_name', '')}")
        # Tone marks aside, as in a search: the first word of a sort key.
        row.door = f"{row.village} {cells['house_no']} {row.sort_key.partition(' ')[0]}"
        first = self.ids.get(row.id_index) if row.id_index else None
        first = first or self.doors.get(row.door)
        if first:
            row.state, row.same_as = DUPLICATE, first
            return
        if row.id_index:
            self.ids[row.id_index] = row.number
        self.doors[row.door] = row.number


def _was_repaired(cell: Any) -> bool:
    if not isinstance(cell, str) or (kept := tidy(cell)) is cell:
        return False
    return " ".join(cell.split()) != kept
