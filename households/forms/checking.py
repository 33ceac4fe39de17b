"""The list of what waits for the check, and why something is given back."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from households.checking import KINDS, Asked
from households.forms.filters import ALL
from otoppath.accounts.forms.record import sheet
from otoppath.lists.filters import FilterForm
from otoppath.thai.forms import TidyCharField


class EntryFilter(FilterForm):
    """Filters of the list of what waits for the check."""

    STATES = [("", _("รอตรวจ")), ("returned", _("ส่งกลับให้แก้ไขแล้ว ยังไม่ได้รับคืน"))]

    state = forms.ChoiceField(label=_("สถานะ"), choices=STATES, required=False)
    kind = forms.ChoiceField(label=_("ประเภท"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [(model.slug, model._meta.verbose_name) for model in KINDS]
        self.fields["kind"].choices = [("", ALL), *kinds]

    def asked(self, *, is_own: bool = False) -> Asked:
        """Return which entries are meant."""
        picked = self.picked
        return Asked(
            user=self.user,
            state=picked.get("state", "waiting"),
            kind=picked.get("kind", ""),
            is_own=is_own,
        )


class WithdrawForm(forms.Form):
    """Why somebody takes back what was entered: chosen from a list first, explained second."""

    REASONS = [
        ("twice", _("บันทึกซ้ำ")),
        ("other_household", _("บันทึกผิดครัวเรือน")),
        ("wrong", _("ข้อมูลไม่ถูกต้อง")),
        ("other", _("เหตุอื่น")),
    ]

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    reason = forms.ChoiceField(label=_("เหตุผล"), choices=REASONS, widget=forms.RadioSelect)
    note = TidyCharField(label=_("คำอธิบาย"), max_length=150, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = sheet()

    def clean(self) -> dict[str, Any] | None:
        """Ask what an other reason is."""
        cleaned = super().clean()
        if self.cleaned_data.get("reason") == "other" and not self.cleaned_data.get("note"):
            self.add_error("note", _("เหตุอื่นต้องมีคำอธิบาย"))
        return cleaned

    @property
    def said(self) -> str:
        """The reason as it is kept."""
        label = str(dict(self.REASONS)[self.cleaned_data["reason"]])
        return ": ".join(filter(None, [label, self.cleaned_data["note"]]))


class SendBackForm(forms.Form):
    """What whoever entered it should put right."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    note = TidyCharField(
        label=_("ข้อความถึงผู้บันทึก"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("บอกว่าต้องแก้ไขอะไร เช่น รายจ่ายไม่รวมค่าปุ๋ย ให้สอบถามอีกครั้ง"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = sheet()
