"""Logging in with a second factor, and no way around it."""

import pytest
from allauth.mfa.models import Authenticator
from axes.models import AccessAttempt
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from tests.accounts.second_factor import (
    CODE,
    INSIDE,
    LOGIN,
    code,
    give_second_factor,
    log_in,
    opens,
    wrong_code,
)
from tests.factories import PASSWORD

pytestmark = pytest.mark.any_database


@pytest.fixture(autouse=True)
def second_factor_required(settings):
    settings.REQUIRE_MFA = True


def test_password_alone_leads_to_the_code_and_opens_nothing(chief):
    give_second_factor(chief)

    client = log_in(chief)

    for name in INSIDE:
        answer = client.get(reverse(name), follow=True)
        assert answer.redirect_chain[-1] == (reverse(CODE), 302)
    assert client.get(reverse(LOGIN))["Location"] == reverse(CODE)


def test_code_of_the_app_logs_in(chief):
    give_second_factor(chief)
    client = log_in(chief)

    client.post(reverse(CODE), {"code": code()})

    assert opens(client)


def test_code_cannot_be_used_twice(chief):
    give_second_factor(chief)
    used = code()
    log_in(chief).post(reverse(CODE), {"code": used})
    client = log_in(chief)

    client.post(reverse(CODE), {"code": used})

    assert not opens(client)


def test_recovery_code_logs_in_once(chief):
    give_second_factor(chief)
    spare = Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()[0]
    first, second = log_in(chief), log_in(chief)

    first.post(reverse(CODE), {"code": spare})
    second.post(reverse(CODE), {"code": spare})

    assert (opens(first), opens(second)) == (True, False)


def test_fifth_wrong_code_closes_the_login(chief):
    give_second_factor(chief)
    client = log_in(chief)

    answers = [client.post(reverse(CODE), {"code": wrong_code()}) for _ in range(5)]

    assert [answer.status_code for answer in answers] == [200, 200, 200, 200, 429]
    assert "กรุณารออีก 15 นาที" in answers[-1].text


def test_right_code_stays_refused_while_locked_on_every_worker(chief):
    give_second_factor(chief)
    client = log_in(chief)
    for _ in range(5):
        client.post(reverse(CODE), {"code": wrong_code()})
        cache.clear()  # as another worker, which remembers nothing

    assert client.post(reverse(CODE), {"code": code()}).status_code == 429
    assert not opens(client)


def test_logging_in_anew_does_not_give_more_guesses(chief):
    give_second_factor(chief)
    for _ in range(2):
        client = log_in(chief)
        for _ in range(3):
            client.post(reverse(CODE), {"code": wrong_code()})

    answer = Client().post(reverse(LOGIN), {"login": "chief", "password": PASSWORD})

    assert answer.status_code == 429


def test_wrong_codes_from_ever_new_addresses_are_limited_too(chief, settings):
    settings.AXES_CLIENT_IP_CALLABLE = "otoppath.accounts.lockout.client_ip"
    give_second_factor(chief)
    client = log_in(chief)
    for n in range(10):
        address = {"x-forwarded-for": f"203.0.113.{n}"}
        client.post(reverse(CODE), {"code": wrong_code()}, headers=address)

    answer = client.post(
        reverse(CODE), {"code": code()}, headers={"x-forwarded-for": "203.0.113.99"}
    )

    assert "ลองผิดหลายครั้งเกินไป" in answer.text
    assert not opens(client)


def test_right_code_forgets_the_wrong_ones(chief):
    give_second_factor(chief)
    client = log_in(chief)
    for _ in range(4):
        client.post(reverse(CODE), {"code": wrong_code()})

    client.post(reverse(CODE), {"code": code()})

    assert opens(client)
    assert not AccessAttempt.objects.exists()


def test_confirming_oneself_with_wrong_codes_is_counted_as_well(client_of, chief):
    give_second_factor(chief)
    client = client_of(chief)

    for _ in range(5):
        answer = client.post(reverse("mfa_reauthenticate"), {"code": wrong_code()})

    assert answer.status_code == 429


def test_code_page_opens_for_nobody_without_a_password(client, chief):
    give_second_factor(chief)

    assert client.post(reverse(CODE), {"code": code()})["Location"] == reverse(LOGIN)


def test_leaving_the_code_page_lets_somebody_else_log_in(chief, officer):
    give_second_factor(chief)
    client = log_in(chief)

    client.post(reverse("account_logout"), {"next": reverse(LOGIN)})

    assert client.get(reverse(LOGIN)).status_code == 200


def test_session_without_proof_has_to_give_the_code(client_of, chief):
    """A session from before REQUIRE_MFA was switched on, or restored by other means."""
    give_second_factor(chief)
    client = client_of(chief)

    assert client.get(reverse("home"))["Location"] == reverse("mfa_reauthenticate")
    client.post(reverse("mfa_reauthenticate"), {"code": code()})

    assert opens(client)


def test_one_time_password_still_asks_for_the_code_first(chief):
    give_second_factor(chief)
    slip = chief.set_one_time_password()
    chief.save()
    client = Client()

    client.post(reverse(LOGIN), {"login": "chief", "password": slip})

    assert client.get(reverse("account_change_password"))["Location"].startswith(reverse(LOGIN))
