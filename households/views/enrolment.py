"""Pages of an enrolment: the list of a year, one enrolment, nomination, route, exit."""

from functools import partial
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from households.forms.enrolment import ExitForm, NominateForm, RouteForm
from households.forms.filters import EnrolmentFilter
from households.models import Enrolment, Household, Selection
from households.models.steps import Step
from households.nominating import Nominated, YearIsClosed, nominate
from households.views.access import get_enrolment, get_known_enrolment, may_decide, may_view
from households.views.sections import MOVED, enrolment_context
from households.views.trail import place_crumbs
from otoppath.accounts.history import history_of
from otoppath.accounts.http import Request
from otoppath.accounts.scoping import serves
from otoppath.lists.counts import bounded_count
from otoppath.lists.idempotency import once, save_once
from otoppath.lists.pager import keyset_page
from otoppath.pipeline.pages import links_by_step
from otoppath.pipeline.paths import path_of
from otoppath.thai.dates import fiscal_year, today

AT_MOST = 500


@require_safe
@may_view
def enrolment_list(request: Request) -> HttpResponse:
    """Enrolments of a fiscal year, by step, selection, route and what is missing."""
    filters = EnrolmentFilter(request.GET, user=request.user)
    rows = filters.filtered(Enrolment.objects.visible_to(request.user))
    # The households in a query of their own: a join makes SQLite sort the whole table.
    named = rows.prefetch_related("household")
    step = filters.picked.get("step") if filters.is_of_one_step else None
    context = {
        "filters": filters,
        "page": keyset_page(named, order=filters.order, cursor=filters.cursor),
        "count": bounded_count(rows),
        "step": step,
        "steps": links_by_step(rows, filters) if filters.is_ready_at_any_step else [],
        "grid_url": grid_url(request, filters.picked.get("place", ""), filters.asked_year),
        "actions": [{"value": "advance", "label": onward(step, filters.picked.get("route"))}],
    }
    return render(request, "households/enrolment_list.html", context)


def grid_url(request: Request, code: str, year: int) -> str:
    """Return the address of a village's grid; "" of a wider place, and to who enters no facts."""
    if len(code) != 8 or not request.user.has_perm("households.change_household"):
        return ""
    return f"{reverse('households:grid_change', args=[code])}?year={year}"


def onward(step: int | None, route: str | None) -> str:
    """Return where the chosen enrolments of a step go, as far as their filters say it."""
    if step is None:
        return ""
    one = Enrolment(step=step, route=route or "")
    at = path_of(one).next_step(one)
    if at == Step.DONE:
        return _("จบเส้นทาง")
    if step == Step.DEVELOP and not route:
        return _("เลื่อนไปขั้นตอนที่ %(n)d (ทำใช้เองจบเส้นทาง)") % {"n": at}
    return _("เลื่อนไปขั้นตอนที่ %(n)d") % {"n": at}


@require_safe
@may_view
def enrolment_detail(request: Request, uuid: UUID) -> HttpResponse:
    """One household in one year: stepper, checklist, every fact."""
    enrolment = get_enrolment(request, uuid)
    household = enrolment.household
    is_near = serves(request.user, household.village_id)
    before = [(str(household), household.get_absolute_url())] if is_near else []
    label = _("ปีงบประมาณ %(year)s") % {"year": enrolment.fiscal_year}
    context = {
        "household": household,
        "is_near": is_near,
        "grid_url": grid_url(request, enrolment.village_id, enrolment.fiscal_year),
        "trail": place_crumbs(enrolment.village_id, label, *before),
        "changes": history_of(enrolment, told_elsewhere=MOVED),
        **enrolment_context(request, enrolment),
    }
    return render(request, "households/enrolment_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@may_decide
@once
def enrolment_nominate(request: Request) -> HttpResponse:
    """Put the chosen households forward for a fiscal year: asked once for all of them."""
    households = _picked(request)
    if not households:
        is_of_file = "batch" in request.POST
        said = _("ครัวเรือนของแฟ้มนี้มีชื่อในปีนี้ครบแล้ว") if is_of_file else _("ยังไม่ได้เลือกครัวเรือน")
        messages.warning(request, said)
        return redirect("households:household_list")
    is_sent = "once_key" in request.POST
    form = NominateForm(request.POST if is_sent else None)
    if is_sent and form.is_valid():
        entered: list[Enrolment] = []
        made = partial(_nominated, request, form, households, entered)
        try:
            return save_once(request, form, made, done=lambda: _entered(entered))
        except YearIsClosed:
            form.add_error("fiscal_year", _("ปีงบประมาณนี้ปิดรับการเสนอชื่อแล้ว"))
        except ValidationError as nobody:
            form.add_error(None, nobody)
    years = [year for year, _label in form.fields["fiscal_year"].choices]
    context = {"form": form, "households": _with_years(households, years)}
    return render(request, "households/enrolment_nominate.html", context)


def _with_years(households: list[Household], years: list[int]) -> list[Household]:
    """Give each household the years, of those offered, in which it has a name already."""
    known = Enrolment.objects.filter(household__in=households, fiscal_year__in=years)
    found: dict[int, list[str]] = {}
    for pk, year in known.order_by("fiscal_year").values_list("household", "fiscal_year"):
        found.setdefault(pk, []).append(str(year))
    for household in households:
        household.years = ", ".join(found.get(household.pk, []))
    return households


def _entered(enrolments: list[Enrolment]) -> str:
    n, year = len(enrolments), enrolments[0].fiscal_year
    return ngettext(
        "เสนอชื่อแล้ว %(n)d ครัวเรือน ปีงบประมาณ %(year)s",
        "เสนอชื่อแล้ว %(n)d ครัวเรือน ปีงบประมาณ %(year)s",
        n,
    ) % {"n": n, "year": year}


def _picked(request: Request) -> list[Household]:
    """Return the ticked households of the viewer's area, in Thai order."""
    rows = Household.objects.visible_to(request.user).order_by("sort_key", "id")
    batch = request.POST.get("batch", "")
    if is_uuid(batch):
        # All of an imported file; of a long one those come first that are not in the year yet.
        known = Enrolment.objects.of_year(fiscal_year(today())).filter(household=OuterRef("pk"))
        return list(rows.standing().filter(~Exists(known), batch__uuid=batch)[:AT_MOST])
    uuids = [text for text in request.POST.getlist("pick")[:AT_MOST] if is_uuid(text)]
    return list(rows.filter(uuid__in=uuids))


def is_uuid(text: str) -> bool:
    """Whether a text can name a record."""
    try:
        return bool(UUID(text))
    except ValueError:
        return False


def _nominated(
    request: Request, form: NominateForm, households: list[Household], entered: list[Enrolment]
) -> str:
    """Nominate, say who was left out, and return where the others can be seen."""
    nomination = form.nomination()
    done = nominate(households, nomination, by=request.user)
    left_out = _left_out(done)
    if not done.enrolments:
        raise ValidationError(left_out)
    for sentence in left_out:
        messages.warning(request, sentence)
    entered += done.enrolments
    if len(done.enrolments) == 1:
        return done.enrolments[0].get_absolute_url()
    query = urlencode({"year": nomination.fiscal_year, "selection": Selection.NOMINATED})
    return f"{reverse('households:enrolment_list')}?{query}"


def _left_out(done: Nominated) -> list[str]:
    """Say which households did not enter the year, and why."""
    reasons = (
        (done.already, _("มีชื่อในปีนี้อยู่แล้ว จึงไม่เสนอชื่อซ้ำ %(n)d ครัวเรือน: %(names)s")),
        (done.unchecked, _("ยังไม่ได้ตรวจรับ จึงยังเสนอชื่อไม่ได้ %(n)d ครัวเรือน: %(names)s")),
        (done.closed, _("ปิดระเบียนแล้ว จึงเสนอชื่อไม่ได้ %(n)d ครัวเรือน: %(names)s")),
    )
    return [
        sentence
        % {"n": len(households), "names": ", ".join(str(household) for household in households)}
        for households, sentence in reasons
        if households
    ]


@require_http_methods(["GET", "HEAD", "POST"])
@may_decide
def route_change(request: Request, uuid: UUID) -> HttpResponse:
    """Choose the route of an enrolment."""
    enrolment = get_known_enrolment(request, uuid)
    form = RouteForm(request.POST or None, instance=enrolment)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("บันทึกเส้นทางแล้ว"))
        return redirect(enrolment)
    return render(request, "households/fact_form.html", _page(form, enrolment, _("เลือกเส้นทาง")))


@require_http_methods(["GET", "HEAD", "POST"])
@may_decide
def enrolment_exit(request: Request, uuid: UUID) -> HttpResponse:
    """Note that an enrolment left the path; before training a reserve may take its place."""
    enrolment = get_known_enrolment(request, uuid)
    if enrolment.exited_on:
        return redirect(enrolment)
    form = ExitForm(request.POST or None, enrolment=enrolment, user=request.user)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        enrolment.leave(
            on=typed["exited_on"],
            reason=typed["reason"],
            note=typed["note"],
            reserve=typed.get("reserve"),
            by=request.user,
        )
        messages.success(request, _("บันทึกการออกจากเส้นทางแล้ว"))
        return redirect(enrolment)
    context = {"form": form, "enrolment": enrolment, "household": enrolment.household}
    return render(request, "households/enrolment_exit.html", context)


@require_POST
@may_decide
def enrolment_rejoin(request: Request, uuid: UUID) -> HttpResponse:
    """Take back an exit that was entered by mistake."""
    enrolment = get_known_enrolment(request, uuid)
    enrolment.rejoin(by=request.user)
    if enrolment.exited_on:
        messages.warning(request, _("มีครัวเรือนสำรองเข้าแทนแล้ว จึงกลับเข้าเส้นทางไม่ได้"))
    else:
        messages.success(request, _("กลับเข้าเส้นทางแล้ว"))
    return redirect(enrolment)


def _page(form: Any, enrolment: Enrolment, title: str) -> dict[str, Any]:
    return {"form": form, "enrolment": enrolment, "title": title, "label": _("บันทึก")}
