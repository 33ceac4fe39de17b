"""Values at rest: only the right key, the right column and an unchanged value open."""

import base64
import hashlib
import hmac
from dataclasses import replace

import pytest
from django.conf import settings as django_settings
from hypothesis import given
from hypothesis import strategies as st

from otoppath.privacy import cipher

CONTEXT = "households.Person.national_id"


@given(st.text())
def test_every_text_comes_back(text):
    assert cipher.decrypt(cipher.encrypt(text, context=CONTEXT), context=CONTEXT) == text


def test_value_is_key_id_nonce_and_sealed_text():
    blob = cipher.encrypt("1234567890123", context=CONTEXT)

    assert blob[0] == django_settings.KEYS.current_id_key
    assert len(blob) == 1 + 12 + 13 + 16
    assert b"1234567890123" not in blob


def test_same_text_never_looks_the_same():
    blobs = {cipher.encrypt("1234567890123", context=CONTEXT) for _ in range(50)}

    assert len(blobs) == 50


def test_value_moved_to_another_column_does_not_open():
    blob = cipher.encrypt("1234567890123", context=CONTEXT)

    with pytest.raises(cipher.DamagedValue, match=r"groups\.Member\.national_id"):
        cipher.decrypt(blob, context="groups.Member.national_id")


@pytest.mark.parametrize("position", [1, 12, 13, 30, 41])
def test_value_with_one_changed_bit_does_not_open(position):
    blob = bytearray(cipher.encrypt("1234567890123", context=CONTEXT))
    blob[position] ^= 1

    with pytest.raises(cipher.DamagedValue):
        cipher.decrypt(bytes(blob), context=CONTEXT)


@pytest.mark.parametrize("length", [0, 1, 13, 28])
def test_value_cut_short_does_not_open(length):
    blob = cipher.encrypt("1234567890123", context=CONTEXT)

    with pytest.raises(cipher.DamagedValue):
        cipher.decrypt(blob[:length], context=CONTEXT)


def test_value_of_an_older_key_opens_after_a_newer_one_was_added(settings):
    blob = cipher.encrypt("เดิม", context=CONTEXT)
    keys = settings.KEYS
    settings.KEYS = replace(keys, id_keys={**keys.id_keys, 9: b"9" * 32}, current_id_key=9)

    assert cipher.decrypt(blob, context=CONTEXT) == "เดิม"
    assert cipher.key_id(cipher.encrypt("ใหม่", context=CONTEXT)) == 9


def test_unknown_key_is_named(settings):
    blob = bytes([200]) + cipher.encrypt("1", context=CONTEXT)[1:]

    with pytest.raises(cipher.UnknownKey, match="200"):
        cipher.decrypt(blob, context=CONTEXT)


def test_blind_index_is_the_keyed_hash_and_not_a_plain_one(settings):
    index = cipher.blind_index("1234567890123")

    key = base64.b64decode(base64.b64encode(settings.KEYS.blind_index_key))
    assert index == hmac.new(key, b"1234567890123", hashlib.sha256).hexdigest()
    assert index != hashlib.sha256(b"1234567890123").hexdigest()


def test_blind_index_of_nothing_is_nothing():
    assert cipher.blind_index("") == ""


def test_blind_index_does_not_change_with_the_key_of_the_values(settings):
    before = cipher.blind_index("1234567890123")
    settings.KEYS = replace(settings.KEYS, id_keys={2: b"2" * 32}, current_id_key=2)

    assert cipher.blind_index("1234567890123") == before
