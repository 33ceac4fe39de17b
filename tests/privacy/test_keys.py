"""Where the keys come from, and that there is never a second set by accident."""

import base64
import os
import re
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from otoppath.privacy import keys
from otoppath.privacy.keys import KeysError, add_id_key, load_keys

ROOT = Path(__file__).resolve().parents[2]
GIVEN = {
    "SECRET_KEY": "s" * 60,
    "ID_KEYS": "1:" + base64.b64encode(b"1" * 32).decode(),
    "BLIND_INDEX_KEY": base64.b64encode(b"b" * 32).decode(),
}


@pytest.fixture
def path(tmp_path):
    return tmp_path / "var" / "keys.env"


def test_first_start_makes_a_file_that_only_its_owner_reads(path):
    load_keys(path, {})

    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [entry.name for entry in path.parent.iterdir()] == ["keys.env"]


def test_second_start_reads_the_same_keys(path):
    made = load_keys(path, {})

    assert load_keys(path, {}) == made
    assert made.current_id_key == 1
    assert len(made.id_keys[1]) == len(made.blind_index_key) == 32


def test_two_installations_have_different_keys(tmp_path):
    one, other = (load_keys(tmp_path / name / "keys.env", {}) for name in ("one", "other"))

    assert one.secret_key != other.secret_key
    assert one.id_keys[1] != other.id_keys[1]
    assert one.blind_index_key != other.blind_index_key


def test_processes_that_start_at_once_agree_on_one_set_of_keys(path, tmp_path):
    code = (
        "import sys, time, pathlib\n"
        "from otoppath.privacy.keys import load_keys\n"
        "while not pathlib.Path(sys.argv[2]).exists(): pass\n"
        "print(load_keys(pathlib.Path(sys.argv[1]), {}).id_keys[1].hex())\n"
    )
    gate = tmp_path / "gate"
    command = [sys.executable, "-c", code, str(path), str(gate)]
    started = [
        subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) for _ in range(8)
    ]
    gate.touch()

    seen = {process.communicate(timeout=60)[0].strip() for process in started}

    assert seen == {load_keys(path, {}).id_keys[1].hex()}


def test_process_that_was_overtaken_takes_the_keys_of_the_first(path, monkeypatch):
    write, first = keys._write_temporary, []

    def overtaken(*arguments):
        monkeypatch.undo()
        first.append(load_keys(path, {}))
        return write(*arguments)

    monkeypatch.setattr(keys, "_write_temporary", overtaken)

    assert load_keys(path, {}) == first[0]
    assert [entry.name for entry in path.parent.iterdir()] == ["keys.env"]


def test_environment_alone_leaves_no_file(path):
    loaded = load_keys(path, GIVEN)

    assert loaded.id_keys == {1: b"1" * 32}
    assert loaded.blind_index_key == b"b" * 32
    assert loaded.file is None
    assert not path.parent.exists()


def test_environment_wins_over_the_file(path):
    in_file = load_keys(path, {})

    loaded = load_keys(path, {"SECRET_KEY": GIVEN["SECRET_KEY"]})

    assert loaded.secret_key == GIVEN["SECRET_KEY"]
    assert loaded.id_keys == in_file.id_keys
    assert loaded.file == path


@pytest.mark.parametrize("missing", ["ID_KEYS", "BLIND_INDEX_KEY"])
def test_half_of_the_id_keys_in_the_environment_is_refused(path, missing):
    given = {name: value for name, value in GIVEN.items() if name != missing}

    with pytest.raises(KeysError, match="พร้อมกัน"):
        load_keys(path, given)
    assert not path.exists()


@pytest.mark.parametrize(
    "id_keys",
    [
        "no number",
        "0:" + GIVEN["BLIND_INDEX_KEY"],
        "256:" + GIVEN["BLIND_INDEX_KEY"],
        "1:short",
        "1:" + base64.b64encode(b"1" * 16).decode(),
        GIVEN["ID_KEYS"] + "," + GIVEN["ID_KEYS"],
        "๑:" + GIVEN["ID_KEYS"][2:],
        GIVEN["ID_KEYS"] + ",",
    ],
)
def test_malformed_id_keys_are_refused(path, id_keys):
    with pytest.raises(KeysError, match="ID_KEYS"):
        load_keys(path, {**GIVEN, "ID_KEYS": id_keys})


def test_one_key_for_two_purposes_is_refused(path):
    with pytest.raises(KeysError, match="ไม่ซ้ำ"):
        load_keys(path, {**GIVEN, "BLIND_INDEX_KEY": GIVEN["ID_KEYS"][2:]})


def test_short_secret_key_is_refused(path):
    with pytest.raises(KeysError, match="SECRET_KEY"):
        load_keys(path, {**GIVEN, "SECRET_KEY": "s" * 49})


def test_highest_key_id_is_the_one_to_write_with(path):
    newer = "7:" + base64.b64encode(b"7" * 32).decode()

    loaded = load_keys(path, {**GIVEN, "ID_KEYS": f"{newer},{GIVEN['ID_KEYS']}"})

    assert loaded.current_id_key == 7
    assert set(loaded.id_keys) == {1, 7}


@pytest.mark.parametrize("line", ["SECRET_KEY", "ID_KEYS", "BLIND_INDEX_KEY", "CHECKSUM"])
def test_one_changed_letter_in_the_file_is_noticed(path, line):
    load_keys(path, {})
    text = path.read_text()
    changed = re.sub(
        rf"^({line}=.*?)([A-Za-z])",
        lambda m: m[1] + ("A" if m[2] != "A" else "B"),
        text,
        flags=re.M,
    )
    assert changed != text
    path.write_text(changed)

    with pytest.raises(KeysError, match="เสียหาย"):
        load_keys(path, {})
    assert path.read_text() == changed


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"SECRET_KEY=x\n", b"\x00" * 300])
def test_damaged_file_stops_the_start_and_is_not_replaced(path, content):
    load_keys(path, {})
    path.write_bytes(content)

    with pytest.raises(KeysError, match=re.escape(str(path))):
        load_keys(path, {})
    assert path.read_bytes() == content


def test_file_cut_short_is_noticed(path):
    load_keys(path, {})
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])

    with pytest.raises(KeysError, match="เสียหาย"):
        load_keys(path, {})


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o644])
def test_file_that_others_may_read_stops_the_start(path, mode):
    load_keys(path, {})
    path.chmod(mode)

    with pytest.raises(KeysError, match="chmod 600"):
        load_keys(path, {})


def test_folder_that_cannot_be_written_is_said(tmp_path):
    (tmp_path / "var").write_text("a file where the folder should be")

    with pytest.raises(KeysError, match="ไม่ได้"):
        load_keys(tmp_path / "var" / "keys.env", {})


def test_added_key_becomes_current_and_the_old_ones_stay(path):
    before = load_keys(path, {})

    number = add_id_key(path)

    after = load_keys(path, {})
    assert number == after.current_id_key == 2
    assert after.id_keys[1] == before.id_keys[1]
    assert after.blind_index_key == before.blind_index_key
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_keys_do_not_show_in_their_repr(path):
    loaded = load_keys(path, GIVEN)

    assert "sss" not in repr(loaded)
    assert "111" not in repr(loaded)
    assert "bbb" not in repr(loaded)


def test_keys_module_does_not_need_django():
    code = "import otoppath.privacy.keys, sys; print('django' in sys.modules)"

    out = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={**os.environ},
        capture_output=True,
        text=True,
        check=True,
    )

    assert out.stdout.strip() == "False"
