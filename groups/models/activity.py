"""Occupation activities, who took part, and photos."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.db import models, transaction
from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from otoppath.accounts.records import Record
from otoppath.accounts.scoping import ScopedQuerySet
from otoppath.privacy.photos import PrivatePath
from otoppath.thai.dates import fiscal_year

if TYPE_CHECKING:
    from households.models import Person
    from otoppath.accounts.models import User


class ActivityKind(models.TextChoices):
    """What was done; the meeting types of the sammachip programme."""

    TRAINING = "occupation_training", _("ฝึกอบรมอาชีพ")
    PRACTICE = "practice", _("ฝึกปฏิบัติที่บ้านปราชญ์")
    STUDY_VISIT = "study_visit", _("ศึกษาดูงาน")
    FORUM = "learning_forum", _("เวทีเรียนรู้")
    PRODUCT = "product_development", _("พัฒนาผลิตภัณฑ์")
    LESSONS = "lessons_learned", _("ถอดบทเรียน")


class ActivityQuerySet(ScopedQuerySet):
    """Activities, read as adjectives."""

    def held(self) -> "ActivityQuerySet":
        """That somebody attended."""
        return self.filter(Exists(Attendance.objects.attended().filter(activity=OuterRef("pk"))))

    def photographed(self) -> "ActivityQuerySet":
        """With at least one photo."""
        return self.filter(Exists(ActivityPhoto.objects.filter(activity=OuterRef("pk"))))


class Activity(Record):
    """A day on which an occupation was taught or practised, in a village or by a group."""

    place_path = "village_id"

    village = models.ForeignKey(
        "places.Place", models.PROTECT, related_name="activities", verbose_name=_("หมู่บ้าน")
    )
    group = models.ForeignKey(
        "groups.Group",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="activities",
        verbose_name=_("กลุ่ม"),
    )
    occupation = models.ForeignKey(
        "households.Occupation", models.PROTECT, related_name="activities", verbose_name=_("อาชีพ")
    )
    kind = models.CharField(_("ประเภทกิจกรรม"), max_length=20, choices=ActivityKind)
    title = models.CharField(_("ชื่อกิจกรรม"), max_length=160)
    held_on = models.DateField(_("วันที่จัด"))
    # Of `held_on`, Buddhist: an enrolment counts activities from its own year on.
    fiscal_year = models.PositiveSmallIntegerField(_("ปีงบประมาณ"), editable=False)
    hours = models.DecimalField(_("ชั่วโมง"), max_digits=4, decimal_places=1)
    venue = models.CharField(_("สถานที่"), max_length=120, blank=True)
    sage = models.ForeignKey(
        "households.Sage",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="activities",
        verbose_name=_("วิทยากร"),
    )
    result = models.TextField(_("ผลที่ได้"), blank=True)

    objects = ActivityQuerySet.as_manager()

    class Meta:
        verbose_name = _("กิจกรรม")
        verbose_name_plural = pgettext_lazy("many", "กิจกรรม")
        ordering = ["-held_on", "-id"]
        indexes = [models.Index(fields=["village", "held_on"], name="activity_village_day")]

    def __str__(self) -> str:
        """Its title."""
        return self.title

    def get_absolute_url(self) -> str:
        """The activity's page."""
        return reverse("groups:activity_detail", args=[self.uuid])

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save with the fiscal year of the day it was held on."""
        self.fiscal_year = fiscal_year(self.held_on)
        super().save(*args, **kwargs)

    @transaction.atomic
    def list_attendance(self, results: "Mapping[Person, str]", *, by: "User") -> None:
        """Write persons onto the list with their results; who is on it already is corrected."""
        # The lock of PostgreSQL; on SQLite the transaction itself is the lock (IMMEDIATE).
        Activity.objects.select_for_update().get(pk=self.pk)
        known = {a.person_id: a for a in self.attendances.filter(person__in=results)}
        for person, result in results.items():
            attendance = known.get(person.pk)
            if attendance is None:
                self.attendances.create(person=person, result=result, created_by=by)
            elif attendance.result != result:
                attendance.result, attendance._history_user = result, by
                attendance.save()


class AttendanceResult(models.TextChoices):
    """How it went for one person."""

    ATTENDED = "attended", _("เข้าร่วม")
    PASSED = "passed", _("เข้าร่วมและทำได้เอง")
    ABSENT = "absent", _("ไม่มา")


class AttendanceQuerySet(ScopedQuerySet):
    """Attendances, read as adjectives."""

    def attended(self) -> "AttendanceQuerySet":
        """Who really came."""
        return self.exclude(result=AttendanceResult.ABSENT)


class Attendance(Record):
    """One person on an activity's list."""

    place_path = "activity__village_id"

    activity = models.ForeignKey(
        Activity, models.PROTECT, related_name="attendances", verbose_name=_("กิจกรรม")
    )
    person = models.ForeignKey(
        "households.Person", models.PROTECT, related_name="attendances", verbose_name=_("บุคคล")
    )
    result = models.CharField(
        _("ผล"), max_length=10, choices=AttendanceResult, default=AttendanceResult.ATTENDED
    )

    objects = AttendanceQuerySet.as_manager()

    class Meta:
        verbose_name = _("การเข้าร่วมกิจกรรม")
        verbose_name_plural = pgettext_lazy("many", "การเข้าร่วมกิจกรรม")
        constraints = [
            models.UniqueConstraint(fields=["activity", "person"], name="one_attendance_a_person")
        ]

    def __str__(self) -> str:
        """The result."""
        return self.get_result_display()


class ActivityPhoto(Record):
    """A photo of an activity; shows people, so sent only through its own view."""

    place_path = "activity__village_id"

    activity = models.ForeignKey(
        Activity, models.PROTECT, related_name="photos", verbose_name=_("กิจกรรม")
    )
    image = models.FileField(_("ภาพ"), upload_to=PrivatePath("activities"))
    caption = models.CharField(_("คำบรรยาย"), max_length=120, blank=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("ภาพกิจกรรม")
        verbose_name_plural = pgettext_lazy("many", "ภาพกิจกรรม")
        ordering = ["id"]

    def __str__(self) -> str:
        """The caption."""
        return self.caption
