"""Second factors outlive a change of the key, and a backup knows that it needs theirs."""

from dataclasses import replace
from io import StringIO

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.core.management import call_command

from otoppath.privacy import rotation
from otoppath.privacy.cipher import UnknownKey

SECRET = "JBSWY3DPEHPK3PXP"


@pytest.fixture
def codes(chief):
    """The recovery codes of a chief who has an authenticator app."""
    TOTP.activate(chief, SECRET)
    return RecoveryCodes.activate(chief).generate_codes()


@pytest.fixture
def second_key(codes, settings):
    keys = settings.KEYS
    settings.KEYS = replace(keys, id_keys={**keys.id_keys, 2: b"2" * 32}, current_id_key=2)


def app():
    return Authenticator.objects.get(type=Authenticator.Type.TOTP)


def recovery_codes():
    stored = Authenticator.objects.get(type=Authenticator.Type.RECOVERY_CODES)
    return RecoveryCodes(stored).generate_codes()


def test_key_of_second_factors_counts_as_in_use(codes):
    assert rotation.key_ids_in_use() == {1}


def test_second_factors_work_with_the_new_key_alone(codes, second_key, settings):
    call_command("rotate_id_key", stdout=StringIO())

    settings.KEYS = replace(settings.KEYS, id_keys={2: b"2" * 32})
    assert get_adapter().decrypt(app().data["secret"]) == SECRET
    assert recovery_codes() == codes
    assert rotation.key_ids_in_use() == {2}


def test_without_it_the_first_key_is_still_needed(second_key, settings):
    settings.KEYS = replace(settings.KEYS, id_keys={2: b"2" * 32})

    with pytest.raises(UnknownKey):
        get_adapter().decrypt(app().data["secret"])


def test_second_run_changes_nothing(second_key):
    call_command("rotate_id_key", stdout=StringIO())
    before = app().data

    call_command("rotate_id_key", stdout=StringIO())

    assert app().data == before
