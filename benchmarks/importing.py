"""Bring a file into a generated database of this system; print one JSON object.

Run by run.py in a process of its own: `python -m benchmarks.importing FILE`. With `--raw` the
same file is only parsed and its rows written into the same tables, unchecked: the limit.
"""

import json
import os
import sys
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "otoppath.settings")

import django


def peak() -> float:
    """The most memory this process ever held, in MiB."""
    lines = Path("/proc/self/status").read_text().splitlines()
    kib = next(line.split()[1] for line in lines if line.startswith("VmHWM"))
    return round(int(kib) / 1024, 1)


def main() -> None:
    """Measure and print."""
    django.setup()
    from otoppath.accounts.models import User

    officer = User.objects.get(username="officer")
    officer.has_perm("households.import")
    content = Path(sys.argv[1])
    if "--keys" in sys.argv:  # of what is there, as a system that runs has them
        made_keys()
        return
    idle = peak()
    work = raw if "--raw" in sys.argv else imported
    began, busy = perf_counter(), process_time()
    found = work(content, officer)
    found |= {"seconds": round(perf_counter() - began, 3), "idle": idle, "peak": peak()}
    found["processor"] = round(process_time() - busy, 3)
    sys.stdout.write(json.dumps(found))


def made_keys() -> None:
    """Make the keys by which duplicates are found, of all that is there."""
    from households.duplicates import keys
    from households.models import Household

    keys.refresh(Household.objects.all(), at_most=10_000_000)


def imported(path: Path, officer: Any) -> dict[str, Any]:
    """Preview and commit, as the command does."""
    from django.db import connection

    from households.imports import batches

    asked: list[str] = []

    def note(execute: Any, sql: str, *rest: Any) -> Any:
        asked.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(note):
        began = perf_counter()
        batch, plan = batches.begin(path.read_bytes(), path.name, by=officer)
        preview = perf_counter() - began
        batches.finish(batch, by=officer)
    # The copies, of the rows and on PostgreSQL of their keys, go past Django's cursor.
    copies = 2 if connection.vendor == "postgresql" else 1
    frames = ("SAVEPOINT", "BEGIN")
    said = {"queries": sum(not any(f in sql for f in frames) for sql in asked) + copies}
    return said | plan.counts() | {"preview": round(preview, 3), "alike": batch.alike}


def raw(path: Path, officer: Any) -> dict[str, Any]:
    """Parse, and write every row as household and person by COPY or executemany."""
    from uuid import uuid4

    from django.db import connection, transaction
    from django.utils import timezone
    from python_calamine import CalamineWorkbook

    from households.models import Household, Person
    from otoppath.accounts.copying import copy_rows

    book = CalamineWorkbook.from_path(str(path))
    rows = book.get_sheet_by_index(0).to_python()[1:]
    now = connection.ops.adapt_datetimefield_value(timezone.now())
    key = 10_000_000

    def household(n: int, cells: list[Any]) -> dict[str, Any]:
        code, house_no, house_code, title, first, last = (str(c) for c in cells[:6])
        name = f"{first} {last}"
        known = {"id": key + n, "village_id": code, "house_no": house_no, "house_code": house_code}
        return known | {"head_name": f"{title}{name}", "sort_key": name, "search_key": name}

    def person(n: int, cells: list[Any]) -> dict[str, Any]:
        known = {"id": key + n, "household_id": key + n, "is_head": True, "sex": "female"}
        return known | {"title": str(cells[3]), "first_name": str(cells[4]), "phone": cells[9]}

    def write(model: Any, make: Any) -> None:
        fields = model._meta.concrete_fields
        blank = {
            f.attname: now
            if getattr(f, "auto_now", 0) or getattr(f, "auto_now_add", 0)
            else f.get_db_prep_save(f.get_default(), connection)
            if f.attname != "uuid"
            else None
            for f in fields
        }
        prepared = (blank | make(n, c) | {"uuid": uuid4().hex} for n, c in enumerate(rows))
        copy_rows(model, [f.column for f in fields], ([*row.values()] for row in prepared))

    with transaction.atomic():
        write(Household, household)
        write(Person, person)
    return {"rows": len(rows)}


if __name__ == "__main__":
    main()
