"""Who entered something takes it back, with a reason, until it is accepted; the row stays."""

import pytest

from households.models import IncomeStatement
from otoppath.accounts.models import Role
from tests import factories as f
from tests.households.pages import address, errors, press, said, text_of, told, words_of

pytestmark = pytest.mark.any_database

WAITING, RETURNED = "/households/waiting/", "/households/returned/"


@pytest.fixture
def client(client_of, officer):
    return client_of(officer)


@pytest.fixture
def mine(client_of, volunteer):
    """The volunteer's browser."""
    return client_of(volunteer)


@pytest.fixture
def income(volunteer):
    return f.income(checked_at=None, created_by=volunteer)


def withdraw(mine, entry, **typed):
    return press(mine, address("entry_withdraw", entry.slug, entry), reason="twice", **typed)


def test_a_withdrawn_entry_is_in_no_list_and_its_page_says_why(client, mine, volunteer, income):
    response = withdraw(mine, income, note="กดสองครั้ง")

    page = client.get(income.get_absolute_url())
    assert said(response) == ["ถอนรายการแล้ว"]
    assert client.get(WAITING).context["lines"] == []
    assert mine.get(RETURNED).context["waiting"] == []
    assert told(page)[0] == f"{volunteer.display_name} ถอนรายการ: บันทึกซ้ำ: กดสองครั้ง"
    assert "บันทึกซ้ำ: กดสองครั้ง" in words_of(page)


def test_the_page_of_ones_own_waiting_entry_leads_there(mine, client, income):
    url = address("entry_withdraw", "income", income)

    assert url in text_of(mine.get(income.get_absolute_url()))
    assert url not in text_of(client.get(income.get_absolute_url()))


def test_an_account_before_joining_is_entered_again_after_a_withdrawal(mine, income):
    withdraw(mine, income)

    url = address("income_create", income.enrolment)
    press(mine, url, phase="before", total_income="1", expense="1")

    assert IncomeStatement.objects.standing().count() == 1


def test_what_was_withdrawn_is_not_accepted_nor_sent_back(client, mine, income):
    withdraw(mine, income)
    income.refresh_from_db()

    client.post(address("entry_accept", "income", income), {"seen": income.seen})
    press(client, address("entry_send_back", "income", income), note="แก้")

    income.refresh_from_db()
    assert not income.is_checked
    assert income.returned_at is None


def test_an_accepted_entry_is_not_withdrawn(mine, officer, income):
    form = mine.get(address("entry_withdraw", "income", income)).context["form"]
    seen = form["seen"].value()
    income.accept(by=officer)

    mine.post(address("entry_withdraw", "income", income), {"reason": "twice", "seen": seen})

    income.refresh_from_db()
    assert income.withdrawn_at is None


def test_another_reason_is_explained(mine, income):
    url = address("entry_withdraw", "income", income)

    assert errors(press(mine, url, reason="other")) == {"note"}


def test_nobody_withdraws_what_another_entered(client, client_of, income):
    other = client_of(f.user(Role.VOLUNTEER, areas=[f.VILLAGE]))
    url = address("entry_withdraw", "income", income)

    assert [who.get(url).status_code for who in (client, other)] == [403, 403]


def test_a_household_that_waits_is_closed_by_who_entered_it(mine, volunteer):
    house = f.household(checked_at=None, created_by=volunteer)

    withdraw(mine, house)

    house.refresh_from_db()
    assert (house.closed_reason, house.closed_note) == ("wrong_entry", "บันทึกซ้ำ")
    assert mine.get(RETURNED).context["waiting"] == []


def test_the_form_of_an_entry_that_was_sent_says_so_and_links_to_it(mine, volunteer):
    visit = f.visit(checked_at=None, created_by=volunteer)

    page = text_of(mine.get(address("entry_change", "visit", visit)))

    assert "ส่งแล้ว รอเจ้าหน้าที่ตรวจ" in page
    assert visit.get_absolute_url() in page


def test_going_back_to_the_form_of_an_accepted_entry_says_what_became_of_it(mine, volunteer):
    visit = f.visit(created_by=volunteer)

    response = mine.get(address("entry_change", "visit", visit))

    assert response.url == visit.get_absolute_url()
    assert "ตรวจรับ" in said(response)[0]
