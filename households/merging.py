"""Making one household of two records, and taking it back.

All that hangs on the record that goes is moved to the one that is kept, whatever model it is
of: the walk is over the relations, so a table that is added later is moved too. What cannot
move because the other has the like of it is first ended, where it can be (`ENDS`), or stays
with the record that goes, which remains as a closed skeleton:

- a person who is in both: what hangs on the person moves, the row stays, and has left;
- an enrolment of a year that both have: its facts, waivers and tasks move to the one that walks
  on; the row stays with its step events, which counts by place are sums of, and has left the
  path for `ExitReason.MERGED`, so it is in no denominator;
- a sage or a producer of which both have one: what hangs on it moves;
- an attendance of an activity at which both were noted.

Every column that is written stands in a `MergedRow` with its value before and after, and taking
back is the same list read from its end.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db import IntegrityError, models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from households.models import (
    CloseReason,
    DuplicatePair,
    Enrolment,
    ExitReason,
    Household,
    HouseholdMerge,
    MergedRow,
    Person,
    Selection,
)
from otoppath.accounts.models import User
from otoppath.accounts.records import write_history
from otoppath.thai.dates import today

HOUSEHOLD_FIELDS = (
    *("house_no", "house_code", "phone", "location"),
    *("children_under_6", "children_6_to_14"),
)
PERSON_FIELDS = ("name", "sex", "birth", "national_id", "phone")
# What a choice of one field writes.
COLUMNS: dict[str, tuple[str, ...]] = {
    "location": ("latitude", "longitude"),
    "name": ("title", "first_name", "last_name", "sort_key"),
    "birth": ("birth_year", "birth_month", "birth_day"),
    "national_id": ("national_id", "national_id_index", "national_id_changed_at"),
}
# What is found or noted of a household, and no part of it.
NOT_MOVED = frozenset(
    {
        "households.DuplicateKey",
        "households.DuplicateMark",
        "households.DuplicatePair",
        "households.HouseholdMerge",
        "households.EnrolmentStepEvent",
        # What a file did to this record, which taking the file back goes by.
        "households.ImportRow",
    }
)
# A row of which the other has the like is ended, from the column that begins it on: then both
# may stand side by side.
ENDS: dict[str, tuple[str, str]] = {
    "groups.Membership": ("left_on", "joined_on"),
    "markets.Vendor": ("left_on", "joined_on"),
    "households.TrainerAssignment": ("ends_on", "starts_on"),
    "households.EnrolmentWaiver": ("lapsed_at", ""),
    "products.Product": ("stopped_on", ""),
}
# Of these, what hangs on the one moves to the other.
DEEP = frozenset({"households.Sage", "products.Producer", "markets.Vendor"})
# A year that no programme has: two enrolments change places by way of it.
BETWEEN = 2500


class MergeRefused(Exception):
    """A merge, or a taking back, that did not take place; `str()` is the sentence to show."""


@dataclass(frozen=True)
class Choices:
    """What the officer chose of the record that goes: fields, persons, enrolments."""

    fields: frozenset[str] = frozenset()  # of HOUSEHOLD_FIELDS, taken from it
    same: Mapping[int, int] = field(default_factory=dict)  # its person: the same one of the kept
    person_fields: Mapping[int, frozenset[str]] = field(default_factory=dict)  # taken from it
    years: frozenset[int] = frozenset()  # in which its enrolment walks on


# --- Merging ------------------------------------------------------------------------------


@transaction.atomic
def merge(
    kept: Household, gone: Household, choices: Choices, *, by: User, seen: dict[int, int]
) -> HouseholdMerge:
    """Make one of two records; `seen` are their versions by key as the preview showed them.

    Raises `MergeRefused`: one was changed since, is closed, or lies in another district.
    """
    kept, gone = _locked(kept, gone)
    _refuse_unless_fit(kept, gone, seen)
    made = HouseholdMerge.objects.create(kept=kept, gone=gone, by=by)
    ledger = Ledger(made)
    _merge_fields(ledger, kept, gone, choices.fields)
    _merge_persons(ledger, kept, gone, choices)
    _merge_years(ledger, kept, gone, choices.years)
    _move_all(ledger, gone, kept, skip=("persons", "enrolments"))
    ledger.write(gone, closed_on=today(), closed_reason=CloseReason.DUPLICATE, closed_note="")
    ledger.close(by=by, reason=_("รวมครัวเรือน"))
    _settle([kept], by)
    _count_on([gone])
    _pairs(kept, gone).update(
        answer=DuplicatePair.Answer.SAME, answered_by=by, answered_at=timezone.now()
    )
    return made


def _locked(*households: Household) -> list[Household]:
    """Lock the households, their persons and enrolments, each in the order of the keys."""
    pks = [one.pk for one in households]
    rows = Household.objects.filter(pk__in=pks).order_by("pk").select_for_update(of=("self",))
    found = {one.pk: one for one in rows}
    for model in (Person, Enrolment):
        mine = model._base_manager.filter(household__in=pks).order_by("pk")
        list(mine.select_for_update(of=("self",)).values_list("pk"))
    return [found[pk] for pk in pks]


def _refuse_unless_fit(kept: Household, gone: Household, seen: dict[int, int]) -> None:
    if not (kept.is_standing and gone.is_standing):
        raise MergeRefused(_("ครัวเรือนหนึ่งถูกปิดหรือรวมไปแล้ว"))
    if kept.village_id[:4] != gone.village_id[:4]:
        raise MergeRefused(_("รวมได้เฉพาะครัวเรือนในอำเภอเดียวกัน"))
    if any(seen.get(one.pk) != one.version for one in (kept, gone)):
        raise MergeRefused(_("ข้อมูลเปลี่ยนไปหลังจากเปิดหน้านี้ อ่านอีกครั้งก่อนรวม"))


def _merge_fields(
    ledger: "Ledger", kept: Household, gone: Household, chosen: Iterable[str]
) -> None:
    taken = _values(gone, chosen)
    if gone.is_checked and not kept.is_checked:
        taken |= {"checked_by_id": gone.checked_by_id, "checked_at": gone.checked_at}
    ledger.write(kept, **taken)


def _values(row: models.Model, chosen: Iterable[str]) -> dict[str, Any]:
    return {c: getattr(row, c) for name in sorted(chosen) for c in COLUMNS.get(name, (name,))}


def _merge_persons(ledger: "Ledger", kept: Household, gone: Household, choices: Choices) -> None:
    """Let the persons who are in both be one, and the others live in the household kept."""
    ours = {person.pk: person for person in Person.objects.filter(household=kept)}
    has_head = any(p.is_head and p.left_on is None for p in ours.values())
    taken: set[int] = set()
    for person in Person.objects.filter(household=gone).order_by("pk"):
        twin = ours.get(choices.same.get(person.pk, 0))
        if twin is None or twin.pk in taken:
            moved = {"is_head": False} if has_head and person.is_head else {}
            ledger.write(person, household_id=kept.pk, **moved)
            continue
        taken.add(twin.pk)
        ledger.write(twin, **_values(person, choices.person_fields.get(person.pk, ())))
        _move_all(ledger, person, twin)
        if person.left_on is None:
            ledger.write(person, left_on=today())


def _merge_years(
    ledger: "Ledger", kept: Household, gone: Household, walks_on: Iterable[int]
) -> None:
    """Move the enrolments; of a year that both have, one walks on with what is known of both."""
    ours = {one.fiscal_year: one for one in Enrolment.objects.filter(household=kept)}
    for theirs in Enrolment.objects.filter(household=gone).order_by("pk"):
        other = ours.get(theirs.fiscal_year)
        if other is None:
            ledger.write(theirs, household_id=kept.pk)
        elif theirs.fiscal_year in walks_on:
            _change_places(ledger, other, theirs)
            _end(ledger, other, theirs)
        else:
            _end(ledger, theirs, other)


def _change_places(ledger: "Ledger", ours: Enrolment, theirs: Enrolment) -> None:
    """Let two enrolments of a year belong to the other's household; never two at once to one."""
    year, kept, gone = ours.fiscal_year, ours.household_id, theirs.household_id
    ledger.write(ours, fiscal_year=BETWEEN)
    ledger.write(ours, household_id=gone)
    ledger.write(theirs, household_id=kept)
    ledger.write(ours, fiscal_year=year)


def _end(ledger: "Ledger", ended: Enrolment, going_on: Enrolment) -> None:
    """Take an enrolment off the path for another, which gets what is known of it."""
    _move_all(ledger, ended, going_on)
    left = ended.exited_on or today()
    ledger.write(ended, exited_on=left, exit_reason=ExitReason.MERGED)
    before = going_on.chosen_occupation_id
    going_on.follow_choice()
    if going_on.chosen_occupation_id != before:
        ledger.note(going_on, chosen_occupation_id=before)


def preferred(ours: Enrolment, theirs: Enrolment) -> Enrolment:
    """Return which of two enrolments of a year should walk on: the one that came further."""
    ranks = [Selection.NOT_SELECTED, Selection.RESERVE, Selection.NOMINATED, Selection.SELECTED]

    def worth(one: Enrolment) -> tuple[bool, int, int]:
        return not one.has_left, ranks.index(Selection(one.selection)), one.step

    return theirs if worth(theirs) > worth(ours) else ours


# --- What hangs on a row ------------------------------------------------------------------


def _move_all(
    ledger: "Ledger", gone: models.Model, kept: models.Model, *, skip: Iterable[str] = ()
) -> None:
    """Move every row that points at `gone` to `kept`, whatever table it is of."""
    for relation in related(type(gone)):
        if relation.get_accessor_name() not in skip:
            _move(ledger, relation, gone, kept)


def related(model: type[models.Model]) -> list[Any]:
    """Return the relations whose rows belong to a row of `model`; histories have none."""
    return [
        relation
        for relation in model._meta.related_objects
        if not relation.many_to_many and relation.related_model._meta.label not in NOT_MOVED
    ]


def _move(ledger: "Ledger", relation: Any, gone: models.Model, kept: models.Model) -> None:
    model: Any = relation.related_model
    name, column = relation.field.name, relation.field.attname
    clashes = _clashes(model, relation.field, gone, kept)
    ends, begins = ENDS.get(model._meta.label, ("", ""))
    for row in model._base_manager.filter(**{name: gone}).order_by("pk"):
        if row == kept:  # that itself took the place of the other
            continue
        other = clashes.get(row.pk)
        if other is None:
            ledger.write(row, **{column: kept.pk})
            continue
        if model._meta.label in DEEP:
            _move_all(ledger, row, other)
        if ends:
            ledger.write(row, **{ends: _end_of(model, ends, getattr(row, begins or "pk"))})
            ledger.write(row, **{column: kept.pk})


def _end_of(model: Any, column: str, begun: Any) -> Any:
    if isinstance(model._meta.get_field(column), models.DateTimeField):
        return timezone.now()
    return max(today(), begun) if hasattr(begun, "year") else today()


def _clashes(model: Any, field_: Any, gone: models.Model, kept: models.Model) -> dict[int, Any]:
    """Return {key of a row of `gone`: the row of `kept` beside which it may not stand}."""
    found: dict[int, Any] = {}
    for names, condition in _unique(model, field_):
        rows = model._base_manager.filter(condition)
        theirs = {_worth(row, names): row for row in rows.filter(**{field_.name: kept})}
        for row in rows.filter(**{field_.name: gone}):
            if other := theirs.get(_worth(row, names)):
                found[row.pk] = other
    return found


def _worth(row: models.Model, names: Iterable[str]) -> tuple[Any, ...]:
    return tuple(row.serializable_value(name) for name in names)


def _unique(model: Any, field_: Any) -> list[tuple[list[str], Q]]:
    """Return what must be unique together with a foreign key, and under which condition."""
    found: list[tuple[list[str], Q]] = [([], Q())] if field_.unique else []
    for one in model._meta.constraints:
        if isinstance(one, models.UniqueConstraint) and field_.name in one.fields:
            others = [name for name in one.fields if name != field_.name]
            found.append((others, one.condition or Q()))
    return found


# --- The list of what was written ---------------------------------------------------------


class Ledger:
    """Writes rows and keeps, for each column, what it was and what it became."""

    def __init__(self, made: HouseholdMerge) -> None:
        self.made = made
        self.rows: list[MergedRow] = []
        self.acts = 0

    def write(self, row: models.Model, **columns: Any) -> None:
        """Write columns of one row in one statement, those that change."""
        new = {c: value for c, value in columns.items() if getattr(row, c) != value}
        if not new:
            return
        before = {c: getattr(row, c) for c in new}
        type(row)._base_manager.filter(pk=row.pk).update(**new)
        for column, value in new.items():
            setattr(row, column, value)
        self.note(row, **before)

    def note(self, row: models.Model, **before: Any) -> None:
        """Note what columns of a row were; they hold already what they became."""
        self.acts += 1
        for column, value in before.items():
            self.rows.append(
                MergedRow(
                    merge=self.made,
                    act=self.acts,
                    model=row._meta.label,
                    row=row.pk,
                    column=column,
                    before=_said(value),
                    after=_said(getattr(row, column)),
                )
            )

    def close(self, *, by: User, reason: str) -> None:
        """Store the list, and write the history of all that changed."""
        MergedRow.objects.bulk_create(self.rows, batch_size=500)
        write_histories(self.rows, by=by, reason=reason)


def write_histories(rows: Iterable[MergedRow], *, by: User, reason: str) -> None:
    """Write one history row for each row that was changed."""
    touched: dict[str, set[int]] = defaultdict(set)
    for row in rows:
        touched[row.model].add(row.row)
    for label, pks in sorted(touched.items()):
        model: Any = apps.get_model(label)
        if hasattr(model, "history"):
            write_history(model._base_manager.filter(pk__in=pks), by=by, reason=reason)


def _said(value: Any) -> str:
    return json.dumps(value, default=str, ensure_ascii=False)


def _settle(households: Iterable[Household], by: User) -> None:
    """Carry names into keys and count one version on; pages that were open are refused."""
    for household in households:
        household.lock()
        household._history_user = by
        household.settle()


def _count_on(households: Iterable[Household]) -> None:
    """Count one version on of a skeleton, which keeps the name in its head."""
    for household in households:
        household.lock()
        Household.objects.filter(pk=household.pk).update(
            version=household.version, updated_at=timezone.now()
        )


def _pairs(one: Household, other: Household) -> Any:
    first, second = sorted([one.pk, other.pk])
    return DuplicatePair.objects.filter(first=first, second=second)


# --- Taking back --------------------------------------------------------------------------


def take_back(made: HouseholdMerge, *, by: User) -> None:
    """Put every row back where it was. Raises `MergeRefused` where a later change would be lost.

    What was added since stays where it was added.
    """
    try:
        with transaction.atomic():
            _take_back(made, by)
    except IntegrityError as error:
        message = _("ข้อมูลที่เพิ่มหลังการรวมขัดกับข้อมูลเดิม จึงย้อนไม่ได้")
        raise MergeRefused(message) from error


def _take_back(made: HouseholdMerge, by: User) -> None:
    kept, gone = _locked(made.kept, made.gone)
    made.refresh_from_db(from_queryset=HouseholdMerge.objects.select_for_update())
    rows = list(made.rows.order_by("id"))
    _refuse_if_later(made, kept, gone, rows)
    acts: dict[int, list[MergedRow]] = defaultdict(list)
    for row in rows:
        acts[row.act].append(row)
    for act in sorted(acts, reverse=True):
        _undo(acts[act])
    write_histories(rows, by=by, reason=_("ย้อนการรวมครัวเรือน"))
    made.taken_back_at, made.taken_back_by = timezone.now(), by
    made.save(update_fields=["taken_back_at", "taken_back_by"])
    _settle([kept, gone], by)
    _pairs(kept, gone).update(answer="", answered_by=None, answered_at=None)


def _refuse_if_later(
    made: HouseholdMerge, kept: Household, gone: Household, rows: list[MergedRow]
) -> None:
    if made.taken_back_at:
        raise MergeRefused(_("ย้อนการรวมครั้งนี้ไปแล้ว"))
    if kept.erased_at or gone.erased_at:
        raise MergeRefused(_("ข้อมูลส่วนบุคคลถูกลบแล้ว จึงย้อนไม่ได้"))
    both = [kept.pk, gone.pk]
    later = HouseholdMerge.objects.standing().filter(pk__gt=made.pk)
    if later.filter(Q(kept__in=both) | Q(gone__in=both)).exists():
        raise MergeRefused(_("มีการรวมครั้งหลัง ย้อนครั้งหลังก่อน"))
    if changed := changed_since(rows):
        words = ", ".join(changed)
        raise MergeRefused(_("แก้ไขหลังการรวม: %(what)s การย้อนจะทำให้การแก้ไขนั้นหาย") % {"what": words})


def changed_since(rows: list[MergedRow]) -> list[str]:
    """Return in words the columns that are no longer what the merge made of them."""
    last = {(row.model, row.row, row.column): row for row in rows}
    columns: dict[str, set[str]] = defaultdict(set)
    keys: dict[str, set[int]] = defaultdict(set)
    for label, pk, column in last:
        columns[label].add(column)
        keys[label].add(pk)
    changed: dict[str, None] = {}
    for label in sorted(keys):
        model: Any = apps.get_model(label)
        found = model._base_manager.in_bulk(list(keys[label]))
        for (of, pk, column), row in last.items():
            if of == label and (pk not in found or _said(getattr(found[pk], column)) != row.after):
                changed[_name_of(model, column)] = None
    return list(changed)


def _name_of(model: Any, column: str) -> str:
    field_ = next(f for f in model._meta.concrete_fields if f.attname == column)
    words = {"what": field_.verbose_name, "of": model._meta.verbose_name}
    return _("%(what)sของ%(of)s") % words


def _undo(rows: list[MergedRow]) -> None:
    model: Any = apps.get_model(rows[0].model)
    by_name = {f.attname: f for f in model._meta.concrete_fields}
    values = {row.column: _read(by_name[row.column], str(row.before)) for row in rows}
    model._base_manager.filter(pk=rows[0].row).update(**values)


def _read(field_: Any, said: str) -> Any:
    value = json.loads(said)
    return value if field_.is_relation or value is None else field_.to_python(value)
