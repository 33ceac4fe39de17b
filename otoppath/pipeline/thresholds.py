"""How much of each evidence is asked for: the numbers of a programme year, on a day."""

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from otoppath.accounts.models import ProgrammeYear
from otoppath.thai.dates import today


@dataclass(frozen=True)
class Thresholds:
    """The numbers in force, by name, and the day they are applied."""

    values: Mapping[str, int]
    day: date

    @classmethod
    def of_year(cls, fiscal_year: int, day: date | None = None) -> "Thresholds":
        """Of a fiscal year (Buddhist), as an enrolment of that year is judged."""
        return cls(ProgrammeYear.objects.for_year(fiscal_year).thresholds(), day or today())

    @classmethod
    def of_today(cls) -> "Thresholds":
        """Of the year of the day of the move, as a group is judged."""
        day = today()
        return cls(ProgrammeYear.objects.for_date(day).thresholds(), day)

    def number(self, at_least: int | str) -> int:
        """Return a count, or the threshold of that name."""
        return at_least if isinstance(at_least, int) else self.values[at_least]

    def months_ago(self, months: int | str) -> date:
        """Return the day that many months before, clipped to the end of a shorter month."""
        back = self.day.month - 1 - self.number(months)
        year, month = self.day.year + back // 12, back % 12 + 1
        return date(year, month, min(self.day.day, monthrange(year, month)[1]))
