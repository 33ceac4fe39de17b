"""Pages of a household: find it, add it, read it, change it, move it, close it, erase it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from households.checking import may_withdraw
from households.erasing import erase_household
from households.forms.filters import HouseholdFilter
from households.forms.household import (
    CloseForm,
    HouseholdForm,
    MoveForm,
    NewHouseholdForm,
    ReasonForm,
    SearchForm,
)
from households.imports.deciding import answers_of
from households.matching import Match, matches, outside, similar, with_id
from households.models import ChangedMeanwhile, Enrolment, Household, HouseholdMerge, Person
from households.views.access import (
    get_enrolment,
    get_household,
    get_known_household,
    may_change,
    may_decide,
    may_erase,
    may_view,
)
from households.views.sections import MOVED, enrolment_context
from households.views.trail import place_crumbs
from otoppath.accounts.history import AT_MOST, Event, history_of
from otoppath.accounts.http import Request
from otoppath.lists.counts import bounded_count
from otoppath.lists.idempotency import once, save_once
from otoppath.lists.pager import keyset_page
from otoppath.thai.ids import is_national_id

PARTS = (Person, Enrolment)  # whose history the page tells beside the household's own


@require_http_methods(["GET", "HEAD", "POST"])
@may_view
def household_list(request: Request) -> HttpResponse:
    """Households of the area, by name, house number, telephone, code or national ID.

    The search is posted, so that an ID stands in no address; its answer is a list to share.
    """
    asked = request.POST if request.method == "POST" else request.GET
    filters = HouseholdFilter(asked, user=request.user)
    if request.method == "POST" or is_national_id(asked.get("q", "")):
        return HttpResponseRedirect(f"{request.path}{filters.address}")
    rows = filters.filtered(Household.objects.visible_to(request.user))
    page = keyset_page(rows, order=filters.order, cursor=filters.cursor)
    context = {
        "filters": filters,
        "page": page,
        "rows": filters.with_year(page.rows),
        "count": bounded_count(rows),
        "actions": [{"value": "nominate", "label": _("เสนอชื่อครัวเรือนที่เลือก")}],
    }
    return render(request, "households/household_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@may_change
def household_create(request: Request) -> HttpResponse:
    """Search before a new household: what is there already is opened instead."""
    form = SearchForm(request.POST or None, user=request.user)
    context: dict[str, Any] = {"form": form}
    if request.method == "POST" and form.is_valid():
        context |= _found(request, form.cleaned_data) | {"is_searched": True}
    return render(request, "households/household_search.html", context)


def _found(request: Request, typed: dict[str, Any]) -> dict[str, Any]:
    """Return the households that may be meant, those with the same ID first."""
    number, village = typed["national_id"], typed["village"]
    same_id = with_id(number, user=request.user)
    alike = similar(typed["name"], village.pk if village else None, user=request.user)
    return {
        "same_id": same_id,
        "alike": [row for row in alike if row not in same_id],
        "outside": outside(
            number, user=request.user, request_id=getattr(request, "request_id", "")
        ),
    }


@require_http_methods(["GET", "HEAD", "POST"])
@may_change
@once
def household_add(request: Request) -> HttpResponse:
    """Add a household that the search did not find; the search hands over what was typed."""
    if request.method != "POST":  # a reload, or the switch of the language on the form
        return redirect("households:household_create")
    found: list[Match] = []
    if "once_key" in request.POST:
        form = NewHouseholdForm(request.POST, user=request.user)
        if form.is_valid():
            found = matches(form.cleaned_data, user=request.user)
            if _is_another(request, found):
                return _added_once(request, form)
    else:
        search = SearchForm(request.POST, user=request.user)
        initial = search.as_new() if search.is_valid() else {}
        form = NewHouseholdForm(initial=initial, user=request.user)
    return render(request, "households/household_form.html", {"form": form, "found": found})


def _is_another(request: Request, found: list[Match]) -> bool:
    """Whether the user saw every household that may be meant, and said it is none of them."""
    seen = request.POST.get("another", "").split(",")
    return all(str(match.household.uuid) in seen for match in found)


def _added_once(request: Request, form: NewHouseholdForm) -> HttpResponse:
    number = form.cleaned_data["national_id"]

    def make() -> Household:
        if outside(number, user=request.user, request_id=request.request_id).may_exist:
            messages.warning(request, _("เลขประจำตัวนี้อาจมีในระบบแล้ว ติดต่อจังหวัด"))
        return form.enter()

    return save_once(request, form, make, done=_entered_message(request.user))


def _entered_message(user: Any) -> str:
    if user.has_perm("households.check_entry"):
        return _("บันทึกครัวเรือนแล้ว")
    return _("บันทึกครัวเรือนแล้ว รอเจ้าหน้าที่ตรวจ")


@require_safe
@may_view
def household_detail(request: Request, uuid: UUID) -> HttpResponse:
    """One household: its persons, its latest year in full, earlier ones, what was changed."""
    household = get_household(request, uuid)
    user = request.user
    if merge := household.merge:
        messages.info(request, _("%(gone)s รวมกับครัวเรือนนี้แล้ว") % {"gone": household})
        return redirect(merge.kept)
    persons = list(household.persons.visible_to(user).order_by("-is_head", "sort_key", "id"))
    years = list(household.enrolments.visible_to(user).order_by("-fiscal_year"))
    merges = merges_of(household)
    gone = [one.gone_id for one in merges if one.kept_id == household.pk and not one.taken_back_at]
    of_both = [model.history.filter(household__in=[household.pk, *gone]) for model in PARTS]
    if gone:
        of_both.append(Household.history.filter(id__in=gone))
    changes = history_of(household, *of_both, told_elsewhere=MOVED)
    told = [*changes, *told_of(merges), *answers_of(household, user)]
    changes = sorted(told, key=lambda event: event.moment, reverse=True)
    context = {
        "household": household,
        "is_near": True,
        "trail": place_crumbs(household.village_id, pgettext("many", "ครัวเรือน")),
        "persons": persons,
        "people_count": sum(1 for p in persons if p.left_on is None)
        + household.children_under_6
        + household.children_6_to_14,
        "years": years,
        "changes": changes,
        "merges": [merge for merge in merges if merge.kept_id == household.pk],
        "corrections": corrections_of(household, changes),
        "may_withdraw": may_withdraw(user, household),
    }
    if years:
        context |= enrolment_context(request, get_enrolment(request, years[0].uuid))
    return render(request, "households/household_detail.html", context)


def merges_of(household: Household) -> list[HouseholdMerge]:
    """Return the merges of a household, those that were taken back too, latest first."""
    mine = Q(kept=household) | Q(gone=household)
    rows = HouseholdMerge.objects.filter(mine).order_by("-id")
    return list(rows.select_related("kept", "gone", "by", "taken_back_by")[:AT_MOST])


def told_of(merges: list[HouseholdMerge]) -> list[Event]:
    """Say in words who made one of two records, and who took it back."""
    told = []
    for one in merges:
        names = {"gone": one.gone, "kept": one.kept}
        text = _("%(who)s รวม %(gone)s เข้ากับ %(kept)s")
        told.append(Event(one.at, text % (names | {"who": one.by.display_name})))
        if one.taken_back_at and one.taken_back_by:
            text = _("%(who)s ย้อนการรวม %(gone)s กับ %(kept)s")
            who = one.taken_back_by.display_name
            told.append(Event(one.taken_back_at, text % (names | {"who": who})))
    return told


def corrections_of(household: Household, changes: list[Event]) -> list[Event]:
    """Return what was changed since the household was accepted, while it waits for the check."""
    since = household.corrected_at if household.is_correction else None
    return [event for event in changes if since and event.moment >= since]


@require_http_methods(["GET", "HEAD", "POST"])
@may_change
def household_change(request: Request, uuid: UUID) -> HttpResponse:
    """Correct address and children; who saves second sees what the first one saved."""
    household = get_known_household(request, uuid)
    form = HouseholdForm(
        request.POST or None, instance=household, household=household, user=request.user
    )
    if request.method == "POST" and form.is_valid():
        try:
            form.save_seen()
        except ChangedMeanwhile:
            form.show_stored()
        else:
            messages.success(request, _entered_message(request.user))
            return redirect(household)
    context = {"form": form, "household": form.household}
    return render(request, "households/household_change.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@may_decide
def household_move(request: Request, uuid: UUID) -> HttpResponse:
    """Let a household live in another village of the area."""
    household = get_known_household(request, uuid)
    form = MoveForm(request.POST or None, household=household, user=request.user)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        household.move(
            typed["village"].pk, house_no=typed["house_no"], on=typed["moved_on"], by=request.user
        )
        messages.success(request, _("บันทึกการย้ายหมู่บ้านแล้ว"))
        return redirect(household)
    return render(request, "households/household_move.html", {"form": form, "household": household})


@require_http_methods(["GET", "HEAD", "POST"])
@may_decide
def household_close(request: Request, uuid: UUID) -> HttpResponse:
    """End the record of a household, with date and reason."""
    household = get_known_household(request, uuid)
    form = CloseForm(request.POST or None, household=household)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        household.close(
            on=typed["closed_on"], reason=typed["reason"], note=typed["note"], by=request.user
        )
        messages.success(request, _("ปิดระเบียนครัวเรือนแล้ว"))
        return redirect(household)
    return render(
        request, "households/household_close.html", {"form": form, "household": household}
    )


@require_POST
@may_decide
def household_reopen(request: Request, uuid: UUID) -> HttpResponse:
    """Take back the closing of a household."""
    household = get_known_household(request, uuid)
    if household.merge:
        messages.warning(request, _("ครัวเรือนนี้รวมกับครัวเรือนอื่นแล้ว ย้อนการรวมแทนการเปิดระเบียน"))
    elif household.erased_at is None and household.closed_on:
        household.reopen(by=request.user)
        messages.success(request, _("เปิดระเบียนครัวเรือนอีกครั้งแล้ว"))
    return redirect(household)


@require_http_methods(["GET", "HEAD", "POST"])
@may_erase
def household_erase(request: Request, uuid: UUID) -> HttpResponse:
    """Overwrite everything personal of a household; its skeleton and counts stay."""
    household = get_known_household(request, uuid)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        erase_household(household, by=request.user, reason=reason, request_id=request.request_id)
        messages.success(request, _("ลบข้อมูลส่วนบุคคลของครัวเรือนแล้ว"))
        return redirect(household)
    return render(
        request, "households/household_erase.html", {"form": form, "household": household}
    )
