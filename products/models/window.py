"""The quarters in which registrations are taken."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from otoppath.thai.dates import today


class RegistrationWindowQuerySet(models.QuerySet["RegistrationWindow"]):
    """Windows, read as adjectives."""

    def open_on(self, day: date) -> "RegistrationWindowQuerySet":
        """In which registrations are taken on a day; the one that closes first comes first."""
        return self.filter(opens_on__lte=day, closes_on__gte=day).order_by("closes_on", "id")

    def after(self, day: date) -> "RegistrationWindowQuerySet":
        """Announced and not open yet, the next one first."""
        return self.filter(opens_on__gt=day).order_by("opens_on", "id")


class RegistrationWindow(models.Model):
    """When registrations are taken in a quarter; the province announces it."""

    fiscal_year = models.PositiveSmallIntegerField(_("ปีงบประมาณ"))
    quarter = models.PositiveSmallIntegerField(_("ไตรมาส"))
    opens_on = models.DateField(_("เปิดรับ"))
    closes_on = models.DateField(_("ปิดรับ"))

    objects = RegistrationWindowQuerySet.as_manager()

    class Meta:
        verbose_name = _("ช่วงเปิดรับลงทะเบียน")
        verbose_name_plural = pgettext_lazy("many", "ช่วงเปิดรับลงทะเบียน")
        ordering = ["opens_on"]
        constraints = [
            models.UniqueConstraint(fields=["fiscal_year", "quarter"], name="one_window_a_quarter"),
            models.CheckConstraint(
                condition=Q(closes_on__gte=F("opens_on")), name="window_closes_after_opening"
            ),
        ]

    def __str__(self) -> str:
        """Quarter and year."""
        return f"{self.quarter}/{self.fiscal_year}"

    @property
    def closing(self) -> str:
        """How long it is open still, in words: "ปิดรับในอีก 9 วัน"."""
        days = (self.closes_on - today()).days
        if days == 0:
            return gettext("ปิดรับวันนี้")
        return ngettext("ปิดรับในอีก %(days)d วัน", "ปิดรับในอีก %(days)d วัน", days) % {"days": days}
