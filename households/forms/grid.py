"""The page of the village grid, and the single forms as a row of it fills them in."""

import json
import uuid
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from households.forms.entry import EntryForm, NoticeForm, WantedForm
from households.forms.filters import year_choices
from households.forms.imports import ImportForm
from households.forms.income import IncomeForm
from households.forms.readiness import ReadinessForm
from households.models import IncomePhase, IncomeStatement, Occupation
from households.models.entry import Entry
from otoppath.accounts.forms.export import ExportForm
from otoppath.lists.idempotency import OnceForm, OnceKeyField, UsedKey
from otoppath.thai.dates import today
from otoppath.thai.forms import RecordedDateField


class SheetKeyField(OnceKeyField):
    """The key of a sheet. Sent again with other words, it is a further press.

    Nothing is made twice by it: each cell says what it was drawn with.
    """

    def to_python(self, value: Any) -> Any:
        """Return the key; of a page that was sent before with other words, a new one."""
        return uuid.uuid4() if isinstance(value, UsedKey) else super().to_python(value)


class DrawnField(forms.CharField):
    """What the cells of the page were drawn with: {row: {column: value}}, out of sight."""

    widget = forms.HiddenInput

    def to_python(self, value: Any) -> dict[str, dict[str, str]]:  # type: ignore[override]
        """Return the values; a damaged field is a page that nobody drew."""
        try:
            read = json.loads(value or "{}")
        except (ValueError, RecursionError) as error:
            raise ValidationError(_("หน้านี้ไม่สมบูรณ์ ตรวจข้อมูลแล้วกดบันทึกอีกครั้ง")) from error
        rows = read if isinstance(read, dict) else {}
        return {
            row: {name: value for name, value in cells.items() if isinstance(value, str)}
            for row, cells in rows.items()
            if isinstance(cells, dict)
        }


class YearForm(forms.Form):
    """Which fiscal year a sheet is of."""

    year = forms.TypedChoiceField(coerce=int)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["year"].choices = year_choices()


class GridForm(OnceForm):
    """All of the sheet but its cells: the day of what is new, and what the page was drawn with."""

    once_key = SheetKeyField(initial=uuid.uuid4)
    day = RecordedDateField(
        label=_("วันที่ของรายการใหม่"),
        initial=today,
        help_text=_("วันที่แจ้ง วันที่เลือกอาชีพ วันที่ประเมิน และวันที่ของข้อมูลรายได้ที่เว้นว่าง"),
    )
    drawn = DrawnField(required=False)
    theirs = DrawnField(required=False)


class GridFileForm(ImportForm):
    """A sheet that was filled in elsewhere, to be read into the page."""

    file = forms.FileField(
        label=_("แฟ้มที่กรอกแล้ว"),
        help_text=_("แฟ้ม .xlsx .xls หรือ .csv ที่ดาวน์โหลดไปกรอก หรือแฟ้มของสำนักงานที่มีบ้านเลขที่และชื่อ"),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.csv"}),
    )


class GridSheetForm(ExportForm):
    """Why a sheet is taken out to be filled in; it is always a workbook."""

    file_format = None


class OfRow(EntryForm):
    """A single form filled in from a row of the sheet.

    It reads nothing of its own, so that forty rows ask the database no more than three: what it
    has to know of the row is handed over, and the constraints, which its `clean` says in words,
    are left to the database.
    """

    def __init__(
        self, *, entry: Any, enrolment: Any, user: Any, changed: dict[str, str], day: date
    ) -> None:
        self.day = day
        typed = self.defaults(enrolment) if entry is None else as_typed(self, entry)
        super().__init__(data=typed | changed, instance=entry, enrolment=enrolment, user=user)
        del self.fields["once_key"]

    def defaults(self, enrolment: Any) -> dict[str, Any]:
        """Return what the single form of something new is drawn with."""
        return {self._meta.model.day: self.day.isoformat()}

    def _post_clean(self) -> None:
        self.instance.validate_constraints = _left_to_the_database
        super()._post_clean()
        del self.instance.validate_constraints

    def _get_validation_exclusions(self) -> set[str]:
        # Chosen among the occupations that were read for the whole sheet.
        return {*super()._get_validation_exclusions(), "occupation"}


def _left_to_the_database(exclude: Any = None) -> None:
    """Check no constraint: each would be a question to the database."""


def as_typed(form: Any, entry: Entry) -> dict[str, str]:
    """Return what the form of an entry would send unchanged."""
    typed = {}
    for name in form.base_fields:
        stored = getattr(entry, name, None)
        if stored is True:
            typed[name] = "on"
        elif stored is not None and stored is not False:  # 0 is an answer
            typed[name] = stored.code if isinstance(stored, Occupation) else str(stored)
    return typed


class NoticeOfRow(OfRow, NoticeForm):
    """The notice of a row: given on the day of the sheet to the head of the household."""

    def defaults(self, enrolment: Any) -> dict[str, Any]:
        """Return day, receiver and the version in force."""
        version = self.base_fields["version"].initial
        named = {"received_by": enrolment.household.head_name, "version": version}
        return super().defaults(enrolment) | named


class KnownOccupationField(forms.ModelChoiceField):
    """One of the occupations that were read for the whole sheet, by its code."""

    def __init__(self, known: dict[str, Occupation], **kwargs: Any) -> None:
        super().__init__(queryset=Occupation.objects.none(), **kwargs)
        self.known = known

    def to_python(self, value: Any) -> Occupation | None:
        """Return the occupation of a code."""
        if value in self.empty_values:
            return None
        if value not in self.known:
            raise ValidationError(_("เลือกอาชีพจากรายการ"), code="invalid_choice")
        return self.known[value]


class WantedOfRow(OfRow, WantedForm):
    """The wanted occupation of a row."""

    def __init__(self, *, known: dict[str, Occupation], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        plain = self.fields["occupation"]
        self.fields["occupation"] = KnownOccupationField(
            known, label=plain.label, error_messages={"required": plain.error_messages["required"]}
        )


class IncomeOfRow(OfRow, IncomeForm):
    """The account before joining of a row."""

    def defaults(self, enrolment: Any) -> dict[str, Any]:
        """Return the phase, the source that is usual and the day."""
        source = self._meta.model._meta.get_field("source").default
        return super().defaults(enrolment) | {"phase": IncomePhase.BEFORE, "source": source}

    def other_start(self) -> IncomeStatement | None:
        """None: what the sheet shows of a row is its account before joining."""
        return None


class ReadinessOfRow(OfRow, ReadinessForm):
    """The assessment of a row; its result is the proposed one unless another was chosen before."""

    def __init__(self, *, entry: Any, changed: dict[str, str], **kwargs: Any) -> None:
        was_proposed = entry is None or entry.result == entry.proposed_result()
        result = {"result": "" if was_proposed else entry.result}
        super().__init__(entry=entry, changed=changed | result, **kwargs)


OF_ROW: dict[str, Any] = {
    "notice": NoticeOfRow,
    "wanted": WantedOfRow,
    "income": IncomeOfRow,
    "readiness": ReadinessOfRow,
}


def form_of_row(fact: str, *, known: dict[str, Occupation], **row: Any) -> EntryForm:
    """Return the single form of a fact, bound to what a row says; see `OfRow`."""
    more = {"known": known} if fact == "wanted" else {}
    return OF_ROW[fact](**row, **more)
