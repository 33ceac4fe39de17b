"""The rows a group gathers on its way; the shapes are those of an enrolment."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from households.models.steps import ONE_STEP, Fix, Step, StepEvent, Waiver
from otoppath.accounts.scoping import ScopedQuerySet


class ProposalAnswer(models.TextChoices):
    """What became of a proposal."""

    CONFIRMED = "confirmed", _("ยืนยันรับเข้า")
    DECLINED = "declined", _("ไม่รับเข้า")
    WITHDRAWN = "withdrawn", _("ถอนข้อเสนอ")


class GroupStepEvent(StepEvent):
    """One move of a group."""

    group = models.ForeignKey(
        "groups.Group", models.CASCADE, related_name="events", verbose_name=_("กลุ่ม")
    )

    class Meta(StepEvent.Meta):
        verbose_name = _("การเลื่อนขั้นตอนของกลุ่ม")
        verbose_name_plural = pgettext_lazy("many", "การเลื่อนขั้นตอนของกลุ่ม")
        indexes = [models.Index(fields=["village", "to_step", "from_step"], name="group_event_sum")]
        constraints = [models.CheckConstraint(condition=ONE_STEP, name="group_moves_one_step")]


class GroupWaiver(Waiver):
    """One requirement set aside for one group."""

    place_path = "group__village_id"
    group = models.ForeignKey(
        "groups.Group", models.CASCADE, related_name="waivers", verbose_name=_("กลุ่ม")
    )

    class Meta:
        verbose_name = _("การยกเว้นหลักเกณฑ์ของกลุ่ม")
        verbose_name_plural = pgettext_lazy("many", "การยกเว้นหลักเกณฑ์ของกลุ่ม")
        constraints = [
            models.UniqueConstraint(
                fields=["group", "requirement"],
                condition=Q(lapsed_at__isnull=True),
                name="one_standing_group_waiver",
            )
        ]


class GroupFix(Fix):
    """What a sent-back group has to put right."""

    place_path = "group__village_id"
    group = models.ForeignKey(
        "groups.Group", models.CASCADE, related_name="fixes", verbose_name=_("กลุ่ม")
    )

    class Meta:
        verbose_name = _("สิ่งที่ให้กลุ่มแก้ไข")
        verbose_name_plural = pgettext_lazy("many", "สิ่งที่ให้กลุ่มแก้ไข")


class TakeInProposal(models.Model):
    """An officer's proposal to take a group in at a step, until the chief has answered it."""

    place_path = "group__village_id"
    group = models.ForeignKey(
        "groups.Group", models.CASCADE, related_name="proposals", verbose_name=_("กลุ่ม")
    )
    step = models.PositiveSmallIntegerField(_("รับเข้าที่ขั้นตอน"), choices=Step)
    note = models.CharField(_("หลักฐานหรือที่มา"), max_length=500)
    at = models.DateTimeField(_("เสนอเมื่อ"), default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("เสนอโดย")
    )
    answer = models.CharField(_("ผล"), max_length=10, choices=ProposalAnswer, blank=True)
    answered_at = models.DateTimeField(_("ตอบเมื่อ"), null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("ตอบโดย"),
    )
    answer_note = models.CharField(_("เหตุผล"), max_length=500, blank=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("ข้อเสนอรับกลุ่มเข้าเส้นทาง")
        verbose_name_plural = pgettext_lazy("many", "ข้อเสนอรับกลุ่มเข้าเส้นทาง")
        constraints = [
            models.UniqueConstraint(
                fields=["group"], condition=Q(answer=""), name="one_open_proposal_of_a_group"
            ),
            models.CheckConstraint(
                condition=Q(answer="", answered_at__isnull=True, answered_by__isnull=True)
                | (~Q(answer="") & Q(answered_at__isnull=False, answered_by__isnull=False)),
                name="an_answer_says_by_whom_and_when",
            ),
        ]

    def __str__(self) -> str:
        """The step it names."""
        return self.get_step_display()
