"""Markets, market days, stalls, sales and shares (step 5), one file per noun."""

from markets.models.market import Market, MarketDay, MarketKind
from markets.models.sale import Sale, SaleSource, Share, ShareKind
from markets.models.stall import Allotment, Stall, Vendor, VendorKind

__all__ = [
    "Allotment",
    "Market",
    "MarketDay",
    "MarketKind",
    "Sale",
    "SaleSource",
    "Share",
    "ShareKind",
    "Stall",
    "Vendor",
    "VendorKind",
]
