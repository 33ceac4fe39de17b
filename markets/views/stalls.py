"""Pages of stalls, vendors and allotments."""

from uuid import UUID

from django.contrib import messages
from django.db import IntegrityError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from markets.forms.stalls import (
    AllotmentEndForm,
    AllotmentForm,
    StallsForm,
    VendorChangeForm,
    VendorForm,
    VendorLeaveForm,
)
from markets.models import Allotment, Vendor
from markets.views.markets import added, changed, found, may_change, sheet_page
from otoppath.accounts.http import Request
from otoppath.lists.idempotency import once


@require_http_methods(["GET", "POST"])
@may_change
@once
def stall_create(request: Request, uuid: UUID) -> HttpResponse:
    """Add many stalls at once."""
    market = found(request, uuid)
    form = StallsForm(request.POST or None, market=market, user=request.user)
    if request.method == "POST" and form.is_valid():
        n = len(form.cleaned_data["numbers"])
        done = ngettext("เพิ่ม %(n)d แผงแล้ว", "เพิ่ม %(n)d แผงแล้ว", n) % {"n": n}
        response = added(request, form, market, "", done=done)
        if n := form.already:
            there = ngettext("อีก %(n)d แผงมีอยู่แล้ว", "อีก %(n)d แผงมีอยู่แล้ว", n)
            messages.info(request, there % {"n": n})
        return response
    return sheet_page(request, form, market, _("เพิ่มแผงค้า"))


@require_http_methods(["GET", "POST"])
@may_change
@once
def vendor_create(request: Request, uuid: UUID) -> HttpResponse:
    """Add somebody who sells at a market."""
    market = found(request, uuid)
    form = VendorForm(request.POST or None, market=market, user=request.user)
    return added(request, form, market, _("เพิ่มผู้ค้า"), done=_("บันทึกผู้ค้าแล้ว"))


@require_http_methods(["GET", "POST"])
@may_change
def vendor_change(request: Request, uuid: UUID) -> HttpResponse:
    """Correct what is known of a vendor."""
    vendor = found_vendor(request, uuid)
    form = VendorChangeForm(request.POST or None, instance=vendor, user=request.user)
    return changed(request, form, vendor.market, _("แก้ไขผู้ค้า"))


@require_http_methods(["GET", "POST"])
@may_change
def vendor_leave(request: Request, uuid: UUID) -> HttpResponse:
    """Say that a vendor stopped selling; its stall is vacant again."""
    vendor = found_vendor(request, uuid)
    form = VendorLeaveForm(request.POST or None, vendor=vendor)
    if request.method == "POST" and form.is_valid():
        vendor.leave(form.cleaned_data["left_on"], by=request.user)
        messages.success(request, _("บันทึกว่า %(vendor)s เลิกขายแล้ว") % {"vendor": vendor})
        return redirect(vendor.market)
    title = _("%(vendor)s เลิกขาย") % {"vendor": vendor}
    return sheet_page(request, form, vendor.market, title)


@require_http_methods(["GET", "POST"])
@may_change
@once
def allotment_create(request: Request, uuid: UUID) -> HttpResponse:
    """Give a vacant stall to a vendor; `?stall=` chooses it beforehand."""
    market = found(request, uuid)
    initial = {"stall": request.GET.get("stall", "")}
    form = AllotmentForm(request.POST or None, market=market, user=request.user, initial=initial)
    try:
        return added(request, form, market, _("จัดสรรแผงค้า"), done=_("จัดสรรแผงค้าแล้ว"))
    except IntegrityError:
        # Somebody gave it away between the check of the form and the writing.
        form.add_error("stall", _("แผงนี้มีผู้ค้าแล้ว เลือกแผงอื่น"))
        return sheet_page(request, form, market, _("จัดสรรแผงค้า"))


@require_http_methods(["GET", "POST"])
@may_change
def allotment_end(request: Request, uuid: UUID) -> HttpResponse:
    """Take a stall back."""
    rows = Allotment.objects.visible_to(request.user).filter(ends_on__isnull=True)
    allotment = get_object_or_404(rows.select_related("stall__market__kind", "vendor"), uuid=uuid)
    form = AllotmentEndForm(request.POST or None, instance=allotment, user=request.user)
    title = _("คืนแผงที่ %(stall)s ของ %(vendor)s") % {
        "stall": allotment.stall,
        "vendor": allotment.vendor,
    }
    return changed(request, form, allotment.stall.market, title)


def found_vendor(request: Request, uuid: UUID) -> Vendor:
    """Return a vendor who sells at a market of the user's area, or nothing is there."""
    rows = Vendor.objects.visible_to(request.user).current()
    return get_object_or_404(rows.select_related("market__kind"), uuid=uuid)
