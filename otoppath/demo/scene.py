"""What all parts of the demo share: chance that repeats, and days that lie in the past."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any, TypeVar

from django.db import models
from django.utils import timezone

from otoppath.accounts.models import User
from otoppath.accounts.records import write_history
from otoppath.thai.dates import fiscal_bounds, fiscal_year, today

M = TypeVar("M", bound=models.Model)


@dataclass
class Scene:
    """The demo while it is being made: the same rows for the same day and seed."""

    say: Callable[[str], object]
    chance: random.Random = field(default_factory=lambda: random.Random(3610))  # noqa: S311
    day: date = field(default_factory=today)
    users: dict[str, User] = field(default_factory=dict)
    made: dict[str, list[Any]] = field(default_factory=dict)

    @property
    def this_year(self) -> int:
        """The fiscal year of the day (Buddhist)."""
        return fiscal_year(self.day)

    @property
    def years(self) -> tuple[int, int]:
        """Last year and this."""
        return self.this_year - 1, self.this_year

    @property
    def officer(self) -> User:
        """Who entered most of it."""
        return self.users["officer"]

    def tell(self, rows: Sequence[models.Model]) -> None:
        """Say how many rows of a model there are now."""
        self.say(f"  {rows[0]._meta.verbose_name_plural} {len(rows):,}")

    def within(self, year: int, start: float, end: float | None = None) -> date:
        """A day of a fiscal year between two fractions of what has passed since it began."""
        first, _ = fiscal_bounds(year)
        passed = max((self.day - first).days, 1)
        share = start if end is None else self.chance.uniform(start, end)
        return first + timedelta(days=int(passed * min(share, 1)))

    def ago(self, at_least: int, at_most: int) -> date:
        """A day so many days before."""
        return self.day - timedelta(days=self.chance.randint(at_least, at_most))

    def noon(self, day: date) -> datetime:
        """An office hour of a day."""
        return timezone.make_aware(datetime.combine(day, time(self.chance.randint(8, 16), 24)))

    def save(self, rows: Sequence[M]) -> list[M]:
        """Write rows of one model with their creation in the history; entered by the officer."""
        if not rows:
            return []
        model = type(rows[0])
        for row in rows:
            if hasattr(row, "created_by_id") and row.created_by_id is None:
                row.created_by = self.officer
        saved = model._default_manager.bulk_create(rows, batch_size=1000)
        if hasattr(model, "history"):
            write_history(model._default_manager.all(), by=self.officer, kind="+")
        self.made.setdefault(model.__name__, []).extend(saved)
        return saved

    def checked(self) -> dict[str, Any]:
        """Columns of a fact that an officer entered or accepted."""
        return {"checked_by": self.officer, "checked_at": timezone.now()}
