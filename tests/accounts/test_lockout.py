"""Too many wrong passwords: the login closes for a time, and says for how long."""

from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.conf import settings
from django.db.models import F
from django.urls import reverse

from otoppath.accounts.lockout import client_ip
from tests.accounts.signing import is_logged_in, log_in

pytestmark = pytest.mark.any_database


def fail(client, username, times=settings.AXES_FAILURE_LIMIT, **extra):
    for _ in range(times):
        answer = client.post(
            reverse("account_login"), {"login": username, "password": "wrong"}, **extra
        )
    return answer


def test_fifth_wrong_password_closes_the_login_and_says_for_how_long(client, officer):
    answer = fail(client, "officer")

    assert answer.status_code == 429
    assert "กรุณารออีก 15 นาที" in answer.text


def test_right_password_stays_refused_while_locked(client, officer):
    fail(client, "officer")

    assert log_in(client, "officer").status_code == 429
    assert not is_logged_in(client)


def test_another_spelling_of_the_username_does_not_get_around_the_lock(client, officer):
    fail(client, "officer", times=3)

    assert fail(client, "OFFICER", times=2).status_code == 429


def test_unknown_username_is_locked_in_the_same_way(client, officer):
    assert fail(client, "nobody").status_code == 429


def test_colleague_at_the_same_address_is_not_locked_out(client, officer, chief):
    fail(client, "officer")

    assert log_in(client, "chief").status_code == 302


def minutes_pass(minutes):
    """Move what axes remembers into the past."""
    AccessAttempt.objects.update(attempt_time=F("attempt_time") - timedelta(minutes=minutes))


def test_trying_during_the_lock_does_not_make_it_longer(client, officer):
    fail(client, "officer")
    minutes_pass(10)
    log_in(client, "officer")

    answer = log_in(client, "officer")

    assert "กรุณารออีก 5 นาที" in answer.text


def test_lock_opens_after_its_time(client, officer):
    fail(client, "officer")
    minutes_pass(16)

    assert log_in(client, "officer").status_code == 302


def test_address_a_client_sends_itself_does_not_get_around_the_lock(client, officer, settings):
    settings.AXES_CLIENT_IP_CALLABLE = "otoppath.accounts.lockout.client_ip"
    for n in range(5):
        answer = fail(client, "officer", 1, headers={"x-forwarded-for": f"10.0.0.{n}, 203.0.113.9"})

    assert answer.status_code == 429


def behind_proxy(settings):
    settings.AXES_CLIENT_IP_CALLABLE = "otoppath.accounts.lockout.client_ip"


@pytest.mark.parametrize("form", ["203.0.113.9:{}", "[2001:db8::1]:{}"])
def test_the_port_a_proxy_adds_makes_no_new_address(client, officer, settings, form):
    behind_proxy(settings)
    for n in range(5):
        forwarded = {"x-forwarded-for": form.format(4000 + n)}
        answer = fail(client, "officer", 1, headers=forwarded)

    assert answer.status_code == 429


@pytest.mark.parametrize(
    ("sent", "counted"),
    [
        ("203.0.113.9", "203.0.113.9"),
        ("1.1.1.1, 203.0.113.9:80", "203.0.113.9"),
        ("2001:DB8::1", "2001:db8::1"),
        ("[2001:db8::1]", "2001:db8::1"),
        ("", "127.0.0.1"),
    ],
)
def test_the_address_that_counts(rf, sent, counted):
    assert client_ip(rf.get("/", headers={"x-forwarded-for": sent})) == counted


@pytest.mark.parametrize(
    "sent", ["garbage", "1.2.3.4.5", "999.1.1.1:80", "a:b", "[::1", "1.2.3.4:"]
)
def test_what_is_no_address_is_refused(client, officer, settings, sent):
    behind_proxy(settings)

    assert fail(client, "officer", 1, headers={"x-forwarded-for": sent}).status_code == 403


def fail_from_many_addresses(client, name, times):
    for n in range(times):
        answer = fail(client, name, 1, REMOTE_ADDR=f"10.0.{n // 4}.1")
    return answer


def test_a_name_is_closed_for_an_hour_however_many_addresses_try(client, officer, chief):
    fail_from_many_addresses(client, "officer", 30)

    answer = log_in(client, "OFFICER")

    assert "กรุณารอ 1 ชั่วโมง" in answer.text
    assert not is_logged_in(client)
    assert log_in(client, "chief").status_code == 302


def test_one_address_alone_cannot_close_a_name_to_the_others(client, officer):
    fail(client, "officer", times=40)
    AccessAttempt.objects.all().delete()

    assert log_in(client, "officer").status_code == 302


def test_an_office_behind_one_address_logs_in_within_a_minute(client, officer):
    """And none of these counts as a failure of the name."""
    for _n in range(100):
        assert log_in(client, "officer").status_code == 302


def test_confirming_oneself_with_wrong_passwords_is_counted_as_well(client_of, officer):
    client = client_of(officer)
    for _ in range(settings.AXES_FAILURE_LIMIT):
        answer = client.post(reverse("account_reauthenticate"), {"password": "wrong"})

    assert answer.status_code == 429


def test_login_page_says_when_an_address_asks_too_often(client, officer):
    for n in range(121):
        answer = log_in(client, f"guess{n}")

    assert answer.status_code == 429
    assert "ขอบ่อยเกินไป" in answer.text
