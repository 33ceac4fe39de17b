"""What is kept to find households that were entered twice, and what was answered."""

import uuid
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from otoppath.accounts.scoping import ScopedQuerySet, area_q

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from otoppath.accounts.models import User


class DuplicateKey(models.Model):
    """Something two records of one household have in common, as a number: a door to compare at.

    Made anew whenever the household changed: see `households.duplicates.keys`.
    """

    PERSONAL = {"key": 0}

    household = models.ForeignKey(
        "households.Household", models.PROTECT, related_name="duplicate_keys"
    )
    key = models.BigIntegerField()

    class Meta:
        verbose_name = _("กุญแจค้นหาระเบียนซ้ำ")
        verbose_name_plural = pgettext_lazy("many", "กุญแจค้นหาระเบียนซ้ำ")
        indexes = [models.Index(fields=["key", "household"], name="duplicate_key")]

    def __str__(self) -> str:
        """The number."""
        return str(self.key)


class DuplicateMark(models.Model):
    """How far a household has been looked at: the `updated_at` it had when it was."""

    household = models.OneToOneField(
        "households.Household", models.PROTECT, primary_key=True, related_name="duplicate_mark"
    )
    keyed_at = models.DateTimeField()  # its keys are of this time
    compared_at = models.DateTimeField(null=True)  # its pairs are

    class Meta:
        verbose_name = _("เวลาที่ตรวจระเบียนซ้ำ")
        verbose_name_plural = pgettext_lazy("many", "เวลาที่ตรวจระเบียนซ้ำ")

    def __str__(self) -> str:
        """The time."""
        return str(self.keyed_at)


class DuplicatePairQuerySet(ScopedQuerySet):
    """Pairs, read as adjectives."""

    def visible_to(self, user: "User | AnonymousUser") -> Self:
        """Pairs of which both households lie in the user's area: half a pair tells of the other."""
        return super().visible_to(user).filter(area_q(user, "second__village_id"))

    def open(self) -> Self:
        """Nobody has answered, and both households stand."""
        return self.filter(
            answer="", first__closed_on__isnull=True, second__closed_on__isnull=True
        ).filter(first__erased_at__isnull=True, second__erased_at__isnull=True)

    def different(self) -> Self:
        """Somebody said that these are two households."""
        return self.filter(answer=DuplicatePair.Answer.DIFFERENT)


class DuplicatePair(models.Model):
    """Two households of a district that may be one, and what somebody said of them."""

    class Answer(models.TextChoices):
        """What was said; blank while nobody has."""

        DIFFERENT = "different", _("คนละครัวเรือน")
        SAME = "same", _("ครัวเรือนเดียวกัน")

    place_path = "first__village_id"
    PERSONAL = {"told_apart_by": ""}

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    # The one with the smaller key first.
    first = models.ForeignKey(
        "households.Household", models.PROTECT, related_name="pairs", verbose_name=_("ครัวเรือน")
    )
    second = models.ForeignKey(
        "households.Household",
        models.PROTECT,
        related_name="pairs_behind",
        verbose_name=_("ครัวเรือนที่อาจซ้ำ"),
    )
    score = models.SmallIntegerField(_("คะแนน"))
    found_at = models.DateTimeField(_("พบเมื่อ"), default=timezone.now)
    answer = models.CharField(_("คำตอบ"), max_length=10, choices=Answer, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("ผู้ตอบ"),
    )
    answered_at = models.DateTimeField(_("ตอบเมื่อ"), null=True, blank=True)
    # Of the names and IDs of both as they were when it was answered: when one changes, it is
    # asked again.
    told_apart_by = models.CharField(_("สรุปชื่อเมื่อตอบ"), max_length=64, blank=True, editable=False)

    objects = DuplicatePairQuerySet.as_manager()

    class Meta:
        verbose_name = _("ครัวเรือนที่อาจซ้ำกัน")
        verbose_name_plural = pgettext_lazy("many", "ครัวเรือนที่อาจซ้ำกัน")
        indexes = [models.Index(fields=["answer", "score", "id"], name="duplicate_pair_score")]
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="one_pair_of_two"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="pair_in_order"),
        ]

    def __str__(self) -> str:
        """The keys of both."""
        return f"{self.first_id} / {self.second_id}"

    def answer_with(self, answer: str, *, by: "User", told_apart_by: str = "") -> None:
        """Remember what somebody said, and who; a blank answer asks again."""
        self.answer, self.told_apart_by = answer, told_apart_by
        self.answered_by, self.answered_at = by, timezone.now()
        self.save(update_fields=["answer", "told_apart_by", "answered_by", "answered_at"])
