"""Opening an account, giving it a role and places, closing it."""

from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from otoppath.accounts.models import User
from otoppath.accounts.roles import EVERYWHERE_ROLES, OFFICE_ROLES, Role
from otoppath.accounts.scoping import areas_of, roles_of
from otoppath.lists.filters import FilterForm
from otoppath.lists.idempotency import OnceForm
from otoppath.places.models import Place
from otoppath.places.names import place_choices
from otoppath.thai.forms import BuddhistDateField
from otoppath.thai.keys import search_key
from otoppath.thai.text import tidy

from .places import PlaceField

_PROVINCE, _DISTRICT, _SUBDISTRICT, _VILLAGE = Place.Level.values

# The levels of place each role serves: what the boxes of an assignment offer.
ROLE_LEVELS: dict[Role, tuple[int, ...]] = {
    Role.VOLUNTEER: (_VILLAGE,),
    Role.OFFICER: (_DISTRICT, _SUBDISTRICT),
    Role.CHIEF: (_DISTRICT,),
    Role.SUPERVISOR: (_PROVINCE,),
    Role.AUDITOR: (_DISTRICT,),
    Role.ADMINISTRATOR: (),
}


def roles_given_by(user: User) -> list[Role]:
    """Return the roles that the user may give: a chief those of the office, never the own."""
    if Role.ADMINISTRATOR in roles_of(user):
        return list(Role)
    return [role for role in Role if role in OFFICE_ROLES and Role.CHIEF in roles_of(user)]


def _choices(form: forms.BaseForm, name: str, choices: list[tuple[str, Any]]) -> None:
    cast(forms.ChoiceField, form.fields[name]).choices = choices


class UserFilter(FilterForm):
    """Filters of the list of accounts."""

    SORTS = {"name": "sort_key", "new": "-created_at"}
    SORT_LABELS = {"name": _("ชื่อ"), "new": _("สร้างล่าสุด")}

    q = forms.CharField(label=_("ชื่อหรือชื่อผู้ใช้"), required=False)
    role = forms.ChoiceField(label=_("บทบาท"), required=False)
    state = forms.ChoiceField(
        label=_("สถานะ"),
        required=False,
        choices=[("", _("ทั้งหมด")), ("active", _("ใช้งานอยู่")), ("closed", _("ปิดบัญชีแล้ว"))],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        roles = [(role.value, role.label) for role in roles_given_by(self.user)]
        _choices(self, "role", [("", _("ทุกบทบาท")), *roles])

    def filtered(self, queryset: Any) -> Any:
        """Return the accounts that match."""
        if text := self.picked.get("q"):
            queryset = queryset.filter(search_key__contains=search_key(text))
        if role := self.picked.get("role"):
            queryset = queryset.filter(role=role)
        if state := self.picked.get("state"):
            queryset = queryset.filter(is_active=state == "active")
        return queryset


class RoleForm(forms.Form):
    """First page of an assignment: which role, and around which place."""

    role = forms.ChoiceField(label=_("บทบาท"), widget=forms.RadioSelect)
    place = PlaceField(
        label=_("อำเภอหรือจังหวัด"),
        levels=(_PROVINCE, _DISTRICT),
        required=False,
        help_text=_("ชื่อหรือรหัส เช่น ภูเขียว หรือ 3610 ผู้ดูแลระบบไม่ต้องระบุ"),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        roles = [(role.value, role.label) for role in roles_given_by(user)]
        _choices(self, "role", roles)
        place = cast(PlaceField, self.fields["place"])
        place.codes = areas_of(user)
        if not user.is_everywhere:
            del self.fields["place"]

    def clean(self) -> dict[str, Any]:
        """Every role but the administrator's needs a place of its level or above it."""
        cleaned = super().clean() or self.cleaned_data
        role, place = cleaned.get("role"), cleaned.get("place")
        if role and "place" in self.fields and "place" not in self.errors:
            self._check_place(Role(role), place)
        return cleaned

    def _check_place(self, role: Role, place: Place | None) -> None:
        levels = ROLE_LEVELS[role]
        if levels and place is None and role != Role.SUPERVISOR:
            self.add_error("place", _("บทบาทนี้ต้องระบุพื้นที่"))
        elif place is not None and levels and max(levels) < place.level:
            self.add_error("place", _("บทบาทนี้ต้องระบุจังหวัด"))

    @property
    def codes(self) -> tuple[str, ...]:
        """Codes around which places are offered: the one typed, or the user's own areas."""
        place = self.cleaned_data.get("place")
        return (place.code,) if place else areas_of(self.user)


class AssignmentForm(forms.ModelForm):
    """The places of a role, for somebody else than oneself."""

    area_codes = forms.MultipleChoiceField(
        label=_("พื้นที่รับผิดชอบ"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        error_messages={"invalid_choice": _("พื้นที่ที่เลือกอยู่นอกเขตที่ท่านดูแล")},
    )
    access_starts_on = BuddhistDateField(label=_("เข้าถึงข้อมูลตั้งแต่วันที่"), required=False)
    access_ends_on = BuddhistDateField(label=_("เข้าถึงข้อมูลถึงวันที่"), required=False)

    class Meta:
        model = User
        fields = ["is_national", "access_starts_on", "access_ends_on"]

    def __init__(
        self, *args: Any, user: User, role: Role, codes: Iterable[str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.role = role
        choices = _offered(role, codes, user)
        _choices(self, "area_codes", choices)
        if len(choices) == 1:
            self.fields["area_codes"].initial = [choices[0][0]]
        elif self.instance.pk:
            self.fields["area_codes"].initial = list(
                self.instance.areas.values_list("code", flat=True)
            )
        unused = {
            "area_codes": not ROLE_LEVELS[role],
            "is_national": role != Role.SUPERVISOR,
            "access_starts_on": role != Role.AUDITOR,
            "access_ends_on": role != Role.AUDITOR,
        }
        for name in [name for name, is_unused in unused.items() if is_unused]:
            del self.fields[name]
        self.instance.role = role

    def clean(self) -> dict[str, Any]:
        """Somebody without a place would see nothing; an auditor serves between two days."""
        cleaned = super().clean() or self.cleaned_data
        if self.role not in EVERYWHERE_ROLES and not (
            cleaned.get("area_codes") or cleaned.get("is_national")
        ):
            self.add_error("area_codes", _("เลือกพื้นที่อย่างน้อยหนึ่งแห่ง"))
        if self.role == Role.AUDITOR:
            self._clean_dates(cleaned)
        return cleaned

    def _clean_dates(self, cleaned: dict[str, Any]) -> None:
        for name in ("access_starts_on", "access_ends_on"):
            if not cleaned.get(name) and name not in self.errors:
                self.add_error(name, _("ผู้ตรวจสอบต้องมีวันที่เริ่มและวันที่สิ้นสุด"))

    def save(self, commit: bool = True) -> User:
        """Write role and places together; sessions opened under the old ones end."""
        for name in ("is_national", "access_starts_on", "access_ends_on"):
            if name not in self.fields:
                setattr(self.instance, name, False if name == "is_national" else None)
        with transaction.atomic():
            user = super().save(commit=True)
            user.areas.set(Place.objects.filter(code__in=self.cleaned_data.get("area_codes", ())))
            user.end_sessions()
        return user


def _offered(role: Role, codes: Iterable[str], user: User) -> list[tuple[str, str]]:
    """Return the places of the role's levels in or below `codes`, never outside the user's."""
    inside = [code for code in codes if code.startswith(tuple(areas_of(user)))]
    return [choice for level in ROLE_LEVELS[role] for choice in place_choices(inside, level)]


class PersonFields(forms.ModelForm):
    """Who somebody is: names, post, telephone."""

    class Meta:
        model = User
        fields = ["title", "first_name", "last_name", "position", "phone"]

    def clean_first_name(self) -> str:
        """Store the name without the damage of copying."""
        return tidy(self.cleaned_data["first_name"])

    def clean_last_name(self) -> str:
        """Store the name without the damage of copying."""
        return tidy(self.cleaned_data["last_name"])


class UserForm(PersonFields):
    """Correct who somebody is; role and places have their own page."""


class UserCreateForm(OnceForm, AssignmentForm, PersonFields):
    """Open an account: who, in which places. The role was chosen on the page before."""

    class Meta:
        model = User
        fields = [
            "title",
            "first_name",
            "last_name",
            "username",
            "position",
            "phone",
            "is_national",
            "access_starts_on",
            "access_ends_on",
        ]

    password = ""
    field_order = [*Meta.fields[:6], "area_codes", *Meta.fields[6:]]

    def clean_username(self) -> str:
        """Usernames are stored in lower case."""
        return tidy(self.cleaned_data["username"]).lower()

    def open(self) -> User:
        """Open the account; `password` then holds its one-time password, to be shown once."""
        self.password = self.instance.set_one_time_password()
        return self.save()


class CloseForm(forms.ModelForm):
    """Why an account is closed."""

    left_reason = forms.ChoiceField(
        label=_("เหตุผล"), choices=User.LeftReason.choices, widget=forms.RadioSelect
    )

    class Meta:
        model = User
        fields = ["left_reason", "left_note"]

    def clean(self) -> dict[str, Any]:
        """Say what "other" is."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("left_reason") == User.LeftReason.OTHER and not cleaned.get("left_note"):
            self.add_error("left_note", _('เลือก "อื่น ๆ" ต้องระบุรายละเอียด'))
        return cleaned
