"""What a household earned and spent, as one dated account."""

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from households.models.entry import Entry, EntryQuerySet
from otoppath.thai.dates import format_date

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class IncomePhase(models.TextChoices):
    """Before joining, or a follow-up after."""

    BEFORE = "before", _("ก่อนเข้าร่วม")
    FOLLOW_UP = "follow_up", _("ติดตาม")


class IncomeSource(models.TextChoices):
    """Where the figures come from; reports show it beside them."""

    INTERVIEW = "interview", _("สอบถามครัวเรือน")
    HOUSEHOLD_ACCOUNT = "household_account", _("บัญชีครัวเรือน")
    SALES_LOG = "sales_log", _("สมุดบันทึกการขาย")
    RECEIPT = "receipt", _("ใบเสร็จหรือหลักฐานรับเงิน")
    BMN = "bmn", _("ข้อมูล จปฐ.")


class IncomeStatementQuerySet(EntryQuerySet):
    """Income statements, read as adjectives."""

    def before(self) -> "IncomeStatementQuerySet":
        """Taken before joining: the baseline."""
        return self.filter(phase=IncomePhase.BEFORE)

    def follow_ups(self) -> "IncomeStatementQuerySet":
        """Taken after joining."""
        return self.filter(phase=IncomePhase.FOLLOW_UP)


def _baht(label: "StrOrPromise", **kwargs: Any) -> models.DecimalField:
    """Return a column of baht a year, never negative; empty where nobody asked."""
    return models.DecimalField(
        label, max_digits=12, decimal_places=2, validators=[MinValueValidator(0)], **kwargs
    )


class IncomeStatement(Entry):
    """One account of a household's year, in baht, of one enrolment."""

    slug = "income"
    day = "as_of"
    place_path = "enrolment__village_id"
    PERSONAL = {"note": ""}

    enrolment = models.ForeignKey(
        "households.Enrolment",
        models.PROTECT,
        related_name="income_statements",
        verbose_name=_("การเข้าร่วมประจำปีงบประมาณ"),
    )
    phase = models.CharField(_("ครั้งที่บันทึก"), max_length=10, choices=IncomePhase)
    as_of = models.DateField(_("ข้อมูล ณ วันที่"))
    occupation_income = _baht(_("รายได้จากอาชีพสัมมาชีพ"), null=True, blank=True)
    total_income = _baht(_("รายได้รวม"))
    expense = _baht(_("รายจ่ายรวม"))
    saving = _baht(_("เงินออม"), null=True, blank=True)
    expense_saved = _baht(
        _("รายจ่ายที่ลดได้"),
        null=True,
        blank=True,
        help_text=_("มูลค่าของที่ทำ ปลูก หรือเลี้ยงไว้กินใช้เอง"),
    )
    debt = _baht(_("หนี้สิน"), null=True, blank=True)
    source = models.CharField(
        _("แหล่งข้อมูล"), max_length=20, choices=IncomeSource, default=IncomeSource.INTERVIEW
    )
    note = models.CharField(_("หมายเหตุ"), max_length=200, blank=True)

    objects = IncomeStatementQuerySet.as_manager()

    class Meta:
        verbose_name = _("รายได้และรายจ่าย")
        verbose_name_plural = pgettext_lazy("many", "รายได้และรายจ่าย")
        ordering = ["as_of", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(occupation_income__lte=F("total_income")),
                name="occupation_income_within_total",
            ),
            models.CheckConstraint(
                condition=Q(total_income__gte=0, expense__gte=0, occupation_income__gte=0),
                name="income_not_negative",
            ),
        ]

    def __str__(self) -> str:
        """Phase and date."""
        return f"{self.get_phase_display()} {format_date(self.as_of)}"

    @property
    def balance(self) -> Decimal:
        """Income less expense, baht a year; sammachip asks that it be above zero."""
        return self.total_income - self.expense

    @property
    def words(self) -> str:
        """The fact in one line, without amounts: those are for who may see money."""
        return _("%(phase)s จาก%(source)s") % {
            "phase": self.get_phase_display(),
            "source": self.get_source_display(),
        }
