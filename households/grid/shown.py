"""The sheet as its page draws it: rows of cells, each with its box, its label and its reason."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from households.grid.cells import COLUMNS, OF_FACT, TITLES, Cells, Column, typed_as
from households.grid.merging import Clash, Merged, name_others
from households.grid.sheet import Fact, Row, Sheet
from otoppath.thai.dates import format_datetime

# On a phone one part is shown at a time.
PARTS = {"told": ("notice", "wanted"), "income": ("income",), "readiness": ("readiness",)}
PART_OF = {kind: part for part, kinds in PARTS.items() for kind in kinds}
SHORT_TITLES = {
    "notice": gettext_lazy("แจ้งประกาศ"),
    "wanted": gettext_lazy("อาชีพ"),
    "income": gettext_lazy("รายได้"),
    "readiness": gettext_lazy("ความพร้อม"),
}
NOTHING = "–"


@dataclass(frozen=True)
class ShownCell:
    """One cell: a box to type in, or a value behind a lock."""

    column: Column
    name: str
    label: str  # said by a screen reader: the column and whose row it is
    head: str  # the column alone
    text: str
    options: SafeString | None = None  # of a choice
    is_locked: bool = False
    error: str = ""

    @property
    def part(self) -> str:
        """The part of the sheet it stands in."""
        return PART_OF[self.column.fact]


@dataclass
class ShownRow:
    """One enrolment: who it is, its cells, what waits or is locked and why."""

    row: Row
    cells: list[ShownCell] = field(default_factory=list)
    remarks: list[tuple[str, str]] = field(default_factory=list)  # what it is about, in words

    @property
    def result(self) -> str:
        """The result of the assessment that is recorded."""
        entry = self.row.facts["readiness"].entry
        return str(entry.get_result_display()) if entry else ""


@dataclass(frozen=True)
class ShownClash:
    """A cell that two people changed, and the two values to choose from."""

    clash: Clash
    name: str
    mine: str
    stored: str

    @property
    def said_by(self) -> str:
        """Who saved the other value, and when."""
        if self.clash.at is None:
            return _("รายการเดิมถูกถอนไปแล้ว")
        by = self.clash.by.display_name if self.clash.by else _("ระบบ")
        return _("%(name)s บันทึกเมื่อ %(at)s") % {"name": by, "at": format_datetime(self.clash.at)}


class Shown:
    """Everything the page draws of a sheet; after a press, with what was not saved."""

    def __init__(self, sheet: Sheet, merged: Merged | None = None) -> None:
        self.sheet, self.merged = sheet, merged
        self._options: dict[tuple[str, str], SafeString] = {}
        self._heads = {one.name: one.label for one in COLUMNS}
        self._labels = {one.name: f"{TITLES[one.fact]} {one.label}" for one in COLUMNS}
        self.rows = [self._row(row) for row in sheet.rows]
        name_others(merged.clashes if merged else [])
        self.clashes = [self._clash(clash) for clash in merged.clashes] if merged else []

    @property
    def heads(self) -> list[dict[str, Any]]:
        """The groups of columns."""
        return [
            {"kind": kind, "title": title, "columns": OF_FACT[kind], "part": PART_OF[kind]}
            for kind, title in TITLES.items()
        ]

    @property
    def words(self) -> str:
        """What may be typed for a choice, by column, for the boxes of the browser."""
        return json.dumps(self.sheet.cells.words, ensure_ascii=False)

    @property
    def errors(self) -> list[tuple[ShownRow, ShownCell]]:
        """Cells that have to be put right, in the order of the sheet."""
        return [(row, cell) for row in self.rows for cell in row.cells if cell.error]

    @property
    def part(self) -> str:
        """The part a phone shows after a press: that of the first cell to put right."""
        return self.errors[0][1].part if self.errors else ""

    def drawn(self) -> dict[str, dict[str, str]]:
        """Return the values the boxes are drawn with; of one that is open, those of the press."""
        return {row.key: dict(self._drawn(row)) for row in self.sheet.rows}

    def theirs(self) -> dict[str, dict[str, str]]:
        """Return the other values that are shown."""
        found: dict[str, dict[str, str]] = {}
        for one in self.merged.clashes if self.merged else []:
            found.setdefault(one.row.key, {})[one.column.name] = one.stored
        return found

    def _drawn(self, row: Row) -> Iterator[tuple[str, str]]:
        clashing = {one.column.name for one in self._clashes_of(row)}
        for column in COLUMNS:
            name, fact = column.name, row.facts[column.fact]
            if self.merged and (name in clashing or self._error(row, column)):
                value = self.merged.posted.drawn.get(row.key, {}).get(name, "")
            else:
                value = "" if fact.lock else fact.value(column)
            if value:
                yield name, value

    def _clashes_of(self, row: Row) -> list[Clash]:
        clashes = self.merged.clashes if self.merged else []
        return [one for one in clashes if one.row.key == row.key]

    def _row(self, row: Row) -> ShownRow:
        shown = ShownRow(row, [self._cell(row, column) for column in COLUMNS])
        said: dict[str, list[str]] = {}
        for kind, fact in row.facts.items():
            said.setdefault(fact.lock or fact.state, []).append(str(SHORT_TITLES[kind]))
        shown.remarks = [(", ".join(kinds), why) for why, kinds in said.items() if why]
        return shown

    def _cell(self, row: Row, column: Column) -> ShownCell:
        fact, typed = row.facts[column.fact], self._typed(row, column)
        value = fact.value(column)
        is_locked = bool(fact.lock) and typed is None
        text = typed if typed is not None else typed_as(column.name, value)
        if is_locked:
            text = _locked_words(self.sheet.cells, column, fact)
        return ShownCell(
            column,
            name=f"c-{row.key}-{column.name}",
            label=f"{self._labels[column.name]} {row.name}",
            head=self._heads[column.name],
            text=text,
            options=None if is_locked or not column.is_choice else self.options(column, text),
            is_locked=is_locked,
            error=self._error(row, column),
        )

    def _typed(self, row: Row, column: Column) -> str | None:
        texts = self.merged.texts if self.merged else {}
        return texts.get(row.key, {}).get(column.name)

    def _error(self, row: Row, column: Column) -> str:
        errors = self.merged.errors if self.merged else {}
        return errors.get(row.key, {}).get(column.name, "")

    def options(self, column: Column, value: str) -> SafeString:
        """Return the options of a choice; what is none of them stays on top, as it was typed."""
        asked = (column.name, value)
        if asked not in self._options:
            offered = [("", NOTHING), *self.sheet.cells.choices[column.name]]
            if value not in dict(offered):
                offered.append((value, self.sheet.cells.shown(column.name, value)))
            self._options[asked] = format_html_join(
                "",
                '<option value="{}"{}>{}</option>',
                ((code, _selected(code == value), label) for code, label in offered),
            )
        return self._options[asked]

    def _clash(self, clash: Clash) -> ShownClash:
        shown, name = self.sheet.cells.shown, clash.column.name
        return ShownClash(
            clash,
            name=f"p-{clash.row.key}-{name}",
            mine=shown(name, clash.mine) or _("ว่าง"),
            stored=shown(name, clash.stored) or _("ว่าง"),
        )


def _selected(is_chosen: bool) -> SafeString:
    return SafeString(" selected" if is_chosen else "")


def _locked_words(cells: Cells, column: Column, fact: Fact) -> str:
    if fact.is_hidden:
        return _("ไม่แสดง")
    return cells.shown(column.name, fact.value(column)) or NOTHING
