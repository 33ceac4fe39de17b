"""The numbers of a place and a year. Every one of them can be opened: see rows.py.

Counts by step are sums of events, so that they can be told as of any day. Volunteers' unchecked
facts and what was waived count in no number: no proof, no place in an average.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Substr, TruncMonth

from groups.models import Group, GroupStepEvent
from households.models import Enrolment, EnrolmentStepEvent, IncomeStatement, Step
from markets.models import Sale
from otoppath.pipeline.path import Path
from otoppath.pipeline.thresholds import Thresholds
from otoppath.places.ranges import code_in
from otoppath.thai.dates import fiscal_bounds

FEWEST_PAIRS = 5  # below this no percentage is told
DISTRICT = 4  # digits; above a district what is missing is not counted live


def enrolments_in(code: str, year: int) -> QuerySet[Enrolment]:
    """Enrolments of a place and a fiscal year; the caller has checked the place."""
    return Enrolment.objects.filter(code_in("village_id", [code]), fiscal_year=year)


def groups_in(code: str) -> QuerySet[Group]:
    """Groups of a place."""
    return Group.objects.filter(code_in("village_id", [code]))


def sales_in(code: str, year: int) -> QuerySet[Sale]:
    """Sales of a fiscal year at the markets of a place."""
    first, last = fiscal_bounds(year)
    return Sale.objects.filter(
        code_in("market_day__market__village_id", [code]),
        market_day__held_on__range=(first, last),
    )


def at_steps(events: QuerySet, length: int) -> dict[str, Counter[int]]:
    """Return {place code of `length` digits: how many are at each step}, in one query."""
    moves = (
        events.annotate(child=Substr("village_id", 1, length))
        .values("child", "from_step", "to_step")
        .annotate(n=Count("pk"))
        .order_by()
    )
    found: dict[str, Counter[int]] = {}
    for move in moves:
        at = found.setdefault(move["child"], Counter())
        at[move["to_step"]] += move["n"]
        at[move["from_step"]] -= move["n"]
    return found


def enrolment_events(code: str, year: int) -> QuerySet[EnrolmentStepEvent]:
    """Moves of the enrolments of a year, at the place of their time."""
    return EnrolmentStepEvent.objects.filter(code_in("village_id", [code]), fiscal_year=year)


def group_events(code: str) -> QuerySet[GroupStepEvent]:
    """Moves of groups; a group walks over the years, so all of them."""
    return GroupStepEvent.objects.filter(code_in("village_id", [code]))


def total(counts: Iterable[Counter[int]]) -> Counter[int]:
    """Add the counts of several places; a step nobody is at is 0."""
    added: Counter[int] = Counter()
    for counter in counts:
        added.update(counter)
    return added


@dataclass(frozen=True)
class Lack:
    """How many records one requirement keeps at its step."""

    requirement: Any
    count: int


def most_missing(path: Path, rows: QuerySet, thresholds: Thresholds) -> list[Lack]:
    """Return what keeps most records where they are; one aggregate a step."""
    lacks = []
    for step in list(Step)[:5]:
        asked = [r for r in path.at(step) if r.is_listed]
        columns = {
            f"n_{r.code}": Count("pk", filter=~r.met(thresholds) & ~Q(path.waived(r)))
            for r in asked
        }
        counts = rows.walking().filter(step=step).aggregate(**columns)
        lacks += [Lack(r, counts[f"n_{r.code}"]) for r in asked]
    return sorted((lack for lack in lacks if lack.count), key=lambda lack: -lack.count)


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


def sales_by_month(sales: QuerySet[Sale]) -> dict[Any, Decimal]:
    """Return {first day of the month: baht}, months without a sale left out."""
    rows = (
        sales.annotate(month=TruncMonth("market_day__held_on"))
        .values("month")
        .annotate(baht=Sum("amount"))
        .order_by("month")
    )
    return {row["month"]: row["baht"] for row in rows}


def months_of(year: int) -> list[Any]:
    """Return the first days of the twelve months of a fiscal year."""
    first, _ = fiscal_bounds(year)
    ends = [(first.month - 1 + n) for n in range(12)]
    return [first.replace(year=first.year + n // 12, month=n % 12 + 1) for n in ends]
