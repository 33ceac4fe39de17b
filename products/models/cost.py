"""What it costs to make a product."""

from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from otoppath.accounts.records import Record
from otoppath.accounts.scoping import ScopedQuerySet

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

SATANG = Decimal("0.01")


def baht_column(label: "StrOrPromise", **kwargs: Any) -> models.DecimalField:
    """Return a column of baht, never negative."""
    return models.DecimalField(
        label, max_digits=12, decimal_places=2, validators=[MinValueValidator(0)], **kwargs
    )


class CostSheet(Record):
    """What one batch of a product costs; own labour is a line, never forgotten."""

    place_path = "product__producer__village_id"

    product = models.ForeignKey(
        "products.Product", models.PROTECT, related_name="cost_sheets", verbose_name=_("ผลิตภัณฑ์")
    )
    as_of = models.DateField(_("ข้อมูล ณ วันที่"))
    batch_units = models.PositiveIntegerField(
        _("จำนวนที่ผลิตได้ต่อครั้ง"), validators=[MinValueValidator(1)]
    )
    materials = baht_column(_("ค่าวัตถุดิบ"))
    labour = models.DecimalField(
        _("ค่าแรง รวมแรงงานตนเอง"),
        max_digits=12,
        decimal_places=2,
        validators=[MinValueValidator(Decimal("0.01"))],
        help_text=_("คิดค่าแรงของตนเองและคนในครัวเรือนด้วย"),
    )
    packaging = baht_column(_("ค่าบรรจุภัณฑ์"), default=Decimal(0))
    overheads = baht_column(_("ค่าใช้จ่ายอื่น"), default=Decimal(0))

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("ต้นทุนการผลิต")
        verbose_name_plural = pgettext_lazy("many", "ต้นทุนการผลิต")
        ordering = ["-as_of", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(labour__gt=0, batch_units__gt=0), name="cost_counts_own_labour"
            )
        ]

    def __str__(self) -> str:
        """The day."""
        return str(self.as_of)

    @property
    def batch_cost(self) -> Decimal:
        """Baht for one batch."""
        return self.materials + self.labour + self.packaging + self.overheads

    @property
    def unit_cost(self) -> Decimal:
        """Baht for one unit, to the satang."""
        return (self.batch_cost / self.batch_units).quantize(SATANG, ROUND_HALF_UP)

    @property
    def unit_labour(self) -> Decimal:
        """Baht of labour in one unit, to the satang."""
        return (self.labour / self.batch_units).quantize(SATANG, ROUND_HALF_UP)

    def margin(self, price: Decimal) -> Decimal:
        """Baht left of one unit sold at a price; less than zero is a loss."""
        return price - self.unit_cost

    def margin_percent(self, price: Decimal) -> Decimal | None:
        """Margin in hundredths of the price, one decimal; None for a product given away."""
        if not price:
            return None
        return (self.margin(price) / price * 100).quantize(Decimal("0.1"), ROUND_HALF_UP)
