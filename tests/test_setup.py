"""`.ci/venv`: what a machine is told that lacks something."""

import shutil
import subprocess

import pytest

from tests.messages import ROOT


@pytest.fixture
def clone(tmp_path):
    """A folder with nothing but what the set-up reads, and a machine with few programs."""
    (tmp_path / ".ci").mkdir()
    (tmp_path / "tests").mkdir()
    (tmp_path / "bin").mkdir()
    shutil.copy(ROOT / ".ci" / "venv", tmp_path / ".ci" / "venv")
    shutil.copy(ROOT / "requirements.txt", tmp_path)
    shutil.copy(ROOT / "tests" / "requirements.txt", tmp_path / "tests")
    for program in ("sh", "dirname", "cksum", "cut", "cat", "rm", "touch"):
        (tmp_path / "bin" / program).symlink_to(shutil.which(program))
    return tmp_path


def script(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)


def set_up(clone, *arguments):
    return subprocess.run(
        [clone / ".ci" / "venv", *arguments],
        env={"PATH": str(clone / "bin")},
        capture_output=True,
        text=True,
    )


def test_machine_without_a_recent_python_is_told_what_to_install(clone):
    script(clone / "bin" / "python3", "exit 1")  # too old
    done = set_up(clone)
    assert done.returncode == 1
    assert "apt-get install python3" in done.stderr


def test_python_without_venv_is_told_the_one_command_that_adds_it(clone):
    script(
        clone / "bin" / "python3",
        'case "$2" in *ensurepip*) exit 1;; *print*) echo 3.11;; esac',
    )
    done = set_up(clone)
    assert done.returncode == 1
    assert "sudo apt-get install python3.11-venv" in done.stderr
    assert not (clone / ".venv").exists()


@pytest.fixture
def installed(clone):
    """A clone whose pip only writes down what it was asked for."""
    script(clone / ".venv" / "bin" / "python", f'[ "$1" = -c ] || echo "$@" >> {clone}/asked')
    return clone


def asked(clone):
    path = clone / "asked"
    return path.read_text().splitlines() if path.exists() else []


def test_libraries_are_installed_once_and_again_only_when_the_list_changed(installed):
    set_up(installed)
    set_up(installed)
    assert len(asked(installed)) == 1

    with (installed / "requirements.txt").open("a") as requirements:
        requirements.write("another==1.0\n")
    set_up(installed)
    assert len(asked(installed)) == 2


def test_libraries_of_the_tests_bring_those_of_the_run(installed):
    set_up(installed, "tests")
    set_up(installed, "tests")
    set_up(installed)

    lists = sorted(line.rpartition(" ")[2] for line in asked(installed))
    assert lists == ["requirements.txt", "tests/requirements.txt"]


def test_libraries_of_the_tests_come_on_top_of_those_that_are_there(installed):
    set_up(installed)
    set_up(installed, "tests")

    lists = [line.rpartition(" ")[2] for line in asked(installed)]
    assert lists == ["requirements.txt", "tests/requirements.txt"]


def test_pip_is_told_of_no_registry(installed):
    set_up(installed)
    assert "index" not in asked(installed)[0]
    assert "http" not in asked(installed)[0]


def test_failed_installation_is_tried_again(clone):
    script(clone / ".venv" / "bin" / "python", '[ "$1" = -c ]')
    assert set_up(clone).returncode == 1
    assert list((clone / ".venv").glob(".run-*")) == []


@pytest.mark.parametrize("failing", ["requirements.txt", "tests/requirements.txt"])
def test_one_of_two_that_fails_has_both_tried_again(clone, failing):
    script(clone / ".venv" / "bin" / "python", f'case "$*" in *" {failing}") exit 1;; esac')

    assert set_up(clone, "tests").returncode == 1
    assert list((clone / ".venv").glob(".*-*")) == []
