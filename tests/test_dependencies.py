"""Libraries that must not slip in, and those that must not be loaded before they are needed."""

import os
import subprocess
import sys
from importlib.metadata import requires
from pathlib import Path

import pytest
from django.db.backends.postgresql.psycopg_any import is_psycopg3
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]
NOT_AT_START = {"openpyxl", "tablib", "xlsxwriter", "python_calamine", "typst", "PIL", "numpy"}


WITH_EXTRA = {"django-allauth": "mfa"}


def listed(path):
    """{name: version} of a list of requirements."""
    lines = (line.partition("#")[0].strip() for line in (ROOT / path).read_text().splitlines())
    pins = (line.partition("==") for line in lines if line)
    return {canonicalize_name(name): version for name, _equal, version in pins}


def needed_by(name):
    """Names of what a library needs on this machine, extras of ours among them."""
    extra = {"extra": WITH_EXTRA.get(name, "")}
    for text in requires(name) or ():
        requirement = Requirement(text)
        if requirement.marker is None or requirement.marker.evaluate(extra):
            yield canonicalize_name(requirement.name)


OF_RUN, OF_TESTS = listed("requirements.txt"), listed("tests/requirements.txt")


@pytest.mark.parametrize("libraries", [OF_RUN, OF_RUN | OF_TESTS], ids=["run", "tests"])
def test_a_list_names_all_that_is_installed_with_its_version(libraries):
    needed = {n for name in libraries for n in needed_by(name)}

    assert needed - set(libraries) - {"pip"} == set()
    assert all(libraries.values())


def test_no_library_stands_in_both_lists_which_are_installed_at_the_same_time():
    assert OF_RUN.keys() & OF_TESTS.keys() == set()


def loaded_by_the_start():
    """Names of the modules that a fresh process has loaded once Django is set up."""
    done = subprocess.run(
        [sys.executable, "-c", "import django, sys; django.setup(); print(*sys.modules)"],
        cwd=ROOT,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings"},
        capture_output=True,
        text=True,
        check=True,
    )
    return set(done.stdout.split())


def test_postgresql_is_reached_through_psycopg2():
    assert is_psycopg3 is False


def test_start_loads_neither_spreadsheet_nor_picture_library():
    loaded = loaded_by_the_start()

    assert {"households.models", "households.admin", "import_export"} <= loaded
    assert loaded & NOT_AT_START == set()
