"""Filters for pages that show evidence."""

from django import template
from django.db.models import Model

register = template.Library()


@register.filter
def kind_name(row: Model) -> str:
    """Return what kind of record a row is, in the reader's language."""
    return str(row._meta.verbose_name)
