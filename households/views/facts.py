"""Where facts of an enrolment are entered: one page for each kind of fact."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from groups.models import Membership
from households.forms.enrolment import SelectionForm, TrainerEndForm, TrainerForm, meetings_for
from households.forms.entry import (
    ChosenForm,
    EntryForm,
    NoticeForm,
    VisitForm,
    WantedForm,
    WisdomUseForm,
)
from households.forms.income import IncomeForm
from households.forms.readiness import ReadinessForm
from households.models import ChoiceKind, Enrolment, OccupationChoice, TrainerAssignment, VisitPhoto
from households.views.access import get_known_enrolment, may_change, may_decide, may_view
from otoppath.accounts.http import Request
from otoppath.lists.idempotency import once, save_once
from otoppath.privacy.photos import send_private

read_or_write = require_http_methods(["GET", "HEAD", "POST"])


def entry_page(request: Request, uuid: UUID, form_class: type[EntryForm]) -> HttpResponse:
    """Enter one fact of an enrolment; "preview" shows what the answers propose, unsaved."""
    enrolment = get_known_enrolment(request, uuid)
    form = form_class(
        request.POST or None, request.FILES or None, user=request.user, enrolment=enrolment
    )
    if request.method == "POST" and form.is_valid() and "preview" not in request.POST:
        return save_once(request, form, lambda: _entered(request, form), done=done(request))
    context = {"form": form, "enrolment": enrolment, "title": form.title}
    return render(request, "households/fact_form.html", context)


def done(request: Request) -> str:
    """Say that it is saved, and to volunteers that it waits."""
    if request.user.has_perm("households.check_entry"):
        return _("บันทึกแล้ว")
    return _("บันทึกแล้ว รอเจ้าหน้าที่ตรวจ")


def _entered(request: Request, form: Any) -> Enrolment:
    entry = form.enter()
    if isinstance(entry, OccupationChoice) and entry.kind == ChoiceKind.CHOSEN:
        warn_of_other_occupation(request, entry)
    return form.enrolment


def warn_of_other_occupation(request: Request, choice: OccupationChoice) -> None:
    """Say that another occupation was wanted, or is the group's: a warning, never a block."""
    enrolment = choice.enrolment
    wanted = enrolment.occupation_choices.visible_to(request.user).checked()
    wanted = wanted.filter(kind=ChoiceKind.WANTED).select_related("occupation")
    latest = wanted.order_by("-chosen_on", "-id").first()
    if latest and latest.occupation_id != choice.occupation_id:
        text = _("ต่างจากอาชีพที่ต้องการฝึก (%(occupation)s) ตรวจอีกครั้งว่าตั้งใจเลือก")
        messages.warning(request, text % {"occupation": latest.occupation})
    members = Membership.objects.visible_to(request.user).current().select_related("group")
    for group in {m.group for m in members.filter(person__household=enrolment.household_id)}:
        if group.occupation_id != choice.occupation_id:
            text = _("ต่างจากอาชีพของกลุ่ม %(group)s ที่ครัวเรือนเป็นสมาชิก")
            messages.warning(request, text % {"group": group})


@read_or_write
@may_change
@once
def notice_create(request: Request, uuid: UUID) -> HttpResponse:
    """Note that the household was told what is kept of it."""
    return entry_page(request, uuid, NoticeForm)


@read_or_write
@may_change
@once
def wanted_create(request: Request, uuid: UUID) -> HttpResponse:
    """Note which occupation the household wants to learn."""
    return entry_page(request, uuid, WantedForm)


@read_or_write
@may_change
@once
def income_create(request: Request, uuid: UUID) -> HttpResponse:
    """Enter income and expense of a year, before joining or after."""
    return entry_page(request, uuid, IncomeForm)


@read_or_write
@may_change
@once
def readiness_create(request: Request, uuid: UUID) -> HttpResponse:
    """Assess whether the household is ready."""
    return entry_page(request, uuid, ReadinessForm)


@read_or_write
@may_change
@once
def wisdom_use_create(request: Request, uuid: UUID) -> HttpResponse:
    """Note a wisdom or a skill that the household can use."""
    return entry_page(request, uuid, WisdomUseForm)


@read_or_write
@may_change
@once
def visit_create(request: Request, uuid: UUID) -> HttpResponse:
    """Enter a visit with its photos."""
    return entry_page(request, uuid, VisitForm)


@read_or_write
@may_decide
@once
def chosen_create(request: Request, uuid: UUID) -> HttpResponse:
    """Choose the occupation that suits the household, with the reason."""
    return entry_page(request, uuid, ChosenForm)


@read_or_write
@may_decide
@once
def trainer_create(request: Request, uuid: UUID) -> HttpResponse:
    """Assign a sage or trainer to an enrolment."""
    enrolment = get_known_enrolment(request, uuid)
    form = TrainerForm(request.POST or None, user=request.user, enrolment=enrolment)
    if request.method == "POST" and form.is_valid():

        def make() -> Enrolment:
            form.enter()
            return enrolment

        return save_once(request, form, make, done=_("กำหนดผู้ดูแลแล้ว"))
    context = {"form": form, "enrolment": enrolment, "title": _("กำหนดปราชญ์ชุมชนหรือวิทยากร")}
    return render(request, "households/fact_form.html", context)


@read_or_write
@may_decide
def trainer_end(request: Request, uuid: UUID) -> HttpResponse:
    """Note until when a trainer looked after an enrolment."""
    rows = TrainerAssignment.objects.visible_to(request.user)
    assignment = get_object_or_404(rows.select_related("enrolment__household", "sage"), uuid=uuid)
    form = TrainerEndForm(request.POST or None, instance=assignment)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("บันทึกวันสิ้นสุดการดูแลแล้ว"))
        return redirect(assignment.enrolment)
    title = _("สิ้นสุดการดูแลของ %(name)s") % {"name": assignment.sage}
    context = {"form": form, "enrolment": assignment.enrolment, "title": title}
    return render(request, "households/fact_form.html", context)


@read_or_write
@may_decide
def enrolment_selection(request: Request, uuid: UUID) -> HttpResponse:
    """Write down what a meeting that was held said of this enrolment."""
    enrolment = get_known_enrolment(request, uuid)
    form = SelectionForm(request.POST or None, enrolment=enrolment, user=request.user)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        enrolment.decide(typed["meeting"], typed["selection"], by=request.user)
        messages.success(request, _("บันทึกผลการคัดเลือกแล้ว"))
        return redirect(enrolment)
    has_meetings = meetings_for(enrolment, request.user).exists()
    context = {"form": form, "enrolment": enrolment, "has_meetings": has_meetings}
    return render(request, "households/enrolment_selection.html", context)


@require_safe
@may_view
def photo_detail(request: Request, uuid: UUID) -> FileResponse:
    """Send one photo of a visit to who may see the visit."""
    photo = get_object_or_404(VisitPhoto.objects.visible_to(request.user), uuid=uuid)
    return send_private(photo.image, content_type="image/jpeg", download_name=f"{photo.uuid}.jpg")


def form_for(entry: Any, **kwargs: Any) -> EntryForm:
    """Return the form in which an entry is corrected."""
    if isinstance(entry, OccupationChoice):
        kind = ChosenForm if entry.kind == ChoiceKind.CHOSEN else WantedForm
        return kind(instance=entry, **kwargs)
    forms: tuple[Any, ...] = (NoticeForm, IncomeForm, ReadinessForm, WisdomUseForm, VisitForm)
    (form_class,) = (form for form in forms if isinstance(entry, form._meta.model))
    return form_class(instance=entry, **kwargs)
