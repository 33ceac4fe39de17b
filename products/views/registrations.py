"""Pages of registrations: the list, one with its papers, and the moves to a number."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from otoppath.accounts.http import Request
from otoppath.lists.counts import bounded_count
from otoppath.lists.idempotency import OnceForm, once, save_once
from otoppath.lists.pager import keyset_page
from otoppath.thai.dates import format_datetime, today
from products.forms.registrations import MoveForm, RegistrationFilter, document_formset
from products.models import (
    AlreadyMoved,
    AlreadyStands,
    NotComplete,
    NumberTaken,
    Product,
    Registration,
    RegistrationEvent,
    RegistrationWindow,
)
from products.models.status import SUBMIT, move_between, moves_from
from products.views.products import may_view

may_submit = permission_required(SUBMIT, raise_exception=True)


@require_safe
@may_view
def registration_list(request: Request) -> HttpResponse:
    """The registrations of the area, by status and by how long they wait."""
    form = RegistrationFilter(request.GET, user=request.user)
    rows = form.filtered(Registration.objects.visible_to(request.user))
    shown = rows.select_related("product__producer")
    page = keyset_page(shown, order=form.order, cursor=form.cursor)
    context = {"form": form, "page": page, "count": bounded_count(rows)} | windows()
    return render(request, "products/registration_list.html", context)


@require_safe
@may_view
def registration_detail(request: Request, uuid: UUID) -> HttpResponse:
    """One registration: its papers, what may be done next, and what was done."""
    registration = found(request, uuid)
    moves = [m for m in moves_from(registration.status) if request.user.has_perm(m.permission)]
    context = {
        "registration": registration,
        "documents": registration.documents.all(),
        "missing": registration.missing() if registration.is_with_office else [],
        "moves": moves,
        "events": told(registration),
    }
    return render(request, "products/registration_detail.html", context | windows())


@require_POST
@may_submit
@once
def registration_create(request: Request, uuid: UUID) -> HttpResponse:
    """Begin the registration of a product; where one stands already, go there."""
    product = get_object_or_404(Product.objects.visible_to(request.user), uuid=uuid)
    form = OnceForm(request.POST)
    if not form.is_valid():
        messages.error(request, str(next(iter(form.errors.values()))[0]))
        return redirect(product)
    try:
        done = _("เริ่มคำขอลงทะเบียนแล้ว ตรวจเอกสารให้ครบก่อนยื่น")
        return save_once(
            request, form, lambda: Registration.begin(product, by=request.user), done=done
        )
    except AlreadyStands as refused:
        messages.info(request, _("ผลิตภัณฑ์นี้มีคำขออยู่แล้ว"))
        return redirect(refused.registration)


@require_http_methods(["GET", "POST"])
@may_submit
def registration_documents(request: Request, uuid: UUID) -> HttpResponse:
    """Say of each paper whether the officer has seen it."""
    registration = found(request, uuid)
    if not registration.is_with_office:
        messages.info(request, _("คำขอนี้ผ่านการตรวจเอกสารแล้ว"))
        return redirect(registration)
    formset = document_formset(registration, request.POST or None)
    if request.method == "POST" and formset.is_valid():
        with transaction.atomic():
            formset.save()
        messages.success(request, _("บันทึกผลตรวจเอกสารแล้ว"))
        return redirect(registration)
    context = {"registration": registration, "formset": formset}
    return render(request, "products/registration_documents.html", context)


@require_http_methods(["GET", "POST"])
@may_view
def registration_move(request: Request, uuid: UUID, to: str) -> HttpResponse:
    """Move a registration on; the form says at which status it was drawn."""
    registration = found(request, uuid)
    since = request.POST.get("since", registration.status)
    move = move_between(since, to)
    if move is None:
        raise Http404
    if not request.user.has_perm(move.permission):
        raise PermissionDenied
    form = MoveForm(request.POST or None, move=move, since=since)
    if request.method == "POST" and form.is_valid() and moved(request, registration, form):
        return redirect(registration)
    context = {"registration": registration, "move": move, "form": form}
    return render(request, "products/registration_move.html", context)


# --- What the pages share -----------------------------------------------------------------


def found(request: Request, uuid: UUID) -> Registration:
    """Return a registration of the user's area, or nothing is there."""
    rows = Registration.objects.visible_to(request.user)
    return get_object_or_404(rows.select_related("product__producer", "window"), uuid=uuid)


def moved(request: Request, registration: Registration, form: MoveForm) -> bool:
    """Move it and say what came of it; False where the form has to be put right."""
    try:
        event = registration.move(form.move.to, by=request.user, **form.said())
        said = _("บันทึกสถานะเป็น “%(status)s”")
        messages.success(request, said % {"status": event.get_to_status_display()})
    except NotComplete as refused:
        messages.error(request, lacking(refused.missing))
    except AlreadyMoved as refused:
        messages.warning(request, already(refused.event))
    except NumberTaken:
        form.add_error("number", _("เลขทะเบียนนี้มีในระบบแล้ว ตรวจกับหนังสือของจังหวัดอีกครั้ง"))
        return False
    return True


def lacking(missing: list[str]) -> str:
    """Name everything that is missing in one sentence."""
    n = len(missing)
    return ngettext(
        "ยังยื่นไม่ได้ ขาด %(n)d รายการ: %(names)s", "ยังยื่นไม่ได้ ขาด %(n)d รายการ: %(names)s", n
    ) % {"n": n, "names": ", ".join(missing)}


def already(event: RegistrationEvent | None) -> str:
    """Say who was quicker, and when."""
    who = event.by.display_name if event and event.by else _("ผู้ใช้อื่น")
    at = format_datetime(event.at) if event else ""
    return _("ดำเนินการไปแล้วโดย %(who)s เมื่อ %(at)s") % {"who": who, "at": at}


def told(registration: Registration) -> list[dict[str, str]]:
    """Return what was done, newest first, for `components/_history.html`."""
    return [
        {
            "at": format_datetime(event.at),
            "text": event.summary,
            "by": event.by.display_name if event.by else "",
        }
        for event in registration.events.select_related("by").order_by("-id")
    ]


def windows() -> dict[str, RegistrationWindow | None]:
    """Return the window that is open, or else the one announced next."""
    window = RegistrationWindow.objects.open_on(today()).first()
    coming = None if window else RegistrationWindow.objects.after(today()).first()
    return {"window": window, "coming": coming}
