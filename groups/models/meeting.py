"""A group's meetings."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from otoppath.accounts.records import Record
from otoppath.accounts.scoping import ScopedQuerySet
from otoppath.privacy.photos import PrivatePath
from otoppath.thai.fields import ReferenceField


class MeetingKind(models.TextChoices):
    """The gathering of a new group, or a meeting of one that stands."""

    FOUNDING = "founding", _("ประชุมจัดตั้งกลุ่ม")
    MONTHLY = "monthly", _("ประชุมกลุ่มประจำเดือน")
    ANNUAL = "annual", _("ประชุมใหญ่ประจำปี")


class MeetingQuerySet(ScopedQuerySet):
    """Meetings, read as adjectives."""

    def minuted(self) -> "MeetingQuerySet":
        """With minutes written down."""
        return self.exclude(minutes="")

    def founding(self) -> "MeetingQuerySet":
        """That gathered the group."""
        return self.filter(kind=MeetingKind.FOUNDING)


class Meeting(Record):
    """One meeting of a group: number and year, who was there, what was resolved."""

    place_path = "group__village_id"

    group = models.ForeignKey(
        "groups.Group", models.PROTECT, related_name="meetings", verbose_name=_("กลุ่ม")
    )
    kind = models.CharField(_("ประเภทการประชุม"), max_length=10, choices=MeetingKind)
    number = ReferenceField(_("ครั้งที่"), max_length=20, help_text=_("เช่น 1/2570"))
    held_on = models.DateField(_("วันที่ประชุม"))
    venue = models.CharField(_("สถานที่"), max_length=120, blank=True)
    member_count = models.PositiveSmallIntegerField(_("สมาชิกทั้งหมด (คน)"))
    present_count = models.PositiveSmallIntegerField(_("ผู้เข้าประชุม (คน)"))
    minutes = models.TextField(_("มติที่ประชุม"), blank=True)
    document = models.FileField(_("รายงานการประชุม"), upload_to=PrivatePath("meetings"), blank=True)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = _("การประชุมกลุ่ม")
        verbose_name_plural = pgettext_lazy("many", "การประชุมกลุ่ม")
        ordering = ["-held_on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(present_count__lte=F("member_count")), name="present_within_members"
            )
        ]

    def __str__(self) -> str:
        """Kind and number."""
        return f"{self.get_kind_display()} {self.number}"

    @property
    def has_quorum(self) -> bool:
        """More than half of the members were present."""
        return self.present_count * 2 > self.member_count
