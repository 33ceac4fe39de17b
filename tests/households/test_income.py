"""Income and expense: what fits together, and who sees the amounts."""

from datetime import timedelta
from decimal import Decimal

import pytest

from households.models import IncomeStatement
from otoppath.thai.dates import format_date, today
from tests import factories as f
from tests.households.pages import address, errors, press, text_of

pytestmark = pytest.mark.any_database

WEEK_AGO = today() - timedelta(days=7)


@pytest.fixture
def enrolment(db):
    return f.enrolment()


def enter(client, enrolment, **typed):
    typed = {"total_income": "142,000", "expense": "๑๕๑,๕๐๐ บาท"} | typed
    return press(client, address("income_create", enrolment), **typed)


@pytest.fixture
def client(client_of, officer):
    return client_of(officer)


def test_amounts_are_read_as_they_are_written(client, enrolment):
    enter(client, enrolment, occupation_income="12000", expense_saved="")

    saved = IncomeStatement.objects.get()
    assert (saved.total_income, saved.expense) == (Decimal(142_000), Decimal(151_500))
    assert (saved.occupation_income, saved.expense_saved) == (Decimal(12_000), None)
    assert saved.balance == Decimal(-9_500)


def test_what_nobody_asked_is_not_recorded_as_nothing(client, enrolment):
    enter(client, enrolment, debt="0")

    saved = IncomeStatement.objects.get()
    facts = dict(client.get(saved.get_absolute_url()).context["facts"])
    assert (saved.saving, saved.debt, saved.occupation_income) == (None, Decimal(0), None)
    assert (facts["เงินออม"], facts["หนี้สิน"]) == ("", "0 บาท")


def test_the_first_account_is_the_one_before_joining_and_the_next_a_follow_up(client, enrolment):
    url = address("income_create", enrolment)
    first = client.get(url).context["form"]["phase"].value()
    f.income(enrolment)

    assert (first, client.get(url).context["form"]["phase"].value()) == ("before", "follow_up")


def test_there_is_one_account_before_joining(client, enrolment):
    f.income(enrolment)

    assert errors(enter(client, enrolment, phase="before")) == {"phase"}


def test_a_follow_up_comes_after_the_account_before_joining(client, enrolment):
    f.income(enrolment, as_of=WEEK_AGO)
    same_day = format_date(WEEK_AGO, "digits")

    assert errors(enter(client, enrolment, phase="follow_up", as_of=same_day)) == {"as_of"}
    assert enter(client, enrolment, phase="follow_up").status_code == 302


def test_the_part_is_not_more_than_the_whole(client, enrolment):
    response = enter(client, enrolment, total_income="100", occupation_income="101")

    assert errors(response) == {"occupation_income"}


@pytest.mark.parametrize("typed", ["-1", "สองพัน", ""])
def test_what_is_no_amount_is_refused_and_kept_as_typed(client, enrolment, typed):
    response = enter(client, enrolment, total_income=typed)

    assert errors(response) == {"total_income"}
    assert response.context["form"]["total_income"].value() == typed


# --- Who sees the amounts -----------------------------------------------------------------


@pytest.mark.parametrize("who", ["officer", "chief", "auditor"])
def test_the_office_and_auditors_see_the_amounts(client_of, cast, enrolment, who):
    statement = f.income(enrolment, total_income=142_000)
    client = client_of(cast[who])

    assert "142,000" in text_of(client.get(enrolment.get_absolute_url()))
    assert "142,000" in text_of(client.get(statement.get_absolute_url()))


def pages_of(client, statement):
    enrolment = statement.enrolment
    pages = (statement, enrolment, enrolment.household)
    return "".join(text_of(client.get(page.get_absolute_url())) for page in pages)


def test_a_volunteer_sees_no_amount_once_it_is_sent(client_of, volunteer, enrolment):
    client = client_of(volunteer)
    enter(client, enrolment, total_income="142,000", expense="1")

    statement = IncomeStatement.objects.get()
    page = pages_of(client, statement)
    assert "142,000" not in page
    assert "ไม่แสดง" in page
    assert "142,000" not in text_of(client.get(address("entry_change", "income", statement)))


def test_a_volunteer_corrects_what_waits_by_typing_the_amounts_anew(
    client_of, volunteer, enrolment
):
    client = client_of(volunteer)
    enter(client, enrolment, total_income="142,000", expense="1")
    statement = IncomeStatement.objects.get()
    url = address("entry_change", "income", statement)

    blank = press(client, url)
    press(client, url, total_income="124,000", expense="100")

    statement.refresh_from_db()
    assert errors(blank) == {"total_income", "expense"}
    assert (statement.total_income, statement.is_checked) == (124_000, False)


def test_a_volunteer_sees_the_own_amounts_that_came_back(client_of, volunteer, officer, enrolment):
    client = client_of(volunteer)
    enter(client, enrolment, total_income="142,000", expense="1")
    statement = IncomeStatement.objects.get()
    statement.send_back(by=officer, note="รายจ่ายต่ำไป")

    assert "142,000" in text_of(client.get(statement.get_absolute_url()))
    assert "142,000" in text_of(client.get(address("entry_change", "income", statement)))


def test_a_volunteer_sees_no_amounts_that_came_back_to_another(client_of, volunteer, enrolment):
    other = f.user("volunteer", areas=[f.VILLAGE])
    statement = f.income(
        enrolment,
        total_income=142_000,
        checked_at=None,
        returned_at=f.timezone.now(),
        created_by=other,
    )
    client = client_of(volunteer)

    assert "142,000" not in pages_of(client, statement)
    assert client.get(address("entry_change", "income", statement)).status_code == 403


def test_lists_tell_no_amount(client, enrolment):
    f.income(enrolment, total_income=142_000, expense=151_500)

    for url in ("/households/", "/households/enrolments/", "/households/waiting/"):
        assert "142,000" not in text_of(client.get(url))
