"""Erasure: a person's data goes, the skeleton that the counts stand on stays.

A model says what is personal: PERSONAL = {"first_name": "ลบแล้ว", "national_id": "", …}, each
column with what it is overwritten with, search keys and file columns included. A system check
refuses a model whose PERSONAL forgets an encrypted column, a search key or a file.
"""

import logging
from collections.abc import Iterable
from functools import reduce
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.files.storage import Storage
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .models import AccessLog, record_access

# Free text that any model may have and that may name somebody.
NOTES = {"returned_note": "", "withdrawn_note": ""}
REASON = gettext_lazy("ลบข้อมูลส่วนบุคคล")

logger = logging.getLogger(__name__)


@transaction.atomic
def erase(  # noqa: PLR0913 - all but the record are keywords
    record: models.Model,
    *,
    by: Any,
    reason: str,
    with_dependents: bool = False,
    place_code: str = "",
    request_id: str = "",
) -> None:
    """Overwrite what is personal in the row and all its history rows, and delete its files.

    The row keeps its key, its place and its dates, so counts do not change; a column `erased_at`
    gets the time. The history keeps who changed it and when, without the free text of the change.
    With dependents, the rows that hang on it go the same way: the persons, enrolments and visits
    of a household. Files are deleted once the transaction is through. Erasing twice is allowed;
    each time is logged once, with the reason, at the place of the record unless one is given.
    Raises ValidationError when no reason is given.
    """
    if not reason.strip():
        raise ValidationError(_("ระบุเหตุผลของการลบข้อมูลส่วนบุคคล"), "required")
    records = [record, *(dependents(record) if with_dependents else ())]
    files = [file for one in records for file in _overwrite(one, by=by)]
    record_access(
        user=by,
        action=AccessLog.Action.ERASE,
        subject_label=f"{record._meta.verbose_name} {getattr(record, 'uuid', record.pk)}",
        subject_uuid=getattr(record, "uuid", None),
        place_code=place_code or _place_code(record),
        reason=reason,
        request_id=request_id,
    )
    transaction.on_commit(lambda: _delete(files))


def dependents(record: models.Model) -> list[models.Model]:
    """Return every row with personal data that hangs on the record, at whatever distance.

    The way leads only through rows that are personal themselves: from a household to the visits
    of its enrolments, never to the group that a member belongs to.
    """
    found: dict[tuple[type[models.Model], Any], models.Model] = {(type(record), record.pk): record}
    waiting = [record]
    while waiting:
        one = waiting.pop()
        for relation in one._meta.related_objects:
            model: Any = relation.related_model
            if relation.many_to_many or _is_history(model) or not hasattr(model, "PERSONAL"):
                continue
            for row in model._base_manager.filter(**{relation.field.name: one}).order_by("pk"):
                if (model, row.pk) not in found:
                    found[model, row.pk] = row
                    waiting.append(row)
    return list(found.values())[1:]


def history_model(model: type[models.Model]) -> type[models.Model] | None:
    """Return the model of the history rows that simple-history keeps for `model`, if any."""
    manager = _history_manager(model)
    return manager.model if manager is not None else None


def erasable_models() -> list[Any]:
    """Return every model that says what is personal in it, histories left out."""
    return [m for m in apps.get_models() if hasattr(m, "PERSONAL") and not _is_history(m)]


def _overwrite(record: models.Model, *, by: Any) -> list[tuple[Storage, str]]:
    """Overwrite one row and its history; return the files it had, for deleting later."""
    model = type(record)
    rows = model._base_manager.select_for_update().filter(pk=record.pk)
    history = history_model(model)
    if history is None:
        files = _files(model, [rows])
        rows.update(**_values(model), **_moment(model))
    else:
        past = history._base_manager.filter(**{record._meta.pk.attname: record.pk})
        files = _files(model, [rows, past])
        rows.update(**_values(model), **_moment(model))
        past.update(**_values(history), history_change_reason=None)
        # Not `record`: what its caller noted on it for the history may be personal.
        _history_manager(model).bulk_history_create(
            [rows.get()], update=True, default_user=by, default_change_reason=str(REASON)
        )
    record.refresh_from_db()
    return files


def _place_code(record: models.Model) -> str:
    """Follow the path that scopes the record ("enrolment__village_id") to its place code."""
    path = getattr(record, "place_path", "")
    return str(reduce(getattr, path.split("__"), record)) if path else ""


def _history_manager(model: type[models.Model]) -> Any:
    name = getattr(model._meta, "simple_history_manager_attribute", None)
    return getattr(model, name) if name else None


def _is_history(model: type[models.Model]) -> bool:
    return hasattr(model, "instance_type")


def _values(model: type[models.Model]) -> dict[str, Any]:
    """Return the replacements for the columns that `model` has; a history may leave some out."""
    names = {field.name for field in model._meta.concrete_fields}
    return {name: value for name, value in _personal(model).items() if name in names}


def _personal(model: type[models.Model]) -> dict[str, Any]:
    """Return what the model, or the model whose history it is, declares as personal."""
    owner: Any = getattr(model, "instance_type", model)
    return owner.PERSONAL | NOTES


def _moment(model: type[models.Model]) -> dict[str, Any]:
    has_moment = "erased_at" in {field.name for field in model._meta.concrete_fields}
    return {"erased_at": timezone.now()} if has_moment else {}


def _files(
    model: type[models.Model], querysets: Iterable[models.QuerySet]
) -> list[tuple[Storage, str]]:
    """Return every file that the row has, or had: replacing a photo leaves the old one behind."""
    found = []
    for name in _values(model):
        field = model._meta.get_field(name)
        if isinstance(field, models.FileField):
            holding = [rows for rows in querysets if name in _values(rows.model)]
            paths = {path for rows in holding for path in rows.values_list(name, flat=True)}
            found += [(field.storage, path) for path in sorted(filter(None, paths))]
    return found


def _delete(files: Iterable[tuple[Storage, str]]) -> None:
    for storage, path in files:
        try:
            storage.delete(path)
        except OSError:
            logger.exception("An erased file could not be deleted: %s", path)
