"""Pages of a person: add, correct, leave, and read the full ID."""

from time import time
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from households.forms.person import LeaveForm, PersonForm, RevealForm
from households.matching import outside, with_id
from households.models import ChangedMeanwhile, Person
from households.views.access import (
    get_known_household,
    get_person,
    may_change,
    may_reveal,
    may_view,
)
from otoppath.accounts.http import Request
from otoppath.lists.idempotency import once, save_once
from otoppath.places.names import place_label
from otoppath.privacy.masking import initials
from otoppath.privacy.models import AccessLog, record_access
from otoppath.thai.ids import format_national_id

REVEALED = "revealed"
SECONDS_TO_SHOW = 60  # from the reason given to the page that shows the number


@require_http_methods(["GET", "HEAD", "POST"])
@may_change
@once
def person_create(request: Request, uuid: UUID) -> HttpResponse:
    """Add a member to a household."""
    household = get_known_household(request, uuid)
    form = PersonForm(request.POST or None, household=household, user=request.user)
    if request.method == "POST" and form.is_valid():
        return _saved_once(request, form)
    return render(request, "households/person_form.html", {"form": form})


def _saved_once(request: Request, form: PersonForm) -> HttpResponse:
    def make() -> str:
        form.save_seen()
        _warn_of_same_id(request, form)
        return form.next_address

    return save_once(request, form, make, done=_saved_message(request))


def _saved_message(request: Request) -> str:
    if request.user.has_perm("households.check_entry"):
        return _("บันทึกข้อมูลบุคคลแล้ว")
    return _("บันทึกข้อมูลบุคคลแล้ว รอเจ้าหน้าที่ตรวจ")


@require_http_methods(["GET", "HEAD", "POST"])
@may_change
def person_change(request: Request, uuid: UUID) -> HttpResponse:
    """Correct what is known of a person."""
    person = get_person(request, uuid)
    form = PersonForm(
        request.POST or None, instance=person, household=person.household, user=request.user
    )
    if request.method == "POST" and form.is_valid():
        try:
            form.save_seen()
        except ChangedMeanwhile:
            form.show_stored()
        else:
            _warn_of_same_id(request, form)
            messages.success(request, _saved_message(request))
            return redirect(form.household)
    return render(request, "households/person_form.html", {"form": form, "person": person})


def _warn_of_same_id(request: Request, form: PersonForm) -> None:
    """Say that an ID was entered before: a finding for somebody to look at, not a refusal."""
    number = form.cleaned_data["national_id"]
    others = [h for h in with_id(number, user=request.user) if h.pk != form.household.pk]
    for household in others:
        text = _("เลขประจำตัวนี้บันทึกไว้แล้วที่%(house)s ตรวจว่าเป็นคนเดียวกันหรือไม่")
        messages.warning(request, text % {"house": household})
    if outside(number, user=request.user, request_id=request.request_id).may_exist:
        messages.warning(request, _("เลขประจำตัวนี้อาจมีในระบบแล้ว ติดต่อจังหวัด"))


@require_http_methods(["GET", "HEAD", "POST"])
@may_change
def person_leave(request: Request, uuid: UUID) -> HttpResponse:
    """Note that a person no longer lives in the household."""
    person = get_person(request, uuid)
    form = LeaveForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        person.leave(on=form.cleaned_data["left_on"], by=request.user)
        if request.user.has_perm("households.check_entry"):
            messages.success(request, _("บันทึกการออกจากครัวเรือนแล้ว"))
        else:
            messages.success(request, _("บันทึกการออกจากครัวเรือนแล้ว รอเจ้าหน้าที่ตรวจ"))
        return redirect(person.household)
    return render(request, "households/person_leave.html", {"form": form, "person": person})


@require_http_methods(["GET", "HEAD", "POST"])
@may_reveal
@never_cache
def person_reveal(request: Request, uuid: UUID) -> HttpResponse:
    """Show a full ID once, after a reason that is kept; opened again, the page asks again."""
    person = get_person(request, uuid)
    form = RevealForm(request.POST or None)
    context: dict[str, Any] = {"form": form, "person": person}
    if request.method == "POST" and form.is_valid():
        _log_reveal(request, person, form.said)
        request.session[REVEALED] = {"person": str(uuid), "until": time() + SECONDS_TO_SHOW}
        return redirect("households:person_reveal", uuid)
    if request.method == "GET" and _may_show(request, person):
        context["number"] = format_national_id(str(person.national_id))
    return render(request, "households/person_reveal.html", context)


def _log_reveal(request: Request, person: Person, reason: str) -> None:
    """Say in the log whose ID was read, without a name: there are many houses of one number."""
    household = person.household
    record_access(
        user=request.user,
        action=AccessLog.Action.REVEAL,
        subject_label=_("เลขประจำตัวของ %(who)s บ้านเลขที่ %(house)s %(village)s")
        % {
            "who": initials(person.first_name, person.last_name),
            "house": household.house_no or "–",
            "village": place_label(household.village_id),
        },
        subject_uuid=person.uuid,
        place_code=household.village_id,
        reason=reason,
        request_id=request.request_id,
    )


def _may_show(request: Request, person: Person) -> bool:
    """Whether the reason was just given; asked once. The session never holds the number."""
    given = request.session.pop(REVEALED, None) or {}
    return given.get("person") == str(person.uuid) and given.get("until", 0) > time()


@require_safe
@may_view
def person_detail(request: Request, uuid: UUID) -> HttpResponse:
    """Lead from a line of the access log to the person's household."""
    return redirect(get_person(request, uuid).household)
