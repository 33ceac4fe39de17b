"""Changing the key of the encrypted columns."""

from dataclasses import replace
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from households.models import Household, Person
from otoppath.privacy import rotation
from otoppath.privacy.cipher import UnknownKey
from otoppath.privacy.keys import load_keys
from tests import factories

IDS = ["1234567890121", "1111111111119", "", "3333333333337"]


@pytest.fixture
def persons(db):
    household = Household.objects.create(village=factories.place(), house_no="1")
    return [
        Person.objects.create(household=household, first_name=f"สมมุติ{n}", national_id=text)
        for n, text in enumerate(IDS)
    ]


@pytest.fixture
def second_key(settings):
    """The key 2 is there and is the one to write with; the server was started anew."""
    keys = settings.KEYS
    settings.KEYS = replace(keys, id_keys={**keys.id_keys, 2: b"2" * 32}, current_id_key=2)


def without_first_key(settings):
    settings.KEYS = replace(settings.KEYS, id_keys={2: b"2" * 32})


def national_ids():
    return list(Person.objects.order_by("pk").values_list("national_id", flat=True))


def run(*arguments):
    out = StringIO()
    call_command("rotate_id_key", *arguments, stdout=out)
    return out.getvalue()


def test_all_values_open_with_the_new_key_alone(persons, second_key, settings):
    assert rotation.key_ids_in_use() == {1}

    told = run()

    without_first_key(settings)
    assert national_ids() == IDS
    assert rotation.key_ids_in_use() == {2}
    assert "households.Person.national_id: เข้ารหัสใหม่ 3 รายการ" in told


def test_without_it_the_first_key_is_still_needed(persons, second_key, settings):
    without_first_key(settings)

    with pytest.raises(UnknownKey):
        national_ids()


def test_second_run_finds_nothing_to_do(persons, second_key):
    run()

    assert "เข้ารหัสใหม่ 0 รายการ" in run()


def test_every_batch_is_rewritten(persons, second_key, settings, monkeypatch):
    monkeypatch.setattr(rotation, "BATCH", 1)

    run()

    without_first_key(settings)
    assert national_ids() == IDS


def test_value_changed_meanwhile_is_not_put_back(persons, second_key, monkeypatch):
    opened = rotation.cipher.decrypt

    def somebody_saves_first(blob, *, context):
        monkeypatch.undo()
        Person.objects.filter(pk=persons[0].pk).update(national_id="5555555555551")
        return opened(blob, context=context)

    monkeypatch.setattr(rotation.cipher, "decrypt", somebody_saves_first)
    rotation.SealedColumn(Person, Person._meta.get_field("national_id")).rewrite()

    assert national_ids()[0] == "5555555555551"


def test_rotation_leaves_no_line_in_the_history(persons, second_key):
    run()

    assert [person.history.count() for person in persons] == [1, 1, 1, 1]


def test_key_ids_in_use_are_read_without_opening_the_values(persons, settings):
    without_first_key(settings)

    assert rotation.key_ids_in_use() == {1}
    with connection.cursor() as cursor:
        cursor.execute("UPDATE households_person SET national_id = %s", [b""])
    assert rotation.key_ids_in_use() == set()


def test_new_key_is_added_to_the_file_and_nothing_is_rewritten(persons, settings, tmp_path):
    path = tmp_path / "keys.env"
    settings.KEYS = load_keys(path, {})

    told = run("--new-key")

    assert load_keys(path, {}).current_id_key == 2
    assert "หมายเลข 2" in told
    assert rotation.key_ids_in_use() == {1}


def test_new_key_of_keys_from_the_environment_is_left_to_the_operator(settings):
    settings.KEYS = replace(settings.KEYS, file=None)

    with pytest.raises(CommandError, match="ID_KEYS"):
        run("--new-key")
