"""Activities of a village or a group, who took part, photos."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from groups.forms.person import Pick, eligible, found, uuids
from groups.models import Activity, ActivityPhoto, AttendanceResult, Group, Membership
from households.models import Enrolment, Occupation, Person, Sage
from otoppath.accounts.forms.record import RecordForm
from otoppath.accounts.scoping import areas_of
from otoppath.lists.idempotency import OnceForm
from otoppath.places.names import place_label, village_choices
from otoppath.places.ranges import code_in
from otoppath.privacy.photos import PHOTO_EDGE, PHOTO_TYPES, clean_photo
from otoppath.thai.forms import PastDateField, TidyCharField

PHOTOS_AT_ONCE = 10
PREFIX = "person-"


class SageChoice(forms.ModelChoiceField):
    """Sages and trainers with their village."""

    def label_from_instance(self, obj: Sage) -> str:
        """Name and village."""
        named = {"name": obj.full_name, "village": place_label(obj.village_id)}
        return _("%(name)s · %(village)s") % named


class ActivityForm(RecordForm):
    """An activity of a village: its place and occupation are asked for."""

    village = forms.ChoiceField(label=gettext_lazy("หมู่บ้าน"))
    sage = SageChoice(label=gettext_lazy("วิทยากร"), queryset=Sage.objects.none(), required=False)
    field_order = ("village", "occupation")

    class Meta(RecordForm.Meta):
        model = Activity
        fields = ("occupation", "kind", "title", "held_on", "hours", "venue", "sage", "result")
        field_classes = {"held_on": PastDateField}
        widgets = {"result": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        areas = areas_of(self.user)
        districts = {code[:4] for code in areas}
        sages = Sage.objects.visible_to(self.user).filter(code_in("village_id", districts))
        self.fields["sage"].queryset = sages.order_by("sort_key", "id")
        self.fields["hours"].min_value = 0
        self.fields["hours"].help_text = _("รวมทุกวันของกิจกรรม")
        self.fields["result"].help_text = _("ผู้เข้าร่วมทำอะไรได้ ได้ผลผลิตอะไร")
        self._ask_place(areas)

    def _ask_place(self, areas: tuple[str, ...]) -> None:
        self.fields["village"].choices = [("", _("เลือกหมู่บ้าน")), *village_choices(areas)]
        self.fields["village"].initial = self.instance.village_id
        occupations = Occupation.objects.filter(
            Q(is_active=True) | Q(pk=self.instance.occupation_id)
        )
        self.fields["occupation"].queryset = occupations

    def clean_hours(self) -> Any:
        """An activity takes some time."""
        hours = self.cleaned_data["hours"]
        if hours <= 0:
            raise ValidationError(_("จำนวนชั่วโมงต้องมากกว่า 0"), code="min_value")
        return hours

    def save(self, commit: bool = True) -> Activity:
        """Save it in the village chosen."""
        if "village" in self.cleaned_data:
            self.instance.village_id = self.cleaned_data["village"]
        return super().save(commit)


class GroupActivityForm(ActivityForm):
    """An activity of a group: of its village and its occupation."""

    village = None

    class Meta(ActivityForm.Meta):
        fields = ("kind", "title", "held_on", "hours", "venue", "sage", "result")

    def __init__(self, *args: Any, group: Group, **kwargs: Any) -> None:
        self.group = group
        super().__init__(*args, **kwargs)
        self.instance.group = group
        self.instance.village_id, self.instance.occupation_id = (
            group.village_id,
            group.occupation_id,
        )

    def _ask_place(self, areas: tuple[str, ...]) -> None:
        """Place and occupation are those of the group."""


class AttendanceForm(OnceForm):
    """Who took part in one activity: one line a person, all saved together.

    `typed` is what stood in the form when somebody was searched for: it stays as it was.
    """

    def __init__(
        self,
        *args: Any,
        user: Any,
        activity: Activity,
        text: str = "",
        typed: Mapping[str, str] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.user, self.activity = user, activity
        self.typed = self.data if self.is_bound else typed or {}
        rows = activity.attendances.select_related("person__household")
        self.known = {attendance.person_id: attendance for attendance in rows}
        self.persons = self._persons(text)
        for person in self.persons:
            self.fields[f"{PREFIX}{person.uuid}"] = self._field(person)

    def _persons(self, text: str) -> list[Person]:
        """Return who is asked for, listed already, a member, or of a target household."""
        able = eligible(self.user, self.activity.village_id)
        asked = list(found(able, text)[:40]) if text else []
        posted = able.filter(uuid__in=self._named()) if self.typed else []
        listed = [a.person for a in self.known.values()]
        people = [*asked, *listed, *self._members(able), *self._enrolled(able), *posted]
        return list({person.pk: person for person in people}.values())

    def _members(self, able: QuerySet[Person]) -> QuerySet[Person]:
        """Members of the group on the day."""
        day = self.activity.held_on
        then = Q(left_on__isnull=True) | Q(left_on__gte=day)
        members = Membership.objects.filter(then, group=self.activity.group, joined_on__lte=day)
        return able.filter(Exists(members.filter(person=OuterRef("pk"))))

    def _enrolled(self, able: QuerySet[Person]) -> QuerySet[Person]:
        """Persons of the village's target households of the activity's year."""
        enrolments = Enrolment.objects.selected().of_year(self.activity.fiscal_year)
        enrolments = enrolments.filter(village=self.activity.village_id, exited_on__isnull=True)
        return able.filter(Exists(enrolments.filter(household=OuterRef("household"))))

    def _field(self, person: Person) -> forms.ChoiceField:
        attendance = self.known.get(person.pk)
        blank = [] if attendance else [("", _("ไม่อยู่ในรายชื่อ"))]
        recorded = attendance.result if attendance else ""
        return forms.ChoiceField(
            label=person.full_name,
            choices=[*blank, *AttendanceResult.choices],
            initial=self.typed.get(f"{PREFIX}{person.uuid}", recorded),
            required=bool(attendance),
        )

    def _named(self) -> set[UUID]:
        """Persons for whom something was chosen."""
        return uuids(
            name.removeprefix(PREFIX)
            for name, result in self.typed.items()
            if name.startswith(PREFIX) and result
        )

    def clean(self) -> dict[str, Any]:
        """Refuse whoever is not of the district; a page that was not tampered with names nobody."""
        cleaned = super().clean()
        strangers = self._named() - {person.uuid for person in self.persons}
        if strangers:
            message = _("มีชื่อที่ไม่อยู่ในพื้นที่ของกิจกรรมนี้ บันทึกการเข้าร่วมของคนต่างพื้นที่ไม่ได้")
            raise ValidationError(message, code="outside")
        if not any(cleaned.get(f"{PREFIX}{person.uuid}") for person in self.persons):
            raise ValidationError(_("ยังไม่ได้เลือกผลของผู้ใด"), code="required")
        return cleaned

    def lines(self) -> list[tuple[Pick, forms.BoundField]]:
        """Return each person in words with the field of the result."""
        return [(Pick.of(person), self[f"{PREFIX}{person.uuid}"]) for person in self.persons]

    def save(self) -> None:
        """Write the list."""
        results = {
            person: self.cleaned_data[f"{PREFIX}{person.uuid}"]
            for person in self.persons
            if self.cleaned_data.get(f"{PREFIX}{person.uuid}")
        }
        self.activity.list_attendance(results, by=self.user)


class ManyPhotosInput(forms.ClearableFileInput):
    """A file input that takes several."""

    allow_multiple_selected = True


class ManyPhotosField(forms.FileField):
    """Several photos chosen at once, each cleaned as a photo."""

    widget = ManyPhotosInput(attrs={"accept": PHOTO_TYPES, "data-edge": PHOTO_EDGE})

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """Return the photos, written anew."""
        uploads = data if isinstance(data, list | tuple) and data else [data or None]
        if len(uploads) > PHOTOS_AT_ONCE:
            message = _("เลือกได้ครั้งละไม่เกิน %(n)d ภาพ")
            raise ValidationError(message, code="too_many", params={"n": PHOTOS_AT_ONCE})
        return [clean_photo(super(ManyPhotosField, self).clean(one, initial)) for one in uploads]


class PhotoForm(OnceForm):
    """Photos of an activity, with one caption."""

    images = ManyPhotosField(
        label=pgettext_lazy("many", "ภาพ"),
        help_text=gettext_lazy("เลือกได้หลายภาพ ระบบย่อภาพและลบตำแหน่งที่ถ่ายออกให้"),
    )
    caption = TidyCharField(label=gettext_lazy("คำบรรยาย"), max_length=120, required=False)

    def __init__(self, *args: Any, user: Any, activity: Activity, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user, self.activity = user, activity

    def save(self) -> None:
        """Save one photo for each file."""
        for image in self.cleaned_data["images"]:
            ActivityPhoto.objects.create(
                activity=self.activity,
                image=image,
                caption=self.cleaned_data["caption"],
                created_by=self.user,
            )
