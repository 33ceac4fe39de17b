"""Nobody accepts what was not seen: the page carries what it showed, and the press compares."""

import re

import pytest

from otoppath.thai.dates import format_datetime
from tests import factories as f
from tests.households.pages import address, press, said, text_of

WAITING = "/households/waiting/"


@pytest.fixture
def client(client_of, officer):
    return client_of(officer)


@pytest.fixture
def mine(client_of, volunteer):
    """The volunteer's browser."""
    return client_of(volunteer)


@pytest.fixture
def visit(volunteer):
    return f.visit(checked_at=None, created_by=volunteer)


def seen_on(client, entry):
    """What the page of an entry sends with its button."""
    page = text_of(client.get(entry.get_absolute_url()))
    return {"seen": re.search(r'name="seen" value="([^"]+)"', page)[1]}


def picks(client):
    return {"pick": [line.pick for line in client.get(WAITING).context["lines"]]}


def tones(response):
    return [message.level_tag for message in response.wsgi_request._messages]


def test_what_the_page_showed_is_accepted(client, visit):
    response = client.post(address("entry_accept", "visit", visit), seen_on(client, visit))

    visit.refresh_from_db()
    assert visit.is_checked
    assert said(response) == ["ตรวจรับแล้ว"]


def test_what_was_corrected_after_the_page_was_opened_is_not_accepted(client, mine, visit):
    shown = seen_on(client, visit)
    press(mine, address("entry_change", "visit", visit), practice="stopped")

    response = client.post(address("entry_accept", "visit", visit), shown)

    visit.refresh_from_db()
    assert not visit.is_checked
    assert "เปลี่ยนไปหลังจากท่านเปิดหน้านี้" in said(response)[0]


def test_a_household_whose_member_was_added_meanwhile_is_not_accepted(client, mine, volunteer):
    house = f.household(checked_at=None, created_by=volunteer)
    shown = seen_on(client, house)
    press(mine, address("person_create", house), first_name="ลูก")

    client.post(address("entry_accept", "household", house), shown)

    house.refresh_from_db()
    assert not house.is_checked


def test_a_press_that_says_nothing_of_what_was_seen_accepts_nothing(client, visit):
    client.post(address("entry_accept", "visit", visit))
    client.post(address("entry_accept_many"), {"pick": [f"visit:{visit.uuid}"]})

    visit.refresh_from_db()
    assert not visit.is_checked


def test_of_the_ticked_rows_only_those_that_are_as_shown_are_accepted(client, mine, visit):
    same = f.notice(checked_at=None)
    shown = picks(client)
    press(mine, address("entry_change", "visit", visit), practice="stopped")

    response = client.post(address("entry_accept_many"), shown)

    visit.refresh_from_db()
    same.refresh_from_db()
    assert (visit.is_checked, same.is_checked) == (False, True)
    assert tones(response) == ["success", "warning"]


def test_what_was_corrected_meanwhile_is_not_sent_back(client, mine, visit):
    form = client.get(address("entry_send_back", "visit", visit), seen_on(client, visit))
    seen = form.context["form"]["seen"].value()
    press(mine, address("entry_change", "visit", visit), practice="stopped")

    client.post(address("entry_send_back", "visit", visit), {"note": "ภาพไม่ชัด", "seen": seen})

    visit.refresh_from_db()
    assert visit.returned_at is None


def test_what_is_accepted_already_says_by_whom_and_when(client, client_of, chief, visit):
    shown, ticked = seen_on(client, visit), picks(client)
    client_of(chief).post(address("entry_accept", "visit", visit), shown)
    visit.refresh_from_db()

    one = client.post(address("entry_accept", "visit", visit), shown)
    many = client.post(address("entry_accept_many"), ticked)

    for response in (one, many):
        text = said(response)[-1]
        assert chief.display_name in text
        assert format_datetime(visit.checked_at) in text
        assert set(tones(response)) == {"info"}


def test_nothing_ticked_is_no_success(client):
    assert tones(client.post(address("entry_accept_many"))) == ["info"]


def test_what_was_sent_back_has_no_boxes(client, visit):
    visit.send_back(by=f.user(), note="ถ่ายใหม่")

    page = text_of(client.get(WAITING, {"state": "returned"}))

    assert str(visit.uuid) in page
    assert 'name="pick"' not in page


def test_the_list_keeps_its_filter_after_a_press(client, visit):
    listed = client.get(WAITING, {"kind": "visit", "next": "//elsewhere"})
    action = re.search(r'action="([^"]+accept[^"]*)"', text_of(listed))[1]

    response = client.post(action, picks(client))

    assert response.url == f"{WAITING}?kind=visit"
