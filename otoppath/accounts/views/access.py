"""Who looked at personal data."""

from django.contrib.auth.decorators import permission_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from otoppath.accounts.forms.access import AccessFilter
from otoppath.accounts.http import Request
from otoppath.lists.counts import bounded_count
from otoppath.lists.pager import keyset_page


@require_safe
@permission_required("accounts.view_access_log", raise_exception=True)
def access_log(request: Request) -> HttpResponse:
    """Looks at personal data of the user's area, newest first."""
    filters = AccessFilter(request.GET, user=request.user)
    rows = filters.rows()
    page = keyset_page(rows, order=filters.order, cursor=filters.cursor)
    context = {"filters": filters, "page": page, "count": bounded_count(rows)}
    return render(request, "accounts/access_log.html", context)
