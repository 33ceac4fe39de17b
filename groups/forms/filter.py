"""Filters of the lists of groups, activities and the register."""

from datetime import timedelta
from typing import Any

from django import forms
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from groups.models import Activity, ActivityKind, Group
from households.models import Occupation, Step
from otoppath.accounts.forms.area import AreaFilter
from otoppath.lists.filters import DaysField
from otoppath.pipeline.path import WALKED
from otoppath.pipeline.paths import GROUP_PATH
from otoppath.pipeline.thresholds import Thresholds
from otoppath.thai.dates import fiscal_year, today
from products.models import Registration, RegistrationStatus


class PlaceFilter(AreaFilter):
    """Filters by place and occupation."""

    occupation = forms.ModelChoiceField(
        label=gettext_lazy("อาชีพ"),
        queryset=Occupation.objects.none(),
        to_field_name="code",
        required=False,
        empty_label=gettext_lazy("ทุกอาชีพ"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["occupation"].queryset = Occupation.objects.all()

    def placed(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Narrow to the place and the occupation chosen."""
        rows = self.in_place(rows)
        occupation = self.picked.get("occupation")
        return rows.filter(occupation=occupation) if occupation else rows


class GroupFilter(PlaceFilter):
    """Filters of the list of groups; closed ones stand apart."""

    SORTS = {"name": "sort_key", "updated": "-updated_at", "longest": "step_since"}
    SORT_LABELS = {
        "name": gettext_lazy("ชื่อ"),
        "updated": gettext_lazy("แก้ไขล่าสุด"),
        "longest": gettext_lazy("อยู่ขั้นตอนเดิมนานที่สุด"),
    }
    COLUMNS = {
        "village": gettext_lazy("หมู่บ้าน"),
        "step": gettext_lazy("ขั้นตอน"),
        "lacking": gettext_lazy("ยังขาด"),
        "days": gettext_lazy("อยู่มาแล้ว"),
    }

    step = forms.TypedChoiceField(
        label=gettext_lazy("ขั้นตอน"), coerce=int, empty_value=None, required=False
    )
    lacking = forms.ChoiceField(label=gettext_lazy("ยังขาด"), required=False)
    stuck = DaysField(label=gettext_lazy("อยู่ขั้นตอนเดิมเกิน (วัน)"))
    ready = forms.BooleanField(label=gettext_lazy("ครบเงื่อนไข รอเลื่อน"), required=False)
    at_risk = forms.BooleanField(label=gettext_lazy("เสี่ยง"), required=False)
    proposed = forms.BooleanField(label=gettext_lazy("รอยืนยันการรับเข้า"), required=False)
    closed = forms.BooleanField(label=gettext_lazy("เลิกกลุ่มแล้ว"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        steps = [(step.value, f"{step.value} {step.short}") for step in WALKED]
        steps.append((Step.DONE.value, Step.DONE.short))
        self.fields["step"].choices = [("", _("ทุกขั้นตอน")), *steps]
        self.fields["lacking"].choices = [("", _("ไม่กรอง")), *_requirements()]

    def filtered(self, queryset: QuerySet[Group]) -> QuerySet[Group]:
        """Narrow the groups to what is picked."""
        picked = self.picked
        rows = self.placed(queryset).matching(picked.get("q", ""))
        rows = rows.exclude(closed_on=None) if picked.get("closed") else rows.standing()
        if step := picked.get("step"):
            rows = rows.filter(step=step)
        if days := picked.get("stuck"):
            rows = stuck_for(rows, days)
        if picked.get("proposed"):
            rows = rows.proposed()
        return self._judged(rows)

    def _judged(self, rows: QuerySet[Group]) -> QuerySet[Group]:
        """Narrow by what the path asks."""
        picked = self.picked
        if not {"ready", "lacking", "at_risk"} & picked.keys():
            return rows
        numbers = Thresholds.of_today()
        if picked.get("at_risk"):
            rows = GROUP_PATH.slipped(rows, numbers)
        if code := picked.get("lacking"):
            rows = GROUP_PATH.lacking(rows, GROUP_PATH.by_code[code], numbers)
        if picked.get("ready"):
            rows = GROUP_PATH.ready(rows, picked.get("step"), numbers)
        return rows


class ActivityFilter(PlaceFilter):
    """Filters of the list of activities."""

    SORTS = {"newest": "-held_on"}

    kind = forms.ChoiceField(label=gettext_lazy("ประเภทกิจกรรม"), required=False)
    year = forms.TypedChoiceField(
        label=gettext_lazy("ปีงบประมาณ"), coerce=int, empty_value=None, required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [("", _("ทุกประเภท")), *ActivityKind.choices]
        self.fields["year"].choices = [("", _("ทุกปี")), *years()]

    def filtered(self, queryset: QuerySet[Activity]) -> QuerySet[Activity]:
        """Narrow the activities to what is picked."""
        picked = self.picked
        rows = self.placed(queryset)
        if text := picked.get("q"):
            rows = rows.filter(title__icontains=text)
        if kind := picked.get("kind"):
            rows = rows.filter(kind=kind)
        if year := picked.get("year"):
            rows = rows.filter(fiscal_year=year)
        return rows


def stuck_for(rows: QuerySet[Group], days: int) -> QuerySet[Group]:
    """Groups more than so many days at their step; waiting for the province is not stuck."""
    waiting = Registration.objects.filter(
        status=RegistrationStatus.DISTRICT_ENDORSED, product__producer__group=OuterRef("pk")
    )
    since = timezone.now() - timedelta(days=days)
    rows = rows.walking().filter(step_since__lt=since)
    return rows.exclude(Q(step=Step.REGISTER) & Exists(waiting))


def years() -> list[tuple[int, str]]:
    """Choices of fiscal years: this one and the six before."""
    this_year = fiscal_year(today())
    return [(year, str(year)) for year in range(this_year, this_year - 7, -1)]


def _requirements() -> list[tuple[str, list[tuple[str, Any]]]]:
    """Choices of what a group may lack, by step."""
    return [
        (f"{step.value} {step.short}", [(r.code, r.text) for r in GROUP_PATH.at(step)])
        for step in WALKED
    ]
