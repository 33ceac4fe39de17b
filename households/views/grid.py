"""The village grid: forty enrolments on one page, saved in one press."""

import json
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from households.counting import summary_of
from households.forms.filters import EnrolmentFilter, year_choices
from households.forms.grid import GridFileForm, GridForm, YearForm
from households.grid.cells import COLUMN, Cells
from households.grid.merging import Merged, Posted, merge, save
from households.grid.sheet import AT_MOST, Sheet, listed
from households.grid.shown import Shown
from households.models import Enrolment
from households.views.access import may_change, may_view
from households.views.enrolment import is_uuid
from households.views.facts import read_or_write
from households.views.trail import place_crumbs
from otoppath.accounts.http import Request
from otoppath.accounts.scoping import serves
from otoppath.lists.idempotency import once, save_once
from otoppath.lists.pager import keyset_page
from otoppath.places.models import Place
from otoppath.places.names import place_label
from otoppath.thai.dates import fiscal_year, today

KEY_LENGTH = 36  # of the uuid in the name of a box: c-<uuid>-<column>


class NotWhole(Exception):
    """Somebody was quicker: what could be saved a moment ago no longer can, or not all of it."""


@dataclass(frozen=True)
class Where:
    """The village and the year a sheet is of."""

    code: str
    year: int
    rows: Any  # all enrolments of both

    @property
    def url(self) -> str:
        """Address of the sheet itself."""
        return f"{reverse('households:grid_change', args=[self.code])}?year={self.year}"

    @property
    def subdistrict(self) -> str:
        """Code of the subdistrict the village lies in."""
        return self.code[:6]

    @property
    def list_url(self) -> str:
        """Address of the same enrolments as a list."""
        return f"{reverse('households:enrolment_list')}?place={self.code}&year={self.year}"


@read_or_write
@may_change
@once
def grid_change(request: Request, code: str) -> HttpResponse:
    """Fill in what is asked of a village's enrolments as one sheet."""
    year = asked_year(request)
    where = Where(code, year, enrolments_in(request, code, year))
    sheet = Sheet(request.user, where.rows, Cells.load())
    if request.method == "POST":
        return grid_save(request, where, sheet)
    page = keyset_page(
        listed(where.rows).select_related("household"),
        order="sort_key",
        cursor=request.GET.get("cursor"),
        size=AT_MOST,
    )
    return draw(request, where, Shown(sheet.read(page.rows)), page=page)


def grid_save(request: Request, where: Where, sheet: Sheet) -> HttpResponse:
    """Save what is good; where something is not, draw the page again with what stays typed."""
    form = GridForm(request.POST)
    is_valid = form.is_valid()
    posted = posted_of(request, form)
    merged = merge(sheet.of(posted.texts), posted)
    if is_valid and merged.is_whole:
        made = partial(saved_whole, request, merged)
        try:
            return save_once(request, form, made, done=partial(saved_words, request, merged))
        except NotWhole:
            merged = merge(sheet.of(posted.texts), posted)
    merged = save(merged, by=request.user)
    if merged.entries:
        messages.success(request, saved_words(request, merged))
    return draw(request, where, Shown(sheet.of(posted.texts), merged), form=form)


def saved_whole(request: Request, merged: Merged) -> str:
    """Save a page of which everything is good, and return where it is read."""
    if not save(merged, by=request.user).is_whole:
        raise NotWhole
    return request.get_full_path()


def draw(  # noqa: PLR0913 - what is drawn is named, one of three
    request: Request,
    where: Where,
    shown: Shown,
    *,
    form: Any = None,
    page: Any = None,
    loaded: Any = None,
) -> HttpResponse:
    """Draw the sheet: fresh, with what a press left open, or with what a file says."""
    values = {"drawn": shown.drawn(), "theirs": shown.theirs()}
    initial = {name: json.dumps(value, ensure_ascii=False) for name, value in values.items()}
    title = place_label(where.code)
    context = {
        "form": GridForm(initial=initial | ({"day": form["day"].value()} if form else {})),
        "sent": form,
        "loaded": loaded,
        "file_form": GridFileForm(),
        "serves_all": serves(request.user, where.subdistrict),
        "shown": shown,
        "page": page,
        "where": where,
        "years": year_choices(),
        "title": title,
        "part": shown.part or request.POST.get("part"),
        "left_out": where.rows.count() - listed(where.rows).count() if page else 0,
        "summary": summary_of(listed(where.rows), where.year, title),
        "trail": place_crumbs(where.code, _("ตารางหมู่บ้าน")),
    }
    return render(request, "households/grid_form.html", context)


@require_safe
@may_view
def enrolment_summary(request: Request) -> HttpResponse:
    """Say how many enrolments a filtered list holds, in words that can be passed on."""
    filters = EnrolmentFilter(request.GET, user=request.user)
    rows = filters.filtered(Enrolment.objects.visible_to(request.user))
    # A name that was searched for stays out of it.
    told = {str(filters.fields[name].label) for name in ("q", "year")}
    chips = [chip for chip in filters.chips() if chip.label not in told]
    titles = [f"{chip.label} {chip.value}".strip() for chip in chips]
    context = {
        "summary": summary_of(rows, filters.asked_year, *titles),
        "filters": filters,
        "list_url": reverse("households:enrolment_list") + filters.querystring(),
    }
    return render(request, "households/enrolment_summary.html", context)


def asked_year(request: Request) -> int:
    """Return the fiscal year of the address; today's where none is asked, or none that there is."""
    form = YearForm(request.GET)
    return form.cleaned_data["year"] if form.is_valid() else fiscal_year(today())


def enrolments_in(request: Request, code: str, year: int) -> Any:
    """Return the enrolments of a village of the viewer's area; any other does not exist."""
    is_near = len(code) == 8 and serves(request.user, code)
    if not is_near or not Place.objects.villages().filter(code=code).exists():
        raise Http404
    return Enrolment.objects.visible_to(request.user).filter(village=code).of_year(year)


def posted_of(request: Request, form: GridForm) -> Posted:
    """Return what the page sent, row by row."""
    boxes: dict[str, dict[str, dict[str, str]]] = {"c-": {}, "p-": {}}
    for name, value in request.POST.items():
        kind, key, column = name[:2], name[2 : 2 + KEY_LENGTH], name[3 + KEY_LENGTH :]
        if kind in boxes and column in COLUMN and is_uuid(key):
            boxes[kind].setdefault(key, {})[column] = str(value)
    typed = form.cleaned_data
    return Posted(
        dict(list(boxes["c-"].items())[:AT_MOST]),
        typed.get("drawn") or {},
        typed.get("theirs") or {},
        boxes["p-"],
        typed.get("day"),
    )


def saved_words(request: Request, merged: Merged) -> str:
    """Say how much was saved, and to volunteers that it waits."""
    n = len(merged.entries)
    if not n:
        return _("ไม่มีช่องใดเปลี่ยน")
    said = ngettext("บันทึกแล้ว %(n)d รายการ", "บันทึกแล้ว %(n)d รายการ", n) % {"n": n}
    if request.user.has_perm("households.check_entry"):
        return said
    return f"{said} {_('รอเจ้าหน้าที่ตรวจ')}"
