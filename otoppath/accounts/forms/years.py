"""The numbers of a fiscal year."""

from typing import Any

from django import forms

from otoppath.accounts.models import ProgrammeYear
from otoppath.lists.idempotency import OnceForm
from otoppath.thai.forms import thai_formfield


class YearForm(forms.ModelForm):
    """Whether a year is open, and how much of each evidence its steps ask for."""

    class Meta:
        model = ProgrammeYear
        fields = ["is_open", *ProgrammeYear.THRESHOLDS]
        formfield_callback = thai_formfield

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ProgrammeYear.THRESHOLDS:
            self.fields[name].widget.attrs["inputmode"] = "numeric"


class YearCreateForm(OnceForm, YearForm):
    """A year of its own; it begins with the numbers that hold without it."""

    class Meta(YearForm.Meta):
        fields = ["fiscal_year", "is_open", *ProgrammeYear.THRESHOLDS]
