"""What was typed into a sheet, merged cell by cell with what is recorded meanwhile.

Each cell comes with the value it was drawn with. Who left it alone takes what is there now;
who changed it where nobody else did, changes it; where two changed it, both values are shown
and somebody chooses. A fact is saved whole or not at all, by the rules of its single form; what
is not saved stays typed.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from households.forms.grid import form_of_row
from households.grid.cells import COLUMN, FORMS, OF_FACT, Column
from households.grid.sheet import Fact, Row, Sheet
from households.models.entry import Entry
from otoppath.accounts.models import User
from otoppath.accounts.records import write_history

Values = dict[str, dict[str, str]]  # by row and column
MINE, THEIRS = "mine", "theirs"


@dataclass(frozen=True)
class Posted:
    """What a page sent: texts of cells, what they were drawn with, and what was chosen."""

    texts: Values
    drawn: Values = field(default_factory=dict)
    theirs: Values = field(default_factory=dict)  # the other value that was shown beside one
    picked: Values = field(default_factory=dict)
    day: date | None = None  # None: it could not be read, and nothing new can be saved
    refused: Values = field(default_factory=dict)  # cells of a file that are no text, with why


@dataclass
class Clash:
    """A cell that two people changed."""

    row: Row
    column: Column
    mine: str
    stored: str
    by: User | None = None
    at: datetime | None = None

    @property
    def entry(self) -> Any:
        """The fact that is recorded; None where it was withdrawn meanwhile."""
        return self.row.facts[self.column.fact].entry


@dataclass
class Merged:
    """What comes of a page: entries to save, and cells that are not saved, with the reason."""

    sheet: Sheet
    posted: Posted
    entries: list[Entry] = field(default_factory=list)
    texts: Values = field(default_factory=dict)  # what stays typed
    errors: Values = field(default_factory=dict)
    changed: Values = field(default_factory=dict)  # what would be saved, or could be
    clashes: list[Clash] = field(default_factory=list)

    @property
    def is_whole(self) -> bool:
        """Whether everything that was typed can be saved."""
        return not (self.errors or self.clashes)

    @property
    def error_count(self) -> int:
        """How many cells have to be put right."""
        return sum(map(len, self.errors.values()))


def merge(sheet: Sheet, posted: Posted) -> Merged:
    """Work out what a page changes; reads and writes nothing."""
    merged = Merged(sheet, posted)
    for row in sheet.rows:
        for fact in row.facts.values():
            _Fact(merged, row, fact).settle()
    return merged


@transaction.atomic
def save(merged: Merged, *, by: User) -> Merged:
    """Write what can be saved, and return what came of it.

    Where somebody was quicker than this press, it is merged anew with what is there now.
    """
    locked = merged.sheet.locked()
    if locked.stamp != merged.sheet.stamp:
        merged = merge(locked, merged.posted)
    write(merged.entries, by=by)
    return merged


def write(entries: Iterable[Entry], *, by: User) -> None:
    """Save entries with their history: two statements a kind for new ones, two for corrected."""
    by_model: dict[Any, list[Entry]] = {}
    for entry in entries:
        by_model.setdefault(type(entry), []).append(entry)
    for model, many in by_model.items():
        new = [entry for entry in many if entry._state.adding]
        changed = [entry for entry in many if not entry._state.adding]
        for entry in changed:
            entry.updated_at = timezone.now()
        made = model.objects.bulk_create(new)
        if changed:
            model.objects.bulk_update(changed, _written(model))
        for kind, rows in (("+", made), ("~", changed)):
            if rows:
                named = model.objects.filter(pk__in=[entry.pk for entry in rows])
                write_history(named, by=by, kind=kind)


# What a correction writes beside the cells: whether the entry counts.
_STATE = ("checked_by", "checked_at", "returned_at", "returned_note", "updated_at")


def _written(model: Any) -> list[str]:
    """Return what a correction may touch: few columns, so that SQLite takes all rows at once."""
    (kind,) = (kind for kind, form in FORMS.items() if form._meta.model is model)
    result = ["result"] if kind == "readiness" else []
    return [*(column.name for column in OF_FACT[kind]), *result, *_STATE]


def name_others(clashes: list[Clash]) -> None:
    """Say of each clash who changed the cell and when; one query for each kind of fact.

    Nobody is named of a fact that was withdrawn: it is not there any more.
    """
    by_model: dict[Any, list[Clash]] = {}
    for clash in clashes:
        if clash.entry is not None:
            by_model.setdefault(type(clash.entry), []).append(clash)
    for model, many in by_model.items():
        keys = {clash.entry.pk for clash in many}
        past = model.history.filter(id__in=keys).select_related("history_user")
        _tell(many, list(past.order_by("history_date", "history_id")))


def _tell(clashes: list[Clash], past: list[Any]) -> None:
    """Find in the history when each cell became what it is."""
    for clash in clashes:
        entry = clash.entry
        name = entry._meta.get_field(clash.column.name).attname
        before: Any = _Nothing
        for version in past:
            if version.id == entry.pk and getattr(version, name) != before:
                before = getattr(version, name)
                clash.by, clash.at = version.history_user, version.history_date


class _Nothing:
    """Equal to no value of a column."""


@dataclass
class _Fact:
    """One fact of one row being merged."""

    merged: Merged
    row: Row
    fact: Fact
    changed: dict[str, str] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    clashes: list[Clash] = field(default_factory=list)

    def settle(self) -> None:
        """Decide every cell, and save the fact where all of them are good."""
        for column in OF_FACT[self.fact.kind]:
            if column.name in self.texts:
                self.decide(column, self.texts[column.name])
        if self.changed:
            self.merged.changed.setdefault(self.row.key, {}).update(self.changed)
        if self.changed and not self.errors and not self.clashes:
            self.fill_in()
        if self.errors or self.clashes:
            self.keep()

    @property
    def texts(self) -> dict[str, str]:
        """What was sent of the row."""
        return self.merged.posted.texts.get(self.row.key, {})

    def _said(self, what: Values, column: Column) -> str:
        return what.get(self.row.key, {}).get(column.name, "")

    def decide(self, column: Column, text: str) -> None:
        """Decide one cell: left alone, changed, refused, or changed by two."""
        drawn, now = self._said(self.merged.posted.drawn, column), self.fact.value(column)
        cells = self.merged.sheet.cells
        if why := self._said(self.merged.posted.refused, column):
            self.errors[column.name] = why
            return
        try:
            mine = text if text == drawn else cells.read(column.name, text)
        except ValidationError as error:
            self.errors[column.name] = " ".join(error.messages)
            return
        if mine == drawn or (mine == now and not self.fact.is_hidden):
            return
        if self.fact.lock:
            self.errors[column.name] = self._locked(cells.shown(column.name, now))
        elif now == drawn or self._picked(column, now) == MINE:
            self.changed[column.name] = mine
        elif self._picked(column, now) != THEIRS:
            self.clashes.append(Clash(self.row, column, mine, now))

    def _locked(self, shown: str) -> str:
        said = self.fact.lock
        return _("%(why)s (บันทึกไว้ว่า %(shown)s)") % {"why": said, "shown": shown} if shown else said

    def _picked(self, column: Column, now: str) -> str:
        """Return what was chosen, as long as the other value is still the one that was shown."""
        shown = self.merged.posted.theirs.get(self.row.key, {}).get(column.name)
        return self._said(self.merged.posted.picked, column) if shown == now else ""

    def fill_in(self) -> None:
        """Ask the single form, and take its entry or its reasons."""
        if self.merged.posted.day is None:
            self.errors[next(iter(self.changed))] = _("แก้วันที่ของรายการใหม่ด้านบนก่อน")
            return
        form = form_of_row(
            self.fact.kind,
            known=self.merged.sheet.cells.occupations,
            entry=self.fact.entry,
            enrolment=self.row.enrolment,
            user=self.merged.sheet.user,
            changed=self.changed,
            day=self.merged.posted.day,
        )
        if form.is_valid():
            self.merged.entries.append(form.entered())
        for name, reasons in form.errors.items():
            self.refuse(name, " ".join(map(str, reasons)), form)

    def refuse(self, name: str, reason: str, form: Any) -> None:
        """Put a reason of the form at its cell; of what is no cell, at the first that changed."""
        if COLUMN.get(name) in OF_FACT[self.fact.kind]:
            self.errors[name] = reason
            return
        label = form.fields[name].label if name in form.fields else ""
        at = next(iter(self.changed))
        said = f"{label}: {reason}" if label else reason
        self.errors[at] = f"{self.errors[at]} {said}" if at in self.errors else said

    def keep(self) -> None:
        """Keep typed what is not saved; a cell that was left alone shows what is there now."""
        merged, key = self.merged, self.row.key
        names = {*self.changed, *self.errors, *(clash.column.name for clash in self.clashes)}
        kept = {name: self.texts[name] for name in names if name in self.texts}
        merged.texts.setdefault(key, {}).update(kept)
        if self.errors:
            merged.errors.setdefault(key, {}).update(self.errors)
        merged.clashes += self.clashes
