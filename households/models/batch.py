"""One file of households that was brought in, or a list they were compared with."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from households.models.listed import Kind, Listed
from otoppath.accounts.records import Record
from otoppath.accounts.scoping import ScopedQuerySet, areas_of
from otoppath.places.ranges import covers

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from otoppath.accounts.models import User


class ImportBatchQuerySet(ScopedQuerySet):
    """Files, read as adjectives."""

    def visible_to(self, user: "User | AnonymousUser") -> Self:
        """Files in the user's area, and of those over several places the ones wholly in it.

        A colleague who serves one of two places would otherwise read and write in the other.
        """
        mine = "|".join(areas_of(user))
        wholly = Q(areas="") | Q(areas__regex=rf"^((?:{mine})[0-9]*( |$))+$")
        return super().visible_to(user).filter(wholly)

    def imports(self) -> Self:
        """Files that are brought in."""
        return self.filter(kind=Kind.IMPORT)

    def comparisons(self) -> Self:
        """Lists that are compared with what is here."""
        return self.filter(kind=Kind.COMPARISON)


class ImportBatch(Listed, Record):
    """One spreadsheet: checked, previewed, then committed, dropped or undone. Its counts add up.

    A list that is compared stays previewed while its rows are decided, and what was chosen of
    them is written as an import of its own (`chosen_from`).
    """

    place_path = "place_id"

    class State(models.TextChoices):
        """How far it came. A job moves it on where the name says that something is being done."""

        RECEIVED = "received", _("รับแฟ้มแล้ว รอตรวจ")
        CHECKING = "checking", _("กำลังตรวจแฟ้ม")
        MAPPING = "mapping", _("รอเลือกคอลัมน์")
        PREVIEWED = "previewed", _("ตรวจแล้ว รอยืนยัน")
        ACCEPTED = "accepted", _("ยืนยันแล้ว รอบันทึก")
        WRITING = "writing", _("กำลังบันทึก")
        COMMITTED = "committed", _("นำเข้าแล้ว")
        UNDOING = "undoing", _("กำลังยกเลิกการนำเข้า")
        UNDONE = "undone", _("ยกเลิกการนำเข้าแล้ว")
        DROPPED = "dropped", pgettext_lazy("state", "ยกเลิก")
        FAILED = "failed", _("ตรวจแฟ้มไม่ได้")

    # Something is done in the background, or waits for it.
    WORKING = (State.RECEIVED, State.CHECKING, State.ACCEPTED, State.WRITING, State.UNDOING)
    # It was looked at and nothing of it is written yet.
    WRITABLE = (State.PREVIEWED, State.ACCEPTED, State.WRITING)

    # Where the rows must lie: the user's own area at the time, or the one the list covers. Where
    # that was more than one place, all of them, parted by blanks; `place` is the first.
    areas = models.CharField(_("พื้นที่ของแฟ้ม"), max_length=500, blank=True, editable=False)
    place = models.ForeignKey(
        "places.Place", models.PROTECT, related_name="+", verbose_name=_("พื้นที่")
    )
    fiscal_year = models.PositiveSmallIntegerField(_("ปีงบประมาณ"))
    original_name = models.CharField(_("ชื่อแฟ้ม"), max_length=200)
    sha256 = models.CharField(max_length=64, db_index=True)
    # Emptied when the batch ends: the spreadsheet holds IDs.
    file = models.FileField(upload_to="imports", blank=True, verbose_name=_("แฟ้ม"))
    state = models.CharField(_("สถานะ"), max_length=10, choices=State, default=State.RECEIVED)
    # Why it could not be checked, or was given back for another look; a sentence.
    told = models.TextField(_("เหตุผล"), blank=True)
    read = models.PositiveIntegerField(_("อ่านได้"), default=0)
    new = models.PositiveIntegerField(_("ใหม่"), default=0)
    changed = models.PositiveIntegerField(_("เปลี่ยนแปลง"), default=0)
    unchanged = models.PositiveIntegerField(_("เหมือนเดิม"), default=0)
    duplicate = models.PositiveIntegerField(_("ซ้ำ"), default=0)
    refused = models.PositiveIntegerField(_("ไม่รับ"), default=0)
    repaired = models.PositiveIntegerField(_("ซ่อมข้อความ"), default=0)
    # New rows that may be a household which is here, or an earlier row; whatever was answered.
    alike = models.PositiveIntegerField(_("แถวใหม่ที่อาจซ้ำ"), default=0)
    unasked = models.PositiveIntegerField(_("เลขประจำตัวที่ไม่ได้ตรวจนอกพื้นที่"), default=0)
    # [[heading of the file, name of the field or ""]] in the order of the sheet.
    columns = models.JSONField(_("คอลัมน์"), default=list, blank=True)
    # Whether an officer chose them; what is certain need not be chosen.
    is_mapped = models.BooleanField(_("เลือกคอลัมน์แล้ว"), default=False)
    sheet = models.CharField(_("แผ่นงาน"), max_length=100, blank=True)
    other_sheets = models.JSONField(_("แผ่นงานอื่นในแฟ้ม"), default=list, blank=True)
    # Numbers of the rows that are no households: totals, notes, the header once more.
    left_out = models.JSONField(_("แถวที่ไม่ใช่ครัวเรือน"), default=list, blank=True)
    # Rows with a damaged cell for which a repair is proposed, and those for which one was accepted.
    proposed = models.PositiveIntegerField(_("แถวที่มีข้อเสนอซ่อมข้อความ"), default=0)
    accepted = models.JSONField(_("แถวที่ยอมรับข้อเสนอซ่อม"), default=list, blank=True)
    accepts_all = models.BooleanField(_("ยอมรับข้อเสนอซ่อมทุกแถว"), default=False)
    # Its IDs were looked for outside the area: done once, whatever is repaired afterwards.
    is_asked = models.BooleanField(_("ตรวจเลขประจำตัวนอกพื้นที่แล้ว"), default=False)
    committed_at = models.DateTimeField(_("นำเข้าเมื่อ"), null=True, blank=True)
    committed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("ผู้ยืนยันนำเข้า"),
    )
    undone_at = models.DateTimeField(_("ยกเลิกการนำเข้าเมื่อ"), null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("ผู้ยกเลิกการนำเข้า"),
    )
    # When the rows' personal data were let go.
    forgotten_at = models.DateTimeField(_("ลบข้อมูลส่วนบุคคลเมื่อ"), null=True, blank=True)

    objects = ImportBatchQuerySet.as_manager()

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

    def get_absolute_url(self) -> str:
        """Address of its page."""
        page = "comparison_detail" if self.is_comparison else "import_detail"
        return reverse(f"households:{page}", args=[self.uuid])

    @property
    def state_words(self) -> str:
        """How far it came, in words of what it is for."""
        if self.is_comparison and self.forgotten_at:
            return str(_("พ้นเวลาเก็บรายชื่อแล้ว"))
        if self.is_comparison and self.state == self.State.PREVIEWED:
            return str(_("เทียบแล้ว"))
        return str(self.get_state_display())

    @property
    def is_working(self) -> bool:
        """Whether a job is at it, or it waits for one."""
        return self.state in self.WORKING

    @property
    def may_be_decided(self) -> bool:
        """Whether its rows wait for an officer's choice."""
        is_open = self.state == self.State.PREVIEWED and not self.forgotten_at
        return self.is_comparison and is_open

    @property
    def undo_until(self) -> datetime | None:
        """Until when it can be taken back, and its rows are kept; None while it is not written."""
        period = timedelta(days=settings.IMPORT_KEEP_DAYS)
        return self.committed_at + period if self.committed_at else None

    @property
    def may_be_undone(self) -> bool:
        """Whether it was written, and its time is not over."""
        is_written = self.state in (self.State.COMMITTED, self.State.UNDOING)
        is_written = is_written and not self.is_comparison
        until = self.undo_until
        return is_written and not self.forgotten_at and until is not None and timezone.now() < until

    def lies_in(self, areas: Sequence[str]) -> bool:
        """Whether every place its rows may lie in is inside these areas."""
        return all(covers(areas, code) for code in self.areas.split() or [self.place_id])

    @property
    def unasked_note(self) -> str:
        """What was not looked for because the day's measure is full; blank when all was."""
        if not self.unasked:
            return ""
        return ngettext(
            "วันนี้ตรวจเลขประจำตัวนอกพื้นที่ครบจำนวนแล้ว อีก %(n)s เลขในแฟ้มนี้ตรวจเฉพาะในพื้นที่ของท่าน",
            "วันนี้ตรวจเลขประจำตัวนอกพื้นที่ครบจำนวนแล้ว อีก %(n)s เลขในแฟ้มนี้ตรวจเฉพาะในพื้นที่ของท่าน",
            self.unasked,
        ) % {"n": f"{self.unasked:,}"}
