"""Pages of a long list without counting it: each starts where the one before it stopped.

A page deep in a list costs what the first one costs, one query, because the place is found
in the index (key, pk) instead of being counted up to. The key of a declared sort must never
be NULL, and is always followed by the primary key in the same direction.

A cursor holds the key of a row, which can be a person's name: it is encrypted, so that the
address tells nothing that the page does not show.
"""

import base64
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db.models import Field, Model, Q, QuerySet
from django.utils.crypto import salted_hmac

PAGE_SIZE = 50
_SALT = "otoppath.lists.pager"
_NONCE_BYTES = 12


@dataclass(frozen=True, kw_only=True)
class Page:
    """One page of a list and the cursors of its neighbours; None where there is none."""

    rows: list[Any]
    next_cursor: str | None
    previous_cursor: str | None

    @property
    def has_next(self) -> bool:
        """Say whether a further page follows."""
        return self.next_cursor is not None

    @property
    def has_previous(self) -> bool:
        """Say whether a page comes before."""
        return self.previous_cursor is not None

    def __iter__(self) -> Iterator[Any]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)


@dataclass(frozen=True)
class _Place:
    """Where a page begins: beside the row with this key and primary key."""

    key: Any
    pk: Any
    is_backward: bool


def keyset_page(
    queryset: QuerySet[Any], *, order: str, cursor: str | None = None, size: int = PAGE_SIZE
) -> Page:
    """Return the page of `queryset` at `cursor`, in the declared order `order`.

    `order` is a field ("sort_key", "-updated_at", "household__sort_key"). One query of
    size + 1 rows. A cursor that is damaged, of another order or at the end of what has since
    been deleted shows the first page. Rows are model instances, or dicts of ``values()`` that
    hold the key and the primary key.
    """
    sort = _Sort(queryset, order)
    place = sort.read(cursor)
    found = list(sort.from_place(place)[: size + 1])
    if place and (not found or (place.is_backward and len(found) < size)):
        # Rows were deleted since the link was drawn: a whole first page, not a stump of one.
        return keyset_page(queryset, order=order, size=size)
    is_backward = bool(place and place.is_backward)
    has_more, rows = len(found) > size, found[:size]
    if is_backward:
        rows.reverse()
    has_next, has_previous = (True, has_more) if is_backward else (has_more, place is not None)
    return Page(
        rows=rows,
        next_cursor=sort.write(rows[-1], is_backward=False) if has_next else None,
        previous_cursor=sort.write(rows[0], is_backward=True) if has_previous else None,
    )


class _Sort:
    """A queryset in one declared order: walks it from a place and writes places down."""

    def __init__(self, queryset: QuerySet[Any], order: str) -> None:
        self.queryset = queryset
        self.order = order
        self.is_descending = order.startswith("-")
        self.name = order.removeprefix("-")
        self.pk_field: Field[Any, Any] = queryset.model._meta.pk
        self.field = _field(queryset.model, self.name)

    def from_place(self, place: _Place | None) -> QuerySet[Any]:
        """Return the rows from `place` on, nearest first."""
        is_falling = self.is_descending != bool(place and place.is_backward)
        sign = "-" if is_falling else ""
        rows = self.queryset.order_by(f"{sign}{self.name}", f"{sign}pk")
        if place is None:
            return rows
        # k >= a AND (k > a OR id > b): the first half alone places the index, 0.3 ms where
        # the plain OR took 21.
        step = "lt" if is_falling else "gt"
        beyond = Q(**{f"{self.name}__{step}": place.key}) | Q(**{f"pk__{step}": place.pk})
        return rows.filter(Q(**{f"{self.name}__{step}e": place.key}), beyond)

    def write(self, row: Any, *, is_backward: bool) -> str:
        """Return the cursor of the page that lies beyond `row`."""
        return seal([self._value(row, self.name), self._pk(row), is_backward], order=self.order)

    def read(self, cursor: str | None) -> _Place | None:
        """Return the place a cursor names, or None: no cursor, damaged, or of another order."""
        if not cursor:
            return None
        try:
            key, pk, is_backward = unseal(cursor, order=self.order)
            key = self.field.to_python(key) if self.field else key
            return _Place(key, self.pk_field.to_python(pk), bool(is_backward))
        except (ValidationError, ValueError, TypeError, OverflowError):
            return None

    def _pk(self, row: Any) -> Any:
        if isinstance(row, Model):
            return row.pk
        return row["pk"] if "pk" in row else row[self.pk_field.name]

    @staticmethod
    def _value(row: Any, path: str) -> Any:
        if not isinstance(row, Model):
            return row[path]
        for name in path.split("__"):
            row = getattr(row, name)
        return row


def seal(place: list[Any], *, order: str) -> str:
    """Return a place in a list encrypted for its address, bound to the list's order.

    Dates, decimals and uuids are written as text, to the microsecond, and read back by the
    field. DjangoJSONEncoder would cut to milliseconds, and a page would then begin before
    the row it should begin after.
    """
    text = json.dumps(place, separators=(",", ":"), default=str)
    nonce = os.urandom(_NONCE_BYTES)
    sealed = nonce + _aead().encrypt(nonce, text.encode(), order.encode())
    return base64.urlsafe_b64encode(sealed).rstrip(b"=").decode()


def unseal(cursor: str, *, order: str) -> Any:
    """Open what `seal` made. Raises ValueError when it is damaged or of another order."""
    sealed = base64.urlsafe_b64decode(cursor.encode("ascii") + b"==")
    nonce, rest = sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:]
    try:
        return json.loads(_aead().decrypt(nonce, rest, order.encode()))
    except InvalidTag as error:
        raise ValueError("a damaged cursor, or one of another order") from error


def _aead() -> AESGCM:
    """Return the cipher of cursors, under a key of its own drawn from the secret key."""
    return AESGCM(salted_hmac(_SALT, "", algorithm="sha256").digest())


def _field(model: type[Model], path: str) -> "Field[Any, Any] | None":
    """Return the field at the end of `path`, or None for an annotation.

    Raises ValueError where the path may end in NULL: no page can start there.
    """
    field: Any = None
    try:
        for name in path.split("__"):
            field = model._meta.pk if name == "pk" else model._meta.get_field(name)
            if field.null:
                raise ValueError(f"{path} may be NULL: no page can start there")
            if field.is_relation:
                model = field.related_model
    except FieldDoesNotExist:
        return None
    return field
