"""The page for operators names every setting there is."""

import re

from tests.messages import ROOT

OPERATIONS = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")


def documented():
    rows = re.findall(r"^\| (`[A-Z_`, ]+) \|", OPERATIONS, flags=re.MULTILINE)
    return {name for row in rows for name in re.findall(r"`([A-Z_]+)`", row)}


def read_by_settings():
    source = (ROOT / "otoppath" / "settings.py").read_text(encoding="utf-8")
    return set(re.findall(r"env(?:\.\w+)?\(\s*\"([A-Z_]+)\"", source))


def test_every_setting_of_the_environment_is_documented_and_no_other():
    from otoppath.privacy.keys import NAMES

    assert documented() == read_by_settings() | set(NAMES)


def test_every_variable_of_make_is_documented():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    given = set(re.findall(r"^([A-Z_]+)\s+\?=", makefile, flags=re.MULTILINE))
    assert {name for name in given if f"`{name}`" not in OPERATIONS} == set()
