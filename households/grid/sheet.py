"""The rows of a sheet: enrolments of a village and what is recorded of each.

Read in one query a kind of fact, however many rows there are.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from django.db.models import QuerySet
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from households.checking import may_correct, may_see_money
from households.grid.cells import FORMS, Cells, Column, value_of
from households.models import (
    ChoiceKind,
    Enrolment,
    IncomeStatement,
    Notice,
    OccupationChoice,
    ReadinessAssessment,
    Selection,
)
from households.models.entry import Entry
from otoppath.accounts.models import User
from otoppath.accounts.scoping import serves

AT_MOST: Final = 40  # rows of a page; a village has twenty to forty


@dataclass
class Fact:
    """What is recorded of one kind, and whether the sheet may change it."""

    kind: str
    entry: Any = None
    lock: str = ""  # why nobody, or not this user, changes it here
    is_hidden: bool = False  # amounts that the user may not see

    def value(self, column: Column) -> str:
        """Return the value that is recorded; "" where nothing is, or nothing may be told."""
        if self.entry is None or self.is_hidden:
            return ""
        return value_of(getattr(self.entry, column.name))

    @property
    def state(self) -> str:
        """Say that it does not count yet; "" of what counts or is not there."""
        if self.entry is None or self.entry.is_checked:
            return ""
        return _("ส่งกลับให้แก้ไข") if self.entry.returned_at else _("รอตรวจ")


@dataclass
class Row:
    """One enrolment and its facts by kind."""

    enrolment: Enrolment
    facts: dict[str, Fact] = field(default_factory=dict)

    @cached_property
    def key(self) -> str:
        """What the row is called in names of boxes."""
        return str(self.enrolment.uuid)

    @cached_property
    def name(self) -> str:
        """House number and head."""
        return str(self.enrolment.household)


@dataclass
class Sheet:
    """Some rows of a village and a year, as a user may see and change them."""

    user: User
    enrolments: QuerySet  # all that the user may write about, whether or not they are rows
    cells: Cells
    rows: list[Row] = field(default_factory=list)

    def read(self, enrolments: Sequence[Enrolment], *, is_locked: bool = False) -> "Sheet":
        """Return the sheet with these rows; locked, nobody changes their facts meanwhile."""
        found = {kind: _latest(kind, enrolments, self.user, is_locked) for kind in FORMS}
        rows = []
        for enrolment in enrolments:
            row = Row(enrolment)
            for kind in FORMS:
                owner = enrolment.household_id if kind == "notice" else enrolment.pk
                row.facts[kind] = self._fact(kind, enrolment, found[kind].get(owner))
            rows.append(row)
        cells = self.cells
        chosen = [row.facts["wanted"].entry for row in rows if row.facts["wanted"].entry]
        retired = {one.occupation.code: one.occupation for one in chosen}
        cells.retired = {k: v for k, v in retired.items() if k not in cells.occupations}
        return Sheet(self.user, self.enrolments, cells, rows)

    def of(self, keys: Iterable[str]) -> "Sheet":
        """Return the sheet with the rows of these keys, whatever became of them meanwhile."""
        return self.read(list(self._named(keys)))

    def locked(self) -> "Sheet":
        """Return the same rows read anew under their lock; inside a transaction.

        The enrolments are locked in the order of their keys, so that two sheets of a village
        wait for each other. On SQLite the transaction itself is the lock: it begins IMMEDIATE.
        """
        rows = self._named(row.key for row in self.rows).select_for_update(of=("self",))
        by_key = {enrolment.pk: enrolment for enrolment in rows.order_by("pk")}
        return self.read([by_key[row.enrolment.pk] for row in self.rows], is_locked=True)

    @property
    def stamp(self) -> list[Any]:
        """What two readings of the same rows have in common when nothing changed between."""
        return [
            (
                row.enrolment.pk,
                kind,
                fact.entry and (fact.entry.pk, fact.entry.updated_at),
                fact.lock,
            )
            for row in self.rows
            for kind, fact in row.facts.items()
        ]

    def _named(self, keys: Iterable[str]) -> QuerySet:
        rows = self.enrolments.filter(uuid__in=list(keys)).select_related("household")
        return rows.order_by("sort_key", "id")

    def _fact(self, kind: str, enrolment: Enrolment, entry: Any) -> Fact:
        fact = Fact(kind, entry)
        fact.is_hidden = kind == "income" and bool(entry) and not may_see_money(self.user, entry)
        fact.lock = self._lock(kind, enrolment, fact)
        return fact

    def _lock(self, kind: str, enrolment: Enrolment, fact: Fact) -> str:
        """Say why a fact cannot be changed here; "" where it can."""
        household, entry = enrolment.household, fact.entry
        if household.erased_at:
            return _("ลบข้อมูลส่วนบุคคลของครัวเรือนแล้ว จึงบันทึกเพิ่มไม่ได้")
        if kind == "notice" and not serves(self.user, household.village_id):
            return _("ครัวเรือนย้ายออกจากพื้นที่ของท่านแล้ว เจ้าหน้าที่ของพื้นที่ใหม่เป็นผู้บันทึกการแจ้ง")
        if entry is not None and not may_correct(self.user, entry):
            is_checked = _("ตรวจรับแล้ว ถ้าต้องแก้ไขให้แจ้งเจ้าหน้าที่")
            return is_checked if entry.is_checked else _("ผู้อื่นบันทึกไว้ รอเจ้าหน้าที่ตรวจ")
        return _("ส่งแล้ว จำนวนเงินไม่แสดง แก้ไขได้ที่หน้าของรายการ") if fact.is_hidden else ""


def listed(enrolments: QuerySet) -> QuerySet:
    """Return the enrolments that a sheet is filled in for: still on the path, or in reserve."""
    rows = enrolments.filter(exited_on__isnull=True, household__erased_at__isnull=True)
    return rows.exclude(selection=Selection.NOT_SELECTED)


def _latest(
    kind: str, enrolments: Sequence[Enrolment], user: User, is_locked: bool
) -> dict[int, Entry]:
    """Return what the sheet shows of a kind, by owner: the last by day; the first income."""
    owner, rows = _standing(kind, enrolments)
    rows = rows.visible_to(user).order_by(rows.model.day, "id")
    if is_locked:
        rows = rows.select_for_update(of=("self",))
    found: dict[int, Entry] = {}
    for entry in rows:
        at = getattr(entry, f"{owner}_id")
        if kind != "income" or at not in found:
            found[at] = entry
    return found


def _standing(kind: str, enrolments: Sequence[Enrolment]) -> tuple[str, Any]:
    """Return the name of what a kind of fact belongs to, and the facts that were not withdrawn."""
    if kind == "notice":
        households = [enrolment.household_id for enrolment in enrolments]
        return "household", Notice.objects.standing().filter(household__in=households)
    models: dict[str, Any] = {
        "wanted": OccupationChoice.objects.filter(kind=ChoiceKind.WANTED).select_related(
            "occupation"
        ),
        "income": IncomeStatement.objects.before(),
        "readiness": ReadinessAssessment.objects.all(),
    }
    return "enrolment", models[kind].standing().filter(enrolment__in=enrolments)
