"""Pages of the village meeting that chooses target households."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from households.forms.selection import MeetingFilter, MeetingForm, VillageYearForm
from households.models import Enrolment, Selection, SelectionMeeting
from households.views.access import may_decide, may_view
from households.views.facts import read_or_write
from households.views.trail import place_crumbs
from otoppath.accounts.http import Request
from otoppath.lists.counts import bounded_count
from otoppath.lists.idempotency import once, save_once
from otoppath.lists.pager import keyset_page
from otoppath.privacy.photos import send_private


def get_meeting(request: Request, uuid: UUID) -> SelectionMeeting:
    """Return a meeting of the viewer's area."""
    return get_object_or_404(SelectionMeeting.objects.visible_to(request.user), uuid=uuid)


@require_safe
@may_view
def meeting_list(request: Request) -> HttpResponse:
    """Meetings that chose households, the latest first, with how many each chose."""
    filters = MeetingFilter(request.GET, user=request.user)
    rows = filters.filtered(SelectionMeeting.objects.visible_to(request.user))
    page = keyset_page(rows, order=filters.order, cursor=filters.cursor)
    chosen = _counts(page.rows)
    for row in page.rows:
        row.counts = chosen.get(row.pk, {})
    context = {"filters": filters, "page": page, "count": bounded_count(rows)}
    return render(request, "households/meeting_list.html", context)


def _counts(meetings: list[SelectionMeeting]) -> dict[int, dict[str, Any]]:
    """Return how many each meeting selected and kept in reserve, in one query."""
    rows = Enrolment.objects.filter(meeting__in=meetings).order_by().values("meeting_id")
    counted = rows.annotate(
        selected=Count("id", filter=Q(selection=Selection.SELECTED)),
        reserve=Count("id", filter=Q(selection=Selection.RESERVE)),
    )
    return {row["meeting_id"]: dict(row) for row in counted}


@read_or_write
@may_decide
@once
def meeting_create(request: Request) -> HttpResponse:
    """Enter a meeting of a village and year, and what it said of every nominated household."""
    asked = VillageYearForm(request.GET or None, user=request.user)
    if not asked.is_valid():
        return render(request, "households/meeting_new.html", {"form": asked})
    meeting = SelectionMeeting(
        village=asked.cleaned_data["village"], fiscal_year=asked.cleaned_data["year"]
    )
    form = MeetingForm(
        request.POST or None, request.FILES or None, instance=meeting, user=request.user
    )
    if request.method == "POST" and form.is_valid():
        return save_once(request, form, lambda: _held(request, form), done=_("บันทึกการประชุมแล้ว"))
    return render(request, "households/meeting_form.html", {"form": form, "meeting": meeting})


def _held(request: Request, form: MeetingForm) -> SelectionMeeting:
    """Save the meeting, and say what still weakens it as evidence."""
    meeting = form.enter()
    if not meeting.minutes:
        messages.warning(request, _("ยังไม่บันทึกมติที่ประชุม การคัดเลือกจะนับเมื่อบันทึกมติแล้ว"))
    return meeting


@require_safe
@may_view
def meeting_detail(request: Request, uuid: UUID) -> HttpResponse:
    """One meeting with its list; printed, it is the official list."""
    meeting = get_meeting(request, uuid)
    found = meeting.enrolments.visible_to(request.user).select_related("household")
    rows = list(found.order_by("sort_key", "id"))
    lists = [
        (Selection(value).label, [row for row in rows if row.selection == value])
        for value in (Selection.SELECTED, Selection.RESERVE, Selection.NOT_SELECTED)
    ]
    context = {
        "meeting": meeting,
        "lists": [(label, found) for label, found in lists if found],
        "trail": place_crumbs(meeting.village_id, pgettext("many", "การประชุมคัดเลือก")),
    }
    return render(request, "households/meeting_detail.html", context)


@read_or_write
@may_decide
@once
def meeting_change(request: Request, uuid: UUID) -> HttpResponse:
    """Correct a meeting, add its minutes, or what it said of a household still at step 1."""
    meeting = get_meeting(request, uuid)
    form = MeetingForm(
        request.POST or None, request.FILES or None, instance=meeting, user=request.user
    )
    if request.method == "POST" and form.is_valid():
        return save_once(request, form, lambda: _held(request, form), done=_("บันทึกการประชุมแล้ว"))
    return render(request, "households/meeting_form.html", {"form": form, "meeting": meeting})


@require_safe
@may_view
def meeting_file(request: Request, uuid: UUID) -> HttpResponseBase:
    """Send the minutes' document to who may see the meeting."""
    meeting = get_meeting(request, uuid)
    if not meeting.document:
        return redirect(meeting)
    is_pdf = meeting.document.name.endswith(".pdf")
    return send_private(
        meeting.document,
        content_type="application/pdf" if is_pdf else "image/jpeg",
        download_name=f"{meeting.uuid}.{'pdf' if is_pdf else 'jpg'}",
    )
