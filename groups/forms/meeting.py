"""A group's meetings."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from groups.forms.fact import FactForm
from groups.models import Meeting
from otoppath.accounts.forms.record import RecordForm
from otoppath.lists.sure import SureForm
from otoppath.privacy.photos import DocumentField
from otoppath.thai.dates import format_date
from otoppath.thai.forms import PastDateField
from otoppath.thai.numbers import format_number


class MeetingForm(SureForm, FactForm):
    """One meeting, with what was resolved and the signed minutes."""

    document = DocumentField(
        label=gettext_lazy("รายงานการประชุม"),
        required=False,
        help_text=gettext_lazy("PDF หรือภาพถ่ายรายงานที่ลงชื่อแล้ว ไม่เกิน 10 เมกะไบต์"),
    )

    class Meta(RecordForm.Meta):
        model = Meeting
        fields = (
            "kind",
            "number",
            "held_on",
            "venue",
            "member_count",
            "present_count",
            "minutes",
            "document",
        )
        field_classes = {"held_on": PastDateField}
        widgets = {"minutes": forms.Textarea(attrs={"rows": 8})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["minutes"].help_text = _("มติแต่ละข้อขึ้นบรรทัดใหม่ การประชุมที่ไม่มีมติไม่นับเป็นหลักฐาน")

    def clean(self) -> dict[str, Any]:
        """No more are present than there are members, and a number stands for one meeting."""
        cleaned = super().clean()
        same = {name: cleaned.get(name) for name in ("kind", "number")}
        others = Meeting.objects.filter(group=self.group).exclude(pk=self.instance.pk)
        if all(same.values()) and (other := others.filter(**same).first()):
            said = _("บันทึก%(meeting)sไว้แล้ว เมื่อวันที่ %(day)s")
            self.add_error("number", said % {"meeting": other, "day": format_date(other.held_on)})
        present, members = cleaned.get("present_count"), cleaned.get("member_count")
        if present is not None and members is not None and present > members:
            self.add_error("present_count", _("ผู้เข้าประชุมมากกว่าสมาชิกทั้งหมด ตรวจจำนวนอีกครั้ง"))
        return cleaned

    def doubt(self) -> str:
        """Fewer were there than may decide; asked when the figures are typed, not ever after."""
        is_typed = {"member_count", "present_count"} & {*self.changed_data}
        if self.instance.has_quorum or not is_typed:
            return ""
        return _(
            "ผู้เข้าประชุม %(present)s จาก %(members)s คน ไม่เกินกึ่งหนึ่งของสมาชิก จึงไม่ครบองค์ประชุม "
            "ถ้าจำนวนถูกต้องแล้ว ทำเครื่องหมายยืนยันและบันทึกอีกครั้ง"
        ) % {
            "present": format_number(self.instance.present_count),
            "members": format_number(self.instance.member_count),
        }
