"""Search inside names on PostgreSQL: without an index, each search reads every household.

SQLite has no such index for two letters of Thai and needs none: it reads one district.
"""

from django.db import migrations

INDEX = "household_search_trigrams"


def add(apps, schema_editor):
    """Index the three-letter pieces of the search key."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
        schema_editor.execute(
            f"CREATE INDEX {INDEX} ON households_household USING gin (search_key gin_trgm_ops)"
        )


def remove(apps, schema_editor):
    """Drop the index; the extension stays, others may use it."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"DROP INDEX {INDEX}")


class Migration(migrations.Migration):
    dependencies = [("households", "0009_lists_of_a_district")]

    operations = [migrations.RunPython(add, remove)]
