"""Choosing the office's spreadsheet."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


class ImportForm(forms.Form):
    """One file, looked into before anything is written."""

    file = forms.FileField(
        label=gettext_lazy("แฟ้มรายชื่อครัวเรือน"),
        help_text=gettext_lazy(
            "แฟ้ม .xlsx .xls หรือ .csv ไม่เกิน 50,000 แถว หนึ่งแถวคือหนึ่งครัวเรือนพร้อมหัวหน้าครัวเรือน"
        ),
        error_messages={
            "required": gettext_lazy("ยังไม่ได้เลือกแฟ้ม กดเลือกแฟ้มรายชื่อครัวเรือนก่อน"),
            "empty": gettext_lazy("แฟ้มนี้ว่างเปล่า เปิดแฟ้มใน Excel ตรวจว่ามีข้อมูลแล้วบันทึก จากนั้นเลือกใหม่"),
        },
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.csv"}),
    )

    def clean_file(self) -> Any:
        """Refuse a file too large before it is read."""
        upload = self.cleaned_data["file"]
        if upload.name.startswith("~$"):  # Excel's own, beside a workbook that is open
            real = upload.name.removeprefix("~$")
            sentence = _(
                "นี่เป็นแฟ้มชั่วคราวที่ Excel สร้างไว้ขณะเปิดแฟ้ม ปิด Excel แล้วเลือกแฟ้ม %(name)s ที่ไม่มี ~$"
            )
            raise forms.ValidationError(sentence % {"name": real})
        if upload.size > settings.SHEET_MAX_BYTES:
            limit = settings.SHEET_MAX_BYTES // (1024 * 1024)
            raise forms.ValidationError(_("แฟ้มใหญ่เกิน %(mb)d MB กรุณาแบ่งเป็นหลายแฟ้ม") % {"mb": limit})
        return upload
