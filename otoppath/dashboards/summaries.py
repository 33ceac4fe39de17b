"""The numbers of a place and a year. Every one of them can be opened: see rows.py.

Households are the target households of the year (`Enrolment.counted`): selected, and not gone
before training; own use that ended is a line of its own. Groups are those that stood at the
end of the year, or stand today. Who is left out is counted beside them. A record's step is the
sum of its events, since only `pipeline.moves` writes either, so one grouped query over the records
counts them. Volunteers' unchecked facts and what was waived count in no number: no proof, no place
in an average.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import (
    Case,
    Count,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Substr

from groups.models import Group, GroupStepEvent
from households.models import OWN_END, Enrolment, IncomeStatement, Selection
from households.models.enrolment import COUNTED, at_step
from markets.models import Sale
from otoppath.pipeline.path import Path
from otoppath.pipeline.thresholds import Thresholds
from otoppath.places.ranges import code_in
from otoppath.thai.dates import fiscal_bounds, fiscal_year, today

FEWEST_PAIRS = 5  # below this no percentage is told


def enrolments_in(code: str, year: int) -> QuerySet[Enrolment]:
    """Enrolments of a place and a fiscal year; the caller has checked the place."""
    return Enrolment.objects.filter(code_in("village_id", [code]), fiscal_year=year)


def targets_in(code: str, year: int) -> QuerySet[Enrolment]:
    """Target households of a place and a fiscal year."""
    return enrolments_in(code, year).counted()


def groups_in(code: str, year: int) -> QuerySet[Any]:
    """Groups of a place that stood at the end of a fiscal year, this year those that stand.

    `stood_at` is the step of that day; of a year past it is where the last event until then led.
    """
    rows = Group.objects.filter(code_in("village_id", [code]))
    if year >= fiscal_year(today()):
        return rows.standing().annotate(stood_at=F("step"))
    moves = GroupStepEvent.objects.filter(group=OuterRef("pk"), fiscal_year__lte=year)
    return (
        rows.filter(Q(closed_on__isnull=True) | Q(closed_on__gt=last_day(year)))
        .annotate(stood_at=Subquery(moves.order_by("-id").values("to_step")[:1]))
        .filter(stood_at__isnull=False)
    )


def last_day(year: int) -> date:
    """Return the day as of which groups are told: the end of the year, or today."""
    return min(fiscal_bounds(year)[1], today())


# Who of the enrolments is no target household, and the condition on it, in the order it is told.
BESIDE: dict[str, Q] = {
    "nominated": Q(selection=Selection.NOMINATED, exited_on__isnull=True),
    "reserve": Q(selection=Selection.RESERVE, exited_on__isnull=True),
    "not_selected": Q(selection=Selection.NOT_SELECTED, exited_on__isnull=True),
    "left": Q(exited_on__isnull=False) & ~COUNTED,
}


@dataclass
class Tally:
    """How many of a place: by step, and of enrolments those that are left out, by why.

    Own use that has come to its end stands at `OWN_END`, not among those through all five.
    """

    at: Counter[int] = field(default_factory=Counter)
    beside: Counter[str] = field(default_factory=Counter)

    @property
    def all(self) -> int:
        """How many there are at all steps together."""
        return self.at.total()


def households_by_step(code: str, year: int, length: int) -> dict[str, Tally]:
    """Return {place code of `length` digits: its tally}, in one query over the enrolments."""
    why = Case(*(When(rule, then=Value(name)) for name, rule in BESIDE.items()), default=Value(""))
    own_end = When(**at_step(OWN_END), then=Value(OWN_END))
    rows = (
        enrolments_in(code, year)
        .annotate(child=Substr("village_id", 1, length), why=why)
        .annotate(at=Case(own_end, default=F("step"), output_field=IntegerField()))
        .values_list("child", "at", "why")
        .annotate(n=Count("pk"))
        .order_by()
    )
    found: dict[str, Tally] = {}
    for child, at, beside, n in rows:
        tally = found.setdefault(child, Tally())
        if beside:
            tally.beside[beside] += n
        else:
            tally.at[at] += n
    return found


def groups_by_step(code: str, year: int, length: int) -> dict[str, Tally]:
    """Return {place code of `length` digits: its tally}, in one query over the groups."""
    rows = (
        groups_in(code, year)
        .annotate(child=Substr("village_id", 1, length))
        .values_list("child", "stood_at")
        .annotate(n=Count("pk"))
        .order_by()
    )
    found: dict[str, Tally] = {}
    for child, step, n in rows:
        found.setdefault(child, Tally()).at[step] += n
    return found


def total(tallies: Iterable[Tally]) -> Tally:
    """Add the tallies of several places."""
    added = Tally()
    for tally in tallies:
        added.at.update(tally.at)
        added.beside.update(tally.beside)
    return added


def sales_in(code: str, year: int) -> QuerySet[Sale]:
    """Sales of a fiscal year at the markets of a place."""
    first, last = fiscal_bounds(year)
    return Sale.objects.filter(
        code_in("market_day__market__village_id", [code]),
        market_day__held_on__range=(first, last),
    )


@dataclass(frozen=True)
class Lack:
    """How many records one requirement keeps at its step."""

    requirement: Any
    count: int


def most_missing(path: Path, rows: QuerySet, thresholds: Thresholds) -> list[Lack]:
    """Return what keeps most records where they are, most first, in one query.

    A record is judged by the requirements of its own step only: the step is asked first.
    """
    asked = [r for r in path.requirements if r.is_listed]
    columns = {f"n_{r.code}": Count("pk", filter=path.lacks(r, thresholds)) for r in asked}
    counts = rows.walking().aggregate(**columns)
    lacks = [Lack(r, counts[f"n_{r.code}"]) for r in asked if counts[f"n_{r.code}"]]
    return sorted(lacks, key=lambda lack: -lack.count)


def paired(rows: QuerySet[Enrolment]) -> QuerySet[Enrolment]:
    """Return counted enrolments with both accounts, as `income_was` and `income_is`, baht a year.

    The first accepted account before joining, and the last accepted follow-up.
    """
    accounts = IncomeStatement.objects.checked().filter(enrolment=OuterRef("pk"))
    before = accounts.before().order_by("as_of", "id").values("total_income")[:1]
    after = accounts.follow_ups().order_by("-as_of", "-id").values("total_income")[:1]
    return (
        rows.counted()
        .annotate(income_was=Subquery(before), income_is=Subquery(after))
        .filter(income_was__isnull=False, income_is__isnull=False)
    )


@dataclass(frozen=True)
class Income:
    """Income before and after, over the households that have both."""

    pairs: int
    was: Decimal
    now: Decimal

    @property
    def mean_was(self) -> Decimal:
        """Baht a household and year before joining."""
        return self.was / self.pairs if self.pairs else Decimal(0)

    @property
    def mean_now(self) -> Decimal:
        """Baht a household and year at the last follow-up."""
        return self.now / self.pairs if self.pairs else Decimal(0)

    @property
    def growth(self) -> Decimal | None:
        """Per cent, (sum after - sum before) / sum before; None with under five pairs."""
        if self.pairs < FEWEST_PAIRS or not self.was:
            return None
        return ((self.now - self.was) * 100 / self.was).quantize(Decimal("0.1"))


def income_of(rows: QuerySet[Enrolment]) -> Income:
    """Return income before and after of the enrolments that have both."""
    found = paired(rows).aggregate(pairs=Count("pk"), was=Sum("income_was"), now=Sum("income_is"))
    return Income(found["pairs"], found["was"] or Decimal(0), found["now"] or Decimal(0))


def sales_by_month(sales: QuerySet[Sale]) -> dict[date, Decimal]:
    """Return {first day of the month: baht}, months without a sale left out.

    Summed by day in the database and by month here: SQLite would call back for every sale.
    """
    days = sales.values_list("market_day__held_on").annotate(baht=Sum("amount"))
    found: dict[date, Decimal] = {}
    for day, amount in days.order_by("market_day__held_on"):
        month = day.replace(day=1)
        found[month] = found.get(month, Decimal(0)) + amount
    return found


def months_of(year: int) -> list[Any]:
    """Return the first days of the twelve months of a fiscal year."""
    first, _ = fiscal_bounds(year)
    ends = [(first.month - 1 + n) for n in range(12)]
    return [first.replace(year=first.year + n // 12, month=n % 12 + 1) for n in ends]
