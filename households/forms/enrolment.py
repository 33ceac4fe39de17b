"""What is decided of an enrolment: nomination, selection, route, trainer, exit."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from households.models import (
    Criterion,
    Enrolment,
    ExitReason,
    Route,
    Sage,
    Selection,
    SelectionMeeting,
    Step,
    TrainerAssignment,
)
from households.nominating import Nomination
from otoppath.accounts.forms.record import RecordForm, say_choose, sheet
from otoppath.accounts.models import ProgrammeYear, User
from otoppath.lists.idempotency import OnceForm
from otoppath.places.names import place_label
from otoppath.thai.dates import fiscal_year, format_date, today
from otoppath.thai.forms import BuddhistDateField, RecordedDateField, TidyCharField

# The other is written by a merge of two records.
CHOSEN_EXITS = [one for one in ExitReason.choices if one[0] != ExitReason.MERGED]


class NominateForm(OnceForm):
    """For which fiscal year, when and why households are put forward."""

    fiscal_year = forms.TypedChoiceField(label=_("ปีงบประมาณ"), coerce=int)
    nominated_on = RecordedDateField(label=_("วันที่เสนอชื่อ"), initial=today)
    criterion = forms.ChoiceField(label=_("เหตุที่เสนอชื่อ"), choices=Criterion.choices)
    project = TidyCharField(
        label=_("โครงการ"), max_length=200, required=False, help_text=_("เว้นว่างได้")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        this_year = fiscal_year(today())
        years = [this_year]
        if ProgrammeYear.objects.takes_nominations(this_year + 1):
            years.append(this_year + 1)
        self.fields["fiscal_year"].choices = [(year, str(year)) for year in years]
        self.helper = sheet()

    def nomination(self) -> Nomination:
        """Return what was typed."""
        typed = {name: value for name, value in self.cleaned_data.items() if name != "once_key"}
        return Nomination(**typed)


class RouteForm(forms.ModelForm):
    """Which way the household goes after it has learnt."""

    class Meta:
        model = Enrolment
        fields = ["route"]
        widgets = {"route": forms.RadioSelect}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.before = self.instance.route
        self.fields["route"].required = True
        say_choose(self.fields["route"])
        self.helper = sheet()

    def clean_route(self) -> str:
        """Own use ends after step 3: behind it, going there or coming from there is a send back."""
        route = self.cleaned_data["route"]
        turns = route != self.before and Route.OWN_USE in (route, self.before)
        if turns and self.instance.step > Step.DEVELOP:
            raise forms.ValidationError(_("ผ่านขั้นตอนที่ 3 แล้ว ส่งกลับไปขั้นตอนที่ 3 ก่อนจึงเปลี่ยนเส้นทางนี้ได้"))
        return route


class SelectionForm(forms.Form):
    """What a meeting that was held said of one enrolment."""

    RESULTS = [(value, label) for value, label in Selection.choices if value != Selection.NOMINATED]

    meeting = forms.ModelChoiceField(
        queryset=SelectionMeeting.objects.none(),
        label=_("การประชุมคัดเลือก"),
        widget=forms.RadioSelect,
        empty_label=None,
    )
    selection = forms.ChoiceField(label=_("ผลการคัดเลือก"), choices=RESULTS, widget=forms.RadioSelect)

    def __init__(self, *args: Any, enrolment: Enrolment, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.enrolment = enrolment
        field = self.fields["meeting"]
        field.queryset = meetings_for(enrolment, user)
        field.label_from_instance = meeting_label
        self.helper = sheet()

    def clean(self) -> dict[str, Any] | None:
        """A result stands once the enrolment went on from step 1."""
        cleaned = super().clean()
        if self.enrolment.step > Step.SELECT:
            raise forms.ValidationError(_("ครัวเรือนผ่านขั้นตอนที่ 1 แล้ว ส่งกลับไปขั้นตอนที่ 1 ก่อนจึงเปลี่ยนผลได้"))
        return cleaned


def meetings_for(enrolment: Enrolment, user: User) -> QuerySet:
    """Return the meetings of the enrolment's village and year."""
    meetings = SelectionMeeting.objects.visible_to(user)
    return meetings.filter(
        village_id=enrolment.village_id, fiscal_year=enrolment.fiscal_year
    ).order_by("-held_on", "-id")


def meeting_label(meeting: SelectionMeeting) -> str:
    """Return what a meeting is called in a choice."""
    words = {"number": meeting.number, "day": format_date(meeting.held_on)}
    if meeting.minutes:
        return _("ครั้งที่ %(number)s วันที่ %(day)s") % words
    return _("ครั้งที่ %(number)s วันที่ %(day)s ยังไม่บันทึกมติ") % words


class TrainerForm(RecordForm):
    """The sage or trainer who looks after a household from a day on."""

    class Meta(RecordForm.Meta):
        model = TrainerAssignment
        fields = ["sage", "starts_on"]
        help_texts = {"sage": _("ไม่มีในรายการ เพิ่มได้ที่หน้าปราชญ์ชุมชน")}

    def __init__(self, *args: Any, enrolment: Enrolment, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.enrolment = enrolment
        self.initial["starts_on"] = today()
        sages = Sage.objects.visible_to(self.user).select_related("occupation")
        self.fields["sage"].queryset = sages.order_by("sort_key", "id")
        self.fields["sage"].label_from_instance = sage_label

    def clean_sage(self) -> Sage:
        """Refuse somebody who looks after it already."""
        sage = self.cleaned_data["sage"]
        standing = self.enrolment.trainer_assignments.filter(ends_on__isnull=True)
        if standing.filter(sage=sage).exists():
            raise forms.ValidationError(_("%(name)s ดูแลครัวเรือนนี้อยู่แล้ว") % {"name": sage})
        return sage

    def enter(self) -> TrainerAssignment:
        """Save the assignment."""
        assignment = self.signed()
        assignment.enrolment = self.enrolment
        assignment.save()
        return assignment


def sage_label(sage: Sage) -> str:
    """Return what a sage is called in a choice: name, occupation, village."""
    return _("%(name)s · %(occupation)s · %(place)s") % {
        "name": sage.full_name,
        "occupation": sage.occupation,
        "place": place_label(sage.village_id),
    }


class TrainerEndForm(forms.ModelForm):
    """Until when a trainer looked after a household."""

    ends_on = BuddhistDateField(label=_("ถึงวันที่"), initial=today)

    class Meta:
        model = TrainerAssignment
        fields = ["ends_on"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["ends_on"] = self.instance.ends_on or today()
        self.helper = sheet()

    def clean_ends_on(self) -> Any:
        """Refuse an end before the beginning."""
        day = self.cleaned_data["ends_on"]
        if day < self.instance.starts_on:
            raise forms.ValidationError(
                _("ต้องไม่ก่อนวันที่เริ่มดูแล %(day)s") % {"day": format_date(self.instance.starts_on)}
            )
        return day


class ExitForm(forms.Form):
    """Since when and why an enrolment is no longer on the path, and who takes its place."""

    exited_on = RecordedDateField(label=_("ออกเมื่อวันที่"), initial=today)
    reason = forms.ChoiceField(
        label=_("เหตุที่ออก"),
        choices=CHOSEN_EXITS,
        widget=forms.RadioSelect,
    )
    note = TidyCharField(label=_("คำอธิบาย"), max_length=300, required=False)
    reserve = forms.ModelChoiceField(
        queryset=Enrolment.objects.none(),
        label=_("ครัวเรือนสำรองที่เข้าแทน"),
        required=False,
        empty_label=_("ยังไม่มีครัวเรือนเข้าแทน"),
        help_text=_("เฉพาะครัวเรือนสำรองของหมู่บ้านและปีเดียวกัน"),
    )

    def __init__(self, *args: Any, enrolment: Enrolment, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.enrolment = enrolment
        if enrolment.may_be_replaced:
            field = self.fields["reserve"]
            field.queryset = reserves_for(enrolment, user)
            field.label_from_instance = lambda reserve: str(reserve.household)
        else:
            del self.fields["reserve"]
        self.helper = sheet()

    def clean_exited_on(self) -> Any:
        """Refuse an exit before the nomination."""
        day = self.cleaned_data["exited_on"]
        if day < self.enrolment.nominated_on:
            raise forms.ValidationError(
                _("ต้องไม่ก่อนวันที่เสนอชื่อ %(day)s") % {"day": format_date(self.enrolment.nominated_on)}
            )
        return day


def reserves_for(enrolment: Enrolment, user: User) -> QuerySet:
    """Return reserves of the same village and year that are still there."""
    rows = Enrolment.objects.visible_to(user).select_related("household")
    return rows.filter(
        village_id=enrolment.village_id,
        fiscal_year=enrolment.fiscal_year,
        selection=Selection.RESERVE,
        exited_on__isnull=True,
    ).order_by("sort_key", "id")
