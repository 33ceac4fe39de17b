"""One row of a file: what was read of it, what would become of it, and what was chosen."""

import json
import uuid
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from households.models.batch import ImportBatch
from households.models.household import Household
from households.models.listed import Choice, Decided
from households.models.person import Person
from otoppath.accounts.scoping import ScopedQuerySet
from otoppath.privacy.fields import EncryptedTextField
from otoppath.thai.fields import KeyField, PhoneField


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


class ImportRow(Decided):
    """One row of a file: what was read of it, and what would become of it or became.

    What was read stands in columns of the names, kinds and sealing of Household and Person, so
    that the database itself compares and writes them. A blank is what the file does not say.
    Personal until `ImportBatch.undo_until`, then overwritten (`households.imports.keeping`).
    """

    class State(models.TextChoices):
        """What a row is; each row of a file is exactly one of the first five."""

        NEW = "new", pgettext_lazy("row", "ใหม่")
        CHANGED = "changed", pgettext_lazy("row", "เปลี่ยนแปลง")
        UNCHANGED = "unchanged", pgettext_lazy("row", "เหมือนเดิม")
        DUPLICATE = "duplicate", pgettext_lazy("row", "ซ้ำ")
        REFUSED = "refused", pgettext_lazy("row", "ไม่รับ")
        # No row of the file: a household of the area that a compared list does not name.
        ABSENT = "absent", pgettext_lazy("row", "มีเฉพาะในระบบ")

    class Why(models.TextChoices):
        """Why a row is a duplicate."""

        SAME_FILE = "same_file", _("ซ้ำกับแถวอื่นของแฟ้มเดียวกัน")
        OTHER_VILLAGE = "other_village", _("มีเลขประจำตัวนี้ในหมู่บ้านอื่นของพื้นที่แล้ว")
        OTHER_ID = "other_id", _("บ้านและชื่อนี้มีเลขประจำตัวอื่นอยู่แล้ว ตรวจกับบัตรแล้วแก้ที่หน้าครัวเรือน")
        OTHER_PERSON = (
            "other_person",
            _("เลขประจำตัวหรือบ้านนี้เป็นของคนอื่นในระบบ ตรวจกับบัตรแล้วแก้ไข"),
        )
        MEMBER = (
            "member",
            _("เป็นสมาชิกของครัวเรือนอื่น ถ้าแยกบ้านแล้ว บันทึกการย้ายออกก่อน"),
        )
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
        "answer_key": "",
        "told": "",
        "said": "",
        "alike": [],
    }
    # What may be chosen of a row of a comparison.
    CHOICES: ClassVar[dict[str, tuple[str, ...]]] = {
        State.NEW: (Choice.ADD, Choice.SKIP),
        State.CHANGED: (Choice.TAKE, Choice.KEEP),
        State.ABSENT: (Choice.STAYS, Choice.VISIT, Choice.LEFT),
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
        indexes = [
            models.Index(fields=["batch", "state", "number", "id"], name="import_row_state"),
            models.Index(
                fields=["answer_key"],
                name="import_row_answer",
                condition=~models.Q(answer_key=""),
            ),
        ]

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
