"""Raw material and surroundings of a group."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from groups.forms.fact import FactForm
from groups.models import RawMaterial, SurroundingsAssessment
from otoppath.accounts.forms.record import RecordForm
from otoppath.thai.forms import PastDateField


class RawMaterialForm(FactForm):
    """One raw material and where it is found."""

    class Meta(RecordForm.Meta):
        model = RawMaterial
        fields = ("name", "is_local", "source", "season")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["is_local"].help_text = _("วัตถุดิบที่ซื้อจากนอกชุมชนให้เอาเครื่องหมายออก")
        self.fields["source"].help_text = _("เช่น ป่าชุมชน แปลงของสมาชิก หมู่ที่ 4")
        self.fields["season"].help_text = _("เช่น มี.ค. – พ.ค. หรือ ตลอดปี")


class SurroundingsForm(FactForm):
    """Whether the occupation suits the surroundings of the community."""

    is_suitable = forms.TypedChoiceField(
        choices=[("yes", ""), ("no", "")],
        coerce=lambda text: text == "yes",
        widget=forms.RadioSelect,
    )

    class Meta(RecordForm.Meta):
        model = SurroundingsAssessment
        fields = ("assessed_on", "is_suitable", "note", "water_and_waste")
        field_classes = {"assessed_on": PastDateField}
        widgets = {"note": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["is_suitable"]
        field.label = _("อาชีพนี้เหมาะกับสภาพแวดล้อมในชุมชนหรือไม่")
        field.choices = [("yes", _("เหมาะสม")), ("no", _("ยังไม่เหมาะสม"))]
        self.fields["note"].help_text = _("เช่น วัตถุดิบ ที่ตั้ง เสียง กลิ่น ผลต่อเพื่อนบ้านและวิถีชุมชน")
        self.fields["water_and_waste"].help_text = _("ใช้น้ำจากที่ใด จัดการของเสียอย่างไร")
