"""Encryption of a short text at rest, and the blind index that finds it again.

A stored value is: key id (1 byte), nonce (12 bytes), AES-256-GCM ciphertext with its tag. The
context (such as "households.Person.national_id") is authenticated with it, so a value copied
into another column does not open there.
"""

import hmac
import os
from collections.abc import Callable
from functools import cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.utils.translation import gettext as _

NONCE_BYTES = 12
TAG_BYTES = 16


class CipherError(Exception):
    """A stored value cannot be opened."""


class UnknownKey(CipherError):
    """The value was written with a key that this installation does not have."""


class DamagedValue(CipherError):
    """The value was changed, cut short, or belongs to another column."""


def encrypt(text: str, *, context: str) -> bytes:
    """Return `text` encrypted with the current key, bound to `context`."""
    return sealer(context=context)(text)


def sealer(*, context: str) -> Callable[[str], bytes]:
    """Return `encrypt` for many texts of one context, with the key looked up once."""
    number = settings.KEYS.current_id_key
    seal, bound = _aead(settings.KEYS.id_keys[number]).encrypt, context.encode()
    first = bytes([number])

    def sealed(text: str) -> bytes:
        nonce = os.urandom(NONCE_BYTES)
        return first + nonce + seal(nonce, text.encode(), bound)

    return sealed


def decrypt(blob: bytes, *, context: str) -> str:
    """Return the text of a value made by `encrypt` with any known key and the same context."""
    blob = bytes(blob)
    if len(blob) < 1 + NONCE_BYTES + TAG_BYTES:
        raise DamagedValue(_("ข้อมูลที่เข้ารหัสไว้เสียหาย (%(context)s)") % {"context": context})
    key = settings.KEYS.id_keys.get(key_id(blob))
    if key is None:
        raise UnknownKey(
            _("ไม่มีกุญแจหมายเลข %(number)s ที่ใช้เข้ารหัสข้อมูลนี้ ให้นำกุญแจเดิมกลับมาใส่ใน ID_KEYS")
            % {"number": key_id(blob)}
        )
    nonce, sealed = blob[1 : 1 + NONCE_BYTES], blob[1 + NONCE_BYTES :]
    try:
        return _aead(key).decrypt(nonce, sealed, context.encode()).decode()
    except InvalidTag:
        raise DamagedValue(_("ข้อมูลที่เข้ารหัสไว้เสียหาย (%(context)s)") % {"context": context}) from None


def key_id(blob: bytes) -> int:
    """Return the id of the key a stored value was written with."""
    return bytes(blob[:1])[0]


def blind_index(text: str) -> str:
    """Return the hex HMAC-SHA256 under its own key, for exact lookups; blank stays blank.

    A plain hash would not do: all 13-digit numbers can be tried in minutes.
    """
    if not text:
        return ""
    return hmac.digest(settings.KEYS.blind_index_key, text.encode(), "sha256").hex()


@cache
def _aead(key: bytes) -> AESGCM:
    return AESGCM(key)
