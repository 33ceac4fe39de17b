"""Home, the dashboard of a place, and the rows behind each of its numbers."""

from typing import Any

from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from households.models import OWN_END, step_name
from otoppath.accounts.http import Request
from otoppath.accounts.scoping import areas_of, serves
from otoppath.dashboards import board, home, summaries
from otoppath.dashboards.rows import KINDS, asked_in, page_of, year_in
from otoppath.places.models import Place
from otoppath.places.names import place_label, place_title
from otoppath.thai.dates import fiscal_quarter, fiscal_year, format_date, today


@require_safe
def home_page(request: Request) -> HttpResponse:
    """Show the work to do, the progress of the own area and what comes this week."""
    day = today()
    context = {
        "day": format_date(day, "full"),
        "year": fiscal_year(day),
        "quarter": fiscal_quarter(day),
        "tiles": home.tiles_of(request.user),
        "week": home.this_week(request.user),
        "areas": progress(request),
    }
    return render(request, "dashboards/home.html", context)


@require_safe
@permission_required("dashboards.view_dashboard", raise_exception=True)
def place_detail(request: Request, code: str) -> HttpResponse:
    """Show the progress of a place inside the user's area."""
    found_place(request, code)
    year = year_in(request.GET)
    context = board.board_of(code, year)
    context["trail"] = board.trail(code, areas_of(request.user), year)
    context["may_open"] = request.user.has_perm("dashboards.view_rows")
    context["is_closed"] = not context["may_open"]
    return render(request, "dashboards/place_detail.html", context)


@require_safe
@permission_required("dashboards.view_rows", raise_exception=True)
def rows(request: Request, code: str, what: str) -> HttpResponse:
    """Show the rows behind one number; by initials to who may not see names."""
    found_place(request, code)
    if what not in KINDS:
        raise Http404
    asked = asked_in(code, request.GET)
    kind = KINDS[what]
    by_name = request.user.has_perm("households.view_household")
    page = page_of(kind, asked, by_name=by_name, cursor=request.GET.get("cursor"))
    context = {
        "kind": kind,
        "asked": asked,
        "page": page,
        "lines": [(kind.line(row, by_name), row) for row in page] if page else [],
        "is_suppressed": page is None,
        "place": place_label(code) if len(code) == 8 else place_title(code),
        "step": step_name(asked.step) if asked.step else "",
        "by_name": by_name,
    }
    return render(request, "dashboards/rows.html", context)


def found_place(request: Request, code: str) -> None:
    """Make sure the place exists and lies in the user's area; else it does not exist."""
    if not serves(request.user, code) or not Place.objects.filter(code=code).exists():
        raise Http404


def progress(request: Request) -> list[dict[str, Any]]:
    """Return the counts by step of each of the user's places, three at most, for home."""
    if not request.user.has_perm("dashboards.view_dashboard"):
        return []
    year = fiscal_year(today())
    lines = []
    for code in areas_of(request.user)[:3]:
        people = summaries.total(summaries.households_by_step(code, year, len(code)).values())
        groups = summaries.total(summaries.groups_by_step(code, year, len(code)).values())
        steps = [
            {
                "number": number,
                "label": step_name(number),
                "people": people.at[number],
                "groups": groups.at[number] if number != OWN_END else None,
            }
            for number in board.places_on_path("enrolments")
        ]
        most = max(people.at.values(), default=0)
        lines.append({"code": code, "title": place_title(code), "steps": steps, "most": most})
    return lines
