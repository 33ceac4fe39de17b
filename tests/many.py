"""Rows by the thousand, for the tests that count what a list asks of the database.

The database multiplies one row that was made in Python: saving three thousand of them, or even
creating them in bulk, takes a hundred times as long as the page that is asked about.
"""

from django.db import connection
from django.db.models import ForeignKey, Model, UUIDField

NUMBER = "77777"  # in a text of the row: the number of each, in five digits

_ON = {
    "sqlite": {"uuid": "lower(hex(randomblob(16)))", "number": "printf('%%05d', i)"},
    "postgresql": {"uuid": "gen_random_uuid()", "number": "lpad(i::text, 5, '0')"},
}
_COUNTED = (
    "WITH RECURSIVE n(i) AS"
    " (SELECT %s UNION ALL SELECT i + 1 FROM n WHERE i < %s)"
    " SELECT {chosen} FROM n"
)
_NEWEST = (
    "SELECT {chosen} FROM"
    " (SELECT id, row_number() OVER (ORDER BY id) - 1 AS i FROM {parents}) AS n"
    " ORDER BY id DESC LIMIT %s"
)


def many(row: Model, count: int, *, first: int = 0, each: str = "") -> None:
    """Write `count` rows like an unsaved one, numbered from `first`; no history is written.

    `each` names a foreign key: one row for each of the newest `count` rows it points to, which
    are numbered as they follow each other.
    """
    columns, chosen, values = [], [], []
    for field in row._meta.concrete_fields:
        if field.primary_key:
            continue
        column, *value = _column(row, field, each)
        columns.append(connection.ops.quote_name(field.column))
        chosen.append(column)
        values += value
    if each:
        parents = row._meta.get_field(each).related_model._meta.db_table
        select = _NEWEST.format(chosen=", ".join(chosen), parents=parents)
        numbered = [*values, count]
    else:
        select = _COUNTED.format(chosen=", ".join(chosen))
        numbered = [first, first + count - 1, *values]
    with connection.cursor() as cursor:
        into = f"INSERT INTO {row._meta.db_table} ({', '.join(columns)}) "
        cursor.execute(into + select, numbered)
        if (
            connection.vendor == "postgresql"
        ):  # or it plans as if there were none, as no office's does
            cursor.execute(f"ANALYZE {row._meta.db_table}")


def _column(row, field, each):
    on = _ON[connection.vendor]
    if field.name == each and isinstance(field, ForeignKey):
        return ("n.id",)
    if isinstance(field, UUIDField) and field.unique:
        return (on["uuid"],)
    value = field.get_db_prep_save(field.pre_save(row, add=True), connection)
    if isinstance(value, str) and NUMBER in value:
        return f"replace(%s, '{NUMBER}', {on['number']})", value
    return "%s", value
