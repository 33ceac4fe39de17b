"""Checking what volunteers entered: the list, one entry, accept, send back, correct."""

from decimal import Decimal
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from households.checking import (
    MODEL_OF,
    Asked,
    entries,
    entry_count,
    may_correct,
    may_see_money,
    may_withdraw,
    picked,
)
from households.forms.checking import EntryFilter, SendBackForm, WithdrawForm
from households.forms.income import MONEY, IncomeForm
from households.models import Household, OccupationChoice
from households.views.access import may_change, may_check, may_view
from households.views.facts import done, form_for, read_or_write
from households.views.trail import crumbs, place_crumbs
from otoppath.accounts.history import history_of, shown
from otoppath.accounts.http import Request
from otoppath.accounts.records import NotAsSeen
from otoppath.lists.idempotency import once, save_once
from otoppath.thai.dates import format_datetime
from otoppath.thai.numbers import format_baht


@require_safe
@may_check
def waiting_list(request: Request) -> HttpResponse:
    """Everything of the area that waits for the check, what waits longest first."""
    filters = EntryFilter(request.GET, user=request.user)
    asked = filters.asked()
    lines, next_cursor = entries(asked, filters.cursor)
    context = {
        "filters": filters,
        "lines": lines,
        "next_cursor": next_cursor,
        "count": entry_count(asked),
        "trail": crumbs(_("รอตรวจ")),
        "may_pick": asked.state == "waiting",
        "actions": [{"value": "accept", "label": _("ตรวจรับรายการที่เลือก")}],
    }
    return render(request, "households/waiting_list.html", context)


@require_safe
@may_change
def returned_list(request: Request) -> HttpResponse:
    """What came back to who entered it, and what of it still waits; a pager for each."""
    context: dict[str, Any] = {"trail": crumbs(_("รายการของฉัน"))}
    for state in ("returned", "waiting"):
        asked = Asked(user=request.user, state=state, is_own=True)
        lines, next_cursor = entries(asked, request.GET.get(state))
        context |= {
            state: lines,
            f"{state}_count": entry_count(asked),
            f"{state}_next": next_cursor,
        }
    return render(request, "households/returned_list.html", context)


@require_POST
@may_check
def entry_accept_many(request: Request) -> HttpResponse:
    """Accept every ticked entry that waits in the area."""
    chosen = picked(request.user, request.POST.getlist("pick"))
    with transaction.atomic():
        refused = [entry for entry, seen in chosen if not accept(entry, request, seen)]
    if n := len(chosen) - len(refused):
        said = ngettext("ตรวจรับแล้ว %(n)d รายการ", "ตรวจรับแล้ว %(n)d รายการ", n) % {"n": n}
        messages.success(request, said)
    if not chosen:
        messages.info(request, _("ยังไม่ได้ตรวจรับรายการใด เลือกรายการก่อน"))
    tell_refused(request, refused)
    filters = EntryFilter(request.GET, user=request.user)
    return redirect(reverse("households:waiting_list") + filters.querystring())


def accept(entry: Any, request: Request, seen: str) -> bool:
    """Let an entry count, and what follows from it; False when it is not what was seen."""
    try:
        entry.accept(by=request.user, seen=seen)
    except NotAsSeen:
        return False
    if isinstance(entry, OccupationChoice):
        entry.enrolment.follow_choice()
    return True


def tell_refused(request: Request, entries: list[Any]) -> None:
    """Say why nothing was done with entries that are not what the page showed."""
    accepted = [entry for entry in entries if entry.is_checked and not entry.is_open]
    if accepted:
        last = max(accepted, key=lambda entry: entry.checked_at)
        said = ngettext(
            "%(n)d รายการตรวจรับไปแล้ว โดย %(name)s เมื่อ %(at)s",
            "%(n)d รายการตรวจรับไปแล้ว ล่าสุดโดย %(name)s เมื่อ %(at)s",
            len(accepted),
        )
        name = last.checked_by.display_name if last.checked_by else _("ระบบ")
        at = format_datetime(last.checked_at)
        messages.info(request, said % {"n": len(accepted), "name": name, "at": at})
    if n := len(entries) - len(accepted):
        said = ngettext(
            "%(n)d รายการเปลี่ยนไปหลังจากท่านเปิดหน้านี้ อ่านอีกครั้งก่อนตรวจรับหรือส่งกลับ",
            "%(n)d รายการเปลี่ยนไปหลังจากท่านเปิดหน้านี้ อ่านอีกครั้งก่อนตรวจรับหรือส่งกลับ",
            n,
        )
        messages.warning(request, said % {"n": n})


@require_safe
@may_view
def entry_detail(request: Request, kind: str, uuid: UUID) -> HttpResponse:
    """One fact in words, whether it counts, and what was changed in it."""
    entry = get_entry(request, kind, uuid)
    owner = entry.of_household if kind == "notice" else entry.enrolment
    place = owner.village_id
    context = {
        "entry": entry,
        "owner": owner,
        "facts": facts_of(entry, request.user),
        "photos": entry.photos.visible_to(request.user).standing() if kind == "visit" else (),
        "trail": place_crumbs(
            place,
            str(entry._meta.verbose_name),
            (str(entry.of_household), owner.get_absolute_url()),
        ),
        "may_correct": may_correct(request.user, entry),
        "may_withdraw": may_withdraw(request.user, entry),
        "changes": history_of(entry) if may_see_money(request.user, entry) else (),
    }
    return render(request, "households/entry_detail.html", context)


def get_entry(request: Request, kind: str, uuid: UUID) -> Any:
    """Return an entry of the viewer's area by its kind; a household has a page of its own."""
    model = MODEL_OF.get(kind)
    if model is None or model is Household:
        raise Http404
    rows = model.objects.visible_to(request.user).select_related("created_by", "checked_by")
    rows = rows.select_related("household" if kind == "notice" else "enrolment__household")
    return get_object_or_404(rows, uuid=uuid)


def facts_of(entry: Any, user: Any) -> list[tuple[str, str]]:
    """Return label and value of every column of its form; money only to who may see it."""
    names = form_for(entry, user=user)._meta.fields or ()
    hidden = () if may_see_money(user, entry) else MONEY
    return [
        (
            str(entry._meta.get_field(name).verbose_name),
            _("ไม่แสดง") if name in hidden else value_of(entry, name),
        )
        for name in names
    ]


def value_of(entry: Any, name: str) -> str:
    """Return one column in words."""
    field = entry._meta.get_field(name)
    if field.is_relation:
        return str(getattr(entry, name) or "")
    value = getattr(entry, name)
    if isinstance(value, Decimal):  # the amounts of a statement: no entry has other decimals
        return _("%(amount)s บาท") % {"amount": format_baht(value)}
    return shown(field, value)


@read_or_write
@may_change
@once
def entry_change(request: Request, kind: str, uuid: UUID) -> HttpResponse:
    """Correct an entry: what a volunteer corrects waits for the check again."""
    entry = get_entry(request, kind, uuid)
    if not may_correct(request.user, entry):
        if entry.created_by_id != request.user.pk:
            raise PermissionDenied
        messages.info(request, _("รายการนี้ตรวจรับหรือถอนแล้ว แก้ไขได้เมื่อเจ้าหน้าที่ส่งกลับ"))
        return redirect(entry)
    form = form_for(
        entry, data=request.POST or None, files=request.FILES or None, user=request.user
    )
    hides_amounts = isinstance(form, IncomeForm) and not may_see_money(request.user, entry)
    if hides_amounts:
        form.forget_amounts()
    if request.method == "POST" and form.is_valid() and "preview" not in request.POST:
        return save_once(request, form, form.enter, done=done(request))
    context = {
        "form": form,
        "entry": entry,
        "title": form.title,
        "back": entry.get_absolute_url(),
        "hides_amounts": hides_amounts,
    }
    return render(request, "households/fact_form.html", context)


@read_or_write
@may_change
def entry_withdraw(request: Request, kind: str, uuid: UUID) -> HttpResponse:
    """Take back an entry of one's own that nobody accepted yet, saying why."""
    entry = get_checked(request, kind, uuid)
    if entry.created_by_id != request.user.pk:
        raise PermissionDenied
    if not may_withdraw(request.user, entry):
        messages.info(request, _("รายการนี้ตรวจรับหรือถอนแล้ว จึงถอนอีกไม่ได้"))
        return redirect(entry)
    form = WithdrawForm(request.POST or None, initial={"seen": entry.seen})
    if request.method == "POST" and form.is_valid():
        try:
            entry.withdraw(by=request.user, note=form.said, seen=form.cleaned_data["seen"])
        except NotAsSeen:
            tell_refused(request, [entry])
            return redirect(entry)
        messages.success(request, _("ถอนรายการแล้ว"))
        return redirect("households:returned_list")
    return render(request, "households/entry_withdraw.html", {"form": form, "entry": entry})


@require_POST
@may_check
def entry_accept(request: Request, kind: str, uuid: UUID) -> HttpResponse:
    """Accept one entry: it counts from now on."""
    entry = get_checked(request, kind, uuid)
    if accept(entry, request, request.POST.get("seen", "")):
        messages.success(request, _("ตรวจรับแล้ว"))
    else:
        tell_refused(request, [entry])
    return redirect(entry)


@read_or_write
@may_check
def entry_send_back(request: Request, kind: str, uuid: UUID) -> HttpResponse:
    """Give an entry back to who entered it, saying what to put right."""
    entry = get_checked(request, kind, uuid)
    form = SendBackForm(request.POST or None, initial={"seen": request.GET.get("seen", entry.seen)})
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            entry.send_back(by=request.user, note=typed["note"], seen=typed["seen"])
        except NotAsSeen:
            tell_refused(request, [entry])
            return redirect(entry)
        messages.success(request, _("ส่งกลับให้แก้ไขแล้ว"))
        return redirect("households:waiting_list")
    return render(request, "households/entry_send_back.html", {"form": form, "entry": entry})


def get_checked(request: Request, kind: str, uuid: UUID) -> Any:
    """Return an entry of any kind, households included, of the viewer's area."""
    if kind not in MODEL_OF:
        raise Http404
    return get_object_or_404(MODEL_OF[kind].objects.visible_to(request.user), uuid=uuid)
