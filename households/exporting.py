"""The list of households as a file: the columns an import reads, and what the office looks up."""

from operator import attrgetter
from typing import Any

from django.db.models import FilteredRelation, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from households.forms.filters import HouseholdFilter
from households.imports.columns import HouseholdResource
from households.models import OWN_END, Enrolment, Route, Selection, Step, step_name
from households.models.enrolment import place_on_path
from otoppath.accounts.exporting import Column, Table
from otoppath.accounts.scoping import area_q
from otoppath.privacy.masking import mask_national_id
from otoppath.thai.dates import format_date

# The file is read as plain values: making a record of each of 30,000 rows took most of its time.
READ = (
    *("village_id", "house_no", "house_code", "phone", "children_under_6", "children_6_to_14"),
    *("checked_at", "updated_at"),
    *("head__title", "head__first_name", "head__last_name", "head__sex", "head__national_id"),
    *("head__birth_year", "head__birth_month", "head__birth_day"),
    *("of_year__fiscal_year", "of_year__selection", "of_year__route", "of_year__step"),
)
IS_HEAD = Q(persons__is_head=True, persons__left_on=None, persons__erased_at=None)


def rows_of(filters: HouseholdFilter, rows: QuerySet) -> QuerySet:
    """Return the values of households in the order of the list, with head and year beside them."""
    year = Q(enrolments__fiscal_year=filters.asked_year)
    seen = area_q(filters.user, f"enrolments__{Enrolment.place_path}")
    return (
        rows.annotate(
            head=FilteredRelation("persons", condition=IS_HEAD),
            of_year=FilteredRelation("enrolments", condition=year & seen),
        )
        .order_by(filters.order, "pk")
        .values_list(*READ, named=True)
    )


def _imported(field: Any) -> Column:
    """Return a column that an import reads back."""
    path = field.attribute.removeprefix("household__")
    read = _birth if path == "head__birth" else attrgetter(path)
    render = field.widget.render

    def write(row: Any) -> str:
        value = read(row)
        return "" if value is None else render(value)

    return Column(field.column_name, write)


def _birth(row: Any) -> tuple[Any, ...] | None:
    if row.head__birth_year is None:
        return None
    return row.head__birth_year, row.head__birth_month, row.head__birth_day


def _masked_id(row: Any) -> str:
    return mask_national_id(str(row.head__national_id or ""))


def _label_of(path: str, choices: Any) -> Any:
    def read(row: Any) -> str:
        value = getattr(row, path)
        return str(choices(value).label) if value else ""

    return read


def _step(row: Any) -> str:
    if row.of_year__step is None:
        return ""
    at = place_on_path(row.of_year__step, row.of_year__route)
    return step_name(at) if at == OWN_END else str(Step(at).label)


def _checked(row: Any) -> str:
    return _("ตรวจแล้ว") if row.checked_at else _("รอตรวจ")


# The full ID is in no file: its column is left out, and the masked one has a heading that an
# import passes over.
TABLE = Table(
    name=pgettext_lazy("many", "ครัวเรือน"),
    list_url="households:household_list",
    columns=(
        *(
            _imported(field)
            for name, field in HouseholdResource.fields.items()
            if name != "national_id"
        ),
        Column(gettext_lazy("เลขประจำตัวประชาชน (ปิดบัง)"), _masked_id),
        Column(gettext_lazy("ปีงบประมาณ"), attrgetter("of_year__fiscal_year")),
        Column(gettext_lazy("ผลการคัดเลือก"), _label_of("of_year__selection", Selection)),
        Column(gettext_lazy("เส้นทาง"), _label_of("of_year__route", Route)),
        Column(gettext_lazy("ขั้นตอน"), _step),
        Column(gettext_lazy("การตรวจ"), _checked),
        Column(gettext_lazy("แก้ไขล่าสุด"), lambda row: format_date(row.updated_at)),
    ),
)
