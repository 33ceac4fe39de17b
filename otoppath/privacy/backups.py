"""A backup: database and private files in one archive, and the way back from it.

The archive is a zip of `manifest.json`, `manifest.hmac`, `database` and `files/…`. The manifest
has the checksum of every member and says which keys are needed; its HMAC is made with a key that
is not in the archive, so neither damage nor a planted account passes. Keys are never in it.
Names and photos are, readable: an archive is kept as carefully as the database.
"""

import hashlib
import hmac
import json
import os
import shutil
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO, Any

from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.utils import timezone
from django.utils.translation import gettext as _

import otoppath

from .engines import BackupError, check_dump, dump, is_empty, load
from .rotation import key_ids_in_use

FORMAT = 1
MANIFEST, SIGNATURE, DATABASE, FILES = "manifest.json", "manifest.hmac", "database", "files/"
CHUNK = 1024 * 1024
Manifest = dict[str, Any]


def back_up(path: Path) -> Manifest:
    """Write the archive to the new file `path`, mode 0600; return its manifest.

    The database is copied before the files, so every file that a row names is there. Nobody has
    to stop working. Raises BackupError; then nothing is left at `path`.
    """
    path = path.absolute()
    if path.exists():
        raise BackupError(_("มีไฟล์ %(path)s อยู่แล้ว ให้ใช้ชื่ออื่น") % {"path": path})
    if path.is_relative_to(Path(settings.MEDIA_ROOT).absolute()):
        raise BackupError(_("ให้เก็บไฟล์สำรองไว้นอกโฟลเดอร์ภาพและเอกสารของระบบ"))
    with _working_folder(path.parent) as folder:
        dump(folder / DATABASE)
        manifest = _new_manifest()
        with zipfile.ZipFile(folder / "archive", "w", zipfile.ZIP_STORED) as archive:
            _add(archive, folder / DATABASE, DATABASE, manifest, zipfile.ZIP_DEFLATED)
            for file in _private_files():
                name = FILES + file.relative_to(settings.MEDIA_ROOT).as_posix()
                _add(archive, file, name, manifest, zipfile.ZIP_STORED)
            written = json.dumps(manifest, ensure_ascii=False, indent=1).encode()
            archive.writestr(MANIFEST, written)
            archive.writestr(SIGNATURE, _signature(written))
        _sync(folder / "archive")
        (folder / "archive").chmod(0o600)
        os.replace(folder / "archive", path)
    return manifest


def restore(path: Path) -> Manifest:
    """Put the archive at `path` into this system, which must be empty; return its manifest.

    All of the archive is checked before anything is written. Raises BackupError.
    """
    if not is_empty() or any(_private_files()):
        raise BackupError(
            _("ระบบนี้มีข้อมูลอยู่แล้ว การกู้คืนทำได้เฉพาะระบบว่าง ให้ชี้ DATABASE_URL และ VAR_DIR ไปยังที่ใหม่")
        )
    root = Path(settings.MEDIA_ROOT).absolute()
    with _working_folder(root) as folder, _opened(path) as archive:
        manifest = _checked_manifest(archive)
        for name in manifest["members"]:
            _extract(archive, name, folder, manifest)
        check_dump(folder / DATABASE)
        load(folder / DATABASE)
        for entry in (folder / FILES).glob("*"):
            os.replace(entry, root / entry.name)
    return manifest


def _new_manifest() -> Manifest:
    numbers = sorted(key_ids_in_use())
    keys = settings.KEYS.id_keys
    return {
        "format": FORMAT,
        "version": otoppath.__version__,
        "made_at": timezone.now().isoformat(timespec="seconds"),
        "engine": connection.vendor,
        "migrations": sorted(
            ".".join(key) for key in MigrationLoader(connection).applied_migrations
        ),
        "key_ids": numbers,
        "keys": {str(n): _fingerprint(keys[n]) for n in numbers if n in keys},
        "blind_index_key": _fingerprint(settings.KEYS.blind_index_key),
        "members": {},
    }


def _checked_manifest(archive: zipfile.ZipFile) -> Manifest:
    """Return the manifest, or say what is wrong with the archive, the keys or the version."""
    try:
        written, signature = archive.read(MANIFEST), archive.read(SIGNATURE)
        manifest = json.loads(written)
        _check_keys(manifest)
        genuine = hmac.compare_digest(signature, _signature(written))
    except (KeyError, ValueError, TypeError, AttributeError, zipfile.BadZipFile) as error:
        raise _damaged() from error
    if not genuine:
        raise _damaged()
    if manifest["format"] != FORMAT or _unknown_migrations(manifest):
        raise BackupError(
            _("ไฟล์สำรองนี้ทำจากระบบรุ่นใหม่กว่า (%(version)s) ให้ติดตั้งรุ่นนั้นก่อนกู้คืน")
            % {"version": manifest["version"]}
        )
    if manifest["engine"] != connection.vendor:
        raise BackupError(
            _("ไฟล์สำรองนี้ทำจากฐานข้อมูล %(theirs)s แต่ระบบนี้ใช้ %(ours)s ให้กู้คืนลงฐานข้อมูลชนิดเดียวกัน")
            % {"theirs": manifest["engine"], "ours": connection.vendor}
        )
    return manifest


def _check_keys(manifest: Manifest) -> None:
    ours = settings.KEYS
    missing = [str(n) for n in manifest["key_ids"] if n not in ours.id_keys]
    if missing:
        raise BackupError(
            _("ไม่มีกุญแจหมายเลข %(numbers)s ที่ไฟล์สำรองนี้ต้องใช้ ให้นำ keys.env ของระบบเดิมมาใส่ก่อน")
            % {"numbers": ", ".join(missing)}
        )
    same = manifest["blind_index_key"] == _fingerprint(ours.blind_index_key) and all(
        fingerprint == _fingerprint(ours.id_keys[int(number)])
        for number, fingerprint in manifest["keys"].items()
    )
    if not same:
        raise BackupError(
            _("กุญแจของระบบนี้ไม่ใช่กุญแจของระบบที่ทำไฟล์สำรอง ให้นำ keys.env ของระบบเดิมมาใส่ก่อน")
        )


def _unknown_migrations(manifest: Manifest) -> set[str]:
    known = {
        ".".join(key) for key in MigrationLoader(None, ignore_no_migrations=True).disk_migrations
    }
    return set(manifest["migrations"]) - known


def _add(archive: zipfile.ZipFile, file: Path, name: str, manifest: Manifest, how: int) -> None:
    """Copy one file into the archive; one erased since the folder was listed is left out."""
    try:
        source = file.open("rb")
    except FileNotFoundError:
        return
    info = zipfile.ZipInfo(name, timezone.localtime().timetuple()[:6])
    info.compress_type, info.external_attr = how, 0o600 << 16
    with source, archive.open(info, "w", force_zip64=True) as target:
        manifest["members"][name] = _copy(source, target.write)


def _extract(archive: zipfile.ZipFile, name: str, folder: Path, manifest: Manifest) -> None:
    """Write one member below `folder`, whole and as the manifest knows it, or raise."""
    target = PurePosixPath(name)
    if target.is_absolute() or ".." in target.parts or "\\" in name:
        raise _damaged()
    path = folder / target
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with archive.open(name) as source, path.open("xb") as file:
            copied = _copy(source, file.write)
    except (KeyError, OSError, EOFError, zipfile.BadZipFile, zlib.error) as error:
        raise _damaged(name) from error
    if copied != manifest["members"][name]:
        raise _damaged(name)
    path.chmod(0o600)


def _copy(source: IO[bytes], write: Callable[[bytes], object]) -> str:
    digest = hashlib.sha256()
    while chunk := source.read(CHUNK):
        digest.update(chunk)
        write(chunk)
    return digest.hexdigest()


def _private_files() -> Iterator[Path]:
    root = Path(settings.MEDIA_ROOT)
    return (file for file in sorted(root.rglob("*")) if file.is_file() and not file.is_symlink())


def _damaged(name: str = "") -> BackupError:
    return BackupError(
        _("ไฟล์สำรองเสียหายหรือถูกแก้ไข (%(name)s) ไม่ได้กู้คืนสิ่งใด ให้ใช้ไฟล์สำรองอื่น")
        % {"name": name or MANIFEST}
    )


def _signature(written: bytes) -> bytes:
    key = hmac.digest(settings.KEYS.blind_index_key, b"otoppath backup manifest", "sha256")
    return hmac.new(key, written, hashlib.sha256).hexdigest().encode()


def _fingerprint(key: bytes) -> str:
    """Tell keys apart without telling the key."""
    return hmac.new(key, b"otoppath key fingerprint", hashlib.sha256).hexdigest()[:16]


@contextmanager
def _opened(path: Path) -> Iterator[zipfile.ZipFile]:
    try:
        archive = zipfile.ZipFile(path)
    except OSError as error:
        raise BackupError(_("เปิดไฟล์สำรอง %(path)s ไม่ได้") % {"path": path}) from error
    except zipfile.BadZipFile as error:
        raise _damaged(path.name) from error
    with archive:
        yield archive


@contextmanager
def _working_folder(parent: Path) -> Iterator[Path]:
    """Give a folder of mode 0700 on the same disk, gone afterwards whatever happens."""
    parent.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(dir=parent, prefix=".backup-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder)


def _sync(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())
