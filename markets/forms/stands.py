"""Who sells on a market day and what: the rows that the table of its sales is drawn with."""

from typing import Any

from markets.models import MarketDay, Sale, Vendor
from products.models import Product


class Stands:
    """Who sells on a day and what, read once for the whole table."""

    def __init__(self, day: MarketDay) -> None:
        self.day = day
        vendors = Vendor.objects.selling_on(day.held_on).filter(market=day.market_id)
        sold = Vendor.objects.filter(sales__market_day=day, sales__withdrawn_at__isnull=True)
        rows = (vendors | Vendor.objects.filter(pk__in=sold.values("pk"))).distinct()
        self.vendors = {str(row.uuid): row for row in rows.order_by("name", "pk")}
        self.sales = {
            str(sale.uuid): sale for sale in day.sales.select_related("product").order_by("pk")
        }
        producers = {row.producer_id for row in self.vendors.values() if row.producer_id}
        self.products: dict[int, dict[str, Product]] = {}
        for product in Product.objects.filter(producer__in=producers).order_by("sort_key"):
            self.products.setdefault(product.producer_id, {})[str(product.uuid)] = product

    def products_of(self, vendor: Vendor) -> dict[str, Product]:
        """Return what a vendor makes, by uuid; a trader makes nothing of this system."""
        return self.products.get(vendor.producer_id or 0, {})

    def rows(self) -> list[dict[str, Any]]:
        """Return the rows of a fresh table: what is recorded, then what may still be."""
        by_vendor: dict[int, list[Sale]] = {}
        for sale in self.sales.values():
            by_vendor.setdefault(sale.vendor_id, []).append(sale)
        rows = []
        for vendor in self.vendors.values():
            recorded = by_vendor.get(vendor.pk, [])
            rows += [recorded_row(vendor, sale) for sale in recorded]
            rows += self._open_rows(vendor, recorded)
        return rows

    def _open_rows(self, vendor: Vendor, recorded: list[Sale]) -> list[dict[str, Any]]:
        sold = {sale.product_id for sale in recorded}
        made = [p for p in self.products_of(vendor).values() if not p.stopped_on]
        rows: list[dict[str, Any]] = [
            {"vendor": vendor.uuid, "product": p.uuid} for p in made if p.pk not in sold
        ]
        if not made and not recorded:
            rows.append({"vendor": vendor.uuid, "goods": vendor.goods[:120]})
        return rows


def recorded_row(vendor: Vendor, sale: Sale) -> dict[str, Any]:
    """Return the row of a sale that is recorded already."""
    return {
        "vendor": vendor.uuid,
        "sale": sale.uuid,
        "seen": sale.updated_at.isoformat(),
        "product": sale.product.uuid if sale.product else "",
        "goods": sale.goods,
        "quantity": sale.quantity,
        "amount": sale.amount,
        "source": sale.source,
    }
