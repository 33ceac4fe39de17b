"""Form fields that read what people in a Thai office type, and show it again as typed.

A ModelForm gets them for all its columns with one line::

    class Meta:
        model = Household
        fields = ["house_no", "visited_on", "income"]
        formfield_callback = thai_formfield
"""

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.db.backends.base.operations import BaseDatabaseOperations
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from otoppath.thai import dates, ids
from otoppath.thai.numbers import format_baht, parse_number
from otoppath.thai.text import arabic_digits, tidy, tidy_lines
from otoppath.thai.widgets import (
    BirthInput,
    BuddhistDateInput,
    CountInput,
    DigitsInput,
    NumberTextInput,
    PhoneInput,
)

_AROUND_STROKE: Final = re.compile(r"\s*/\s*")


def thai_formfield(db_field: "models.Field[Any, Any]", **kwargs: Any) -> forms.Field | None:
    """Return the form field of a column: dates in the Buddhist Era, tidy text, any digits."""
    if form_class := _FIELDS.get(type(db_field)):
        kwargs = {"form_class": form_class, **_bounds(db_field), **kwargs}
    return db_field.formfield(**kwargs)


def _bounds(db_field: "models.Field[Any, Any]") -> dict[str, int]:
    """Return what an integer column holds on every database; SQLite alone would hold more."""
    if not isinstance(db_field, models.IntegerField) or db_field.choices:
        return {}
    least, most = BaseDatabaseOperations.integer_field_ranges[db_field.get_internal_type()]
    return {"min_value": least, "max_value": most}


# --- Fields -------------------------------------------------------------------------------

_TYPED = _("ยังไม่ได้กรอก")
_NUMBER_REFUSED = {
    "required": _TYPED,
    "min_value": _("น้อยเกินไป พิมพ์ %(limit_value)s หรือมากกว่า"),
}


class _ReadField(forms.Field):
    """A field whose value is read by a function that refuses with a sentence in Thai."""

    read: Callable[[Any], Any]
    hint: Any = ""
    default_error_messages = {"required": _TYPED}

    def __init__(self, **kwargs: Any) -> None:
        kwargs["help_text"] = kwargs.get("help_text") or self.hint
        # A column hands these over; they mean nothing to what is read here.
        for name in ("max_length", "min_length", "empty_value"):
            kwargs.pop(name, None)
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> Any:
        """Return what was read; None when nothing was typed."""
        if value in self.empty_values or (isinstance(value, str) and not tidy(value)):
            return None
        return _read(type(self).read, value)

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compare what is meant, not the way it is written."""
        try:
            return bool(self.to_python(initial) != self.to_python(data))
        except ValidationError:
            return True


class BuddhistDateField(_ReadField):
    """A date typed in the Buddhist Era: see ``parse_date`` for all that is read."""

    widget = BuddhistDateInput
    hint = _("พิมพ์ตัวเลขติดกันได้ เช่น 12102569 หรือพิมพ์ 12/10/2569")
    read = staticmethod(dates.parse_date)


class PastDateField(BuddhistDateField):
    """The day of something that has happened: today at the latest."""

    def validate(self, value: date | None) -> None:
        """Refuse a day that has not come yet."""
        super().validate(value)
        if value and value > dates.today():
            raise ValidationError(
                _("วันที่ %(date)s ยังมาไม่ถึง ระบุวันที่ที่เกิดขึ้นแล้ว"),
                code="future",
                params={"date": dates.format_date(value)},
            )


class RecordedDateField(PastDateField):
    """The day of a fact of the years that offices keep records of: an older one is mistyped."""

    EARLIEST = date(1997, 1, 1)  # พ.ศ. 2540

    def validate(self, value: date | None) -> None:
        """Refuse a day long past as well."""
        super().validate(value)
        if value and value < self.EARLIEST:
            raise ValidationError(
                _("วันที่ %(date)s นานเกินไป ระบุวันที่ตั้งแต่ พ.ศ. 2540 เป็นต้นมา"),
                code="long_ago",
                params={"date": dates.format_date(value)},
            )


class BirthField(_ReadField):
    """A birth as (Gregorian year, month or None, day or None): see ``parse_birth``."""

    widget = BirthInput
    hint = _("เช่น 12/10/2512 ถ้าไม่ทราบวันเดือน พิมพ์ปีอย่างเดียว")

    @staticmethod
    def read(value: Any) -> Any:
        """Return the birth; one that was read before stays as it is."""
        return value if isinstance(value, tuple) else dates.parse_birth(value)


class _DigitsField(_ReadField):
    """A number that is kept as text; "" when nothing was typed."""

    def to_python(self, value: Any) -> str:
        """Return the digits, or ""."""
        return super().to_python(value) or ""


class NationalIdField(_DigitsField):
    """A citizen's ID, 13 digits with their check digit."""

    widget = DigitsInput
    hint = _("13 หลัก มีขีดหรือไม่มีก็ได้")
    read = staticmethod(ids.national_id)


class PhoneField(_DigitsField):
    """A Thai telephone number, kept as digits and shown with its dashes."""

    widget = PhoneInput
    hint = _("เช่น 081-234-5678")
    read = staticmethod(ids.phone)

    def prepare_value(self, value: Any) -> Any:
        """Return the number as it is shown; what cannot be one, as typed."""
        return ids.format_phone(value) if isinstance(value, str) else value


class TidyCharField(forms.CharField):
    """Text kept in one spelling; paragraphs stay where the widget has several lines."""

    default_error_messages = {"required": _TYPED}

    def to_python(self, value: Any) -> str | None:
        """Return the text tidied: nothing but joiners and spaces is nothing."""
        text = super().to_python(value)
        if not text:
            return text
        is_long = isinstance(self.widget, forms.Textarea)
        return (tidy_lines(text) if is_long else tidy(text)) or self.empty_value

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """No maxlength: a browser cuts what is pasted off and says nothing. The form says it."""
        attrs = super().widget_attrs(widget)
        return {name: value for name, value in attrs.items() if name != "maxlength"}


class ReferenceCharField(TidyCharField):
    """A number of a paper, such as 1/2570: ๑ / ๒๕๗๐ is the same, and is kept the same."""

    def to_python(self, value: Any) -> str | None:
        """Return the number in Arabic digits, with nothing around its strokes."""
        text = super().to_python(value)
        return _AROUND_STROKE.sub("/", arabic_digits(text)) if text else text


class TidyForm(forms.Form):
    """A form whose texts are stored in one spelling; a text area keeps its lines."""

    def clean(self) -> dict[str, Any]:
        """Tidy every text."""
        cleaned = super().clean()
        cleaned = self.cleaned_data if cleaned is None else cleaned
        for name, value in cleaned.items():
            if isinstance(value, str):
                cleaned[name] = tidy_lines(value)
        return cleaned


class ThaiDecimalField(forms.DecimalField):
    """A number or an amount of baht, typed with commas, ฿ or Thai digits."""

    widget = NumberTextInput
    default_error_messages = _NUMBER_REFUSED

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]
        """Return the number, or None when nothing was typed."""
        return super().to_python(_number(value))


class BahtField(ThaiDecimalField):
    """An amount of money, never negative: 142000, 142,000.50 and ๑๔๒,๐๐๐ บาท are all read."""

    default_error_messages = {
        "min_value": _("จำนวนเงินติดลบไม่ได้ พิมพ์ 0 หรือมากกว่า"),
        "max_digits": _("จำนวนเงินมากเกินไป ตรวจจำนวนศูนย์อีกครั้ง"),
        "max_whole_digits": _("จำนวนเงินมากเกินไป ตรวจจำนวนศูนย์อีกครั้ง"),
        "max_decimal_places": _("สตางค์มีได้ไม่เกิน 2 ตำแหน่ง พิมพ์เช่น 1,500.50"),
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"min_value": 0, "max_digits": 12, "decimal_places": 2, **kwargs})

    def prepare_value(self, value: Any) -> Any:
        """Return a stored amount as money is shown, and what was typed as typed."""
        return format_baht(value) if isinstance(value, Decimal) else value


class ThaiIntegerField(forms.IntegerField):
    """A whole number, typed with commas or Thai digits; never more than its column holds."""

    widget = CountInput
    default_error_messages = _NUMBER_REFUSED

    def __init__(self, *, max_value: int | None = None, **kwargs: Any) -> None:
        if max_value is not None:
            said = format_lazy(_("จำนวนนี้มากเกินไป ระบุได้ไม่เกิน {most}"), most=f"{max_value:,}")
            kwargs["error_messages"] = {"max_value": said} | (kwargs.get("error_messages") or {})
        super().__init__(max_value=max_value, **kwargs)

    def to_python(self, value: Any) -> int | None:
        """Return the number, or None when nothing was typed."""
        return super().to_python(_number(value))


def _number(value: Any) -> Any:
    if isinstance(value, str):
        return str(_read(parse_number, value)) if tidy(value) else None
    return value


def _read(read: Callable[[Any], Any], value: Any) -> Any:
    try:
        return read(value)
    except ValueError as error:
        raise ValidationError(str(error), code="invalid") from error


_FIELDS: dict[type, type[forms.Field]] = {
    models.DateField: BuddhistDateField,
    models.CharField: TidyCharField,
    models.TextField: TidyCharField,
    models.DecimalField: ThaiDecimalField,
    models.IntegerField: ThaiIntegerField,
    models.SmallIntegerField: ThaiIntegerField,
    models.BigIntegerField: ThaiIntegerField,
    models.PositiveIntegerField: ThaiIntegerField,
    models.PositiveSmallIntegerField: ThaiIntegerField,
    models.PositiveBigIntegerField: ThaiIntegerField,
}
