"""The register of occupation groups, in the columns of the department's form of 2562."""

from typing import Any

from django import forms
from django.contrib.auth.decorators import permission_required
from django.db.models import QuerySet
from django.db.models.functions import Coalesce, TruncDate
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from groups.forms.filter import years
from groups.models import Group
from households.models.occupation import LineOfBusiness
from otoppath.accounts.http import Request
from otoppath.accounts.scoping import areas_of
from otoppath.lists.filters import FilterForm
from otoppath.places.names import place_title
from otoppath.places.ranges import code_in
from otoppath.thai.dates import fiscal_bounds

AT_MOST = 1000  # of a district; more are not printed on one register


class RegisterFilter(FilterForm):
    """Which district and fiscal year the register is of."""

    district = forms.ChoiceField(label=gettext_lazy("อำเภอ"), required=False)
    year = forms.TypedChoiceField(
        label=gettext_lazy("ปีงบประมาณ"), coerce=int, empty_value=None, required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        districts = sorted({code[:4] for code in areas_of(self.user) if len(code) >= 4})
        self.fields["district"].choices = [(code, place_title(code)) for code in districts]
        self.fields["year"].choices = [("", _("ทุกปี")), *years()]

    @property
    def place(self) -> str:
        """The district picked, or the first of the user's."""
        choices = self.fields["district"].choices
        return self.picked.get("district") or (choices[0][0] if choices else "")

    def filtered(self, queryset: QuerySet[Group]) -> QuerySet[Group]:
        """Groups of the district and of the year in which they were registered.

        Without a day of registration the day of founding counts, then the day of entry.
        """
        rows = queryset.filter(code_in("village_id", filter(None, [self.place])))
        if year := self.picked.get("year"):
            since = Coalesce("registered_on", "founded_on", TruncDate("created_at"))
            rows = rows.annotate(since=since).filter(since__range=fiscal_bounds(year))
        return rows


@require_safe
@permission_required("groups.view_group", raise_exception=True)
def group_register(request: Request) -> HttpResponse:
    """Show the register as it is printed and signed."""
    filters = RegisterFilter(request.GET, user=request.user)
    rows = filters.filtered(Group.objects.visible_to(request.user).standing())
    context = {
        "filters": filters,
        "total": rows.count(),
        "at_most": AT_MOST,
        "groups": rows.select_related("occupation").order_by("village_id", "sort_key")[:AT_MOST],
        "lines": LineOfBusiness.choices,
        "district": filters.place,
        "year": filters.picked.get("year"),
    }
    return render(request, "groups/group_register.html", context)
