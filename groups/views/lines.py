"""Groups as lines of a list and cards of the board: how long at the step, and what is missing."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from groups.models import Group
from households.models import Step
from otoppath.pipeline.path import MISSING
from otoppath.pipeline.paths import GROUP_PATH
from otoppath.thai.dates import days_since


@dataclass(frozen=True)
class Line:
    """One group, the days it has been at its step, and the sentences of what it lacks."""

    group: Group
    days: int
    missing: Sequence[Any]

    @property
    def step_name(self) -> str:
        """The short name of the step."""
        return Step(self.group.step).short

    @property
    def is_ready(self) -> bool:
        """Whether it may go on."""
        return self.group.is_walking and not self.missing

    @property
    def next_step(self) -> int:
        """The step after this one."""
        return self.group.step + 1

    @property
    def others(self) -> int:
        """How many are missing beside the first."""
        return max(0, len(self.missing) - 1)


def lines_of(groups: Sequence[Group]) -> list[Line]:
    """Return the lines of groups already fetched: one judgement for all of them."""
    judged = GROUP_PATH.judge([group for group in groups if group.is_walking])
    return [
        Line(
            group,
            days_since(group.step_since),
            [
                GROUP_PATH.by_code[code].text
                for code, state in judged.get(group.pk, {}).items()
                if state == MISSING
            ],
        )
        for group in groups
    ]
