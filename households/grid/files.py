"""The grid as a spreadsheet: written to be filled in, and read into the page as if it were pasted.

A file that was downloaded here carries, out of sight, which enrolment each row is and what its
cells were drawn with. A sheet of the office's own is met by house number and name; what it says
otherwise than what is recorded is shown with both values, as nobody knows which is newer.
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from itertools import islice
from typing import Any, BinaryIO, Final
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import override

from households.grid.cells import COLUMN, COLUMNS, TITLES, Cells, typed_as
from households.grid.merging import Merged, Posted, merge
from households.grid.sheet import AT_MOST, Row, Sheet
from households.imports.columns import GROUP, HouseholdResource, heading, names, plain, said
from households.imports.reading import Sheet as File
from households.imports.reading import is_old_excel, read
from households.imports.villages import Misplaced, Villages, part_address
from households.models import Enrolment
from otoppath.lists.spreadsheet import guarded
from otoppath.places.names import place_name
from otoppath.thai.keys import sort_key
from otoppath.thai.text import arabic_digits

KEY, DRAWN = "รหัสแถว (ห้ามแก้)", "ค่าเมื่อดาวน์โหลด (ห้ามแก้)"
KNOWN_BY: Final = ("village_code", "subdistrict", "moo", "village_name", "house_no")
NAMED: Final = ("title", "first_name", "last_name")
MOST_NAMED = 100  # rows that are refused, with their reasons


@cache
def headings() -> Mapping[str, str]:
    """Return the Thai heading of every column of the grid, each different from the others."""
    with override("th"):
        return {
            c.name: str(TITLES["wanted"] if c.name == "occupation" else c.label) for c in COLUMNS
        }


@cache
def _known() -> dict[str, str]:
    """Return every heading that is known, as `heading` writes it, with its column."""
    with override("th"):
        found = {heading(f"{TITLES[c.fact]}{c.label}"): c.name for c in COLUMNS}
        found |= {heading(c.label): c.name for c in COLUMNS if c.name != "occupation"}
    found |= {heading(text): name for name, text in headings().items()}
    return found | {heading(text): name for name, many in _ALSO.items() for text in many}


_ALSO: Final[Mapping[str, tuple[str, ...]]] = {
    "channel": ("การแจ้งประกาศ", "แจ้งประกาศ", "วิธีแจ้งประกาศ"),
    "occupation": ("อาชีพที่ต้องการ", "อาชีพที่อยากฝึก", "ความต้องการฝึกอาชีพ"),
    "total_income": ("รายได้", "รายได้รวม", "รายได้ต่อปี", "รายได้(บาท/ปี)", "รายได้ครัวเรือน"),
    "expense": ("รายจ่าย", "รายจ่ายรวม", "รายจ่ายต่อปี", "รายจ่าย(บาท/ปี)", "รายจ่ายครัวเรือน"),
    "as_of": ("วันที่ของข้อมูลรายได้", "ข้อมูลณวันที่"),
}


def column_of(text: Any) -> str:
    """Return which column of the grid a heading means, "" for none."""
    whole = str(text or "")
    _group, parts, own = whole.rpartition(GROUP)
    found = _known().get(heading(whole.replace(GROUP, "")))
    return found or (_known().get(heading(own)) if parts else "") or ""


def weigh(cells: Sequence[Any]) -> int:
    """Say how much a row looks like the header of a filled-in grid."""
    ours = {name for cell in cells if isinstance(cell, str) and (name := column_of(cell))}
    whom = {said(cell) for cell in cells if isinstance(cell, str)}
    is_keyed = KEY in cells or whom >= {"house_no", "first_name"}
    return len(ours) and (1000 * is_keyed + 10 * len(ours) + len(whom))


# --- Written ------------------------------------------------------------------------------


def write(sheet: Sheet, target: BinaryIO) -> None:
    """Write a sheet as a workbook to fill in: choices to choose from, days and names as text."""
    import xlsxwriter

    with override("th"), xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        page, lists = book.add_worksheet("ตารางหมู่บ้าน"), book.add_worksheet("รายการ")
        lists.hide()
        text = book.add_format({"num_format": "@"})
        money = book.add_format({"num_format": "#,##0.00"})
        locked = book.add_format({"num_format": "@", "bg_color": "#e4dfd5"})
        bold = book.add_format({"num_format": "@", "bold": True, "text_wrap": True})
        page.freeze_panes(1, 5)
        page.set_column(0, 0, 38, text, {"hidden": True})
        page.set_column(1, 4 + len(COLUMNS), 16, text)
        page.set_column(5 + len(COLUMNS), 5 + len(COLUMNS), 38, text, {"hidden": True})
        head = [KEY, "หมู่ที่", "หมู่บ้าน", "บ้านเลขที่", "ชื่อ-สกุล", *headings().values(), DRAWN]
        page.write_row(0, 0, head, bold)
        for at, column in enumerate(COLUMNS):
            if column.is_choice:
                labels = [label for _code, label in sheet.cells.choices[column.name]]
                lists.write_column(0, at, labels)
                letter = xlsxwriter.utility.xl_col_to_name(at, col_abs=True)
                page.data_validation(
                    *(1, 5 + at, max(1, len(sheet.rows)), 5 + at),
                    {
                        "validate": "list",
                        "source": f"=รายการ!{letter}$1:{letter}${len(labels)}",
                        "error_type": "warning",
                    },
                )
        for number, row in enumerate(sheet.rows, start=1):
            home = row.enrolment.household
            village = row.enrolment.village_id
            known = (str(int(village[6:])), place_name(village), home.house_no, home.head_name)
            for at, said_ in enumerate((row.key, *known)):
                page.write_string(number, at, guarded(said_), text)
            for at, column in enumerate(COLUMNS, start=5):
                fact = row.facts[column.fact]
                value, how = fact.value(column), locked if fact.lock else text
                if value and column.is_money and not fact.lock:
                    page.write_number(number, at, float(value), money)
                elif column.is_money and not fact.lock:
                    page.write_blank(number, at, None, money)
                else:
                    page.write_string(number, at, guarded(_shown(sheet.cells, column, value)), how)
            page.write_string(number, 5 + len(COLUMNS), json.dumps(drawn_of(row)), text)


def _shown(cells: Cells, column: Any, value: str) -> str:
    return cells.shown(column.name, value) if value else ""


def drawn_of(row: Row) -> dict[str, str]:
    """Return the values that the cells of a row show."""
    found = {column.name: row.facts[column.fact].value(column) for column in COLUMNS}
    return {name: value for name, value in found.items() if value}


# --- Read ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class Refused:
    """A row of a file that is put beside no household, and why."""

    number: int
    name: str
    reason: str


@dataclass
class Loaded:
    """What a file says of a village, and what else stands in it. The counts add up."""

    file_name: str
    merged: Merged
    read: int = 0
    here: int = 0  # rows of this village
    shown: int = 0  # of them on the page
    changing: int = 0  # of them with something to save or to settle
    elsewhere: Counter[str] = field(default_factory=Counter)  # rows of other villages, by code
    refused: list[Refused] = field(default_factory=list)
    hides_formulas: bool = False
    unread: list[str] = field(default_factory=list)  # headings that mean nothing here

    @property
    def left(self) -> int:
        """How many rows with something to save wait for the next time."""
        return self.changing - self.shown if self.changing > self.shown else 0

    @property
    def others(self) -> list[tuple[str, int]]:
        """Other villages with their rows, in the order of their codes."""
        return sorted(self.elsewhere.items())

    @property
    def refused_named(self) -> list[Refused]:
        """As many of the refused rows as a page names."""
        return self.refused[:MOST_NAMED]


def load(content: bytes, name: str, *, into: Sheet, code: str, day: date) -> Loaded:
    """Return what the page of a village shows when a file is read into it; writes nothing.

    Raises `UnreadableFile`.
    """
    file = read(content, weigh, lacking=_lacks())
    found = Loaded(name[-200:], Merged(into, Posted({})), unread=_unread(file))
    found.hides_formulas = is_old_excel(content)
    reading = _Reading(file, into, code)
    posted = reading.posted(found, day)
    whole = merge(into.of(posted.texts), posted)
    busy = [row.key for row in whole.sheet.rows if _is_busy(whole, row.key)]
    keys = list(posted.texts)
    if len(keys) > AT_MOST:
        keys = busy[:AT_MOST]
    found.changing, found.shown = len(busy), len(keys)
    found.merged = filled_in(merge(into.of(keys), posted))
    return found


def _lacks() -> str:
    return _(
        "ไม่พบหัวตาราง ต้องมี “บ้านเลขที่” “ชื่อ-สกุล” และคอลัมน์ของตารางหมู่บ้านอย่างน้อยหนึ่งคอลัมน์ เช่น “%(name)s” "
        "ดาวน์โหลดตารางจากหน้านี้ไปกรอกได้"
    ) % {"name": headings()["total_income"]}


def _unread(file: File) -> list[str]:
    known = {KEY, DRAWN}
    return [
        typed
        for typed in file.header
        if typed and typed not in known and not (column_of(typed) or said(typed))
    ]


def _is_busy(merged: Merged, key: str) -> bool:
    clashing = {clash.row.key for clash in merged.clashes}
    return key in merged.changed or key in merged.errors or key in clashing


def filled_in(merged: Merged) -> Merged:
    """Return what was merged with everything typed that is not saved yet."""
    for key, cells in merged.changed.items():
        typed = {name: typed_as(name, value) for name, value in cells.items()}
        merged.texts[key] = typed | merged.texts.get(key, {})
    merged.entries.clear()
    return merged


class _Reading:
    """Reads the rows of one file, each beside its enrolment."""

    def __init__(self, file: File, into: Sheet, code: str) -> None:
        self.file, self.into, self.code = file, into, code
        self.villages = Villages(into.user)
        header = [str(typed) for typed in file.header]
        self.key, self.drawn = _at(header, KEY), _at(header, DRAWN)
        self.columns = _first({i: column_of(typed) for i, typed in enumerate(header)})
        known = {i: said(typed) for i, typed in enumerate(header) if i not in self.columns}
        self.known = _first({i: n for i, n in known.items() if n in (*KNOWN_BY, *NAMED)})
        self.enrolments = list(into.enrolments.select_related("household"))
        self.by_key = {str(one.uuid): one for one in self.enrolments}
        self.by_door: dict[tuple[str, str], list[Enrolment]] = {}
        for one in self.enrolments:
            home = one.household
            self.by_door.setdefault(_door(home.house_no, home.sort_key), []).append(one)

    def posted(self, found: Loaded, day: date) -> Posted:
        """Return the cells of this village as a page would send them; count the other rows."""
        posted = Posted({}, {}, day=day)
        taken: dict[str, int] = {}
        rows = list(self.file.rows)
        strangers = self._elsewhere(self._key(cells) for _n, cells in rows)
        for number, cells in rows:
            found.read += 1
            try:
                one = self._enrolment(cells, strangers, found)
                if one is None:
                    continue
                key = str(one.uuid)
                if key in taken:
                    raise _NotHere(_("ซ้ำกับแถวที่ %(n)d ของแฟ้มเดียวกัน") % {"n": taken[key]})
            except _NotHere as refused:
                found.refused.append(Refused(number, self._name(cells), str(refused)))
                continue
            taken[key] = number
            found.here += 1
            self._take(posted, key, cells)
        return posted

    def _key(self, cells: list[Any]) -> str:
        """Return the hidden key of a row, "" where it has none."""
        if self.key is None or self.key >= len(cells):
            return ""
        return str(cells[self.key] or "")

    def _elsewhere(self, keys: Iterable[str]) -> dict[str, Enrolment]:
        """Return the enrolments that these rows are of, beside those of this village."""
        wanted = [key for key in keys if key not in self.by_key and _is_uuid(key)]
        rows = Enrolment.objects.visible_to(self.into.user)
        found: dict[str, Enrolment] = {}
        waiting = iter(wanted)
        while some := list(islice(waiting, 500)):
            found |= {str(one.uuid): one for one in rows.filter(uuid__in=some)}
        return found

    def _enrolment(
        self, cells: list[Any], strangers: dict[str, Enrolment], found: Loaded
    ) -> Enrolment | None:
        """Return whose row it is; None of another village. Raises `_NotHere`."""
        if key := self._key(cells):
            if key in self.by_key:
                return self._listed(self.by_key[key])
            if key not in strangers:
                raise _NotHere(_("ไม่พบครัวเรือนของแถวนี้ในพื้นที่ของท่าน"))
            other = strangers[key]
            if other.village_id == self.code:
                raise _NotHere(_("แถวนี้เป็นของปีงบประมาณ %(year)d") % {"year": other.fiscal_year})
            found.elsewhere[other.village_id] += 1
            return None
        return self._at_the_door(cells, found)

    def _at_the_door(self, cells: list[Any], found: Loaded) -> Enrolment | None:
        cleaned = self._cleaned(cells)
        if not (cleaned.get("house_no") and cleaned.get("first_name")):
            raise _NotHere(_("ต้องมีบ้านเลขที่และชื่อ จึงรู้ว่าเป็นครัวเรือนใด"))
        names(cleaned)
        if "moo" in cleaned and not set(cleaned) & {"village_code", "subdistrict", "village_name"}:
            cleaned["village_code"] = f"{self.code[:6]}{cleaned['moo']:02d}"
        if set(cleaned) & set(KNOWN_BY[:4]):
            try:
                part_address(cleaned)
                village = self.villages.code_of(cleaned)
            except Misplaced as error:
                raise _NotHere(error.reason) from error
            if village != self.code:
                found.elsewhere[village] += 1
                return None
        key = sort_key(f"{cleaned['first_name']} {cleaned.get('last_name', '')}")
        there = self.by_door.get(_door(cleaned["house_no"], key), [])
        if len(there) > 1:
            raise _NotHere(_("มีครัวเรือนบ้านเลขที่และชื่อนี้มากกว่าหนึ่ง กรอกในตารางแทน"))
        if not there:
            raise _NotHere(_("ไม่พบบ้านเลขที่และชื่อนี้ในรายชื่อของหมู่บ้านและปีนี้ ตรวจตัวสะกดและปี"))
        return self._listed(there[0])

    def _listed(self, one: Enrolment) -> Enrolment:
        if one.exited_on or one.household.erased_at:
            raise _NotHere(_("ครัวเรือนนี้ออกจากเส้นทางแล้ว"))
        return one

    def _cleaned(self, cells: list[Any]) -> dict[str, Any]:
        cleaned: dict[str, Any] = {}
        for i, name in self.known.items():
            if i < len(cells) and cells[i] not in (None, ""):
                try:
                    value = HouseholdResource.fields[name].widget.clean(cells[i])
                except ValueError as error:
                    raise _NotHere(str(error)) from error
                if value not in (None, ""):
                    cleaned[name] = value
        return cleaned

    def _name(self, cells: list[Any]) -> str:
        """Return what a row is called where it is refused: the cells that would have named it."""
        named = (*NAMED, "house_no")
        said_ = (cells[i] for i, n in self.known.items() if n in named and i < len(cells))
        return " ".join(str(cell) for cell in said_ if cell not in (None, ""))[:80]

    def _take(self, posted: Posted, key: str, cells: list[Any]) -> None:
        """Note the cells of a row; a blank takes nothing away."""
        texts = posted.texts.setdefault(key, {})
        if self.drawn is not None and self.drawn < len(cells):
            posted.drawn[key] = _drawn(cells[self.drawn])
        for i, name in self.columns.items():
            cell = cells[i] if i < len(cells) else None
            if cell is None or (isinstance(cell, str) and not cell.strip()):
                continue
            try:
                text = _text(name, cell)
            except ValueError as error:
                texts[name] = str(cell)[:80]
                posted.refused.setdefault(key, {})[name] = str(error)
                continue
            texts[name] = self._typed(name, text)

    def _typed(self, name: str, text: str) -> str:
        """Return a cell as its box shows it; what cannot be read stays as it is."""
        try:
            return typed_as(name, self.into.cells.read(name, text))
        except ValidationError:
            return text


class _NotHere(Exception):
    """A row is put beside no household; the sentence says why."""


def _at(header: list[str], text: str) -> int | None:
    return header.index(text) if text in header else None


def _first(named: dict[int, str]) -> dict[int, str]:
    """Return the columns that mean something; of two that mean the same, the first."""
    found: dict[str, int] = {}
    for i, name in named.items():
        if name:
            found.setdefault(name, i)
    return {i: name for name, i in found.items()}


def _door(house_no: str, key: str) -> tuple[str, str]:
    """Return what two writings of a household have in common: tone marks and digits aside."""
    return arabic_digits(house_no).strip(), key.partition(" ")[0]


def _drawn(cell: Any) -> dict[str, str]:
    try:
        read_ = json.loads(str(cell or "{}"))
    except (ValueError, RecursionError):
        return {}
    pairs: Iterator[tuple[Any, Any]] = iter(read_.items() if isinstance(read_, dict) else ())
    return {n: value for n, value in pairs if n in COLUMN and isinstance(value, str)}


def _text(name: str, cell: Any) -> str:
    """Return a cell as somebody would type it. Raises ValueError, of a formula."""
    if isinstance(cell, date) and COLUMN[name].is_date:
        return f"{cell.day}/{cell.month}/{cell.year}"
    if isinstance(cell, bool):
        return "1" if cell else ""
    return plain(cell)


def _is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
