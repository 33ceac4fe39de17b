"""Two people in the same sheet: different cells merge, of the same cell both values are shown."""

import pytest

from households.models import IncomeStatement, Notice, ReadinessAssessment
from tests import factories as f
from tests.households.grid_pages import (
    ITEMS,
    URL,
    chosen,
    drawn,
    enrolled,
    of,
    ready,
    sent_by,
    theirs,
)
from tests.households.pages import text_of

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


@pytest.fixture
def client(client_of, officer):
    return client_of(officer)


@pytest.fixture
def other(client_of, chief):
    return client_of(chief)


def amounts():
    income = IncomeStatement.objects.get()
    return int(income.total_income), int(income.expense)


def test_two_who_change_different_cells_of_one_fact_lose_nothing(client, other):
    row = enrolled()
    f.income(row)
    mine, hers = drawn(client), drawn(other)

    other.post(URL, hers | of(row, expense="95,000"))
    response = client.post(URL, mine | of(row, total_income="130,000"))

    assert response.status_code == 302
    assert amounts() == (130_000, 95_000)


def test_a_cell_that_both_changed_is_shown_with_both_values_and_nothing_is_overwritten(
    client, other, chief
):
    row = enrolled()
    f.income(row)
    mine, hers = drawn(client), drawn(other)

    other.post(URL, hers | of(row, total_income="140,000"))
    response = client.post(URL, mine | of(row, total_income="130,000"))

    (clash,) = response.context["shown"].clashes
    assert (clash.mine, clash.stored, clash.clash.by) == ("130,000", "140,000", chief)
    assert chief.display_name in text_of(response)
    assert sent_by(response)[f"c-{row.uuid}-total_income"] == "130,000"
    assert amounts() == (140_000, 90_000)


@pytest.mark.parametrize(("which", "saved"), [("mine", 130_000), ("theirs", 140_000)])
def test_the_chosen_value_is_saved(client, other, which, saved):
    row = enrolled()
    f.income(row)
    mine, hers = drawn(client), drawn(other)
    other.post(URL, hers | of(row, total_income="140,000"))
    asked = client.post(URL, mine | of(row, total_income="130,000"))

    response = client.post(URL, sent_by(asked) | chosen(row, total_income=which))

    assert response.status_code == 302
    assert amounts() == (saved, 90_000)


def test_a_further_press_without_a_choice_asks_again(client, other):
    row = enrolled()
    f.income(row)
    mine, hers = drawn(client), drawn(other)
    other.post(URL, hers | of(row, total_income="140,000"))
    asked = client.post(URL, mine | of(row, total_income="130,000"))

    response = client.post(URL, sent_by(asked))

    assert len(response.context["shown"].clashes) == 1
    assert amounts() == (140_000, 90_000)


def test_a_choice_holds_only_against_the_value_that_was_shown(client, other):
    row = enrolled()
    f.income(row)
    mine, hers = drawn(client), drawn(other)
    other.post(URL, hers | of(row, total_income="140,000"))
    asked = client.post(URL, mine | of(row, total_income="130,000"))
    other.post(URL, drawn(other) | of(row, total_income="150,000"))

    response = client.post(URL, sent_by(asked) | chosen(row, total_income="mine"))

    assert theirs(response) == {str(row.uuid): {"total_income": "150000.00"}}
    assert amounts() == (150_000, 90_000)


def test_two_who_type_the_same_into_an_empty_cell_make_one_fact(client, other):
    row = enrolled()
    mine, hers = drawn(client), drawn(other)

    other.post(URL, hers | of(row, channel="paper"))
    client.post(URL, mine | of(row, channel="ให้เอกสาร"))

    assert Notice.objects.count() == 1


def test_two_who_fill_in_the_same_row_differently_see_only_where_they_differ(client, other):
    row = enrolled()
    mine, hers = drawn(client), drawn(other)

    other.post(URL, hers | ready(row))
    response = client.post(URL, mine | ready(row) | of(row, has_time="บางส่วน"))

    assert [c.clash.column.name for c in response.context["shown"].clashes] == ["has_time"]
    done = client.post(URL, sent_by(response) | chosen(row, has_time="mine"))
    saved = ReadinessAssessment.objects.get()
    assert done.status_code == 302
    assert [getattr(saved, item) for item in ITEMS].count(2) == 7


def test_a_page_from_an_old_tab_takes_nothing_back(client):
    row = enrolled()
    f.income(row)
    old = drawn(client)
    client.post(URL, drawn(client) | of(row, expense="95,000"))

    client.post(URL, old | of(row, total_income="130,000"))

    assert amounts() == (130_000, 95_000)


def test_a_page_that_lost_what_it_was_drawn_with_overwrites_nothing(client):
    row = enrolled()
    f.income(row)

    response = client.post(URL, drawn(client) | of(row, expense="1") | {"drawn": "[["})

    assert amounts() == (120_000, 90_000)
    assert theirs(response) == {str(row.uuid): {"expense": "90000.00"}}


def test_what_somebody_withdrew_meanwhile_is_shown_and_not_written_over(client_of, volunteer):
    row, client = enrolled(), client_of(volunteer)
    notice = f.notice(row.household, checked_at=None, created_by=volunteer, channel="paper")
    page = drawn(client)
    notice.withdraw(by=volunteer, note="ผิดบ้าน")

    response = client.post(URL, page | of(row, channel="meeting"))

    (clash,) = response.context["shown"].clashes
    assert (clash.mine, clash.stored) == ("ชี้แจงในที่ประชุม", "ว่าง")
