"""Markets, what is sold there and who gets what of it, in the Django admin."""

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from markets.models import (
    Allotment,
    Market,
    MarketDay,
    MarketKind,
    Sale,
    Share,
    Stall,
    Vendor,
)
from otoppath.accounts.inspection import RecordAdmin
from otoppath.accounts.lookups import LookupAdmin


@admin.register(MarketKind)
class MarketKindAdmin(LookupAdmin):
    """Kinds of markets; one that is no longer used is switched off."""

    list_display = ("name", "agency", "is_fixed_place", "is_active")
    fields = ("code", "name", "name_en", "agency", "agency_en", "is_fixed_place", "is_active")


@admin.register(Market)
class MarketAdmin(RecordAdmin):
    """Places of sale."""

    list_display = ("name", "kind", "village", "weekday", "closed_on")
    list_filter = ("kind", "weekday")
    list_select_related = ("kind",)
    search_fields = ("search_key",)
    ordering = ("sort_key", "pk")


class OfMarketAdmin(RecordAdmin):
    """A row that belongs to a market, found by its name."""

    list_select_related: ClassVar[tuple[str, ...]] = ("market",)
    search_fields: ClassVar[tuple[str, ...]] = ("market__search_key",)


@admin.register(MarketDay)
class MarketDayAdmin(OfMarketAdmin):
    """Days on which markets opened."""

    masked = ("problems",)
    list_display = ("held_on", "market", "visitors")
    ordering = ("-held_on", "-pk")


@admin.register(Stall)
class StallAdmin(OfMarketAdmin):
    """Stalls."""

    list_display = ("number", "zone", "market")


@admin.register(Vendor)
class VendorAdmin(OfMarketAdmin):
    """Who sells at a market."""

    list_display = ("name", "kind", "market", "joined_on", "left_on")
    list_filter = ("kind",)
    search_fields = ("name", "market__search_key")


@admin.register(Allotment)
class AllotmentAdmin(RecordAdmin):
    """Stalls given to vendors."""

    list_display = ("vendor", "stall", "starts_on", "ends_on", "fee")
    list_select_related = ("vendor", "stall")
    search_fields = ("vendor__name", "stall__market__search_key")


class WithdrawableAdmin(RecordAdmin):
    """Figures that can be withdrawn; the admin shows those that were, too."""

    masked = ("withdrawn_reason",)

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """Return every row inside the user's area."""
        model: Any = self.model
        return model.everything.inspectable_by(request.user).order_by(*self.get_ordering(request))


@admin.register(Sale)
class SaleAdmin(WithdrawableAdmin):
    """What vendors took in."""

    list_display = ("vendor", "market_day", "amount", "source", "withdrawn_at")
    list_filter = ("source", ("withdrawn_at", admin.EmptyFieldListFilter))
    list_select_related = ("vendor", "market_day")
    search_fields = ("vendor__name", "market_day__market__search_key")


@admin.register(Share)
class ShareAdmin(WithdrawableAdmin):
    """What groups paid their members."""

    list_display = ("person", "group", "kind", "amount", "paid_on", "withdrawn_at")
    list_filter = ("kind", ("withdrawn_at", admin.EmptyFieldListFilter))
    list_select_related = ("person", "group")
    search_fields = ("group__search_key", "person__household__search_key")
