"""From an empty database to an office that can log in."""

import getpass
import io
import re
import sys

import pytest
from django.core.management import CommandError, call_command

from otoppath.accounts.models import ProgrammeYear, Role, User
from otoppath.places.models import Place
from otoppath.thai.dates import fiscal_year, today
from tests import factories

pytestmark = pytest.mark.django_db

PASSWORD = "ทุ่งนา-ยามเช้า-5"


@pytest.fixture
def places(tmp_path):
    path = tmp_path / "places.csv"
    path.write_text(
        "code,name_th\n36,ชัยภูมิ\n3610,ภูเขียว\n361001,ผักปัง\n36100101,บ้านผักปัง\n", encoding="utf-8"
    )
    return str(path)


@pytest.fixture
def by_script(monkeypatch):
    """Nobody sits at the terminal."""
    monkeypatch.setenv("OFFICE_PASSWORD", PASSWORD)
    monkeypatch.setattr(sys, "stdin", io.StringIO())


@pytest.fixture
def typed(monkeypatch):
    """Somebody sits at the terminal and gives these answers."""

    def answer(*answers, password=PASSWORD, again=PASSWORD):
        waiting, passwords = list(answers), [password, again]
        monkeypatch.delenv("OFFICE_PASSWORD", raising=False)
        monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
        monkeypatch.setattr("builtins.input", lambda question: waiting.pop(0))
        monkeypatch.setattr(getpass, "getpass", lambda question: passwords.pop(0))
        return waiting

    return answer


def set_up(**options):
    out = io.StringIO()
    call_command("set_up_office", stdout=out, stderr=out, **options)
    return out.getvalue()


def test_office_is_set_up_by_options_alone(places, by_script):
    out = set_up(places=places, district="3610", administrator="Somchai", chief="somying")

    administrator = User.objects.get(username="somchai")
    chief = User.objects.get(username="somying")
    assert administrator.role == Role.ADMINISTRATOR
    assert administrator.check_password(PASSWORD)
    assert (chief.role, [area.code for area in chief.areas.all()]) == (Role.CHIEF, ["3610"])
    assert ProgrammeYear.objects.get().fiscal_year == fiscal_year(today())
    assert "อ.ภูเขียว จ.ชัยภูมิ" in out


def test_chief_logs_in_with_the_password_printed_once_and_must_change_it(places, by_script):
    out = set_up(places=places, district="3610", administrator="somchai", chief="somying")
    chief = User.objects.get(username="somying")
    assert chief.check_password(re.search(r"ใช้ครั้งเดียว: (\S+)", out)[1])
    assert chief.must_change_password


def test_office_is_set_up_by_answering_at_the_terminal(places, typed):
    left = typed(places, "3610", "somchai", "y", "somying")
    set_up()
    assert left == []
    assert set(User.objects.values_list("username", "role")) == {
        ("somchai", "administrator"),
        ("somying", "chief"),
    }


def test_chief_can_be_left_for_later(places, typed):
    typed("3610", "somchai", "n")
    set_up(places=places)
    assert [user.username for user in User.objects.all()] == ["somchai"]


def test_second_run_asks_nothing_changes_no_account_and_loads_a_newer_list(
    places, by_script, tmp_path
):
    set_up(places=places, district="3610", administrator="somchai")
    newer = tmp_path / "newer.csv"
    newer.write_text("code,name_th\n36100102,บ้านใหม่\n", encoding="utf-8")

    set_up(places=str(newer), administrator="other")

    assert [user.username for user in User.objects.all()] == ["somchai"]
    assert Place.objects.filter(code="36100102").exists()


@pytest.mark.parametrize("missing", ["places", "district", "administrator"])
def test_script_is_told_which_option_is_missing(places, by_script, missing):
    given = {"places": places, "district": "3610", "administrator": "somchai"}
    del given[missing]
    with pytest.raises(CommandError, match=f"--{missing}"):
        set_up(**given)
    assert not User.objects.exists()


@pytest.mark.parametrize("code", ["3699", "36", "361001", "ภูเขียว"])
def test_what_is_not_a_district_is_refused(places, by_script, code):
    with pytest.raises(CommandError, match="ไม่พบอำเภอรหัส"):
        set_up(places=places, district=code, administrator="somchai")
    assert not User.objects.exists()


def test_weak_password_is_refused_and_leaves_no_account(places, by_script, monkeypatch):
    monkeypatch.setenv("OFFICE_PASSWORD", "12345")
    with pytest.raises(CommandError):
        set_up(places=places, district="3610", administrator="somchai", chief="somying")
    assert not User.objects.exists()


def test_two_different_passwords_are_refused(places, typed):
    typed("3610", "somchai", "n", again="another")
    with pytest.raises(CommandError, match="ไม่ตรงกัน"):
        set_up(places=places)
    assert not User.objects.exists()


def test_username_follows_the_same_rule_as_on_the_page(places, by_script):
    with pytest.raises(CommandError, match="ตัวอักษรอังกฤษ"):
        set_up(places=places, district="3610", administrator="สมชาย")


def test_server_says_how_to_open_the_first_account_until_there_is_one():
    out = io.StringIO()
    call_command("first_administrator", stdout=out)
    assert "manage.py createsuperuser" in out.getvalue()

    factories.user(Role.ADMINISTRATOR, areas=())
    out = io.StringIO()
    call_command("first_administrator", stdout=out)
    assert out.getvalue() == ""
