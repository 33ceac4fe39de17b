"""Persons of a household: head and members."""

from typing import Any

from crispy_forms.layout import Fieldset
from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from households.forms.version import VersionedForm
from households.models import Household, Person, Sex
from households.models.correction import PERSONS
from otoppath.accounts.forms.record import RecordForm, sheet
from otoppath.accounts.models import User
from otoppath.privacy.masking import mask_national_id
from otoppath.thai.dates import today
from otoppath.thai.forms import BirthField, NationalIdField, RecordedDateField, TidyCharField
from otoppath.thai.text import split_title


class PersonFields(forms.Form):
    """Who somebody is; the household's page asks it of the head, the person's of anybody."""

    title = TidyCharField(
        label=_("คำนำหน้า"), max_length=40, required=False, help_text=_("เช่น นาย นาง นางสาว")
    )
    first_name = TidyCharField(label=_("ชื่อ"), max_length=80)
    last_name = TidyCharField(label=_("นามสกุล"), max_length=80, required=False)
    sex = forms.ChoiceField(
        label=_("เพศ"), choices=[("", _("ไม่ระบุ")), *Sex.choices], required=False
    )
    birth = BirthField(label=_("วันเกิด"), required=False)
    national_id = NationalIdField(label=_("เลขประจำตัวประชาชน"), required=False)

    NAMES = ("title", "first_name", "last_name")

    def clean(self) -> dict[str, Any] | None:
        """Take title and surname out of a first name that holds them; write out a short title."""
        cleaned = super().clean()
        typed = self.cleaned_data
        name = " ".join(filter(None, [typed.get("title"), typed.get("first_name")]))
        title, first_name = split_title(name)
        if title and first_name:
            typed["title"], typed["first_name"] = title, first_name
        if typed.get("first_name") and not typed.get("last_name"):
            first_name, _space, last_name = typed["first_name"].partition(" ")
            typed["first_name"], typed["last_name"] = first_name, last_name
        return cleaned

    def fill(self, person: Person) -> None:
        """Write what was typed into the person; a blank ID leaves the known one as it is."""
        typed = self.cleaned_data
        for name in (*self.NAMES, "sex"):
            setattr(person, name, typed[name])
        person.birth = typed["birth"]
        if typed["national_id"] or typed.get("forget_id"):
            person.identify(typed["national_id"])
        person.rekey()


class PersonForm(VersionedForm, PersonFields, RecordForm):
    """One person of a household that exists."""

    forget_id = forms.BooleanField(label=_("ลบเลขประจำตัวที่บันทึกไว้"), required=False)

    class Meta(RecordForm.Meta):
        model = Person
        fields = ["title", "first_name", "last_name", "sex", "phone", "is_head"]
        help_texts = {"is_head": _("หัวหน้าครัวเรือนคนเดิมจะเป็นสมาชิกแทน")}

    def __init__(self, *args: Any, household: Household, user: User, **kwargs: Any) -> None:
        super().__init__(*args, household=household, user=user, **kwargs)
        known = self.instance.national_id
        if self.instance.birth:
            self.initial["birth"] = self.instance.birth
        if not known:
            del self.fields["forget_id"]
        else:
            self.fields["national_id"].help_text = self._known(known)

    def layout(self) -> tuple[Any, ...]:
        """Name, birth and identity, place in the household."""
        identity = ["sex", "birth", "national_id", "phone"]
        if self.instance.national_id:
            identity.insert(3, "forget_id")
        return (
            Fieldset(_("ชื่อ"), *self.NAMES),
            Fieldset(_("ข้อมูลบุคคล"), *identity),
            Fieldset(_("ในครัวเรือน"), "is_head"),
        )

    @property
    def next_address(self) -> str:
        """Where to go when it is saved: to the next person, or back to the household."""
        if "another" in self.data:
            return reverse("households:person_create", args=[self.household.uuid])
        return self.household.get_absolute_url()

    def changed_columns(self) -> list[str]:
        """Return the members, whatever is changed of one."""
        return [PERSONS] if set(self.changed_data) - {"once_key", "version"} else []

    def write(self) -> None:
        """Save the person; a new head takes the place of the one before."""
        person = self.signed()
        person.household = self.household
        self.fill(person)
        if person.is_head:
            for before in self.household.persons.filter(is_head=True).exclude(pk=person.pk):
                before.is_head = False
                before.save()
        person.save()

    def _known(self, number: str) -> Any:
        """Say that there is an ID: masked, and to volunteers not even that."""
        if not self.user.has_perm("households.view_masked_id"):
            return _("มีเลขบันทึกไว้แล้ว เว้นว่างไว้ถ้าไม่เปลี่ยน")
        masked = mask_national_id(number)
        return _("บันทึกไว้แล้ว %(number)s เว้นว่างไว้ถ้าไม่เปลี่ยน") % {"number": masked}


class LeaveForm(forms.Form):
    """Since when a person no longer lives in the household."""

    left_on = RecordedDateField(label=_("ออกจากครัวเรือนเมื่อ"), initial=today)


class RevealForm(forms.Form):
    """Why somebody has to read a full ID: chosen from a list first, explained second."""

    REASONS = [
        ("document", _("จัดทำเอกสารราชการ")),
        ("registration", _("ลงทะเบียนผู้ผลิต ผู้ประกอบการ OTOP")),
        ("duplicate", _("ตรวจสอบข้อมูลซ้ำ")),
        ("correction", _("แก้ไขเลขที่บันทึกผิด")),
        ("other", _("เหตุอื่น")),
    ]

    reason = forms.ChoiceField(label=_("เหตุผล"), choices=REASONS, widget=forms.RadioSelect)
    note = TidyCharField(label=_("คำอธิบาย"), max_length=200, required=False)

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
        """The reason as the access log keeps it."""
        label = str(dict(self.REASONS)[self.cleaned_data["reason"]])
        note = self.cleaned_data["note"]
        return f"{label}: {note}" if note else label
