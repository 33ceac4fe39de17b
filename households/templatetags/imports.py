"""Filters for the pages of imports."""

from django import template

from households.imports.columns import COLUMN_NAMES, gloss

register = template.Library()


@register.filter
def column_name(field: str) -> str:
    """Return the heading of a field."""
    return COLUMN_NAMES[field]


@register.filter
def column_gloss(heading: str) -> str:
    """Return what a heading of the template means in the reader's language; Thai needs none."""
    return gloss(heading)
