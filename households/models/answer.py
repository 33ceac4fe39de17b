"""What an officer said of a row of a file that may be a household which is here already."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from otoppath.accounts.scoping import ScopedQuerySet


class RowAnswer(models.Model):
    """An answer to "is this row a household that is here?", kept for the file's next coming.

    A row is known again by a keyed digest of whom and where it names, so that the answer outlives
    the row: a file that is checked anew, or brought in a second time, asks no second time.
    """

    class Answer(models.TextChoices):
        """What was said."""

        SAME = "same", _("ครัวเรือนเดียวกัน ใช้ข้อมูลในแฟ้ม")
        KEPT = "kept", _("ครัวเรือนเดียวกัน คงข้อมูลเดิม")
        NEW = "new", _("คนละครัวเรือน เป็นครัวเรือนใหม่")

    place_path = "place_id"
    PERSONAL: ClassVar[dict[str, str]] = {"told": "", "said": "", "other": ""}

    # The district: what one officer answered the others of the office are not asked.
    place = models.ForeignKey(
        "places.Place", models.PROTECT, related_name="+", verbose_name=_("อำเภอ")
    )
    # Digests (`households.imports.staging`): of whom and where a row names, and of all it says.
    told = models.CharField(_("สรุปว่าใครและที่ใด"), max_length=64, editable=False)
    said = models.CharField(_("สรุปทั้งแถว"), max_length=64, editable=False)
    answer = models.CharField(_("คำตอบ"), max_length=4, choices=Answer)
    # Who the row is; None of a new household, and of one that an earlier row of its file becomes.
    person = models.ForeignKey(
        "households.Person",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="row_answers",
        verbose_name=_("บุคคล"),
    )
    # `told` of that earlier row, until it is written.
    other = models.CharField(_("สรุปของแถวก่อนหน้า"), max_length=64, blank=True, editable=False)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("ผู้ตอบ")
    )
    answered_at = models.DateTimeField(_("ตอบเมื่อ"), default=timezone.now)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("คำตอบเรื่องแถวที่อาจซ้ำ")
        verbose_name_plural = pgettext_lazy("many", "คำตอบเรื่องแถวที่อาจซ้ำ")
        constraints = [
            models.UniqueConstraint(
                fields=["told", "place"], condition=~Q(told=""), name="one_answer_of_a_row"
            )
        ]

    def __str__(self) -> str:
        """The answer."""
        return str(self.get_answer_display())
