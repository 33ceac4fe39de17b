"""What was sold, and who got what of it."""

from decimal import Decimal

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from markets.models.withdrawal import StandingManager, Withdrawable
from otoppath.accounts.records import Record
from otoppath.accounts.scoping import ScopedQuerySet


class SaleSource(models.TextChoices):
    """Where the figure comes from."""

    REPORTED = "reported", _("ผู้ค้าแจ้ง")
    COUNTED = "counted", _("เจ้าหน้าที่นับ")
    RECEIPT = "receipt", _("สมุดหรือใบเสร็จ")


class SaleQuerySet(ScopedQuerySet):
    """Sales, read as adjectives."""

    def at_fixed_place(self) -> "SaleQuerySet":
        """On a day of a market of a kind with a definite place."""
        return self.filter(market_day__market__kind__is_fixed_place=True)


class Sale(Withdrawable, Record):
    """What one vendor took in on one market day, of one product or kind of goods."""

    place_path = "market_day__market__village_id"

    market_day = models.ForeignKey(
        "markets.MarketDay", models.PROTECT, related_name="sales", verbose_name=_("วันเปิดตลาด")
    )
    vendor = models.ForeignKey(
        "markets.Vendor", models.PROTECT, related_name="sales", verbose_name=_("ผู้ค้า")
    )
    product = models.ForeignKey(
        "products.Product",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="sales",
        verbose_name=_("ผลิตภัณฑ์"),
    )
    goods = models.CharField(_("สินค้าอื่น"), max_length=120, blank=True)
    quantity = models.DecimalField(
        _("จำนวนที่ขายได้"), max_digits=10, decimal_places=2, null=True, blank=True
    )
    amount = models.DecimalField(
        _("ยอดจำหน่าย (บาท)"),
        max_digits=12,
        decimal_places=2,
        validators=[MinValueValidator(Decimal("0.01"))],
    )
    source = models.CharField(
        _("แหล่งข้อมูล"), max_length=10, choices=SaleSource, default=SaleSource.REPORTED
    )

    objects = StandingManager.from_queryset(SaleQuerySet)()
    everything = SaleQuerySet.as_manager()

    class Meta:
        verbose_name = _("การจำหน่าย")
        verbose_name_plural = pgettext_lazy("many", "การจำหน่าย")
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="sale_is_positive"),
            models.CheckConstraint(
                condition=Q(product__isnull=False) | ~Q(goods=""), name="sale_names_its_goods"
            ),
        ]

    def __str__(self) -> str:
        """The amount in baht."""
        return str(self.amount)


class ShareKind(models.TextChoices):
    """For what a member was paid."""

    WAGE = "wage", _("ค่าแรง")
    MATERIAL = "material", _("ค่าวัตถุดิบ")
    DIVIDEND = "dividend", _("ปันผล")
    REFUND = "refund", _("เฉลี่ยคืน")


class Share(Withdrawable, Record):
    """What a group paid one of its members out of its sales."""

    place_path = "group__village_id"

    group = models.ForeignKey(
        "groups.Group", models.PROTECT, related_name="shares", verbose_name=_("กลุ่ม")
    )
    person = models.ForeignKey(
        "households.Person", models.PROTECT, related_name="shares", verbose_name=_("สมาชิก")
    )
    kind = models.CharField(_("ประเภท"), max_length=10, choices=ShareKind)
    amount = models.DecimalField(
        _("จำนวนเงิน (บาท)"),
        max_digits=12,
        decimal_places=2,
        validators=[MinValueValidator(Decimal("0.01"))],
    )
    paid_on = models.DateField(_("วันที่จ่าย"))
    market_day = models.ForeignKey(
        "markets.MarketDay",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="shares",
        verbose_name=_("จากวันเปิดตลาด"),
    )

    objects = StandingManager.from_queryset(ScopedQuerySet)()
    everything = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("ส่วนแบ่งรายได้สมาชิก")
        verbose_name_plural = pgettext_lazy("many", "ส่วนแบ่งรายได้สมาชิก")
        ordering = ["-paid_on", "-id"]
        constraints = [models.CheckConstraint(condition=Q(amount__gt=0), name="share_is_positive")]

    def __str__(self) -> str:
        """The amount in baht."""
        return str(self.amount)
