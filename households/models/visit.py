"""Home visits and their photos."""

from typing import TYPE_CHECKING, Self

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from households.models.entry import Entry, EntryQuerySet
from otoppath.accounts.records import Record
from otoppath.accounts.scoping import ScopedQuerySet
from otoppath.thai.dates import format_date

if TYPE_CHECKING:
    from otoppath.accounts.models import User


class Practice(models.TextChoices):
    """What the visitor saw of the occupation."""

    PRACTISING = "practising", _("ประกอบอาชีพอยู่")
    PAUSED = "paused", _("หยุดชั่วคราว")
    STOPPED = "stopped", _("เลิกแล้ว")


class VisitQuerySet(EntryQuerySet):
    """Visits, read as adjectives."""

    def practising(self) -> "VisitQuerySet":
        """That found the household at work in its occupation."""
        return self.filter(practice=Practice.PRACTISING)


class Visit(Entry):
    """A visit to a household of an enrolment (ติดตามเยี่ยมบ้าน)."""

    slug = "visit"
    day = "visited_on"
    place_path = "enrolment__village_id"
    PERSONAL = {"note": ""}

    enrolment = models.ForeignKey(
        "households.Enrolment",
        models.PROTECT,
        related_name="visits",
        verbose_name=_("การเข้าร่วมประจำปีงบประมาณ"),
    )
    visited_on = models.DateField(_("วันที่เยี่ยม"))
    practice = models.CharField(_("สภาพการประกอบอาชีพ"), max_length=10, choices=Practice)
    note = models.TextField(_("สิ่งที่พบ"), blank=True)

    objects = VisitQuerySet.as_manager()

    class Meta:
        verbose_name = _("การเยี่ยมบ้าน")
        verbose_name_plural = pgettext_lazy("many", "การเยี่ยมบ้าน")
        ordering = ["-visited_on", "-id"]

    def __str__(self) -> str:
        """The day."""
        return format_date(self.visited_on)

    @property
    def words(self) -> str:
        """The fact in one line."""
        return self.get_practice_display()


class VisitPhotoQuerySet(ScopedQuerySet):
    """Photos, read as adjectives."""

    def standing(self) -> Self:
        """Return those that were not taken off their visit."""
        return self.filter(removed_at__isnull=True)


class VisitPhoto(Record):
    """A photo taken on a visit; personal, sent only through its own view.

    One that is taken off its visit is shown there no more; it is kept until it is erased.
    """

    AT_MOST = 3  # of one visit

    place_path = "visit__enrolment__village_id"
    PERSONAL = {"image": "", "caption": ""}

    visit = models.ForeignKey(
        Visit, models.PROTECT, related_name="photos", verbose_name=_("การเยี่ยมบ้าน")
    )
    image = models.FileField(_("ภาพ"), upload_to="visits")
    caption = models.CharField(_("คำบรรยาย"), max_length=120, blank=True)
    removed_at = models.DateTimeField(_("นำออกเมื่อ"), null=True, editable=False)

    objects = VisitPhotoQuerySet.as_manager()

    class Meta:
        verbose_name = _("ภาพการเยี่ยมบ้าน")
        verbose_name_plural = pgettext_lazy("many", "ภาพการเยี่ยมบ้าน")

    def __str__(self) -> str:
        """The caption."""
        return self.caption

    def get_absolute_url(self) -> str:
        """Address of the photo itself."""
        return reverse("households:photo_detail", args=[self.uuid])

    def remove(self, *, by: "User") -> None:
        """Take it off its visit; the history says who did."""
        self._history_user = by
        self.removed_at = timezone.now()
        self.save()
