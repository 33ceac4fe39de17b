"""The rows behind every number of a dashboard: one name for a number, one queryset.

A number and its rows come from the same functions of summaries.py, so they cannot disagree;
tests/dashboards/test_rows.py compares them all.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import BigIntegerField, F, QuerySet
from django.db.models.functions import Coalesce
from django.http import Http404
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from households.models import OWN_END, Selection, Step
from otoppath.dashboards import summaries
from otoppath.lists.pager import Page, keyset_page
from otoppath.pipeline.path import Path
from otoppath.pipeline.paths import ENROLMENT_PATH, GROUP_PATH
from otoppath.pipeline.thresholds import Thresholds
from otoppath.places.names import place_label
from otoppath.privacy.masking import initials
from otoppath.thai.dates import fiscal_bounds, format_date, today

FEWEST_ROWS = 5  # fewer are not shown to somebody who may not see names
STEPS = {str(number) for number in (*Step, OWN_END)}


@dataclass(frozen=True)
class Asked:
    """Which number was opened: the place, the year, and what the address says further."""

    code: str
    year: int
    step: int = 0
    requirement: str = ""
    month: date | None = None

    def thresholds(self) -> Thresholds:
        """The numbers of the year that is looked at."""
        return Thresholds.of_year(self.year)


@dataclass(frozen=True)
class Rows:
    """One kind of rows: which, in what order, and how one is shown."""

    title: Any
    queryset: Callable[[Asked], QuerySet]
    order: str
    line: Callable[[Any, bool], dict[str, str]]


def enrolments(asked: Asked) -> QuerySet:
    """Target households of the year, at one step where one is named."""
    rows = summaries.targets_in(asked.code, asked.year)
    return rows.at(asked.step) if asked.step else rows


def beside(why: str) -> Callable[[Asked], QuerySet]:
    """Enrolments of the year that are no target household, for one reason."""
    return lambda asked: summaries.enrolments_in(asked.code, asked.year).filter(
        summaries.BESIDE[why]
    )


def groups(asked: Asked) -> QuerySet:
    """Groups of the end of the year or of today, at one step where one is named."""
    rows = summaries.groups_in(asked.code, asked.year)
    return rows.filter(stood_at=asked.step) if asked.step else rows


def registered(asked: Asked) -> QuerySet:
    """Groups that have finished step 4."""
    return summaries.groups_in(asked.code, asked.year).filter(stood_at__gt=Step.REGISTER)


def lacking(path: Path, rows: QuerySet, asked: Asked) -> QuerySet:
    """Records that one requirement keeps at its step."""
    if asked.requirement not in path.by_code:
        raise Http404
    return path.lacking(rows, path.by_code[asked.requirement], asked.thresholds())


def sales(asked: Asked) -> QuerySet:
    """Sales of the fiscal year, of one month where one is named."""
    rows = summaries.sales_in(asked.code, asked.year).select_related(
        "market_day", "vendor__producer"
    )
    if asked.month:
        rows = rows.filter(
            market_day__held_on__year=asked.month.year,
            market_day__held_on__month=asked.month.month,
        )
    return rows


def household_line(row: Any, by_name: bool) -> dict[str, str]:
    """A household by name, or by initials for who may not see names."""
    name = str(row.household) if by_name else _initials(row)
    return {
        "title": name,
        "place": place_label(row.village_id),
        "note": note_of(row),
        "url_name": "households:enrolment_detail" if by_name else "",
    }


def note_of(row: Any) -> str:
    """Say how an enrolment stands: that it left and when, or what the meeting decided."""
    if row.exited_on is None:
        return str(row.get_selection_display())
    return gettext("ออก %(day)s") % {"day": format_date(row.exited_on)}


def _initials(row: Any) -> str:
    head = next((p for p in row.household.persons.all() if p.is_head), None)
    return initials(head.first_name, head.last_name) if head else "–"


def group_line(row: Any, by_name: bool) -> dict[str, str]:
    """A group; its name is no personal datum."""
    return {
        "title": row.name,
        "place": place_label(row.village_id),
        "note": Step(row.stood_at).label,
        "url_name": "groups:group_detail" if by_name else "",
    }


def sale_line(row: Any, by_name: bool) -> dict[str, str]:
    """A sale of a vendor on a day."""
    return {
        "title": str(row.vendor) if by_name else row.vendor.public_name,
        "place": format_date(row.market_day.held_on),
        "note": "",
        "amount": row.amount,
        "url_name": "",
    }


BESIDE_TITLES = {
    "nominated": _("ครัวเรือนที่เสนอชื่อ ยังไม่มีผลการคัดเลือก"),
    "reserve": Selection.RESERVE.label,
    "not_selected": _("ครัวเรือนที่ไม่ได้รับคัดเลือก"),
    "left": _("ครัวเรือนที่ออกก่อนเริ่มฝึกอาชีพ"),
}

KINDS: dict[str, Rows] = {
    "enrolments": Rows(
        pgettext_lazy("many", "ครัวเรือนเป้าหมาย"), enrolments, "sort_key", household_line
    ),
    **{
        why: Rows(title, beside(why), "sort_key", household_line)
        for why, title in BESIDE_TITLES.items()
    },
    "pairs": Rows(
        _("ครัวเรือนที่มีรายได้ก่อนและหลัง"),
        lambda a: summaries.paired(enrolments(a)),
        "sort_key",
        household_line,
    ),
    "enrolments_lacking": Rows(
        _("ครัวเรือนที่ยังขาด"),
        lambda a: lacking(ENROLMENT_PATH, enrolments(a), a),
        "sort_key",
        household_line,
    ),
    "groups": Rows(_("กลุ่มอาชีพตามขั้นตอน"), groups, "sort_key", group_line),
    "registered": Rows(_("กลุ่มที่ขึ้นทะเบียน OTOP แล้ว"), registered, "sort_key", group_line),
    "groups_lacking": Rows(
        _("กลุ่มอาชีพที่ยังขาด"), lambda a: lacking(GROUP_PATH, groups(a), a), "sort_key", group_line
    ),
    "sales": Rows(pgettext_lazy("many", "การจำหน่าย"), sales, "market_day__held_on", sale_line),
}


def page_of(rows: Rows, asked: Asked, *, by_name: bool, cursor: str | None) -> Page | None:
    """Return a page of the rows; None where there are too few to show without names.

    Without names they come by village: the order of the names would tell of them.
    """
    queryset, order = rows.queryset(asked), rows.order
    if rows.line is household_line:
        queryset = queryset.select_related("household")
        if not by_name:
            queryset, order = queryset.prefetch_related("household__persons"), "village_id"
    told = sellers(queryset) if rows.line is sale_line else queryset
    if not by_name and rows.line is not group_line and too_few(told):
        return None
    return keyset_page(queryset, order=order, cursor=cursor)


def sellers(sales: QuerySet) -> QuerySet:
    """Return who sold, each once: a producer at several markets is a vendor at each."""
    seller = Coalesce("vendor__producer_id", -F("vendor_id"), output_field=BigIntegerField())
    return sales.order_by().values(seller=seller).distinct()


def too_few(queryset: QuerySet) -> bool:
    """Whether the rows are so few that initials and village would tell who it is."""
    return 0 < queryset.order_by()[:FEWEST_ROWS].count() < FEWEST_ROWS


def asked_in(code: str, query: Any) -> Asked:
    """Read the address; what cannot be read is left out, never a server error."""
    year = year_in(query)
    step = query.get("step", "")
    month = query.get("month", "")
    return Asked(
        code=code,
        year=year,
        step=int(step) if step in STEPS else 0,
        requirement=query.get("requirement", ""),
        month=_month(month, year),
    )


def year_in(query: Any) -> int:
    """Return the fiscal year of the address, or today's."""
    from otoppath.thai.dates import fiscal_year

    typed = query.get("year", "")
    this = fiscal_year(today())
    is_year = typed.isascii() and typed.isdecimal() and 2540 <= int(typed[:5]) <= this + 1
    return int(typed) if is_year else this


def _month(typed: str, year: int) -> date | None:
    first, last = fiscal_bounds(year)
    try:
        month = date.fromisoformat(f"{typed}-01")
    except ValueError:
        return None
    return month if first <= month <= last else None
