"""How a record moves: start, advance, send back, waive, take in. The only writers of `step`.

Each verb is one transaction. It locks the records in the order of their keys, judges them in a
new statement, so that it sees what was committed while it waited, and writes one UPDATE guarded
by the step it started from, the events, and the history.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Model, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from households.models import MoveKind, Step, WaiverKind, WaiverReason
from otoppath.accounts.models import User
from otoppath.accounts.records import write_history
from otoppath.pipeline.path import MISSING, Path
from otoppath.pipeline.paths import path_of
from otoppath.pipeline.requirement import Requirement
from otoppath.thai.dates import fiscal_year, today

AT_MOST = 1000
NOWHERE = 0  # where a record comes from that has just been made


class MoveRefused(Exception):
    """A move that did not take place; `str()` is the sentence to show."""


class NotReady(MoveRefused):
    """Something is missing; `missing` says what."""

    def __init__(self, missing: Sequence[Requirement]) -> None:
        super().__init__(_("ยังไม่ครบอีก %(n)d ข้อ") % {"n": len(missing)})
        self.missing = missing


class AlreadyMoved(MoveRefused):
    """Somebody moved it first; `event` says who and when."""

    def __init__(self, event: Any) -> None:
        super().__init__(_("รายการนี้ถูกเลื่อนขั้นตอนไปแล้ว"))
        self.event = event


class NotWalking(MoveRefused):
    """It left the path, ended it, or was never selected."""

    def __init__(self) -> None:
        super().__init__(_("รายการนี้ไม่ได้อยู่บนเส้นทางแล้ว"))


class NotWaivable(MoveRefused):
    """This requirement may never be set aside, or already is."""


@dataclass
class Outcome:
    """What an advance did: which keys moved, what each of the others lacks or why it stayed."""

    moved: list[int] = field(default_factory=list)
    lacking: dict[int, list[Requirement]] = field(default_factory=dict)
    already: list[int] = field(default_factory=list)
    not_walking: list[int] = field(default_factory=list)

    @property
    def stayed(self) -> list[int]:
        """The keys of all that did not move."""
        return [*self.lacking, *self.already, *self.not_walking]


def start(records: Sequence[Any], *, by: User | None) -> None:
    """Write the first event, none -> 1, of records just made; in their transaction."""
    if not records:
        return
    first = _Move(path_of(records[0]), NOWHERE, Step.SELECT, MoveKind.START, by)
    first.write_events(records)


def advance(rows: Iterable[Any], from_step: int, *, by: User) -> Outcome:
    """Move every record of `rows` that may finish `from_step`; say what the others lack.

    The number of statements does not grow with the records, at most 1,000 a call.
    """
    records = list(rows)[:AT_MOST]
    if not records:
        return Outcome()
    path = path_of(records[0])
    with transaction.atomic():
        return _advance(path, _locked(path, [r.pk for r in records]), from_step, by)


def advance_one(record: Any, from_step: int, *, by: User) -> int:
    """Move one record and return its new step. Raises a `MoveRefused` that says why not."""
    outcome = advance([record], from_step, by=by)
    if outcome.lacking:
        raise NotReady(outcome.lacking[record.pk])
    if outcome.already:
        raise AlreadyMoved(last_event(record))
    if outcome.not_walking:
        raise NotWalking
    return path_of(record).next_step(record)


def advance_far(record: Any, *, by: User) -> int:
    """Move one record as far as it may go, one event a step. Returns how many steps."""
    steps = 0
    with transaction.atomic():
        path = path_of(record)
        (locked,) = _locked(path, [record.pk])
        while locked.is_walking and _advance(path, [locked], locked.step, by).moved:
            locked.refresh_from_db()
            steps += 1
    return steps


def send_back(record: Any, from_step: int, *, by: User, fixes: Sequence[str]) -> int:
    """Send one record back a step, naming what to put right; waivers from there on lapse.

    Returns the step it is now at. Raises `AlreadyMoved` where it is no longer at `from_step`,
    `NotWalking` where it has left the path.
    """
    path = path_of(record)
    with transaction.atomic():
        (locked,) = _locked(path, [record.pk])
        if locked.has_left:
            raise NotWalking
        if locked.step != from_step or from_step <= Step.SELECT:
            raise AlreadyMoved(last_event(record))
        to_step = path.previous_step(locked)
        back = _Move(path, from_step, to_step, MoveKind.SEND_BACK, by, "; ".join(fixes))
        back.carry_out([locked])
        named = [path.fix(**{path.owner: locked}, step=to_step, text=t, by=by) for t in fixes]
        path.fix._default_manager.bulk_create(named)
        asked = [r.code for r in path.requirements if r.step >= to_step]
        _standing_waivers(path, locked).filter(requirement__in=asked).update(
            lapsed_at=timezone.now()
        )
    return to_step


def waive(record: Any, code: str, *, by: User, reason: str, note: str) -> Any:
    """Set one requirement of the record's step aside. Raises `NotWaivable`."""
    path = path_of(record)
    requirement = path.by_code[code]
    if not requirement.waivable:
        raise NotWaivable(_("เงื่อนไขนี้ยกเว้นไม่ได้"))
    try:
        with transaction.atomic():
            return path.waiver._default_manager.create(
                **{path.owner: record},
                requirement=code,
                kind=WaiverKind.WAIVED,
                reason=reason,
                note=note,
                by=by,
            )
    except IntegrityError as error:
        raise NotWaivable(_("เงื่อนไขนี้ยกเว้นไว้แล้ว")) from error


def lift_waiver(record: Any, code: str) -> bool:
    """Let a standing waiver lapse. Returns whether there was one."""
    path = path_of(record)
    standing = _standing_waivers(path, record).filter(requirement=code)
    return bool(standing.update(lapsed_at=timezone.now()))


def take_in(record: Any, step: int, *, by: User, note: str) -> None:
    """Take in a group that existed before, at `step`: what it met earlier is marked predates.

    One event for each step passed over. Raises `NotReady` where something that may never be
    set aside (the registration number) is not there, `AlreadyMoved` where it has left step 1.
    """
    path = path_of(record)
    with transaction.atomic():
        (locked,) = _locked(path, [record.pk])
        missing = may_be_taken_in(locked, step)
        path.waiver._default_manager.bulk_create(
            _predates(path, locked, requirement, by, note) for requirement in missing
        )
        for at in range(Step.SELECT, step):
            _Move(path, at, at + 1, MoveKind.TAKE_IN, by, note).carry_out([locked])


def may_be_taken_in(record: Any, step: int) -> list[Requirement]:
    """Return what would be marked predates; raise what `take_in` raises."""
    path = path_of(record)
    if record.has_left:
        raise NotWalking
    if record.step != Step.SELECT:
        raise AlreadyMoved(last_event(record))
    states = path.judge([record], steps=range(Step.SELECT, step))[record.pk]
    missing = [path.by_code[code] for code, state in states.items() if state == MISSING]
    if hard := [r for r in missing if not r.waivable]:
        raise NotReady(hard)
    return missing


def put_right(fix: Any, *, by: User, note: str) -> bool:
    """Say that something named at a send-back is put right. False if it already was."""
    open_ones = type(fix)._default_manager.filter(pk=fix.pk, fixed_at__isnull=True)
    return bool(open_ones.update(fixed_at=timezone.now(), fixed_by=by, fixed_note=note))


def last_event(record: Any) -> Any:
    """Return the newest event of a record."""
    return record.events.select_related("by").order_by("-id").first()


def _advance(path: Path, locked: list[Any], from_step: int, by: User) -> Outcome:
    outcome = Outcome(
        already=[r.pk for r in locked if r.step != from_step],
        not_walking=[r.pk for r in locked if r.step == from_step and not r.is_walking],
    )
    there = [r for r in locked if r.step == from_step and r.is_walking]
    states = path.judge(there)
    ready = []
    for record in there:
        missing = [path.by_code[c] for c, s in states[record.pk].items() if s == MISSING]
        if missing:
            outcome.lacking[record.pk] = missing
        else:
            ready.append(record)
    for to_step in sorted({path.next_step(r) for r in ready}):
        batch = [r for r in ready if path.next_step(r) == to_step]
        _Move(path, from_step, to_step, MoveKind.ADVANCE, by).carry_out(batch)
    outcome.moved = [r.pk for r in ready]
    return outcome


def _locked(path: Path, pks: Sequence[int]) -> list[Any]:
    """Lock the records in the order of their keys and read them as they are then.

    On SQLite `select_for_update` does nothing: there the lock is the transaction itself, which
    begins IMMEDIATE (settings.py), so nobody else is writing.
    """
    rows = path.model._default_manager.filter(pk__in=pks).order_by("pk")
    return list(rows.select_for_update(of=("self",)))


@dataclass(frozen=True)
class _Move:
    """One kind of move of many records: from where to where, why, by whom."""

    path: Path
    from_step: int
    to_step: int
    kind: MoveKind
    by: User | None
    note: str = ""

    def carry_out(self, batch: Sequence[Any]) -> None:
        """Write step, events and history of records that are locked and at `from_step`."""
        rows: QuerySet = self.path.model._default_manager.filter(pk__in=[r.pk for r in batch])
        now = timezone.now()
        there = rows.filter(step=self.from_step)
        if there.update(step=self.to_step, step_since=now, updated_at=now) != len(batch):
            raise AlreadyMoved(last_event(batch[0]))
        self.write_events(batch)
        write_history(rows, by=self.by, reason=str(self.kind.label))

    def write_events(self, batch: Sequence[Any]) -> None:
        """Write one event a record, with the thresholds in force."""
        numbers: dict[Any, dict] = {}
        events: list[Model] = []
        for record in batch:
            year = getattr(record, "fiscal_year", None)
            if year not in numbers:
                numbers[year] = dict(self.path.thresholds_of(record).values)
            events.append(
                self.path.event(
                    **{self.path.owner: record},
                    village_id=record.village_id,
                    fiscal_year=year or fiscal_year(today()),
                    from_step=self.from_step,
                    to_step=self.to_step,
                    kind=self.kind,
                    by=self.by,
                    note=self.note[:500],
                    thresholds=numbers[year],
                )
            )
        self.path.event._default_manager.bulk_create(events, batch_size=500)


def _standing_waivers(path: Path, record: Any) -> QuerySet:
    return path.waiver._default_manager.filter(**{path.owner: record}, lapsed_at__isnull=True)


def _predates(path: Path, record: Any, requirement: Requirement, by: User, note: str) -> Any:
    return path.waiver(
        **{path.owner: record},
        requirement=requirement.code,
        kind=WaiverKind.PREDATES,
        reason=WaiverReason.TAKEN_IN,
        note=note[:500],
        by=by,
    )
