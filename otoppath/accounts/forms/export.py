"""Why a list of people leaves the system, and as which file."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from otoppath.lists.spreadsheet import CSV, XLSX
from otoppath.thai.forms import TidyCharField

from .record import sheet

OTHER = "other"
REASONS = [
    ("", _("เลือก")),
    ("fieldwork", _("ใช้ลงพื้นที่")),
    ("meeting", _("ใช้ประกอบการประชุม")),
    ("report", _("จัดทำรายงานตามที่หน่วยงานสั่ง")),
    ("correct", _("แก้ไขในแฟ้มแล้วนำเข้าใหม่")),
    (OTHER, _("เหตุอื่น")),
]
FORMATS = [(XLSX, "Excel (.xlsx)"), (CSV, "CSV (.csv)")]


class ExportForm(forms.Form):
    """Reason and format of a file that is taken out; the reason is kept in the access log."""

    reason = forms.ChoiceField(label=_("เหตุผล"), choices=REASONS)
    note = TidyCharField(
        label=_("คำอธิบาย"),
        max_length=300,
        required=False,
        help_text=_("เช่น ชื่อการประชุมหรือเลขที่หนังสือสั่งการ เหตุอื่นต้องระบุ"),
    )
    file_format = forms.ChoiceField(
        label=_("ชนิดแฟ้ม"), choices=FORMATS, initial=XLSX, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = sheet()

    def clean(self) -> dict[str, Any]:
        """Ask what another reason is."""
        cleaned = super().clean() or {}
        if cleaned.get("reason") == OTHER and not cleaned.get("note"):
            self.add_error("note", _("เหตุอื่นต้องมีคำอธิบาย"))
        return cleaned

    @property
    def said(self) -> str:
        """The reason as the access log keeps it."""
        label = dict(REASONS)[self.cleaned_data["reason"]]
        return " · ".join(filter(None, [str(label), self.cleaned_data["note"]]))
