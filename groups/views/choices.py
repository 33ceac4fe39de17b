"""Which occupation the households of a group want and chose, and which of them count."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from groups.models import Group, Membership
from households.models import ChoiceKind, Enrolment, OccupationChoice
from otoppath.accounts.http import Request
from otoppath.pipeline.paths import GROUP_PATH
from otoppath.pipeline.thresholds import Thresholds


@dataclass(frozen=True)
class Choice:
    """One member with what the household wants and chose; no enrolment outside the area."""

    membership: Membership
    enrolment: Enrolment | None
    wanted: OccupationChoice | None
    chosen: OccupationChoice | None
    is_counted: bool


def choices_of(request: Request, group: Group) -> dict[str, Any]:
    """Return the lines, how many households count, and how many are asked for."""
    requirement, numbers = GROUP_PATH.by_code["choosers"], Thresholds.of_today()
    (rows,) = requirement.rows(group, numbers)
    counted = dict(rows.values_list("pk", "person__household"))
    members = list(
        group.memberships.filter(left_on=None)
        .select_related("person__household")
        .order_by("person__sort_key", "id")
    )
    return {
        "lines": lines_of(request, members, counted.keys()),
        "counted": len(set(counted.values())),
        "needed": numbers.number(requirement.at_least),
    }


def lines_of(request: Request, members: list[Membership], counted: Collection[int]) -> list[Choice]:
    """Return one line a member; `counted` are the memberships that count."""
    households = [member.person.household_id for member in members]
    enrolments, said = enrolments_of(request, households), said_by(households)
    return [
        Choice(
            member,
            enrolments.get(household),
            said.get((household, ChoiceKind.WANTED)),
            said.get((household, ChoiceKind.CHOSEN)),
            member.pk in counted,
        )
        for member, household in zip(members, households, strict=True)
    ]


def enrolments_of(request: Request, households: list[int]) -> dict[int, Enrolment]:
    """Return the latest enrolment in the user's area of each household."""
    rows = Enrolment.objects.visible_to(request.user).filter(household__in=households)
    return {row.household_id: row for row in rows.order_by("fiscal_year", "id")}


def said_by(households: list[int]) -> dict[tuple[int, str], OccupationChoice]:
    """Return the latest accepted choice of each household and kind.

    Not scoped by the viewer: what a member of a group in the area wants is part of the group.
    """
    rows = OccupationChoice.objects.checked().filter(enrolment__household__in=households)
    rows = rows.select_related("occupation", "enrolment").order_by("chosen_on", "id")
    return {(row.enrolment.household_id, row.kind): row for row in rows}
