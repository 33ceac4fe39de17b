"""A list of records taken out as a file: with a reason, logged, of the user's area only."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.http import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import override

from otoppath.lists.counts import bounded_count
from otoppath.lists.filters import FilterForm
from otoppath.lists.spreadsheet import list_response
from otoppath.privacy.models import AccessLog, record_access
from otoppath.thai.dates import format_date, today

from .forms.export import ExportForm
from .http import Request
from .scoping import areas_of

AT_A_TIME = 500  # rows in memory


class Column(NamedTuple):
    """A heading and what stands below it for a row."""

    heading: Any
    read: Callable[[Any], Any]


@dataclass(frozen=True)
class Table:
    """A list as it leaves the system. The file is in Thai, whoever takes it out."""

    name: Any  # lazily translated
    list_url: str
    columns: tuple[Column, ...]

    def lines(self, rows: Iterable[Any]) -> Iterator[list[str]]:
        """Give headings and rows as text, some hundreds in memory at a time."""
        with override("th"):
            headings = [str(column.heading) for column in self.columns]
        yield headings
        waiting = iter(rows)
        while some := list(islice(waiting, AT_A_TIME)):
            with override("th"):
                block = [[_text(column.read(row)) for column in self.columns] for row in some]
            yield from block


def _text(value: Any) -> str:
    return "" if value is None else str(value)


def answer_export(
    request: Request, table: Table, rows: QuerySet, filters: FilterForm
) -> HttpResponseBase:
    """Ask for the reason, then log it and answer with the rows as a file.

    `rows` are in the user's area and narrowed by `filters`. The log is written before the first
    row is read: a file that breaks off half-way was taken out as well.
    """
    form = ExportForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        kind = form.cleaned_data["file_format"]
        _log(request, table, rows.count(), form, filters)
        found = rows.iterator(chunk_size=AT_A_TIME)
        day = format_date(today())
        return list_response(table.lines(found), name=f"{table.name} {day}", kind=kind)
    context = {
        "form": form,
        "filters": filters,
        "table": table,
        "count": bounded_count(rows),
        "filters_on": filters.querystring(),
    }
    status = 422 if form.is_bound else 200
    return render(request, "accounts/export_form.html", context, status=status)


def _log(request: Request, table: Table, n: int, form: ExportForm, filters: FilterForm) -> None:
    picked = filters.picked
    said = {"list": table.name, "n": n, "format": form.cleaned_data["file_format"]}
    record_access(
        user=request.user,
        action=AccessLog.Action.EXPORT,
        subject_label=_("%(list)s %(n)d แถว แฟ้ม .%(format)s") % said,
        place_code=picked.get("place") or next(iter(areas_of(request.user)), ""),
        reason=form.said,
        request_id=request.request_id,
    )
