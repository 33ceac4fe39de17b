"""The rows a group gathers on its way; the shapes are those of an enrolment."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from households.models.steps import ONE_STEP, Fix, StepEvent, Waiver


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
