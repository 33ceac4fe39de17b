"""A path: whose records walk it, what each step asks, and every question about that."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import and_, or_
from typing import Any

from django.db.models import (
    Count,
    Exists,
    Model,
    OuterRef,
    Q,
    QuerySet,
)
from django.utils.functional import cached_property

from households.models import Step
from otoppath.pipeline.requirement import Requirement, asked_at
from otoppath.pipeline.thresholds import Thresholds
from otoppath.pipeline.writing import Writings

WALKED = [step for step in Step if step != Step.DONE]
MET, WAIVED, PREDATES, MISSING = "met", "waived", "predates", "missing"


@dataclass(frozen=True)
class Found:
    """What is known of one requirement for one record."""

    requirement: Requirement
    state: str  # met | waived | predates | missing
    count: int = 0
    needed: int = 1
    latest: datetime | None = None
    name: Any = None  # of the newest proof: a text or a day
    waiver: Any = None

    @property
    def is_open(self) -> bool:
        """Whether it keeps the record at its step."""
        return self.state == MISSING

    @property
    def is_asked(self) -> bool:
        """Whether it concerns the record at all: met without a proof, it does not."""
        return self.state != MET or self.count > 0


@dataclass(frozen=True)
class Path:
    """The way of one kind of record through the five steps."""

    model: type[Model]
    event: type[Model]
    waiver: type[Model]
    fix: type[Model]
    owner: str  # name of the foreign key from event, waiver and fix to the record
    requirements: tuple[Requirement, ...]
    risks: tuple[Requirement, ...]  # rows that are a bad sign
    thresholds_of: Callable[[Any], Thresholds]

    @cached_property
    def by_code(self) -> dict[str, Requirement]:
        """Requirements by their stable code."""
        return {r.code: r for r in self.requirements}

    def at(self, step: int) -> tuple[Requirement, ...]:
        """What one step asks."""
        return asked_at(self.requirements, step)

    def waived(self, requirement: Requirement) -> Exists:
        """Condition that a standing waiver sets the requirement aside."""
        standing = self.waiver._default_manager.filter(
            **{self.owner: OuterRef("pk")},
            requirement=requirement.code,
            lapsed_at__isnull=True,
        )
        return Exists(standing)

    @cached_property
    def _writings(self) -> Writings:
        return Writings()

    def _written(self, name: Any, thresholds: Thresholds, build: Callable[[], Q]) -> Q:
        return Q(self._writings.get(name, self.model, thresholds, build))

    def lacks(self, requirement: Requirement, thresholds: Thresholds) -> Q:
        """Condition that a record is at the requirement's step and kept there by it.

        Two NOTs, apart: the planner turns each into an anti-join (51 -> 3 ms for a page).
        """
        return self._written(
            ("lacks", requirement.code),
            thresholds,
            lambda: Q(step=requirement.step) & self._open(requirement, thresholds),
        )

    def _open(self, requirement: Requirement, thresholds: Thresholds) -> Q:
        return ~requirement.met(thresholds) & ~Q(self.waived(requirement))

    def complete_at(self, step: int, thresholds: Thresholds) -> Q:
        """Condition that a record is at `step` and lacks nothing of it."""

        def condition() -> Q:
            asked = [r.met(thresholds) | Q(self.waived(r)) for r in self.at(step)]
            return reduce(and_, asked, Q(step=step))

        return self._written(("complete", step), thresholds, condition)

    def ready(self, rows: Any, step: int | None, thresholds: Thresholds) -> QuerySet:
        """Of the rows, those that may finish `step`, or where it is None the step they are at.

        Composes with `visible_to`.
        """
        steps = WALKED if step is None else [step]
        ways = reduce(or_, [self.complete_at(one, thresholds) for one in steps])
        return rows.walking().filter(ways)

    def ready_by_step(self, rows: Any, thresholds: Thresholds) -> dict[int, int]:
        """Return how many of the rows may finish each of the five steps, in one query."""
        columns = {
            f"at_{step}": Count("pk", filter=self.complete_at(step, thresholds)) for step in WALKED
        }
        found = rows.walking().aggregate(**columns)
        return {int(step): found[f"at_{step}"] for step in WALKED}

    def lacking(self, rows: Any, requirement: Requirement, thresholds: Thresholds) -> QuerySet:
        """Of the rows, those at the requirement's step that it keeps there."""
        return rows.walking().filter(self.lacks(requirement, thresholds))

    def slipped(self, rows: QuerySet, thresholds: Thresholds) -> QuerySet:
        """Of the rows, those at risk: what a finished step asked is true no longer."""

        def condition() -> Q:
            gone = [Q(step__gt=r.step) & self._open(r, thresholds) for r in self.requirements]
            bad = [Q(step__gte=risk.step) & risk.proven(thresholds) for risk in self.risks]
            return reduce(or_, gone + bad)

        return rows.filter(self._written("slipped", thresholds, condition))

    def judge(
        self, records: Sequence[Any], steps: Iterable[int] | None = None
    ) -> dict[int, dict[str, str]]:
        """Return {pk: {code: met | waived | predates | missing}} for records already fetched.

        `steps` narrows what is asked; without it each record is asked what its own step asks.
        Two queries for all records of one year: the page's rows are never annotated while they
        are being found (PostgreSQL would hash the nation's evidence).
        """
        waivers = self._waivers(records)
        found: dict[int, dict[str, str]] = {}
        for thresholds, batch in self._by_thresholds(records):
            met = self._met(batch, steps, thresholds)
            for record in batch:
                asked = self._asked(record, steps)
                kinds = waivers.get(record.pk, {})
                found[record.pk] = {
                    r.code: MET if met[record.pk][f"is_{r.code}"] else kinds.get(r.code, MISSING)
                    for r in asked
                }
        return found

    def explain(self, record: Any, thresholds: Thresholds) -> list[Found]:
        """Return what is known of every requirement up to the record's step; two queries."""
        asked = [r for r in self.requirements if r.step <= record.step]
        columns: dict[str, Any] = {}
        for r in asked:
            named = ("name",) if r.named else ()
            columns |= r.columns(self.model, thresholds, "is", "n", "at", *named)
        for risk in self.risks:
            columns |= risk.columns(self.model, thresholds, "proven")
        row = self.model._default_manager.filter(pk=record.pk).values(**columns).get()
        standing = {w.requirement: w for w in self._standing([record]).select_related("by")}
        return [self._found(r, row, standing.get(r.code), thresholds) for r in asked] + [
            Found(risk, MISSING)
            for risk in self.risks
            if risk.step <= record.step and row[f"proven_{risk.code}"]
        ]

    def _found(
        self, requirement: Requirement, row: dict, waiver: Any, thresholds: Thresholds
    ) -> Found:
        code = requirement.code
        state = MET if row[f"is_{code}"] else (waiver.kind if waiver else MISSING)
        return Found(
            requirement,
            state,
            count=row[f"n_{code}"],
            needed=thresholds.number(requirement.at_least),
            latest=row[f"at_{code}"],
            name=row.get(f"name_{code}"),
            waiver=waiver,
        )

    def _asked(self, record: Any, steps: Iterable[int] | None) -> tuple[Requirement, ...]:
        if steps is None:
            return self.at(record.step)
        return tuple(r for r in self.requirements if r.step in steps)

    def _met(
        self, batch: Sequence[Any], steps: Iterable[int] | None, thresholds: Thresholds
    ) -> dict[int, dict]:
        asked = {r.code: r for record in batch for r in self._asked(record, steps)}
        columns: dict[str, Any] = {}
        for r in asked.values():
            columns |= r.columns(self.model, thresholds, "is")
        rows = self.model._default_manager.filter(pk__in=[r.pk for r in batch])
        return {row["pk"]: row for row in rows.values("pk", **columns)}

    def _by_thresholds(self, records: Sequence[Any]) -> Iterable[tuple[Thresholds, list[Any]]]:
        years: dict[Any, list[Any]] = defaultdict(list)
        for record in records:
            years[getattr(record, "fiscal_year", None)].append(record)
        for batch in years.values():
            yield self.thresholds_of(batch[0]), batch

    def _standing(self, records: Sequence[Any]) -> QuerySet:
        return self.waiver._default_manager.filter(
            **{f"{self.owner}__in": [r.pk for r in records]}, lapsed_at__isnull=True
        )

    def _waivers(self, records: Sequence[Any]) -> dict[int, dict[str, str]]:
        kinds: dict[int, dict[str, str]] = defaultdict(dict)
        rows = self._standing(records).values_list(f"{self.owner}_id", "requirement", "kind")
        for pk, code, kind in rows:
            kinds[pk][code] = kind
        return kinds

    def next_step(self, record: Any) -> int:
        """Where the record goes from its step: own use ends after step 3."""
        if record.step == Step.DEVELOP and getattr(record, "route", "") == "own_use":
            return Step.DONE
        return record.step + 1

    def previous_step(self, record: Any) -> int:
        """Where the record is sent back to from its step."""
        if record.step == Step.DONE and getattr(record, "route", "") == "own_use":
            return Step.DEVELOP
        return record.step - 1
