"""What the pages of both kinds of record share."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from otoppath.accounts.http import Request
from otoppath.pipeline.paths import PATHS

PAGE_OF = {"enrolment": "households:enrolment_detail", "group": "groups:group_detail"}
READ = {"enrolment": "households.view_household", "group": "groups.view_group"}


def found(request: Request, kind: str, uuid: Any) -> Any:
    """Return the record if it lies in the user's area; else it does not exist."""
    return get_object_or_404(PATHS[kind].model.objects.visible_to(request.user), uuid=uuid)


def must_read(request: Request, kind: str) -> None:
    """Make sure the user may open pages of this kind of record."""
    if not request.user.has_perm(READ[kind]):
        raise PermissionDenied


def page_of(kind: str, record: Any) -> dict[str, Any]:
    """Return the address and title of the record's own page."""
    return {"page": PAGE_OF[kind], "title": title_of(kind, record)}


def title_of(kind: str, record: Any) -> str:
    """Return what the record is called on a page."""
    return str(record.household) if kind == "enrolment" else str(record)


def drawn(
    request: Request, verb: str, kind: str, record: Any, form: Any, **more: Any
) -> HttpResponse:
    """Draw the form of a verb; an invalid one with what was typed."""
    context = {"form": form, "record": record, "kind": kind, **page_of(kind, record), **more}
    status = 422 if form.is_bound else 200
    return render(request, f"pipeline/{verb}_form.html", context, status=status)
