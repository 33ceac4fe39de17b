"""Names of places from memory: {{ row.village_id|place_label }} asks the database nothing."""

from django import template

from otoppath.places import names

register = template.Library()


@register.filter
def place_label(code: str | None) -> str:
    """Show a place with what lies around it: "บ้านโนนงาม หมู่ที่ 3 ต.ผักปัง"."""
    return names.place_label(code) if code else ""


@register.filter
def place_name(code: str | None) -> str:
    """Show the bare name of a place."""
    return names.place_name(code) if code else ""


@register.filter
def place_title(code: str | None) -> str:
    """Show a place behind the word for its level: "อำเภอภูเขียว"."""
    return names.place_title(code) if code else ""
