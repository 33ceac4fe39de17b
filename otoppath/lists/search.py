"""Rows that are found by words: those with a `search_key` (see `otoppath.thai.keys`)."""

from typing import Any, Self

from otoppath.thai.keys import search_words


class Searched:
    """Added to the queryset of a model that keeps a `search_key`."""

    def matching(self, text: str) -> Self:
        """Rows that hold every word typed, in any order."""
        rows: Any = self
        for word in search_words(text):
            rows = rows.filter(search_key__contains=word)
        return rows
