"""The stalls of a market, who sells there, and who was given which stall."""

import re
from datetime import date
from typing import TYPE_CHECKING

from django.db import models, transaction
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from markets.models.market import Market
from otoppath.accounts.records import Record
from otoppath.accounts.scoping import ScopedQuerySet
from otoppath.privacy.masking import initials_of
from otoppath.thai.fields import ReferenceField
from otoppath.thai.keys import sort_key

if TYPE_CHECKING:
    from otoppath.accounts.models import User
    from products.models import Producer

_NUMBER = re.compile(r"(\D*)(\d*)(.*)", re.S)


class Stall(Record):
    """One numbered stall of a market."""

    place_path = "market__village_id"

    market = models.ForeignKey(
        Market, models.PROTECT, related_name="stalls", verbose_name=_("ตลาด")
    )
    number = ReferenceField(_("แผงที่"), max_length=10)
    zone = models.CharField(_("โซน"), max_length=60, blank=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("แผงค้า")
        verbose_name_plural = pgettext_lazy("many", "แผงค้า")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["market", "number"], name="one_stall_a_number")
        ]

    def __str__(self) -> str:
        """Its number."""
        return self.number

    @property
    def order(self) -> tuple[str, int, str]:
        """Where it stands in a row of stalls: 2 before 10, and ก before ข."""
        letters, digits, rest = _NUMBER.findall(self.number)[0]
        return sort_key(letters), int(digits or 0), rest


class VendorKind(models.TextChoices):
    """Who sells; the kinds of the registration at the Damrongtham centre."""

    OTOP = "otop", _("กลุ่มหรือผู้ผลิต OTOP")
    SAMMACHIP = "sammachip_household", _("ครัวเรือนสัมมาชีพ")
    FARMER = "farmer", _("เกษตรกร")
    LOW_INCOME = "low_income", _("ผู้มีรายได้น้อย")
    COMMUNITY_ENTERPRISE = "community_enterprise", _("วิสาหกิจชุมชน")
    TRADER = "trader", _("พ่อค้าแม่ค้า")


class VendorQuerySet(ScopedQuerySet):
    """Vendors, read as adjectives."""

    def selling_on(self, day: date) -> "VendorQuerySet":
        """Begun by a day, and not gone before it."""
        not_gone = Q(left_on__isnull=True) | Q(left_on__gte=day)
        return self.filter(not_gone, joined_on__lte=day)

    def current(self) -> "VendorQuerySet":
        """Not gone."""
        return self.filter(left_on__isnull=True)


class Vendor(Record):
    """Who sells at a market: a producer of this system, or another trader by name."""

    place_path = "market__village_id"
    PERSONAL = {"name": "-"}

    market = models.ForeignKey(
        Market, models.PROTECT, related_name="vendors", verbose_name=_("ตลาด")
    )
    kind = models.CharField(_("ประเภทผู้ค้า"), max_length=20, choices=VendorKind)
    producer = models.ForeignKey(
        "products.Producer",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="vendors",
        verbose_name=_("ผู้ผลิต"),
    )
    name = models.CharField(_("ชื่อผู้ค้า"), max_length=160, blank=True)
    goods = models.CharField(_("สินค้าที่ขาย"), max_length=160, blank=True)
    joined_on = models.DateField(_("เริ่มขายเมื่อ"))
    left_on = models.DateField(_("เลิกขายเมื่อ"), null=True, blank=True)

    objects = VendorQuerySet.as_manager()

    class Meta:
        verbose_name = _("ผู้ค้า")
        verbose_name_plural = pgettext_lazy("many", "ผู้ค้า")
        constraints = [
            models.UniqueConstraint(
                fields=["market", "producer"],
                condition=Q(producer__isnull=False, left_on__isnull=True),
                name="one_vendor_a_producer",
                violation_error_message=_("ผู้ผลิตรายนี้เป็นผู้ค้าของตลาดนี้อยู่แล้ว"),
            ),
            models.CheckConstraint(
                condition=Q(producer__isnull=False) | ~Q(name=""), name="vendor_is_somebody"
            ),
        ]

    def __str__(self) -> str:
        """Its name; a producer's is copied when the vendor is made."""
        return self.name

    @property
    def public_name(self) -> str:
        """The name of a group or an enterprise; whoever is a person is shown by initials."""
        is_person = self.producer is None or self.producer.household_id is not None
        return initials_of(self.name) if is_person else self.name

    @classmethod
    def for_producer(
        cls, producer: "Producer", market: Market, *, on: date, by: "User"
    ) -> "Vendor":
        """Return the producer as a vendor of a market; it begins on a day if it is none yet."""
        fresh = {"name": producer.name, "kind": VendorKind.OTOP, "joined_on": on, "created_by": by}
        found, _made = cls.objects.get_or_create(
            market=market, producer=producer, left_on=None, defaults=fresh
        )
        if found.joined_on > on:
            # It sold before the day that was noted first.
            found._history_user = by
            found.joined_on = on
            found.save()
        return found

    def leave(self, on: date, *, by: "User") -> None:
        """Stop selling on a day, and give the stalls back with it."""
        with transaction.atomic():
            self._history_user = by
            self.left_on = on
            self.save()
            for allotment in self.allotments.filter(ends_on__isnull=True):
                allotment._history_user = by
                allotment.ends_on = max(on, allotment.starts_on)
                allotment.save()


class AllotmentQuerySet(ScopedQuerySet):
    """Allotments, read as adjectives."""

    def current(self) -> "AllotmentQuerySet":
        """Not ended, of a market that still opens."""
        return self.filter(ends_on__isnull=True, stall__market__closed_on__isnull=True)

    def at_fixed_place(self) -> "AllotmentQuerySet":
        """In a market of a kind with a definite place."""
        return self.filter(stall__market__kind__is_fixed_place=True)


class Allotment(Record):
    """A stall given to a vendor from a day to a day."""

    place_path = "stall__market__village_id"

    stall = models.ForeignKey(
        Stall, models.PROTECT, related_name="allotments", verbose_name=_("แผงค้า")
    )
    vendor = models.ForeignKey(
        Vendor, models.PROTECT, related_name="allotments", verbose_name=_("ผู้ค้า")
    )
    starts_on = models.DateField(_("ตั้งแต่วันที่"))
    ends_on = models.DateField(_("ถึงวันที่"), null=True, blank=True)
    fee = models.DecimalField(_("ค่าแผงต่อวัน (บาท)"), max_digits=8, decimal_places=2, default=0)

    objects = AllotmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("การจัดสรรแผงค้า")
        verbose_name_plural = pgettext_lazy("many", "การจัดสรรแผงค้า")
        constraints = [
            models.UniqueConstraint(
                fields=["stall"], condition=Q(ends_on__isnull=True), name="one_holder_a_stall"
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="allotment_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        """The day it began."""
        return str(self.starts_on)
