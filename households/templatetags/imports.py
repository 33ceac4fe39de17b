"""Filters for the pages of imports."""

from django import template
from django.utils.translation import gettext

from households.imports.columns import COLUMN_NAMES

register = template.Library()
_HEADINGS = frozenset(COLUMN_NAMES.values())


@register.filter
def column_name(field: str) -> str:
    """Return the heading of a field."""
    return COLUMN_NAMES[field]


@register.filter
def column_gloss(heading: str) -> str:
    """Return what a heading of the template means in the reader's language; Thai needs none."""
    gloss = gettext(heading) if heading in _HEADINGS else ""
    return "" if gloss == heading else gloss
