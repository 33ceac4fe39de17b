"""Taking in a group that existed before: proposed, confirmed, declined."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from groups.models import ProposalAnswer
from otoppath.accounts.http import Request
from otoppath.pipeline import moves, taking_in
from otoppath.pipeline.forms import AnswerForm, TakeInForm
from otoppath.pipeline.views.common import drawn, found
from otoppath.pipeline.views.moves import back_to, told


@require_http_methods(["GET", "POST"])
@permission_required("pipeline.take_in", raise_exception=True)
def group_take_in(request: Request, uuid: Any) -> HttpResponse:
    """Propose at which step a group is taken in; a chief takes it in at once."""
    record = found(request, "group", uuid)
    is_chief = request.user.has_perm(taking_in.CONFIRM)
    form = TakeInForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        step, note = form.cleaned_data["step"], form.cleaned_data["note"]
        try:
            if is_chief:
                taking_in.take_in(record, step, by=request.user, note=note)
                messages.success(request, _("รับเข้าที่ขั้นตอนที่ %(step)d แล้ว") % {"step": step})
            else:
                taking_in.propose(record, step, by=request.user, note=note)
                messages.success(request, _("เสนอแล้ว รอพัฒนาการอำเภอยืนยัน"))
        except moves.NotReady as refused:
            form.add_error("step", told(refused))
            return drawn(request, "take_in", "group", record, form, is_chief=is_chief)
        except moves.MoveRefused as refused:
            messages.warning(request, told(refused))
        return back_to(request, "group", record)
    return drawn(request, "take_in", "group", record, form, is_chief=is_chief)


@require_POST
@permission_required(taking_in.CONFIRM, raise_exception=True)
def group_confirm_take_in(request: Request, uuid: Any) -> HttpResponse:
    """Take the group in as an officer proposed."""
    record = found(request, "group", uuid)
    try:
        step = taking_in.confirm(record, shown(request), by=request.user)
        messages.success(request, _("รับเข้าที่ขั้นตอนที่ %(step)d แล้ว") % {"step": step})
    except moves.MoveRefused as refused:
        messages.warning(request, told(refused))
    return back_to(request, "group", record)


@require_http_methods(["GET", "POST"])
@permission_required("pipeline.take_in", raise_exception=True)
def group_decline_take_in(request: Request, uuid: Any) -> HttpResponse:
    """Decline a proposal with the reason; who made it withdraws it."""
    record = found(request, "group", uuid)
    proposal = taking_in.proposal_of(record)
    if proposal is None:
        messages.warning(request, _("กลุ่มนี้ไม่มีข้อเสนอที่รอคำตอบ"))
        return back_to(request, "group", record)
    if proposal.by_id != request.user.pk and not request.user.has_perm(taking_in.CONFIRM):
        raise PermissionDenied
    form = AnswerForm(request.POST or None, initial={"proposal": proposal.pk})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            answer = taking_in.decline(record, data["proposal"], by=request.user, note=data["note"])
            is_mine = answer == ProposalAnswer.WITHDRAWN
            messages.success(request, _("ถอนข้อเสนอแล้ว") if is_mine else _("ไม่รับเข้าตามที่เสนอแล้ว"))
        except moves.MoveRefused as refused:
            messages.warning(request, told(refused))
        return back_to(request, "group", record)
    return drawn(request, "decline_take_in", "group", record, form, proposal=proposal)


def shown(request: Request) -> int:
    """Return the key of the proposal the page was drawn with; 0 where it is damaged."""
    typed = request.POST.get("proposal", "")
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 19 else 0
