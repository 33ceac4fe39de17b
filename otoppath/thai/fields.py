"""Columns that are read and compared in the Thai way."""

from typing import Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

from otoppath.thai import forms


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


class _TextColumn(models.CharField):
    """A text of a kind that its own form field reads."""

    def deconstruct(self) -> Any:
        """In a migration, the column of any text."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.CharField", args, kwargs


class ReferenceField(_TextColumn):
    """A number of a paper: of a meeting, a certificate, a letter, an order, a stall."""

    def formfield(self, **kwargs: Any) -> Any:
        """The field that reads it in any digits."""
        return super().formfield(**{"form_class": forms.ReferenceCharField, **kwargs})


class PhoneField(_TextColumn):
    """A Thai telephone number in digits, nine or ten; every form reads it with its dashes."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"max_length": 10, **kwargs})

    def formfield(self, **kwargs: Any) -> Any:
        """The field that reads a telephone number, in whatever form the column stands."""
        return super().formfield(**{"form_class": forms.PhoneField, **kwargs})
