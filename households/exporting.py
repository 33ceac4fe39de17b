"""The list of households as a file: the columns an import reads, and what the office looks up."""

from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from households.forms.filters import HouseholdFilter
from households.imports.columns import HouseholdResource
from households.models import OWN_END, Enrolment, Person, step_name
from otoppath.accounts.exporting import Column, Table
from otoppath.places.names import place_name
from otoppath.privacy.masking import mask_national_id
from otoppath.thai.dates import format_date


def rows_of(filters: HouseholdFilter, rows: QuerySet) -> QuerySet:
    """Return the households in the order of the list, with head and year, read in blocks."""
    heads = Person.objects.visible_to(filters.user).living_here().filter(is_head=True)
    years = Enrolment.objects.visible_to(filters.user).of_year(filters.asked_year)
    return rows.order_by(filters.order, "pk").prefetch_related(
        Prefetch("persons", heads, to_attr="heads"),
        Prefetch("enrolments", years, to_attr="of_year"),
    )


def _imported(field: Any) -> Column:
    """Return a column that an import reads back."""

    def read(household: Any) -> str:
        return field.export({"household": household, "head": _head(household)})

    return Column(field.column_name, read)


def _head(household: Any) -> Person | None:
    return household.heads[0] if household.heads else None


def _masked_id(household: Any) -> str:
    head = _head(household)
    return mask_national_id(str(head.national_id or "")) if head else ""


def _of_year(name: str) -> Any:
    def read(household: Any) -> str:
        return str(getattr(household.of_year[0], name)()) if household.of_year else ""

    return read


def _step(household: Any) -> str:
    if not household.of_year:
        return ""
    (enrolment, *_others) = household.of_year
    is_own_end = enrolment.place_on_path == OWN_END
    return step_name(OWN_END) if is_own_end else str(enrolment.get_step_display())


def _checked(household: Any) -> str:
    return _("ตรวจแล้ว") if household.is_checked else _("รอตรวจ")


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
        Column(gettext_lazy("หมู่บ้าน"), lambda household: place_name(household.village_id)),
        Column(
            gettext_lazy("ปีงบประมาณ"),
            lambda household: household.of_year[0].fiscal_year if household.of_year else "",
        ),
        Column(gettext_lazy("ผลการคัดเลือก"), _of_year("get_selection_display")),
        Column(gettext_lazy("เส้นทาง"), _of_year("get_route_display")),
        Column(gettext_lazy("ขั้นตอน"), _step),
        Column(gettext_lazy("การตรวจ"), _checked),
        Column(gettext_lazy("แก้ไขล่าสุด"), lambda household: format_date(household.updated_at)),
    ),
)
