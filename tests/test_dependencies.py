"""Libraries that must not slip in, and those that must not be loaded before they are needed."""

import os
import subprocess
import sys
from pathlib import Path

from django.db.backends.postgresql.psycopg_any import is_psycopg3

ROOT = Path(__file__).resolve().parents[1]
NOT_AT_START = {"openpyxl", "tablib", "xlsxwriter", "python_calamine", "typst", "PIL", "numpy"}


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
