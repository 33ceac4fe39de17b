"""Rows by the thousand in one statement: COPY on PostgreSQL, executemany on SQLite.

Both read the rows as they come, so that neither keeps more than a block of them in memory, and
both leave out signals and defaults: the caller gives every column, prepared for the database, and
writes history where there is one (`records.write_history`).
"""

import csv
import io
from collections.abc import Iterable, Sequence
from contextlib import closing
from itertools import islice
from typing import Any

from django.db import connections, models

_AT_ONCE = 2_000  # rows that are text for COPY at the same time
_NULL = "\x01"  # a sign that no text holds: a blank, quoted or not, stays a blank


def copy_rows(
    model: type[models.Model],
    columns: Sequence[str],
    rows: Iterable[Sequence[Any]],
    *,
    using: str = "default",
) -> None:
    """Write rows of text, numbers, bytes and None into the named columns, in one statement.

    Nothing else may be asked of the connection while the rows are made: a cursor that copies
    waits for ever for a second question.
    """
    copy_into(model._meta.db_table, columns, rows, using=using)


def copy_into(
    table: str,
    columns: Sequence[str],
    rows: Iterable[Sequence[Any]],
    *,
    using: str = "default",
) -> None:
    """Write rows into a table that is no model's, as `copy_rows` does."""
    connection = connections[using]
    quote = connection.ops.quote_name
    into, names = quote(table), ", ".join(map(quote, columns))
    connection.ensure_connection()
    with connection.wrap_database_errors, closing(connection.connection.cursor()) as cursor:
        if connection.vendor == "postgresql":
            copy = f"COPY {into} ({names}) FROM STDIN WITH (FORMAT csv, NULL E'\\x01')"
            cursor.copy_expert(copy, _Lines(rows))
        else:
            # Not through Django's cursor, which would keep all rows to look at the first.
            marks = ", ".join("?" * len(columns))
            cursor.executemany(f"INSERT INTO {into} ({names}) VALUES ({marks})", rows)  # noqa: S608


class _Lines:
    """Rows as a file of CSV that COPY reads from."""

    def __init__(self, rows: Iterable[Sequence[Any]]) -> None:
        self.rows = iter(rows)
        self.buffer = io.StringIO()

    def read(self, size: int = -1) -> str:
        """Return so many characters, fewer at the end, "" behind it."""
        while not (text := self.buffer.read(size)):
            block = list(islice(self.rows, _AT_ONCE))
            if not block:
                return ""
            self.buffer = io.StringIO(newline="")
            csv.writer(self.buffer).writerows([_csv_cells(row) for row in block])
            self.buffer.seek(0)
        return text


def _csv_cells(row: Sequence[Any]) -> list[Any]:
    return [
        _NULL if value is None else f"\\x{value.hex()}" if value.__class__ is bytes else value
        for value in row
    ]
