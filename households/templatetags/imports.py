"""Filters for the pages of imports."""

from django import template

from households.imports.columns import COLUMN_NAMES

register = template.Library()


@register.filter
def column_name(field: str) -> str:
    """Return the heading of a field."""
    return COLUMN_NAMES[field]
