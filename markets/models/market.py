"""A market, its kind, and the days on which it opens."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from otoppath.accounts.records import Record
from otoppath.accounts.scoping import ScopedQuerySet
from otoppath.lists.search import Searched
from otoppath.places.names import spoken
from otoppath.thai.fields import KeyField
from otoppath.thai.keys import search_key, sort_key


class MarketKind(models.Model):
    """A kind of market; a table, because kinds come and go with policy."""

    FILLED_BY_MIGRATE = True

    code = models.SlugField(_("รหัส"), max_length=30, unique=True)
    name = models.CharField(_("ประเภทตลาด"), max_length=80, unique=True)
    name_en = models.CharField(_("ชื่อภาษาอังกฤษ"), max_length=80, blank=True)
    agency = models.CharField(_("หน่วยงานที่ดูแล"), max_length=120, blank=True)
    agency_en = models.CharField(_("หน่วยงานที่ดูแล (ภาษาอังกฤษ)"), max_length=120, blank=True)
    # Objective 3 of the knowledge record asks for a definite place of sale.
    is_fixed_place = models.BooleanField(_("มีสถานที่แน่นอน"), default=True)
    is_active = models.BooleanField(_("ใช้งาน"), default=True)

    class Meta:
        verbose_name = _("ประเภทตลาด")
        verbose_name_plural = pgettext_lazy("many", "ประเภทตลาด")
        ordering = ["id"]

    def __str__(self) -> str:
        """Its name in the language of the page."""
        return spoken(self.name, self.name_en)

    @property
    def looked_after_by(self) -> str:
        """The agency in the language of the page."""
        return spoken(self.agency, self.agency_en)


class MarketQuerySet(Searched, ScopedQuerySet):
    """Markets, read as adjectives."""

    def standing(self) -> "MarketQuerySet":
        """Not given up."""
        return self.filter(closed_on__isnull=True)


class Market(Record):
    """A place of sale that opens on certain days."""

    place_path = "village_id"

    class Weekday(models.IntegerChoices):
        """The day it usually opens, Monday 0 as in Python."""

        MONDAY = 0, _("วันจันทร์")
        TUESDAY = 1, _("วันอังคาร")
        WEDNESDAY = 2, _("วันพุธ")
        THURSDAY = 3, _("วันพฤหัสบดี")
        FRIDAY = 4, _("วันศุกร์")
        SATURDAY = 5, _("วันเสาร์")
        SUNDAY = 6, _("วันอาทิตย์")

    kind = models.ForeignKey(
        MarketKind, models.PROTECT, related_name="markets", verbose_name=_("ประเภทตลาด")
    )
    name = models.CharField(_("ชื่อตลาด"), max_length=120)
    village = models.ForeignKey(
        "places.Place", models.PROTECT, related_name="markets", verbose_name=_("หมู่บ้านที่ตั้ง")
    )
    location = models.CharField(_("สถานที่"), max_length=160)
    weekday = models.PositiveSmallIntegerField(
        _("วันเปิดประจำ"), choices=Weekday, null=True, blank=True
    )
    opened_on = models.DateField(_("เปิดครั้งแรก"), null=True, blank=True)
    closed_on = models.DateField(_("เลิกเมื่อ"), null=True, blank=True)
    sort_key = KeyField(blank=True, editable=False)
    search_key = KeyField(blank=True, editable=False)

    objects = MarketQuerySet.as_manager()

    class Meta:
        verbose_name = _("ตลาด")
        verbose_name_plural = pgettext_lazy("many", "ตลาด")
        indexes = [models.Index(fields=["sort_key", "id"], name="market_sort")]

    def __str__(self) -> str:
        """Its name."""
        return self.name

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("markets:market_detail", args=[self.uuid])

    def rekey(self) -> None:
        """Set both keys from the name; the caller saves."""
        self.sort_key = sort_key(self.name)
        self.search_key = search_key(f"{self.name} {self.location}")


class MarketDay(Record):
    """One day on which a market opened."""

    place_path = "market__village_id"

    market = models.ForeignKey(Market, models.PROTECT, related_name="days", verbose_name=_("ตลาด"))
    held_on = models.DateField(_("วันที่เปิดตลาด"))
    visitors = models.PositiveIntegerField(_("ผู้ซื้อโดยประมาณ (คน)"), null=True, blank=True)
    problems = models.CharField(_("ปัญหา อุปสรรค"), max_length=300, blank=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("วันเปิดตลาด")
        verbose_name_plural = pgettext_lazy("many", "วันเปิดตลาด")
        ordering = ["-held_on"]
        indexes = [models.Index(fields=["held_on", "id"], name="market_day_date")]
        constraints = [
            models.UniqueConstraint(fields=["market", "held_on"], name="one_market_day_a_date")
        ]

    def __str__(self) -> str:
        """The date."""
        return str(self.held_on)

    def get_absolute_url(self) -> str:
        """Its page, which is also its report."""
        return reverse("markets:day_detail", args=[self.uuid])
