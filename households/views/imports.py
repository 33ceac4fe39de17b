"""Bringing in the office's spreadsheet: choose, look, then write."""

import io
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from households.forms.imports import ImportForm
from households.imports import batches
from households.imports.columns import COLUMN_NAMES, HouseholdResource
from households.imports.shown import columns_of, with_read
from households.models import ImportBatch
from otoppath.accounts.http import Request
from otoppath.lists.pager import keyset_page

may_import = permission_required("households.import", raise_exception=True)
SHOWN = 200  # rows of one state on the preview page

STATES = ("refused", "duplicate", "changed", "new", "unchanged")


@require_http_methods(["GET", "POST"])
@may_import
def import_create(request: Request) -> HttpResponse:
    """Choose a file; what it would do is shown before anything is written."""
    form = ImportForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            batch, _plan = batches.begin(
                upload.read(), upload.name, by=request.user, request_id=request.request_id
            )
            return redirect("households:import_detail", batch.uuid)
        except batches.UnreadableFile as error:
            form.add_error("file", str(error))
    earlier = keyset_page(ImportBatch.objects.visible_to(request.user), order="-id", size=10)
    context = {"form": form, "earlier": earlier, "columns": COLUMN_NAMES.values()}
    context["steps"] = steps_at(0)
    status = 422 if form.is_bound else 200
    return render(request, "households/import_form.html", context, status=status)


@require_safe
@may_import
def import_detail(request: Request, uuid: Any) -> HttpResponse:
    """Show what a file would do, or did: five counts, each openable."""
    batch = found(request, uuid)
    plan = None
    if batch.state == ImportBatch.State.PREVIEWED:
        plan = batches.plan_for(batch, user=request.user)
    state = request.GET.get("state", "")
    context = {
        "batch": batch,
        "counts": counts_of(batch, plan),
        "state": state if state in STATES else "",
        "rows": with_read(plan.of(state)[:SHOWN]) if plan and state in STATES else [],
        "shown": SHOWN,
        "errors": plan.errors()[:SHOWN] if plan else batch.errors[:SHOWN],
        "unknown": plan.unknown_columns if plan else [],
        "columns": columns_of(plan) if plan else [],
        "same": batches.same_before(batch) if plan else None,
        "steps": steps_at(1 if plan else 2),
    }
    return render(request, "households/import_detail.html", context)


@require_POST
@may_import
def import_commit(request: Request, uuid: Any) -> HttpResponse:
    """Write a previewed file, all of it or nothing."""
    batch = found(request, uuid)
    try:
        batches.finish(batch, by=request.user)
        n = batch.new + batch.changed
        said = ngettext("นำเข้าแล้ว %(n)d ครัวเรือน", "นำเข้าแล้ว %(n)d ครัวเรือน", n) % {"n": n}
        messages.success(request, said)
    except batches.AlreadyEnded:
        messages.info(request, _("แฟ้มนี้ดำเนินการไปแล้ว ไม่มีการนำเข้าซ้ำ"))
    return redirect("households:import_detail", uuid)


@require_POST
@may_import
def import_drop(request: Request, uuid: Any) -> HttpResponse:
    """Leave a previewed file; nothing was written and nothing is."""
    try:
        batches.drop(found(request, uuid))
        messages.info(request, _("ยกเลิกแล้ว ไม่มีข้อมูลถูกบันทึก"))
    except batches.AlreadyEnded:
        messages.info(request, _("แฟ้มนี้ดำเนินการไปแล้ว"))
    return redirect("households:import_create")


@require_safe
@may_import
def import_template(request: Request) -> FileResponse:
    """Send an empty sheet with the right headings; IDs and phones as text."""
    import xlsxwriter

    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        sheet = book.add_worksheet(pgettext("many", "ครัวเรือน"))
        sheet.set_column(0, len(HouseholdResource.fields), 18, book.add_format({"num_format": "@"}))
        bold = book.add_format({"bold": True, "num_format": "@"})
        sheet.write_row(0, 0, COLUMN_NAMES.values(), bold)
    buffer.seek(0)
    return FileResponse(buffer, as_attachment=True, filename="households.xlsx")


def steps_at(current: int) -> list[dict[str, str]]:
    """Return the steps of the import for `components/_wizard.html`."""
    labels = [_("เลือกแฟ้ม"), _("ตรวจผล"), _("นำเข้าแล้ว")]
    states = ["done" if i < current else "current" if i == current else "ahead" for i in range(3)]
    return [{"label": label, "state": state} for label, state in zip(labels, states, strict=True)]


def found(request: Request, uuid: Any) -> ImportBatch:
    """Return a batch of the user's area; another's does not exist."""
    return get_object_or_404(ImportBatch.objects.visible_to(request.user), uuid=uuid)


def counts_of(batch: ImportBatch, plan: Any) -> list[tuple[str, Any, int]]:
    """Return (state, label, count) of the five states; from the plan while it is a preview."""
    counts = plan.counts() if plan else {s: getattr(batch, s) for s in STATES}
    labels = {
        "new": _("ใหม่"),
        "changed": _("เปลี่ยนแปลง"),
        "unchanged": _("เหมือนเดิม"),
        "duplicate": _("ซ้ำ"),
        "refused": _("ไม่รับ"),
    }
    return [(state, labels[state], counts[state]) for state in STATES]
