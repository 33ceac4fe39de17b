"""Drawing the filters of a list."""

from collections.abc import Iterable
from typing import Any

from crispy_forms.templatetags.crispy_forms_filters import as_crispy_field
from django import forms, template
from django.forms.boundfield import BoundField
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

register = template.Library()


@register.filter
def as_filter(field: BoundField) -> SafeString:
    """Draw a filter as `as_crispy_field` does.

    A list has ten of them and nearly always nothing to say beside one, so a text or a list of
    choices is put together here: it takes a fifth of the time, which was a fifth of a page.
    """
    widget: Any = field.field.widget
    is_select, is_text = type(widget) is forms.Select, isinstance(widget, forms.TextInput)
    if field.errors or field.help_text or field.field.required or not (is_select or is_text):
        return as_crispy_field(field)
    look = f"{type(widget).__name__.lower()} form-{'select' if is_select else 'control'}"
    drawn = _select(field, look) if is_select else field.as_widget(attrs={"class": look})
    return format_html(
        '<div id="div_{}" class="mb-3"><label for="{}" class="form-label">{}</label>{}</div>',
        field.auto_id,
        field.id_for_label,
        field.label,
        drawn,
    )


def _select(field: BoundField, look: str) -> SafeString:
    widget: Any = field.field.widget
    attrs = field.build_widget_attrs({"class": look, "id": field.auto_id}, widget)
    chosen = set(widget.format_value(field.value()))
    said = flatatt({"name": field.html_name, **widget.build_attrs(widget.attrs, attrs)})
    return format_html("<select{}>{}</select>", said, _options(widget.choices, chosen))


def _options(choices: Iterable[tuple[Any, Any]], chosen: set[str]) -> SafeString:
    drawn = []
    for value, label in choices:
        if isinstance(label, list | tuple):
            below = _options(label, chosen)
            drawn.append(format_html('<optgroup label="{}">{}</optgroup>', value, below))
        else:
            text = "" if value is None else str(value)
            mark = mark_safe(" selected") if text in chosen else ""
            drawn.append(format_html('<option value="{}"{}>{}</option>', text, mark, label))
    return format_html_join("\n", "{}", ((one,) for one in drawn))
