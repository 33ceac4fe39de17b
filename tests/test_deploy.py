"""The system as an office runs it: without DEBUG, with hashed files, under its server."""

import os
import subprocess
import sys
from pathlib import Path

from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import call_command
from django.db.backends.postgresql.psycopg_any import is_psycopg3
from django.test import override_settings

ROOT = Path(__file__).resolve().parent.parent
HASHED = {"staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}}


def manage(*arguments, tmp_path, **variables):
    """Run manage.py with the real settings, in a folder of its own."""
    environment = {
        "PATH": os.environ["PATH"],
        "VAR_DIR": str(tmp_path),
        "PYTHONPATH": str(ROOT),
        **variables,
    }
    return subprocess.run(
        [sys.executable, str(ROOT / "manage.py"), *arguments],
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
    )


def test_deployment_check_is_clean_without_any_setting(tmp_path):
    done = manage("check", "--deploy", "--fail-level", "WARNING", tmp_path=tmp_path)
    assert done.returncode == 0, done.stderr


def test_demo_without_debug_does_not_start(tmp_path):
    done = manage("check", tmp_path=tmp_path, DEMO="1")
    assert done.returncode != 0
    assert "DEBUG" in done.stderr


def test_psycopg_3_is_not_in_use():
    """It would be taken instead of psycopg2 as soon as a library brings it along."""
    assert is_psycopg3 is False


def test_libraries_needed_by_few_pages_are_not_imported_at_the_start(tmp_path):
    libraries = {"xlsxwriter", "python_calamine", "playwright", "pytest"}
    done = subprocess.run(
        [sys.executable, "-c", "import otoppath.wsgi, sys; print(*sys.modules)"],
        env={"PATH": os.environ["PATH"], "VAR_DIR": str(tmp_path), "DEBUG": "1"},
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    assert libraries & set(done.stdout.split()) == set()


def test_every_static_file_that_a_style_refers_to_exists_under_its_hashed_name(tmp_path, settings):
    with override_settings(STATIC_ROOT=tmp_path, STORAGES={**settings.STORAGES, **HASHED}):
        call_command("collectstatic", interactive=False, verbosity=0)
        address = staticfiles_storage.url("css/base.css")
    assert (tmp_path / address.removeprefix(f"/{settings.STATIC_URL}".replace("//", "/"))).exists()
    assert address != "/static/css/base.css"
