"""A group's meetings."""

from typing import Any

from django.contrib.auth.decorators import permission_required
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from groups.forms.meeting import MeetingForm
from groups.models import Group, Meeting, MeetingKind
from groups.views.pages import answer_form, form_page, handed, trail_of
from otoppath.accounts.history import history_of
from otoppath.accounts.http import Request
from otoppath.lists.idempotency import once
from otoppath.privacy.models import AccessLog, record_access
from otoppath.privacy.photos import send_private
from otoppath.thai.dates import format_date

VIEW = "groups.view_group"
CHANGE = "groups.change_group"


@require_http_methods(["GET", "POST"])
@permission_required(CHANGE, raise_exception=True)
@once
@handed(Group, is_change=True)
def meeting_create(request: Request, group: Group) -> HttpResponse:
    """Record a meeting."""
    first: dict[str, Any] = {"member_count": group.memberships.current().count()}
    if not group.meetings.founding().exists():
        first["kind"] = MeetingKind.FOUNDING
    form = MeetingForm(
        request.POST or None, request.FILES or None, user=request.user, group=group, initial=first
    )
    held = [f"{m} · {format_date(m.held_on)}" for m in group.meetings.all()[:6]]
    page = form_page(group, _("บันทึกการประชุม"), recorded=held)
    return answer_form(request, form, to=group, done=_("บันทึกการประชุมแล้ว"), context=page)


@require_safe
@permission_required(VIEW, raise_exception=True)
@handed(Meeting, "group", "created_by")
def meeting_detail(request: Request, meeting: Meeting) -> HttpResponse:
    """Show a meeting with its minutes."""
    context = {
        "meeting": meeting,
        "group": meeting.group,
        "trail": trail_of(meeting.group, str(meeting)),
        "history": history_of(meeting),
        "may_change": request.user.has_perm(CHANGE) and not meeting.group.closed_on,
    }
    return render(request, "groups/meeting_detail.html", context)


@require_http_methods(["GET", "POST"])
@permission_required(CHANGE, raise_exception=True)
@once
@handed(Meeting, "group", is_change=True)
def meeting_change(request: Request, meeting: Meeting) -> HttpResponse:
    """Correct a meeting, or add its minutes."""
    form = MeetingForm(
        request.POST or None,
        request.FILES or None,
        instance=meeting,
        user=request.user,
        group=meeting.group,
    )
    page = form_page(meeting.group, _("แก้ไขการประชุม"))
    done = _("แก้ไขการประชุมแล้ว")
    return answer_form(request, form, to=meeting.group, done=done, context=page)


@require_safe
@permission_required(VIEW, raise_exception=True)
@handed(Meeting, "group")
def meeting_file(request: Request, meeting: Meeting) -> FileResponse:
    """Send the signed minutes; who opened them is logged, they carry names and signatures."""
    if not meeting.document:
        raise Http404
    record_access(
        user=request.user,
        action=AccessLog.Action.PHOTO,
        subject_label=f"{meeting.group} · {meeting}",
        subject_uuid=meeting.uuid,
        place_code=meeting.group.village_id,
        request_id=getattr(request, "request_id", ""),
    )
    is_pdf = meeting.document.name.endswith(".pdf")
    return send_private(
        meeting.document,
        content_type="application/pdf" if is_pdf else "image/jpeg",
        download_name=f"meeting-{meeting.held_on}.{'pdf' if is_pdf else 'jpg'}",
    )
