"""Search on PostgreSQL inside one district, not in the country's hits of which few are its own.

The pieces of common names stand in a hundred thousand households; with the district in the same
index, those of other districts are passed over. The operator class of plain text is btree_gin's,
which comes with PostgreSQL as pg_trgm does.
"""

from django.db import migrations

INDEX = "household_search_trigrams"
PIECES = "search_key gin_trgm_ops"
DISTRICT = "(SUBSTR(village_id, 1, 4))"


def _remake(schema_editor, columns):
    schema_editor.execute(f"DROP INDEX IF EXISTS {INDEX}")
    schema_editor.execute(f"CREATE INDEX {INDEX} ON households_household USING gin ({columns})")


def add(apps, schema_editor):
    """Put the district in front of the pieces."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("CREATE EXTENSION IF NOT EXISTS btree_gin")
        _remake(schema_editor, f"{DISTRICT}, {PIECES}")


def remove(apps, schema_editor):
    """Index the pieces alone again; the extension stays, others may use it."""
    if schema_editor.connection.vendor == "postgresql":
        _remake(schema_editor, PIECES)


class Migration(migrations.Migration):
    dependencies = [("households", "0020_lists_compared")]

    operations = [migrations.RunPython(add, remove)]
