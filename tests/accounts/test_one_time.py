"""A one-time password: good for a week, for one thing, and never kept."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests import factories
from tests.accounts.signing import is_logged_in, log_in
from tests.factories import PASSWORD

pytestmark = pytest.mark.any_database


@pytest.fixture
def newcomer(db):
    """Somebody whose account was just opened, and the password on the slip of paper."""
    made = factories.user(username="newcomer")
    made.slip = made.set_one_time_password()
    made.save()
    return made


def change(client, old, new="ลมหนาว-ปลายนา-3"):
    return client.post(
        reverse("account_change_password"),
        {"oldpassword": old, "password1": new, "password2": new},
    )


def test_one_time_password_opens_only_the_page_to_change_it(client, newcomer):
    log_in(client, "newcomer", newcomer.slip)

    for name in ("home", "accounts:account_detail", "mfa_index", "mfa_activate_totp"):
        answer = client.get(reverse(name))
        assert (answer.status_code, answer["Location"]) == (302, reverse("account_change_password"))
    assert client.get(reverse("account_change_password")).status_code == 200


def test_one_time_password_cannot_send_a_form_either(client, newcomer):
    log_in(client, "newcomer", newcomer.slip)

    answer = client.post(reverse("accounts:user_create"), {"username": "backdoor"})

    assert answer["Location"] == reverse("account_change_password")


def test_own_password_opens_everything(client, newcomer):
    log_in(client, "newcomer", newcomer.slip)

    change(client, newcomer.slip)

    assert is_logged_in(client)
    newcomer.refresh_from_db()
    assert (newcomer.must_change_password, newcomer.one_time_expires_at) == (False, None)


def test_one_time_password_cannot_be_chosen_again(client, newcomer):
    log_in(client, "newcomer", newcomer.slip)

    answer = change(client, newcomer.slip, newcomer.slip)

    assert "รหัสผ่านใหม่ต้องไม่ซ้ำกับรหัสเดิม" in answer.text
    assert not is_logged_in(client)


def test_one_time_password_is_good_for_a_week(client, newcomer):
    newcomer.one_time_expires_at = timezone.now() - timedelta(seconds=1)
    newcomer.save()

    assert "ชื่อผู้ใช้หรือรหัสผ่านไม่ถูกต้อง" in log_in(client, "newcomer", newcomer.slip).text


def test_changing_the_password_ends_the_other_sessions(client_of, officer):
    here, elsewhere = client_of(officer), client_of(officer)

    change(here, PASSWORD)

    assert is_logged_in(here)
    assert not is_logged_in(elsewhere)


def test_password_is_never_in_the_history(officer):
    names = {field.name for field in officer.history.model._meta.fields}

    assert not names & {"password", "last_login"}
