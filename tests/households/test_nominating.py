"""Nomination: one household or many enter a fiscal year."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from households.models import Enrolment, EnrolmentStepEvent
from households.nominating import Nomination, YearIsClosed, nominate
from otoppath.thai.dates import fiscal_year, today
from tests import factories as f
from tests.households.pages import address, errors, filled, said, text_of

pytestmark = pytest.mark.any_database

URL = "/households/enrolments/nominate/"
YEAR = fiscal_year(today())


@pytest.fixture
def client(client_of, officer):
    return client_of(officer)


def nomination(year=YEAR):
    return Nomination(fiscal_year=year, nominated_on=today(), criterion="hardship", project="ก")


def test_every_nominated_household_begins_at_step_one_with_its_first_event(officer):
    households = [f.household() for _n in range(3)]

    done = nominate(households, nomination(), by=officer)

    events = EnrolmentStepEvent.objects.values_list("from_step", "to_step", "kind", "by")
    assert {e.household_id for e in done.enrolments} == {h.pk for h in households}
    assert list(events) == [(0, 1, "start", officer.pk)] * 3
    assert {e.sort_key for e in done.enrolments} == {h.sort_key for h in households}
    assert Enrolment.history.filter(history_type="+", history_user=officer).count() == 3


def test_a_household_enters_a_year_once(officer):
    household = f.household()
    f.enrolment(household, year=YEAR)

    done = nominate([household], nomination(), by=officer)

    assert done.already == [household]
    assert done.enrolments == []


def test_what_nobody_has_checked_and_what_is_closed_stays_out(officer):
    unchecked = f.household(checked_at=None)
    closed = f.household(closed_on=today(), closed_reason="empty")

    done = nominate([unchecked, closed], nomination(), by=officer)

    assert (done.unchecked, done.closed, done.enrolments) == ([unchecked], [closed], [])


def test_a_closed_year_takes_nobody(officer):
    f.programme_year(YEAR, is_open=False)

    with pytest.raises(YearIsClosed):
        nominate([f.household()], nomination(), by=officer)


def test_many_cost_no_more_statements_than_few(officer):
    few, many = [f.household() for _n in range(2)], [f.household() for _n in range(20)]
    with CaptureQueriesContext(connection) as for_few:
        nominate(few, nomination(), by=officer)

    with CaptureQueriesContext(connection) as for_many:
        nominate(many, nomination(), by=officer)

    assert len(for_many) == len(for_few)


def test_the_page_asks_once_for_all_that_were_ticked(client):
    picked = [f.household(), f.household()]
    picks = [str(h.uuid) for h in picked]

    page = client.post(URL, {"pick": picks})
    client.post(URL, filled(page.context["form"]) | {"pick": picks, "criterion": "elderly"})

    assert set(page.context["households"]) == set(picked)
    assert Enrolment.objects.filter(criterion="elderly", fiscal_year=YEAR).count() == 2


def test_a_double_press_enters_a_household_once_and_says_so(client):
    household = f.household()
    pick = {"pick": str(household.uuid)}
    data = filled(client.post(URL, pick).context["form"]) | pick

    first, second = client.post(URL, data), client.post(URL, data)

    assert first.url == second.url == Enrolment.objects.get().get_absolute_url()
    assert said(second)[-1] == "บันทึกไปแล้ว"


def test_a_household_of_another_district_is_left_out(client):
    inside, outside = f.household(), f.household(f.OUTSIDE_VILLAGE)
    picks = [str(inside.uuid), str(outside.uuid)]

    page = client.post(URL, {"pick": picks})
    client.post(URL, filled(page.context["form"]) | {"pick": picks})

    assert [e.household for e in Enrolment.objects.all()] == [inside]


def test_who_is_in_the_year_already_is_named_and_the_others_go_on(client):
    known, other, third = f.household(), f.household(), f.household()
    f.enrolment(known, year=YEAR)
    picks = [str(h.uuid) for h in (known, other, third)]

    page = client.post(URL, {"pick": picks})
    done = client.post(URL, filled(page.context["form"]) | {"pick": picks})

    assert f"มีชื่อในปีงบประมาณ {YEAR} แล้ว" in text_of(page)
    assert said(done) == [
        f"มีชื่อในปีนี้อยู่แล้ว จึงไม่เสนอชื่อซ้ำ 1 ครัวเรือน: {known}",
        f"เสนอชื่อแล้ว 2 ครัวเรือน ปีงบประมาณ {YEAR}",
    ]
    assert done.url == f"/households/enrolments/?year={YEAR}&selection=nominated"
    assert Enrolment.objects.count() == 3


def test_every_household_can_be_left_out_on_the_page(client):
    household = f.household()

    page = client.post(URL, {"pick": str(household.uuid)})

    assert f'type="checkbox" name="pick" value="{household.uuid}" checked' in text_of(page)


def test_a_year_to_come_is_offered_only_when_it_was_opened(client, officer):
    def offered():
        page = client.post(URL, {"pick": str(f.household().uuid)})
        return [year for year, _label in page.context["form"].fields["fiscal_year"].choices]

    before = offered()
    with pytest.raises(YearIsClosed):
        nominate([f.household()], nomination(YEAR + 1), by=officer)
    f.programme_year(YEAR + 1)

    assert (before, offered()) == ([YEAR], [YEAR, YEAR + 1])


def test_a_closed_year_is_refused_beside_its_field(client):
    f.programme_year(YEAR, is_open=False)
    pick = {"pick": str(f.household().uuid)}

    page = client.post(URL, pick)
    response = client.post(URL, filled(page.context["form"]) | pick)

    assert errors(response) == {"fiscal_year"}


def test_who_cannot_enter_is_named_above_the_form_and_nothing_is_said_to_be_saved(client):
    household = f.household(checked_at=None)
    pick = {"pick": str(household.uuid)}

    page = client.post(URL, pick)
    response = client.post(URL, filled(page.context["form"]) | pick)

    assert household.head_name in str(response.context["form"].non_field_errors())
    assert said(response) == []


@pytest.mark.parametrize("picks", [[], ["x"], ["../../etc"]])
def test_without_a_household_nothing_is_asked(client, picks):
    response = client.post(URL, {"pick": picks})

    assert response.url == address("household_list")


@pytest.mark.parametrize("who", ["volunteer", "auditor", "supervisor"])
def test_who_does_not_decide_cannot_nominate(client_of, cast, who):
    household = f.household()

    response = client_of(cast[who]).post(URL, {"pick": str(household.uuid)})

    assert response.status_code == 403
    assert not household.enrolments.exists()


def test_a_reload_of_the_form_leads_back_to_the_list(client):
    """A switch of the language or a new login opens the form's address without a press."""
    assert client.get(URL).url == "/households/"
