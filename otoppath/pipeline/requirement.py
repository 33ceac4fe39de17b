"""The heart: a requirement is a sentence and the rows that prove it.

Everything that is said about a requirement anywhere derives from one definition: whether it is
met for one record or in a list, how many are lacking it, what proves it, what a refusal says.
A requirement is never written a second time, not even as a property of a model.

The evidence is written once for "the subject", `s`. Over many records `s` stands for the row
of the outer query (`s.household_id` is an `OuterRef`); for one record it is that record.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db.models import (
    Count,
    Exists,
    F,
    IntegerField,
    Model,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce, Concat, Trim
from django.db.models.lookups import GreaterThanOrEqual
from django.utils.functional import cached_property

from otoppath.pipeline.thresholds import Thresholds
from otoppath.pipeline.writing import Writings

Evidence = QuerySet | tuple[QuerySet, ...]
Named = str | Combinable


class TheSubject:
    """Stands for the row that is judged, inside a query over many rows."""

    def __getattr__(self, name: str) -> OuterRef:
        """Return a reference to the column of the outer query."""
        return OuterRef(name)


@dataclass(frozen=True, kw_only=True)
class Requirement:
    """A sentence and the rows that prove it: at least n different ones per subject.

    `evidence` returns the proving rows, unscoped (facts are never scoped: the subject is);
    `of` is the path from such a row to the subject's column `to`; it is blank where the evidence
    has to name the subject itself, because the path crosses a row that must fulfil more than
    one condition. Several querysets mean "any of these" and are allowed for n = 1 only.
    """

    code: str  # stable; stored with waivers
    step: int
    text: Any  # what the officer reads: a lazy translation
    seed: Any  # the line of the knowledge record it comes from: a lazy translation
    fix: str  # URL name of the page where it is entered; takes the subject's uuid
    verb: Any  # what the link to that page says
    evidence: Callable[[Any, Thresholds], Evidence]
    of: str | tuple[str, ...]  # one path, or one for each queryset
    to: str = "pk"
    at_least: int | str = 1  # or the name of a threshold of the programme year
    within: str = ""  # threshold of how many months old the proof may be
    counting: str = "pk"  # what must differ: pk, post, month, market_day, ...
    # What the newest proof is called: a column of it, one for each queryset where they differ.
    named: Named | tuple[Named, ...] = ""
    waivable: bool = True
    unless: Q | None = None  # subjects that are not asked
    is_listed: bool = True  # in the table; an unlisted one shows only where it is missing

    def sources(self, subject: Any, thresholds: Thresholds) -> list[QuerySet]:
        """Return the proving rows of a subject, a record or `TheSubject`."""
        found = self.evidence(subject, thresholds)
        querysets = found if isinstance(found, tuple) else (found,)
        paths = self.of if isinstance(self.of, tuple) else (self.of,) * len(querysets)
        key = getattr(subject, self.to)
        return [
            rows.filter(**{path: key}) if path else rows
            for rows, path in zip(querysets, paths, strict=True)
        ]

    def rows(self, subject: Model, thresholds: Thresholds) -> list[QuerySet]:
        """Return what proves it for one record: "met by what"."""
        return self.sources(subject, thresholds)

    def proven(self, thresholds: Thresholds) -> Q:
        """Condition that enough rows prove it.

        Counting distinct rows needs a subquery of its own: SQLite drops DISTINCT inside EXISTS
        and then answers wrongly.
        """
        sources = self.sources(TheSubject(), thresholds)
        needed = thresholds.number(self.at_least)
        if needed > 1:
            (rows,) = sources
            return Q(GreaterThanOrEqual(counted(rows, self.counting), needed))
        condition = Q()
        for rows in sources:
            condition |= Q(Exists(rows))
        return condition

    def met(self, thresholds: Thresholds) -> Q:
        """Condition on the subject: proven, or not asked of it."""
        return self.proven(thresholds) | self.unless if self.unless else self.proven(thresholds)

    def columns(
        self, model: type[Model], thresholds: Thresholds, *asked: str
    ) -> dict[str, Combinable]:
        """Return what a page asks of subjects it has fetched: columns named `<asked>_<code>`.

        `is` says whether it is met, `proven` only whether rows prove it; `n`, `at` and `name` are
        `count`, `latest` and `name`.
        """
        return {
            f"{one}_{self.code}": self._writings.get(
                one, model, thresholds, partial(self._built, one, thresholds)
            )
            for one in asked
        }

    @cached_property
    def _writings(self) -> Writings:
        return Writings()

    def _built(self, asked: str, thresholds: Thresholds) -> Any:
        build = {
            "is": self.met,
            "proven": self.proven,
            "n": self.count,
            "at": self.latest,
            "name": self.name,
        }
        return build[asked](thresholds)

    def count(self, thresholds: Thresholds) -> Any:
        """How many different rows prove it, as a column."""
        columns = [counted(rows, self.counting) for rows in self.sources(TheSubject(), thresholds)]
        return sum(columns[1:], start=columns[0])

    def latest(self, thresholds: Thresholds) -> Any:
        """When the newest proving row was entered, as a column."""
        return self._of_newest("created_at", thresholds)

    def name(self, thresholds: Thresholds) -> Any:
        """What the newest proving row is called, as a column; only where it is `named`."""
        return self._of_newest(self.named, thresholds)

    def _of_newest(self, column: Named | tuple[Named, ...], thresholds: Thresholds) -> Any:
        sources = self.sources(TheSubject(), thresholds)
        columns = column if isinstance(column, tuple) else (column,) * len(sources)
        found = [
            Subquery(rows.order_by("-created_at").values(newest=_named(of_it))[:1])
            for rows, of_it in zip(sources, columns, strict=True)
        ]
        return Coalesce(*found) if len(found) > 1 else found[0]


def _named(of_it: Named) -> Combinable:
    return F(of_it) if isinstance(of_it, str) else of_it


def full_name_of(person: str) -> Combinable:
    """Return the full name of whoever a row points to: title, given name and surname."""
    title, first, last = (f"{person}__{part}" for part in ("title", "first_name", "last_name"))
    return Trim(Concat(title, first, Value(" "), last))


def counted(rows: QuerySet, counting: str) -> Coalesce:
    """Count the different values of `counting` among correlated rows, as a column."""
    different = (
        rows.order_by()
        .annotate(all_rows=Value(1))
        .values("all_rows")
        .annotate(n=Count(F(counting), distinct=True))
        .values("n")
    )
    return Coalesce(Subquery(different, output_field=IntegerField()), 0)


def asked_at(requirements: Sequence[Requirement], step: int) -> tuple[Requirement, ...]:
    """Requirements of one step, in the order they are read."""
    return tuple(r for r in requirements if r.step == step)
