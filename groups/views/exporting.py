"""Taking the list of groups out as a file."""

from django.contrib.auth.decorators import permission_required
from django.http import HttpResponseBase
from django.views.decorators.http import require_http_methods

from groups.exporting import TABLE, rows_of
from groups.forms.filter import GroupFilter
from groups.models import Group
from otoppath.accounts.exporting import answer_export
from otoppath.accounts.http import Request


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("groups.export", raise_exception=True)
def group_export(request: Request) -> HttpResponseBase:
    """Ask why, then send the groups of the list as it is filtered."""
    filters = GroupFilter(request.GET, user=request.user)
    rows = filters.filtered(Group.objects.visible_to(request.user))
    return answer_export(request, TABLE, rows_of(filters, rows), filters)
