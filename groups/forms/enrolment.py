"""A household joins a group, or takes part in an activity of its occupation."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from groups.forms.group import check_joining
from groups.models import Activity, AttendanceResult, Group, Membership
from households.models import Enrolment, Person
from otoppath.lists.idempotency import OnceForm
from otoppath.places.names import place_label
from otoppath.places.ranges import code_in
from otoppath.thai.dates import format_date
from otoppath.thai.forms import PastDateField

OFFERED = 60


@dataclass(frozen=True)
class Offer:
    """One thing to choose from, in words."""

    name: str
    where: str
    note: str = ""

    def __str__(self) -> str:
        return f"{self.name} {self.where}"


class Offered(forms.ModelChoiceField):
    """One record of a list; the queryset says what may be chosen, `offer` what is shown."""

    widget = forms.RadioSelect

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(to_field_name="uuid", **kwargs)


class PersonField(forms.ModelChoiceField):
    """Persons of the household, by name."""

    def label_from_instance(self, obj: Person) -> str:
        """Title and full name."""
        return obj.full_name


class _OfHousehold(OnceForm):
    """A form about somebody of an enrolment's household."""

    person = PersonField(
        label=gettext_lazy("คนในครัวเรือน"),
        queryset=Person.objects.none(),
        to_field_name="uuid",
        empty_label=None,
    )

    def __init__(self, *args: Any, user: Any, enrolment: Enrolment, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user, self.enrolment = user, enrolment
        persons = Person.objects.visible_to(user).living_here()
        self.fields["person"].queryset = persons.filter(household=enrolment.household_id).order_by(
            "-is_head", "sort_key", "id"
        )


class JoinForm(_OfHousehold):
    """Somebody of the household joins a group."""

    group = Offered(label=gettext_lazy("กลุ่ม"), queryset=Group.objects.none())
    joined_on = PastDateField(label=gettext_lazy("เข้าเป็นสมาชิกเมื่อ"))

    def __init__(self, *args: Any, text: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        groups = Group.objects.visible_to(self.user).standing()
        groups = groups.filter(code_in("village_id", [self.enrolment.village_id[:4]]))
        self.fields["group"].queryset = groups
        self.fields["group"].choices = [
            (str(group.uuid), self._offer(group)) for group in self._near(groups.matching(text))
        ]

    def _near(self, groups: QuerySet[Group]) -> QuerySet[Group]:
        """Groups of its village and occupation first."""
        households = Count(
            "memberships__person__household",
            filter=Q(memberships__left_on__isnull=True),
            distinct=True,
        )
        groups = groups.annotate(
            is_here=Q(village=self.enrolment.village_id),
            is_ours=Q(occupation=self.enrolment.chosen_occupation_id or 0),
            households=households,
        )
        near = groups.select_related("occupation").order_by("-is_here", "-is_ours", "sort_key")
        return near[:OFFERED]

    @staticmethod
    def _offer(group: Group) -> Offer:
        n = group.households
        members = ngettext("%(n)d ครัวเรือน", "%(n)d ครัวเรือน", n) % {"n": n}
        note = _("%(occupation)s · %(members)s") % {
            "occupation": group.occupation,
            "members": members,
        }
        return Offer(group.name, place_label(group.village_id), note)

    def clean(self) -> dict[str, Any]:
        """Nobody joins twice, nor before the founding."""
        cleaned = super().clean()
        group, person = cleaned.get("group"), cleaned.get("person")
        if group:
            check_joining(self, cleaned.get("joined_on"), group.founded_on)
        if group and person and group.memberships.current().filter(person=person).exists():
            message = _("%(name)s เป็นสมาชิกของกลุ่มนี้อยู่แล้ว")
            self.add_error("person", ValidationError(message, params={"name": person.full_name}))
        return cleaned

    def save(self) -> Membership:
        """Save the membership."""
        return Membership.objects.create(
            group=self.cleaned_data["group"],
            person=self.cleaned_data["person"],
            joined_on=self.cleaned_data["joined_on"],
            created_by=self.user,
        )


class TakePartForm(_OfHousehold):
    """Somebody of the household took part in an activity of its occupation."""

    activity = Offered(label=gettext_lazy("กิจกรรม"), queryset=Activity.objects.none())
    result = forms.ChoiceField(
        label=gettext_lazy("ผล"),
        choices=AttendanceResult.choices,
        initial=AttendanceResult.ATTENDED,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["activity"].queryset = activities = self._activities()
        self.fields["activity"].choices = [
            (str(activity.uuid), self._offer(activity)) for activity in activities[:OFFERED]
        ]

    @property
    def has_activities(self) -> bool:
        """Whether there is anything to take part in."""
        return bool(self.fields["activity"].choices)

    def _activities(self) -> QuerySet[Activity]:
        """Of its occupation, of its district, from its own year on; its village first."""
        rows = Activity.objects.visible_to(self.user).filter(
            code_in("village_id", [self.enrolment.village_id[:4]]),
            occupation=self.enrolment.chosen_occupation_id or 0,
            fiscal_year__gte=self.enrolment.fiscal_year,
        )
        rows = rows.annotate(is_here=Q(village=self.enrolment.village_id))
        return rows.select_related("group").order_by("-is_here", "-held_on", "-id")

    @staticmethod
    def _offer(activity: Activity) -> Offer:
        where = activity.group.name if activity.group else place_label(activity.village_id)
        note = _("%(kind)s · %(day)s") % {
            "kind": activity.get_kind_display(),
            "day": format_date(activity.held_on),
        }
        return Offer(activity.title, where, note)

    def save(self) -> None:
        """Write the person onto the activity's list."""
        results = {self.cleaned_data["person"]: self.cleaned_data["result"]}
        self.cleaned_data["activity"].list_attendance(results, by=self.user)
