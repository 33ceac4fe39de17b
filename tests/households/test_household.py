"""The page of a household, and what can be done with its record."""

from datetime import timedelta

import pytest

from households.models import ChangedMeanwhile, Household, Person
from otoppath.privacy.models import AccessLog
from otoppath.thai.dates import format_date, today
from tests import factories as f
from tests.households.pages import address, errors, press, said, text_of, told

pytestmark = pytest.mark.any_database

ID = "1100000000016"


@pytest.fixture
def client(client_of, officer):
    return client_of(officer)


def test_the_page_shows_persons_years_and_the_path_of_the_latest(client):
    house = f.household(head="สมใจ")
    f.person(house, first_name="ลูกสาว")
    f.enrolment(house, year=2569)
    latest = f.enrolment(house, year=2570)

    response = client.get(house.get_absolute_url())

    assert response.context["enrolment"] == latest
    assert [year.fiscal_year for year in response.context["years"]] == [2570, 2569]
    assert "ลูกสาว" in text_of(response)
    assert "แจ้งประกาศความเป็นส่วนตัวแก่ครัวเรือนแล้ว" in text_of(response)


def test_a_household_of_another_district_is_not_found(client):
    house = f.household(f.OUTSIDE_VILLAGE, head="นอกเขต")

    assert client.get(house.get_absolute_url()).status_code == 404


def test_the_page_asks_no_more_for_more_facts(client, django_assert_max_num_queries):
    house = f.household()
    enrolment = f.enrolment(house)
    for _n in range(5):
        f.person(house)
        f.visit(enrolment)
        f.income(enrolment, phase="follow_up")
        f.readiness(enrolment)
    client.get(house.get_absolute_url())

    with django_assert_max_num_queries(34):
        client.get(house.get_absolute_url())


# --- Changing -----------------------------------------------------------------------------


def test_a_change_is_told_in_the_history_with_both_values(client, officer):
    house = f.household(house_no="12")

    press(client, address("household_change", house), house_no="14")

    house.refresh_from_db()
    response = client.get(house.get_absolute_url())
    assert (house.house_no, house.version) == ("14", 2)
    assert told(response)[0] == f"{officer.display_name} แก้ไขบ้านเลขที่ จาก 12 เป็น 14"


def test_a_changed_house_number_can_be_searched(client):
    house = f.household(house_no="12")

    press(client, address("household_change", house), house_no="๑๔/๒")

    assert list(Household.objects.matching("14/2")) == [house]


def test_two_who_change_one_household_see_both_values_and_lose_nothing(client, client_of, chief):
    house = f.household(house_no="12", phone="")
    url = address("household_change", house)
    drawn_before = client.get(url).context["form"]
    press(client_of(chief), url, house_no="14")

    response = client.post(
        url,
        {
            "version": 1,
            "once_key": drawn_before["once_key"].value(),
            "house_no": "16",
            "children_under_6": "0",
            "children_6_to_14": "0",
        },
    )

    house.refresh_from_db()
    page = text_of(response)
    assert house.house_no == "14"
    assert [tuple(line) for line in response.context["form"].differences] == [
        ("บ้านเลขที่", "16", "14")
    ]
    assert chief.display_name in page


def test_who_saw_both_values_may_save_the_own_one(client, client_of, chief):
    house = f.household(house_no="12")
    url = address("household_change", house)
    typed = {"house_no": "16", "children_under_6": "0", "children_6_to_14": "0"}
    stale = {"version": 1, "once_key": client.get(url).context["form"]["once_key"].value()}
    press(client_of(chief), url, house_no="14")
    again = client.post(url, stale | typed).context["form"]

    client.post(url, stale | typed | {"version": again["version"].value()})

    house.refresh_from_db()
    assert (house.house_no, house.version) == ("16", 3)


def test_a_version_is_taken_once(db):
    house = f.household()
    same = Household.objects.get(pk=house.pk)
    house.take_version(1)

    with pytest.raises(ChangedMeanwhile):
        same.take_version(1)


def test_a_house_code_is_taken_with_its_hyphens(client):
    house = f.household()

    press(client, address("household_change", house), house_code="3610-012345-6")

    house.refresh_from_db()
    assert house.house_code == "36100123456"


@pytest.mark.parametrize(
    ("latitude", "longitude", "refused"),
    [
        ("200", "102.1", {"latitude"}),
        ("16.4", "", {"longitude"}),
        ("", "102.1", {"latitude"}),
        ("102.1", "16.4", {"latitude", "longitude"}),
    ],
)
def test_a_place_is_whole_and_in_thailand(client, latitude, longitude, refused):
    url = address("household_change", f.household())

    assert errors(press(client, url, latitude=latitude, longitude=longitude)) == refused


def test_the_place_of_a_household_stands_on_its_page(client):
    house = f.household()

    press(client, address("household_change", house), latitude="๑๖.๓๗๕", longitude="102.128")

    assert "16.37500, 102.12800" in text_of(client.get(house.get_absolute_url()))


# --- Moving, closing ----------------------------------------------------------------------


def test_a_household_moves_and_its_year_stays_where_it_was(client):
    house = f.household(f.VILLAGE)
    enrolment = f.enrolment(house)
    f.place(f.OTHER_VILLAGE)

    press(client, address("household_move", house), village=f.OTHER_VILLAGE, house_no="7")

    house.refresh_from_db()
    enrolment.refresh_from_db()
    reason = house.history.latest().history_change_reason
    assert (house.village_id, house.house_no) == (f.OTHER_VILLAGE, "7")
    assert enrolment.village_id == f.VILLAGE
    assert f.VILLAGE in reason
    assert f.OTHER_VILLAGE in reason


def test_a_household_moves_inside_the_area_only(client):
    house = f.household()
    f.place(f.OUTSIDE_VILLAGE)

    response = press(client, address("household_move", house), village=f.OUTSIDE_VILLAGE)

    assert errors(response) == {"village"}


def test_a_household_is_closed_with_day_and_reason_and_leaves_the_list(client):
    house = f.household(head="สมใจ")
    yesterday = today() - timedelta(days=1)

    press(
        client,
        address("household_close", house),
        closed_on=format_date(yesterday, "digits"),
        reason="empty",
    )

    house.refresh_from_db()
    assert (house.closed_on, house.closed_reason) == (yesterday, "empty")
    assert "สมใจ" not in text_of(client.get("/households/"))
    assert "ไม่มีผู้อยู่อาศัยแล้ว" in text_of(client.get(house.get_absolute_url()))


def test_a_household_on_the_path_is_not_closed(client):
    house = f.household()
    f.enrolment(house, year=2570)

    response = press(client, address("household_close", house), reason="empty")

    house.refresh_from_db()
    assert house.closed_on is None
    assert "2570" in str(response.context["form"].non_field_errors())


def test_another_reason_is_explained(client):
    response = press(client, address("household_close", f.household()), reason="other")

    assert errors(response) == {"note"}


def test_a_closed_household_is_opened_again(client):
    house = f.household(closed_on=today(), closed_reason="empty")

    client.post(address("household_reopen", house))

    house.refresh_from_db()
    assert house.is_standing


# --- Erasing ------------------------------------------------------------------------------


def test_the_chief_erases_a_household_and_nothing_personal_is_left(client_of, chief):
    house = f.household(head="สมใจ", house_no="42/1", phone="0812345678")
    enrolment = f.enrolment(house)
    f.notice(house, received_by="สมใจ ตัวอย่างดี")
    photo = f.visit_photo(f.visit(enrolment, note="คุยกับสมใจ"))
    client = client_of(chief)

    response = press(client, address("household_erase", house), reason="เจ้าของข้อมูลขอให้ลบ")

    page = text_of(client.get(house.get_absolute_url()))
    photo.refresh_from_db()
    assert response.url == house.get_absolute_url()
    assert "สมใจ" not in page
    assert "42/1" not in page
    assert not photo.image
    assert Person.objects.get().first_name == ""
    assert AccessLog.objects.filter(action=AccessLog.Action.ERASE, user=chief).exists()


def test_an_erased_household_takes_no_more_facts(client_of, chief):
    house = f.household()
    enrolment = f.enrolment(house)
    client = client_of(chief)
    press(client, address("household_erase", house), reason="เจ้าของข้อมูลขอให้ลบ")

    assert client.get(address("household_change", house)).status_code == 404
    assert client.get(address("visit_create", enrolment)).status_code == 404


def test_an_officer_does_not_erase(client):
    house = f.household(head="สมใจ")

    response = client.post(address("household_erase", house), {"reason": "ขอให้ลบ"})

    house.refresh_from_db()
    assert response.status_code == 403
    assert house.head_name


def test_the_message_says_that_it_is_done(client):
    house = f.household()

    response = press(client, address("household_change", house), house_no="14")

    assert said(response) == ["บันทึกครัวเรือนแล้ว"]


def test_who_changed_the_route_of_a_year_shows_on_both_pages(client_of, officer, chief):
    enrolment = f.enrolment(route="group")
    enrolment._history_user = chief
    enrolment.route = "own_use"
    enrolment.save()

    pages = [enrolment.get_absolute_url(), enrolment.household.get_absolute_url()]
    told = [client_of(officer).get(page).context["changes"][0].text for page in pages]

    for text in told:
        assert chief.display_name in text
        assert "รวมกลุ่ม" in text
        assert "ทำใช้ในครัวเรือน" in text
