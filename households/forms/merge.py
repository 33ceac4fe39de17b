"""Two records of one household side by side: which is kept, and of which each field is."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from households.duplicates.keys import stored_person
from households.duplicates.scoring import same_person
from households.merging import HOUSEHOLD_FIELDS, PERSON_FIELDS, Choices, preferred
from households.models import DuplicatePair, Enrolment, Household, Person
from otoppath.accounts.models import User
from otoppath.privacy.masking import mask_national_id
from otoppath.thai.ids import format_phone

FIRST, SECOND = "first", "second"
NOBODY = ""
LABELS = {
    "house_no": gettext_lazy("บ้านเลขที่"),
    "house_code": gettext_lazy("รหัสประจำบ้าน"),
    "phone": gettext_lazy("โทรศัพท์"),
    "location": gettext_lazy("พิกัดบ้าน"),
    "children_under_6": gettext_lazy("เด็กอายุต่ำกว่า 6 ปี (คน)"),
    "children_6_to_14": gettext_lazy("เด็กอายุ 6–14 ปี (คน)"),
    "name": gettext_lazy("ชื่อ"),
    "sex": gettext_lazy("เพศ"),
    "birth": gettext_lazy("วันเกิด"),
    "national_id": gettext_lazy("เลขประจำตัวประชาชน"),
}


class MergeForm(forms.Form):
    """Everything that differs, with what is proposed chosen already."""

    keep = forms.ChoiceField(label=gettext_lazy("เก็บระเบียนใดไว้"), widget=forms.RadioSelect)
    seen = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, pair: DuplicatePair, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.sides = {FIRST: pair.first, SECOND: pair.second}
        self.people = {side: _people(one) for side, one in self.sides.items()}
        self.years = {side: _years(one) for side, one in self.sides.items()}
        self.fields["keep"].choices = [(side, str(one)) for side, one in self.sides.items()]
        self.fields["keep"].initial = self._older()
        self.fields["seen"].initial = self.versions
        self.rows: list[str] = []
        self.alike = self._alike()
        self._ask_household()
        self._ask_persons()
        self._ask_years()

    @property
    def versions(self) -> str:
        """What the page says it saw."""
        return ",".join(str(one.version) for one in self.sides.values())

    def see_again(self) -> None:
        """Let what is chosen stand, beside the values as they are now."""
        self.data = self.data.copy()
        self.data["seen"] = self.versions

    def _older(self) -> str:
        """Propose to keep what counts, and of two such what has more years and was first."""
        first, second = self.sides[FIRST], self.sides[SECOND]

        def worth(side: str) -> tuple[bool, int]:
            return self.sides[side].is_checked, len(self.years[side])

        return SECOND if worth(SECOND) > worth(FIRST) and second != first else FIRST

    # --- What is asked --------------------------------------------------------------------

    def _ask_household(self) -> None:
        for name in HOUSEHOLD_FIELDS:
            values = {side: _shown(one, name) for side, one in self.sides.items()}
            self._ask(f"field-{name}", LABELS[name], values)

    def _ask_persons(self) -> None:
        others = [(str(p.pk), p.full_name) for p in self.people[FIRST]]
        for person in self.people[SECOND]:
            twin = self.alike.get(person.pk)
            self.fields[f"same-{person.pk}"] = forms.ChoiceField(
                label=person.full_name,
                choices=[(NOBODY, _("คนละคน ย้ายมาเป็นสมาชิก")), *others],
                initial=str(twin.pk) if twin else NOBODY,
                required=False,
                widget=forms.Select(attrs={"class": "form-select"}),
            )
            if twin:
                self._ask_person(person, twin)

    def _ask_person(self, person: Person, twin: Person) -> None:
        for name in PERSON_FIELDS:
            values = {FIRST: self._said(twin, name), SECOND: self._said(person, name)}
            self._ask(f"person-{person.pk}-{name}", LABELS[name], values)

    def _said(self, person: Person, name: str) -> str:
        if name != "national_id":
            return _shown(person, name)
        number = str(person.national_id or "")
        return mask_national_id(number) if number else ""

    def _ask_years(self) -> None:
        for year, ours in self.years[FIRST].items():
            theirs = self.years[SECOND].get(year)
            if theirs:
                label = _("ปีงบประมาณ %(year)s เดินต่อด้วย") % {"year": year}
                values = {FIRST: _standing(ours), SECOND: _standing(theirs)}
                side = FIRST if preferred(ours, theirs) == ours else SECOND
                self._ask(f"year-{year}", label, values, initial=side, always=True)

    def _ask(
        self,
        name: str,
        label: Any,
        values: dict[str, str],
        *,
        initial: str = "",
        always: bool = False,
    ) -> None:
        """Ask which of two values holds, where they differ; what is blank is not proposed."""
        if values[FIRST] == values[SECOND] and not always:
            return
        kept = str(self.fields["keep"].initial)
        other = SECOND if kept == FIRST else FIRST
        self.fields[name] = forms.ChoiceField(
            label=label,
            choices=[(side, value or "–") for side, value in values.items()],
            initial=initial or (kept if values[kept] else other),
            widget=forms.RadioSelect,
        )
        self.rows.append(name)

    def _alike(self) -> dict[int, Person]:
        """Return {person of the second: who of the first may be the same}, each once."""
        found: dict[int, Person] = {}
        for person in self.people[SECOND]:
            for other in self.people[FIRST]:
                is_free = other not in found.values()
                if is_free and same_person(stored_person(person), stored_person(other)):
                    found[person.pk] = other
                    break
        return found

    # --- What the page draws --------------------------------------------------------------

    def household_rows(self) -> list[Any]:
        """The fields of the household that differ."""
        return [self[name] for name in self.rows if name.startswith("field-")]

    def year_rows(self) -> list[Any]:
        """The years that both have."""
        return [self[name] for name in self.rows if name.startswith("year-")]

    def person_rows(self) -> Iterator[tuple[Any, list[Any]]]:
        """Each person of the second, who it is, and what differs from that person."""
        for person in self.people[SECOND]:
            begins = f"person-{person.pk}-"
            rows = [self[name] for name in self.rows if name.startswith(begins)]
            yield self[f"same-{person.pk}"], rows

    # --- What was chosen ------------------------------------------------------------------

    def clean(self) -> dict[str, Any] | None:
        """Refuse that two persons are the same one."""
        cleaned = super().clean()
        chosen = [v for n, v in self.cleaned_data.items() if n.startswith("same-") and v]
        if len(chosen) != len(set(chosen)):
            raise forms.ValidationError(_("เลือกคนเดียวกันให้สองคน เลือกใหม่"))
        return cleaned

    @property
    def kept(self) -> Household:
        """The record that stays."""
        return self.sides[self.cleaned_data["keep"]]

    @property
    def gone(self) -> Household:
        """The record that is closed."""
        return self.sides[SECOND if self.cleaned_data["keep"] == FIRST else FIRST]

    @property
    def versions_seen(self) -> dict[int, int]:
        """What the page saw, by key."""
        numbers = [int(n) if n.isdigit() else 0 for n in self.cleaned_data["seen"].split(",")]
        return dict(zip((one.pk for one in self.sides.values()), numbers, strict=False))

    @property
    def choices(self) -> Choices:
        """What is taken from the record that goes."""
        typed = self.cleaned_data
        gone = SECOND if typed["keep"] == FIRST else FIRST
        pairs = {
            int(name.removeprefix("same-")): int(value)
            for name, value in typed.items()
            if name.startswith("same-") and value
        }
        fields: dict[int, set[str]] = {}
        for person, twin in pairs.items():
            mine = {name for name in PERSON_FIELDS if typed.get(f"person-{person}-{name}") == gone}
            fields[person if gone == SECOND else twin] = mine
        if gone == FIRST:
            pairs = {twin: person for person, twin in pairs.items()}
        return Choices(
            fields=frozenset(n for n in HOUSEHOLD_FIELDS if typed.get(f"field-{n}") == gone),
            same=pairs,
            person_fields={pk: frozenset(names) for pk, names in fields.items()},
            years=frozenset(
                int(name.removeprefix("year-"))
                for name, value in typed.items()
                if name.startswith("year-") and value == gone
            ),
        )


def _people(household: Household) -> list[Person]:
    rows = household.persons.filter(erased_at__isnull=True)
    return list(rows.order_by("-is_head", "sort_key", "id"))


def _years(household: Household) -> dict[int, Enrolment]:
    return {one.fiscal_year: one for one in household.enrolments.order_by("fiscal_year")}


def _shown(row: Any, name: str) -> str:
    match name:
        case "location":
            known = row.latitude is not None
            return f"{row.latitude}, {row.longitude}" if known else ""
        case "name":
            return str(row.full_name)
        case "sex":
            return str(row.get_sex_display())
        case "birth":
            return str(row.birth_text)
        case "phone":
            return format_phone(row.phone) if row.phone else ""
    return str(getattr(row, name))


def _standing(enrolment: Enrolment) -> str:
    parts = [enrolment.get_selection_display(), enrolment.step_words]
    if enrolment.has_left:
        parts.append(enrolment.get_exit_reason_display())
    return " · ".join(map(str, parts))
