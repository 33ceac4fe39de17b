"""The secrets of one installation: where they come from, and how they are made once.

The environment wins (SECRET_KEY, ID_KEYS="1:<base64>,2:<base64>", BLIND_INDEX_KEY). What it does
not say comes from one file, made on the first start with mode 0600. This module must not import
Django: the settings are read from it.
"""

import base64
import binascii
import contextlib
import hashlib
import os
import secrets
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

KEY_BYTES = 32
SECRET_KEY_LENGTH = 50
NAMES = ("SECRET_KEY", "ID_KEYS", "BLIND_INDEX_KEY")
HEADER = """\
# กุญแจของระบบนี้ ห้ามแก้ไข ห้ามส่งต่อ และเก็บสำเนาไว้คนละที่กับไฟล์สำรองข้อมูล
# หากกุญแจหาย จะอ่านเลขประจำตัวประชาชนที่บันทึกไว้ไม่ได้อีก
"""


class KeysError(RuntimeError):
    """The keys are missing, damaged or readable by others; the sentence says what to do."""


@dataclass(frozen=True)
class Keys:
    """All secrets of an installation; none of them shows in its repr."""

    secret_key: str = field(repr=False)
    id_keys: dict[int, bytes] = field(repr=False)
    current_id_key: int
    blind_index_key: bytes = field(repr=False)
    file: Path | None = None
    """The file that holds the ID keys; None when they come from the environment."""


def load_keys(path: Path, environ: Mapping[str, str] | None = None) -> Keys:
    """Return the keys from the environment, else from the file at `path`, made if absent.

    ID_KEYS and BLIND_INDEX_KEY are given together or not at all: one without the other would
    silently start a second set of keys. The highest key id is the one new values are written
    with. Raises KeysError with a sentence in Thai.
    """
    environ = os.environ if environ is None else environ
    given = {name: environ[name] for name in NAMES if environ.get(name)}
    if ("ID_KEYS" in given) != ("BLIND_INDEX_KEY" in given):
        raise KeysError("ตัวแปร ID_KEYS และ BLIND_INDEX_KEY ต้องกำหนดพร้อมกันทั้งสองตัว หรือไม่กำหนดทั้งสองตัว")
    if len(given) < len(NAMES):
        given = {**_read_or_make(Path(path)), **given}
    return _keys_of(given, file=None if environ.get("ID_KEYS") else Path(path))


def add_id_key(path: Path) -> int:
    """Write one more ID key, with the next id, into the file at `path`; return the id.

    The old keys stay: rows not yet rewritten, and older backups, need them.
    """
    path = Path(path)
    values = _read(path)
    number = max(_id_keys(values["ID_KEYS"])) + 1
    if number > 255:
        raise KeysError("ใช้หมายเลขกุญแจครบ 255 ดอกแล้ว")
    values["ID_KEYS"] += f",{number}:{_new_key()}"
    temporary = _write_temporary(path, values)
    os.replace(temporary, path)
    _sync_folder(path.parent)
    return number


def _keys_of(values: Mapping[str, str], file: Path | None) -> Keys:
    if len(values["SECRET_KEY"]) < SECRET_KEY_LENGTH:
        raise KeysError(f"SECRET_KEY สั้นเกินไป ต้องยาวอย่างน้อย {SECRET_KEY_LENGTH} ตัวอักษร")
    id_keys = _id_keys(values["ID_KEYS"])
    blind_index_key = _decode("BLIND_INDEX_KEY", values["BLIND_INDEX_KEY"])
    if blind_index_key in id_keys.values() or len(set(id_keys.values())) < len(id_keys):
        raise KeysError("กุญแจใน ID_KEYS และ BLIND_INDEX_KEY ต้องไม่ซ้ำกัน")
    return Keys(
        secret_key=values["SECRET_KEY"],
        id_keys=id_keys,
        current_id_key=max(id_keys),
        blind_index_key=blind_index_key,
        file=file,
    )


def _id_keys(text: str) -> dict[int, bytes]:
    keys: dict[int, bytes] = {}
    for item in text.split(","):
        number, separator, encoded = item.strip().partition(":")
        is_id = number.isascii() and number.isdigit() and 1 <= int(number) <= 255
        if not (separator and is_id) or int(number) in keys:
            raise KeysError(
                "ID_KEYS ไม่ถูกต้อง ต้องเป็นรูปแบบ 1:<base64>,2:<base64> หมายเลข 1 ถึง 255 ไม่ซ้ำกัน"
            )
        keys[int(number)] = _decode("ID_KEYS", encoded)
    return keys


def _decode(name: str, encoded: str) -> bytes:
    try:
        key = base64.b64decode(encoded.strip(), validate=True)
    except (binascii.Error, ValueError):
        key = b""
    if len(key) != KEY_BYTES:
        raise KeysError(f"{name} ไม่ถูกต้อง กุญแจแต่ละดอกต้องเป็น base64 ของข้อมูล {KEY_BYTES} ไบต์")
    return key


def _read_or_make(path: Path) -> dict[str, str]:
    """Read the file, or make it. Of two processes that start at once, one makes it."""
    if not path.exists():
        values = {
            "SECRET_KEY": secrets.token_urlsafe(SECRET_KEY_LENGTH),
            "ID_KEYS": f"1:{_new_key()}",
            "BLIND_INDEX_KEY": _new_key(),
        }
        temporary = _write_temporary(path, values)
        try:
            # A link appears whole or not at all and never replaces a file: the loser of the
            # race reads what the winner wrote.
            with contextlib.suppress(FileExistsError):
                os.link(temporary, path)
                _sync_folder(path.parent)
        except OSError as error:
            raise KeysError(
                f"สร้างไฟล์กุญแจ {path} ไม่ได้ ({error.strerror}) "
                "ให้กำหนดตัวแปร SECRET_KEY, ID_KEYS และ BLIND_INDEX_KEY แทน"
            ) from error
        finally:
            os.unlink(temporary)
    return _read(path)


def _read(path: Path) -> dict[str, str]:
    try:
        text = path.read_text(encoding="utf-8", errors="replace")
        mode = path.stat().st_mode
    except OSError as error:
        raise KeysError(f"อ่านไฟล์กุญแจ {path} ไม่ได้ ({error.strerror})") from error
    if os.name == "posix" and mode & 0o077:
        raise KeysError(f"ผู้อื่นอ่านไฟล์กุญแจ {path} ได้ ให้สั่ง chmod 600 {path} แล้วเริ่มระบบใหม่")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    values = dict(line.partition("=")[::2] for line in lines)
    checksum = values.pop("CHECKSUM", "")
    if set(values) != set(NAMES) or checksum != _checksum(values):
        raise KeysError(
            f"ไฟล์กุญแจ {path} เสียหายหรือถูกแก้ไข ให้นำสำเนาที่เก็บไว้กลับมาวางแทน "
            "อย่าลบไฟล์นี้ เพราะกุญแจที่สร้างใหม่อ่านเลขประจำตัวประชาชนเดิมไม่ได้"
        )
    return values


def _write_temporary(path: Path, values: Mapping[str, str]) -> str:
    """Write the values beside `path`, on the disk before this returns; mkstemp gives 0600."""
    lines = [f"{name}={values[name]}" for name in NAMES]
    text = HEADER + "\n".join([*lines, f"CHECKSUM={_checksum(values)}"]) + "\n"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=".keys-")
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise KeysError(f"เขียนไฟล์กุญแจ {path} ไม่ได้ ({error.strerror})") from error
    return temporary


def _checksum(values: Mapping[str, str]) -> str:
    """Tell a flipped character from a key: a wrong key decodes as well as the right one."""
    text = "\n".join(f"{name}={values[name]}" for name in NAMES)
    return hashlib.sha256(text.encode()).hexdigest()


def _new_key() -> str:
    return base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode("ascii")


def _sync_folder(folder: Path) -> None:
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
