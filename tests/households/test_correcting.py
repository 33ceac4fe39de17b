"""A volunteer's correction of a household that counts: it goes on counting, the change waits."""

import pytest

from households.models import Household
from otoppath.accounts.models import Role
from tests import factories as f
from tests.households.pages import address, press, said, told, words_of

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
def house(officer):
    """A household that the officer entered, and that counts."""
    return f.household(house_no="12", created_by=officer, checked_by=officer)


def fresh(house):
    return Household.objects.get(pk=house.pk)


def correct(mine, house, house_no="14"):
    return press(mine, address("household_change", house), house_no=house_no)


def test_a_corrected_household_goes_on_counting_and_the_correction_waits(mine, house):
    response = correct(mine, house)

    house = fresh(house)
    assert (house.house_no, house.is_checked) == ("14", True)
    assert list(Household.objects.waiting()) == [house]
    assert "รอเจ้าหน้าที่ตรวจ" in said(response)[0]


def test_the_list_to_check_tells_what_was_corrected_and_by_whom(client, mine, volunteer, house):
    correct(mine, house)
    press(mine, address("person_create", house), first_name="ลูก")

    (line,) = client.get(WAITING).context["lines"]

    assert (line.label, line.corrections) == ("แก้ไขครัวเรือน", "บ้านเลขที่, สมาชิกครัวเรือน")
    assert volunteer.display_name.endswith(line.entered_by)


def test_the_page_tells_each_change_and_names_the_volunteer_not_the_officer(
    client, mine, volunteer, officer, house
):
    correct(mine, house)

    response = client.get(house.get_absolute_url())

    (change,) = response.context["corrections"]
    page = words_of(response)
    assert change.text == f"{volunteer.display_name} แก้ไขบ้านเลขที่ จาก 12 เป็น 14"
    assert f"แก้ไขล่าสุดโดย {volunteer.display_name}" in page
    assert f"บันทึกโดย {officer.display_name}" not in page


def test_a_change_of_a_member_waits_and_says_so(mine, house):
    response = press(mine, address("person_change", house.persons.get()), first_name="กล้า")

    assert said(response) == ["บันทึกข้อมูลบุคคลแล้ว รอเจ้าหน้าที่ตรวจ"]
    assert fresh(house).corrections == "สมาชิกครัวเรือน"


def test_a_member_who_left_waits_for_the_check_too(mine, house):
    press(mine, address("person_leave", f.person(house)))

    assert list(Household.objects.waiting()) == [house]


def test_saving_what_stands_there_already_is_no_correction(mine, house):
    press(mine, address("household_change", house))
    press(mine, address("person_change", house.persons.get()))

    assert not fresh(house).is_open


def test_an_accepted_correction_is_done_and_stands_in_the_history(client, mine, officer, house):
    correct(mine, house)

    client.post(address("entry_accept", "household", house), {"seen": fresh(house).seen})

    page = client.get(house.get_absolute_url())
    assert (fresh(house).is_open, fresh(house).corrected_fields) == (False, "")
    assert told(page)[0] == f"{officer.display_name} ตรวจรับข้อมูลครัวเรือน"


def test_a_correction_sent_back_goes_to_who_corrected_and_the_household_counts(
    client, mine, client_of, house
):
    other = client_of(f.user(Role.VOLUNTEER, areas=[f.VILLAGE]))
    correct(mine, house)

    press(client, address("entry_send_back", "household", house), note="บ้านเลขที่ผิด")

    (line,) = mine.get(RETURNED).context["returned"]
    assert (line.uuid, line.note) == (house.uuid, "บ้านเลขที่ผิด")
    assert other.get(RETURNED).context["returned"] == []
    assert fresh(house).is_checked


def test_what_was_sent_back_waits_again_once_it_is_put_right(client, mine, house):
    correct(mine, house)
    press(client, address("entry_send_back", "household", house), note="บ้านเลขที่ผิด")

    correct(mine, house, "16")

    assert list(Household.objects.waiting()) == [house]
    assert mine.get(RETURNED).context["returned"] == []


def test_a_new_household_comes_back_to_who_corrected_it_last(client, mine, house):
    first = f.user(Role.VOLUNTEER, areas=[f.VILLAGE])
    house = f.household(checked_at=None, created_by=first)
    correct(mine, house)

    press(client, address("entry_send_back", "household", house), note="บ้านเลขที่ผิด")

    assert [line.uuid for line in mine.get(RETURNED).context["returned"]] == [house.uuid]
    assert not fresh(house).is_checked


def test_an_officers_correction_takes_in_what_waited(client, mine, house):
    correct(mine, house)

    correct(client, house, "16")

    assert not fresh(house).is_open
