"""Bringing in the office's spreadsheet: choose, look, then write; the work is done by jobs."""

import io
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import FileResponse, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from households.forms.imports import ImportForm
from households.imports import batches, jobs
from households.imports.answering import answered, answers_of
from households.imports.columns import TEMPLATE
from households.imports.judging import STATES
from households.imports.returning import refused_lines
from households.imports.shown import (
    became,
    columns_of,
    counts_of,
    how_far,
    undoes,
    with_read,
    writes,
)
from households.imports.undoing import kept_back
from households.models import ImportBatch, ImportRow
from households.views.trail import Crumb, crumbs
from otoppath.accounts.forms.export import ExportForm
from otoppath.accounts.http import Request
from otoppath.lists.pager import keyset_page
from otoppath.lists.spreadsheet import list_response
from otoppath.privacy.models import AccessLog, record_access
from otoppath.thai.dates import format_date

may_import = permission_required("households.import", raise_exception=True)
State = ImportBatch.State
EARLIER = 10  # files before this one, on a page


@require_http_methods(["GET", "POST"])
@may_import
def import_create(request: Request) -> HttpResponse:
    """Choose a file; what it would do is shown before anything is written."""
    form = ImportForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            batch = jobs.take_in(
                upload.read(), upload.name, by=request.user, request_id=request.request_id
            )
            return redirect("households:import_detail", batch.uuid)
        except batches.UnreadableFile as error:
            form.add_error("file", str(error))
    batches_here = ImportBatch.objects.visible_to(request.user).imports()
    batches_here = batches_here.select_related("created_by")
    cursor = request.GET.get("cursor")
    earlier = keyset_page(batches_here, order="-id", cursor=cursor, size=EARLIER)
    context = {"form": form, "earlier": earlier, "columns": TEMPLATE, "steps": steps_at(0)}
    status = 422 if form.is_bound else 200
    return render(request, "households/import_form.html", context, status=status)


@require_safe
@may_import
def import_detail(request: Request, uuid: Any) -> HttpResponse:
    """Show how far a file is, what it would do, or did: five counts, each openable."""
    batch = found(request, uuid)
    if batch.is_comparison:
        return redirect(batch)
    if batch.state == State.MAPPING:
        return redirect("households:import_columns", uuid)
    steps = steps_at(step_of(batch), batch) if batch.state != State.UNDONE else []
    context: dict[str, Any] = {"batch": batch, "steps": steps, "became": became(batch)}
    context["trail"] = trail_of(batch)
    if batch.is_working:
        context["how_far"] = how_far(batch)
        return render(request, "households/import_working.html", context)
    state = request.GET.get("state", "")
    if state in STATES and not batch.forgotten_at:
        rows = ImportRow.objects.visible_to(request.user).filter(batch=batch).of(state)
        page = keyset_page(rows, order="number", cursor=request.GET.get("cursor"))
        said = answers_of(page.rows)
        for row in with_read(page.rows):
            row.said_to_be = said.get(row.told)
        context |= {"state": state, "state_label": ImportRow.State(state).label, "page": page}
    context |= {
        "counts": counts_of(batch),
        "columns": columns_of(batch),
        "unknown": [typed for typed, heading in columns_of(batch) if not heading],
        "answered": answered(batch) if batch.alike else 0,
        "hides_formulas": batch.state == State.PREVIEWED and batches.hides_formulas(batch),
        "same": batches.same_before(batch) if batch.state == State.PREVIEWED else None,
        "writes": writes(batch),
    }
    return render(request, "households/import_detail.html", context)


@require_safe
@may_import
def import_progress(request: Request, uuid: Any) -> JsonResponse:
    """Say how far a file is, for the page that waits for it."""
    batch = found(request, uuid)
    return JsonResponse({"working": batch.is_working, **how_far(batch)._asdict()})


@require_POST
@may_import
def import_commit(request: Request, uuid: Any) -> HttpResponse:
    """Let a previewed file be written, all of it or nothing."""
    try:
        jobs.accept(found(request, uuid), by=request.user)
    except batches.AlreadyEnded:
        messages.info(request, _("แฟ้มนี้ดำเนินการไปแล้ว ไม่มีการนำเข้าซ้ำ"))
    return redirect("households:import_detail", uuid)


@require_POST
@may_import
def import_again(request: Request, uuid: Any) -> HttpResponse:
    """Ask anew for the work on a file that stopped half-way."""
    try:
        jobs.try_again(found(request, uuid), by=request.user, request_id=request.request_id)
        messages.info(request, _("สั่งทำต่อแล้ว"))
    except batches.AlreadyEnded:
        messages.info(request, _("แฟ้มนี้ดำเนินการไปแล้ว"))
    return redirect("households:import_detail", uuid)


@require_http_methods(["GET", "POST"])
@may_import
def import_refused(request: Request, uuid: Any) -> HttpResponseBase:
    """Send the refused rows back as a file to correct; asked why, and logged, as an export."""
    batch = found(request, uuid)
    form = ExportForm(request.POST or None, initial={"reason": "correct"})
    if request.method == "POST" and form.is_valid() and batch.refused and not batch.forgotten_at:
        # Not the name of the file: it may name a person, and others read the log.
        said = {"day": format_date(batch.created_at), "n": batch.refused}
        record_access(
            user=request.user,
            action=AccessLog.Action.EXPORT,
            subject_label=_("แถวที่ไม่รับของการนำเข้าวันที่ %(day)s %(n)d แถว") % said,
            subject_uuid=batch.uuid,
            place_code=batch.place_id,
            reason=form.said,
            request_id=request.request_id,
        )
        lines = refused_lines(batch, user=request.user)
        return list_response(lines, name="refused", kind=form.cleaned_data["file_format"])
    status = 422 if form.is_bound else 200
    context = {"batch": batch, "form": form, "trail": trail_of(batch, _("ดาวน์โหลดแถวที่ไม่รับ"))}
    return render(request, "households/import_refused.html", context, status=status)


@require_http_methods(["GET", "POST"])
@may_import
def import_undo(request: Request, uuid: Any) -> HttpResponse:
    """Ask before a written file is taken back, and say what stands against it."""
    batch = found(request, uuid)
    if request.method == "POST":
        try:
            jobs.undo(batch, by=request.user)
        except batches.AlreadyEnded:
            messages.info(request, _("ยกเลิกการนำเข้าแฟ้มนี้ไม่ได้แล้ว"))
        return redirect("households:import_detail", uuid)
    kept = list(kept_back(batch)) if batch.may_be_undone else []
    context = {"batch": batch, "kept": kept, "trail": trail_of(batch, _("ยกเลิกการนำเข้า"))}
    if batch.may_be_undone:
        context["undoes"] = undoes(batch)
    return render(request, "households/import_undo.html", context)


@require_POST
@may_import
def import_drop(request: Request, uuid: Any) -> HttpResponse:
    """Leave a file that is not written; nothing was written and nothing is."""
    batch = found(request, uuid)
    try:
        batches.drop(batch)
        messages.info(request, _("ไม่นำเข้าแฟ้มนี้แล้ว ไม่มีข้อมูลถูกบันทึก"))
    except batches.AlreadyEnded:
        messages.info(request, _("แฟ้มนี้ดำเนินการไปแล้ว"))
    page = "comparison_list" if batch.is_comparison else "import_create"
    return redirect(f"households:{page}")


@require_safe
@may_import
def import_template(request: Request) -> FileResponse:
    """Send an empty sheet with the right headings; IDs and phones as text."""
    import xlsxwriter

    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        sheet = book.add_worksheet(pgettext("many", "ครัวเรือน"))
        sheet.set_column(0, len(TEMPLATE), 18, book.add_format({"num_format": "@"}))
        bold = book.add_format({"bold": True, "num_format": "@"})
        sheet.write_row(0, 0, TEMPLATE.values(), bold)
    buffer.seek(0)
    return FileResponse(buffer, as_attachment=True, filename="households.xlsx")


def steps_at(current: int, batch: ImportBatch | None = None) -> list[dict[str, str]]:
    """Return the steps of an import, or of a comparison, for `components/_wizard.html`."""
    labels = [_("เลือกแฟ้ม"), _("เลือกคอลัมน์"), _("ตรวจผล"), _("นำเข้าแล้ว")]
    if batch is not None and batch.is_comparison:
        labels = [_("เลือกบัญชี"), _("เลือกคอลัมน์"), _("เทียบและตัดสิน"), _("บันทึกตามที่เลือก")]
    states = ["done" if i < current else "current" if i == current else "ahead" for i in range(4)]
    steps = [{"label": label, "state": state} for label, state in zip(labels, states, strict=True)]
    if batch is not None and batch.state == State.PREVIEWED and batch.file:
        steps[1]["url"] = reverse("households:import_columns", args=[batch.uuid])
    return steps


def trail_of(batch: ImportBatch, label: str = "") -> list[Crumb]:
    """Return the way from the list of files to a file, and to a page of it."""
    files = (_("นำเข้ารายชื่อครัวเรือน"), reverse("households:import_create"))
    if batch.is_comparison:
        files = (_("เทียบกับบัญชี"), reverse("households:comparison_list"))
    name = batch.list_words or batch.original_name
    if not label:
        return crumbs(name, files)
    return crumbs(label, files, (name, batch.get_absolute_url()))


def step_of(batch: ImportBatch) -> int:
    """Return at which of the steps a file is."""
    if batch.state in (State.RECEIVED, State.CHECKING, State.FAILED, State.DROPPED):
        return 0
    return 2 if batch.state in ImportBatch.WRITABLE else 3


def found(request: Request, uuid: Any) -> ImportBatch:
    """Return a batch of the user's area; another's does not exist."""
    return get_object_or_404(ImportBatch.objects.visible_to(request.user), uuid=uuid)
