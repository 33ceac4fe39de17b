"""Where a checklist sends who lacks a stall, sales or a share."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.db import IntegrityError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from groups.models import Group
from households.models import Enrolment, Route
from markets.forms.fixes import HouseholdShareForm, ProducerSaleForm, ProducerStallForm
from markets.models import Allotment, Sale, Share
from markets.totals import paid_days_of
from otoppath.accounts.decorators import open_to
from otoppath.accounts.http import Request
from otoppath.lists.idempotency import once, save_once
from products.models import Producer

LATEST = 12
may_look_or_change = open_to(see="markets.view_market", change="markets.change_market")


@require_http_methods(["GET", "POST"])
@may_look_or_change
@once
def group_stalls(request: Request, uuid: UUID) -> HttpResponse:
    """Give a group's producer a stall."""
    group = found_group(request, uuid)
    producer = Producer.objects.visible_to(request.user).filter(group=group).first()
    back = reverse("groups:group_detail", args=[uuid])
    form = producer and ProducerStallForm(
        request.POST or None, user=request.user, producer=producer
    )
    if form and request.method == "POST" and form.is_valid():
        try:
            return save_once(request, form, form.save, done=_("จัดสรรแผงค้าแล้ว"), to=back)
        except IntegrityError:
            # Somebody gave it away between the check of the form and the writing.
            form.add_error("stall", _("แผงนี้มีผู้ค้าแล้ว เลือกแผงอื่น"))
    held = Allotment.objects.current().filter(vendor__producer__group=group)
    held = held.select_related("stall__market__kind")
    context = {"group": group, "form": form, "back": back, "held": held}
    return render(request, "markets/group_stalls.html", context)


@require_http_methods(["GET", "POST"])
@may_look_or_change
@once
def group_sales(request: Request, uuid: UUID) -> HttpResponse:
    """Record what a group took in on a market day."""
    group = found_group(request, uuid)
    producer = Producer.objects.visible_to(request.user).filter(group=group).first()
    back = reverse("groups:group_detail", args=[uuid])
    context = {
        "title": group.name,
        "back": back,
        "products_url": reverse("products:group_products", args=[uuid]),
        "stalls_url": reverse("markets:group_stalls", args=[uuid]),
        "group": group,
        "paid_days": paid_days_of(group)[:LATEST],
    }
    return producer_sale(request, producer, context)


@require_http_methods(["GET", "POST"])
@permission_required("households.view_household", raise_exception=True)
@may_look_or_change
@once
def enrolment_sales(request: Request, uuid: UUID) -> HttpResponse:
    """Record a sale of a household that goes alone, or a share that its group paid it."""
    rows = Enrolment.objects.visible_to(request.user).select_related("household")
    enrolment = get_object_or_404(rows, uuid=uuid)
    household = enrolment.household
    context: dict[str, Any] = {
        "title": str(household),
        "back": reverse("households:enrolment_detail", args=[uuid]),
        "products_url": reverse("products:enrolment_products", args=[uuid]),
    }
    if enrolment.route == Route.SINGLE_OWNER:
        producer = Producer.objects.visible_to(request.user).filter(household=household).first()
        return producer_sale(request, producer, context)
    return household_share(request, enrolment, context)


def household_share(
    request: Request, enrolment: Enrolment, context: dict[str, Any]
) -> HttpResponse:
    """Show or save a share that a group paid somebody of a household."""
    household = enrolment.household
    form = HouseholdShareForm(request.POST or None, user=request.user, household=household)
    if request.method == "POST" and form.is_valid():
        done = _("บันทึกส่วนแบ่งรายได้แล้ว")
        return save_once(request, form, form.save, done=done, to=context["back"])
    shares = Share.objects.filter(person__household=household)
    context |= {
        "form": form,
        "enrolment": enrolment,
        "has_group": bool(form.fields["group"].queryset),
        "shares": shares.select_related("person", "group")[:LATEST],
    }
    return render(request, "markets/enrolment_shares.html", context)


def producer_sale(
    request: Request, producer: Producer | None, context: dict[str, Any]
) -> HttpResponse:
    """Show or save one sale of a producer; without one, show where it is entered."""
    if producer is None:
        return render(request, "markets/producer_sale.html", context)
    form = ProducerSaleForm(request.POST or None, user=request.user, producer=producer)
    if request.method == "POST" and form.is_valid():
        done = _("บันทึกยอดจำหน่ายแล้ว")
        response = save_once(request, form, form.save, done=done, to=context["back"])
        if form.instance.pk and form.is_double:
            messages.warning(request, _("วันนั้นมียอดของสินค้านี้อยู่แล้ว ตรวจว่าบันทึกซ้ำหรือไม่"))
        return response
    sales = Sale.objects.filter(vendor__producer=producer)
    latest = sales.select_related("market_day__market", "product").order_by(
        "-market_day__held_on", "-pk"
    )
    context |= {"form": form, "producer": producer, "sales": latest[:LATEST]}
    return render(request, "markets/producer_sale.html", context)


def found_group(request: Request, uuid: UUID) -> Group:
    """Return a group of the user's area, or nothing is there."""
    return get_object_or_404(Group.objects.visible_to(request.user), uuid=uuid)
