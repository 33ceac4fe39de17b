"""An enrolment joins a group and takes part in activities: pages its checklist links to."""

from typing import Any

from django.contrib.auth.decorators import permission_required
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from groups.forms.enrolment import JoinForm, TakePartForm
from groups.models import Attendance, Membership
from groups.views.pages import answer_form, handed, place_crumbs
from households.models import Enrolment
from otoppath.accounts.http import Request
from otoppath.lists.idempotency import once
from otoppath.thai.dates import format_date

CHANGE = "groups.change_group"


@require_http_methods(["GET", "POST"])
@permission_required(CHANGE, raise_exception=True)
@once
@handed(Enrolment, "household")
def enrolment_join(request: Request, enrolment: Enrolment) -> HttpResponse:
    """Let somebody of a household join a group of the district."""
    text = request.GET.get("q", "")
    form = JoinForm(request.POST or None, user=request.user, enrolment=enrolment, text=text)
    page = page_of(enrolment, _("เข้าร่วมกลุ่ม"), joined_by(request, enrolment)) | {"q": text}
    to, done = enrolment_page(enrolment), _("เข้าร่วมกลุ่มแล้ว")
    template = "groups/enrolment_join.html"
    return answer_form(request, form, to=to, done=done, context=page, template=template)


@require_http_methods(["GET", "POST"])
@permission_required(CHANGE, raise_exception=True)
@once
@handed(Enrolment, "household", "chosen_occupation")
def enrolment_activities(request: Request, enrolment: Enrolment) -> HttpResponse:
    """Say in which activity of its occupation somebody of a household took part."""
    form = TakePartForm(request.POST or None, user=request.user, enrolment=enrolment)
    page = page_of(enrolment, _("เข้าร่วมกิจกรรมของอาชีพ"), attended_by(request, enrolment))
    to, done = enrolment_page(enrolment), _("บันทึกการเข้าร่วมกิจกรรมแล้ว")
    template = "groups/enrolment_activities.html"
    return answer_form(request, form, to=to, done=done, context=page, template=template)


def joined_by(request: Request, enrolment: Enrolment) -> list[str]:
    """Say which groups the household's people belong to already."""
    rows = Membership.objects.visible_to(request.user).current()
    rows = rows.filter(person__household=enrolment.household_id)
    return [
        _("%(name)s เป็นสมาชิก%(group)s ตั้งแต่ %(day)s")
        % {"name": row.person, "group": row.group, "day": format_date(row.joined_on)}
        for row in rows.select_related("person", "group")
    ]


def attended_by(request: Request, enrolment: Enrolment) -> list[str]:
    """Say in what the household's people took part since their year began."""
    rows = Attendance.objects.visible_to(request.user).filter(
        person__household=enrolment.household_id,
        activity__fiscal_year__gte=enrolment.fiscal_year,
    )
    return [
        _("%(day)s %(title)s: %(name)s %(result)s")
        % {
            "day": format_date(row.activity.held_on),
            "title": row.activity,
            "name": row.person,
            "result": row.get_result_display(),
        }
        for row in rows.select_related("person", "activity").order_by("-activity__held_on")[:20]
    ]


def page_of(enrolment: Enrolment, heading: str, known: list[str]) -> dict[str, Any]:
    """Return what the page around a form of an enrolment shows."""
    to = enrolment_page(enrolment)
    here = [{"label": str(enrolment.household), "url": to}, {"label": heading}]
    return {
        "enrolment": enrolment,
        "heading": heading,
        "recorded": known,
        "trail": [*place_crumbs(enrolment.village_id), *here],
        "cancel_url": to,
    }


def enrolment_page(enrolment: Enrolment) -> str:
    """Return the address of an enrolment's page."""
    return reverse("households:enrolment_detail", args=[enrolment.uuid])
