"""The work to do, by role: tiles with a count and the reason it matters, and what comes next.

A tile opens the list it counted: the same queryset, filtered by the same address
(tests/dashboards/test_home.py follows every tile and compares).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Min, Q, QuerySet
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from groups.models import Activity, Group
from households.models import (
    DuplicatePair,
    Enrolment,
    Household,
    IncomeStatement,
    Notice,
    OccupationChoice,
    ReadinessAssessment,
    Visit,
    WisdomUse,
)
from markets.models import MarketDay
from otoppath.accounts.models import Role, User
from otoppath.accounts.scoping import roles_of
from otoppath.pipeline.paths import ENROLMENT_PATH, GROUP_PATH
from otoppath.pipeline.thresholds import Thresholds
from otoppath.thai.dates import days_since, fiscal_year, format_date, today
from products.models import Registration, RegistrationStatus, RegistrationWindow

CHECKED_MODELS = (
    Household,
    Notice,
    OccupationChoice,
    IncomeStatement,
    ReadinessAssessment,
    WisdomUse,
    Visit,
)
STUCK_DAYS = 60


@dataclass(frozen=True)
class Tile:
    """One count of work, why it matters, and the list behind it."""

    count: int
    label: str
    url: str
    reason: str = ""
    tone: str = ""


def tiles_of(user: User) -> list[Tile]:
    """Return the tiles of the user's roles; a tile without work is shown last and plainly."""
    makers = [make for role in roles_of(user) for make in TILES[role]]
    tiles = [make(user) for make in dict.fromkeys(makers)]
    return sorted(tiles, key=lambda tile: tile.count == 0)


def _list(name: str, query: str = "") -> str:
    return reverse(name) + (f"?{query}" if query else "")


def _oldest(since: datetime | None) -> str:
    days = days_since(since) if since else 0
    if days < 1:
        return _("เข้ามาวันนี้")
    return ngettext("ค้างนานที่สุด %(n)d วัน", "ค้างนานที่สุด %(n)d วัน", days) % {"n": days}


def waiting_entries(user: User) -> Tile:
    """What volunteers entered and nobody has checked."""
    counts = [
        _count_and_oldest(model.objects.visible_to(user).standing().waiting(), model.ENTERED_AT)
        for model in CHECKED_MODELS
    ]
    oldest = min((since for _n, since in counts if since), default=None)
    count = sum(n for n, _since in counts)
    reason = _oldest(oldest) if count else ""
    return Tile(
        count,
        _("ข้อมูลจากอาสาพัฒนาชุมชน รอตรวจสอบ"),
        _list("households:waiting_list"),
        reason,
        "turmeric" if count else "",
    )


def _count_and_oldest(rows: QuerySet, since: Any) -> tuple[int, datetime | None]:
    found = rows.aggregate(n=Count("pk"), since=Min(since))
    return found["n"], found["since"]


def ready_enrolments(user: User) -> Tile:
    """Households of this year that may be moved on now."""
    year = fiscal_year(today())
    rows = Enrolment.objects.visible_to(user).of_year(year)
    ready = ENROLMENT_PATH.ready_by_step(rows, Thresholds.of_year(year))
    url = _list("households:enrolment_list", f"year={year}&ready=on{_only_step(ready)}")
    label = _("ครัวเรือนที่ครบเงื่อนไข รอเลื่อนขั้นตอน")
    return Tile(sum(ready.values()), label, url, _by_step(ready))


def _only_step(ready: dict[int, int]) -> str:
    """Narrow the address to the step where all are, so that they can be ticked at once."""
    steps = [step for step, n in ready.items() if n]
    return f"&step={steps[0]}" if len(steps) == 1 else ""


def _by_step(ready: dict[int, int]) -> str:
    """Say how many may go on at each step; a step and its number stay on one line."""
    parts = [_("ขั้นตอนที่ %(step)d: %(n)d") % {"step": s, "n": n} for s, n in ready.items() if n]
    return format_html_join(" · ", '<span class="term">{}</span>', ((part,) for part in parts))


def ready_groups(user: User) -> Tile:
    """Groups that may be moved on now."""
    rows = Group.objects.visible_to(user)
    ready = GROUP_PATH.ready_by_step(rows, Thresholds.of_today())
    url = _list("groups:group_list", f"ready=on{_only_step(ready)}")
    return Tile(sum(ready.values()), _("กลุ่มที่ครบเงื่อนไข รอเลื่อนขั้นตอน"), url, _by_step(ready))


def stuck_groups(user: User) -> Tile:
    """Groups at the same step for more than sixty days; waiting for the province is not stuck."""
    from groups.forms.filter import stuck_for

    rows = stuck_for(Group.objects.visible_to(user), STUCK_DAYS)
    count = rows.count()
    return Tile(
        count,
        _("กลุ่มที่อยู่ขั้นตอนเดิมเกิน %(n)d วัน") % {"n": STUCK_DAYS},
        _list("groups:group_list", f"stuck={STUCK_DAYS}&sort=longest"),
        _oldest(rows.aggregate(since=Min("step_since"))["since"]) if count else "",
        "turmeric" if count else "",
    )


def proposed_groups(user: User) -> Tile:
    """Groups that existed before, which an officer proposes to take in further on."""
    rows = Group.objects.visible_to(user).proposed()
    found = rows.aggregate(n=Count("pk"), since=Min("proposals__at"))
    return Tile(
        found["n"],
        _("กลุ่มเดิมที่รอพัฒนาการอำเภอยืนยันการรับเข้า"),
        _list("groups:group_list", "proposed=on"),
        _oldest(found["since"]) if found["n"] else "",
        "turmeric" if found["n"] else "",
    )


def groups_at_risk(user: User) -> Tile:
    """Groups whose finished steps are true no longer."""
    rows = Group.objects.visible_to(user).standing()
    count = GROUP_PATH.slipped(rows, Thresholds.of_today()).count()
    return Tile(
        count,
        _("กลุ่มที่เสี่ยง: สิ่งที่เคยครบแล้วและตอนนี้ไม่ครบ"),
        _list("groups:group_list", "at_risk=on"),
        tone="lac" if count else "",
    )


def _registrations(status: str, label: str, tone: str = "") -> Callable[[User], Tile]:
    def tile(user: User) -> Tile:
        rows = Registration.objects.visible_to(user).filter(status=status)
        found = rows.aggregate(n=Count("pk"), since=Min("status_since"))
        reason = _oldest(found["since"]) if found["n"] else ""
        if status == RegistrationStatus.INCOMPLETE and found["n"]:
            reason = closing_words() or reason
        url = _list("products:registration_list", f"status={status}")
        return Tile(found["n"], _(label), url, reason, tone if found["n"] else "")

    tile.__name__ = status
    return tile


def closing_words() -> str:
    """Say in how many days the open window closes; blank when none is open."""
    day = today()
    window = RegistrationWindow.objects.filter(opens_on__lte=day, closes_on__gte=day).first()
    if window is None:
        return ""
    days = (window.closes_on - day).days
    return ngettext("ปิดรับในอีก %(n)d วัน", "ปิดรับในอีก %(n)d วัน", days) % {"n": days}


def returned_to_me(user: User) -> Tile:
    """What an officer sent back to the volunteer."""
    count = sum(rows.returned().count() for rows in _own_entries(user))
    url = _list("households:returned_list")
    return Tile(count, _("ส่งกลับให้ฉันแก้ไข"), url, tone="lac" if count else "")


def waiting_of_mine(user: User) -> Tile:
    """What the volunteer entered and no officer has checked."""
    count = sum(rows.waiting().count() for rows in _own_entries(user))
    url = _list("households:returned_list") + "#waiting"
    return Tile(count, _("ที่ฉันบันทึก รอเจ้าหน้าที่ตรวจ"), url)


def _own_entries(user: User) -> list[Any]:
    return [m.objects.visible_to(user).standing().entered_by(user) for m in CHECKED_MODELS]


def my_households(user: User) -> Tile:
    """The households of the volunteer's villages, and how many of them do not count yet."""
    rows = Household.objects.visible_to(user).standing()
    found = rows.aggregate(n=Count("pk"), unchecked=Count("pk", filter=Q(checked_at__isnull=True)))
    n, counted = found["unchecked"], found["n"] - found["unchecked"]
    words = ngettext(
        "ตรวจรับแล้ว %(counted)d ยังไม่นับเข้าระบบ %(n)d",
        "ตรวจรับแล้ว %(counted)d ยังไม่นับเข้าระบบ %(n)d",
        n,
    )
    reason = words % {"counted": counted, "n": n} if n else ""
    label = _("ครัวเรือนในหมู่บ้านของฉัน")
    return Tile(found["n"], label, _list("households:household_list"), reason)


def visits_due(user: User) -> Tile:
    """Households at step 3 that nobody has visited within the time asked."""
    year = fiscal_year(today())
    rows = Enrolment.objects.visible_to(user).of_year(year)
    requirement = ENROLMENT_PATH.by_code["visited"]
    count = ENROLMENT_PATH.lacking(rows, requirement, Thresholds.of_year(year)).count()
    url = _list("households:enrolment_list", f"year={year}&lacking=visited")
    return Tile(count, _("ครัวเรือนที่ถึงเวลาเยี่ยม"), url, tone="turmeric" if count else "")


def duplicates(user: User) -> Tile:
    """Pairs of households that may have been entered twice, and nobody has answered."""
    count = DuplicatePair.objects.visible_to(user).open().count()
    tone = "turmeric" if count else ""
    return Tile(count, _("คู่ครัวเรือนที่อาจบันทึกซ้ำ"), _list("households:duplicate_list"), tone=tone)


def users_tile(user: User) -> Tile:
    """The accounts the user looks after."""
    count = User.objects.visible_to(user).filter(is_active=True).count()
    return Tile(count, _("บัญชีผู้ใช้ที่ดูแล"), _list("accounts:user_list"))


_incomplete = _registrations(
    RegistrationStatus.INCOMPLETE, gettext_noop("คำขอลงทะเบียน OTOP ที่เอกสารไม่ครบ"), "lac"
)
_submitted = _registrations(
    RegistrationStatus.SUBMITTED, gettext_noop("คำขอลงทะเบียน OTOP รออำเภอเห็นชอบ"), "turmeric"
)
_endorsed = _registrations(
    RegistrationStatus.DISTRICT_ENDORSED, gettext_noop("คำขอลงทะเบียน OTOP รอผลจากจังหวัด")
)

TILES: dict[str, tuple[Callable[[User], Tile], ...]] = {
    Role.VOLUNTEER: (returned_to_me, visits_due, waiting_of_mine, my_households),
    Role.OFFICER: (
        waiting_entries,
        ready_enrolments,
        ready_groups,
        stuck_groups,
        _incomplete,
        groups_at_risk,
        duplicates,
    ),
    Role.CHIEF: (
        _submitted,
        proposed_groups,
        stuck_groups,
        groups_at_risk,
        waiting_entries,
        ready_enrolments,
        _endorsed,
        duplicates,
    ),
    Role.SUPERVISOR: (_endorsed,),
    Role.AUDITOR: (),
    Role.ADMINISTRATOR: (users_tile,),
}


def this_week(user: User) -> list[dict[str, str]]:
    """Return activities and market days of the next seven days."""
    day = today()
    week = (day, day + timedelta(days=7))
    lines = []
    if user.has_perm("groups.view_group"):
        for activity in Activity.objects.visible_to(user).filter(held_on__range=week)[:10]:
            lines.append((activity.held_on, activity.title))
    if user.has_perm("markets.view_market"):
        days = MarketDay.objects.visible_to(user).select_related("market")
        for market_day in days.filter(held_on__range=week)[:10]:
            lines.append((market_day.held_on, market_day.market.name))
    return [{"at": format_date(on, "full"), "text": text} for on, text in sorted(lines)]
