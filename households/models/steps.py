"""The five steps, and the three kinds of rows a walking record gathers on its way.

Enrolments and groups walk the same way, so the shapes are here once, abstract; groups add
their own tables of the same shape.
"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from otoppath.accounts.scoping import ScopedQuerySet


class Step(models.IntegerChoices):
    """The five steps of the knowledge record, and done. A record at a step works on it."""

    SELECT = 1, _("คัดเลือกครัวเรือนสัมมาชีพที่มีความพร้อมและรวมกลุ่ม")
    WISDOM = 2, _("ค้นหาภูมิปัญญาและอาชีพที่เหมาะสม")
    DEVELOP = 3, _("ดำเนินกิจกรรมพัฒนาอาชีพ ต่อยอดเป็นผลิตภัณฑ์ชุมชน")
    REGISTER = 4, _("ลงทะเบียนเป็นสินค้า OTOP")
    MARKET = 5, _("ส่งเสริมการจำหน่ายที่ตลาดประชารัฐคนไทยยิ้มได้")
    DONE = 6, _("ผ่านครบ 5 ขั้นตอน: รักษามาตรฐานและขยายผล")

    @property
    def short(self) -> str:
        """The two or three words a stepper has room for."""
        return str(SHORT_NAMES[self])


SHORT_NAMES = {
    Step.SELECT: _("คัดเลือกและรวมกลุ่ม"),
    Step.WISDOM: _("ภูมิปัญญาและอาชีพ"),
    Step.DEVELOP: _("พัฒนาอาชีพ"),
    Step.REGISTER: _("ลงทะเบียน OTOP"),
    Step.MARKET: _("ตลาดประชารัฐ"),
    Step.DONE: _("ผ่านครบ 5 ขั้นตอน"),
}


# Own use ends at done after step 3 and makes no product, so it is never called or counted as
# through all five: lists and numbers know its end as a place of its own after Step.DONE.
OWN_END = 7
OWN_END_NAME = _("สำเร็จตามแนวทางสัมมาชีพ (ไม่เข้าสู่ OTOP)")


def step_name(number: int) -> str:
    """Return the two or three words of a step, of done, or of the end of own use."""
    return str(OWN_END_NAME) if number == OWN_END else Step(number).short


class MoveKind(models.TextChoices):
    """Why a record moved."""

    START = "start", _("เริ่มต้น")
    ADVANCE = "advance", _("เลื่อนขั้นตอน")
    SEND_BACK = "send_back", _("ส่งกลับ")
    TAKE_IN = "take_in", _("รับเข้าที่ขั้นตอน")


class WaiverKind(models.TextChoices):
    """A requirement set aside by the chief, or met before the system knew the record."""

    WAIVED = "waived", _("ยกเว้นหลักเกณฑ์")
    PREDATES = "predates", _("มีอยู่ก่อนเข้าระบบ")


class WaiverReason(models.TextChoices):
    """Reasons are chosen from a list first, explained second."""

    DISASTER = "disaster", _("เหตุภัยพิบัติหรือเหตุสุดวิสัย")
    DOCUMENT_LOST = "document_lost", _("เอกสารหลักฐานสูญหาย ตรวจสอบจากพื้นที่แล้ว")
    OTHER_AGENCY = "other_agency", _("มีหลักฐานของหน่วยงานอื่นรับรอง")
    ELDERLY_OR_ILL = "elderly_or_ill", _("ผู้สูงอายุหรือเจ็บป่วยระยะยาว")
    TAKEN_IN = "taken_in", _("กลุ่มมีอยู่ก่อนเข้าระบบ")
    OTHER = "other", _("เหตุอื่น")


# One step on, one step back; an own-use enrolment ends after step 3 and may be sent back there.
ONE_STEP = (
    Q(to_step=F("from_step") + 1)
    | Q(to_step=F("from_step") - 1)
    | Q(from_step=Step.DEVELOP, to_step=Step.DONE)
    | Q(from_step=Step.DONE, to_step=Step.DEVELOP)
)


class StepEvent(models.Model):
    """One move of one record. The first of every record is none (0) -> 1; never changed."""

    place_path = "village_id"

    # The place at the time of the move: counts by place and step are sums of these rows.
    village = models.ForeignKey(
        "places.Place", models.PROTECT, related_name="+", verbose_name=_("หมู่บ้าน")
    )
    fiscal_year = models.PositiveSmallIntegerField(_("ปีงบประมาณ"))
    from_step = models.PositiveSmallIntegerField(_("จากขั้นตอน"))
    to_step = models.PositiveSmallIntegerField(_("ไปขั้นตอน"))
    kind = models.CharField(_("การดำเนินการ"), max_length=10, choices=MoveKind)
    at = models.DateTimeField(_("เมื่อ"), default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("โดย")
    )
    note = models.CharField(_("หมายเหตุ"), max_length=500, blank=True)
    # The thresholds in force that day: the move can be explained years later.
    thresholds = models.JSONField(default=dict, verbose_name=_("เกณฑ์ตัวเลขที่ใช้ในวันนั้น"))

    objects = ScopedQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["id"]

    def __str__(self) -> str:
        """From and to, as numbers."""
        return f"{self.from_step} → {self.to_step}"


class Waiver(models.Model):
    """One requirement set aside for one record while `lapsed_at` is empty."""

    requirement = models.CharField(_("เงื่อนไข"), max_length=40)
    kind = models.CharField(_("ประเภท"), max_length=10, choices=WaiverKind)
    reason = models.CharField(_("เหตุผล"), max_length=20, choices=WaiverReason)
    note = models.CharField(_("คำอธิบาย"), max_length=500, blank=True)
    at = models.DateTimeField(_("เมื่อ"), default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("โดย")
    )
    lapsed_at = models.DateTimeField(_("สิ้นผลเมื่อ"), null=True, blank=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        """The code of the requirement."""
        return self.requirement


class Fix(models.Model):
    """What a sent-back record has to put right before it may finish `step` again."""

    step = models.PositiveSmallIntegerField(_("ขั้นตอน"), choices=Step)
    text = models.CharField(_("สิ่งที่ต้องแก้ไข"), max_length=500)
    at = models.DateTimeField(_("เมื่อ"), default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("โดย")
    )
    fixed_at = models.DateTimeField(_("แก้ไขแล้วเมื่อ"), null=True, blank=True)
    fixed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("แก้ไขโดย"),
    )
    fixed_note = models.CharField(_("วิธีที่แก้ไข"), max_length=500, blank=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        """What has to be put right."""
        return self.text


class EnrolmentStepEvent(StepEvent):
    """One move of an enrolment."""

    PERSONAL = {"note": ""}

    enrolment = models.ForeignKey(
        "households.Enrolment",
        models.CASCADE,
        related_name="events",
        verbose_name=_("การเข้าร่วมประจำปีงบประมาณ"),
    )

    class Meta(StepEvent.Meta):
        verbose_name = _("การเลื่อนขั้นตอนของครัวเรือน")
        verbose_name_plural = pgettext_lazy("many", "การเลื่อนขั้นตอนของครัวเรือน")
        indexes = [
            models.Index(
                fields=["fiscal_year", "village", "to_step", "from_step"],
                name="enrolment_event_sum",
            )
        ]
        constraints = [models.CheckConstraint(condition=ONE_STEP, name="enrolment_moves_one_step")]


class EnrolmentWaiver(Waiver):
    """One requirement set aside for one enrolment."""

    place_path = "enrolment__village_id"
    PERSONAL = {"note": ""}
    enrolment = models.ForeignKey(
        "households.Enrolment",
        models.CASCADE,
        related_name="waivers",
        verbose_name=_("การเข้าร่วมประจำปีงบประมาณ"),
    )

    class Meta:
        verbose_name = _("การยกเว้นหลักเกณฑ์ของครัวเรือน")
        verbose_name_plural = pgettext_lazy("many", "การยกเว้นหลักเกณฑ์ของครัวเรือน")
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "requirement"],
                condition=Q(lapsed_at__isnull=True),
                name="one_standing_enrolment_waiver",
            )
        ]


class EnrolmentFix(Fix):
    """What a sent-back enrolment has to put right."""

    place_path = "enrolment__village_id"
    PERSONAL = {"text": "", "fixed_note": ""}
    enrolment = models.ForeignKey(
        "households.Enrolment",
        models.CASCADE,
        related_name="fixes",
        verbose_name=_("การเข้าร่วมประจำปีงบประมาณ"),
    )

    class Meta:
        verbose_name = _("สิ่งที่ให้ครัวเรือนแก้ไข")
        verbose_name_plural = pgettext_lazy("many", "สิ่งที่ให้ครัวเรือนแก้ไข")
