"""Whether a household is ready to learn and to join."""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from households.models.entry import Entry, EntryQuerySet
from otoppath.thai.dates import format_date

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class Readiness(models.TextChoices):
    """The result of an assessment."""

    READY = "ready", _("พร้อม")
    PREPARE = "prepare", _("ต้องเตรียมความพร้อม")
    NOT_READY = "not_ready", _("ยังไม่พร้อม")


class Answer(models.IntegerChoices):
    """One answer of the eight."""

    NO = 0, _("ไม่ใช่")
    PARTLY = 1, _("บางส่วน")
    YES = 2, _("ใช่")


class ReadinessQuerySet(EntryQuerySet):
    """Assessments, read as adjectives."""

    def latest(self) -> "ReadinessQuerySet":  # type: ignore[override]
        """The last accepted assessment of each enrolment, by day and then by entry."""
        later = (
            ReadinessAssessment.objects.checked()
            .filter(enrolment=OuterRef("enrolment"))
            .filter(
                Q(assessed_on__gt=OuterRef("assessed_on"))
                | Q(assessed_on=OuterRef("assessed_on"), id__gt=OuterRef("id"))
            )
        )
        return self.checked().filter(~Exists(later))

    def ready(self) -> "ReadinessQuerySet":
        """Whose result is ready."""
        return self.filter(result=Readiness.READY)


def _answer(label: "StrOrPromise") -> models.PositiveSmallIntegerField:
    """Return the column of one of the eight items."""
    return models.PositiveSmallIntegerField(label, choices=Answer, default=Answer.NO)


class ReadinessAssessment(Entry):
    """One assessment of an enrolment: eight items, yes (2), partly (1) or no (0).

    The items are a proposal; the department has published none (see docs/decisions).
    """

    slug = "readiness"
    day = "assessed_on"
    place_path = "enrolment__village_id"
    PERSONAL = {"note": ""}
    ITEMS = (
        "willing",
        "has_time",
        "has_labour",
        "has_raw_material",
        "has_capital",
        "has_skill",
        "has_workplace",
        "accepts_rules",
    )

    enrolment = models.ForeignKey(
        "households.Enrolment",
        models.PROTECT,
        related_name="assessments",
        verbose_name=_("การเข้าร่วมประจำปีงบประมาณ"),
    )
    assessed_on = models.DateField(_("ประเมินเมื่อวันที่"))
    willing = _answer(_("สมัครใจ ต้องการฝึกอาชีพ"))
    has_time = _answer(_("มีเวลา"))
    has_labour = _answer(_("มีแรงงาน"))
    has_raw_material = _answer(_("มีวัตถุดิบในพื้นที่"))
    has_capital = _answer(_("มีทุนหรืออุปกรณ์"))
    has_skill = _answer(_("มีทักษะหรือภูมิปัญญาเดิม"))
    has_workplace = _answer(_("มีสถานที่ผลิต"))
    accepts_rules = _answer(_("ยอมรับกติกากลุ่ม"))
    below_bmn_income = models.BooleanField(
        _("ตกเกณฑ์รายได้ จปฐ."), default=False, help_text=_("ใช้จัดลำดับความสำคัญ ไม่ใช่เงื่อนไขของความพร้อม")
    )
    result = models.CharField(_("ผลประเมิน"), max_length=10, choices=Readiness)
    note = models.CharField(_("หมายเหตุ"), max_length=300, blank=True)

    objects = ReadinessQuerySet.as_manager()

    class Meta:
        verbose_name = _("การประเมินความพร้อม")
        verbose_name_plural = pgettext_lazy("many", "การประเมินความพร้อม")
        indexes = [
            models.Index(fields=["enrolment", "assessed_on", "id"], name="assessment_latest")
        ]

    def __str__(self) -> str:
        """Result and day."""
        return f"{self.get_result_display()} {format_date(self.assessed_on)}"

    @property
    def score(self) -> int:
        """Per cent of the sixteen points of the eight items."""
        return round(100 * sum(getattr(self, item) for item in self.ITEMS) / (2 * len(self.ITEMS)))

    def proposed_result(self) -> Readiness:
        """Unwilling: not ready. From 75 per cent: ready. From 40: prepare. Else not ready."""
        if not self.willing or self.score < 40:
            return Readiness.NOT_READY
        return Readiness.READY if self.score >= 75 else Readiness.PREPARE

    @property
    def words(self) -> str:
        """The fact in one line."""
        return _("%(result)s (%(score)d คะแนน)") % {
            "result": self.get_result_display(),
            "score": self.score,
        }
