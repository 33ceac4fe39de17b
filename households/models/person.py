"""A person of a household."""

from datetime import date
from typing import TYPE_CHECKING

from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from households.models.correction import PERSONS
from households.models.household import Household
from otoppath.accounts.records import Record
from otoppath.accounts.scoping import ScopedQuerySet
from otoppath.privacy.cipher import blind_index
from otoppath.privacy.fields import EncryptedTextField
from otoppath.thai.dates import format_birth
from otoppath.thai.fields import KeyField, PhoneField
from otoppath.thai.ids import format_phone
from otoppath.thai.keys import sort_key

if TYPE_CHECKING:
    from otoppath.accounts.models import User


class Sex(models.TextChoices):
    """As the house register writes it."""

    MALE = "male", _("ชาย")
    FEMALE = "female", _("หญิง")


class PersonQuerySet(ScopedQuerySet):
    """Persons, read as adjectives."""

    def living_here(self) -> "PersonQuerySet":
        """Still counted as members of their household."""
        return self.filter(left_on__isnull=True, erased_at__isnull=True)

    def with_national_id(self, number: str) -> "PersonQuerySet":
        """Who were entered with this ID; a blank never matches a blank."""
        return self.filter(national_id_index=blind_index(number)) if number else self.none()


class Person(Record):
    """One person of 15 or older of a household; children are counts on the household."""

    place_path = "household__village_id"
    HISTORY_LEAVES_OUT = ("national_id", "national_id_index")
    HISTORY_INDEXED = ("id", "household")
    HISTORY_SHOWN = {"phone": format_phone, "birth_year": format_birth}
    PERSONAL = {
        "title": "",
        "first_name": "",
        "last_name": "",
        "sex": "",
        "birth_year": None,
        "birth_month": None,
        "birth_day": None,
        "national_id": "",
        "national_id_index": "",
        "phone": "",
        "sort_key": "",
    }

    household = models.ForeignKey(
        Household, models.PROTECT, related_name="persons", verbose_name=_("ครัวเรือน")
    )
    title = models.CharField(_("คำนำหน้า"), max_length=40, blank=True)
    first_name = models.CharField(_("ชื่อ"), max_length=80)
    last_name = models.CharField(_("นามสกุล"), max_length=80, blank=True)
    sex = models.CharField(_("เพศ"), max_length=6, choices=Sex, blank=True)
    # Gregorian; a card may give the year only, or month and year (domain: partial births).
    birth_year = models.PositiveSmallIntegerField(_("ปีเกิด"), null=True, blank=True)
    birth_month = models.PositiveSmallIntegerField(_("เดือนเกิด"), null=True, blank=True)
    birth_day = models.PositiveSmallIntegerField(_("วันเกิด"), null=True, blank=True)
    national_id = EncryptedTextField(_("เลขประจำตัวประชาชน"), blank=True)
    national_id_index = models.CharField(max_length=64, blank=True, editable=False)
    # What the history keeps of the ID: that it changed, and when; never the value.
    national_id_changed_at = models.DateTimeField(
        _("เปลี่ยนเลขประจำตัวเมื่อ"), null=True, blank=True, editable=False
    )
    phone = PhoneField(_("โทรศัพท์"), blank=True)
    is_head = models.BooleanField(_("หัวหน้าครัวเรือน"), default=False)
    left_on = models.DateField(_("ออกจากครัวเรือนเมื่อ"), null=True, blank=True)
    sort_key = KeyField(blank=True, editable=False)
    erased_at = models.DateTimeField(
        null=True, blank=True, editable=False, verbose_name=_("ลบข้อมูลส่วนบุคคลเมื่อ")
    )

    objects = PersonQuerySet.as_manager()

    class Meta:
        verbose_name = _("บุคคล")
        verbose_name_plural = pgettext_lazy("many", "บุคคล")
        # Not `db_index`, which on PostgreSQL makes a second one for what begins with a text.
        indexes = [models.Index(fields=["national_id_index"], name="person_national_id")]
        constraints = [
            models.UniqueConstraint(
                fields=["household"],
                condition=Q(is_head=True, left_on__isnull=True),
                name="one_head_a_household",
            ),
            models.CheckConstraint(
                condition=Q(birth_month__isnull=True) | Q(birth_month__range=(1, 12)),
                name="birth_month_in_year",
            ),
            models.CheckConstraint(
                condition=Q(birth_day__isnull=True)
                | Q(birth_day__range=(1, 31), birth_month__isnull=False),
                name="birth_day_with_month",
            ),
        ]

    def __str__(self) -> str:
        """Title and full name."""
        return self.full_name

    @property
    def full_name(self) -> str:
        """Title joined to the first name without a space, as Thai is written."""
        if self.erased_at:
            return str(_("ลบข้อมูลแล้ว"))
        return f"{self.title}{self.first_name} {self.last_name}".strip()

    @property
    def birth(self) -> tuple[int, int | None, int | None] | None:
        """What is known of the birth; None where not even the year is."""
        return (self.birth_year, self.birth_month, self.birth_day) if self.birth_year else None

    @birth.setter
    def birth(self, known: tuple[int, int | None, int | None] | None) -> None:
        self.birth_year, self.birth_month, self.birth_day = known or (None, None, None)

    @property
    def birth_text(self) -> str:
        """The birth in the Buddhist Era, as exactly as it is known."""
        return format_birth(*self.birth) if self.birth else ""

    def rekey(self) -> None:
        """Set the sort key from the names, without the title; the caller saves."""
        self.sort_key = sort_key(f"{self.first_name} {self.last_name}")

    @transaction.atomic
    def leave(self, *, on: date, by: "User") -> None:
        """No longer live in the household; the person and what is known of it stay."""
        self.household.lock()
        self.household.correct(by=by, what=[PERSONS])
        self.left_on, self.is_head = on, False
        self._history_user = self.household._history_user = by
        self.save()
        self.household.settle()

    def identify(self, number: str) -> None:
        """Set the national ID and its index, and note the day of the change; the caller saves."""
        if number != self.national_id:
            self.national_id = number
            self.national_id_index = blind_index(number)
            self.national_id_changed_at = timezone.now()
