"""What an officer settles before a file is taken: its columns, and repairs of damaged cells."""

from itertools import islice
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from households.forms.mapping import ColumnsForm
from households.imports import batches, jobs
from households.imports.mapping import SAMPLES, Mapping, how_said, samples_of
from households.imports.reading import Sheet
from households.imports.shown import proposals_of
from households.models import ImportBatch, ImportRow
from households.views.imports import found, may_import, steps_at, trail_of
from otoppath.accounts.http import Request
from otoppath.lists.pager import keyset_page

State = ImportBatch.State


@require_http_methods(["GET", "POST"])
@may_import
def import_columns(request: Request, uuid: Any) -> HttpResponse:
    """Say what each column of the file means; remembered for the office's next file of its kind."""
    batch = found(request, uuid)
    if batch.state not in (State.MAPPING, State.PREVIEWED) or not batch.file:
        return _has_ended(request, uuid)
    name = str((request.POST or request.GET).get("sheet", ""))[:100]
    try:
        sheet = batches.opened(batch, name)
    except batches.UnreadableFile as error:
        messages.error(request, str(error))
        return redirect("households:import_detail", uuid)
    proposed = _proposed(batch, sheet)
    form = ColumnsForm(request.POST or None, columns=proposed.columns)
    if request.method == "POST" and form.is_valid():
        try:
            jobs.choose_columns(
                batch,
                form.columns,
                sheet=sheet.name[:100],
                by=request.user,
                request_id=request.request_id,
            )
        except batches.AlreadyEnded:
            return _has_ended(request, uuid)
        return redirect("households:import_detail", uuid)
    context = {"batch": batch, "form": form, "sheet": sheet, "steps": steps_at(1, batch)}
    context["trail"] = trail_of(batch, _("เลือกคอลัมน์"))
    context["rows"] = _rows(form, proposed, sheet)
    status = 422 if form.is_bound else 200
    return render(request, "households/import_columns.html", context, status=status)


@require_http_methods(["GET", "POST"])
@may_import
def import_repairs(request: Request, uuid: Any) -> HttpResponse:
    """Show damaged cells beside what they may have been; accept some rows, or all."""
    batch = found(request, uuid)
    if batch.state != State.PREVIEWED:
        return _has_ended(request, uuid)
    if request.method == "POST":
        return _accept(request, batch)
    rows = ImportRow.objects.visible_to(request.user).filter(batch=batch).exclude(proposals=[])
    page = keyset_page(rows, order="number", cursor=request.GET.get("cursor"))
    context = {"batch": batch, "page": page, "steps": steps_at(2, batch)}
    context["trail"] = trail_of(batch, _("ข้อความที่อาจเสียหาย"))
    context["rows"] = [(row, proposals_of(row)) for row in page.rows]
    return render(request, "households/import_repairs.html", context)


def _accept(request: Request, batch: ImportBatch) -> HttpResponse:
    picked = [int(number) for number in request.POST.getlist("row") if number.isdecimal()]
    is_all = "all" in request.POST
    if not picked and not is_all:
        messages.info(request, _("ยังไม่ได้เลือกแถว เลือกแถวที่ยอมรับ หรือยอมรับทั้งหมด"))
        return redirect("households:import_repairs", batch.uuid)
    n = batch.proposed if is_all else len(set(picked))
    try:
        jobs.accept_repairs(
            batch, None if is_all else picked, by=request.user, request_id=request.request_id
        )
    except batches.AlreadyEnded:
        return _has_ended(request, batch.uuid)
    said = ngettext("ยอมรับข้อเสนอซ่อม %(n)d แถว", "ยอมรับข้อเสนอซ่อม %(n)d แถว", n)
    messages.success(request, said % {"n": n})
    return redirect("households:import_detail", batch.uuid)


def _has_ended(request: Request, uuid: Any) -> HttpResponse:
    messages.info(request, _("แฟ้มนี้ดำเนินการไปแล้ว"))
    return redirect("households:import_detail", uuid)


def _proposed(batch: ImportBatch, sheet: Sheet) -> Mapping:
    """Return what was chosen for this sheet, or else what is proposed."""
    proposed = batches.proposed_for(sheet, [batch.place_id])
    if batch.is_mapped and [typed for typed, _name in batch.columns] == sheet.header:
        return proposed.chosen([name for _typed, name in batch.columns])
    return proposed


def _rows(form: ColumnsForm, proposed: Mapping, sheet: Sheet) -> list[dict[str, Any]]:
    samples = [cells for _number, cells in islice(sheet.rows, SAMPLES)]
    return [
        {
            "field": form[f"column_{i}"],
            "samples": samples_of(i, samples),
            "why": how_said(guess),
            "is_certain": guess.is_certain,
        }
        for i, guess in enumerate(proposed.guesses)
    ]
