"""The village meeting that chooses target households, with its list."""

from collections.abc import Iterator
from typing import Any

from crispy_forms.layout import Fieldset
from django import forms
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from simple_history.utils import bulk_update_with_history

from households.forms.filters import year_choices
from households.models import Enrolment, Selection, SelectionMeeting, Step
from otoppath.accounts.forms.area import AreaFilter
from otoppath.accounts.forms.record import RecordForm, VillageField, sheet
from otoppath.accounts.models import User
from otoppath.lists.sure import SureForm
from otoppath.privacy.photos import DocumentField
from otoppath.thai.dates import fiscal_year, today
from otoppath.thai.forms import RecordedDateField
from otoppath.thai.numbers import format_number

MARK = "mark_"


class VillageYearForm(forms.Form):
    """Of which village and year a meeting is: asked first, because the list depends on it."""

    village = VillageField(label=_("หมู่บ้าน"))
    year = forms.TypedChoiceField(label=_("ปีงบประมาณ"), coerce=int)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["village"].limit_to(user)
        self.fields["year"].choices = year_choices()
        self.initial.setdefault("year", fiscal_year(today()))
        self.helper = sheet()


class MeetingForm(SureForm, RecordForm):
    """The meeting, its minutes, and what it said of each household of its list."""

    document = DocumentField(
        label=_("รายงานการประชุม"), required=False, help_text=_("แฟ้ม PDF หรือภาพถ่าย")
    )

    class Meta(RecordForm.Meta):
        model = SelectionMeeting
        fields = [
            "number",
            "held_on",
            "venue",
            "eligible_count",
            "present_count",
            "chaired_by",
            "minutes",
            "document",
        ]
        field_classes = {"held_on": RecordedDateField}
        widgets = {"minutes": forms.Textarea(attrs={"rows": 5})}
        help_texts = {
            "number": _("เช่น 1/2570"),
            "minutes": _("มติที่บันทึกไว้เป็นหลักฐานของการคัดเลือก เว้นว่างไว้ก่อนได้ แต่ยังไม่นับว่าคัดเลือกแล้ว"),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.listed = list(listed_at(self.instance, self.user))
        for enrolment in self.listed:
            self.fields[f"{MARK}{enrolment.uuid}"] = forms.ChoiceField(
                label=str(enrolment.household),
                choices=Selection.choices,
                initial=enrolment.selection,
                widget=forms.RadioSelect(attrs={"class": "form-check-input"}),
            )

    def layout(self) -> tuple[Any, ...]:
        """The meeting and its minutes; the list stands in a table of its own."""
        who = ("eligible_count", "present_count", "chaired_by")
        return (
            Fieldset(_("การประชุม"), "number", "held_on", "venue", *who),
            Fieldset(_("มติ"), "minutes", "document"),
        )

    def rows(self) -> Iterator[tuple[Enrolment, Any]]:
        """Return each enrolment of the list with its field."""
        for enrolment in self.listed:
            yield enrolment, self[f"{MARK}{enrolment.uuid}"]

    def clean(self) -> dict[str, Any] | None:
        """No more people were there than are entitled, and a number stands for one meeting."""
        cleaned = super().clean()
        typed = self.cleaned_data
        if said := self._taken(typed.get("number")):
            self.add_error("number", said)
        present, eligible = typed.get("present_count"), typed.get("eligible_count")
        if present is not None and eligible is not None and present > eligible:
            self.add_error("present_count", _("ผู้เข้าประชุมต้องไม่มากกว่าผู้มีสิทธิ"))
        return cleaned

    def doubt(self) -> str:
        """Fewer were there than may decide; asked when the figures are typed, not ever after."""
        is_typed = {"eligible_count", "present_count"} & {*self.changed_data}
        if self.instance.has_quorum or not is_typed:
            return ""
        return gettext(
            "ผู้เข้าประชุม %(present)s จาก %(eligible)s คน ไม่เกินกึ่งหนึ่งของผู้มีสิทธิ จึงไม่ครบองค์ประชุม "
            "ถ้าจำนวนถูกต้องแล้ว ทำเครื่องหมายยืนยันและบันทึกอีกครั้ง"
        ) % {
            "present": format_number(self.instance.present_count),
            "eligible": format_number(self.instance.eligible_count),
        }

    def _taken(self, number: str | None) -> str:
        """Say which meeting of the village and year has the number already, or ""."""
        others = SelectionMeeting.objects.visible_to(self.user).exclude(pk=self.instance.pk)
        same = {"village": self.instance.village_id, "fiscal_year": self.instance.fiscal_year}
        other = others.filter(**same, number=number).first() if number else None
        return gettext("บันทึก%(meeting)sไว้แล้ว") % {"meeting": other.words} if other else ""

    @transaction.atomic
    def enter(self) -> SelectionMeeting:
        """Save the meeting and what it said; what it left as it was stays as it was."""
        meeting = self.signed()
        meeting.save()
        changed = []
        for enrolment in self.listed:
            mark = self.cleaned_data[f"{MARK}{enrolment.uuid}"]
            if mark == enrolment.selection and (enrolment.meeting or mark == Selection.NOMINATED):
                continue
            enrolment.selection = mark
            enrolment.meeting = meeting if mark != Selection.NOMINATED else None
            changed.append(enrolment)
        if changed:
            bulk_update_with_history(
                changed, Enrolment, ["selection", "meeting"], default_user=self.user
            )
        return meeting


def listed_at(meeting: SelectionMeeting, user: User) -> QuerySet:
    """Return the enrolments a meeting may decide on.

    Of its village and year, still at step 1, and not decided by another meeting: reserves of an
    earlier one may be chosen by a later one.
    """
    undecided = Q(meeting__isnull=True) | Q(selection=Selection.RESERVE)
    if meeting.pk:
        undecided |= Q(meeting=meeting)
    rows = Enrolment.objects.visible_to(user).select_related("household", "meeting")
    return rows.filter(
        undecided,
        village_id=meeting.village_id,
        fiscal_year=meeting.fiscal_year,
        step=Step.SELECT,
        exited_on__isnull=True,
    ).order_by("sort_key", "id")


class MeetingFilter(AreaFilter):
    """Filters of the list of meetings."""

    SORTS = {"held": "-held_on"}
    SORT_LABELS = {"held": _("ประชุมล่าสุด")}

    year = forms.TypedChoiceField(label=_("ปีงบประมาณ"), coerce=int, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["q"]
        self.fields["year"].choices = [("", _("ทุกปี")), *year_choices()]

    def filtered(self, rows: QuerySet) -> QuerySet:
        """Return the meetings that are meant."""
        rows = self.in_place(rows)
        year = self.picked.get("year")
        return rows.filter(fiscal_year=year) if year else rows
