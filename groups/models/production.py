"""What a group made."""

from decimal import Decimal

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import TruncMonth
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from otoppath.accounts.records import Record
from otoppath.accounts.scoping import ScopedQuerySet


class ProductionQuerySet(ScopedQuerySet):
    """Production records, read as adjectives."""

    def by_month(self) -> "ProductionQuerySet":
        """With the month of production as `month`."""
        return self.annotate(month=TruncMonth("made_on"))


class ProductionRecord(Record):
    """What was made, when, how much (continuous production, result 2)."""

    place_path = "group__village_id"

    group = models.ForeignKey(
        "groups.Group", models.PROTECT, related_name="production_records", verbose_name=_("กลุ่ม")
    )
    made_on = models.DateField(_("วันที่ผลิต"))
    goods = models.CharField(_("สิ่งที่ผลิต"), max_length=120)
    quantity = models.DecimalField(
        _("ปริมาณ"), max_digits=10, decimal_places=2, validators=[MinValueValidator(Decimal("0.01"))]
    )
    unit = models.CharField(_("หน่วย"), max_length=30)
    value = models.DecimalField(_("มูลค่า (บาท)"), max_digits=12, decimal_places=2, default=0)
    note = models.CharField(_("หมายเหตุ"), max_length=200, blank=True)

    objects = ProductionQuerySet.as_manager()

    class Meta:
        verbose_name = _("บันทึกการผลิต")
        verbose_name_plural = pgettext_lazy("many", "บันทึกการผลิต")
        ordering = ["-made_on", "-id"]
        indexes = [models.Index(fields=["group", "made_on"], name="production_group_day")]
        constraints = [
            models.CheckConstraint(condition=Q(quantity__gt=0), name="something_was_made")
        ]

    def __str__(self) -> str:
        """What, and how much."""
        return f"{self.goods} {self.quantity} {self.unit}"
