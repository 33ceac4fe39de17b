"""What a group intends: plans and their lines."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from groups.forms.fact import FactForm
from groups.models import ActionPlan, PlanItem
from otoppath.accounts.forms.record import RecordForm
from otoppath.thai.dates import fiscal_year, today
from otoppath.thai.forms import BahtField, PastDateField

ITEM_FIELDS = (
    "title",
    "objective",
    "method",
    "target_group",
    "venue",
    "starts_on",
    "due_on",
    "budget",
    "expected_result",
    "responsible",
    "remark",
)


class PlanItemForm(RecordForm):
    """One line of a plan, in the columns of the department's form."""

    class Meta(RecordForm.Meta):
        model = PlanItem
        fields = ITEM_FIELDS
        field_classes = {"budget": BahtField}
        widgets = {
            "method": forms.Textarea(attrs={"rows": 3}),
            "expected_result": forms.Textarea(attrs={"rows": 2}),
        }

    def __init__(self, *args: Any, plan: ActionPlan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance._state.adding:
            self.instance.plan = plan
        self.fields["budget"].help_text = _("ไม่ใช้งบประมาณให้ใส่ 0")

    def clean(self) -> dict[str, Any]:
        """A line is due after it starts."""
        cleaned = super().clean()
        starts_on, due_on = cleaned.get("starts_on"), cleaned.get("due_on")
        if starts_on and due_on and due_on < starts_on:
            self.add_error("due_on", _("กำหนดแล้วเสร็จต้องไม่มาก่อนวันที่เริ่ม"))
        return cleaned


class FirstItemForm(PlanItemForm):
    """The first line of a new plan: a plan without any is no plan."""

    once_key = None


class PlanForm(FactForm):
    """A plan of one kind for one fiscal year."""

    class Meta(RecordForm.Meta):
        model = ActionPlan
        fields = ("kind", "fiscal_year", "objective", "made_on")
        field_classes = {"made_on": PastDateField}
        widgets = {"objective": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        this_year = fiscal_year(today())
        self.fields["fiscal_year"] = forms.TypedChoiceField(
            label=self.fields["fiscal_year"].label,
            choices=[(year, str(year)) for year in range(this_year + 1, this_year - 5, -1)],
            coerce=int,
            initial=this_year,
        )
        self.item = None
        if self.instance._state.adding:
            self.item = FirstItemForm(
                self.data or None, user=self.user, plan=self.instance, prefix="item"
            )

    def is_valid(self) -> bool:
        """Check the first line together with the plan."""
        return all([super().is_valid(), self.item is None or self.item.is_valid()])

    def clean(self) -> dict[str, Any]:
        """One plan of a kind a year."""
        cleaned = super().clean()
        same = self.group.plans.filter(
            kind=cleaned.get("kind"), fiscal_year=cleaned.get("fiscal_year")
        ).exclude(pk=self.instance.pk)
        if same.exists():
            raise ValidationError(
                _("กลุ่มมีแผนประเภทนี้ของปีงบประมาณ %(year)s แล้ว เพิ่มรายการในแผนเดิม"),
                code="unique",
                params={"year": cleaned["fiscal_year"]},
            )
        return cleaned

    def save(self, commit: bool = True) -> ActionPlan:
        """Save the plan, and its first line when it is new."""
        plan = super().save(commit)
        if self.item:
            self.item.save()
        return plan


class PlanItemDoneForm(RecordForm):
    """Say when a line was carried out."""

    class Meta(RecordForm.Meta):
        model = PlanItem
        fields = ("done_on",)
        field_classes = {"done_on": PastDateField}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["done_on"].required = True
