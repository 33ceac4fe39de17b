"""Everything that is encrypted, as a whole: which keys it uses, and writing it anew.

Every `EncryptedTextField` is known by itself. An app that keeps sealed values elsewhere (in JSON,
in a library's table) says so with `register`, or a backup would not know that it needs their key.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Protocol

from django.apps import apps
from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Func, Value

from . import cipher
from .fields import EncryptedTextField

BATCH = 500


class Sealed(Protocol):
    """A place where values made by `cipher.encrypt` are kept."""

    @property
    def name(self) -> str:
        """What the operator reads."""

    def key_ids(self) -> set[int]:
        """Return the ids of the keys its values were written with."""

    def rewrite(self) -> int:
        """Write anew what the current key did not write; return how many values."""


_registered: list[Sealed] = []


def register(sealed: Sealed) -> None:
    """Add a place; called from an AppConfig's `ready`."""
    _registered.append(sealed)


def sealed_places() -> Iterator[Sealed]:
    """Yield every encrypted column, those of histories included, and what was registered."""
    for model in apps.get_models():
        for field in model._meta.local_concrete_fields:
            if isinstance(field, EncryptedTextField):
                yield SealedColumn(model, field)
    yield from _registered


def key_ids_in_use() -> set[int]:
    """Return the ids of all keys that some stored value was written with."""
    return set().union(*(place.key_ids() for place in sealed_places()))


@dataclass(frozen=True)
class SealedColumn:
    """An EncryptedTextField of a model."""

    model: Any
    field: EncryptedTextField

    @property
    def name(self) -> str:
        """The model and the column."""
        return f"{self.model._meta.label}.{self.field.name}"

    def key_ids(self) -> set[int]:
        """Read the first byte of each value, without opening any."""
        first = self._stored(1).values_list("_blob", flat=True).distinct()
        return {cipher.key_id(blob) for blob in first if blob}

    def rewrite(self) -> int:
        """Write in batches by key, each a transaction, so that people may go on working.

        It may be stopped and started again. A value changed meanwhile is left as it is: the
        change was written with the current key.
        """
        rewritten, after = 0, 0
        stored = self._stored().order_by("pk").values_list("pk", "_blob")
        while batch := list(stored.filter(pk__gt=after)[:BATCH]):
            after = batch[-1][0]
            with transaction.atomic():
                rewritten += sum(self._write(pk, bytes(blob or b"")) for pk, blob in batch)
        return rewritten

    def _stored(self, *length: int) -> models.QuerySet:
        """Annotate the rows with the column as it is stored, or its first bytes.

        The result of a function does not pass through the field, which would open it.
        """
        blob = Func(
            F(self.field.attname),
            Value(1),
            *map(Value, length),
            function="substr",
            output_field=models.BinaryField(),
        )
        return self.model._base_manager.annotate(_blob=blob)

    def _write(self, pk: int, blob: bytes) -> int:
        if not blob or cipher.key_id(blob) == settings.KEYS.current_id_key:
            return 0
        text = cipher.decrypt(blob, context=self.field.context)
        return self._stored().filter(pk=pk, _blob=blob).update(**{self.field.attname: text})
