"""A model field whose column holds only ciphertext."""

import base64
import binascii
from collections.abc import Sequence
from typing import Any

from django.core import checks
from django.core.exceptions import FieldError, ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from . import cipher

SERIALIZED = "encrypted:"


class Hidden(str):
    """A text read from an encrypted column: its repr, in a log or a traceback, is closed."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "'•••'"


class EncryptedTextField(models.BinaryField):
    """Text in Python, AES-256-GCM ciphertext in the column, blank as blank.

    The context that is authenticated with each value is "app.Model.field"; pass `context=` to
    keep reading old values after the model or the field was renamed. It cannot be searched (store
    a `blind_index` beside it), is not editable (a form declares its own field), is serialised as
    ciphertext, and is always blank in a history: the blind index there tells that it changed.
    """

    description = _("ข้อความที่เข้ารหัส")

    def __init__(self, *args: Any, context: str | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.given_context = context
        self.context: str = context or ""
        self.is_history = False

    def deconstruct(self) -> tuple[str, str, Sequence[Any], dict[str, Any]]:
        """Carry an explicit context into migrations."""
        name, path, args, kwargs = super().deconstruct()
        if self.given_context:
            kwargs["context"] = self.given_context
        return name, path, args, kwargs

    def contribute_to_class(
        self, cls: type[models.Model], name: str, *args: Any, **kwargs: Any
    ) -> None:
        """Take the context from the concrete model; notice a copy made by simple-history."""
        super().contribute_to_class(cls, name, *args, **kwargs)
        if not self.context and not cls._meta.abstract:
            self.context = f"{cls._meta.label}.{name}"
        self.is_history = hasattr(cls, "instance_type")

    def check(self, **kwargs: Any) -> list[checks.CheckMessage]:
        """Refuse uniqueness and indexes: equal texts have different ciphertexts."""
        errors = super().check(**kwargs)
        if self.unique or self.db_index:  # type: ignore[attr-defined]
            errors.append(
                checks.Error(
                    "An encrypted column can be neither unique nor indexed.",
                    hint="Put the constraint on a blind index beside it.",
                    obj=self,
                    id="privacy.E001",
                )
            )
        return errors

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> str | None:
        """Open what the database returned."""
        if value is None:
            return None
        return Hidden(cipher.decrypt(value, context=self.context)) if len(value) else Hidden()

    def get_prep_value(self, value: Any) -> bytes | None:
        """Seal what is to be stored."""
        if value is None:
            return None
        text = "" if self.is_history else str(value)
        return cipher.encrypt(text, context=self.context) if text else b""

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        """Hand the sealed bytes to the driver."""
        if not prepared:
            value = self.get_prep_value(value)
        return super().get_db_prep_value(value, connection, prepared=True)

    def get_default(self) -> Any:
        """Return text, where a BinaryField would return bytes."""
        return models.Field.get_default(self)

    def to_python(self, value: Any) -> str | None:
        """Accept text, or what `value_to_string` wrote into a dump."""
        if value is None or not str(value).startswith(SERIALIZED):
            return value if value is None else str(value)
        try:
            blob = base64.b64decode(str(value).removeprefix(SERIALIZED), validate=True)
            return Hidden(cipher.decrypt(blob, context=self.context))
        except (binascii.Error, cipher.CipherError) as error:
            raise ValidationError(_("ข้อมูลที่เข้ารหัสไว้เสียหายหรือไม่มีกุญแจ")) from error

    def value_to_string(self, obj: models.Model) -> str:
        """Return ciphertext for dumps."""
        blob = self.get_prep_value(self.value_from_object(obj))
        return SERIALIZED + base64.b64encode(blob).decode("ascii") if blob else ""

    def get_lookup(self, lookup_name: str) -> Any:
        """Allow only `isnull`: any other would compare ciphertext and find nothing, silently."""
        if lookup_name != "isnull":
            raise FieldError(
                _("ค้นหาจากข้อมูลที่เข้ารหัส (%(field)s) ไม่ได้ ให้ค้นจากดัชนีที่คู่กัน") % {"field": self.name}
            )
        return super().get_lookup(lookup_name)

    def get_transform(self, lookup_name: str) -> Any:
        """Refuse transforms for the same reason."""
        return self.get_lookup(lookup_name)
