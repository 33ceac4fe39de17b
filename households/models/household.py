"""A household: an address and who is registered there."""

from datetime import date
from typing import TYPE_CHECKING, Any

from django.core.validators import RegexValidator
from django.db import models, transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from households.models.correction import (
    OPEN,
    Corrected,
    CorrectedQuerySet,
    labels_of,
)
from otoppath.accounts.records import NotAsSeen, Record
from otoppath.lists.addresses import address_of
from otoppath.lists.search import Searched
from otoppath.places.ranges import DistrictOf
from otoppath.thai.dates import today
from otoppath.thai.fields import KeyField, PhoneField, ReferenceField
from otoppath.thai.ids import format_phone
from otoppath.thai.keys import search_key, sort_key

if TYPE_CHECKING:
    from households.models.person import Person
    from otoppath.accounts.models import User

MOVED = "moved"


class ChangedMeanwhile(Exception):
    """Somebody saved the household after the page that is being saved was drawn."""


class CloseReason(models.TextChoices):
    """Why a household is no longer kept: chosen from a list first, explained second."""

    MOVED_AWAY = "moved_away", _("ย้ายออกนอกอำเภอ")
    EMPTY = "empty", _("ไม่มีผู้อยู่อาศัยแล้ว")
    DUPLICATE = "duplicate", _("บันทึกซ้ำกับครัวเรือนอื่น")
    WRONG_ENTRY = "wrong_entry", _("บันทึกผิด")
    OTHER = "other", _("เหตุอื่น")


class HouseholdQuerySet(Searched, CorrectedQuerySet):
    """Households, read as adjectives."""

    def standing(self) -> "HouseholdQuerySet":
        """Neither closed nor erased."""
        return self.filter(closed_on__isnull=True, erased_at__isnull=True)

    def unmerged(self) -> "HouseholdQuerySet":
        """Not made one with another: who looks for such a household is led to the other."""
        return self.exclude(merged_into__in=self._merges())

    def _merges(self) -> Any:
        from households.models.merge import HouseholdMerge

        return HouseholdMerge.objects.standing()


class Household(Corrected, Record):
    """People living together under one house number; several may share a registered house."""

    slug = "household"
    place_path = "village_id"
    by_district = True
    HISTORY_INDEXED = ("id",)
    HISTORY_SILENT = ("head_name",)
    HISTORY_SHOWN = {"phone": format_phone}
    PERSONAL = {
        "house_no": "",
        "house_code": "",
        "phone": "",
        "head_name": "",
        "latitude": None,
        "longitude": None,
        "sort_key": "",
        "search_key": "",
        "closed_note": "",
    }

    village = models.ForeignKey(
        "places.Place",
        models.PROTECT,
        related_name="households",
        db_index=False,  # the index of a village's list begins with it
        verbose_name=_("หมู่บ้าน"),
    )
    house_no = ReferenceField(_("บ้านเลขที่"), max_length=20, blank=True)
    house_code = models.CharField(
        _("รหัสประจำบ้าน"),
        max_length=11,
        blank=True,
        validators=[RegexValidator(r"^\d{11}$", _("รหัสประจำบ้านต้องเป็นตัวเลข 11 หลัก"))],
        help_text=_("11 หลักตามทะเบียนบ้าน เว้นว่างได้ถ้าเป็นบ้านชั่วคราว"),
    )
    phone = PhoneField(_("โทรศัพท์"), blank=True)
    latitude = models.DecimalField(
        _("ละติจูด"), max_digits=8, decimal_places=5, null=True, blank=True
    )
    longitude = models.DecimalField(
        _("ลองจิจูด"), max_digits=8, decimal_places=5, null=True, blank=True
    )
    children_under_6 = models.PositiveSmallIntegerField(_("เด็กอายุต่ำกว่า 6 ปี (คน)"), default=0)
    children_6_to_14 = models.PositiveSmallIntegerField(_("เด็กอายุ 6–14 ปี (คน)"), default=0)
    # Copied from the head by `rekey`, so that a list reads one table.
    head_name = models.CharField(_("หัวหน้าครัวเรือน"), max_length=220, blank=True)
    sort_key = KeyField(blank=True, editable=False)
    search_key = KeyField(blank=True, editable=False)
    closed_on = models.DateField(_("ปิดระเบียนเมื่อ"), null=True, blank=True)
    closed_reason = models.CharField(
        _("เหตุที่ปิดระเบียน"), max_length=12, choices=CloseReason, blank=True
    )
    closed_note = models.CharField(_("คำอธิบาย"), max_length=200, blank=True)
    erased_at = models.DateTimeField(
        null=True, blank=True, editable=False, verbose_name=_("ลบข้อมูลส่วนบุคคลเมื่อ")
    )
    version = models.PositiveIntegerField(default=1, editable=False)
    batch = models.ForeignKey(
        "households.ImportBatch",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="households",
        editable=False,
        verbose_name=_("การนำเข้าแฟ้ม"),
    )

    objects = HouseholdQuerySet.as_manager()

    class Meta:
        verbose_name = _("ครัวเรือน")
        verbose_name_plural = pgettext_lazy("many", "ครัวเรือน")
        indexes = [
            models.Index(fields=["sort_key", "id"], name="household_sort"),
            models.Index(fields=["village", "sort_key", "id"], name="household_village_sort"),
            models.Index(fields=["house_code"], name="household_house_code"),
            models.Index(
                DistrictOf("village"), F("sort_key"), F("id"), name="household_district_sort"
            ),
            models.Index(
                DistrictOf("village"), F("updated_at"), F("id"), name="household_district_updated"
            ),
            models.Index(
                fields=["village", "id"],
                name="household_waiting",
                condition=OPEN,
            ),
        ]

    def __str__(self) -> str:
        """House number and head, as written on a door."""
        if self.erased_at:
            return str(_("ครัวเรือนที่ลบข้อมูลแล้ว"))
        if not self.house_no:
            return self.head_name
        words = {"house_no": self.house_no, "head": self.head_name}
        return str(_("บ้านเลขที่ %(house_no)s %(head)s") % words).strip()

    def get_absolute_url(self) -> str:
        """Address of its page."""
        return address_of("households:household_detail", self.uuid)

    @property
    def door(self) -> str:
        """Its house number, as a line of a list."""
        return str(_("บ้านเลขที่ %(no)s") % {"no": self.house_no or "–"})

    @property
    def merge(self) -> Any:
        """The merge by which it went into another household, None where it is its own; a query."""
        if self.closed_reason != CloseReason.DUPLICATE:
            return None
        return self.merged_into.standing().select_related("kept").first()

    @property
    def is_standing(self) -> bool:
        """Neither closed nor erased: see `HouseholdQuerySet.standing`."""
        return self.closed_on is None and self.erased_at is None

    def rekey(self, persons: list["Person"]) -> None:
        """Set the head's name and both keys from the given members; the caller saves."""
        head = next((p for p in persons if p.is_head), persons[0] if persons else None)
        self.head_name = head.full_name if head else ""
        self.sort_key = sort_key(f"{head.first_name} {head.last_name}" if head else "")
        words = [self.house_no, self.house_code, self.phone]
        words += [f"{p.first_name} {p.last_name}" for p in persons]
        self.search_key = " ".join(search_key(word) for word in words if word)

    def settle(self) -> None:
        """Carry the names of its members into the keys of lists, and save.

        Called after the household or one of its persons was changed, in the same transaction.
        """
        self.rekey(list(self.persons.living_here().order_by("pk")))
        self.save()
        self.enrolments.exclude(sort_key=self.sort_key).update(sort_key=self.sort_key)

    def take_version(self, seen: int) -> None:
        """Take the version after the one that was seen. Raises `ChangedMeanwhile`.

        One guarded UPDATE, so that of two people who saw the same version one is refused.
        """
        found = Household.objects.filter(pk=self.pk, version=seen)
        if not found.update(version=seen + 1):
            raise ChangedMeanwhile
        self.version = seen + 1

    def lock(self) -> None:
        """Read the row anew under its lock and count one version on; inside a transaction.

        On SQLite the transaction itself is the lock: it begins IMMEDIATE (settings.py).
        """
        self.refresh_from_db(from_queryset=Household.objects.select_for_update())
        self.version += 1

    @transaction.atomic
    def move(self, village_id: str, *, house_no: str = "", on: date, by: "User") -> None:
        """Live in another village from a day on, under another house number where given.

        The history keeps both codes and the day. Enrolments, step events and closed months
        keep the village of their time.
        """
        self.lock()
        left, self.village_id = self.village_id, village_id
        self.house_no = house_no or self.house_no
        self._history_user = by
        self._change_reason = f"{MOVED} {left} {village_id} {on.isoformat()}"
        self.settle()

    @transaction.atomic
    def close(self, *, on: date, reason: str, note: str, by: "User") -> None:
        """End the record: the household is listed no more, and nothing of it is lost."""
        self.lock()
        self.closed_on, self.closed_reason, self.closed_note = on, reason, note
        self._history_user = by
        self.save()

    @transaction.atomic
    def withdraw(self, *, by: "User", note: str, seen: str | None = None) -> None:
        """Close what was entered and nobody accepted. Raises `NotAsSeen`: see `hold`."""
        self.hold(seen)
        if self.is_checked or not self.is_standing:
            raise NotAsSeen
        self.close(on=today(), reason=CloseReason.WRONG_ENTRY, note=note, by=by)

    @transaction.atomic
    def reopen(self, *, by: "User") -> None:
        """Take back the closing."""
        self.lock()
        self.closed_on, self.closed_reason, self.closed_note = None, "", ""
        self._history_user = by
        self.save()

    @property
    def corrections(self) -> str:
        """The columns of which a correction waits, as people call them."""
        return labels_of(Household, self.corrected_fields)

    @property
    def words(self) -> str:
        """The fact in one line."""
        return str(self)
