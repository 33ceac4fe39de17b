"""How a column of a record reads in the Django admin: Buddhist dates, names of places, no files."""

from collections.abc import Callable, Iterable
from functools import cache
from typing import Any

from django.contrib import admin
from django.db import models
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from otoppath.privacy.fields import EncryptedTextField
from otoppath.thai.fields import KeyField

from .history import shown
from .masked import MASK

NOTHING = "–"
# Kept for the machine, or told in better words elsewhere on the page.
INSIDE = frozenset(
    {"version", "sha256", "national_id_index", "errors", "thresholds", "corrected_fields"}
)


def columns_of(model: type[models.Model]) -> list[str]:
    """Return the names of the columns of a record that are for people to read."""
    return [field.name for field in model._meta.concrete_fields if not _is_inside(field)]


def _is_inside(field: Any) -> bool:
    is_key = field.primary_key or isinstance(field, KeyField)
    return is_key or isinstance(field, EncryptedTextField) or field.name in INSIDE


# Columns that the model does not name in Thai because no form asks for them.
LABELS = {
    "uuid": _("รหัสระเบียน"),
    "village": _("หมู่บ้าน"),
    "place": _("พื้นที่"),
    "file": _("แฟ้ม"),
    "at": _("เมื่อ"),
    "by": _("โดย"),
    "from_status": _("จากสถานะ"),
    "to_status": _("เป็นสถานะ"),
    "replaced_by": _("ครัวเรือนที่เข้าแทน"),
    "erased_at": _("ลบข้อมูลส่วนบุคคลเมื่อ"),
}


def cells(model: Any, names: Iterable[Any], *, linked: bool = False) -> list[Any]:
    """Return what the admin shows for each name: the column in words, or the name as it is.

    Names of methods stay. Records pointed to lead to their page where `linked`: a list links
    its own rows.
    """
    return [_cell(model, name, linked) for name in names]


@cache
def _cell(model: type[models.Model], name: str, linked: bool) -> str | Callable[[Any], Any]:
    """Return the same function each time: the admin compares columns by identity."""
    field: Any = next((f for f in model._meta.concrete_fields if f.name == name), None)
    if field is None:
        return name

    @admin.display(description=_label(field), ordering=name)
    def in_words(record: Any) -> str:
        return _words(field, record, linked) or NOTHING

    in_words.__name__ = name
    return in_words


def _label(field: Any) -> Any:
    """Return how the model names a column, else how it is named here, else what it points to."""
    if str(field.verbose_name) != field.name.replace("_", " "):
        return field.verbose_name
    related = field.related_model
    return LABELS.get(field.name) or (related._meta.verbose_name if related else field.name)


def _words(field: Any, record: Any, linked: bool) -> str:
    value = getattr(record, field.attname)
    if value == MASK:
        return MASK
    if isinstance(field, models.FileField):
        return gettext("มีแฟ้ม") if value else ""
    if field.is_relation and field.related_model._meta.label != "places.Place":
        return _related(getattr(record, field.name), linked)
    return shown(field, value)


def _related(record: Any, linked: bool) -> str:
    if record is None:
        return ""
    text = str(getattr(record, "display_name", record))
    if not (linked and hasattr(record, "place_path")):
        return text
    page = f"admin:{record._meta.app_label}_{record._meta.model_name}_change"
    return format_html('<a href="{}">{}</a>', reverse(page, args=[record.pk]), text or record.pk)
