"""Logging in: who comes in, who does not, and that a refusal says nothing."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.conf import settings
from django.urls import reverse

from otoppath.accounts.models import User
from tests.accounts.signing import is_logged_in, log_in

pytestmark = pytest.mark.any_database


def test_right_password_opens_the_account_page(client, officer):
    answer = log_in(client, "officer")

    assert answer.status_code == 302
    assert is_logged_in(client)


def test_username_may_be_typed_with_a_capital(client, officer):
    log_in(client, "Officer ")

    assert is_logged_in(client)


def test_wrong_password_is_refused_in_thai(client, officer):
    answer = log_in(client, "officer", "wrong")

    assert "ชื่อผู้ใช้หรือรหัสผ่านไม่ถูกต้อง" in answer.text
    assert not is_logged_in(client)


def test_refusal_does_not_tell_whether_the_username_exists(client, officer):
    known = log_in(client, "officer", "wrong").text.replace("officer", "NAME")
    unknown = log_in(client, "nobody", "wrong").text.replace("nobody", "NAME")

    assert _without_tokens(known) == _without_tokens(unknown)


def test_deactivated_account_is_refused_as_if_the_password_were_wrong(client, officer):
    wrong = log_in(client, "officer", "wrong").text
    officer.deactivate(reason=User.LeftReason.MOVED)

    assert _without_tokens(log_in(client, "officer").text) == _without_tokens(wrong)
    assert not is_logged_in(client)


def test_session_of_a_deactivated_user_ends_with_the_next_click(client_of, officer):
    client = client_of(officer)
    assert is_logged_in(client)

    officer.deactivate(reason=User.LeftReason.MOVED)

    assert client.get(reverse("accounts:account_detail")).status_code == 302


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)"]
)
def test_next_never_leads_to_another_host(client, officer, target):
    answer = log_in(client, "officer", next=target)

    assert answer["Location"] == reverse(settings.LOGIN_REDIRECT_URL)


def test_next_leads_back_to_the_page_that_was_asked_for(client, officer):
    asked = reverse("accounts:account_detail")
    assert client.get(asked)["Location"] == f"{reverse('account_login')}?next={asked}"

    assert log_in(client, "officer", next=asked)["Location"] == asked


def test_logging_in_changes_the_session_key(client, officer):
    client.get(reverse("account_login"))
    session = client.session
    session["planted"] = "by somebody else"
    session.save()
    planted = session.session_key
    client.cookies[settings.SESSION_COOKIE_NAME] = planted

    log_in(client, "officer")

    assert client.cookies[settings.SESSION_COOKIE_NAME].value != planted


def test_session_left_by_another_user_is_not_carried_over(client, officer, chief):
    log_in(client, "chief")
    session = client.session
    session["draft"] = "of the chief"
    session.save()
    client.post(reverse("account_logout"))

    log_in(client, "officer")

    assert "draft" not in client.session


def test_logout_by_a_link_asks_first(client_of, officer):
    client = client_of(officer)

    assert client.get(reverse("account_logout")).status_code == 200
    assert is_logged_in(client)


def test_a_login_alone_leaves_no_line_in_the_history(client, officer):
    before = officer.history.count()

    log_in(client, "officer")

    assert officer.history.count() == before


def _without_tokens(text):
    """The page without what differs on every request."""
    return "\n".join(line for line in text.splitlines() if "csrfmiddlewaretoken" not in line)


def test_a_press_after_the_session_ended_leads_back_to_its_page_and_says_what_was_lost(client, db):
    address = reverse("pipeline:enrolment_advance_many")
    page = "http://testserver/households/enrolments/?step=1"

    answer = client.post(address, {"pick": "x"}, headers={"referer": page})

    assert parse_qs(urlsplit(answer.url).query)["next"] == ["/households/enrolments/?step=1"]
    assert "ยังไม่ถูกบันทึก" in client.get(answer.url).text


@pytest.mark.parametrize("sent_from", ["", "https://evil.example/", "//evil.example/x"])
def test_a_press_of_elsewhere_leads_home(client, db, sent_from):
    address = reverse("pipeline:enrolment_advance_many")

    answer = client.post(address, headers={"referer": sent_from})

    assert parse_qs(urlsplit(answer.url).query)["next"] == ["/"]


def test_a_page_opened_without_a_login_is_returned_to(client, db):
    answer = client.get("/households/?q=a")

    assert parse_qs(urlsplit(answer.url).query)["next"] == ["/households/?q=a"]
