"""Choosing what each column of an office's spreadsheet means."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from households.imports.columns import COLUMN_NAMES, gloss
from households.imports.mapping import Columns, missing, twice


def glossed(heading: str) -> str:
    """Return a heading of the template, with its meaning for who reads another language."""
    return f"{heading} · {meaning}" if (meaning := gloss(heading)) else heading


class ColumnsForm(forms.Form):
    """One choice for each column of the file; `columns` proposes."""

    def __init__(self, *args: Any, columns: Columns, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.header = [typed for typed, _name in columns]
        choices = [("", _("ไม่นำเข้า")), *((n, glossed(h)) for n, h in COLUMN_NAMES.items())]
        for i, (typed, name) in enumerate(columns):
            self.fields[f"column_{i}"] = forms.ChoiceField(
                choices=choices,
                required=False,
                initial=name,
                label=typed or _("คอลัมน์ที่ %(n)d") % {"n": i + 1},
                widget=forms.Select(attrs={"class": "form-select"}),
            )

    def clean(self) -> dict[str, Any]:
        """Refuse a field chosen for two columns, and a choice in which one is missing."""
        cleaned = super().clean() or {}
        chosen = [name for _typed, name in self.columns]
        for name in twice(chosen):
            said = {"name": COLUMN_NAMES[name]}
            self.add_error(None, _("เลือก “%(name)s” ไว้มากกว่าหนึ่งคอลัมน์ ให้เหลือคอลัมน์เดียว") % said)
            for i, other in enumerate(chosen):
                if other == name:
                    self.add_error(f"column_{i}", _("เลือกซ้ำ"))
        for sentence in missing(chosen):
            self.add_error(None, sentence)
        return cleaned

    @property
    def columns(self) -> Columns:
        """Each heading with the field that was chosen for it."""
        return [
            (typed, self.cleaned_data.get(f"column_{i}", "")) for i, typed in enumerate(self.header)
        ]
