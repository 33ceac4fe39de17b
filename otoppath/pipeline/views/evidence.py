"""What a move stands on: requirements, their evidence, and what was named at a send-back."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from otoppath.accounts.http import Request
from otoppath.pipeline import moves
from otoppath.pipeline.forms import PutRightForm
from otoppath.pipeline.paths import PATHS
from otoppath.pipeline.tables import table_of
from otoppath.pipeline.views.common import PAGE_OF, found, must_read, page_of


@require_safe
def requirement_list(request: Request) -> HttpResponse:
    """Show what every step asks, the numbers of this year included."""
    tables = [table_of(path) for path in PATHS.values()]
    return render(request, "pipeline/requirement_list.html", {"tables": tables})


@require_safe
def evidence_list(request: Request, kind: str, uuid: Any, code: str) -> HttpResponse:
    """Show the rows that prove one requirement of one record."""
    must_read(request, kind)
    record = found(request, kind, uuid)
    path = PATHS[kind]
    requirement = path.by_code.get(code)
    if requirement is None:
        raise Http404
    rows = [
        row
        for source in requirement.rows(record, path.thresholds_of(record))
        for row in source.select_related("created_by").distinct()[:200]
    ]
    context = {"requirement": requirement, "rows": rows, "record": record, "kind": kind}
    return render(request, "pipeline/evidence_list.html", context | page_of(kind, record))


@require_http_methods(["GET", "HEAD", "POST"])
def fix_list(request: Request, kind: str, uuid: Any) -> HttpResponse:
    """Show everything the record was ever told to put right; say how the open ones were."""
    must_read(request, kind)
    may_write = request.user.has_perm("pipeline.advance")
    if request.method == "POST" and not may_write:
        raise PermissionDenied
    record = found(request, kind, uuid)
    told_of = list(record.fixes.select_related("by", "fixed_by").order_by("id"))
    still = [fix for fix in told_of if fix.fixed_at is None]
    form = PutRightForm(request.POST or None, fixes=still) if still and may_write else None
    if form is not None and form.is_valid():
        written = form.written()
        for fix, note in written:
            moves.put_right(fix, by=request.user, note=note)
        messages.success(request, _("บันทึกว่าแก้ไขแล้ว"))
        if len(written) == len(still):
            return redirect(PAGE_OF[kind], uuid)
        return redirect(f"pipeline:{kind}_fix_list", uuid)
    context = {
        "form": form,
        "still": still,
        "fixed": [fix for fix in told_of if fix.fixed_at],
        **page_of(kind, record),
        "record": record,
    }
    status = 422 if form is not None and form.is_bound else 200
    return render(request, "pipeline/fix_list.html", context, status=status)
