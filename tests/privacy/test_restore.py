"""A restore takes the whole archive of this system's own keys, or nothing.

What is refused is refused before the database is touched: its copy is a stand-in here, and
loading it fails the test.
"""

import hashlib
import json
import os
import zipfile
from dataclasses import replace

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from otoppath.privacy import backups, engines
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    """The private files of this test."""
    settings.MEDIA_ROOT = tmp_path / "files"
    return settings.MEDIA_ROOT


@pytest.fixture
def archive(folder, tmp_path, monkeypatch):
    """An archive with a database, a file and a key in use; the system is empty again."""
    monkeypatch.setattr(backups, "dump", lambda path: path.write_bytes(b"database " * 1000))
    monkeypatch.setattr(backups, "key_ids_in_use", lambda: {1})
    monkeypatch.setattr(backups, "check_dump", lambda path: None)
    monkeypatch.setattr(backups, "load", lambda path: pytest.fail("the database was touched"))
    (folder / "selection").mkdir(parents=True)
    (folder / "selection" / "minutes.pdf").write_bytes(b"minutes " * 1000)
    backups.back_up(tmp_path / "backup.zip")
    (folder / "selection" / "minutes.pdf").unlink()
    (folder / "selection").rmdir()
    return tmp_path / "backup.zip"


def refusal(path):
    with pytest.raises(CommandError) as refused:
        call_command("restore", str(path))
    return str(refused.value)


def nothing_was_restored(folder):
    return list(folder.rglob("*")) == []


def rewritten(path, change):
    """The archive with its members passed through `change`, as somebody else would write it."""
    with zipfile.ZipFile(path) as opened:
        members = {name: opened.read(name) for name in opened.namelist()}
    change(members)
    with zipfile.ZipFile(path, "w") as written:
        for name, content in members.items():
            written.writestr(name, content)
    return path


def test_archive_that_nobody_changed_reaches_the_database(archive):
    with pytest.raises(pytest.fail.Exception, match="touched"):
        call_command("restore", str(archive))


# --- Damaged, changed, foreign ------------------------------------------------------------


def change_database(members):
    members["database"] += b"x"


def change_file(members):
    members["files/selection/minutes.pdf"] += b"x"


def drop_file(members):
    del members["files/selection/minutes.pdf"]


def drop_manifest(members):
    del members["manifest.json"]


def change_checksums(members):
    """What somebody without the keys can do: change a file and its checksum alike."""
    members["files/selection/minutes.pdf"] = b"planted"
    told = json.loads(members["manifest.json"])
    told["members"]["files/selection/minutes.pdf"] = hashlib.sha256(b"planted").hexdigest()
    members["manifest.json"] = json.dumps(told).encode()


def empty_manifest(members):
    members["manifest.json"] = b"{}"


def list_for_a_manifest(members):
    members["manifest.json"] = b"[]"


@pytest.mark.parametrize(
    "change",
    [
        change_database,
        change_file,
        drop_file,
        drop_manifest,
        change_checksums,
        empty_manifest,
        list_for_a_manifest,
    ],
)
def test_changed_archive_is_refused_whole(archive, folder, change):
    rewritten(archive, change)

    assert "ไฟล์สำรองเสียหาย" in refusal(archive)
    assert nothing_was_restored(folder)


@pytest.mark.parametrize("place", [0.1, 0.5, 0.9])
def test_archive_with_a_damaged_byte_is_refused_whole(archive, folder, place):
    content = bytearray(archive.read_bytes())
    position = int(len(content) * place)
    content[position] ^= 0xFF
    archive.write_bytes(content)

    assert "ไฟล์สำรองเสียหาย" in refusal(archive)
    assert nothing_was_restored(folder)


def test_archive_cut_short_is_refused_whole(archive, folder):
    os.truncate(archive, archive.stat().st_size // 2)

    assert "ไฟล์สำรองเสียหาย" in refusal(archive)
    assert nothing_was_restored(folder)


def test_missing_archive_is_said(tmp_path):
    assert "เปิดไฟล์สำรอง" in refusal(tmp_path / "none.zip")


def test_missing_key_is_named(archive, settings, folder):
    settings.KEYS = replace(settings.KEYS, id_keys={5: b"5" * 32}, current_id_key=5)

    assert "ไม่มีกุญแจหมายเลข 1" in refusal(archive)
    assert nothing_was_restored(folder)


@pytest.mark.parametrize("foreign", [{"id_keys": {1: b"x" * 32}}, {"blind_index_key": b"x" * 32}])
def test_fresh_keys_of_a_new_installation_are_refused(archive, settings, folder, foreign):
    settings.KEYS = replace(settings.KEYS, **foreign)

    assert "ไม่ใช่กุญแจของระบบ" in refusal(archive)
    assert nothing_was_restored(folder)


def test_name_that_leads_out_of_the_folder_is_refused(archive, folder, tmp_path):
    def escape(members):
        told = json.loads(members["manifest.json"])
        told["members"]["../../escaped"] = "0" * 64
        members["manifest.json"] = json.dumps(told).encode()
        members["manifest.hmac"] = backups._signature(members["manifest.json"])
        members["../../escaped"] = b"x"

    rewritten(archive, escape)

    assert "ไฟล์สำรองเสียหาย" in refusal(archive)
    assert not list(tmp_path.rglob("escaped"))
    assert nothing_was_restored(folder)


def signed(path, **told):
    """The archive with another manifest, properly signed."""

    def change(members):
        new = {**json.loads(members["manifest.json"]), **told}
        members["manifest.json"] = json.dumps(new).encode()
        members["manifest.hmac"] = backups._signature(members["manifest.json"])

    return rewritten(path, change)


def test_backup_of_a_newer_version_is_refused(archive, folder):
    signed(archive, migrations=["households.9999_from_the_future"], version="9.0")

    assert "รุ่นใหม่กว่า (9.0)" in refusal(archive)
    assert nothing_was_restored(folder)


def test_backup_of_the_other_engine_is_refused(archive, folder):
    other = {"sqlite": "postgresql", "postgresql": "sqlite"}[connection.vendor]
    signed(archive, engine=other)

    assert f"ทำจากฐานข้อมูล {other}" in refusal(archive)
    assert nothing_was_restored(folder)


# --- Only into an empty system ------------------------------------------------------------


def test_system_with_one_row_is_not_overwritten(archive, folder):
    factories.place()

    assert "มีข้อมูลอยู่แล้ว" in refusal(archive)
    assert nothing_was_restored(folder)


def test_system_with_one_file_is_not_overwritten(archive, folder):
    (folder / "photo.jpg").write_bytes(b"x")

    assert "มีข้อมูลอยู่แล้ว" in refusal(archive)
    assert [path.name for path in folder.iterdir()] == ["photo.jpg"]


def test_system_that_was_only_migrated_is_empty():
    assert engines.is_empty()


def test_system_that_was_not_even_migrated_is_empty(monkeypatch):
    factories.place()
    monkeypatch.setattr(connection.introspection, "table_names", list)

    assert engines.is_empty()


# --- A backup that cannot be made ---------------------------------------------------------


def backup_refusal(path):
    with pytest.raises(CommandError) as refused:
        call_command("backup", str(path))
    return str(refused.value)


def test_backup_never_replaces_a_file(archive):
    before = archive.read_bytes()

    assert "อยู่แล้ว" in backup_refusal(archive)
    assert archive.read_bytes() == before


def test_backup_into_the_private_files_is_refused(archive, folder):
    assert "นอกโฟลเดอร์" in backup_refusal(folder / "backup.zip")
    assert nothing_was_restored(folder)


def test_backup_that_fails_leaves_nothing(tmp_path, monkeypatch):
    def fail(path):
        path.write_bytes(b"half")
        raise engines.BackupError("ดิสก์เต็ม")

    monkeypatch.setattr(backups, "dump", fail)

    assert backup_refusal(tmp_path / "kept" / "backup.zip") == "ดิสก์เต็ม"
    assert list((tmp_path / "kept").iterdir()) == []


on_postgresql = pytest.mark.skipif(connection.vendor != "postgresql", reason="PostgreSQL only")


@on_postgresql
def test_missing_pg_dump_is_said(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))

    assert "ไม่พบโปรแกรม pg_dump" in backup_refusal(tmp_path / "backup.zip")
    assert not (tmp_path / "backup.zip").exists()


@on_postgresql
def test_failure_of_pg_dump_is_said(tmp_path, monkeypatch):
    monkeypatch.setitem(connection.settings_dict, "PORT", "1")

    assert "pg_dump ทำงานไม่สำเร็จ" in backup_refusal(tmp_path / "backup.zip")
