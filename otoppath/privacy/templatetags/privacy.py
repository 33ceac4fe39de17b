"""Template filters that mask: {{ person.national_id|mask_national_id }}."""

from django import template

from otoppath.privacy import masking

register = template.Library()


@register.filter
def mask_national_id(text: str | None) -> str:
    """Show the last three digits of a national ID."""
    return masking.mask_national_id(text or "")


@register.filter
def mask_phone(text: str | None) -> str:
    """Show the last four digits of a telephone number."""
    return masking.mask_phone(text or "")


@register.filter
def initials(first: str | None, last: str | None) -> str:
    """Return initials: {{ person.first_name|initials:person.last_name }}."""
    return masking.initials(first or "", last or "")
