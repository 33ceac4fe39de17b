"""The village meeting that chooses target households."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from otoppath.accounts.records import Record
from otoppath.accounts.scoping import ScopedQuerySet
from otoppath.thai.dates import format_date
from otoppath.thai.fields import ReferenceField


class MeetingQuerySet(ScopedQuerySet):
    """Selection meetings, read as adjectives."""

    def minuted(self) -> "MeetingQuerySet":
        """With minutes: only these prove a selection."""
        return self.exclude(minutes="")


class SelectionMeeting(Record):
    """A village assembly (ประชาคมหมู่บ้าน) that chose target and reserve households."""

    place_path = "village_id"

    village = models.ForeignKey(
        "places.Place",
        models.PROTECT,
        related_name="selection_meetings",
        verbose_name=_("หมู่บ้าน"),
    )
    fiscal_year = models.PositiveSmallIntegerField(_("ปีงบประมาณ"))
    number = ReferenceField(_("ครั้งที่"), max_length=20, help_text=_("เช่น 1/2570"))
    held_on = models.DateField(_("วันที่ประชุม"))
    venue = models.CharField(_("สถานที่"), max_length=120, blank=True)
    eligible_count = models.PositiveSmallIntegerField(_("ผู้มีสิทธิเข้าประชุม (คน)"))
    present_count = models.PositiveSmallIntegerField(_("ผู้เข้าประชุม (คน)"))
    chaired_by = models.CharField(_("ประธานที่ประชุม"), max_length=160)
    minutes = models.TextField(_("มติที่ประชุม"), blank=True)
    document = models.FileField(_("รายงานการประชุม"), upload_to="selection", blank=True)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = _("การประชุมคัดเลือกครัวเรือน")
        verbose_name_plural = pgettext_lazy("many", "การประชุมคัดเลือกครัวเรือน")
        indexes = [models.Index(fields=["held_on", "id"], name="selection_meeting_date")]
        constraints = [
            models.CheckConstraint(
                condition=Q(present_count__lte=models.F("eligible_count")),
                name="present_within_eligible",
            )
        ]

    def get_absolute_url(self) -> str:
        """Address of its page."""
        return reverse("households:meeting_detail", args=[self.uuid])

    def __str__(self) -> str:
        """The meeting's number."""
        return self.number

    @property
    def words(self) -> str:
        """The meeting in one line."""
        return _("การประชุมครั้งที่ %(number)s วันที่ %(day)s") % {
            "number": self.number,
            "day": format_date(self.held_on),
        }

    @property
    def has_quorum(self) -> bool:
        """More than half of those entitled were present."""
        return self.present_count * 2 > self.eligible_count
