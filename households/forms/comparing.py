"""Which list is compared with what is here, and what is answered to its rows."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from households.forms.imports import ImportForm
from households.imports.deciding import BLANK
from households.models import Choice, ImportRow, ListSource, SkipReason
from households.models.listed import LONGEST_LIST_NAME
from otoppath.accounts.forms.record import CHOOSE, sheet
from otoppath.accounts.models import User
from otoppath.accounts.scoping import areas_of
from otoppath.places.models import Place
from otoppath.places.names import place_choices
from otoppath.thai.dates import BE_OFFSET, today
from otoppath.thai.forms import RecordedDateField, TidyCharField

YEARS = 12  # back from this one: two rounds of จปฐ. and what is left of a third
FIELDS = "fields"  # the answers that stand beside each field


class ListForm(ImportForm):
    """A file, of which list it is, and the area that list covers."""

    source = forms.ChoiceField(
        label=gettext_lazy("แหล่งบัญชี"), choices=[("", CHOOSE), *ListSource.choices]
    )
    list_name = TidyCharField(
        label=gettext_lazy("ชื่อบัญชี"),
        max_length=LONGEST_LIST_NAME,
        help_text=gettext_lazy("เช่น ครัวเรือนตกเกณฑ์รายได้ ชื่อนี้จะอยู่ในประวัติของครัวเรือนที่ใช้ค่าจากบัญชี"),
    )
    list_year = forms.TypedChoiceField(label=gettext_lazy("ปีของบัญชี (พ.ศ.)"), coerce=int)
    listed_on = RecordedDateField(
        label=gettext_lazy("บัญชีลงวันที่"),
        required=False,
        help_text=gettext_lazy("วันที่ดึงข้อมูลหรือวันที่ในหนังสือส่ง เว้นว่างได้ถ้าไม่มี เช่น 12/10/2569"),
    )
    area = forms.ChoiceField(
        label=gettext_lazy("พื้นที่ที่บัญชีครอบคลุม"),
        help_text=gettext_lazy("ครัวเรือนในพื้นที่นี้ที่ไม่มีชื่อในบัญชีจะขึ้นว่ามีเฉพาะในระบบ เลือกให้ตรงกับแฟ้ม"),
    )

    field_order = ("source", "list_name", "list_year", "listed_on", "area", "file")

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].label = _("แฟ้มบัญชี")
        newest = today().year + BE_OFFSET
        years = [(year, str(year)) for year in range(newest, newest - YEARS, -1)]
        self.fields["list_year"].choices = [("", CHOOSE), *years]
        self.fields["area"].choices = [("", CHOOSE), *_areas(user)]
        self.helper = sheet()

    @property
    def listed(self) -> dict[str, Any]:
        """What the batch keeps of the list."""
        names = ("source", "list_name", "list_year", "listed_on")
        said = {name: self.cleaned_data[name] for name in names}
        return said | {"kind": "comparison", "place_id": self.cleaned_data["area"]}


def _areas(user: User) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the districts, subdistricts and villages of the user's area, by level."""
    levels = (Place.Level.DISTRICT, Place.Level.SUBDISTRICT, Place.Level.VILLAGE)
    found = ((level.label, place_choices(areas_of(user), level)) for level in levels)
    return [(str(label), choices) for label, choices in found if choices]


class AnswerForm(forms.Form):
    """What was pressed on a page of rows: which rows, what of them, and why not."""

    ACTIONS = (*Choice.values, BLANK, FIELDS)

    action = forms.ChoiceField(choices=[(value, value) for value in ACTIONS])
    all = forms.BooleanField(required=False)
    reason = forms.ChoiceField(
        choices=[("", CHOOSE), *SkipReason.choices],
        required=False,
        label=gettext_lazy("เหตุที่ไม่เพิ่ม"),
    )

    def clean(self) -> dict[str, Any]:
        """Ask for rows, and for the reason where a household of the list is not added."""
        cleaned = super().clean() or {}
        action = cleaned.get("action")
        if action == FIELDS and not self.said:
            raise forms.ValidationError(_("ยังไม่ได้เลือกค่าในช่องใด เลือกก่อนแล้วกดบันทึก"))
        if action != FIELDS and not cleaned.get("all") and not self.picked:
            raise forms.ValidationError(_("ยังไม่ได้เลือกแถว ติ๊กแถวก่อนแล้วกดอีกครั้ง"))
        if action == Choice.SKIP and not cleaned.get("reason"):
            raise forms.ValidationError(_("เลือกเหตุที่ไม่เพิ่มก่อน แล้วกดไม่เพิ่มอีกครั้ง"))
        return cleaned

    @property
    def picked(self) -> list[int]:
        """Keys of the rows that were ticked."""
        return [int(pk) for pk in self.data.getlist("pick") if _KEY.fullmatch(pk)]

    @property
    def said(self) -> dict[int, dict[str, str]]:
        """What was answered beside each field: {row: {field: take or keep}}."""
        said: dict[int, dict[str, str]] = {}
        for name, value in self.data.items():
            if found := _FIELD.fullmatch(name):
                said.setdefault(int(found[1]), {})[found[2]] = value
        return said


_KEY = re.compile(r"[0-9]{1,18}")
_FIELD = re.compile(r"field-([0-9]{1,18})-([a-z0-9_]+)")


def offered(state: str) -> list[dict[str, str]]:
    """Return what may be chosen of a row of this state, for the buttons."""
    choices = ImportRow.CHOICES.get(state, ())
    return [{"value": str(choice), "label": str(Choice(choice).label)} for choice in choices]
