"""The board: groups at work in five columns."""

from dataclasses import dataclass

from django.contrib.auth.decorators import permission_required
from django.db.models import Count
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_safe

from groups.models import Group, GroupQuerySet
from groups.views.lines import Line, lines_of
from households.models import Step
from otoppath.accounts.context import office_name
from otoppath.accounts.http import Request
from otoppath.lists.pager import Page, keyset_page
from otoppath.pipeline.path import WALKED

CARDS = 12  # a column of a screen


@dataclass(frozen=True)
class Column:
    """One step with its groups, those longest at it first."""

    step: Step
    count: int
    page: Page
    lines: list[Line]
    is_chosen: bool
    query: QueryDict

    @property
    def next_url(self) -> str:
        """The board with the next cards of this column."""
        return self._url(self.page.next_cursor)

    @property
    def previous_url(self) -> str:
        """The board with the cards before."""
        return self._url(self.page.previous_cursor)

    def _url(self, cursor: str | None) -> str:
        """Return the address; on a phone this column stays the one that is shown."""
        query = self.query.copy()
        query["step"], query[cursor_name(self.step)] = str(self.step.value), cursor or ""
        return f"?{query.urlencode()}"


@require_safe
@permission_required("groups.view_group", raise_exception=True)
def group_board(request: Request) -> HttpResponse:
    """Show the groups at work by step; `?step=` is the column a phone shows."""
    groups = Group.objects.visible_to(request.user).walking()
    columns = columns_of(groups, request.GET)
    context = {
        "columns": columns,
        "total": sum(column.count for column in columns),
        "office": office_name(request),
        "may_advance": request.user.has_perm("pipeline.advance"),
    }
    return render(request, "groups/group_board.html", context)


def columns_of(groups: GroupQuerySet, query: QueryDict) -> list[Column]:
    """Return the five columns: counts in one query, a page each, one judgement for all cards."""
    counts = dict(groups.order_by().values_list("step").annotate(n=Count("pk")))
    chosen = chosen_step(query.get("step", ""))
    pages = {
        step: keyset_page(
            groups.filter(step=step),
            order="step_since",
            cursor=query.get(cursor_name(step)),
            size=CARDS,
        )
        for step in WALKED
    }
    lines = iter(lines_of([group for page in pages.values() for group in page]))
    return [
        Column(
            step,
            counts.get(step, 0),
            page,
            [next(lines) for _group in page],
            step == chosen,
            query,
        )
        for step, page in pages.items()
    ]


def chosen_step(text: str) -> Step:
    """Return the column the address names; the first when it names none."""
    return next((step for step in WALKED if text == str(step.value)), Step.SELECT)


def cursor_name(step: int) -> str:
    """Return the name of a column's cursor in the address."""
    return f"from_{int(step)}"
