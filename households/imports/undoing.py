"""Taking an import back, all of it or nothing: what it brought goes, what it changed is as before.

New households are erased, as a wrong import is (the design's word for it), and closed: their rows
stay as empty skeletons. Changed ones get the values of their history back. It is refused where
that would lose what somebody did since: a later edit, or a fact entered about a household.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

from django.db import connection, models, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from households.imports import comparing
from households.imports.committing import AlreadyEnded
from households.imports.judging import BIRTH, HOUSEHOLDS, PERSON_COLUMNS, PERSONS, ROWS
from households.models import (
    HOUSEHOLD_CELLS,
    CloseReason,
    DuplicateKey,
    DuplicateMark,
    DuplicatePair,
    Enrolment,
    Household,
    ImportBatch,
    ImportRow,
    Person,
    RowAnswer,
)
from otoppath.accounts.models import User
from otoppath.accounts.records import write_history
from otoppath.privacy.models import AccessLog, record_access
from otoppath.thai.dates import today

# Made by the system from the household itself; they say nothing that somebody entered.
DERIVED = (DuplicateKey, DuplicateMark, ImportRow, Person, RowAnswer)


class WouldLose(Exception):
    """Something was entered since that taking back would lose."""


class Kept(NamedTuple):
    """A row that cannot be taken back, and why."""

    row: ImportRow
    household: Household
    reason: str


@transaction.atomic
def undo(batch: ImportBatch, *, by: User) -> None:
    """Take a written import back. Raises `AlreadyEnded`, `WouldLose`, and then changes nothing."""
    rows = ImportBatch.objects.select_for_update(of=("self", "place"), no_key=True)
    locked = rows.select_related("place").get(pk=batch.pk)
    if not locked.may_be_undone:
        raise AlreadyEnded
    created = Household.objects.filter(batch=locked).select_for_update().order_by("pk")
    list(created.values_list("pk", flat=True))  # locked before it is asked what hangs on them
    if any(True for _one in kept_back(locked)):
        raise WouldLose
    _restore(locked, by)
    _erase(locked, by)
    locked.rows.all().delete()
    comparing.take_back(locked, by=by)
    now = timezone.now()
    values = {"state": ImportBatch.State.UNDONE, "undone_at": now, "undone_by": by, "told": ""}
    ImportBatch.objects.filter(pk=locked.pk).update(**values, forgotten_at=now)
    batch.refresh_from_db()


# --- What would be lost -------------------------------------------------------------------


def kept_back(batch: ImportBatch) -> Iterator[Kept]:
    """Give the rows that stand against taking the batch back; a fixed number of queries."""
    changed = batch.rows.filter(state=ImportRow.State.CHANGED).select_related("household")
    edited = changed.exclude(household__version=F("household_version") + 1)
    closed = changed.filter(household__closed_on__isnull=False)
    for row in (edited | closed).order_by("number"):
        if row.household is not None:
            yield Kept(row, row.household, _("มีผู้แก้ไขครัวเรือนนี้หลังการนำเข้า"))
    created = Household.objects.filter(batch=batch)
    reasons = dict.fromkeys(
        created.exclude(version=1, closed_on=None, erased_at=None).values_list("pk", flat=True),
        _("มีผู้แก้ไขครัวเรือนนี้หลังการนำเข้า"),
    )
    for model, pks in _facts(batch, created):
        said = _("บันทึก%(what)sของครัวเรือนนี้แล้ว") % {"what": model._meta.verbose_name}
        reasons = dict.fromkeys(pks, said) | reasons
    yield from _named(batch, reasons)


def _named(batch: ImportBatch, reasons: dict[int, str]) -> Iterator[Kept]:
    for household in Household.objects.in_bulk(list(reasons)[:SHOWN]).values():
        row = batch.rows.filter(uuid=household.uuid).first()
        yield Kept(row or ImportRow(number=0), household, reasons[household.pk])


SHOWN = 100


def _facts(batch: ImportBatch, created: models.QuerySet) -> Iterator[tuple[Any, list[int]]]:
    """Give each kind of record that hangs on a new household or its head, with the households."""
    persons = Person.objects.filter(household__in=created)
    for model, rows, path in ((Household, created, ""), (Person, persons, "household__")):
        relations: Any = model._meta.get_fields(include_hidden=True)
        for relation in relations:
            if not (relation.auto_created and (relation.one_to_many or relation.one_to_one)):
                continue
            other: Any = relation.related_model
            if other in DERIVED or hasattr(other, "instance_type"):
                continue
            name = relation.field.name
            found = other._base_manager.filter(**{f"{name}__in": rows})
            if other is DuplicatePair:  # an answer is somebody's, but for that of the preview
                found = found.filter(answered_at__gt=batch.committed_at)
            pks = list(found.order_by().values_list(f"{name}__{path}pk", flat=True)[:SHOWN])
            if pks:
                yield other, pks


# --- Changed households -------------------------------------------------------------------


def _restore(batch: ImportBatch, by: User) -> None:
    """Give changed households and persons the values of their history back."""
    if not batch.changed:
        return
    ops = connection.ops
    now = ops.adapt_datetimefield_value(timezone.now())
    until = ops.adapt_datetimefield_value(batch.committed_at)
    blank = Person._meta.get_field("national_id").get_db_prep_save("", connection)
    names = {"now": now, "until": until, "batch": batch.pk, "blank": blank}
    with connection.cursor() as cursor:
        for sql in (_RESTORE_PERSONS, _RESTORE_HOUSEHOLDS, _RESTORE_SORT_KEYS):
            cursor.execute(sql, names)
    changed = batch.rows.filter(state=ImportRow.State.CHANGED).order_by()
    for model, key in ((Household, "household_id"), (Person, "head_id")):
        rows = model._base_manager.filter(pk__in=changed.values(key))
        write_history(rows, by=by, reason=batch.taken_back_because)


def _past(model: Any, key: str) -> str:
    """Return the versions of the changed rows before the import's own, which is the latest."""
    table = model.history.model._meta.db_table
    return f"""(
        SELECT past.*, ROW_NUMBER() OVER (PARTITION BY past.id ORDER BY past.history_id DESC) AS nth
        FROM {table} past JOIN {ROWS} r ON r.{key} = past.id
        WHERE r.batch_id = %(batch)s AND r.state = 'changed' AND past.history_date <= %(until)s
    )"""  # noqa: S608 - names of tables


def _back(names: Any) -> str:
    return ", ".join(f"{name} = old.{name}" for name in names)


_SAME_ID = (
    "COALESCE(old.national_id_changed_at = p.national_id_changed_at, "
    "old.national_id_changed_at IS NULL AND p.national_id_changed_at IS NULL)"
)
_RESTORE_PERSONS = f"""
    UPDATE {PERSONS} AS p SET
        {_back((*(n for n in PERSON_COLUMNS if n not in BIRTH), *BIRTH, "sort_key"))},
        national_id = CASE WHEN {_SAME_ID} THEN p.national_id ELSE %(blank)s END,
        national_id_index = CASE WHEN {_SAME_ID} THEN p.national_id_index ELSE '' END,
        national_id_changed_at = old.national_id_changed_at, updated_at = %(now)s
    FROM {_past(Person, "head_id")} old WHERE old.nth = 2 AND old.id = p.id
"""  # noqa: S608 - names of tables and columns
_RESTORE_HOUSEHOLDS = f"""
    UPDATE {HOUSEHOLDS} AS h SET
        {_back((*HOUSEHOLD_CELLS, "head_name", "sort_key", "search_key"))},
        version = h.version + 1, updated_at = %(now)s
    FROM {_past(Household, "household_id")} old WHERE old.nth = 2 AND old.id = h.id
"""  # noqa: S608 - names of tables and columns
_RESTORE_SORT_KEYS = f"""
    UPDATE {Enrolment._meta.db_table} AS e SET sort_key = h.sort_key
    FROM {HOUSEHOLDS} h JOIN {ROWS} r ON r.household_id = h.id
    WHERE r.batch_id = %(batch)s AND r.state = 'changed' AND e.household_id = h.id
        AND e.sort_key <> h.sort_key
"""  # noqa: S608 - names of tables and columns


# --- New households -----------------------------------------------------------------------


def _erase(batch: ImportBatch, by: User) -> None:
    """Empty what the import brought, and its history, and close it. The log gets one row."""
    if not batch.new:
        return
    now = timezone.now()
    created = Household._base_manager.filter(batch=batch)
    persons = Person._base_manager.filter(household__batch=batch)
    DuplicateKey.objects.filter(household__in=created).delete()
    RowAnswer.objects.filter(person__in=persons).delete()
    closed = {"closed_on": today(), "closed_reason": CloseReason.WRONG_ENTRY}
    for rows, more in ((persons, {}), (created, closed | {"version": F("version") + 1})):
        model: Any = rows.model
        rows.update(**model.PERSONAL, **more, erased_at=now, updated_at=now)
        columns = {f.name for f in model.history.model._meta.concrete_fields}
        past = {name: value for name, value in model.PERSONAL.items() if name in columns}
        model.history.filter(id__in=rows.values("pk")).update(**past, history_change_reason=None)
        write_history(rows, by=by, reason=batch.taken_back_because)
    record_access(
        user=by,
        action=AccessLog.Action.ERASE,
        subject_label=f"{batch._meta.verbose_name} {batch.uuid}",
        subject_uuid=batch.uuid,
        place_code=batch.place_id,
        reason=_("ยกเลิกการนำเข้า %(n)d ครัวเรือน") % {"n": batch.new},
    )
