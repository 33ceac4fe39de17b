"""What a household earned and spent in a year."""

from typing import Any

from crispy_forms.bootstrap import AppendedText
from crispy_forms.layout import Fieldset
from django import forms
from django.utils.translation import gettext_lazy as _

from households.forms.entry import EntryForm
from households.models import IncomePhase, IncomeStatement
from otoppath.thai.dates import format_date
from otoppath.thai.forms import BahtField, RecordedDateField

EARNED = ("total_income", "occupation_income")
SPENT = ("expense",)
KEPT = ("saving", "expense_saved", "debt")
MONEY = (*EARNED, *SPENT, *KEPT)


class IncomeForm(EntryForm):
    """One account: before joining, or a follow-up."""

    title = _("รายได้และรายจ่าย")

    class Meta(EntryForm.Meta):
        model = IncomeStatement
        fields = ["phase", "as_of", *MONEY, "source", "note"]
        field_classes = {"as_of": RecordedDateField} | dict.fromkeys(MONEY, BahtField)
        widgets = {"phase": forms.RadioSelect}
        help_texts = {
            "total_income": _("ทุกคนในครัวเรือน ทุกแหล่ง รวมหนึ่งปี"),
            "occupation_income": _("ส่วนที่มาจากอาชีพสัมมาชีพ"),
            "expense": _("ทุกคนในครัวเรือน รวมหนึ่งปี"),
            "debt": _("ยอดที่ค้าง ณ วันที่ของข้อมูล"),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance._state.adding:
            self.initial["phase"] = self._next_phase()
            for name in MONEY:
                self.initial[name] = None

    def forget_amounts(self) -> None:
        """Show no amount that was sent: each is typed anew."""
        self.initial |= dict.fromkeys(MONEY)

    def layout(self) -> tuple[Any, ...]:
        """When, earned, spent, kept, source."""
        groups = ((_("รายได้"), EARNED), (_("รายจ่าย"), SPENT), (_("ออมและหนี้สิน"), KEPT))
        money = [Fieldset(name, *map(_baht_a_year, fields)) for name, fields in groups]
        return (
            Fieldset(_("ครั้งที่บันทึก"), "phase", "as_of"),
            *money,
            Fieldset(_("ที่มาของข้อมูล"), "source", "note"),
        )

    def clean(self) -> dict[str, Any] | None:
        """The part lies within the whole; a follow-up comes after the start; blank stays blank."""
        cleaned = super().clean()
        typed = self.cleaned_data
        part = typed.get("occupation_income")
        if "total_income" in typed and part is not None and part > typed["total_income"]:
            self.add_error("occupation_income", _("รายได้จากอาชีพต้องไม่มากกว่ารายได้รวม"))
        if "phase" in typed and "as_of" in typed:
            self._fits_the_others(typed["phase"], typed["as_of"])
        return cleaned

    def _others(self) -> Any:
        enrolment = self.enrolment or self.instance.enrolment
        return enrolment.income_statements.standing().exclude(pk=self.instance.pk)

    def other_start(self) -> IncomeStatement | None:
        """Return the account before joining, where it is not this one."""
        return self._others().before().first()

    def _next_phase(self) -> str:
        has_start = self.enrolment is not None and self.other_start() is not None
        return IncomePhase.FOLLOW_UP if has_start else IncomePhase.BEFORE

    def _fits_the_others(self, phase: str, as_of: Any) -> None:
        start = self.other_start()
        if phase == IncomePhase.BEFORE and start:
            self.add_error("phase", _("มีรายได้ก่อนเข้าร่วมแล้ว แก้ไขรายการเดิม หรือบันทึกครั้งนี้เป็นการติดตาม"))
        elif phase == IncomePhase.FOLLOW_UP and start and as_of <= start.as_of:
            self.add_error(
                "as_of",
                _("การติดตามต้องหลังวันที่ %(day)s ซึ่งเป็นข้อมูลก่อนเข้าร่วม")
                % {"day": format_date(start.as_of)},
            )


def _baht_a_year(name: str) -> AppendedText:
    return AppendedText(name, _("บาท") if name == "debt" else _("บาท/ปี"))
