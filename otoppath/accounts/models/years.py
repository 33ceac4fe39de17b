"""What each fiscal year asks: thresholds of the path, and the villages it is meant for."""

from datetime import date
from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from simple_history.models import HistoricalRecords

from otoppath.accounts.scoping import ScopedQuerySet
from otoppath.places.names import place_label
from otoppath.thai.dates import fiscal_year, today

_COUNT = [MinValueValidator(1), MaxValueValidator(99)]
_MONTHS = [MinValueValidator(1), MaxValueValidator(12)]


class ProgrammeYearQuerySet(models.QuerySet["ProgrammeYear"]):
    """Years, asked for by number or by a day in them."""

    def for_year(self, year: int) -> "ProgrammeYear":
        """Thresholds of a fiscal year (Buddhist Era), never None.

        A year without a row of its own goes on with the latest earlier one, and before the
        first with the defaults. What is returned then is not saved and carries `year`.
        """
        found = self.filter(fiscal_year__lte=year).order_by("-fiscal_year").first()
        if found is None:
            return ProgrammeYear(fiscal_year=year)
        if found.fiscal_year != year:
            return ProgrammeYear(fiscal_year=year, **found.thresholds())
        return found

    def takes_nominations(self, year: int) -> bool:
        """Whether households may enter a year: one to come only when it was opened by itself."""
        if year > fiscal_year(today()):
            return self.filter(fiscal_year=year, is_open=True).exists()
        return self.for_year(year).is_open

    def for_date(self, day: date) -> "ProgrammeYear":
        """Thresholds of the fiscal year in which the day lies."""
        return self.for_year(fiscal_year(day))


class ProgrammeYear(models.Model):
    """The programme in one fiscal year: how much of each evidence the steps ask for.

    The numbers are the department's to change, so none of them is a constant of the code. A
    change holds for moves from then on: what was moved keeps the values its event stored.
    """

    fiscal_year = models.PositiveSmallIntegerField(
        _("ปีงบประมาณ พ.ศ."),
        primary_key=True,
        validators=[MinValueValidator(2540), MaxValueValidator(2700)],
    )
    is_open = models.BooleanField(
        _("เปิดให้บันทึก"), default=True, help_text=_("ปิดแล้วจะเสนอชื่อครัวเรือนในปีนี้เพิ่มไม่ได้")
    )
    group_households = models.PositiveSmallIntegerField(
        _("ครัวเรือนสมาชิกอย่างน้อย"),
        default=5,
        validators=_COUNT,
        help_text=_("ขั้นตอนที่ 1 ของกลุ่ม: ครัวเรือนสมาชิกที่ได้รับคัดเลือกและมีความพร้อม"),
    )
    group_choosers = models.PositiveSmallIntegerField(
        _("สมาชิกที่เลือกอาชีพนี้อย่างน้อย"),
        default=5,
        validators=_COUNT,
        help_text=_("ขั้นตอนที่ 2 ของกลุ่ม: สมาชิกที่ต้องการหรือเลือกอาชีพของกลุ่ม"),
    )
    activities = models.PositiveSmallIntegerField(
        _("กิจกรรมที่ครัวเรือนเข้าร่วมอย่างน้อย"),
        default=1,
        validators=_COUNT,
        help_text=_("ขั้นตอนที่ 3 ของครัวเรือน: กิจกรรมของอาชีพที่เลือก"),
    )
    visit_months = models.PositiveSmallIntegerField(
        _("การเยี่ยมภายในกี่เดือน"),
        default=6,
        validators=_MONTHS,
        help_text=_("ขั้นตอนที่ 3 ของครัวเรือน: การเยี่ยมล่าสุดที่ยืนยันว่าประกอบอาชีพจริง"),
    )
    group_activities = models.PositiveSmallIntegerField(
        _("กิจกรรมของกลุ่มอย่างน้อย"),
        default=2,
        validators=_COUNT,
        help_text=_("ขั้นตอนที่ 3 ของกลุ่ม: กิจกรรมที่มีผู้เข้าร่วมและภาพถ่าย"),
    )
    production_months = models.PositiveSmallIntegerField(
        _("เดือนที่มีการผลิตอย่างน้อย"),
        default=3,
        validators=_MONTHS,
        help_text=_("ขั้นตอนที่ 3 ของกลุ่ม: เดือนที่มีบันทึกการผลิตในรอบ 12 เดือน"),
    )
    market_days = models.PositiveSmallIntegerField(
        _("วันเปิดตลาดที่มีการจำหน่ายอย่างน้อย"),
        default=4,
        validators=_COUNT,
        help_text=_("ขั้นตอนที่ 5 ของกลุ่ม: วันเปิดตลาดที่บันทึกการจำหน่าย ณ จุดจำหน่ายประจำ"),
    )
    updated_at = models.DateTimeField(_("แก้ไขล่าสุดเมื่อ"), auto_now=True)

    objects = ProgrammeYearQuerySet.as_manager()
    history = HistoricalRecords()

    THRESHOLDS = (
        "group_households",
        "group_choosers",
        "activities",
        "visit_months",
        "group_activities",
        "production_months",
        "market_days",
    )

    class Meta:
        verbose_name = _("ปีงบประมาณ")
        verbose_name_plural = pgettext_lazy("many", "ปีงบประมาณ")
        ordering = ["-fiscal_year"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(fiscal_year__gte=2540, fiscal_year__lte=2700),
                name="programme_year_is_buddhist",
                violation_error_message=_("ปีงบประมาณต้องเป็น พ.ศ. เช่น 2570"),
            )
        ]

    def __str__(self) -> str:
        return str(self.fiscal_year)

    def explained(self) -> list[tuple[str, int, str]]:
        """Return label, number and what each threshold is for, in the order of the steps."""
        fields: list[Any] = [self._meta.get_field(name) for name in self.THRESHOLDS]
        return [(f.verbose_name, getattr(self, f.name), f.help_text) for f in fields]

    def thresholds(self) -> dict[str, int]:
        """Return the numbers by name, as a step event stores them."""
        return {name: getattr(self, name) for name in self.THRESHOLDS}


class TargetVillage(models.Model):
    """A village that a fiscal year is meant for, and how many households it should train."""

    place_path = "village_id"
    is_personal = False

    year = models.ForeignKey(
        ProgrammeYear,
        verbose_name=_("ปีงบประมาณ"),
        on_delete=models.CASCADE,
        related_name="target_villages",
    )
    village = models.ForeignKey(
        "places.Place", verbose_name=_("หมู่บ้าน"), on_delete=models.PROTECT, related_name="+"
    )
    households = models.PositiveSmallIntegerField(
        _("ครัวเรือนเป้าหมาย"), default=20, validators=[MinValueValidator(1)]
    )

    objects = ScopedQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("หมู่บ้านเป้าหมาย")
        verbose_name_plural = pgettext_lazy("many", "หมู่บ้านเป้าหมาย")
        ordering = ["village_id"]
        constraints = [
            models.UniqueConstraint(
                fields=["year", "village"],
                name="target_village_once_a_year",
                violation_error_message=_("หมู่บ้านนี้เป็นเป้าหมายของปีนี้อยู่แล้ว"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.year_id} {self.label}"

    @property
    def label(self) -> str:
        """Name of the village, without asking the database for each row."""
        return place_label(self.village_id)
