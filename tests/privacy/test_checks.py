"""What stops the start."""

import base64
import os
import stat
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from django.contrib import admin
from django.core.exceptions import ImproperlyConfigured

from households.models import Household, Person
from otoppath.privacy.checks import (
    check_admin,
    check_demo_accounts,
    check_keys,
    check_personal,
    refuse_unsafe_start,
)
from otoppath.privacy.keys import load_keys
from tests import factories

ROOT = Path(__file__).resolve().parents[2]
DATABASES = ["default"]


@pytest.fixture
def good_keys(settings, tmp_path):
    settings.DEBUG = False
    settings.KEYS = load_keys(tmp_path / "keys.env", {})
    return settings.KEYS


def ids(problems):
    return [problem.id for problem in problems]


# --- Keys ---------------------------------------------------------------------------------


def test_keys_made_by_the_system_pass(good_keys):
    assert check_keys(None) == []


@pytest.mark.parametrize(
    "weak",
    [
        {"secret_key": "x" * 60},
        {"secret_key": "django-insecure-4k#l2)s8d7f6g5h4j3k2l1z0x9c8v7b6n5m4q3w2e1r"},
        {"blind_index_key": b"b" * 32},
        {"id_keys": {1: b"1" * 32}},
    ],
)
def test_key_that_was_typed_in_stops_the_start(good_keys, settings, weak):
    settings.KEYS = replace(good_keys, **weak)

    assert ids(check_keys(None)) == ["privacy.E002"]


def test_weak_keys_are_allowed_under_debug(good_keys, settings):
    settings.KEYS = replace(good_keys, secret_key="x" * 60)
    settings.DEBUG = True

    assert check_keys(None) == []


# --- Demo accounts ------------------------------------------------------------------------


@pytest.fixture
def demo_account(good_keys, db):
    return factories.user(username="officer", password="otoppath-demo")


def test_demo_account_with_the_demo_password_stops_the_start(demo_account):
    assert ids(check_demo_accounts(None, databases=DATABASES)) == ["privacy.E003"]
    with pytest.raises(ImproperlyConfigured, match="officer"):
        refuse_unsafe_start()


def test_demo_account_with_the_password_that_this_demo_was_given_stops_the_start(
    demo_account, settings
):
    settings.DEMO_PASSWORD = "another-demo-password"
    demo_account.set_password("another-demo-password")
    demo_account.save()

    assert ids(check_demo_accounts(None, databases=DATABASES)) == ["privacy.E003"]


def test_account_with_such_a_name_and_its_own_password_passes(demo_account):
    demo_account.set_password(factories.PASSWORD)
    demo_account.save()

    assert check_demo_accounts(None, databases=DATABASES) == []
    refuse_unsafe_start()


def test_closed_demo_account_passes(demo_account):
    demo_account.is_active = False
    demo_account.save()

    assert check_demo_accounts(None, databases=DATABASES) == []


def test_demo_is_allowed_under_debug(demo_account, settings):
    settings.DEBUG = True

    assert check_demo_accounts(None, databases=DATABASES) == []


# --- The server itself --------------------------------------------------------------------


def started(tmp_path, **environment):
    """What importing the WSGI application in a process of its own ends with."""
    clean = {k: v for k, v in os.environ.items() if k not in ("SECRET_KEY", "ID_KEYS", "DEMO")}
    clean.pop("BLIND_INDEX_KEY", None)
    return subprocess.run(
        [sys.executable, "-c", "import otoppath.wsgi; print('serving')"],
        cwd=ROOT,
        env={
            **clean,
            "DJANGO_SETTINGS_MODULE": "otoppath.settings",
            "DATABASE_URL": f"sqlite:///{tmp_path}/db.sqlite3",
            "VAR_DIR": str(tmp_path / "var"),
            "DEBUG": "0",
            **environment,
        },
        capture_output=True,
        text=True,
        check=False,
    )


def test_server_starts_with_the_keys_it_made(tmp_path):
    done = started(tmp_path)

    assert done.stdout.strip() == "serving", done.stderr
    assert stat.S_IMODE((tmp_path / "var").stat().st_mode) == 0o700


def test_server_does_not_start_with_a_weak_key(tmp_path):
    done = started(
        tmp_path,
        ID_KEYS="1:" + base64.b64encode(b"1" * 32).decode(),
        BLIND_INDEX_KEY=base64.b64encode(b"b" * 32).decode(),
    )

    assert done.stdout == ""
    assert "ID_KEYS 1" in done.stderr


def test_server_does_not_start_with_damaged_keys(tmp_path):
    (tmp_path / "var").mkdir()
    (tmp_path / "var" / "keys.env").write_text("SECRET_KEY=x\n")
    (tmp_path / "var" / "keys.env").chmod(0o600)

    done = started(tmp_path)

    assert done.stdout == ""
    assert "เสียหาย" in done.stderr


def test_demo_without_debug_does_not_start(tmp_path):
    done = started(tmp_path, DEMO="1")

    assert done.stdout == ""
    assert "DEMO=1" in done.stderr


# --- Nothing personal forgotten -----------------------------------------------------------


def test_models_of_this_system_pass():
    assert check_personal(None) == []
    assert check_admin(None) == []


@pytest.mark.parametrize("column", ["national_id", "national_id_index", "sort_key"])
def test_personal_that_forgets_a_column_is_reported(monkeypatch, column):
    rest = {name: value for name, value in Person.PERSONAL.items() if name != column}
    monkeypatch.setattr(Person, "PERSONAL", rest)

    problems = check_personal(None)

    assert [(p.id, p.obj, p.msg.split()[-1]) for p in problems] == [
        ("privacy.E005", Person, column)
    ]


@pytest.mark.parametrize("name", ["nick_name", "persons"])
def test_personal_that_names_no_column_is_reported(monkeypatch, name):
    monkeypatch.setattr(Household, "PERSONAL", {**Household.PERSONAL, name: ""})

    assert [(p.id, p.obj) for p in check_personal(None)] == [("privacy.E004", Household)]


def test_encrypted_column_without_personal_is_reported(monkeypatch):
    monkeypatch.delattr(Person, "PERSONAL")

    assert [(p.id, p.obj) for p in check_personal(None)] == [("privacy.E006", Person)]


@pytest.mark.parametrize(
    "options",
    [
        {"list_display": ["first_name", "national_id"]},
        {"readonly_fields": ["national_id"]},
        {"search_fields": ["=national_id"]},
        {"fieldsets": [(None, {"fields": ["first_name", ("last_name", "national_id")]})]},
    ],
)
def test_admin_that_shows_an_encrypted_column_is_reported(monkeypatch, options):
    shown = type("PersonAdmin", (admin.ModelAdmin,), options)
    monkeypatch.setitem(admin.site._registry, Person, shown(Person, admin.site))

    assert [(p.id, p.obj) for p in check_admin(None)] == [("privacy.E007", Person)]
