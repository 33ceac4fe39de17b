"""The list of a year: steps, what is missing, who is stuck; and moving many at once."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from households.models import Enrolment, Household
from otoppath.thai.dates import fiscal_year, today
from tests import factories as f
from tests.households.pages import text_of
from tests.many import NUMBER, many

LIST = "/households/enrolments/"


@pytest.fixture
def client(client_of, officer):
    return client_of(officer)


def enrolled(name, village=f.VILLAGE, **fields):
    """An enrolment under the sort key of its household."""
    household = f.household(village, head=name)
    return f.enrolment(household, sort_key=household.sort_key, **fields)


def names(response):
    return [
        row.household.head_name.removeprefix("นาง").split()[0]
        for row in response.context["page"].rows
    ]


def test_the_list_holds_the_year_of_today_in_thai_order(client):
    enrolled("แก้ว")
    enrolled("เกษม")
    enrolled("ปีก่อน", year=fiscal_year(today()) - 1)

    assert names(client.get(LIST)) == ["เกษม", "แก้ว"]


def test_another_district_and_another_village_are_out_of_sight(client, client_of, volunteer):
    enrolled("นอกเขต", f.OUTSIDE_VILLAGE)
    enrolled("หมู่อื่น", f.OTHER_VILLAGE)
    enrolled("หมู่นี้")

    assert names(client.get(LIST)) == ["หมู่นี้", "หมู่อื่น"]
    assert names(client_of(volunteer).get(LIST)) == ["หมู่นี้"]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"year": str(fiscal_year(today()) - 1)}, ["ปีก่อน"]),
        ({"step": "2"}, ["สอง"]),
        ({"selection": "reserve"}, ["สำรอง"]),
        ({"route": "own_use"}, ["สอง"]),
        ({"place": "36100201"}, ["สอง"]),
        ({"q": "สำรอง"}, ["สำรอง"]),
        ({"stuck": "30"}, ["ค้าง"]),
        ({"gone": "on"}, ["ออก"]),
    ],
)
def test_the_list_is_narrowed_by_what_the_address_says(client, asked, found):
    enrolled("ปีก่อน", year=fiscal_year(today()) - 1)
    enrolled("สอง", f.FAR_VILLAGE, step=2, route="own_use")
    enrolled("สำรอง", selection="reserve")
    enrolled("ค้าง", step_since=timezone.now() - timedelta(days=40))
    enrolled("ออก", exited_on=today(), exit_reason="moved")

    assert names(client.get(LIST, asked)) == found


def test_what_lacks_one_requirement_is_found(client):
    has, lacks = enrolled("มี"), enrolled("ขาด")
    f.notice(has.household)

    assert names(client.get(LIST, {"lacking": "notice"})) == ["ขาด"]
    assert lacks.household.notices.count() == 0


def complete_step_one(enrolment):
    f.notice(enrolment.household)
    enrolment.meeting = f.selection_meeting()
    enrolment.save()
    f.choice(enrolment)
    f.income(enrolment)
    f.readiness(enrolment)
    return enrolment


@pytest.mark.parametrize("asked", [{"ready": "on"}, {"ready": "on", "step": "1"}])
def test_what_may_go_on_is_found(client, asked):
    complete_step_one(enrolled("พร้อม", route="own_use"))
    enrolled("ยังขาด", route="own_use")

    assert names(client.get(LIST, asked)) == ["พร้อม"]


def test_what_may_go_on_is_moved_together_and_the_others_are_told(client):
    ready = complete_step_one(enrolled("พร้อม", route="own_use"))
    lacking = enrolled("ยังขาด", route="own_use")
    page = client.get(LIST, {"step": "1"})
    action = "/path/enrolments/advance/"

    response = client.post(
        action, {"step": "1", "action": "advance", "pick": [str(ready.uuid), str(lacking.uuid)]}
    )

    ready.refresh_from_db()
    lacking.refresh_from_db()
    assert f'action="{action}"' in text_of(page)
    assert 'name="pick"' in text_of(page)
    assert (ready.step, lacking.step) == (2, 1)
    assert "ยังขาด" in text_of(response)


def test_nothing_is_ticked_before_a_step_is_chosen(client):
    enrolled("หนึ่ง")

    assert 'name="pick"' not in text_of(client.get(LIST))


def test_a_volunteer_and_an_auditor_have_nothing_to_move(client_of, volunteer, auditor):
    enrolled("หนึ่ง")

    for who in (volunteer, auditor):
        assert 'name="pick"' not in text_of(client_of(who).get(LIST, {"step": "1"}))


def make_enrolments(how_many):
    village = f.place(f.VILLAGE)
    first = Household.objects.count()
    keys = {"sort_key": NUMBER, "search_key": NUMBER}
    many(Household(village=village, house_no=NUMBER, **keys), how_many, first=first)
    enrolled = Enrolment(
        village=village, fiscal_year=fiscal_year(today()), nominated_on=today(), sort_key=NUMBER
    )
    many(enrolled, how_many, each="household")


def queries(client, url):
    with CaptureQueriesContext(connection) as caught:
        client.get(url)
    frame = ("django_session", "accounts_user", "accounts_actingappointment")
    return [q["sql"] for q in caught if not any(name in q["sql"] for name in frame)]


@pytest.mark.parametrize("asked", ["", "?step=1", "?lacking=notice", "?q=5"])
def test_the_list_costs_the_same_at_thirty_and_at_three_thousand(client, asked):
    make_enrolments(30)
    client.get(LIST + asked)  # names of places are in memory from here on
    at_thirty = queries(client, LIST + asked)
    make_enrolments(2970)

    at_three_thousand = queries(client, LIST + asked)

    assert len(at_three_thousand) == len(at_thirty)
    assert len(at_three_thousand) <= 5


@pytest.mark.parametrize(
    ("asked", "label"),
    [
        ("step=1", "เลื่อนไปขั้นตอนที่ 2"),
        ("step=3", "เลื่อนไปขั้นตอนที่ 4 (ทำใช้เองจบเส้นทาง)"),
        ("step=3&route=own_use", "จบเส้นทาง"),
        ("step=5", "จบเส้นทาง"),
    ],
)
def test_the_button_for_many_says_where_they_go(client, asked, label):
    enrolled("แก้ว", step=int(asked[5]), route="own_use" if "own_use" in asked else "group")

    response = client.get(f"{LIST}?{asked}")

    assert [action["label"] for action in response.context["actions"]] == [label]
    assert label in text_of(response)
