"""Pages of markets."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.db.models import Count, Max, OuterRef, Subquery
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from markets.forms.markets import MarketCloseForm, MarketFilter, MarketForm
from markets.models import Allotment, Market, MarketDay
from markets.totals import year_of_market
from otoppath.accounts.history import history_of
from otoppath.accounts.http import Request
from otoppath.lists.counts import bounded_count
from otoppath.lists.idempotency import once, save_once
from otoppath.lists.pager import keyset_page
from otoppath.thai.dates import FIRST_BE, LAST_BE, fiscal_year, today

may_view = permission_required("markets.view_market", raise_exception=True)
may_change = permission_required("markets.change_market", raise_exception=True)


@require_safe
@may_view
def market_list(request: Request) -> HttpResponse:
    """Search and filter the markets of the area."""
    form = MarketFilter(request.GET, user=request.user)
    rows = form.filtered(Market.objects.visible_to(request.user))
    shown = rows.select_related("kind").annotate(last_held_on=last_day(), held=stalls_held())
    page = keyset_page(shown, order=form.order, cursor=form.cursor)
    context = {"form": form, "page": page, "count": bounded_count(rows)}
    return render(request, "markets/market_list.html", context)


@require_safe
@may_view
def market_detail(request: Request, uuid: UUID) -> HttpResponse:
    """One market: its stalls and vendors, its days, and its sales of a fiscal year."""
    market = found(request, uuid)
    year = asked_year(request.GET.get("year", ""))
    stalls, vendors = rows_of(market)
    context = {
        "market": market,
        "stalls": stalls,
        "vendors": vendors,
        "sums": year_of_market(market, year),
        "this_year": fiscal_year(today()),
        "events": history_of(market),
    }
    return render(request, "markets/market_detail.html", context)


@require_http_methods(["GET", "POST"])
@may_change
@once
def market_create(request: Request) -> HttpResponse:
    """Add a market."""
    form = MarketForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        return save_once(request, form, form.save, done=_("บันทึกตลาดแล้ว ต่อไปเพิ่มแผงค้าและผู้ค้า"))
    return render(request, "markets/market_form.html", {"form": form, "title": _("เพิ่มตลาด")})


@require_http_methods(["GET", "POST"])
@may_change
def market_change(request: Request, uuid: UUID) -> HttpResponse:
    """Correct a market."""
    market = found(request, uuid)
    form = MarketForm(request.POST or None, instance=market, user=request.user)
    return changed(request, form, market, _("แก้ไขตลาด"))


@require_http_methods(["GET", "POST"])
@may_change
def market_close(request: Request, uuid: UUID) -> HttpResponse:
    """Say that a market was given up, or opens again."""
    market = found(request, uuid)
    form = MarketCloseForm(request.POST or None, instance=market, user=request.user)
    return changed(request, form, market, _("เลิกตลาด"))


# --- What the pages share -----------------------------------------------------------------


def found(request: Request, uuid: UUID) -> Market:
    """Return a market of the user's area, or nothing is there."""
    rows = Market.objects.visible_to(request.user).select_related("kind")
    return get_object_or_404(rows, uuid=uuid)


def last_day() -> Subquery:
    """The last day on which a market of a list opened."""
    days = MarketDay.objects.filter(market=OuterRef("pk")).order_by().values("market")
    return Subquery(days.annotate(last=Max("held_on")).values("last"))


def stalls_held() -> Subquery:
    """How many stalls of a market of a list are in somebody's hand."""
    held = Allotment.objects.current().filter(stall__market=OuterRef("pk")).order_by()
    return Subquery(held.values("stall__market").annotate(n=Count("pk")).values("n"))


def rows_of(market: Market) -> tuple[list[Any], list[Any]]:
    """Return the stalls in their order, each with its `holding`, and the vendors."""
    current = Allotment.objects.filter(stall__market=market, ends_on__isnull=True)
    holding = {row.stall_id: row for row in current.select_related("vendor")}
    stalls = sorted(market.stalls.all(), key=lambda stall: (stall.zone, stall.order))
    for stall in stalls:
        stall.holding = holding.get(stall.pk)
    vendors = market.vendors.current().select_related("producer").order_by("name", "pk")
    return stalls, list(vendors)


def asked_year(text: str) -> int:
    """Return the Buddhist fiscal year in an address; this year when there is none."""
    if text.isdecimal() and FIRST_BE < int(text) <= LAST_BE:
        return int(text)
    return fiscal_year(today())


def changed(request: Request, form: Any, market: Market, title: str) -> HttpResponse:
    """Save a correction, or show the form."""
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("บันทึกการแก้ไขแล้ว"))
        return redirect(market)
    return sheet_page(request, form, market, title)


def added(request: Request, form: Any, market: Market, title: str, *, done: str) -> HttpResponse:
    """Save what belongs to a market once, or show the form."""
    if request.method == "POST" and form.is_valid():
        return save_once(request, form, form.save, done=done, to=market)
    return sheet_page(request, form, market, title)


def sheet_page(request: Request, form: Any, market: Market, title: str) -> HttpResponse:
    """Show a form that belongs to a market."""
    context = {"form": form, "market": market, "title": title}
    return render(request, "markets/market_form.html", context)
