"""The second factor: required of chiefs and administrators, set up, kept and removed."""

import time

import pytest
from allauth.mfa.models import Authenticator
from django.urls import reverse

from tests import factories
from tests.accounts.second_factor import (
    CODE,
    INSIDE,
    LOGIN,
    SECRET,
    code,
    give_second_factor,
    log_in,
    opens,
    wrong_code,
)

pytestmark = pytest.mark.any_database


@pytest.fixture(autouse=True)
def second_factor_required(settings):
    settings.REQUIRE_MFA = True


@pytest.mark.parametrize("name", INSIDE)
def test_chief_without_it_sees_no_page_before_setting_it_up(chief, name):
    answer = log_in(chief).get(reverse(name))

    assert (answer.status_code, answer["Location"]) == (302, reverse("mfa_activate_totp"))


def test_administrator_without_it_cannot_open_accounts(administrator):
    answer = log_in(administrator).post(reverse("accounts:user_create"), {"username": "backdoor"})

    assert answer["Location"] == reverse("mfa_activate_totp")


def test_officer_may_go_on_without_it(officer):
    assert opens(log_in(officer))


def test_officer_acting_as_chief_has_to_set_it_up(officer):
    client = log_in(officer)
    assert opens(client)

    factories.acting(officer)

    assert client.get(reverse("home"))["Location"] == reverse("mfa_activate_totp")


def test_not_required_where_the_office_says_so(chief, settings):
    settings.REQUIRE_MFA = False

    assert opens(log_in(chief))


def set_up(client):
    page = client.get(reverse("mfa_activate_totp"))
    secret = page.context["form"].secret
    return client.post(reverse("mfa_activate_totp"), {"code": code(secret)})


def test_code_that_set_it_up_is_used_up(chief):
    client = log_in(chief)
    typed = code(client.get(reverse("mfa_activate_totp")).context["form"].secret)
    client.post(reverse("mfa_activate_totp"), {"code": typed})
    onlooker = log_in(chief)

    onlooker.post(reverse(CODE), {"code": typed})

    assert Authenticator.objects.filter(user=chief, type="totp").exists()
    assert not opens(onlooker)


def test_setting_it_up_shows_recovery_codes_and_opens_everything(chief):
    client = log_in(chief)

    answer = set_up(client)

    assert answer["Location"] == reverse("mfa_view_recovery_codes")
    assert client.get(answer["Location"]).text.count("<li><code>") == 10
    assert opens(client)


def test_wrong_code_does_not_set_it_up(chief):
    client = log_in(chief)
    client.get(reverse("mfa_activate_totp"))

    answer = client.post(reverse("mfa_activate_totp"), {"code": wrong_code()})

    assert "รหัสยืนยันไม่ถูกต้อง" in answer.text
    assert not Authenticator.objects.exists()


def test_session_opened_with_the_password_alone_ends_when_it_is_set_up(chief):
    stolen, own = log_in(chief), log_in(chief)

    set_up(own)

    assert opens(own)
    assert stolen.get(reverse("home"))["Location"].startswith(reverse(LOGIN))


def test_setting_it_up_later_asks_for_the_password_again(officer):
    client = log_in(officer)
    session = client.session
    session["account_authentication_methods"][0]["at"] = time.time() - 301
    session.save()

    answer = client.get(reverse("mfa_activate_totp"))

    assert answer["Location"].startswith(reverse("account_reauthenticate"))


def test_chief_cannot_remove_it(chief):
    client = log_in(chief)
    set_up(client)

    answer = client.post(reverse("mfa_deactivate_totp"))

    assert "จึงปิดไม่ได้" in answer.text
    assert Authenticator.objects.filter(type="totp").exists()


def test_officer_may_remove_it(officer):
    client = log_in(officer)
    set_up(client)

    client.post(reverse("mfa_deactivate_totp"))

    assert not Authenticator.objects.exists()


def test_secret_and_recovery_codes_lie_encrypted(chief):
    give_second_factor(chief)

    for row in Authenticator.objects.all():
        assert SECRET not in str(row.data)
    assert Authenticator.objects.get(type="totp").wrap().validate_code(code())


def test_administrator_removes_it_for_a_lost_telephone(client_of, chief, settings):
    settings.REQUIRE_MFA = False
    keeper = factories.user("administrator", areas=[])
    give_second_factor(chief)
    theirs = client_of(chief)

    client_of(keeper).post(reverse("accounts:user_reset_factor", args=[chief.uuid]))

    assert not Authenticator.objects.exists()
    assert not opens(theirs)


def test_pages_of_the_second_factor_say_everything_in_thai(chief):
    client = log_in(chief)
    for name in ("mfa_activate_totp", "mfa_index", "mfa_generate_recovery_codes"):
        page = client.get(reverse(name), follow=True).text
        assert "authenticator" not in page.lower().replace("google authenticator", "").replace(
            "microsoft authenticator", ""
        )
    set_up(client)
    for name in ("mfa_index", "mfa_view_recovery_codes", "mfa_generate_recovery_codes"):
        assert client.get(reverse(name)).status_code == 200
