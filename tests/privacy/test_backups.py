"""A backup is worth what a restore of it gives back.

One journey is made for all tests here, because emptying a database between tests costs more than
the journey: an office is backed up, lost, restored, and backed up again.
"""

import base64
import json
import re
import shutil
import stat
import subprocess
import zipfile
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.db import connection
from django.test import override_settings

from households.models import Person, SelectionMeeting
from otoppath.accounts.models import User
from otoppath.privacy import engines
from otoppath.privacy.cipher import blind_index
from otoppath.thai.dates import format_date, today
from tests import factories

# Not for the tests, which only look at what was seen: it has the database made.
pytestmark = pytest.mark.django_db

NATIONAL_ID = "1234567890121"
MINUTES = b"minutes " * 1000


@dataclass
class Journey:
    """What was seen on the way."""

    first: Path
    second: Path
    files: Path
    told: str = ""
    before: dict[str, Any] = field(default_factory=dict)
    after: dict[str, Any] = field(default_factory=dict)


@pytest.fixture(scope="module")
def journey(django_db_setup, django_db_blocker, tmp_path_factory):
    folder = tmp_path_factory.mktemp("journey")
    seen = Journey(folder / "kept" / "1.zip", folder / "kept" / "2.zip", folder / "files")
    with django_db_blocker.unblock(), override_settings(MEDIA_ROOT=seen.files):
        try:
            make_office()
            seen.before = look()
            run("backup", seen.first)
            lose_everything(seen.files)
            seen.told = run("restore", seen.first)
            seen.after = look()
            run("backup", seen.second)
        finally:
            call_command("flush", interactive=False, verbosity=0)
    return seen


def run(*command):
    out = StringIO()
    call_command(*map(str, command), stdout=out)
    return out.getvalue()


def make_office():
    """People, an encrypted ID, an account, and a file."""
    officer = factories.user(username="officer")
    household = factories.household(created_by=officer)
    person = household.persons.get()
    person.first_name = "สมมุติขึ้น"
    person.national_id, person.national_id_index = NATIONAL_ID, blind_index(NATIONAL_ID)
    person.save()
    meeting = SelectionMeeting(
        village=household.village,
        fiscal_year=2570,
        number="1/2570",
        held_on=today(),
        eligible_count=90,
        present_count=60,
        chaired_by="ประธานสมมุติ",
    )
    meeting.document.save("minutes.pdf", ContentFile(MINUTES))


def look():
    """What a user of the system could see of it, and that it goes on working."""
    person = Person.objects.get(national_id_index=blind_index(NATIONAL_ID))
    return {
        "id": person.national_id,
        "history": list(person.history.values_list("first_name", "history_date")),
        "household": person.household.uuid,
        "document": SelectionMeeting.objects.get().document.read(),
        "login": User.objects.get().check_password(factories.PASSWORD),
        "next key is free": factories.household().pk > person.household_id,
    }


def lose_everything(files):
    call_command("flush", interactive=False, verbosity=0)
    shutil.rmtree(files)
    if connection.vendor == "postgresql":
        # The empty system is of a newer version: its tables are not those of the backup.
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE households_person ADD COLUMN of_tomorrow text")
    assert not User.objects.exists()


def manifest(path):
    with zipfile.ZipFile(path) as archive:
        return json.loads(archive.read("manifest.json"))


def database_in_clear(path, folder):
    """What somebody who stole the archive reads in its database."""
    with zipfile.ZipFile(path) as opened:
        copy = Path(opened.extract("database", folder))
    if connection.vendor == "sqlite":
        return copy.read_bytes()
    command = ["pg_restore", "--file=-", str(copy)]
    return subprocess.run(command, capture_output=True, check=True).stdout


# --- There and back -----------------------------------------------------------------------


@pytest.mark.parametrize(
    "what", ["id", "history", "household", "document", "login", "next key is free"]
)
def test_everything_comes_back(journey, what):
    assert journey.before[what]
    assert journey.after[what] == journey.before[what]


def test_restore_says_of_when_it_is_and_what_comes_next(journey):
    assert format_date(today()) in journey.told
    assert "migrate" in journey.told


def test_restored_files_are_read_by_their_owner_alone(journey):
    files = [path for path in journey.files.rglob("*") if path.is_file()]

    assert [stat.S_IMODE(path.stat().st_mode) for path in files] == [0o600]
    assert [path.name for path in journey.files.iterdir()] == ["selection"]


def test_restored_system_is_backed_up_as_the_first_was(journey):
    first, second = manifest(journey.first), manifest(journey.second)

    assert second["migrations"] == first["migrations"]
    assert second["members"].keys() == first["members"].keys()


# --- What the archive holds ---------------------------------------------------------------


def test_manifest_says_version_engine_checksums_and_keys(journey):
    told = manifest(journey.first)
    file = next(name for name in told["members"] if name != "database")

    assert (told["version"], told["engine"]) == ("0.1.0", connection.vendor)
    assert told["key_ids"] == [1]
    assert re.fullmatch(r"files/selection/.+\.pdf", file)
    assert all(re.fullmatch(r"[0-9a-f]{64}", checksum) for checksum in told["members"].values())


def test_keys_and_ids_are_not_in_the_archive(journey, tmp_path):
    content = journey.first.read_bytes() + database_in_clear(journey.first, tmp_path)

    assert "สมมุติขึ้น".encode() in content
    assert NATIONAL_ID.encode() not in content
    keys = django_settings.KEYS
    for key in (keys.secret_key.encode(), keys.blind_index_key, keys.id_keys[1]):
        assert key not in content
        assert key.hex().encode() not in content
        assert base64.b64encode(key) not in content


def test_archive_is_read_by_its_owner_alone_and_leaves_nothing_beside_it(journey):
    kept = sorted(journey.first.parent.iterdir())

    assert kept == [journey.first, journey.second]
    assert [stat.S_IMODE(path.stat().st_mode) for path in kept] == [0o600, 0o600]


def test_database_of_an_archive_is_looked_at_before_it_is_loaded(tmp_path):
    broken = tmp_path / "database"
    broken.write_bytes(b"not a database" * 100)

    with pytest.raises(engines.BackupError):
        engines.check_dump(broken)
