"""Producers, products and registrations in the Django admin."""

from typing import Any, ClassVar

from django.contrib import admin

from otoppath.accounts.inspection import RecordAdmin
from otoppath.accounts.lookups import LookupAdmin
from products.models import (
    Certificate,
    CostSheet,
    Producer,
    Product,
    ProductPhoto,
    Registration,
    RegistrationDocument,
    RegistrationEvent,
    RegistrationWindow,
)


@admin.register(Producer)
class ProducerAdmin(RecordAdmin):
    """Who makes OTOP products."""

    list_display = ("name", "kind", "village", "producer_no")
    list_filter = ("kind",)
    search_fields = ("search_key",)
    ordering = ("sort_key", "pk")


@admin.register(Product)
class ProductAdmin(RecordAdmin):
    """Products."""

    list_display = ("name", "producer", "category", "retail_price", "stopped_on")
    list_filter = ("category",)
    list_select_related = ("producer",)
    search_fields = ("search_key", "producer__search_key")
    ordering = ("sort_key", "pk")


class OfProductAdmin(RecordAdmin):
    """A row that belongs to a product, found by its name."""

    list_select_related: ClassVar[tuple[str, ...]] = ("product",)
    search_fields: ClassVar[tuple[str, ...]] = ("product__search_key",)


@admin.register(ProductPhoto)
class ProductPhotoAdmin(OfProductAdmin):
    """Photos of products; the picture itself is on the product's page."""

    masked = ("caption",)
    list_display = ("__str__", "product", "created_at")


@admin.register(CostSheet)
class CostSheetAdmin(OfProductAdmin):
    """What products cost to make."""

    list_display = ("product", "as_of", "batch_units", "materials", "labour")


@admin.register(Certificate)
class CertificateAdmin(OfProductAdmin):
    """Standards and licences."""

    list_display = ("product", "kind", "number", "issued_on", "expires_on")
    list_filter = ("kind",)
    search_fields = ("number", "product__search_key")


@admin.register(Registration)
class RegistrationAdmin(OfProductAdmin):
    """Applications to register products."""

    list_display = ("product", "status", "status_since", "number", "registered_on")
    list_filter = ("status",)
    search_fields = ("number", "product__search_key")


class OfRegistrationAdmin(RecordAdmin):
    """A row that belongs to a registration, found by the product's name."""

    list_select_related: ClassVar[tuple[str, ...]] = ("registration__product",)
    search_fields: ClassVar[tuple[str, ...]] = ("registration__product__search_key",)

    @admin.display(description=Product._meta.verbose_name)
    def of_product(self, row: Any) -> str:
        """Return the product that is registered."""
        return str(row.registration.product)


@admin.register(RegistrationDocument)
class RegistrationDocumentAdmin(OfRegistrationAdmin):
    """Lines of the check-list of papers."""

    masked = ("note",)
    list_display = ("of_product", "kind", "state")
    list_filter = ("state", "kind")


@admin.register(RegistrationEvent)
class RegistrationEventAdmin(OfRegistrationAdmin):
    """What was done with a registration, and when."""

    masked = ("note",)
    list_display = ("of_product", "from_status", "to_status", "at", "by", "reference")
    list_filter = ("to_status",)
    list_select_related = ("registration__product", "by")


@admin.register(RegistrationWindow)
class RegistrationWindowAdmin(LookupAdmin):
    """Quarters in which registrations are taken, as the province announces them."""

    kept = ()
    list_display = ("__str__", "opens_on", "closes_on")
