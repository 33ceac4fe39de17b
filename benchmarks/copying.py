"""Rows by the hundred thousand: COPY on PostgreSQL, executemany on SQLite."""

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import Any

from django.db import connection, models
from django.utils import timezone

CHUNK = 20_000


def columns_of(model: type[models.Model]) -> list[models.Field]:
    """Concrete columns of a model but for its key, which the caller gives as `id`."""
    return list(model._meta.concrete_fields)


def copy_rows(model: type[models.Model], rows: Iterable[dict[str, Any]]) -> int:
    """Write rows given as {attname: value}, all of the same names; the others take defaults."""
    fields = columns_of(model)
    tuples = _prepared(fields, iter(rows))
    return sum(_write(model, fields, chunk) for chunk in _chunks(tuples))


def _prepared(
    fields: Sequence[models.Field], rows: Iterator[dict[str, Any]]
) -> Iterator[list[Any]]:
    now = timezone.now()
    first = next(rows, None)
    if first is None:
        return
    columns = [_column(field, first, now) for field in fields]
    for row in chain([first], rows):
        yield [column(row) for column in columns]


def _column(
    field: models.Field, first: dict[str, Any], now: Any
) -> Callable[[dict[str, Any]], Any]:
    """Return what reads one column of a row; a default that never changes is prepared once."""
    name = field.attname

    def prepared(value: Any) -> Any:
        return field.get_db_prep_save(value, connection)

    if name in first:
        return lambda row: prepared(row[name])
    if getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False):
        moment = prepared(now)
        return lambda row: moment
    if callable(field.default):
        return lambda row: prepared(field.get_default())
    constant = prepared(field.get_default())
    return lambda row: constant


def _chunks(tuples: Iterator[list[Any]]) -> Iterator[list[list[Any]]]:
    while chunk := list(islice(tuples, CHUNK)):
        yield chunk


def _write(model: type[models.Model], fields: Sequence[models.Field], chunk: list) -> int:
    quote = connection.ops.quote_name
    table, names = quote(model._meta.db_table), ", ".join(quote(f.column) for f in fields)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.cursor.copy_expert(
                f"COPY {table} ({names}) FROM STDIN WITH (FORMAT csv, NULL '\\N')", _csv(chunk)
            )
        else:
            marks = ", ".join(["%s"] * len(fields))
            cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", chunk)
    return len(chunk)


def _csv(chunk: list) -> io.StringIO:
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    for row in chunk:
        writer.writerow(["\\N" if v is None else _plain(v) for v in row])
    buffer.seek(0)
    return buffer


def _plain(value: Any) -> Any:
    adapted = getattr(value, "adapted", value)  # JSON and bytes, as psycopg2 wraps them
    if isinstance(adapted, dict | list):
        import json

        return json.dumps(adapted)
    if isinstance(adapted, memoryview | bytes):
        return "\\x" + bytes(adapted).hex()
    return value


def catch_up_sequences() -> None:
    """Let the next inserts go on after the keys that were given by hand (PostgreSQL)."""
    if connection.vendor != "postgresql":
        return
    from django.apps import apps
    from django.core.management.color import no_style

    statements = connection.ops.sequence_reset_sql(no_style(), list(apps.get_models()))
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
        cursor.execute("ANALYZE")
