"""What a group intends: its action plan, and its plan to keep its standard."""

from datetime import date

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from otoppath.accounts.records import Record
from otoppath.accounts.scoping import ScopedQuerySet


class PlanKind(models.TextChoices):
    """For the year's work, or for keeping the standard once it sells (result 3)."""

    ACTION = "action", _("แผนปฏิบัติการ")
    STANDARD = "standard", _("แผนพัฒนาเพื่อรักษามาตรฐานกลุ่ม")


class ActionPlanQuerySet(ScopedQuerySet):
    """Plans, read as adjectives."""

    def filled(self) -> "ActionPlanQuerySet":
        """With at least one item: an empty plan is no plan."""
        return self.filter(Exists(PlanItem.objects.filter(plan=OuterRef("pk"))))


class ActionPlan(Record):
    """One plan of a group for one fiscal year."""

    place_path = "group__village_id"

    group = models.ForeignKey(
        "groups.Group", models.PROTECT, related_name="plans", verbose_name=_("กลุ่ม")
    )
    kind = models.CharField(_("ประเภทแผน"), max_length=10, choices=PlanKind)
    fiscal_year = models.PositiveSmallIntegerField(_("ปีงบประมาณ"))
    objective = models.TextField(_("วัตถุประสงค์"))
    made_on = models.DateField(_("วันที่จัดทำ"))

    objects = ActionPlanQuerySet.as_manager()

    class Meta:
        verbose_name = _("แผนของกลุ่ม")
        verbose_name_plural = pgettext_lazy("many", "แผนของกลุ่ม")
        ordering = ["-fiscal_year", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["group", "kind", "fiscal_year"], name="one_plan_of_a_kind_a_year"
            )
        ]

    def __str__(self) -> str:
        """Kind and year."""
        return f"{self.get_kind_display()} {self.fiscal_year}"


class PlanItemQuerySet(ScopedQuerySet):
    """Lines of plans, read as adjectives."""

    def open(self) -> "PlanItemQuerySet":
        """Not yet done."""
        return self.filter(done_on__isnull=True)

    def overdue(self, day: date) -> "PlanItemQuerySet":
        """Not done by the day they were due, seen from `day`."""
        return self.open().filter(due_on__lt=day)


class PlanItem(Record):
    """One line of a plan: the columns of the department's form of fiscal year 2562."""

    place_path = "plan__group__village_id"

    plan = models.ForeignKey(
        ActionPlan, models.PROTECT, related_name="items", verbose_name=_("แผนของกลุ่ม")
    )
    title = models.CharField(_("โครงการ/กิจกรรม"), max_length=160)
    objective = models.CharField(_("วัตถุประสงค์"), max_length=200, blank=True)
    method = models.CharField(_("ขั้นตอน/วิธีการดำเนินงาน"), max_length=300, blank=True)
    target_group = models.CharField(_("กลุ่มเป้าหมาย"), max_length=120, blank=True)
    venue = models.CharField(_("สถานที่ดำเนินการ"), max_length=120, blank=True)
    starts_on = models.DateField(_("เริ่มดำเนินการ"), null=True, blank=True)
    due_on = models.DateField(_("กำหนดแล้วเสร็จ"))
    budget = models.DecimalField(_("งบประมาณ (บาท)"), max_digits=12, decimal_places=2, default=0)
    expected_result = models.CharField(_("ผลที่คาดว่าจะได้รับ"), max_length=200, blank=True)
    responsible = models.CharField(_("ผู้รับผิดชอบ"), max_length=120)
    remark = models.CharField(_("หมายเหตุ"), max_length=200, blank=True)
    done_on = models.DateField(_("ทำเสร็จเมื่อ"), null=True, blank=True)

    objects = PlanItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("รายการในแผน")
        verbose_name_plural = pgettext_lazy("many", "รายการในแผน")
        ordering = ["due_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True) | Q(starts_on__lte=F("due_on")),
                name="plan_item_due_after_start",
            )
        ]

    def __str__(self) -> str:
        """Its title."""
        return self.title
