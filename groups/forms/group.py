"""Creating, correcting and closing a group."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from groups.forms.fact import GroupForm
from groups.forms.person import CANDIDATES, PersonPicks, eligible, selected_here
from groups.models import Group, GroupKind, Membership, OperatingStatus
from households.models import Occupation
from otoppath.accounts.forms.record import RecordForm
from otoppath.accounts.scoping import areas_of
from otoppath.places.names import village_choices
from otoppath.thai.forms import PastDateField, TidyCharField

if TYPE_CHECKING:
    from otoppath.accounts.models import User


class SeekForm(forms.Form):
    """What is asked before a group is added: enough to see whether it is there already."""

    name = TidyCharField(label=gettext_lazy("ชื่อกลุ่ม"), max_length=120)
    village = forms.ChoiceField(label=gettext_lazy("หมู่บ้าน"))
    occupation = forms.ModelChoiceField(
        label=gettext_lazy("อาชีพ"),
        queryset=Occupation.objects.filter(is_active=True),
        to_field_name="code",
    )
    kind = forms.ChoiceField(
        choices=GroupKind, required=False, initial=GroupKind.FORMING, widget=forms.HiddenInput
    )

    def __init__(self, *args: Any, user: "User", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        blank = ("", _("เลือกหมู่บ้าน"))
        self.fields["village"].choices = [blank, *village_choices(areas_of(user))]

    def described(self) -> dict[str, Any]:
        """Return what is known of the group looked for."""
        return {name: self.cleaned_data[name] for name in ("name", "village", "occupation")}


class GroupCreateForm(RecordForm):
    """A new group, and the persons who begin it."""

    joined_on = PastDateField(label=gettext_lazy("เข้าเป็นสมาชิกเมื่อ"))
    persons = PersonPicks(label=gettext_lazy("สมาชิกเริ่มแรก"), required=False)

    class Meta(RecordForm.Meta):
        model = Group
        fields = (
            "name",
            "line_of_business",
            "legal_status",
            "founded_on",
            "registered_on",
            "phone",
        )
        field_classes = {
            "founded_on": PastDateField,
            "registered_on": PastDateField,
        }

    def __init__(self, *args: Any, seek: dict[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.village_id, self.instance.occupation = seek["village"], seek["occupation"]
        self.instance.kind = seek["kind"] or GroupKind.FORMING
        self.fields["founded_on"].required = self.instance.kind == GroupKind.EXISTING
        self.initial |= {"name": seek["name"], "line_of_business": seek["occupation"].line}
        persons = eligible(self.user, self.instance.village_id)
        self.fields["persons"].queryset = persons
        likely = selected_here(persons, self.instance.village_id, seek["occupation"])
        self.fields["persons"].offer(likely[:CANDIDATES])

    def clean_name(self) -> str:
        """Refuse the name of a group that stands in the village."""
        name = self.cleaned_data["name"]
        here = Group.objects.visible_to(self.user).standing()
        if here.filter(village=self.instance.village_id, name=name).exists():
            raise ValidationError(_("หมู่บ้านนี้มีกลุ่มชื่อนี้อยู่แล้ว"), code="unique")
        return name

    def clean(self) -> dict[str, Any]:
        """Nobody joins a group before it was founded."""
        cleaned = super().clean()
        check_joining(self, cleaned.get("joined_on"), cleaned.get("founded_on"))
        check_registration(self, cleaned)
        return cleaned

    def save(self, commit: bool = True) -> Group:
        """Save the group and the memberships of the persons ticked."""
        self.instance.rekey()
        group = super().save(commit)
        for person in self.cleaned_data["persons"]:
            Membership.objects.create(
                group=group,
                person=person,
                joined_on=self.cleaned_data["joined_on"],
                created_by=self.user,
            )
        return group


class GroupChangeForm(GroupForm):
    """Correct what is known of a group."""

    class Meta(RecordForm.Meta):
        model = Group
        fields = (
            "name",
            "occupation",
            "line_of_business",
            "kind",
            "operating_status",
            "legal_status",
            "founded_on",
            "registered_on",
            "phone",
        )
        field_classes = GroupCreateForm.Meta.field_classes

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [c for c in OperatingStatus.choices if c[0] != OperatingStatus.CLOSED]
        self.fields["operating_status"].choices = choices
        self.fields["occupation"].queryset = Occupation.objects.filter(
            is_active=True
        ) | Occupation.objects.filter(pk=self.instance.occupation_id)

    def clean_name(self) -> str:
        """Refuse the name of another group that stands in the village."""
        name = self.cleaned_data["name"]
        others = Group.objects.visible_to(self.user).standing().exclude(pk=self.instance.pk)
        if others.filter(village=self.instance.village_id, name=name).exists():
            raise ValidationError(_("หมู่บ้านนี้มีกลุ่มชื่อนี้อยู่แล้ว"), code="unique")
        return name

    def clean(self) -> dict[str, Any]:
        """A group that stands says since when; it is registered after it was founded."""
        cleaned = super().clean()
        if cleaned.get("kind") == GroupKind.EXISTING and not cleaned.get("founded_on"):
            self.add_error("founded_on", _("กลุ่มที่จัดตั้งแล้วต้องระบุวันที่จัดตั้ง"))
        check_registration(self, cleaned)
        return cleaned


class GroupCloseForm(GroupForm):
    """End a group, with date and reason."""

    class Meta(RecordForm.Meta):
        model = Group
        fields = ("closed_on", "closed_reason", "closed_note")
        field_classes = {"closed_on": PastDateField}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["closed_on"].required = True
        self.fields["closed_reason"].required = True

    def clean_closed_on(self) -> Any:
        """A group ends after it began."""
        day = self.cleaned_data["closed_on"]
        if self.instance.founded_on and day < self.instance.founded_on:
            raise ValidationError(_("วันที่เลิกต้องไม่มาก่อนวันที่จัดตั้ง"), code="before_founding")
        return day

    def write(self, group: Group) -> None:
        """Close it."""
        group.close(
            on=self.cleaned_data["closed_on"],
            reason=self.cleaned_data["closed_reason"],
            note=self.cleaned_data["closed_note"],
        )


class RulesForm(GroupForm):
    """The rules the members agreed on."""

    class Meta(RecordForm.Meta):
        model = Group
        fields = ("rules", "rules_agreed_on")
        field_classes = {"rules_agreed_on": PastDateField}
        widgets = {"rules": forms.Textarea(attrs={"rows": 10})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["rules"].required = True
        self.fields["rules_agreed_on"].required = True
        self.fields["rules"].help_text = _(
            "เขียนข้อละบรรทัด เช่น การรับสมาชิก การออมและหุ้น การแบ่งรายได้ การประชุม"
        )


def check_joining(form: forms.BaseForm, joined_on: Any, founded_on: Any) -> None:
    """Refuse a day of joining that lies before the founding of the group."""
    if joined_on and founded_on and joined_on < founded_on:
        form.add_error("joined_on", _("วันที่เข้าเป็นสมาชิกต้องไม่มาก่อนวันที่จัดตั้งกลุ่ม"))


def check_registration(form: forms.BaseForm, cleaned: dict[str, Any]) -> None:
    """Refuse a day of registration that lies before the founding of the group."""
    founded_on, registered_on = cleaned.get("founded_on"), cleaned.get("registered_on")
    if founded_on and registered_on and registered_on < founded_on:
        form.add_error("registered_on", _("วันที่จดทะเบียนต้องไม่มาก่อนวันที่จัดตั้งกลุ่ม"))
