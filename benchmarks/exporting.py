"""Take the households of a generated database out as a file; print one JSON object.

Run by run.py in a process of its own: `python -m benchmarks.exporting csv|xlsx`.
"""

import json
import os
import sys
from collections.abc import Iterable
from time import perf_counter
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "otoppath.settings")

import django

from benchmarks.importing import peak


def main() -> None:
    """Measure and print."""
    django.setup()
    from django.http import QueryDict

    from households.exporting import TABLE, rows_of
    from households.forms.filters import HouseholdFilter
    from households.models import Household
    from otoppath.accounts.exporting import AT_A_TIME
    from otoppath.accounts.models import User
    from otoppath.lists.spreadsheet import list_response

    user = User.objects.get(username="officer")
    user.areas.set(["36"])  # as if the province were one district
    filters = HouseholdFilter(QueryDict(""), user=user)
    rows = rows_of(filters, filters.filtered(Household.objects.visible_to(user)))
    kind = sys.argv[1]

    def answer() -> Iterable[bytes]:
        found = rows.iterator(chunk_size=AT_A_TIME)
        response: Any = list_response(TABLE.lines(found), name="list", kind=kind)
        return response.streaming_content

    sys.stdout.write(json.dumps(timed(answer, cells=rows.count() * len(TABLE.columns))))


def timed(answer: Any, *, cells: int) -> dict[str, Any]:
    """Run once to the last byte."""
    idle, began, size = peak(), perf_counter(), 0
    first = 0.0
    for part in answer():
        first = first or perf_counter() - began
        size += len(part)
    seconds = round(perf_counter() - began, 3)
    told = {"seconds": seconds, "first": round(first, 3), "bytes": size, "cells": cells}
    return told | {"idle": idle, "peak": peak()}


if __name__ == "__main__":
    main()
