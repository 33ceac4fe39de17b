"""The list of households that may have been entered twice: kept, answered, remembered."""

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from households.duplicates import findings
from households.models import DuplicatePair, Household
from tests import factories as f
from tests.households.pages import address, text_of

LIST = "/households/duplicates/"


@pytest.fixture
def client(client_of, officer):
    return client_of(officer)


def twice(head="เกษม", village=f.VILLAGE, **fields):
    """One household entered two times."""
    fields = {"house_no": "9"} | fields
    return [f.household(village, head=head, **fields) for _n in range(2)]


def look():
    findings.refresh(Household.objects.all())
    return DuplicatePair.objects.open()


def test_a_household_entered_twice_is_found_once_and_another_is_not(db):
    first, second = twice()
    f.household(house_no="10")

    pair = look().get()

    assert (pair.first, pair.second) == (first, second)
    assert findings.refresh(Household.objects.all()) == 0


def test_the_list_shows_both_with_the_reasons(client):
    first, second = twice()
    look()

    page = text_of(client.get(LIST))

    assert first.get_absolute_url() in page
    assert second.get_absolute_url() in page
    assert "บ้านเลขที่ตรงกัน" in page


def test_a_pair_is_dropped_when_a_correction_parts_it(db):
    first, _second = twice()
    assert look().count() == 1
    first.persons.update(first_name="มาลี", last_name="นามอื่น")
    first.settle()

    assert look().count() == 0


def test_an_answer_is_remembered_with_who_and_when(client, officer):
    twice()
    pair = look().get()

    client.post(address("duplicate_answer", pair), {"answer": "different"})

    pair.refresh_from_db()
    assert (pair.answer, pair.answered_by) == ("different", officer)
    assert not pair.answered_at < pair.found_at
    assert officer.display_name in text_of(client.get(LIST, {"answer": "different"}))
    assert findings.compared(client.get(LIST).context["page"].rows) == []


def test_different_households_are_asked_of_again_only_when_a_name_or_an_id_changes(client):
    first, _second = twice()
    pair = look().get()
    client.post(address("duplicate_answer", pair), {"answer": "different"})
    first.phone = "0811111111"
    first.settle()
    assert look().count() == 0

    head = first.persons.get()
    head.identify("1100000000016")
    head.save()
    first.settle()

    assert look().get() == pair


def test_an_answer_can_be_taken_back(client):
    twice()
    pair = look().get()
    client.post(address("duplicate_answer", pair), {"answer": "different"})

    client.post(address("duplicate_answer", pair), {"answer": ""})

    assert DuplicatePair.objects.open().get() == pair


def test_a_pair_half_outside_the_area_is_not_shown(client_of, db):
    f.household(house_no="9", head="เกษม")
    f.household(f.OTHER_VILLAGE, house_no="9", head="เกษม")
    pair = look().get()
    here = f.user(areas=[f.VILLAGE])

    assert client_of(here).get(LIST).context["pairs"] == []
    assert client_of(here).post(address("duplicate_answer", pair)).status_code == 404


def test_households_of_two_districts_are_no_pair(db):
    for village in (f.VILLAGE, f.OUTSIDE_VILLAGE):
        made = f.household(village, house_no="9")
        head = made.persons.get()
        head.identify("1100000000016")
        head.save()

    assert look().count() == 0


def test_what_changed_since_is_said_and_one_press_looks_at_it(client):
    twice()
    assert str(client.get(LIST).context["unlooked"]) == "2"

    client.post("/households/duplicates/refresh/")

    assert not client.get(LIST).context["unlooked"]
    assert DuplicatePair.objects.open().count() == 1


def test_the_command_looks_at_an_area(db, capsys):
    twice()
    call_command("find_duplicates", area=f.OUTSIDE_DISTRICT)
    assert DuplicatePair.objects.count() == 0

    call_command("find_duplicates", area=f.DISTRICT)

    assert DuplicatePair.objects.count() == 1
    assert capsys.readouterr().out.splitlines()[-1] == "ตรวจ 2 ครัวเรือน คู่ที่รอคำตอบ 1 คู่"


def test_the_queries_of_the_list_do_not_grow_with_the_pairs(client):
    twice("ชื่น")
    look()
    client.get(LIST)  # the names of places are read once
    counted = []
    for head in ("เกษม", "มาลี"):
        for house in range(4):
            twice(head, house_no=f"{house}/{len(counted)}")
        look()
        with CaptureQueriesContext(connection) as queries:
            client.get(LIST)
        counted.append(len(queries))

    assert counted[0] == counted[1]
