"""The moves as buttons and forms. Each view makes one call of `moves` and says what came of it."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from otoppath.accounts.http import Request, page_sent_from
from otoppath.pipeline import moves
from otoppath.pipeline.checklist import sentence
from otoppath.pipeline.forms import SendBackForm, WaiveForm
from otoppath.pipeline.path import MISSING, Path
from otoppath.pipeline.paths import PATHS, path_of
from otoppath.pipeline.views.common import PAGE_OF, drawn, found
from otoppath.thai.dates import format_datetime

LIST_OF = {"enrolment": "households:enrolment_list", "group": "groups:group_list"}


@require_POST
@permission_required("pipeline.advance", raise_exception=True)
def record_advance(request: Request, kind: str, uuid: Any) -> HttpResponse:
    """Move one record a step on; the form says at which step it was drawn."""
    record = found(request, kind, uuid)
    try:
        step = moves.advance_one(record, posted_step(request), by=request.user)
        messages.success(request, moved_to(step))
    except moves.MoveRefused as refused:
        messages.warning(request, told(refused))
    return back_to(request, kind, record)


@require_POST
@permission_required("pipeline.advance", raise_exception=True)
def record_advance_far(request: Request, kind: str, uuid: Any) -> HttpResponse:
    """Move one record as far as it may go."""
    record = found(request, kind, uuid)
    steps = moves.advance_far(record, by=request.user)
    record.refresh_from_db()
    if steps:
        messages.success(request, moved_to(record.step))
    else:
        messages.warning(request, _("ยังเลื่อนไม่ได้ ดูข้อที่ยังไม่ครบด้านล่าง"))
    return back_to(request, kind, record)


@require_POST
@permission_required("pipeline.advance", raise_exception=True)
def record_advance_many(request: Request, kind: str) -> HttpResponse:
    """Move every chosen record that may go on; list what keeps the others."""
    path = PATHS[kind]
    chosen = path.model.objects.visible_to(request.user).filter(
        uuid__in=clean_uuids(request.POST.getlist("pick"))
    )
    step = posted_step(request)
    outcome = moves.advance(chosen[: moves.AT_MOST], step, by=request.user)
    n = len(outcome.moved)
    if n:
        said = ngettext("เลื่อนแล้ว %(n)d รายการ", "เลื่อนแล้ว %(n)d รายการ", n) % {"n": n}
        messages.success(request, said)
    else:
        messages.warning(request, _("ไม่มีรายการใดเลื่อน"))
    if not (outcome.lacking or outcome.already or outcome.not_walking):
        return redirect(list_sent_from(request, kind))
    context = {
        "kind": kind,
        "page": PAGE_OF[kind],
        "list": list_sent_from(request, kind),
        "stayed": [(r, why_stayed(path, r, outcome)) for r in titled(path, outcome.stayed)],
    }
    return render(request, "pipeline/advance_result.html", context)


@require_http_methods(["GET", "POST"])
@permission_required("pipeline.send_back", raise_exception=True)
def record_send_back(request: Request, kind: str, uuid: Any) -> HttpResponse:
    """Send one record back a step, naming what to put right."""
    record = found(request, kind, uuid)
    form = SendBackForm(request.POST or None, initial={"step": record.step})
    if request.method == "POST" and form.is_valid():
        try:
            data = form.cleaned_data
            step = moves.send_back(record, data["step"], by=request.user, fixes=data["fixes"])
            messages.success(request, _("ส่งกลับไปขั้นตอนที่ %(step)d แล้ว") % {"step": step})
        except moves.MoveRefused as refused:
            messages.warning(request, told(refused))
        return back_to(request, kind, record)
    return drawn(
        request, "send_back", kind, record, form, to_step=path_of(record).previous_step(record)
    )


@require_http_methods(["GET", "POST"])
@permission_required("pipeline.waive", raise_exception=True)
def record_waive(request: Request, kind: str, uuid: Any) -> HttpResponse:
    """Set one missing requirement of the current step aside, with a reason."""
    record = found(request, kind, uuid)
    form = WaiveForm(request.POST or None, missing=missing_of(record))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            code = data["requirement"]
            moves.waive(record, code, by=request.user, reason=data["reason"], note=data["note"])
            messages.success(request, _("ยกเว้นหลักเกณฑ์แล้ว"))
        except moves.MoveRefused as refused:
            messages.warning(request, str(refused))
        return back_to(request, kind, record)
    return drawn(request, "waive", kind, record, form)


@require_POST
@permission_required("pipeline.waive", raise_exception=True)
def waiver_lift(request: Request, kind: str, uuid: Any, code: str) -> HttpResponse:
    """Let a waiver lapse: the requirement is asked again."""
    record = found(request, kind, uuid)
    if moves.lift_waiver(record, code):
        messages.success(request, _("ยกเลิกการยกเว้นแล้ว เงื่อนไขนี้กลับมาต้องมีหลักฐาน"))
    return back_to(request, kind, record)


def titled(path: Path, pks: Any) -> Any:
    """Return records by key with what their titles need."""
    rows = path.model._default_manager.filter(pk__in=list(pks))
    return rows.select_related("household") if path.owner == "enrolment" else rows


def why_stayed(path: Path, record: Any, outcome: moves.Outcome) -> str:
    """Say why one of the chosen did not move: what is missing, who was quicker, or its end."""
    if record.pk in outcome.lacking:
        return sentence(outcome.lacking[record.pk])
    refused: moves.MoveRefused = moves.NotWalking()
    if record.pk in outcome.already:
        refused = moves.AlreadyMoved(moves.last_event(record))
    return told(refused)


def list_sent_from(request: Request, kind: str) -> str:
    """Return the list the press came from with its filters, or the whole list."""
    plain, sent_from = reverse(LIST_OF[kind]), page_sent_from(request)
    return sent_from if sent_from.partition("?")[0] == plain else plain


def posted_step(request: Request) -> int:
    """Return the step the form was drawn at; anything else matches no record."""
    typed = request.POST.get("step", "")
    return int(typed) if typed.isdecimal() and len(typed) < 3 else -1


def clean_uuids(typed: list[str]) -> list[str]:
    """Drop what is no uuid: a damaged form must not be a server error."""
    return [text for text in typed if len(text.replace("-", "")) == 32 and _is_hex(text)]


def _is_hex(text: str) -> bool:
    return all(c in "0123456789abcdefABCDEF-" for c in text)


def missing_of(record: Any) -> list[Any]:
    """Return what keeps the record at its step."""
    path = path_of(record)
    states = path.judge([record])[record.pk]
    return [path.by_code[code] for code, state in states.items() if state == MISSING]


def told(refused: moves.MoveRefused) -> str:
    """Return a refusal in words: what is missing, or who was quicker and when."""
    if isinstance(refused, moves.NotReady):
        return sentence(refused.missing)
    if isinstance(refused, moves.AlreadyMoved) and refused.event:
        name = refused.event.by.display_name if refused.event.by else _("ระบบ")
        at = format_datetime(refused.event.at)
        return _("รายการนี้ถูกเลื่อนไปแล้วโดย %(name)s เมื่อ %(at)s") % {"name": name, "at": at}
    return str(refused)


def moved_to(step: int) -> str:
    """Say where a record is now."""
    if step > 5:
        return _("ผ่านครบทุกขั้นตอนของเส้นทางแล้ว")
    return _("เลื่อนไปขั้นตอนที่ %(step)d แล้ว") % {"step": step}


def back_to(request: Request, kind: str, record: Any) -> HttpResponse:
    """Return to the board where the press came from it, else to the record's page."""
    if request.POST.get("from") == "board" and kind == "group":
        return redirect("groups:group_board")
    return redirect(PAGE_OF[kind], record.uuid)
