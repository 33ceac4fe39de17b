"""Records without what tells of people: for who keeps the system going and reads no names."""

from collections.abc import Iterable
from typing import Any

from django.db import models

MASK = "•••"


def mask(
    record: models.Model, depth: int = 3, *, loading: bool = True, also: Iterable[str] = ()
) -> models.Model:
    """Overwrite the personal columns of a record in memory, and of those it points to.

    The record is never saved again. Masking the object rather than the columns shown reaches
    its text as well, in headings, breadcrumbs and links. `also` names further columns of this
    record. Where `loading` is off (a list, which must not ask once a row), a record it points
    to that was not read with it reads as empty.
    """
    for name in {*getattr(record, "PERSONAL", {}), *also}:
        _blank(record, record._meta.get_field(name))
    for field in record._meta.concrete_fields:
        if depth and field.is_relation and _tells_of_people(field.related_model):
            _mask_related(record, field, depth, loading)
    return record


def _blank(record: models.Model, field: Any) -> None:
    is_text = isinstance(field, models.CharField | models.TextField)
    blank = getattr(record, "PERSONAL", {}).get(field.name)
    setattr(record, field.attname, MASK if is_text else blank)


def _mask_related(record: models.Model, field: Any, depth: int, loading: bool) -> None:
    if not loading and not field.is_cached(record):
        field.set_cached_value(record, None)
        return
    related = getattr(record, field.name)
    if related is not None:
        mask(related, depth - 1, loading=loading)


def _tells_of_people(model: Any) -> bool:
    return hasattr(model, "place_path") and getattr(model, "is_personal", True)
