"""The village grid on its way through Excel: taken out to be filled in, and read into the page."""

import tempfile
from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from households.forms.grid import GridFileForm, GridSheetForm
from households.grid import files
from households.grid.cells import Cells
from households.grid.sheet import Sheet, listed
from households.grid.shown import Shown
from households.imports.reading import UnreadableFile
from households.models import Enrolment
from households.views.access import may_export
from households.views.facts import read_or_write
from households.views.grid import Where, asked_year, draw, enrolments_in
from households.views.imports import may_import
from households.views.trail import place_crumbs
from otoppath.accounts.http import Request
from otoppath.accounts.scoping import serves
from otoppath.places.models import Place
from otoppath.places.names import place_label
from otoppath.places.ranges import code_in
from otoppath.privacy.models import AccessLog, record_access
from otoppath.thai.dates import today

KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@read_or_write
@may_import
@may_export
def grid_sheet(request: Request, code: str) -> HttpResponseBase:
    """Send the grid of a village or a subdistrict as a sheet to fill in; asked why, and logged."""
    year = asked_year(request)
    rows = listed(enrolments_under(request, code, year)).select_related("household")
    back = f"{reverse('households:enrolment_list')}?place={code}&year={year}"
    form = GridSheetForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        sheet = Sheet(request.user, rows, Cells.load())
        found = sheet.read(list(rows.order_by("sort_key", "pk")))
        record_access(
            user=request.user,
            action=AccessLog.Action.EXPORT,
            subject_label=_("ตารางหมู่บ้าน %(place)s ปีงบประมาณ %(year)d %(n)d แถว")
            % {"place": place_label(code), "year": year, "n": len(found.rows)},
            place_code=code,
            reason=form.said,
            request_id=request.request_id,
        )
        return sheet_response(found, f"grid-{code}-{year}.xlsx")
    context = {
        "form": form,
        "title": place_label(code),
        "year": year,
        "back": back,
        "trail": place_crumbs(code, _("ตารางหมู่บ้าน")),
    }
    status = 422 if form.is_bound else 200
    return render(request, "households/grid_sheet.html", context, status=status)


def sheet_response(sheet: Sheet, name: str) -> FileResponse:
    """Answer with a sheet as a workbook that nobody keeps on the way."""
    written: Any = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
    files.write(sheet, written)
    written.seek(0)
    response = FileResponse(written, content_type=KIND, as_attachment=True, filename=name)
    response["Cache-Control"] = "private, no-store"
    return response


def enrolments_under(request: Request, code: str, year: int) -> Any:
    """Return the enrolments of a village, or of a subdistrict that the viewer serves."""
    if len(code) == 8:
        return enrolments_in(request, code, year)
    is_known = Place.objects.subdistricts().filter(code=code).exists()
    if not (is_known and serves(request.user, code)):
        raise Http404
    rows = Enrolment.objects.visible_to(request.user).filter(code_in("village_id", [code]))
    return rows.of_year(year)


@require_POST
@may_import
def grid_load(request: Request, code: str) -> HttpResponse:
    """Draw the grid with what a file says in its cells; nothing is saved until it is pressed."""
    year = asked_year(request)
    where = Where(code, year, enrolments_in(request, code, year))
    form = GridFileForm(request.POST, request.FILES)
    back = redirect(where.url)
    if not form.is_valid():
        messages.error(request, " ".join(map(str, form.errors["file"])))
        return back
    upload = form.cleaned_data["file"]
    sheet = Sheet(request.user, where.rows, Cells.load())
    try:
        loaded = files.load(upload.read(), upload.name, into=sheet, code=code, day=today())
    except UnreadableFile as error:
        messages.error(request, str(error))
        return back
    return draw(request, where, Shown(loaded.merged.sheet, loaded.merged), loaded=loaded)
