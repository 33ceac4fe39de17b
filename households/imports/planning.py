"""What a file would do: every row is new, changed, unchanged, a duplicate or refused.

Nothing is written. The number of queries does not grow with the rows: what is here already is
read once for the villages and IDs of the file, and compared in memory.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from households.imports.columns import COLUMN_NAMES, COMPARED, HouseholdResource, field_of, names
from households.imports.reading import Sheet
from households.matching import Answer
from households.models import Household, Person
from otoppath.accounts.models import User
from otoppath.accounts.scoping import areas_of
from otoppath.places.models import Place
from otoppath.privacy.cipher import blind_index
from otoppath.privacy.masking import mask_national_id
from otoppath.thai.keys import search_key
from otoppath.thai.text import arabic_digits, tidy

NEW, CHANGED, UNCHANGED, DUPLICATE, REFUSED = "new", "changed", "unchanged", "duplicate", "refused"
PERSON_COLUMNS = ("title", "first_name", "last_name", "sex", "birth")


@dataclass
class Row:
    """One row of the file and what would become of it."""

    number: int
    cells: dict[str, Any] = field(default_factory=dict)  # what was cleaned, by field
    state: str = NEW
    village: str = ""
    problems: list[dict[str, Any]] = field(default_factory=list)
    household: Household | None = None
    head: Person | None = None
    changes: list[tuple[str, str, str]] = field(default_factory=list)  # column, before, after
    reason: str = ""  # why it is a duplicate
    read: list[tuple[str, str]] = field(default_factory=list)  # heading and value, for the preview
    repaired: int = 0

    @property
    def id_index(self) -> str:
        """Blind index of the ID; blank never matches blank."""
        return blind_index(self.cells["national_id"]) if self.cells.get("national_id") else ""

    @property
    def door(self) -> tuple[str, str, str]:
        """Village, house number and name: what makes a household the same without an ID."""
        name = f"{self.cells['first_name']} {self.cells.get('last_name', '')}"
        return self.village, self.cells.get("house_no", ""), search_key(name)

    def refuse(self, column: str, value: Any, reason: str) -> None:
        """Note a problem of one cell; an ID is never repeated in full."""
        text = str(value if value is not None else "")
        if column == "national_id":
            text = mask_national_id("".join(c for c in text if c.isdigit()))
        about = {"row": self.number, "column": COLUMN_NAMES[column], "value": text[:80]}
        self.problems.append(about | {"reason": str(reason)})
        self.state = REFUSED


@dataclass
class Plan:
    """All rows of a file, judged."""

    rows: list[Row]
    unknown_columns: list[str]  # not understood, or said by an earlier column
    columns: list[tuple[str, str]]  # heading of the file, field
    unasked: int = 0  # IDs that were not looked for outside the area

    def of(self, state: str) -> list[Row]:
        """Rows of one state, in the order of the file."""
        return [row for row in self.rows if row.state == state]

    def counts(self) -> dict[str, int]:
        """Return read, new, changed, unchanged, duplicate, refused, repaired: they add up."""
        states = Counter(row.state for row in self.rows)
        kinds = (NEW, CHANGED, UNCHANGED, DUPLICATE, REFUSED)
        repaired = sum(row.repaired for row in self.rows)
        return {
            "read": len(self.rows),
            **{k: states[k] for k in kinds},
            "repaired": repaired,
        }

    def errors(self) -> list[dict[str, Any]]:
        """Return {row, column, value, reason} for every refused cell."""
        return [problem for row in self.rows for problem in row.problems]


def plan_of(sheet: Sheet, *, user: User, ask: Callable[[list[str]], Answer]) -> Plan:
    """Judge every row of a sheet for a user: only rows of the own area are taken.

    `ask(indexes)` says which IDs may be known outside the area.
    """
    columns = _columns(sheet.header)
    rows = [_cleaned(number, cells, columns) for number, cells in sheet.rows]
    _find_villages(rows, user)
    good = [row for row in rows if row.state != REFUSED]
    _find_repeated(good)
    unasked = _find_known([row for row in good if row.state == NEW], user, ask)
    unknown = [n for i, n in enumerate(sheet.header) if n and columns[i] is None]
    known = [(sheet.header[i], name) for i, name in columns.items() if name]
    return Plan(rows, unknown, known, unasked)


def _columns(header: list[str]) -> dict[int, str | None]:
    """Return the field of each column; the first of two that say the same is read."""
    columns: dict[int, str | None] = {}
    for i, heading in enumerate(header):
        name = field_of(heading)
        columns[i] = None if name in columns.values() else name
    return columns


def _cleaned(number: int, cells: list[Any], columns: dict[int, str | None]) -> Row:
    row = Row(number)
    for i, name in columns.items():
        if name is None or name in row.cells or i >= len(cells):
            continue
        try:
            row.cells[name] = HouseholdResource.fields[name].widget.clean(cells[i])
        except ValueError as error:
            row.refuse(name, cells[i], str(error))
            continue
        row.repaired += _was_repaired(cells[i])
    if not row.problems:
        names(row.cells)
        for name in ("first_name", "house_no"):
            if not row.cells.get(name):
                row.refuse(name, "", _("ต้องไม่เว้นว่าง"))
    return row


def _was_repaired(cell: Any) -> bool:
    return isinstance(cell, str) and " ".join(cell.split()) != tidy(cell)


def _find_villages(rows: list[Row], user: User) -> None:
    areas = areas_of(user)
    inside = Place.objects.under(*areas).current()
    villages = {p.code: p for p in inside if len(p.code) == 8}
    tambons = Place.objects.subdistricts().filter(code__in={code[:6] for code in villages})
    subdistricts = {search_key(p.name_th): p.code for p in tambons}
    for row in rows:
        if row.problems:
            continue
        code = row.cells.get("village_code") or _code_of(row, subdistricts)
        if code in villages:
            row.village = code
        elif row.cells.get("village_code"):
            row.refuse("village_code", code, _("ไม่มีหมู่บ้านรหัสนี้ในพื้นที่ที่ท่านดูแล"))
        elif not row.problems:
            row.refuse("moo", row.cells.get("moo"), _("ไม่มีหมู่ที่นี้ในตำบล"))


def _code_of(row: Row, subdistricts: dict[str, str]) -> str:
    name = row.cells.get("subdistrict", "").removeprefix("ตำบล").removeprefix("ต.")
    code = subdistricts.get(search_key(name))
    if code is None:
        row.refuse("subdistrict", name, _("ไม่มีตำบลนี้ในพื้นที่ที่ท่านดูแล"))
        return ""
    if row.cells.get("moo") is None:
        row.refuse("moo", "", _("ต้องไม่เว้นว่าง"))
        return ""
    return f"{code}{row.cells['moo']:02d}"


def _find_repeated(rows: list[Row]) -> None:
    """A row that says again what an earlier row of the file said."""
    ids: dict[str, int] = {}
    doors: dict[tuple, int] = {}
    for row in rows:
        first = ids.get(row.id_index) if row.id_index else None
        first = first or doors.get(row.door)
        if first:
            row.state = DUPLICATE
            row.reason = _("ซ้ำกับแถวที่ %(n)d ของแฟ้มเดียวกัน") % {"n": first}
            continue
        if row.id_index:
            ids[row.id_index] = row.number
        doors[row.door] = row.number


def _find_known(rows: list[Row], user: User, ask: Callable[[list[str]], Answer]) -> int:
    """Compare with what is here: by ID in the area, else by village, house number and name.

    Return how many IDs could not be looked for outside the area.
    """
    by_id, by_door = _known(rows, user)
    new_here = [row.id_index for row in rows if row.id_index and row.id_index not in by_id]
    outside, unasked = ask(new_here)
    for row in rows:
        person = by_id.get(row.id_index) if row.id_index else None
        if person and person.household.village_id != row.village:
            row.state = DUPLICATE
            row.reason = _("มีเลขประจำตัวนี้ในหมู่บ้านอื่นของพื้นที่แล้ว")
        elif not person and row.id_index in outside:
            row.state = DUPLICATE
            row.reason = _("อาจมีในระบบแล้ว ติดต่อจังหวัด")
        else:
            _compare(row, person or by_door.get(row.door))
    return unasked


def _known(rows: list[Row], user: User) -> tuple[dict[str, Person], dict[tuple, Person]]:
    persons = (
        Person.objects.visible_to(user)
        .living_here()
        .filter(household__closed_on__isnull=True)
        .select_related("household")
    )
    indexes = {row.id_index for row in rows if row.id_index}
    by_id = {p.national_id_index: p for p in persons.filter(national_id_index__in=indexes)}
    heads = persons.filter(is_head=True, household__village__in={row.village for row in rows})
    by_door = {
        (
            p.household.village_id,
            arabic_digits(p.household.house_no),
            search_key(f"{p.first_name} {p.last_name}"),
        ): p
        for p in heads
    }
    return by_id, by_door


def _compare(row: Row, person: Person | None) -> None:
    """Say what differs; a blank cell never overwrites what is known."""
    if person is None:
        return
    row.head, row.household = person, person.household
    pairs = [(name, getattr(row.household, name)) for name in COMPARED]
    pairs += [(name, getattr(person, name)) for name in PERSON_COLUMNS]
    for name, before in pairs:
        after = row.cells.get(name)
        if name in row.cells and after not in ("", None) and after != before:
            row.changes.append((name, _shown(before), _shown(after)))
    if row.id_index and row.id_index != person.national_id_index:
        masked = mask_national_id(row.cells["national_id"])
        row.changes.append(("national_id", "", masked))
    row.state = CHANGED if row.changes else UNCHANGED


def _shown(value: Any) -> str:
    if isinstance(value, tuple):
        from otoppath.thai.dates import format_birth

        return format_birth(*value)
    return "" if value is None else str(value)
