"""Columns that hold sort and search keys."""

from typing import Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper


class KeyField(models.TextField):
    """A sort or search key, compared byte by byte on every database.

    PostgreSQL would compare it in the language of the database, which undoes the order the
    key carries; the collation "C" compares bytes. SQLite does so by itself.
    """

    def db_parameters(self, connection: BaseDatabaseWrapper) -> Any:
        """The column of a text, with the collation of bytes on PostgreSQL."""
        parameters = super().db_parameters(connection)
        if connection.vendor == "postgresql":
            parameters["collation"] = "C"
        return parameters
