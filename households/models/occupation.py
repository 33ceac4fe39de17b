"""Occupations, and which a household wants and chooses."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from households.models.entry import Entry, EntryQuerySet
from otoppath.places.names import spoken
from otoppath.thai.fields import KeyField


class LineOfBusiness(models.TextChoices):
    """The four columns of the register of occupation groups (guideline of fiscal year 2562)."""

    AGRICULTURE = "agriculture", _("ภาคการเกษตร")
    PROCESSING = "processing", _("การแปรรูป (OTOP/SME)")
    COMMUNITY_TOURISM = "community_tourism", _("การท่องเที่ยวชุมชน")
    OTHER = "other", _("อื่น ๆ")


class Occupation(models.Model):
    """An occupation that can be wanted, taught and chosen; a list kept by administrators."""

    FILLED_BY_MIGRATE = True

    code = models.SlugField(_("รหัส"), max_length=40, unique=True)
    name = models.CharField(_("อาชีพ"), max_length=80, unique=True)
    name_en = models.CharField(_("ชื่อภาษาอังกฤษ"), max_length=80, blank=True)
    line = models.CharField(_("ประเภท"), max_length=20, choices=LineOfBusiness)
    is_active = models.BooleanField(_("ใช้งาน"), default=True)
    sort_key = KeyField(blank=True, editable=False)

    class Meta:
        verbose_name = _("อาชีพ")
        verbose_name_plural = pgettext_lazy("many", "อาชีพ")
        ordering = ["sort_key"]

    def __str__(self) -> str:
        """The name in the language of the page."""
        return spoken(self.name, self.name_en)


class ChoiceKind(models.TextChoices):
    """Wanted before training, or chosen after looking at wisdom and surroundings."""

    WANTED = "wanted", _("อาชีพที่ต้องการฝึก")
    CHOSEN = "chosen", _("อาชีพที่เลือก")


class ChoiceReason(models.TextChoices):
    """Why this occupation suits this household."""

    OWN_SKILL = "own_skill", _("มีทักษะหรือภูมิปัญญาเดิม")
    RAW_MATERIAL = "raw_material", _("มีวัตถุดิบในชุมชน")
    SAGE_NEARBY = "sage_nearby", _("มีปราชญ์ชุมชนหรือวิทยากรใกล้บ้าน")
    MARKET = "market", _("มีตลาดรองรับ")
    GROUP = "group", _("ทำร่วมกับกลุ่มได้")
    OTHER = "other", _("เหตุอื่น")


class OccupationChoice(Entry):
    """Which occupation an enrolment wants to learn, or chose and why. The latest row counts."""

    slug = "choice"
    day = "chosen_on"
    place_path = "enrolment__village_id"
    PERSONAL = {"note": ""}

    enrolment = models.ForeignKey(
        "households.Enrolment",
        models.PROTECT,
        related_name="occupation_choices",
        verbose_name=_("การเข้าร่วมประจำปีงบประมาณ"),
    )
    kind = models.CharField(_("ประเภท"), max_length=8, choices=ChoiceKind)
    occupation = models.ForeignKey(
        Occupation, models.PROTECT, related_name="choices", verbose_name=_("อาชีพ")
    )
    reason = models.CharField(_("เหตุผล"), max_length=20, choices=ChoiceReason, blank=True)
    note = models.CharField(_("คำอธิบาย"), max_length=300, blank=True)
    chosen_on = models.DateField(_("วันที่"))

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("การเลือกอาชีพ")
        verbose_name_plural = pgettext_lazy("many", "การเลือกอาชีพ")
        indexes = [
            models.Index(fields=["enrolment", "kind", "occupation"], name="choice_of_enrolment")
        ]

    def __str__(self) -> str:
        """Kind and occupation key."""
        return f"{self.get_kind_display()} {self.occupation_id}"

    @property
    def words(self) -> str:
        """The fact in one line; reads the occupation."""
        if self.kind == ChoiceKind.WANTED:
            return _("ต้องการฝึก %(occupation)s") % {"occupation": self.occupation}
        return _("เลือก %(occupation)s เพราะ%(reason)s") % {
            "occupation": self.occupation,
            "reason": self.get_reason_display(),
        }
