"""Domain records in the Django admin: read-only, scoped, personal columns masked.

An app registers its records with `RecordAdmin`; who sees which rows and columns is decided
here alone. Corrections are made on the pages, where the rules are.
"""

from typing import Any, ClassVar, NoReturn, cast

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import models
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from otoppath.lists.counts import BoundedCount, bounded_count
from otoppath.places.names import place_choices
from otoppath.places.ranges import code_in
from otoppath.thai.dates import fiscal_year, today
from otoppath.thai.keys import search_key

from .cells import cells, columns_of
from .declared import DeclaredLookups
from .history import history_of
from .masked import MASK, mask
from .roles import PEOPLE_ROLES
from .scoping import areas_of, roles_of

__all__ = ["MASK", "AreaFilter", "RecordAdmin", "YearFilter", "mask", "reads_people"]

SUBDISTRICT = 3


def reads_people(request: HttpRequest) -> bool:
    """Whether the user may read rows about people by name."""
    return bool(PEOPLE_ROLES.intersection(roles_of(request.user)))


class _BoundedPaginator(Paginator):
    """Pages of a list that is counted no further than anybody reads."""

    @cached_property
    def bounded(self) -> BoundedCount:
        """How many rows there are, or that there are more."""
        return bounded_count(cast(models.QuerySet, self.object_list))

    @property
    def count(self) -> int:
        """How many rows can be paged through."""
        return self.bounded.value


class _MaskedChangeList(ChangeList):
    """A list whose rows are masked before anything is drawn of them."""

    def get_ordering(self, request: HttpRequest, queryset: models.QuerySet) -> list[Any]:
        """Take no order from the address where names are masked: it tells what they hold."""
        if reads_people(request):
            return super().get_ordering(request, queryset)
        return list(self.model_admin.get_ordering(request))

    def get_results(self, request: HttpRequest) -> None:
        """Read the page's rows, and mask them for who may not read names."""
        super().get_results(request)
        if not reads_people(request):
            also = self.model_admin.masked  # type: ignore[attr-defined]
            rows = self.result_list
            self.result_list = [mask(row, loading=False, also=also) for row in rows]


class AreaFilter(admin.SimpleListFilter):
    """Subdistricts of the user's own area; the nation has seven thousand."""

    title = _("ตำบล")
    parameter_name = "area"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Return the subdistricts of the user's area."""
        return place_choices(areas_of(request.user), SUBDISTRICT)

    def queryset(self, request: HttpRequest, rows: models.QuerySet) -> models.QuerySet:
        """Return the rows of the chosen subdistrict; an unknown one chooses nothing."""
        chosen = self.value()
        if chosen not in {code for code, _label in self.lookup_choices}:
            return rows
        return rows.filter(code_in(rows.place_path, [chosen]))  # type: ignore[attr-defined]


class YearFilter(admin.SimpleListFilter):
    """The next fiscal year, this one and the six before, without asking the table."""

    title = _("ปีงบประมาณ")
    parameter_name = "year"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Return the years."""
        coming = fiscal_year(today()) + 1
        return [(str(year), str(year)) for year in range(coming, coming - 8, -1)]

    def queryset(self, request: HttpRequest, rows: models.QuerySet) -> models.QuerySet:
        """Return the rows of the chosen year."""
        chosen = self.value()
        is_known = chosen in {year for year, _label in self.lookup_choices}
        return rows.filter(fiscal_year=chosen) if is_known else rows


class RecordAdmin(DeclaredLookups):
    """A model of domain records, for chiefs (own district) and administrators (masked).

    The columns named in the model's `PERSONAL` and in `masked` are masked; so are those of
    records it points to, whose names stand in its own text. `search_fields` are paths to
    columns of search keys, or to plain text.
    """

    masked: ClassVar[tuple[str, ...]] = ()
    ordering: ClassVar[tuple[Any, ...]] = ("-pk",)
    list_per_page = 50
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    paginator = _BoundedPaginator
    view_on_site = False
    change_list_template = "admin/record_list.html"
    change_form_template = "admin/record_detail.html"

    # --- Which rows -----------------------------------------------------------------------

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        """Rows inside the user's area."""
        rows = super().get_queryset(request)
        return rows.inspectable_by(request.user)  # type: ignore[attr-defined]

    def get_object(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Fetch one row, masked for who may not read names."""
        found = super().get_object(request, *args, **kwargs)
        if found is None or reads_people(request):
            return found
        return mask(found, also=self.masked)

    def _get_obj_does_not_exist_redirect(self, *_asked: Any) -> NoReturn:
        """Answer as the pages do: what is not there and what is another's look the same."""
        raise Http404

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        """List rows through the mask."""
        return _MaskedChangeList

    # --- How rows are looked for ----------------------------------------------------------

    def get_search_fields(self, request: HttpRequest) -> Any:
        """Offer no search in columns that are masked: asking name by name would unmask them."""
        return super().get_search_fields(request) if reads_people(request) else ()

    def get_search_results(
        self, request: HttpRequest, queryset: models.QuerySet, search_term: str
    ) -> tuple[models.QuerySet, bool]:
        """Search as the pages do: every word typed, tone marks and digits' script aside."""
        for word in search_term.split():
            found = Q()
            for path in self.get_search_fields(request):
                found |= Q(**{f"{path}__contains": _as_kept(path, word)})
            queryset = queryset.filter(found)
        return queryset, False

    def get_list_filter(self, request: HttpRequest) -> Any:
        """Offer filters to those who may read; a choice list can hold names."""
        return (AreaFilter, *super().get_list_filter(request)) if reads_people(request) else ()

    def lookup_allowed(self, lookup: str, value: Any, request: Any = None) -> bool:
        """Refuse conditions typed into the address by who may not read names."""
        if request is not None and not reads_people(request):
            return False
        return super().lookup_allowed(lookup, value, request)

    def get_ordering(self, request: HttpRequest) -> Any:
        """Newest first where names are masked: their order tells what they hold."""
        return super().get_ordering(request) if reads_people(request) else ("-pk",)

    def get_sortable_by(self, request: HttpRequest) -> Any:
        """Sort by no column where names are masked, for the same reason."""
        return super().get_sortable_by(request) if reads_people(request) else ()

    # --- What a row shows -----------------------------------------------------------------

    def get_list_display(self, request: HttpRequest) -> Any:
        """Show columns in words."""
        return cells(self.model, super().get_list_display(request))

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Show every column that is for people to read, and what the app adds."""
        return cells(self.model, [*(self.fields or ()), *columns_of(self.model)], linked=True)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Nothing is edited here."""
        return self.get_fields(request, obj)

    def get_inlines(self, request: HttpRequest, obj: Any) -> Any:
        """Show rows of others inside a record only to those who may read names."""
        return super().get_inlines(request, obj) if reads_people(request) else ()

    def render_change_form(
        self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Lead on to the record's own page and its history, for those who may read them."""
        obj = kwargs.get("obj")
        if obj is not None and reads_people(request):
            address = getattr(obj, "get_absolute_url", None)
            context["page_url"] = address() if address else ""
            context["has_history"] = hasattr(obj, "history")
        return super().render_change_form(request, context, *args, **kwargs)

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: Any = None
    ) -> HttpResponse:
        """Tell who changed what, from the record's own history; values are for its readers."""
        if not (self.has_view_permission(request) and reads_people(request)):
            raise PermissionDenied
        record = self.get_object(request, unquote(object_id))
        if record is None or not hasattr(record, "history"):
            raise Http404
        context = {
            **self.admin_site.each_context(request),
            "title": gettext("ประวัติการแก้ไข"),
            "subtitle": str(record),
            "events": history_of(record),
            "record": record,
            "opts": self.opts,
        }
        return TemplateResponse(request, "admin/record_history.html", context)

    # --- Who may --------------------------------------------------------------------------

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Whether the app stands on the first page of the admin."""
        return request.user.has_perm("accounts.inspect_records")

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whether the records may be read at all; which ones, the queryset says."""
        return request.user.has_perm("accounts.inspect_records")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never: records come from the pages."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never: records are changed on the pages."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never: nothing is destroyed in daily work."""
        return False


def _as_kept(path: str, word: str) -> str:
    """Return a typed word as the column keeps it: as a search key, or as it is."""
    return search_key(word) if path.endswith("search_key") else word
