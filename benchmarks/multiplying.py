"""More districts out of the first one, each table by one INSERT ... SELECT.

Python makes some 10,000 rows a second; for a country the database makes them from those of one
district: keys go on, codes of places take the district's digits, and the rest stays as it is.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from django.db import connection, models

DISTRICTS = {"district": 1, "province": 17, "country": 167}
IN_PROVINCE, ELSEWHERE = 17, 10  # districts of province 36, and of each other one
SERIAL = "house_code"  # the one number besides keys that goes on from row to row
DISTRICT = 4  # digits of a district's code


def districts(name: str) -> list[str]:
    """Codes of the districts of a database of this name."""
    count = DISTRICTS[name]
    codes = [f"36{10 + n}" for n in range(IN_PROVINCE)]
    codes += [f"{40 + n // ELSEWHERE}{10 + n % ELSEWHERE}" for n in range(count - IN_PROVINCE)]
    return codes[:count]


def multiply(tables: Sequence[type[models.Model]], districts: Sequence[str]) -> None:
    """Copy all rows, which are of the first district, into every other one; a transaction."""
    quote = connection.ops.quote_name
    sizes = {model: _size(model) for model in tables}
    with _other_districts(districts[1:]) as others, _without_indexes(tables):
        for model in tables:
            fields = model._meta.concrete_fields
            table, names = quote(model._meta.db_table), ", ".join(quote(f.column) for f in fields)
            made = ", ".join(_made(field, sizes) for field in fields)
            with connection.cursor() as cursor:
                every = f"SELECT {made} FROM {others} CROSS JOIN {table} r"
                cursor.execute(f"INSERT INTO {table} ({names}) {every}")


def _size(model: type[models.Model]) -> int:
    return (model._base_manager.aggregate(most=models.Max("pk"))["most"] or 0) + 1


def _made(field: models.Field, sizes: dict[type[models.Model], int]) -> str:
    """Return what a column of the row `r` becomes in the district `d`."""
    column = f"r.{connection.ops.quote_name(field.column)}"
    target = field.related_model if field.is_relation else None
    if field.primary_key or target in sizes:
        model = field.model if field.primary_key else target
        return f"{column} + d.n * {sizes[model]}"  # type: ignore[index]
    if isinstance(field, models.UUIDField):
        if connection.vendor == "postgresql":
            return "gen_random_uuid()"
        return "lower(hex(randomblob(16)))"
    if target is not None and field.target_field.get_internal_type() == "CharField":
        return f"d.code || substr({column}, {DISTRICT + 1})"
    if field.name == SERIAL:
        return f"CAST(CAST({column} AS bigint) + d.n * {sizes[field.model]} AS text)"
    return column


@contextmanager
def _other_districts(codes: Sequence[str]) -> Iterator[str]:
    """Yield what to read the further districts from: their number, from 1, and code."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE bench_districts (n bigint, code varchar(4))")
        cursor.executemany(
            "INSERT INTO bench_districts VALUES (%s, %s)",
            [(n, code) for n, code in enumerate(codes, start=1)],
        )
        yield "bench_districts d"
        cursor.execute("DROP TABLE bench_districts")


@contextmanager
def _without_indexes(tables: Sequence[type[models.Model]]) -> Iterator[None]:
    """Take the indexes off (PostgreSQL) and look for no keys meanwhile; the rows are known good."""
    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # the first district's are looked at first
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("SET LOCAL maintenance_work_mem = '1GB'")
        cursor.execute(
            "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = ANY(%s)"
            " AND indexname NOT IN (SELECT conname FROM pg_constraint)",
            [[model._meta.db_table for model in tables]],
        )
        indexes = cursor.fetchall()
        for name, _made_by in indexes:
            cursor.execute(f'DROP INDEX "{name}"')
        yield
        for _name, made_by in indexes:
            cursor.execute(made_by)
