"""The list of households: who is found, in what order, at what price."""

import time
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from households.models import Household
from otoppath.places.models import Place
from otoppath.thai.dates import fiscal_year, today
from tests import factories as f
from tests.households.pages import address, text_of
from tests.many import NUMBER, many

ID = "1100000000016"
LIST = "/households/"


@pytest.fixture
def client(client_of, officer):
    return client_of(officer)


def names(response):
    return [row.head_name.removeprefix("นาง").split()[0] for row in response.context["rows"]]


def test_households_stand_in_the_order_of_the_thai_dictionary(client):
    for name in ("แก้ว", "กล้า", "เกษม", "ขวัญ"):
        f.household(head=name)

    assert names(client.get(LIST)) == ["กล้า", "เกษม", "แก้ว", "ขวัญ"]


def test_a_household_of_another_district_is_not_in_the_list(client):
    f.household(f.OUTSIDE_VILLAGE, head="นอกเขต")
    f.household(head="ในเขต")

    response = client.get(LIST)

    assert names(response) == ["ในเขต"]
    assert str(response.context["count"]) == "1"


def test_a_volunteer_sees_the_own_village_only(client_of, volunteer):
    f.household(f.OTHER_VILLAGE, head="หมู่อื่น")
    f.household(f.VILLAGE, head="หมู่นี้")

    assert names(client_of(volunteer).get(LIST)) == ["หมู่นี้"]


@pytest.mark.parametrize("typed", ["สมใจ", "นางสมใจ", "42/1", "0812345678", "36100012345", "๔๒/๑"])
def test_a_household_is_found_by_name_house_number_telephone_and_code(client, typed):
    house = f.household(head="สมใจ", house_no="42/1", phone="0812345678", house_code="36100012345")
    house.settle()
    f.household(head="อื่น", house_no="99")

    assert names(client.get(LIST, {"q": typed})) == ["สมใจ"]


def test_a_typed_id_is_looked_up_and_leaves_the_address(client):
    house = f.household(head="สมใจ")
    f.household(head="อื่น")
    head = house.persons.get()
    head.identify(ID)
    head.save()

    for ask in (client.post, client.get):
        response = ask(LIST, {"q": "1-1000-00000-01-6"}, follow=True)

        assert names(response) == ["สมใจ"]
        assert ID not in response.request["QUERY_STRING"]
        assert head.national_id_index not in response.request["QUERY_STRING"]
        assert ID not in text_of(response)


def test_the_search_is_posted_and_becomes_an_address_to_share(client):
    f.household(head="สมใจ")

    page = text_of(client.get(LIST))
    response = client.post(LIST, {"q": "สมใจ", "place": f.SUBDISTRICT, "cursor": "x"})

    assert '<form class="filterbar" method="post"' in page
    assert response.url == f"{LIST}?" + urlencode({"q": "สมใจ", "place": f.SUBDISTRICT})


def token_of(client):
    return dict(parse_qsl(urlsplit(client.post(LIST, {"q": ID}).url).query))["match"]


def test_what_stands_for_an_id_is_of_one_user_for_a_time(client_of, officer, chief, monkeypatch):
    head = f.household(head="สมใจ").persons.get()
    head.identify(ID)
    head.save()
    client = client_of(officer)
    token = token_of(client)

    assert token != token_of(client)
    assert names(client.get(LIST, {"match": token})) == ["สมใจ"]
    assert names(client_of(chief).get(LIST, {"match": token})) == []
    assert names(client.get(LIST, {"match": head.national_id_index})) == []
    later = time.time() + 3601
    monkeypatch.setattr("households.forms.filters.time.time", lambda: later)
    assert names(client.get(LIST, {"match": token})) == []


def test_a_volunteer_finds_nobody_by_an_id(client_of, volunteer):
    head = f.household(head="สมใจ").persons.get()
    head.identify(ID)
    head.save()
    client = client_of(volunteer)

    response = client.post(LIST, {"q": ID}, follow=True)

    assert names(response) == []
    assert ID not in response.request["QUERY_STRING"]
    assert "13 หลัก" not in text_of(client.get(LIST))


def test_an_id_of_another_district_finds_nothing_in_the_list(client):
    head = f.household(f.OUTSIDE_VILLAGE).persons.get()
    head.identify(ID)
    head.save()

    assert names(client.get(LIST, {"q": ID}, follow=True)) == []


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"place": "361001"}, ["หนึ่ง"]),
        ({"place": "36100201"}, ["สอง"]),
        ({"step": "2"}, ["สอง"]),
        ({"selection": "reserve"}, ["สอง"]),
        ({"selection": "none"}, ["หนึ่ง"]),
        ({"route": "own_use"}, ["สอง"]),
        ({"year": str(fiscal_year(today()) - 1)}, []),
        ({"state": "closed"}, ["สาม"]),
        ({"state": "waiting"}, []),
    ],
)
def test_the_list_is_narrowed_by_what_the_address_says(client, asked, found):
    f.household(head="หนึ่ง")
    second = f.household(f.FAR_VILLAGE, head="สอง")
    f.enrolment(second, step=2, selection="reserve", route="own_use")
    f.household(head="สาม", closed_on=today(), closed_reason="empty")

    response = client.get(LIST, asked)

    assert names(response) == found
    assert len(response.context["filters"].chips()) == 1


def test_what_waits_and_what_came_back_is_told_apart(client):
    f.household(head="รอ", checked_at=None)
    f.household(head="กลับ", checked_at=None, returned_at=f.timezone.now())

    assert names(client.get(LIST, {"state": "waiting"})) == ["รอ"]
    assert names(client.get(LIST, {"state": "returned"})) == ["กลับ"]


def test_a_place_outside_the_area_is_no_choice(client):
    f.place(f.OUTSIDE_VILLAGE)
    f.household(f.OUTSIDE_VILLAGE)

    response = client.get(LIST, {"place": f.OUTSIDE_VILLAGE})

    assert "place" in response.context["filters"].errors
    assert f.OUTSIDE_VILLAGE not in [
        code
        for _label, group in response.context["filters"].fields["place"].choices
        if isinstance(group, list)
        for code, _name in group
    ]


def make_households(how_many):
    row = Household(
        village=f.place(f.VILLAGE),
        house_no=NUMBER,
        head_name=f"นายสมมุติ{NUMBER}",
        sort_key=NUMBER,
        checked_at=f.timezone.now(),
    )
    many(row, how_many)


def test_the_list_costs_the_same_at_thirty_and_at_three_thousand(client, officer):
    make_households(30)
    at_thirty = own_queries(client, LIST)
    make_households(2970)

    at_three_thousand = own_queries(client, LIST)

    assert len(at_three_thousand) == len(at_thirty)
    assert len(at_three_thousand) <= 5


def own_queries(client, url):
    """The queries of a page without those that every page makes: session, user, area."""
    client.get(url)  # names of places are in memory from here on
    with CaptureQueriesContext(connection) as caught:
        client.get(url)
    frame = ("django_session", "accounts_user", "accounts_actingappointment")
    return [q["sql"] for q in caught if not any(name in q["sql"] for name in frame)]


def test_the_pages_of_the_list_follow_each_other_without_a_gap(client):
    make_households(60)

    first = client.get(LIST)
    second = client.get(LIST, {"cursor": first.context["page"].next_cursor})

    shown = [row.house_no for row in (*first.context["rows"], *second.context["rows"])]
    assert shown == [f"{n:05}" for n in range(60)]


def test_no_row_joins_to_places(client):
    make_households(3)

    rows = [sql for sql in own_queries(client, LIST) if "head_name" in sql]

    assert len(rows) == 1
    assert Place._meta.db_table not in rows[0]


def test_the_empty_list_says_what_to_do(client, officer):
    f.place(f.VILLAGE)

    assert address("household_create") in text_of(client.get(LIST))


def test_a_telephone_is_found_as_it_is_shown(client_of, officer):
    house = f.household(phone="0812345678")
    house.rekey(list(house.persons.all()))
    house.save()

    response = client_of(officer).get("/households/?q=081-234-5678")

    assert [row.pk for row in response.context["page"].rows] == [house.pk]


@pytest.mark.parametrize("asked", ["", "?sort=updated", "?place=361001", "?place=36100101"])
def test_a_page_is_read_in_the_order_of_an_index(client, asked):
    """On SQLite, which says so whatever the number of rows."""
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL reads a small table whole")
    make_households(3)
    f.place(f.FAR_VILLAGE)
    (rows,) = [sql for sql in own_queries(client, LIST + asked) if "head_name" in sql]

    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {rows}")
        plan = " ".join(row[3] for row in cursor.fetchall())

    assert "USING INDEX household_" in plan
    assert "TEMP B-TREE" not in plan


def test_a_page_of_a_whole_district_weighs_less_than_sixty_kibibytes(client):
    for n in range(155):
        f.place(f"3610{n // 15 + 1:02d}{n % 15 + 1:02d}", name_th=f"บ้านโนนสมมุติเหนือ{n}")
    make_households(60)

    response = client.get(LIST)

    assert len(response.context["rows"]) == 50
    assert len(response.content) < 60 * 1024
