"""Two records of one household made one, written down so that it can be taken back exactly."""

import uuid
from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from otoppath.accounts.scoping import ScopedQuerySet, area_q
from otoppath.privacy.fields import EncryptedTextField

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from otoppath.accounts.models import User


class HouseholdMergeQuerySet(ScopedQuerySet):
    """Merges, read as adjectives."""

    def visible_to(self, user: "User | AnonymousUser") -> Self:
        """Merges of which both households lie in the user's area."""
        return super().visible_to(user).filter(area_q(user, "gone__village_id"))

    def standing(self) -> Self:
        """Not taken back."""
        return self.filter(taken_back_at__isnull=True)


class HouseholdMerge(models.Model):
    """One household's record (`gone`) closed for another's (`kept`), which has all of it since."""

    place_path = "kept__village_id"
    PERSONAL: ClassVar[dict[str, str]] = {}  # what its rows hold is

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kept = models.ForeignKey(
        "households.Household",
        models.PROTECT,
        related_name="merges",
        verbose_name=_("ครัวเรือนที่เก็บไว้"),
    )
    gone = models.ForeignKey(
        "households.Household",
        models.PROTECT,
        related_name="merged_into",
        verbose_name=_("ครัวเรือนที่รวมเข้าไป"),
    )
    at = models.DateTimeField(_("รวมเมื่อ"), default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("ผู้รวม")
    )
    taken_back_at = models.DateTimeField(_("ย้อนการรวมเมื่อ"), null=True, blank=True)
    taken_back_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("ผู้ย้อนการรวม"),
    )

    objects = HouseholdMergeQuerySet.as_manager()

    class Meta:
        verbose_name = _("การรวมครัวเรือน")
        verbose_name_plural = pgettext_lazy("many", "การรวมครัวเรือน")
        constraints = [
            models.UniqueConstraint(
                fields=["gone"], condition=Q(taken_back_at__isnull=True), name="merged_away_once"
            ),
            models.CheckConstraint(condition=~Q(kept=models.F("gone")), name="merged_with_another"),
        ]

    def __str__(self) -> str:
        """The keys of both."""
        return f"{self.gone_id} → {self.kept_id}"

    def get_absolute_url(self) -> str:
        """Where it can be taken back."""
        return reverse("households:merge_detail", args=[self.uuid])


class MergedRow(models.Model):
    """One column of one row that a merge changed: what it was, and what the merge made of it.

    Rows of one `act` were written by one statement, and are taken back by one, the last act
    first. The values may be personal, a national ID among them.
    """

    place_path = "merge__kept__village_id"
    PERSONAL = {"before": "", "after": ""}

    merge = models.ForeignKey(
        HouseholdMerge, models.PROTECT, related_name="rows", verbose_name=_("การรวมครัวเรือน")
    )
    act = models.PositiveIntegerField(_("ลำดับ"))
    model = models.CharField(_("ตาราง"), max_length=80)
    row = models.BigIntegerField(_("แถว"))
    column = models.CharField(_("คอลัมน์"), max_length=60)
    before = EncryptedTextField(_("ค่าก่อนรวม"), blank=True, editable=False)
    after = EncryptedTextField(_("ค่าหลังรวม"), blank=True, editable=False)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("สิ่งที่เปลี่ยนเมื่อรวมครัวเรือน")
        verbose_name_plural = pgettext_lazy("many", "สิ่งที่เปลี่ยนเมื่อรวมครัวเรือน")
        ordering = ["id"]

    def __str__(self) -> str:
        """Table, row and column."""
        return f"{self.model} {self.row} {self.column}"
