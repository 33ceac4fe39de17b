"""Rows that are found by words: those with a `search_key` (see `otoppath.thai.keys`)."""

from typing import Any, Self

from django.db.models import Value
from django.db.models.functions import StrIndex
from django.db.models.lookups import GreaterThan

from otoppath.thai.keys import search_words

# PostgreSQL finds pieces of three letters in its index. For a shorter word it would read all of
# the index, where the rows of a district are few.
INDEXED = 3


class Searched:
    """Added to the queryset of a model that keeps a `search_key`."""

    def matching(self, text: str) -> Self:
        """Rows that hold every word typed, in any order."""
        rows: Any = self
        for word in search_words(text):
            if len(word) < INDEXED:
                rows = rows.filter(GreaterThan(StrIndex("search_key", Value(word)), 0))
            else:
                rows = rows.filter(search_key__contains=word)
        return rows
