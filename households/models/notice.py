"""That a household was told what is kept of it, and why."""

from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from households.models.entry import Entry, EntryQuerySet

if TYPE_CHECKING:
    from households.models.household import Household


class NoticeChannel(models.TextChoices):
    """How the notice was given."""

    READ_ALOUD = "read_aloud", _("อ่านให้ฟัง")
    PAPER = "paper", _("ให้เอกสาร")
    MEETING = "meeting", _("ชี้แจงในที่ประชุม")


class Notice(Entry):
    """The privacy notice given to a household (Personal Data Protection Act B.E. 2562, s. 23)."""

    slug = "notice"
    day = "given_on"
    place_path = "household__village_id"
    PERSONAL = {"received_by": ""}

    household = models.ForeignKey(
        "households.Household", models.PROTECT, related_name="notices", verbose_name=_("ครัวเรือน")
    )
    given_on = models.DateField(_("แจ้งเมื่อวันที่"))
    channel = models.CharField(_("วิธีแจ้ง"), max_length=12, choices=NoticeChannel)
    version = models.CharField(_("ฉบับของประกาศ"), max_length=20, default="1")
    received_by = models.CharField(_("ผู้รับแจ้ง"), max_length=160)

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("การแจ้งประกาศความเป็นส่วนตัว")
        verbose_name_plural = pgettext_lazy("many", "การแจ้งประกาศความเป็นส่วนตัว")

    def __str__(self) -> str:
        """The version of the notice."""
        return self.version

    @property
    def of_household(self) -> "Household":
        """The household that was told."""
        return self.household

    @property
    def words(self) -> str:
        """The fact in one line."""
        return _("%(channel)s ผู้รับแจ้ง %(name)s") % {
            "channel": self.get_channel_display(),
            "name": self.received_by,
        }
