"""Text inputs with the right keys on a phone, which show a stored value as people write it."""

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from otoppath.thai import dates
from otoppath.thai.numbers import format_number


class _Shown(forms.TextInput):
    """A text input that shows a stored value in the way of the field, and text as typed."""

    defaults: dict[str, Any] = {}

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(self.defaults | (attrs or {}))


class BuddhistDateInput(_Shown):
    """A text input for dates in the Buddhist Era; a date is shown as 12/10/2569.

    ``inputmode="numeric"`` brings up the digits on a phone; 12102569 is read without strokes.
    A script may add a picker to ``[data-buddhist-date]``; nothing depends on it.
    """

    defaults = {
        "inputmode": "numeric",
        "placeholder": _("วัน/เดือน/ปี พ.ศ."),
        "data-buddhist-date": True,
    }

    def format_value(self, value: Any) -> str | None:
        """Return a date in digits and text unchanged."""
        if isinstance(value, date):
            value = dates.format_date(value, "digits")
        return super().format_value(value)


class BirthInput(_Shown):
    """A text input for a birth of which perhaps only the year is known."""

    defaults = {"placeholder": _("วัน/เดือน/ปี พ.ศ. หรือปีอย่างเดียว")}

    def format_value(self, value: Any) -> str | None:
        """Return what is known of a birth and text unchanged."""
        if isinstance(value, tuple):
            value = dates.format_birth(*value)
        return super().format_value(value)


class NumberTextInput(_Shown):
    """A text input for numbers: 1,500 with its comma, which ``type="number"`` refuses."""

    defaults = {"inputmode": "decimal"}

    def format_value(self, value: Any) -> str | None:
        """Return a number with separators and a plain minus, and text unchanged."""
        if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
            value = format_number(value).replace("\u2212", "-")
        return super().format_value(value)


class CountInput(NumberTextInput):
    """A text input for whole numbers, with the keys of digits alone."""

    defaults = {"inputmode": "numeric"}


class DigitsInput(_Shown):
    """A text input for an identity number, which the browser must not offer to the next person.

    The browser empties such a field on Back: no other kind of field may say so.
    """

    defaults = {"inputmode": "numeric", "autocomplete": "off"}


class PhoneInput(_Shown):
    """A text input for a telephone number, with the keys of a telephone."""

    input_type = "tel"
