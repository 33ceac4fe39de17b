"""One file of households that was brought in, and its rows."""

import json
import uuid
from datetime import datetime, timedelta
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from households.models.household import Household
from households.models.person import Person
from otoppath.accounts.records import Record
from otoppath.accounts.scoping import ScopedQuerySet
from otoppath.privacy.fields import EncryptedTextField
from otoppath.thai.fields import KeyField, PhoneField


class ImportBatch(Record):
    """One spreadsheet: checked, previewed, then committed, dropped or undone. Its counts add up."""

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

    # The area the rows must lie in: the user's own at the time.
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
    def is_working(self) -> bool:
        """Whether a job is at it, or it waits for one."""
        return self.state in self.WORKING

    @property
    def undo_until(self) -> datetime | None:
        """Until when it can be taken back, and its rows are kept; None while it is not written."""
        period = timedelta(days=settings.IMPORT_KEEP_DAYS)
        return self.committed_at + period if self.committed_at else None

    @property
    def may_be_undone(self) -> bool:
        """Whether it was written, and its time is not over."""
        is_written = self.state in (self.State.COMMITTED, self.State.UNDOING)
        until = self.undo_until
        return is_written and not self.forgotten_at and until is not None and timezone.now() < until

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


class ImportRowQuerySet(ScopedQuerySet):
    """Rows of files, in the order of the file."""

    def alike(self) -> "ImportRowQuerySet":
        """New rows that may be a household which is here, or an earlier row of their file."""
        return self.filter(state=ImportRow.State.NEW).exclude(alike=[])

    def of(self, state: str) -> "ImportRowQuerySet":
        """Rows of one state, in the order of the file, with what is shown of their household."""
        return (
            self.filter(state=state)
            .select_related("batch", "household", "head")
            .order_by("number", "pk")
        )


class ImportRow(models.Model):
    """One row of a file: what was read of it, and what would become of it or became.

    What was read stands in columns of the names, kinds and sealing of Household and Person, so
    that the database itself compares and writes them. A blank is what the file does not say.
    Personal until `ImportBatch.undo_until`, then overwritten (`households.imports.keeping`).
    """

    class State(models.TextChoices):
        """What a row is; each row is exactly one of the five."""

        NEW = "new", pgettext_lazy("row", "ใหม่")
        CHANGED = "changed", pgettext_lazy("row", "เปลี่ยนแปลง")
        UNCHANGED = "unchanged", pgettext_lazy("row", "เหมือนเดิม")
        DUPLICATE = "duplicate", pgettext_lazy("row", "ซ้ำ")
        REFUSED = "refused", pgettext_lazy("row", "ไม่รับ")

    class Why(models.TextChoices):
        """Why a row is a duplicate."""

        SAME_FILE = "same_file", _("ซ้ำกับแถวอื่นของแฟ้มเดียวกัน")
        OTHER_VILLAGE = "other_village", _("มีเลขประจำตัวนี้ในหมู่บ้านอื่นของพื้นที่แล้ว")
        OTHER_ID = "other_id", _("บ้านและชื่อนี้มีเลขประจำตัวอื่นอยู่แล้ว ตรวจกับบัตรแล้วแก้ที่หน้าครัวเรือน")
        MOVED = "moved", _("ตอบว่าเป็นครัวเรือนที่อยู่หมู่บ้านอื่นในระบบ ถ้าย้ายบ้านแล้วให้ย้ายที่หน้าครัวเรือน")
        OUTSIDE = "outside", _("อาจมีในระบบแล้ว ติดต่อจังหวัด")

    place_path = "batch__place_id"
    PERSONAL: ClassVar[dict[str, Any]] = {
        "house_no": "",
        "house_code": "",
        "phone": "",
        "children_under_6": None,
        "children_6_to_14": None,
        "title": "",
        "first_name": "",
        "last_name": "",
        "sex": "",
        "birth_year": None,
        "birth_month": None,
        "birth_day": None,
        "national_id": "",
        "national_id_index": "",
        "head_name": "",
        "sort_key": "",
        "search_key": "",
        "typed": "",
        "problems": [],
        "proposals": [],
        "told": "",
        "said": "",
        "alike": [],
    }

    # The index of the states begins with it.
    batch = models.ForeignKey(ImportBatch, models.CASCADE, related_name="rows", db_index=False)
    # As the spreadsheet shows it.
    number = models.PositiveIntegerField(_("แถวที่"))
    state = models.CharField(_("ผล"), max_length=9, choices=State)
    why = models.CharField(_("เหตุผล"), max_length=13, choices=Why, blank=True)
    same_as = models.PositiveIntegerField(_("ซ้ำกับแถวที่"), null=True, blank=True)
    # [{column, value, reason}] of refused cells; what was typed of an ID is masked.
    problems = models.JSONField(default=list, blank=True)
    # [{column, before, after, did}] of damaged cells; nothing of it was done.
    proposals = models.JSONField(default=list, blank=True)
    repaired = models.PositiveSmallIntegerField(default=0)
    # The household that a new row becomes has this uuid.
    uuid = models.UUIDField(default=uuid.uuid4, editable=False)

    # What was read.
    village = models.CharField(_("หมู่บ้าน"), max_length=8, blank=True)
    house_no = models.CharField(max_length=20, blank=True)
    house_code = models.CharField(max_length=11, blank=True)
    phone = PhoneField(blank=True)
    children_under_6 = models.PositiveSmallIntegerField(null=True, blank=True)
    children_6_to_14 = models.PositiveSmallIntegerField(null=True, blank=True)
    title = models.CharField(max_length=40, blank=True)
    first_name = models.CharField(max_length=80, blank=True)
    last_name = models.CharField(max_length=80, blank=True)
    sex = models.CharField(max_length=6, blank=True)
    birth_year = models.PositiveSmallIntegerField(null=True, blank=True)
    birth_month = models.PositiveSmallIntegerField(null=True, blank=True)
    birth_day = models.PositiveSmallIntegerField(null=True, blank=True)
    # Sealed for the column of the person, where the database copies it without opening it.
    national_id = EncryptedTextField(blank=True, context="households.Person.national_id")
    national_id_index = models.CharField(max_length=64, blank=True)
    # Computed once, for the household it becomes.
    head_name = models.CharField(max_length=220, blank=True)
    sort_key = KeyField(blank=True)
    search_key = KeyField(blank=True)
    # The cells as they stand in the file, a JSON list: any of them may hold an ID.
    typed = EncryptedTextField(blank=True)

    # By what the same row is known when it comes again: whom and where it names, all it says.
    told = models.CharField(max_length=64, blank=True)
    said = models.CharField(max_length=64, blank=True)
    # [[key of a household that it may be, or of an earlier row -number, points]], surest first.
    alike = models.JSONField(default=list, blank=True)

    # What it was compared with: the person of its ID or door, as that household stood then.
    household = models.ForeignKey(
        Household, models.SET_NULL, related_name="import_rows", null=True, blank=True
    )
    head = models.ForeignKey(
        Person, models.SET_NULL, related_name="import_rows", null=True, blank=True, db_index=False
    )
    household_version = models.PositiveIntegerField(null=True, blank=True)

    objects = ImportRowQuerySet.as_manager()

    class Meta:
        verbose_name = _("แถวของแฟ้มนำเข้า")
        verbose_name_plural = pgettext_lazy("many", "แถวของแฟ้มนำเข้า")
        indexes = [models.Index(fields=["batch", "state", "number", "id"], name="import_row_state")]

    def __str__(self) -> str:
        """The row's number in its file."""
        return str(self.number)

    @property
    def birth(self) -> tuple[int, int | None, int | None] | None:
        """What was read of the birth; None where not even the year is."""
        return (self.birth_year, self.birth_month, self.birth_day) if self.birth_year else None

    @property
    def full_name(self) -> str:
        """Title and name as they were read."""
        return f"{self.title}{self.first_name} {self.last_name}".strip()

    @property
    def cells(self) -> dict[str, Any]:
        """What was read, by the names of the columns of an import."""
        names = (*HOUSEHOLD_CELLS, *PERSON_CELLS, "national_id")
        return {name: getattr(self, name) for name in names}

    @property
    def typed_cells(self) -> list[str]:
        """The cells as they stand in the file, in its order."""
        return json.loads(str(self.typed)) if self.typed else []

    @property
    def reason(self) -> str:
        """Why a row is a duplicate, in words."""
        if self.why == self.Why.SAME_FILE and self.same_as:
            return gettext("ซ้ำกับแถวที่ %(n)d ของแฟ้มเดียวกัน") % {"n": self.same_as}
        return str(self.get_why_display())


# What a row says of the household and of its head, by the names of an import's columns.
HOUSEHOLD_CELLS = ("house_no", "house_code", "phone", "children_under_6", "children_6_to_14")
PERSON_CELLS = ("title", "first_name", "last_name", "sex", "birth")
