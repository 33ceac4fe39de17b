"""Pages of market days: opening one, its sales in one table, the summary, and its report."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from markets.forms.markets import DayChangeForm, DayForm, WithdrawForm
from markets.forms.sales import SaleTable, sale_table, with_another_row
from markets.models import MarketDay, Sale
from markets.totals import DayReport
from markets.views.markets import found as found_market
from markets.views.markets import may_change, may_view, sheet_page
from otoppath.accounts.forms.record import sheet
from otoppath.accounts.history import history_of
from otoppath.accounts.http import Request
from otoppath.lists.idempotency import OnceForm, once, save_once
from otoppath.thai.numbers import format_number

STEPS = ("open", "sales", "summary", "report")


@require_http_methods(["GET", "POST"])
@may_change
@once
def day_create(request: Request, uuid: UUID) -> HttpResponse:
    """Open a market day; one that is open already is gone on with."""
    market = found_market(request, uuid)
    form = DayForm(request.POST or None, market=market, user=request.user)
    if request.method == "POST" and form.is_valid():
        day = market.days.filter(held_on=form.cleaned_data["held_on"]).first()
        if day is not None:
            return gone_on_with(request, day, form.cleaned_data["visitors"])

        def make() -> str:
            return reverse("markets:day_sales", args=[form.save().uuid])

        return save_once(request, form, make, done=_("เปิดวันตลาดแล้ว กรอกยอดจำหน่าย"))
    context = {"form": form, "market": market, "steps": wizard("open")}
    return render(request, "markets/day_form.html", context)


def gone_on_with(request: Request, day: MarketDay, visitors: int | None) -> HttpResponse:
    """Go on with a day that is open; typed visitors are noted where none were yet."""
    if visitors is not None and day.visitors is None:
        day.visitors = visitors
        day.save()
    if visitors in (None, day.visitors):
        messages.info(request, _("วันนี้เปิดไว้แล้ว กรอกยอดจำหน่ายต่อได้"))
    else:
        text = _(
            "วันนี้เปิดไว้แล้ว บันทึกผู้ซื้อไว้ก่อน %(before)s คน ที่พิมพ์ %(typed)s คนยังไม่บันทึก"
            " ถ้าต้องการแก้ ให้แก้ที่รายงานของวันนี้"
        )
        said = {"before": format_number(day.visitors), "typed": format_number(visitors)}
        messages.warning(request, text % said)
    return redirect("markets:day_sales", day.uuid)


@require_http_methods(["GET", "POST"])
@may_change
@once
def day_sales(request: Request, uuid: UUID) -> HttpResponse:
    """Enter the sales of all vendors, look at the summary, then write them."""
    day = found(request, uuid)
    if request.method != "POST":
        return table_page(request, day, sale_table(day, request.user))
    action, _sep, vendor = request.POST.get("action", "review").partition(":")
    sent = with_another_row(request.POST, vendor) if action == "more" else request.POST
    table, key = sale_table(day, request.user, sent), OnceForm(request.POST)
    if action == "more" and table.forms:
        table.forms[-1].is_added = True
    if action in ("more", "back"):
        return table_page(request, day, table, key)
    if not (table.is_valid() and key.is_valid()):
        return table_page(request, day, table, key, is_checked=True)
    if action == "save":
        return save_once(request, key, table.save, done=_("บันทึกยอดจำหน่ายแล้ว"), to=day)
    context = {"day": day, "table": table, "key": key, "steps": wizard("summary")}
    return render(request, "markets/day_summary.html", context)


@require_safe
@may_view
def day_detail(request: Request, uuid: UUID) -> HttpResponse:
    """The report of a market day, to be read, printed and sent."""
    day = found(request, uuid)
    context = {
        "day": day,
        "report": DayReport.of(day),
        "withdrawn": Sale.everything.filter(market_day=day, withdrawn_at__isnull=False)
        .select_related("vendor", "product", "withdrawn_by")
        .order_by("pk"),
        "events": history_of(day),
    }
    return render(request, "markets/day_detail.html", context)


@require_http_methods(["GET", "POST"])
@may_change
def day_change(request: Request, uuid: UUID) -> HttpResponse:
    """Note visitors and what went wrong."""
    day = found(request, uuid)
    form = DayChangeForm(request.POST or None, instance=day, user=request.user)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("บันทึกการแก้ไขแล้ว"))
        return redirect(day)
    return sheet_page(request, form, day.market, _("ผู้ซื้อและปัญหาของวันตลาด"))


@require_http_methods(["GET", "POST"])
@may_change
def sale_withdraw(request: Request, uuid: UUID) -> HttpResponse:
    """Take a sale back, with the reason; it stays readable and counts nowhere."""
    rows = Sale.objects.visible_to(request.user)
    sale = get_object_or_404(rows.select_related("market_day", "vendor", "product"), uuid=uuid)
    form = WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        sale.withdraw(by=request.user, reason=form.cleaned_data["reason"])
        messages.success(request, _("ยกเลิกรายการแล้ว"))
        return redirect(sale.market_day)
    form.helper = sheet()
    context = {"form": form, "sale": sale, "day": sale.market_day}
    return render(request, "markets/sale_withdraw.html", context)


# --- What the pages share -----------------------------------------------------------------


def found(request: Request, uuid: UUID) -> MarketDay:
    """Return a market day of the user's area, or nothing is there."""
    rows = MarketDay.objects.visible_to(request.user).select_related("market__kind")
    return get_object_or_404(rows, uuid=uuid)


def table_page(
    request: Request,
    day: MarketDay,
    table: SaleTable,
    key: OnceForm | None = None,
    *,
    is_checked: bool = False,
) -> HttpResponse:
    """Show the table as it is or as it was typed; what is wrong only once it was checked."""
    context = {
        "day": day,
        "table": table,
        "key": key or OnceForm(),
        "is_checked": is_checked,
        "steps": wizard("sales"),
    }
    return render(request, "markets/day_sales.html", context)


def wizard(current: str) -> list[dict[str, Any]]:
    """Return the steps of a market day for `components/_wizard.html`."""
    labels = (_("เปิดวันตลาด"), _("กรอกยอดจำหน่าย"), _("ตรวจทาน"), _("รายงาน"))
    at = STEPS.index(current)
    states = ["done" if i < at else "current" if i == at else "ahead" for i in range(len(STEPS))]
    return [{"label": label, "state": state} for label, state in zip(labels, states, strict=True)]
