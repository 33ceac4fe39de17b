"""The secrets of second factors, which allauth keeps encrypted inside JSON."""

import base64

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import transaction

from otoppath.privacy import cipher

SECRETS = ("secret", "seed")  # of an authenticator app, of recovery codes


class SecondFactors:
    """Tells backup and rotation of keys which keys the second factors need."""

    name = "mfa.Authenticator.data"

    def key_ids(self) -> set[int]:
        """Return the ids of the keys that sealed some secret."""
        every = Authenticator.objects.values_list("data", flat=True)
        return {_key_id(data[name]) for data in every for name in SECRETS if name in data}

    def rewrite(self) -> int:
        """Seal anew what another key than the current one sealed; return how many secrets."""
        with transaction.atomic():
            return sum(_rewrite(row) for row in Authenticator.objects.select_for_update())


def _rewrite(row: Authenticator) -> int:
    current = settings.KEYS.current_id_key
    old = [name for name in SECRETS if name in row.data and _key_id(row.data[name]) != current]
    if old:
        adapter = get_adapter()
        for name in old:
            row.data[name] = adapter.encrypt(adapter.decrypt(row.data[name]))
        row.save(update_fields=["data"])
    return len(old)


def _key_id(text: str) -> int:
    return cipher.key_id(base64.b64decode(text))
