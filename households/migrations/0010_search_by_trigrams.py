"""Search inside names on PostgreSQL: without an index, each search reads every household.

The district stands in front of the pieces: those of common names stand in a hundred thousand
households, and those of other districts are passed over. The operator class of plain text is
btree_gin's, which comes with PostgreSQL as pg_trgm does. SQLite has no such index for two letters
of Thai and needs none: it reads one district.
"""

from django.db import migrations

INDEX = "household_search_trigrams"
COLUMNS = "(SUBSTR(village_id, 1, 4)), search_key gin_trgm_ops"


def add(apps, schema_editor):
    """Index the three-letter pieces of the search key, district by district."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
        schema_editor.execute("CREATE EXTENSION IF NOT EXISTS btree_gin")
        schema_editor.execute(f"CREATE INDEX {INDEX} ON households_household USING gin ({COLUMNS})")


def remove(apps, schema_editor):
    """Drop the index; the extensions stay, others may use them."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"DROP INDEX {INDEX}")


class Migration(migrations.Migration):
    dependencies = [("households", "0009_lists_imports_and_duplicates")]

    operations = [migrations.RunPython(add, remove)]
