"""One file of households that was brought in."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from otoppath.accounts.records import Record
from otoppath.accounts.scoping import ScopedQuerySet


class ImportBatch(Record):
    """One spreadsheet: previewed, then committed or dropped. Its counts always add up."""

    place_path = "place_id"

    class State(models.TextChoices):
        """How far it came."""

        PREVIEWED = "previewed", _("ตรวจแล้ว รอยืนยัน")
        COMMITTED = "committed", _("นำเข้าแล้ว")
        DROPPED = "dropped", pgettext_lazy("state", "ยกเลิก")

    # The area the rows must lie in: the user's own at the time.
    place = models.ForeignKey(
        "places.Place", models.PROTECT, related_name="+", verbose_name=_("พื้นที่")
    )
    fiscal_year = models.PositiveSmallIntegerField(_("ปีงบประมาณ"))
    original_name = models.CharField(_("ชื่อแฟ้ม"), max_length=200)
    sha256 = models.CharField(max_length=64, db_index=True)
    # Emptied when the batch ends: the spreadsheet holds IDs.
    file = models.FileField(upload_to="imports", blank=True, verbose_name=_("แฟ้ม"))
    state = models.CharField(_("สถานะ"), max_length=10, choices=State, default=State.PREVIEWED)
    read = models.PositiveIntegerField(_("อ่านได้"), default=0)
    new = models.PositiveIntegerField(_("ใหม่"), default=0)
    changed = models.PositiveIntegerField(_("เปลี่ยนแปลง"), default=0)
    unchanged = models.PositiveIntegerField(_("เหมือนเดิม"), default=0)
    duplicate = models.PositiveIntegerField(_("ซ้ำ"), default=0)
    refused = models.PositiveIntegerField(_("ไม่รับ"), default=0)
    repaired = models.PositiveIntegerField(_("ซ่อมข้อความ"), default=0)
    unasked = models.PositiveIntegerField(_("เลขประจำตัวที่ไม่ได้ตรวจนอกพื้นที่"), default=0)
    # [{row, column, value, reason}] with IDs masked.
    errors = models.JSONField(default=list, blank=True)
    committed_at = models.DateTimeField(_("นำเข้าเมื่อ"), null=True, blank=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("การนำเข้าแฟ้ม")
        verbose_name_plural = pgettext_lazy("many", "การนำเข้าแฟ้ม")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(
                    read=models.F("new")
                    + models.F("changed")
                    + models.F("unchanged")
                    + models.F("duplicate")
                    + models.F("refused")
                ),
                name="import_counts_add_up",
            )
        ]

    def __str__(self) -> str:
        """The file's name."""
        return self.original_name

    @property
    def unasked_note(self) -> str:
        """What was not looked for because the day's measure is full; blank when all was."""
        if not self.unasked:
            return ""
        return ngettext(
            "วันนี้ตรวจเลขประจำตัวนอกพื้นที่ครบจำนวนแล้ว อีก %(n)d เลขในแฟ้มนี้ตรวจเฉพาะในพื้นที่ของท่าน",
            "วันนี้ตรวจเลขประจำตัวนอกพื้นที่ครบจำนวนแล้ว อีก %(n)d เลขในแฟ้มนี้ตรวจเฉพาะในพื้นที่ของท่าน",
            self.unasked,
        ) % {"n": self.unasked}
