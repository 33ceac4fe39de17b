"""Who belongs to a group, who leaves, and who holds which post."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from groups.forms.fact import FactForm
from groups.forms.group import check_joining
from groups.forms.person import CANDIDATES, PersonPicks, eligible, found, selected_here, uuids
from groups.models import CommitteeTerm, LeaveReason, Membership
from households.models import Person
from otoppath.accounts.forms.record import CHOOSE, RecordForm
from otoppath.lists.idempotency import OnceForm
from otoppath.thai.dates import format_date
from otoppath.thai.forms import PastDateField


class MembershipForm(FactForm):
    """Persons who join a group on a day; `text` is what was searched for."""

    persons = PersonPicks(
        label=gettext_lazy("ผู้เข้าเป็นสมาชิก"),
        error_messages={"required": gettext_lazy("เลือกอย่างน้อย 1 คน")},
    )

    class Meta(RecordForm.Meta):
        model = Membership
        fields = ("joined_on",)
        field_classes = {"joined_on": PastDateField}

    def __init__(self, *args: Any, text: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        members = self.group.memberships.current().filter(person=OuterRef("pk"))
        persons = eligible(self.user, self.group.village_id).filter(~Exists(members))
        self.fields["persons"].queryset = persons
        shown = list(self._asked_for(persons, text)[:CANDIDATES])
        self.fields["persons"].offer([*self._ticked(persons, shown), *shown])

    def _asked_for(self, persons: QuerySet[Person], text: str) -> QuerySet[Person]:
        if text:
            return found(persons, text)
        return selected_here(persons, self.group.village_id, self.group.occupation)

    def _ticked(self, persons: QuerySet[Person], shown: list[Person]) -> list[Person]:
        """Persons ticked before a search for others: they stay on the page, ticked."""
        typed = self.data.getlist("persons") if self.is_bound else self.initial.get("persons", ())
        missing = uuids(typed) - {person.uuid for person in shown}
        return list(persons.filter(uuid__in=missing)) if missing else []

    def clean(self) -> dict[str, Any]:
        """Nobody joins a group before it was founded."""
        cleaned = super().clean()
        check_joining(self, cleaned.get("joined_on"), self.group.founded_on)
        return cleaned

    def save(self, commit: bool = True) -> Any:
        """Save one membership for each person."""
        return [
            Membership.objects.create(
                group=self.group,
                person=person,
                joined_on=self.cleaned_data["joined_on"],
                created_by=self.user,
            )
            for person in self.cleaned_data["persons"]
        ]


class LeaveForm(OnceForm):
    """A member leaves, on a day and for a reason."""

    left_on = PastDateField(label=gettext_lazy("พ้นสมาชิกภาพเมื่อ"))
    left_reason = forms.ChoiceField(
        label=gettext_lazy("เหตุที่พ้น"), choices=[("", CHOOSE), *LeaveReason.choices]
    )

    def __init__(self, *args: Any, user: Any, membership: Membership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user, self.membership = user, membership

    def clean_left_on(self) -> Any:
        """Nobody leaves before joining."""
        day, joined_on = self.cleaned_data["left_on"], self.membership.joined_on
        if day < joined_on:
            raise ValidationError(
                _("วันที่พ้นสมาชิกภาพต้องไม่มาก่อนวันที่เข้าเป็นสมาชิก (%(day)s)"),
                code="before_joining",
                params={"day": format_date(joined_on)},
            )
        return day

    def save(self) -> None:
        """Close the membership, and the person's posts with it."""
        self.membership.leave(
            on=self.cleaned_data["left_on"],
            reason=self.cleaned_data["left_reason"],
            by=self.user,
        )


class MembershipChangeForm(FactForm):
    """Correct the day on which somebody joined."""

    class Meta(RecordForm.Meta):
        model = Membership
        fields = ("joined_on",)
        field_classes = {"joined_on": PastDateField}

    def clean(self) -> dict[str, Any]:
        """Nobody joins before the founding or after leaving."""
        cleaned = super().clean()
        joined_on, left_on = cleaned.get("joined_on"), self.instance.left_on
        check_joining(self, joined_on, self.group.founded_on)
        if joined_on and left_on and left_on < joined_on:
            self.add_error("joined_on", _("วันที่เข้าเป็นสมาชิกต้องไม่อยู่หลังวันที่พ้นสมาชิกภาพ"))
        return cleaned


class MemberChoice(forms.ModelChoiceField):
    """Current members of a group, by name."""

    def label_from_instance(self, obj: Membership) -> str:
        """Title and full name of the person."""
        return obj.person.full_name


class TermForm(FactForm):
    """A member takes a post; in a post for one, the holder's term ends on that day."""

    member = MemberChoice(
        label=gettext_lazy("สมาชิก"), queryset=Membership.objects.none(), to_field_name="uuid"
    )
    # The terms that stood on the page: who was put into a post since is not replaced unseen.
    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    field_order = ("post", "member", "starts_on")

    class Meta(RecordForm.Meta):
        model = CommitteeTerm
        fields = ("post", "starts_on")
        field_classes = {"starts_on": PastDateField}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        members = Membership.objects.visible_to(self.user).current().filter(group=self.group)
        members = members.select_related("person").order_by("person__sort_key", "id")
        self.fields["member"].queryset = members
        self.fields["seen"].initial = self.standing()

    def standing(self) -> str:
        """Name the terms that stand now in posts for one."""
        terms = self.group.terms.current().single().order_by("id")
        return " ".join(str(uuid) for uuid in terms.values_list("uuid", flat=True))

    def clean(self) -> dict[str, Any]:
        """Nobody takes a post before joining."""
        cleaned = super().clean()
        member, starts_on = cleaned.get("member"), cleaned.get("starts_on")
        if member and starts_on and starts_on < member.joined_on:
            message = _("%(name)s เข้าเป็นสมาชิกเมื่อ %(day)s ดำรงตำแหน่งก่อนวันนั้นไม่ได้")
            named = {"name": member.person.full_name, "day": format_date(member.joined_on)}
            self.add_error("starts_on", ValidationError(message, params=named))
        return cleaned

    def save(self, commit: bool = True) -> CommitteeTerm:
        """Put the person into the post."""
        return self.group.appoint(
            self.cleaned_data["member"].person,
            self.cleaned_data["post"],
            on=self.cleaned_data["starts_on"],
            by=self.user,
            seen=uuids(self.cleaned_data["seen"].split()),
        )

    def look_again(self) -> None:
        """Let the page drawn now count as seen: its reader was told who holds the post."""
        self.data = self.data.copy()
        self.data["seen"] = self.standing()


class TermEndForm(OnceForm):
    """Somebody gives up a post."""

    ends_on = PastDateField(label=gettext_lazy("พ้นตำแหน่งเมื่อ"))

    def __init__(self, *args: Any, user: Any, term: CommitteeTerm, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user, self.term = user, term

    def clean_ends_on(self) -> Any:
        """A term ends after it began."""
        day = self.cleaned_data["ends_on"]
        if day < self.term.starts_on:
            message = _("วันที่พ้นตำแหน่งต้องไม่มาก่อนวันที่เริ่ม (%(day)s)")
            named = {"day": format_date(self.term.starts_on)}
            raise ValidationError(message, code="before_start", params=named)
        return day

    def save(self) -> None:
        """End the term."""
        self.term.end(on=self.cleaned_data["ends_on"], by=self.user)
