"""Filters of the lists of households and enrolments."""

import time
from datetime import timedelta
from typing import Any

from django import forms
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from households.models import (
    OWN_END,
    Enrolment,
    Household,
    ImportBatch,
    Person,
    Route,
    Selection,
    Step,
    step_name,
)
from households.models.enrolment import at_step
from otoppath.accounts.forms.area import ALL, AreaFilter
from otoppath.lists.filters import Chip, DaysField
from otoppath.lists.pager import seal, unseal
from otoppath.pipeline.paths import ENROLMENT_PATH
from otoppath.pipeline.thresholds import Thresholds
from otoppath.privacy.cipher import blind_index
from otoppath.thai.dates import fiscal_year, today
from otoppath.thai.ids import is_national_id, national_id

FIRST_YEAR = 2560
NOT_NOMINATED = "none"
MATCH_SECONDS = 3600
ENDS = [*(step.value for step in Step), OWN_END]


def year_choices() -> list[tuple[int, str]]:
    """Return the fiscal years that can be asked for, the next one first."""
    coming = fiscal_year(today()) + 1
    return [(year, str(year)) for year in range(coming, FIRST_YEAR - 1, -1)]


def step_choices() -> list[tuple[Any, Any]]:
    """Return the steps with their numbers, and the two ends of the path."""
    return [
        ("", ALL),
        *((n, f"{n} {step_name(n)}" if n < Step.DONE else step_name(n)) for n in ENDS),
    ]


class YearFilter(AreaFilter):
    """What a list of households and one of enrolments both ask: year, selection, step, route."""

    year = forms.TypedChoiceField(label=_("ปีงบประมาณ"), coerce=int, required=False)
    selection = forms.ChoiceField(label=_("ผลการคัดเลือก"), required=False)
    step = forms.TypedChoiceField(label=_("ขั้นตอน"), coerce=int, required=False)
    route = forms.ChoiceField(
        label=_("เส้นทาง"), choices=[("", ALL), *Route.choices], required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["year"].choices = [("", ALL), *year_choices()]
        self.fields["selection"].choices = [("", ALL), *Selection.choices]
        self.fields["step"].choices = step_choices()

    @property
    def asked_year(self) -> int:
        """The fiscal year that is looked at: today's unless another was chosen."""
        return self.picked.get("year") or fiscal_year(today())

    @property
    def is_of_one_step(self) -> bool:
        """Whether one of the five steps is chosen: its rows can go on together."""
        return Step.SELECT <= self.picked.get("step", 0) < Step.DONE

    @property
    def enrolled(self) -> dict[str, Any]:
        """Conditions on the enrolment, without its year."""
        asked = {name: self.picked[name] for name in ("selection", "route") if name in self.picked}
        return asked | (at_step(self.picked["step"]) if "step" in self.picked else {})


class HouseholdFilter(YearFilter):
    """Filters of the list of households."""

    SORTS = {"name": "sort_key", "updated": "-updated_at"}
    SORT_LABELS = {"name": _("ชื่อ"), "updated": _("แก้ไขล่าสุด")}
    COLUMNS = {
        "village": _("หมู่บ้าน"),
        "year": _("ปีงบประมาณ"),
        "updated": _("แก้ไขล่าสุด"),
    }
    STATES = [
        ("", _("ใช้งานอยู่")),
        ("waiting", _("รอตรวจ")),
        ("returned", _("ส่งกลับให้แก้ไข")),
        ("closed", _("ปิดระเบียนแล้ว")),
    ]

    q = forms.CharField(
        label=_("ค้นหา"),
        required=False,
        widget=forms.TextInput(
            attrs={"placeholder": _("ชื่อ บ้านเลขที่ โทรศัพท์ รหัสประจำบ้าน หรือเลขประจำตัว 13 หลัก")}
        ),
    )
    state = forms.ChoiceField(label=_("สถานะ"), choices=STATES, required=False)
    match = forms.CharField(required=False, widget=forms.HiddenInput)
    batch = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.may_find_ids:
            hint = _("ชื่อ บ้านเลขที่ โทรศัพท์ หรือรหัสประจำบ้าน")
            self.fields["q"].widget.attrs["placeholder"] = hint
        self.fields["selection"].choices.append((NOT_NOMINATED, _("ยังไม่เสนอชื่อในปีนี้")))

    @property
    def address(self) -> str:
        """The list that was asked for; a typed national ID stands in it as a token."""
        typed = self.picked.get("q", "")
        if not is_national_id(typed):
            return self.querystring()
        index = blind_index(national_id(typed)) if self.may_find_ids else ""
        token = seal([index, int(time.time())], order=self._bound_to)
        return self.querystring(q=None, match=token)

    @property
    def may_find_ids(self) -> bool:
        """Who is shown no ID cannot ask for one either."""
        return bool(self.user.has_perm("households.view_masked_id"))

    @property
    def _bound_to(self) -> str:
        return f"households.match:{self.user.pk}"

    def _index_of(self, token: str) -> str:
        """Return the blind index a token stands for; blank, which nobody has, of any other.

        The index itself is the same for everybody: in addresses and logs it would name a person.
        """
        try:
            index, at = unseal(token, order=self._bound_to)
        except (ValueError, TypeError):
            return ""
        return index if at > time.time() - MATCH_SECONDS else ""

    def filtered(self, rows: QuerySet) -> QuerySet:
        """Return the households that are meant."""
        rows = self.in_place(self._of_state(rows))
        if text := self.picked.get("q"):
            rows = rows.matching(text)
        if token := self.picked.get("match"):
            index = self._index_of(token)
            known = Person.objects.visible_to(self.user).filter(national_id_index=index or None)
            rows = rows.filter(Exists(known.filter(household=OuterRef("pk"))))
        if self.picked.get("batch"):
            rows = rows.filter(batch__in=self._batches())
        return rows.filter(self._of_year())

    def _batches(self) -> QuerySet:
        """The imported file whose households are meant."""
        return ImportBatch.objects.visible_to(self.user).filter(uuid=self.picked["batch"])

    def chips(self) -> list[Chip]:
        """Show the searched ID as a chip, without its digits."""
        chips = super().chips()
        if "match" in self.picked:
            label = gettext("เลขประจำตัวประชาชนที่ค้นหา")
            chips.append(Chip(label, "", self.querystring(match=None)))
        if "batch" in self.picked:
            name = self._batches().values_list("original_name", flat=True).first()
            chips.append(Chip(gettext("นำเข้าจากแฟ้ม"), name or "–", self.querystring(batch=None)))
        return chips

    def _of_state(self, rows: QuerySet) -> QuerySet:
        state = self.picked.get("state")
        if state == "closed":
            return rows.filter(closed_on__isnull=False, erased_at__isnull=True)
        rows = rows.standing()
        if state == "waiting":
            return rows.waiting()
        return rows.returned() if state == "returned" else rows

    def _of_year(self) -> Q:
        wanted = dict(self.enrolled)
        is_absent = wanted.get("selection") == NOT_NOMINATED
        if not wanted and "year" not in self.picked:
            return Q()
        if is_absent:
            wanted = {}
        rows = Enrolment.objects.visible_to(self.user).of_year(self.asked_year)
        enrolled = Exists(rows.filter(household=OuterRef("pk"), **wanted))
        return ~Q(enrolled) if is_absent else Q(enrolled)

    def with_year(self, rows: list[Household]) -> list[Household]:
        """Give each row of a page its enrolment of the year, in one query."""
        enrolments = Enrolment.objects.visible_to(self.user).of_year(self.asked_year)
        found = {e.household_id: e for e in enrolments.filter(household__in=rows)}
        for row in rows:
            row.of_year = found.get(row.pk)
        return rows


class EnrolmentFilter(YearFilter):
    """Filters of the list of enrolments."""

    SORTS = {"name": "sort_key", "since": "step_since"}
    SORT_LABELS = {"name": _("ชื่อ"), "since": _("อยู่ขั้นตอนนี้นานที่สุด")}
    COLUMNS = {
        "village": _("หมู่บ้าน"),
        "selection": _("ผลการคัดเลือก"),
        "step": _("ขั้นตอน"),
        "route": _("เส้นทาง"),
    }

    ready = forms.BooleanField(label=_("ครบ พร้อมเลื่อน"), required=False)
    lacking = forms.ChoiceField(label=_("ยังขาด"), required=False)
    stuck = DaysField(label=_("อยู่ขั้นตอนเดิมเกิน (วัน)"))
    gone = forms.BooleanField(label=_("ออกจากเส้นทาง"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lacking"].choices = [
            ("", ALL),
            *((r.code, f"{r.step} {r.text}") for r in ENROLMENT_PATH.requirements if r.is_listed),
        ]
        self.fields["q"].widget.attrs["placeholder"] = _("ชื่อ บ้านเลขที่ โทรศัพท์ หรือรหัสประจำบ้าน")

    @property
    def is_ready_at_any_step(self) -> bool:
        """Whether the list shows all that may go on, whatever their step."""
        return "ready" in self.picked and "step" not in self.picked

    def filtered(self, rows: QuerySet) -> QuerySet:
        """Return the enrolments that are meant."""
        rows = self.in_place(rows).of_year(self.asked_year).filter(**self.enrolled)
        if text := self.picked.get("q"):
            named = Household.objects.visible_to(self.user).matching(text)
            rows = rows.filter(Exists(named.filter(pk=OuterRef("household"))))
        if days := self.picked.get("stuck"):
            rows = rows.walking().filter(step_since__lte=timezone.now() - timedelta(days=days))
        if self.picked.get("gone"):
            rows = rows.filter(exited_on__isnull=False)
        return self._judged(rows)

    def _judged(self, rows: QuerySet) -> QuerySet:
        """Return what is ready for the next step, or kept by one requirement."""
        asks = self.picked.get("ready"), self.picked.get("lacking")
        if not any(asks):
            return rows
        thresholds = Thresholds.of_year(self.asked_year)
        if code := self.picked.get("lacking"):
            rows = ENROLMENT_PATH.lacking(rows, ENROLMENT_PATH.by_code[code], thresholds)
        if self.picked.get("ready"):
            rows = ENROLMENT_PATH.ready(rows, self.picked.get("step"), thresholds)
        return rows
