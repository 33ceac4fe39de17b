"""Choosing persons: who may be chosen, and how a choice is written on the page."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django import forms
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from groups.models import Membership
from households.models import Enrolment, OccupationChoice, Person
from otoppath.places.names import place_label
from otoppath.places.ranges import code_in
from otoppath.thai.dates import fiscal_year, today
from otoppath.thai.keys import search_words

if TYPE_CHECKING:
    from households.models import Occupation
    from otoppath.accounts.models import User

CANDIDATES = 120


@dataclass(frozen=True)
class Pick:
    """One person of a list to choose from, in words."""

    name: str
    where: str
    note: str = ""
    warning: str = ""

    def __str__(self) -> str:
        return f"{self.name} {self.where}"

    @classmethod
    def of(cls, person: Person) -> "Pick":
        """Name, house and village of a person, and what speaks for choosing the household."""
        household = person.household
        where = _("บ้านเลขที่ %(house)s %(village)s") % {
            "house": household.house_no or "–",
            "village": place_label(household.village_id),
        }
        note = _("ต้องการหรือเลือกอาชีพนี้") if getattr(person, "wants_it", False) else ""
        warnings = [_("เป็นสมาชิกกลุ่มอื่นแล้ว")] if getattr(person, "is_member", False) else []
        warnings += [] if household.is_checked else [_("ครัวเรือนรอตรวจสอบ")]
        return cls(person.full_name, where, note, " · ".join(warnings))


class PersonPicks(forms.ModelMultipleChoiceField):
    """Persons ticked in a list; who is not in the list but may be chosen is accepted too.

    The queryset says who may be chosen; `offer` says who stands on the page.
    """

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=Person.objects.none(), to_field_name="uuid", **kwargs)

    def offer(self, persons: Iterable[Person]) -> None:
        """Show these persons."""
        self.choices = [(str(person.uuid), Pick.of(person)) for person in persons]


def eligible(user: "User", village: str) -> QuerySet[Person]:
    """Persons who may join a group of the village: of its district, and in the user's area."""
    return (
        Person.objects.visible_to(user)
        .living_here()
        .filter(code_in("household__village_id", [village[:4]]))
        .filter(household__closed_on__isnull=True, household__erased_at__isnull=True)
        .select_related("household")
        .order_by("household__sort_key", "household_id", "-is_head", "sort_key", "id")
    )


def found(persons: QuerySet[Person], text: str) -> QuerySet[Person]:
    """Persons of the households that hold every word typed: a name or a house number."""
    for word in search_words(text):
        persons = persons.filter(household__search_key__contains=word)
    return persons


def selected_here(
    persons: QuerySet[Person], village: str, occupation: "Occupation"
) -> QuerySet[Person]:
    """Persons of this and last year's selected households, those most likely to join first.

    All of the village itself; of the other villages of the subdistrict those who want or chose
    the occupation.
    """
    year = fiscal_year(today())
    enrolments = Enrolment.objects.selected().filter(
        household=OuterRef("household"), fiscal_year__in=(year, year - 1), exited_on__isnull=True
    )
    wanting = OccupationChoice.objects.checked().filter(
        enrolment__household=OuterRef("household"), occupation=occupation
    )
    member = Membership.objects.current().filter(person=OuterRef("pk"))
    return (
        persons.filter(code_in("household__village_id", [village[:6]]))
        .filter(Exists(enrolments))
        .annotate(wants_it=Exists(wanting), is_member=Exists(member))
        .annotate(is_here=Q(household__village_id=village))
        .filter(Q(is_here=True) | Q(wants_it=True))
        .order_by("-is_here", "-wants_it", "household__sort_key", "household_id", "-is_head", "id")
    )


def uuids(typed: Iterable[str]) -> set[UUID]:
    """Return the uuids among what was sent; what is none is left out."""
    found_ones = set()
    for text in typed:
        try:
            found_ones.add(UUID(text))
        except ValueError:
            continue
    return found_ones
