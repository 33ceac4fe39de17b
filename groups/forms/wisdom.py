"""The wisdom a group builds on, and the sage who holds it."""

from typing import Any

from crispy_forms.layout import Fieldset
from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from groups.forms.fact import GroupForm
from groups.models import Group
from households.models import Sage, Wisdom
from otoppath.accounts.forms.record import RecordForm
from otoppath.places.names import place_label
from otoppath.places.ranges import code_in
from otoppath.thai.forms import PhoneField, TidyCharField
from otoppath.thai.keys import sort_key
from otoppath.thai.text import split_title


class WisdomChoice(forms.ModelChoiceField):
    """Wisdoms with village and sage beside the name: two villages may use the same words."""

    def label_from_instance(self, obj: Wisdom) -> str:
        """Name, village, sage."""
        named = {"name": obj.name, "village": place_label(obj.village_id)}
        if obj.sage is None:
            return _("%(name)s · %(village)s · ยังไม่ระบุปราชญ์") % named
        named["sage"] = obj.sage.full_name
        return _("%(name)s · %(village)s · %(sage)s") % named


class SageChoice(forms.ModelChoiceField):
    """Sages with village and skill beside the name."""

    def label_from_instance(self, obj: Sage) -> str:
        """Name, skill, village."""
        return _("%(name)s · %(skill)s · %(village)s") % {
            "name": obj.full_name,
            "skill": obj.expertise,
            "village": place_label(obj.village_id),
        }


class WisdomForm(GroupForm):
    """Choose a wisdom of the neighbourhood, or describe one that is not recorded yet."""

    wisdom = WisdomChoice(
        label=gettext_lazy("ภูมิปัญญาที่บันทึกไว้แล้ว"), queryset=Wisdom.objects.none(), required=False
    )
    name = TidyCharField(
        label=gettext_lazy("หรือชื่อภูมิปัญญาที่ยังไม่มีในรายการ"), max_length=120, required=False
    )
    description = TidyCharField(
        label=gettext_lazy("คำอธิบาย"),
        widget=forms.Textarea(attrs={"rows": 5}),
        required=False,
        help_text=gettext_lazy("ทำอย่างไร ใช้อะไร สืบทอดมาจากใคร"),
    )
    sage = SageChoice(
        label=gettext_lazy("ปราชญ์ผู้ถือภูมิปัญญา"), queryset=Sage.objects.none(), required=False
    )
    sage_name = TidyCharField(
        label=gettext_lazy("หรือชื่อปราชญ์ที่ยังไม่มีในรายการ"),
        max_length=160,
        required=False,
        help_text=gettext_lazy("คำนำหน้า ชื่อ และนามสกุล"),
    )
    sage_expertise = TidyCharField(
        label=gettext_lazy("ความรู้ความชำนาญของปราชญ์"), max_length=200, required=False
    )
    sage_phone = PhoneField(label=gettext_lazy("โทรศัพท์ของปราชญ์"), required=False)

    class Meta(RecordForm.Meta):
        model = Group
        fields = ("wisdom",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        area = code_in("village_id", [self.instance.village_id[:4]])
        self.fields["wisdom"].queryset = self._near(
            Wisdom.objects.visible_to(self.user).filter(area).select_related("sage")
        )
        self.fields["sage"].queryset = self._near(Sage.objects.visible_to(self.user).filter(area))

    def layout(self) -> tuple[Any, ...]:
        """Group the wisdom and its holder."""
        return (
            Fieldset(_("ภูมิปัญญา"), "wisdom", "name", "description"),
            Fieldset(_("ปราชญ์"), "sage", "sage_name", "sage_expertise", "sage_phone"),
        )

    def _near(self, rows: QuerySet) -> QuerySet:
        """Those of the group's occupation before the others."""
        is_ours = Q(occupation=self.instance.occupation_id)
        return rows.annotate(is_ours=is_ours).order_by("-is_ours", "sort_key", "id")

    def clean(self) -> dict[str, Any]:
        """Ask for what the wisdom lacks: a name, a description, who holds it."""
        cleaned = super().clean()
        wisdom = cleaned.get("wisdom")
        if wisdom and cleaned.get("name"):
            self.add_error("name", _("เลือกจากรายการ หรือพิมพ์ชื่อใหม่ อย่างใดอย่างหนึ่ง"))
        if not wisdom and not cleaned.get("name"):
            self.add_error("wisdom", _("เลือกภูมิปัญญา หรือพิมพ์ชื่อภูมิปัญญาใหม่"))
        if not (cleaned.get("description") or (wisdom and wisdom.description)):
            self.add_error("description", _("อธิบายภูมิปัญญานี้"))
        self._check_sage(cleaned, wisdom)
        return cleaned

    def _check_sage(self, cleaned: dict[str, Any], wisdom: Wisdom | None) -> None:
        sage, name = cleaned.get("sage"), cleaned.get("sage_name")
        if sage and name:
            self.add_error("sage_name", _("เลือกปราชญ์จากรายการ หรือพิมพ์ชื่อใหม่ อย่างใดอย่างหนึ่ง"))
        if not (sage or name or (wisdom and wisdom.sage_id)):
            self.add_error("sage", _("ระบุปราชญ์ผู้ถือภูมิปัญญา"))
        if name and not cleaned.get("sage_expertise"):
            self.add_error("sage_expertise", _("ระบุความรู้ความชำนาญของปราชญ์"))

    def write(self, group: Group) -> None:
        """Record sage and wisdom where they are new, complete them where they are not."""
        wisdom = self.cleaned_data["wisdom"] or Wisdom(
            village_id=group.village_id,
            occupation_id=group.occupation_id,
            name=self.cleaned_data["name"],
            sort_key=sort_key(self.cleaned_data["name"])[:200],
            created_by=self.user,
        )
        wisdom.sage = self._sage(group) or wisdom.sage
        wisdom.description = self.cleaned_data["description"] or wisdom.description
        wisdom.save()
        group.wisdom = wisdom

    def _sage(self, group: Group) -> Sage | None:
        if not self.cleaned_data["sage_name"]:
            return self.cleaned_data["sage"]
        title, rest = split_title(self.cleaned_data["sage_name"])
        first, _space, last = rest.partition(" ")
        return Sage.objects.create(
            village_id=group.village_id,
            occupation_id=group.occupation_id,
            title=title,
            first_name=first,
            last_name=last,
            expertise=self.cleaned_data["sage_expertise"],
            phone=self.cleaned_data["sage_phone"],
            sort_key=sort_key(rest)[:200],
            created_by=self.user,
        )
