"""How many rows a list has, counted no further than anybody reads."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

COUNT_LIMIT = 1000


@dataclass(frozen=True)
class BoundedCount:
    """A number of rows; where `is_more`, there are more than `value`."""

    value: int
    is_more: bool = False

    def __str__(self) -> str:
        written = f"{self.value:,}"
        return _("มากกว่า %(count)s") % {"count": written} if self.is_more else written

    def __bool__(self) -> bool:
        return self.value > 0


def bounded_count(queryset: QuerySet[Any], limit: int = COUNT_LIMIT) -> BoundedCount:
    """Count at most `limit` rows of `queryset`, in one query that stops there."""
    found = queryset.order_by()[: limit + 1].count()
    return BoundedCount(min(found, limit), is_more=found > limit)
