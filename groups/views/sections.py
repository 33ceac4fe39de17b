"""Everything the page of one group shows, put together in one place."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet, Sum
from django.utils.translation import gettext as _

from groups.models import ActionPlan, Activity, Group, Membership, PlanItem
from groups.views.pages import trail_of
from groups.views.recorded import happened_in
from otoppath.accounts.http import Request
from otoppath.accounts.scoping import serves
from otoppath.pipeline.pages import path_context
from otoppath.pipeline.path import MISSING
from otoppath.pipeline.paths import GROUP_PATH
from otoppath.pipeline.thresholds import Thresholds
from otoppath.thai.dates import format_date, today
from otoppath.thai.ids import format_phone

AT_MOST = 60  # meetings and activities on the page; the newest five open
MONTHS = 12


@dataclass(frozen=True)
class Member:
    """One membership as a line: a person outside the viewer's area has no link."""

    membership: Membership
    is_inside: bool
    is_counted: bool


@dataclass
class Month:
    """What a group made in one month."""

    month: date
    goods: list[dict[str, Any]] = field(default_factory=list)
    value: Decimal = Decimal(0)


def sections_of(request: Request, group: Group) -> dict[str, Any]:
    """Return the context of `groups/group_detail.html`."""
    members = members_of(request, group)
    path = path_context(request, group)
    missing = [line["url"] for line in path["checklist"] if line["state"] == MISSING]
    rows = {
        "terms": list(group.terms.current().select_related("person", "created_by")),
        "meetings": list(group.meetings.all()[:AT_MOST]),
        "materials": list(group.raw_materials.order_by("id")),
        "plans": plans_of(group),
        "activities": list(activities_of(group)[:AT_MOST]),
    }
    people = [*rows["terms"], *(line.membership for line in members)]
    return rows | {
        "group": group,
        "trail": trail_of(group),
        "path": path,
        "next_fix": missing[0] if missing else "",
        "members": members,
        "households": len({line.membership.person.household_id for line in members}),
        "left": group.memberships.exclude(left_on=None).select_related("person"),
        "past_terms": list(group.terms.exclude(ends_on=None).select_related("person")),
        "surroundings": group.surroundings.order_by("-assessed_on", "-id").first(),
        "months": production_of(group)[:MONTHS],
        "facts": facts_of(group),
        "history": happened_in(group, people),
        "may_change": request.user.has_perm("groups.change_group") and not group.closed_on,
    }


def members_of(request: Request, group: Group) -> list[Member]:
    """Return the members of today; `is_counted` are those step 1 counts."""
    counting = GROUP_PATH.by_code["households"]
    (ready,) = counting.rows(group, Thresholds.of_today())
    counted = set(ready.values_list("pk", flat=True))
    rows = group.memberships.filter(left_on=None)
    rows = rows.select_related("person__household", "created_by")
    return [
        Member(row, serves(request.user, row.person.household.village_id), row.pk in counted)
        for row in rows.order_by("person__sort_key", "id")
    ]


def plans_of(group: Group) -> list[ActionPlan]:
    """Return the plans, newest year first, with how many lines each has and how many are late."""
    late = PlanItem.objects.overdue(today())
    return list(
        group.plans.annotate(lines=Count("items"), budget=Sum("items__budget")).prefetch_related(
            Prefetch("items", queryset=late, to_attr="late")
        )
    )


def activities_of(group: Group) -> QuerySet[Activity]:
    """Return the activities with how many came and how many photos there are."""
    came = Q(attendances__isnull=False) & ~Q(attendances__result="absent")
    return group.activities.annotate(
        came=Count("attendances", filter=came, distinct=True),
        photo_count=Count("photos", distinct=True),
    )


def production_of(group: Group) -> list[Month]:
    """Return what was made month by month, newest first: quantities by goods and unit."""
    rows = (
        group.production_records.by_month()
        .order_by()
        .values("month", "goods", "unit")
        .annotate(quantity=Sum("quantity"), worth=Sum("value"))
        .order_by("-month", "goods")
    )
    return months_of(rows)


def months_of(rows: Iterable[dict[str, Any]]) -> list[Month]:
    """Gather rows of one goods and unit each into months."""
    months: dict[date, Month] = {}
    for row in rows:
        month = months.setdefault(row["month"], Month(row["month"]))
        month.goods.append(row)
        month.value += row["worth"] or 0
    return list(months.values())


def facts_of(group: Group) -> list[tuple[str, Any]]:
    """Return the facts at the side."""
    facts: list[tuple[str, Any]] = [
        (_("อาชีพ"), str(group.occupation)),
        (_("ประเภทกิจการ"), group.get_line_of_business_display()),
        (_("สภาพกลุ่ม"), group.get_kind_display()),
        (_("การดำเนินกิจการ"), group.get_operating_status_display()),
        (_("สถานะทางกฎหมาย"), group.get_legal_status_display()),
        (_("จัดตั้งเมื่อ"), format_date(group.founded_on)),
        (_("จดทะเบียนเมื่อ"), format_date(group.registered_on)),
        (_("โทรศัพท์"), format_phone(group.phone) if group.phone else ""),
    ]
    return facts
