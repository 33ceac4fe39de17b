"""Local wisdom, who holds it, who teaches it, and who uses it."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from households.models.entry import Entry, EntryQuerySet
from otoppath.accounts.records import Record
from otoppath.accounts.scoping import ScopedQuerySet
from otoppath.thai.dates import format_date
from otoppath.thai.fields import KeyField, PhoneField
from otoppath.thai.keys import sort_key


class Sage(Record):
    """A person the community accepts as a master of a skill; a trainer has passed the course."""

    place_path = "village_id"
    PERSONAL = {"title": "", "first_name": "", "last_name": "", "phone": "", "sort_key": ""}

    village = models.ForeignKey(
        "places.Place", models.PROTECT, related_name="sages", verbose_name=_("หมู่บ้าน")
    )
    person = models.OneToOneField(
        "households.Person",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="sage",
        editable=False,
        verbose_name=_("บุคคล"),
    )
    title = models.CharField(_("คำนำหน้า"), max_length=40, blank=True)
    first_name = models.CharField(_("ชื่อ"), max_length=80)
    last_name = models.CharField(_("นามสกุล"), max_length=80, blank=True)
    occupation = models.ForeignKey(
        "households.Occupation", models.PROTECT, related_name="sages", verbose_name=_("อาชีพที่ชำนาญ")
    )
    expertise = models.CharField(_("ความรู้ความชำนาญ"), max_length=200)
    is_trainer = models.BooleanField(_("ผ่านการอบรมวิทยากรสัมมาชีพชุมชน"), default=False)
    phone = PhoneField(_("โทรศัพท์"), blank=True)
    sort_key = KeyField(blank=True, editable=False)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("ปราชญ์ชุมชน")
        verbose_name_plural = pgettext_lazy("many", "ปราชญ์ชุมชน")
        indexes = [models.Index(fields=["sort_key", "id"], name="sage_sort")]

    def get_absolute_url(self) -> str:
        """Address of the sage's page."""
        return reverse("households:sage_detail", args=[self.uuid])

    def __str__(self) -> str:
        """Title and full name."""
        return self.full_name

    @property
    def full_name(self) -> str:
        """Title joined to the first name without a space."""
        return f"{self.title}{self.first_name} {self.last_name}".strip()

    def rekey(self) -> None:
        """Set the sort key from the names, without the title; the caller saves."""
        self.sort_key = sort_key(f"{self.first_name} {self.last_name}")


class Wisdom(Record):
    """A piece of local knowledge or skill of a village, and the sage who holds it."""

    place_path = "village_id"

    village = models.ForeignKey(
        "places.Place", models.PROTECT, related_name="wisdoms", verbose_name=_("หมู่บ้าน")
    )
    name = models.CharField(_("ชื่อภูมิปัญญา"), max_length=120)
    description = models.TextField(_("คำอธิบาย"), blank=True)
    sage = models.ForeignKey(
        Sage,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="wisdoms",
        verbose_name=_("ปราชญ์ผู้ถือภูมิปัญญา"),
    )
    occupation = models.ForeignKey(
        "households.Occupation", models.PROTECT, related_name="wisdoms", verbose_name=_("อาชีพ")
    )
    sort_key = KeyField(blank=True, editable=False)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("ภูมิปัญญา")
        verbose_name_plural = pgettext_lazy("many", "ภูมิปัญญา")
        indexes = [models.Index(fields=["sort_key", "id"], name="wisdom_sort")]

    def get_absolute_url(self) -> str:
        """Address of its page."""
        return reverse("households:wisdom_detail", args=[self.uuid])

    def __str__(self) -> str:
        """The name people use for it."""
        return self.name

    def rekey(self) -> None:
        """Set the sort key from the name; the caller saves."""
        self.sort_key = sort_key(self.name)


class WisdomUse(Entry):
    """A wisdom of the village, or a skill of its own, that an enrolment can use."""

    slug = "wisdom-use"
    day = "noted_on"
    place_path = "enrolment__village_id"
    PERSONAL = {"skill": ""}

    enrolment = models.ForeignKey(
        "households.Enrolment",
        models.PROTECT,
        related_name="wisdom_uses",
        verbose_name=_("การเข้าร่วมประจำปีงบประมาณ"),
    )
    wisdom = models.ForeignKey(
        Wisdom,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="uses",
        verbose_name=_("ภูมิปัญญาในชุมชน"),
    )
    skill = models.CharField(_("ทักษะของครัวเรือน"), max_length=200, blank=True)
    noted_on = models.DateField(_("วันที่"))

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("ภูมิปัญญาที่ใช้ได้")
        verbose_name_plural = pgettext_lazy("many", "ภูมิปัญญาที่ใช้ได้")
        constraints = [
            models.CheckConstraint(
                condition=Q(wisdom__isnull=False) | ~Q(skill=""), name="wisdom_or_skill_named"
            )
        ]

    def __str__(self) -> str:
        """The skill, or the key of the wisdom."""
        return self.skill or str(self.wisdom_id)

    @property
    def words(self) -> str:
        """The fact in one line; reads the wisdom."""
        return self.skill if self.wisdom is None else str(self.wisdom)


class TrainerAssignment(Record):
    """The sage or trainer who looks after an enrolment, from a day to a day."""

    place_path = "enrolment__village_id"

    enrolment = models.ForeignKey(
        "households.Enrolment",
        models.PROTECT,
        related_name="trainer_assignments",
        verbose_name=_("การเข้าร่วมประจำปีงบประมาณ"),
    )
    sage = models.ForeignKey(
        Sage, models.PROTECT, related_name="assignments", verbose_name=_("ปราชญ์หรือวิทยากร")
    )
    starts_on = models.DateField(_("ตั้งแต่วันที่"))
    ends_on = models.DateField(_("ถึงวันที่"), null=True, blank=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("ผู้ดูแลครัวเรือน")
        verbose_name_plural = pgettext_lazy("many", "ผู้ดูแลครัวเรือน")
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "sage"],
                condition=Q(ends_on__isnull=True),
                name="one_standing_assignment",
            )
        ]

    def __str__(self) -> str:
        """The day it began."""
        return str(self.starts_on)

    def get_absolute_url(self) -> str:
        """Where it stands on the page of its enrolment; reads the enrolment."""
        return f"{self.enrolment.get_absolute_url()}#trainers"

    @property
    def words(self) -> str:
        """The assignment in one line; reads the sage."""
        return _("%(name)s ตั้งแต่ %(day)s") % {
            "name": self.sage,
            "day": format_date(self.starts_on),
        }
