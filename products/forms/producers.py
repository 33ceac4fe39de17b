"""Forms of producers."""

from typing import Any

from crispy_forms.layout import Fieldset
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from groups.models import Group
from households.models import Household, Route
from otoppath.accounts.forms.record import RecordForm, VillageField, with_village
from otoppath.lists.filters import FilterForm
from otoppath.thai.dates import BE_OFFSET, FIRST_BE, today
from otoppath.thai.forms import TidyCharField
from products.models import Producer, ProducerKind


class ProducerFilter(FilterForm):
    """The filters of the list of producers."""

    SORTS = {"name": "sort_key"}

    q = TidyCharField(label=gettext_lazy("ชื่อหรือเลขทะเบียนผู้ผลิต"), required=False)
    kind = forms.ChoiceField(
        label=gettext_lazy("ประเภทผู้ผลิต"),
        choices=[("", gettext_lazy("ทุกประเภท")), *ProducerKind.choices],
        required=False,
    )

    @property
    def order(self) -> str:
        """By name; by village for who reads no names, since their order would tell of them."""
        reads_names = self.user.has_perm("households.view_household")
        return super().order if reads_names else "village_id"

    def filtered(self, queryset: Any) -> Any:
        """Narrow the producers by name and kind."""
        if text := self.picked.get("q"):
            # Names that are not shown are not found either.
            if not self.user.has_perm("households.view_household"):
                queryset = queryset.named_publicly()
            queryset = queryset.matching(text)
        if kind := self.picked.get("kind"):
            queryset = queryset.filter(kind=kind)
        return queryset


class ProducerForm(RecordForm):
    """What is known of a producer, whoever it is."""

    village = VillageField(label=gettext_lazy("หมู่บ้านที่ตั้งสถานที่ผลิต"))

    class Meta(RecordForm.Meta):
        model = Producer
        fields = (
            "name",
            "village",
            "phone",
            "started_year",
            "producer_no",
            "community_in_production",
            "community_in_management",
            "community_benefits",
        )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        owner = self.instance.group or self.instance.household
        self.fields["village"].limit_to(
            self.user, within=owner.village_id[:4] if owner else "", keep=self.instance.village_id
        )

    def layout(self) -> tuple[Any, ...]:
        """Who and where; then the links to the community."""
        return (
            Fieldset(_("ผู้ผลิตและสถานที่ผลิต"), *self.who()),
            Fieldset(
                _("ความเชื่อมโยงกับชุมชน อย่างน้อยหนึ่งข้อ"),
                "community_in_production",
                "community_in_management",
                "community_benefits",
            ),
        )

    def who(self) -> tuple[str, ...]:
        """Fields of the first group."""
        return ("name", "village", "phone", "started_year", "producer_no")

    def clean_started_year(self) -> int | None:
        """Read a Buddhist year that has begun."""
        year = self.cleaned_data["started_year"]
        this_year = today().year + BE_OFFSET
        if year is not None and not FIRST_BE <= year <= this_year:
            raise ValidationError(
                _("พิมพ์ปี พ.ศ. 4 หลัก ไม่เกิน %(year)d") % {"year": this_year}, code="year"
            )
        return year

    def clean(self) -> dict[str, Any]:
        """Ask for at least one link to the community (eligibility 2)."""
        cleaned = super().clean() or self.cleaned_data
        links = ("community_in_production", "community_in_management", "community_benefits")
        if not any(cleaned.get(link) for link in links):
            self.add_error(links[0], _("เลือกความเชื่อมโยงกับชุมชนอย่างน้อยหนึ่งข้อ"))
        return cleaned


class OwnerProducerForm(ProducerForm):
    """A producer for a group or a household that is known from the page."""

    SETTLED = ("kind", "group", "household", "juristic_id")

    def __init__(self, *args: Any, owner: Group | Household, **kwargs: Any) -> None:
        is_group = isinstance(owner, Group)
        kind = ProducerKind.COMMUNITY_GROUP if is_group else ProducerKind.SINGLE_OWNER
        column = "group" if is_group else "household"
        kwargs["instance"] = Producer(kind=kind, **{column: owner})
        name = owner.name if is_group else owner.head_name
        kwargs["initial"] = {"name": name, "village": owner.village_id, "phone": owner.phone}
        super().__init__(*args, **kwargs)


class ProducerCreateForm(ProducerForm):
    """A new producer: of a group, of a household that goes alone, or an enterprise."""

    class Meta(ProducerForm.Meta):
        fields = ("kind", "group", "household", "juristic_id", *ProducerForm.Meta.fields)
        widgets = {"kind": forms.RadioSelect}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        groups = Group.objects.visible_to(self.user).standing().filter(producer__isnull=True)
        alone = (
            Household.objects.visible_to(self.user)
            .standing()
            .filter(producer__isnull=True, enrolments__route=Route.SINGLE_OWNER)
        )
        self.fields["kind"].choices = ProducerKind.choices
        self._offer("group", groups.order_by("sort_key"), _("กรอกเมื่อเป็นกลุ่มผู้ผลิตชุมชน"))
        self._offer(
            "household",
            alone.distinct().order_by("sort_key"),
            _("กรอกเมื่อเป็นเจ้าของรายเดียว เลือกได้เฉพาะครัวเรือนที่เลือกเส้นทางเจ้าของรายเดียว"),
        )
        self.fields["juristic_id"].help_text = _("กรอกเมื่อเป็นวิสาหกิจขนาดกลางและขนาดย่อม 13 หลัก")

    def _offer(self, name: str, rows: Any, hint: str) -> None:
        field = self.fields[name]
        field.queryset, field.to_field_name, field.help_text = rows, "uuid", hint
        field.label_from_instance = with_village

    def who(self) -> tuple[str, ...]:
        """The kind and who it is come first."""
        return ("kind", "group", "household", "juristic_id", *super().who())

    def clean(self) -> dict[str, Any]:
        """Ask for the owner that belongs to the kind, and the site in the owner's district."""
        cleaned = super().clean()
        kind = cleaned.get("kind")
        owners = {
            ProducerKind.COMMUNITY_GROUP: "group",
            ProducerKind.SINGLE_OWNER: "household",
            ProducerKind.SME: "juristic_id",
        }
        if kind in owners and not cleaned.get(owners[kind]) and owners[kind] not in self.errors:
            self.add_error(owners[kind], _("ต้องระบุสำหรับผู้ผลิตประเภทนี้"))
        for name in set(owners.values()) - {owners.get(kind)}:
            cleaned[name] = "" if name == "juristic_id" else None
        self._check_site(cleaned)
        return cleaned

    def _check_site(self, cleaned: dict[str, Any]) -> None:
        owner, village = cleaned.get("group") or cleaned.get("household"), cleaned.get("village")
        if owner and village and village.code[:4] != owner.village_id[:4]:
            self.add_error("village", _("สถานที่ผลิตต้องอยู่ในอำเภอเดียวกับผู้ผลิต"))
