"""Sages and wisdom: lists, pages, forms, and whose they are."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from households.models import Sage, SelectionMeeting, Wisdom
from otoppath.thai.dates import today
from tests import factories as f
from tests.households.pages import address, errors, press, text_of
from tests.many import NUMBER, many


@pytest.fixture
def client(client_of, officer):
    f.place(f.VILLAGE)
    return client_of(officer)


def test_a_sage_is_added_under_the_name_without_title(client, officer):
    response = press(
        client,
        address("sage_create"),
        title="นาย",
        first_name="เกษม",
        last_name="ใจสมมุติ",
        village=f.VILLAGE,
        occupation=str(f.occupation().pk),
        expertise="ย้อมคราม",
        phone="081-234-5678",
    )

    sage = Sage.objects.get()
    assert response.url == sage.get_absolute_url()
    assert (sage.created_by, sage.phone) == (officer, "0812345678")
    assert sage.sort_key.startswith("กเ")


def test_a_wisdom_names_the_sage_who_holds_it(client):
    sage = f.sage()
    f.sage(f.OUTSIDE_VILLAGE)

    form = client.get(address("wisdom_create")).context["form"]
    press(
        client,
        address("wisdom_create"),
        name="ทอผ้าขิด",
        village=f.VILLAGE,
        occupation=str(sage.occupation.pk),
        sage=str(sage.pk),
    )

    assert list(form.fields["sage"].queryset) == [sage]
    assert Wisdom.objects.get().sage == sage


def test_a_village_outside_the_area_is_refused(client):
    f.place(f.OUTSIDE_VILLAGE)

    response = press(client, address("sage_create"), first_name="ก", village=f.OUTSIDE_VILLAGE)

    assert "village" in errors(response)


def test_a_sage_is_corrected(client):
    sage = f.sage()

    press(client, address("sage_change", sage), expertise="ย้อมครั่ง")

    sage.refresh_from_db()
    assert sage.expertise == "ย้อมครั่ง"


def test_the_page_of_a_sage_shows_wisdom_and_households_of_the_viewers_area(client_of, volunteer):
    sage = f.sage()
    here, elsewhere = f.household(head="ที่นี่"), f.household(f.OTHER_VILLAGE, head="ที่อื่น")
    f.trainer(f.enrolment(here), sage)
    f.trainer(f.enrolment(elsewhere), sage)
    f.wisdom(name="ย้อมเย็น", sage=sage)

    page = text_of(client_of(volunteer).get(sage.get_absolute_url()))

    assert "ย้อมเย็น" in page
    assert "ที่นี่" in page
    assert "ที่อื่น" not in page


def test_the_page_of_a_wisdom_shows_who_uses_it_once_it_is_checked(client):
    wisdom = f.wisdom()
    counted = f.wisdom_use(f.enrolment(f.household(head="ใช้จริง")), wisdom=wisdom)
    f.wisdom_use(f.enrolment(f.household(head="รอตรวจ")), wisdom=wisdom, checked_at=None)

    response = client.get(wisdom.get_absolute_url())

    assert list(response.context["uses"]) == [counted]


@pytest.mark.parametrize(("noun", "make"), [("sage", f.sage), ("wisdom", f.wisdom)])
def test_what_lies_in_another_district_is_not_found_and_not_listed(client, noun, make):
    near, far = make(), make(f.OUTSIDE_VILLAGE)

    rows = client.get(address(f"{noun}_list")).context["page"].rows

    assert rows == [near]
    for name in (f"{noun}_detail", f"{noun}_change"):
        assert client.get(address(name, far)).status_code == 404


@pytest.mark.parametrize(("noun", "make"), [("sage", f.sage), ("wisdom", f.wisdom)])
def test_volunteers_and_auditors_read_and_change_nothing(client_of, cast, noun, make):
    record = make()

    for who in ("volunteer", "auditor"):
        client = client_of(cast[who])
        assert client.get(record.get_absolute_url()).status_code == 200
        assert client.get(address(f"{noun}_change", record)).status_code == 403
        assert client.get(address(f"{noun}_create")).status_code == 403


@pytest.mark.parametrize(
    ("asked", "found"), [({"q": "คำ"}, 1), ({"q": "คราม"}, 2), ({"trainer": "on"}, 1), ({}, 2)]
)
def test_sages_are_found_by_name_skill_and_training(client, asked, found):
    f.sage(first_name="คำ", is_trainer=True)
    f.sage(first_name="แก้ว")

    assert len(client.get(address("sage_list"), asked).context["page"].rows) == found


def row_of(model):
    """A row of a list, as it comes."""
    common = {"village": f.place(f.VILLAGE)}
    if model is SelectionMeeting:
        return SelectionMeeting(
            **common,
            fiscal_year=2570,
            number=NUMBER,
            held_on=today(),
            eligible_count=2,
            present_count=2,
            chaired_by="ก",
        )
    common |= {"occupation": f.occupation(), "sort_key": NUMBER}
    return Sage(**common, first_name="ก") if model is Sage else Wisdom(**common, name="ก")


@pytest.mark.parametrize(
    ("url", "model"),
    [("sage_list", Sage), ("wisdom_list", Wisdom), ("meeting_list", SelectionMeeting)],
)
def test_each_list_costs_the_same_at_thirty_and_at_three_thousand(client, url, model):
    client.get(address(url))  # names of places are in memory from here on
    counted = []
    for first, count in ((0, 30), (30, 2970)):
        many(row_of(model), count, first=first)
        with CaptureQueriesContext(connection) as caught:
            client.get(address(url))
        counted.append(len(caught))

    frame = 3  # session, user, area
    assert counted[0] == counted[1]
    assert counted[1] <= 5 + frame
