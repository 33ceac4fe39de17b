"""Sums of a market: the report of one day, and the sales of a fiscal year."""

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce, TruncMonth
from django.utils.translation import gettext as _

from groups.models import Group
from markets.models import Market, MarketDay, Sale, Share, Vendor, VendorKind
from otoppath.thai.dates import fiscal_bounds, fiscal_year, format_date
from products.models import Category

NOTHING = Decimal(0)
SHOWN = 15


@dataclass(frozen=True)
class DayReport:
    """What the office reports of a market day (domain: numbers of vendors, sales by goods)."""

    day: MarketDay
    sales: list[Sale]
    new_vendors: int
    so_far: dict[str, Any]

    @classmethod
    def of(cls, day: MarketDay) -> "DayReport":
        """Read the report of a day, in three queries."""
        sales = day.sales.select_related("vendor__producer__group", "product", "created_by")
        first = fiscal_bounds(fiscal_year(day.held_on))[0]
        days = {"market": day.market_id, "held_on__gte": first, "held_on__lte": day.held_on}
        opened = MarketDay.objects.filter(**days).aggregate(
            days=Count("pk", distinct=True),
            vendors=Count("sales__vendor", distinct=True, filter=_STANDING),
            amount=Coalesce(Sum("sales__amount", filter=_STANDING), NOTHING),
        )
        started = Vendor.objects.filter(market=day.market_id, joined_on=day.held_on).count()
        return cls(day, list(sales.order_by("vendor__name", "pk")), started, opened)

    @property
    def total(self) -> Decimal:
        """Baht of the day."""
        return sum((sale.amount for sale in self.sales), NOTHING)

    @property
    def fiscal_year(self) -> int:
        """The year that the sums so far are of."""
        return fiscal_year(self.day.held_on)

    @property
    def vendors(self) -> int:
        """How many vendors sold."""
        return len({sale.vendor_id for sale in self.sales})

    def by_kind(self) -> list[dict[str, Any]]:
        """Return vendors and baht of each kind of vendor that sold, in the order of the kinds."""
        rows = []
        for kind in VendorKind:
            sales = [sale for sale in self.sales if sale.vendor.kind == kind]
            count = len({sale.vendor_id for sale in sales})
            if count:
                amount = sum((sale.amount for sale in sales), NOTHING)
                rows.append({"label": kind.label, "vendors": count, "amount": amount})
        return rows

    def by_goods(self) -> list[dict[str, Any]]:
        """Return baht of each product or kind of goods, the most sold first."""
        rows: dict[str, dict[str, Any]] = {}
        for sale in self.sales:
            label = sale.product.name if sale.product else sale.goods
            kind = Category(sale.product.category).label if sale.product else _("สินค้าอื่น")
            row = rows.setdefault(label, {"label": label, "kind": kind, "amount": NOTHING})
            row["amount"] += sale.amount
        return sorted(rows.values(), key=lambda row: (-row["amount"], row["label"]))

    def by_group(self) -> list[dict[str, Any]]:
        """Return what each group sold: out of it its members are paid."""
        rows: dict[Any, Decimal] = {}
        for sale in self.sales:
            if sale.vendor.producer and (group := sale.vendor.producer.group):
                rows[group] = rows.get(group, NOTHING) + sale.amount
        paid = dict(self.day.shares.order_by().values_list("group").annotate(total=Sum("amount")))
        return [
            {"group": group, "sold": sold, "paid": paid.get(group.pk, NOTHING)}
            for group, sold in rows.items()
        ]

    def doubles(self) -> list[str]:
        """Return vendor and goods that were entered more than once."""
        named = Counter(
            f"{sale.vendor} · {sale.product.name if sale.product else sale.goods}"
            for sale in self.sales
        )
        return [name for name, count in named.items() if count > 1]


_STANDING = Q(sales__withdrawn_at__isnull=True)


def year_of_market(market: Market, year: int) -> dict[str, Any]:
    """Return days and sales of a fiscal year, in four queries however many sales there are."""
    first, last = fiscal_bounds(year)
    held = {"market_day__market": market, "market_day__held_on__range": (first, last)}
    sales = Sale.objects.filter(**held).order_by()
    held_in_year = market.days.filter(held_on__range=(first, last)).annotate(
        amount=Coalesce(Sum("sales__amount", filter=_STANDING), NOTHING),
        vendors=Count("sales__vendor", distinct=True, filter=_STANDING),
    )
    days = list(held_in_year.order_by("-held_on"))
    return {
        "year": year,
        "days": days,
        "total": sum((day.amount for day in days), NOTHING),
        "months": by_month(sales),
        "goods": most(sales.annotate(label=Coalesce("product__name", F("goods")))),
        "vendors": most(sales.annotate(label=F("vendor__name"))),
    }


def paid_days_of(group: Group) -> QuerySet:
    """Return the days on which a group sold, newest first, each with `sold` and `paid`."""
    sales = Sale.objects.filter(market_day=OuterRef("pk"), vendor__producer__group=group)
    shares = Share.objects.filter(market_day=OuterRef("pk"), group=group)
    sold, paid = (
        Subquery(rows.order_by().values("market_day").annotate(n=Sum("amount")).values("n"))
        for rows in (sales, shares)
    )
    days = MarketDay.objects.select_related("market").annotate(
        sold=sold, paid=Coalesce(paid, NOTHING)
    )
    return days.filter(sold__isnull=False).order_by("-held_on", "-pk")


def by_month(sales: QuerySet) -> list[dict[str, Any]]:
    """Return the baht of each month that has sales."""
    rows = sales.annotate(month=TruncMonth("market_day__held_on")).values("month")
    summed = rows.annotate(amount=Sum("amount")).order_by("month")
    return [
        {"label": format_date(row["month"], "month"), "amount": row["amount"]} for row in summed
    ]


def most(sales: QuerySet) -> list[dict[str, Any]]:
    """Return the labels with the most baht; what is left over stands in one line."""
    rows = list(sales.values("label").annotate(amount=Sum("amount")).order_by("-amount", "label"))
    left = sum((row["amount"] for row in rows[SHOWN:]), NOTHING)
    others = [{"label": _("อื่น ๆ รวมกัน"), "amount": left}] if left else []
    return rows[:SHOWN] + others
