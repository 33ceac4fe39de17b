"""Households: the list's filters, the search before a new one, and the record itself."""

from typing import Any

from crispy_forms.layout import Fieldset
from django import forms
from django.utils.translation import gettext_lazy as _

from households.forms.person import PersonFields
from households.forms.version import VersionedForm
from households.models import CloseReason, Household, Person
from otoppath.accounts.forms.record import RecordForm, VillageField, sheet
from otoppath.accounts.models import User
from otoppath.thai.dates import today
from otoppath.thai.forms import (
    NationalIdField,
    PhoneField,
    RecordedDateField,
    ReferenceCharField,
    TidyCharField,
)
from otoppath.thai.text import arabic_digits, split_title

ADDRESS = ("house_no", "house_code", "phone")
CHILDREN = ("children_under_6", "children_6_to_14")
LOCATION = ("latitude", "longitude")
IN_THAILAND = {"latitude": (5, 21), "longitude": (97, 106)}
SAID_BY_WHOM = _("จำนวนเด็กนับตามช่วงอายุ ไม่บันทึกชื่อ")


class SearchForm(forms.Form):
    """What is known of a household that may be in the system already."""

    is_search = True

    name = TidyCharField(label=_("ชื่อและนามสกุล หรือบ้านเลขที่"), max_length=160, required=False)
    village = VillageField(label=_("หมู่บ้าน"), required=False, empty_label=_("ทุกหมู่บ้าน"))
    national_id = NationalIdField(label=_("เลขประจำตัวประชาชน"), required=False)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["village"].limit_to(user)
        self.helper = sheet()

    def clean(self) -> dict[str, Any] | None:
        """Ask for something to search by."""
        cleaned = super().clean()
        if not self.errors and not (cleaned["name"] or cleaned["national_id"]):
            raise forms.ValidationError(_("พิมพ์ชื่อ บ้านเลขที่ หรือเลขประจำตัวประชาชน อย่างน้อยหนึ่งอย่าง"))
        return cleaned

    def as_new(self) -> dict[str, Any]:
        """Return what was typed as first values of the form for a new household."""
        return first_values(self.cleaned_data["name"]) | {
            "village": self.cleaned_data["village"],
            "national_id": self.cleaned_data["national_id"],
        }


def first_values(name: str) -> dict[str, str]:
    """Return a searched name as the parts of a person's, or as a house number."""
    if arabic_digits(name)[:1].isdigit():
        return {"house_no": name}
    title, rest = split_title(name)
    first_name, _space, last_name = rest.partition(" ")
    return {"title": title, "first_name": first_name, "last_name": last_name}


class _HouseholdFields(RecordForm):
    house_code = TidyCharField(
        label=_("รหัสประจำบ้าน"),
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        help_text=_("11 หลักตามทะเบียนบ้าน เว้นว่างได้ถ้าเป็นบ้านชั่วคราว"),
    )
    phone = PhoneField(label=_("โทรศัพท์"), required=False)

    class Meta(RecordForm.Meta):
        model = Household
        fields = [*ADDRESS, *CHILDREN, *LOCATION]
        help_texts = {"latitude": _("เว้นว่างได้ เช่น 16.37500"), "longitude": _("เช่น 102.12800")}

    def clean(self) -> dict[str, Any] | None:
        """Take both halves of a place in Thailand, or neither."""
        cleaned = super().clean()
        known = {name: self.cleaned_data.get(name) for name in LOCATION}
        for name, (least, most) in IN_THAILAND.items():
            value = known[name]
            if value is not None and not least <= value <= most:
                self.add_error(
                    name,
                    _("อยู่นอกประเทศไทย ต้องอยู่ระหว่าง %(least)d ถึง %(most)d")
                    % {"least": least, "most": most},
                )
        blank = [name for name in LOCATION if known[name] is None and name not in self.errors]
        if len(blank) == 1:
            self.add_error(blank[0], _("ระบุทั้งละติจูดและลองจิจูด หรือเว้นว่างทั้งสองช่อง"))
        return cleaned

    def clean_house_code(self) -> str:
        """Take the hyphens of 3610-012345-6 and Thai digits."""
        return arabic_digits(self.cleaned_data["house_code"]).replace("-", "").replace(" ", "")


class NewHouseholdForm(PersonFields, _HouseholdFields):
    """A household that is not in the system yet, and its head."""

    village = VillageField(label=_("หมู่บ้าน"))

    class Meta(_HouseholdFields.Meta):
        fields = ["village", *_HouseholdFields.Meta.fields]

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        self.fields["village"].limit_to(user)

    def layout(self) -> tuple[Any, ...]:
        """Where they live, who heads it, and the children."""
        return (
            Fieldset(_("ที่อยู่"), "village", *ADDRESS),
            Fieldset(_("หัวหน้าครัวเรือน"), *self.NAMES, "sex", "birth", "national_id"),
            Fieldset(_("จำนวนเด็กในครัวเรือน"), *CHILDREN),
            Fieldset(_("พิกัดบ้าน"), *LOCATION),
        )

    def enter(self) -> Household:
        """Save the household with its head; whether it counts at once depends on who enters."""
        household, head = self.signed(), Person(is_head=True, created_by=self.user)
        self.fill(head)
        household.rekey([head])
        household.enter(by=self.user)
        household.save()
        head.household = household
        head.save()
        return household


class HouseholdForm(VersionedForm, _HouseholdFields):
    """Address and children of a household that exists."""

    def write(self) -> None:
        """Leave the saving to `settle`, which every change of a household ends with."""
        self.signed()

    def layout(self) -> tuple[Any, ...]:
        """Where they live, and the children."""
        return (
            Fieldset(_("ที่อยู่"), *ADDRESS),
            Fieldset(_("จำนวนเด็กในครัวเรือน"), *CHILDREN),
            Fieldset(_("พิกัดบ้าน"), *LOCATION),
        )


class CloseForm(forms.Form):
    """The end of a household's record."""

    closed_on = RecordedDateField(label=_("วันที่"), initial=today)
    reason = forms.ChoiceField(label=_("เหตุผล"), choices=CloseReason.choices)
    note = TidyCharField(label=_("คำอธิบาย"), max_length=200, required=False)

    def __init__(self, *args: Any, household: Household, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.household = household
        self.helper = sheet()

    def clean(self) -> dict[str, Any] | None:
        """Refuse while the household walks the path, and ask what an other reason is."""
        cleaned = super().clean()
        if self.cleaned_data.get("reason") == CloseReason.OTHER and not self.cleaned_data["note"]:
            self.add_error("note", _("เหตุอื่นต้องมีคำอธิบาย"))
        walking = self.household.enrolments.walking().values_list("fiscal_year", flat=True)
        if walking:
            year = max(walking)
            raise forms.ValidationError(
                _("ครัวเรือนยังอยู่บนเส้นทางปีงบประมาณ %(year)s บันทึกการออกจากเส้นทางก่อน"),
                params={"year": str(year)},
            )
        return cleaned


class MoveForm(forms.Form):
    """The village a household lives in from now on."""

    village = VillageField(label=_("หมู่บ้านใหม่"))
    moved_on = RecordedDateField(label=_("ย้ายเมื่อวันที่"), initial=today)
    house_no = ReferenceCharField(label=_("บ้านเลขที่ใหม่"), max_length=20, required=False)

    def __init__(self, *args: Any, household: Household, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.household = household
        self.fields["village"].limit_to(user)
        self.helper = sheet()

    def clean_village(self) -> Any:
        """Refuse to stay where they are."""
        village = self.cleaned_data["village"]
        if village.pk == self.household.village_id:
            raise forms.ValidationError(_("ครัวเรือนอยู่หมู่บ้านนี้แล้ว เลือกหมู่บ้านใหม่"))
        return village


class ReasonForm(forms.Form):
    """A sentence that is kept with who did it and when."""

    reason = TidyCharField(
        label=_("เหตุผล"), max_length=300, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = sheet()
