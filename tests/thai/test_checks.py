"""The database must know what a Thai letter is."""

import pytest
from django.core import checks
from django.core.exceptions import ImproperlyConfigured
from django.db import connection, connections

from otoppath.privacy.checks import refuse_unsafe_start
from otoppath.thai.checks import _problems, check_letters

only_postgresql = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="asked of PostgreSQL, in its own run"
)


@pytest.mark.parametrize("ctype", ["C", "POSIX"])
def test_database_without_letters_is_refused_with_the_command_that_makes_a_good_one(ctype):
    [problem] = _problems(ctype, "UTF8")
    assert problem.is_serious()
    assert "createdb -T template0 -E UTF8 --locale=C.UTF-8" in problem.hint


@pytest.mark.parametrize("ctype", ["C.UTF-8", "C.utf8", "en_US.UTF-8", "th_TH.UTF-8"])
def test_database_with_letters_is_accepted(ctype):
    assert _problems(ctype, "UTF8") == []


def test_database_in_another_encoding_is_refused():
    assert len(_problems("th_TH.TIS-620", "WIN874")) == 1


def test_check_is_one_of_those_that_the_server_runs_at_its_start():
    assert check_letters in checks.registry.registry.registered_checks
    assert "start" in check_letters.tags


@pytest.mark.django_db
def test_database_of_this_run_is_accepted():
    assert check_letters(None, databases=["default"]) == []


@pytest.fixture
def letterless(transactional_db):
    """A database of LC_CTYPE C beside the one under test."""
    name = f"{connection.settings_dict['NAME']}_c"
    quoted = connection.ops.quote_name(name)
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {quoted} TEMPLATE template0 LC_COLLATE 'C' LC_CTYPE 'C'")
    try:
        yield name
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"DROP DATABASE {quoted}")


@only_postgresql
def test_server_refuses_to_start_on_a_real_database_of_ctype_c(letterless):
    other = connection.copy()
    other.settings_dict = {**connection.settings_dict, "NAME": letterless}
    try:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(connections._connections, "default", other)
            with pytest.raises(ImproperlyConfigured, match="LC_CTYPE C "):
                refuse_unsafe_start()
    finally:
        other.close()
