"""Writing what was planned: all of it in one transaction, once."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from households.imports.columns import COMPARED
from households.imports.planning import CHANGED, NEW, PERSON_COLUMNS, Plan, Row
from households.models import Enrolment, Household, ImportBatch, Person
from otoppath.accounts.models import User
from otoppath.accounts.records import write_history


class AlreadyEnded(Exception):
    """The batch was committed or dropped before."""


def commit(batch: ImportBatch, plan: Plan, *, by: User) -> None:
    """Write the new and changed rows of a plan. Raises `AlreadyEnded`.

    The plan is made anew just before, so that it tells the truth of this moment; its counts
    are those the batch keeps. The batch is locked: pressing twice writes once.
    """
    with transaction.atomic():
        locked = ImportBatch.objects.select_for_update().get(pk=batch.pk)
        if locked.state != ImportBatch.State.PREVIEWED:
            raise AlreadyEnded
        _create(plan.of(NEW), locked, by)
        _change(plan.of(CHANGED), by)
        for name, count in plan.counts().items():
            setattr(locked, name, count)
        locked.errors, locked.state = plan.errors(), ImportBatch.State.COMMITTED
        locked.committed_at = timezone.now()
        locked.save()
    batch.refresh_from_db()


def _create(rows: list[Row], batch: ImportBatch, by: User) -> None:
    now = timezone.now()
    households, persons = [], []
    for row in rows:
        cells = row.cells
        household = Household(
            village_id=row.village,
            batch=batch,
            created_by=by,
            checked_by=by,
            checked_at=now,
            **{name: cells[name] for name in COMPARED if name in cells},
        )
        person = Person(household=household, is_head=True, created_by=by)
        _fill(person, cells)
        household.rekey([person])
        households.append(household)
        persons.append(person)
    Household.objects.bulk_create(households, batch_size=500)
    for person in persons:
        person.household_id = person.household.pk
    Person.objects.bulk_create(persons, batch_size=500)
    write_history(Household.objects.filter(batch=batch), by=by, kind="+")
    write_history(Person.objects.filter(household__batch=batch), by=by, kind="+")


def _change(rows: list[Row], by: User) -> None:
    households, persons = [], []
    for row in rows:
        household, person = row.household, row.head
        if household is None or person is None:
            continue
        changed = {name for name, _before, _after in row.changes}
        for name in changed & set(COMPARED):
            setattr(household, name, row.cells[name])
        _fill(person, {n: row.cells[n] for n in changed if n not in COMPARED})
        household.version += 1
        household.updated_at = person.updated_at = timezone.now()
        households.append(household)
        persons.append(person)
    _rekey(households, persons)
    columns = [*COMPARED, "head_name", "sort_key", "search_key", "version", "updated_at"]
    Household.objects.bulk_update(households, columns, batch_size=200)
    Person.objects.bulk_update(persons, PERSON_SAVED, batch_size=200)
    _carry_sort_keys(households)
    write_history(Household.objects.filter(pk__in=[h.pk for h in households]), by=by)
    write_history(Person.objects.filter(pk__in=[p.pk for p in persons]), by=by)


PERSON_SAVED = [
    "title",
    "first_name",
    "last_name",
    "sex",
    "birth_year",
    "birth_month",
    "birth_day",
    "national_id",
    "national_id_index",
    "national_id_changed_at",
    "sort_key",
    "updated_at",
]


def _rekey(households: list[Household], changed: list[Person]) -> None:
    """Carry changed names into the keys, with all members read in one query."""
    fresh = {p.pk: p for p in changed}
    members: dict[int, list[Person]] = {}
    for person in Person.objects.living_here().filter(household__in=households):
        members.setdefault(person.household_id, []).append(fresh.get(person.pk, person))
    for household in households:
        household.rekey(members.get(household.pk, []))


def _carry_sort_keys(households: list[Household]) -> None:
    """Enrolments hold a copy of the key they are listed by."""
    keys = {h.pk: h.sort_key for h in households}
    stale = [
        enrolment
        for enrolment in Enrolment.objects.filter(household__in=keys)
        if enrolment.sort_key != keys[enrolment.household_id]
    ]
    for enrolment in stale:
        enrolment.sort_key = keys[enrolment.household_id]
    Enrolment.objects.bulk_update(stale, ["sort_key"], batch_size=500)


def _fill(person: Person, cells: dict[str, Any]) -> None:
    for name in PERSON_COLUMNS:
        if cells.get(name) not in (None, ""):
            setattr(person, name, cells[name])
    if cells.get("national_id"):
        person.identify(cells["national_id"])
    person.rekey()
