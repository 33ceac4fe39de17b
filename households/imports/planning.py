"""What each row of a file says: every cell cleaned and refused cells named, row by row.

The database is asked once, for the villages of the user's area; the rest is memory. Whether a
row is new or changes somebody is the business of judging.py, once all rows are staged.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from households.imports.columns import COLUMN_NAMES, HouseholdResource, field_of, names
from households.imports.reading import Sheet
from otoppath.accounts.models import User
from otoppath.accounts.scoping import areas_of
from otoppath.places.models import Place
from otoppath.privacy.cipher import blind_index
from otoppath.privacy.masking import mask_national_id
from otoppath.thai.keys import search_key, sort_key
from otoppath.thai.text import tidy

NEW, DUPLICATE, REFUSED = "new", "duplicate", "refused"
REMEMBERED = 5_000  # cells of one column: most say what a cell above them said
UNREPEATED = frozenset({"national_id", "house_code", "phone"})
_LONG_NUMBER = re.compile(r"[\d๐-๙](?:[\s-]?[\d๐-๙]){12,}")


@dataclass(slots=True)
class Row:
    """One row of the file as it was read; `state` is new until something is found."""

    number: int
    typed: list[Any]
    cells: dict[str, Any] = field(default_factory=dict)  # what was cleaned, by field; no blanks
    state: str = NEW
    village: str = ""
    problems: list[dict[str, str]] = field(default_factory=list)
    same_as: int | None = None  # the earlier row that says the same
    repaired: int = 0
    id_index: str = ""
    sort_key: str = ""

    def refuse(self, column: str, value: Any, reason: str) -> None:
        """Note a problem of one cell; an ID is never repeated in full."""
        text = str(value if value is not None else "")
        if column == "national_id":
            text = mask_national_id("".join(c for c in text if c.isdigit()))
        text = _LONG_NUMBER.sub("x-xxxx-xxxxx-xx-x", text[:200])
        problem = {"column": COLUMN_NAMES[column], "value": text[:80], "reason": str(reason)}
        self.problems.append(problem)
        self.state = REFUSED


def columns_of(header: list[str]) -> list[tuple[str, str]]:
    """Return each heading with the field it names, "" where none or one already read."""
    columns: list[tuple[str, str]] = []
    for heading in header:
        name = field_of(heading) or ""
        columns.append((heading, "" if name in {known for _h, known in columns} else name))
    return columns


class Reader:
    """Cleans the rows of one file for a user: only villages of the own area are taken."""

    def __init__(self, columns: list[tuple[str, str]], *, user: User) -> None:
        widgets = {name: f.widget.clean for name, f in HouseholdResource.fields.items()}
        self.columns = [(i, n, widgets[n]) for i, (_heading, n) in enumerate(columns) if n]
        self.remembered: dict[str, dict[Any, Any]] = {name: {} for _i, name, _clean in self.columns}
        self.villages, self.subdistricts = _villages(user)
        self.ids: dict[str, int] = {}
        self.doors: dict[str, int] = {}

    def rows(self, sheet: Sheet) -> Iterator[Row]:
        """Give every row of the sheet, cleaned."""
        for number, cells in sheet.rows:
            row = Row(number, cells)
            self.clean(row)
            if not row.problems:
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
            known = self.remembered[name]
            key = cell if cell.__class__ is str else (cell.__class__, cell)
            if key in known:
                value, repaired = known[key]
            else:
                try:
                    value, repaired = clean(cell), _was_repaired(cell)
                except ValueError as error:
                    row.refuse(name, cell, str(error))
                    continue
                if name not in UNREPEATED and len(known) < REMEMBERED:
                    known[key] = value, repaired
            row.repaired += repaired
            if value not in ("", None):
                row.cells[name] = value

    def complete(self, row: Row) -> None:
        """Part the name, and see that what must be there is."""
        cells = row.cells
        if cells.get("first_name"):
            names(cells)
        for name in ("first_name", "house_no"):
            if not cells.get(name):
                row.refuse(name, "", _("ต้องไม่เว้นว่าง"))

    def find_village(self, row: Row) -> None:
        """Set the village, from its code or from subdistrict and moo."""
        code = row.cells.get("village_code") or self.code_of(row)
        if code in self.villages:
            row.village = code
        elif row.cells.get("village_code"):
            row.refuse("village_code", code, _("ไม่มีหมู่บ้านรหัสนี้ในพื้นที่ที่ท่านดูแล"))
        elif not row.problems:
            row.refuse("moo", row.cells.get("moo"), _("ไม่มีหมู่ที่นี้ในตำบล"))

    def code_of(self, row: Row) -> str:
        """Return the code that subdistrict and moo make, or refuse the row."""
        name = row.cells.get("subdistrict", "").removeprefix("ตำบล").removeprefix("ต.")
        code = self.subdistricts.get(name) or self.subdistricts.get(search_key(name))
        if code is None:
            row.refuse("subdistrict", name, _("ไม่มีตำบลนี้ในพื้นที่ที่ท่านดูแล"))
            return ""
        if row.cells.get("moo") is None:
            row.refuse("moo", "", _("ต้องไม่เว้นว่าง"))
            return ""
        return f"{code}{row.cells['moo']:02d}"

    def find_repeated(self, row: Row) -> None:
        """Notice a row that says again what an earlier one said: the ID, or door and name."""
        cells = row.cells
        row.id_index = blind_index(cells.get("national_id", ""))
        row.sort_key = sort_key(f"{cells['first_name']} {cells.get('last_name', '')}")
        # Tone marks aside, as in a search: the first word of a sort key.
        door = f"{row.village} {cells['house_no']} {row.sort_key.partition(' ')[0]}"
        first = self.ids.get(row.id_index) if row.id_index else None
        first = first or self.doors.get(door)
        if first:
            row.state, row.same_as = DUPLICATE, first
            return
        if row.id_index:
            self.ids[row.id_index] = row.number
        self.doors[door] = row.number


def _was_repaired(cell: Any) -> bool:
    if not isinstance(cell, str) or (kept := tidy(cell)) is cell:
        return False
    return " ".join(cell.split()) != kept


def _villages(user: User) -> tuple[set[str], dict[str, str]]:
    """Return the codes of the area's villages, and {name: code} of their subdistricts."""
    areas = areas_of(user)
    around = [code[:6] for code in areas]  # of an area that is a village, its subdistrict
    places = Place.objects.under(*around).current().filter(level__gte=Place.Level.SUBDISTRICT)
    found = list(places.values_list("code", "level", "name_th"))
    inside = tuple(areas)
    villages = {
        code
        for code, level, _n in found
        if level == Place.Level.VILLAGE and code.startswith(inside)
    }
    holding = {code[:6] for code in villages}
    subdistricts = {}
    for code, level, name in found:
        if level == Place.Level.SUBDISTRICT and code in holding:
            subdistricts[name] = subdistricts[search_key(name)] = code
    return villages, subdistricts
