"""Taking the list of households out as a file."""

from django.http import HttpResponseBase
from django.views.decorators.http import require_http_methods

from households.exporting import TABLE, rows_of
from households.forms.filters import HouseholdFilter
from households.models import Household
from households.views.access import may_export
from otoppath.accounts.exporting import answer_export
from otoppath.accounts.http import Request


@require_http_methods(["GET", "HEAD", "POST"])
@may_export
def household_export(request: Request) -> HttpResponseBase:
    """Ask why, then send the households of the list as it is filtered."""
    filters = HouseholdFilter(request.GET, user=request.user)
    rows = filters.filtered(Household.objects.visible_to(request.user))
    return answer_export(request, TABLE, rows_of(filters, rows), filters)
