"""Libraries that must not slip in, and those that must not be loaded before they are needed."""

import os
import subprocess
import sys
from pathlib import Path

from django.db.backends.postgresql.psycopg_any import is_psycopg3

ROOT = Path(__file__).resolve().parents[1]
SPREADSHEETS = {"openpyxl", "xlsxwriter", "python_calamine"}


def loaded_by_the_start(before=""):
    """Names of the modules that a fresh process has loaded once Django is set up."""
    lines = ["from django.conf import settings", before, "import django; django.setup()"]
    done = subprocess.run(
        [sys.executable, "-c", "\n".join([*lines, "import sys; print(*sys.modules)"])],
        cwd=ROOT,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings"},
        capture_output=True,
        text=True,
        check=True,
    )
    return set(done.stdout.split())


def test_postgresql_is_reached_through_psycopg2():
    assert is_psycopg3 is False


def test_start_loads_no_spreadsheet_library_of_ours():
    loaded = loaded_by_the_start()

    assert "households.models" in loaded
    # import_export.admin, which the admin finds by itself, asks whether openpyxl can be imported
    # by importing it (100 ms).
    assert loaded & SPREADSHEETS <= {"openpyxl"}


def test_openpyxl_comes_from_the_admin_of_import_export_alone():
    loaded = loaded_by_the_start('settings.INSTALLED_APPS.remove("import_export")')

    assert "households.models" in loaded
    assert loaded & SPREADSHEETS == set()
