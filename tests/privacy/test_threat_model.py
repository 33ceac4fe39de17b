"""The page of threats names files that exist, and every protection of this folder."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "threat-model.md").read_text(encoding="utf-8")
# What is no protection by itself.
OTHERS = {"__init__.py", "apps.py", "engines.py"}


def named():
    return set(re.findall(r"`((?:otoppath|households|tests)/[\w/]+\.py)`", PAGE))


def test_every_file_it_names_exists():
    assert len(named()) > 20
    assert {name for name in named() if not (ROOT / name).is_file()} == set()


def test_every_file_of_privacy_is_named():
    files = {path.name for path in (ROOT / "otoppath" / "privacy").glob("*.py")} - OTHERS

    assert {name for name in files if f"otoppath/privacy/{name}" not in named()} == set()
