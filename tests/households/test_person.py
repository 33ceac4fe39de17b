"""Persons of a household: names, births, IDs that nobody reads without a reason."""

from time import time

import pytest
from django.urls import reverse

from otoppath.places.names import place_label
from otoppath.privacy.masking import initials
from otoppath.privacy.models import AccessLog
from otoppath.thai.dates import format_date, today
from tests import factories as f
from tests.households.pages import address, errors, press, said, text_of, told

pytestmark = pytest.mark.any_database

ID, OTHER_ID = "1100000000016", "1100000000024"
MASKED = "x-xxxx-xxxxx-01-6"


@pytest.fixture
def client(client_of, officer):
    return client_of(officer)


@pytest.fixture
def head(db):
    person = f.household(head="สมใจ").persons.get()
    person.identify(ID)
    person.save()
    return person


def test_a_member_is_added_and_the_next_one_asked_for(client):
    house = f.household()
    url = address("person_create", house)

    response = press(client, url, first_name="น.ส.ลูกสาว", birth="3/2545", another="1")

    made = house.persons.get(first_name="ลูกสาว")
    assert response.url == url
    assert (made.title, made.birth, made.is_head) == ("นางสาว", (2002, 3, None), False)


def test_a_new_head_takes_the_place_of_the_one_before(client, head):
    heir = f.person(head.household, first_name="ทายาท")

    press(client, address("person_change", heir), is_head="on")

    head.refresh_from_db()
    head.household.refresh_from_db()
    assert not head.is_head
    assert head.household.head_name == "นางทายาท ตัวอย่างดี"


def test_the_new_name_of_the_head_stands_in_the_lists_of_all_years(client, head):
    enrolment = f.enrolment(head.household)

    press(client, address("person_change", head), first_name="กล้า")

    enrolment.refresh_from_db()
    head.household.refresh_from_db()
    assert enrolment.sort_key == head.household.sort_key
    assert enrolment.sort_key.startswith("กลา")


def test_a_blank_id_leaves_the_known_one(client, head):
    press(client, address("person_change", head), first_name="สมใจใหม่")

    head.refresh_from_db()
    assert head.national_id == ID


def test_a_known_id_is_removed_when_asked(client, head):
    press(client, address("person_change", head), forget_id="on")

    head.refresh_from_db()
    assert (head.national_id, head.national_id_index) == ("", "")


def test_the_form_never_holds_the_full_id(client, head):
    page = text_of(client.get(address("person_change", head)))

    assert ID not in page
    assert MASKED in page


def test_the_history_says_that_an_id_changed_and_never_which(client, head, officer):
    press(client, address("person_change", head), national_id=OTHER_ID)

    response = client.get(head.household.get_absolute_url())
    assert f"{officer.display_name} เปลี่ยนเลขประจำตัวประชาชนของ {head}" in told(response)
    assert ID not in text_of(response)
    assert OTHER_ID not in text_of(response)


def test_an_id_entered_twice_is_a_finding_with_both_names(client, head):
    other = f.household(head="อีกบ้าน", house_no="99")

    response = press(client, address("person_change", other.persons.get()), national_id=ID)

    assert other.persons.get().national_id == ID
    assert any(head.household.house_no in text for text in said(response))


def test_an_id_known_outside_is_told_without_where(client):
    outside = f.household(f.OUTSIDE_VILLAGE, head="นอกเขต", house_no="77").persons.get()
    outside.identify(ID)
    outside.save()

    response = press(
        client, address("person_create", f.household()), first_name="ก", national_id=ID
    )

    assert "เลขประจำตัวนี้อาจมีในระบบแล้ว ติดต่อจังหวัด" in said(response)
    assert not any("77" in text for text in said(response))


def test_a_person_leaves_the_household_and_stays_known(client, head):
    f.person(head.household, first_name="คนที่อยู่")

    press(client, address("person_leave", head), left_on=format_date(today(), "digits"))

    head.refresh_from_db()
    head.household.refresh_from_db()
    assert (head.left_on, head.is_head) == (today(), False)
    assert "คนที่อยู่" in head.household.head_name


# --- Reading the full ID ------------------------------------------------------------------


def test_a_full_id_is_shown_once_with_a_reason_that_is_kept(client, head, officer):
    asked = press(client, address("person_reveal", head), reason="document")
    response = client.get(asked.url)

    log = AccessLog.objects.get()
    assert "1-1000-00000-01-6" in text_of(response)
    assert "no-store" in response["Cache-Control"]
    assert (log.user, log.action, log.reason) == (officer, "reveal", "จัดทำเอกสารราชการ")
    assert log.subject_uuid == head.uuid


def test_a_reload_shows_nothing_and_logs_nothing_again(client, head):
    page = press(client, address("person_reveal", head), reason="document").url
    client.get(page)

    again = client.get(page)

    assert "1-1000" not in text_of(again)
    assert AccessLog.objects.count() == 1


def test_a_reason_opens_the_number_of_one_person_for_a_minute(client, head, monkeypatch):
    other = f.person(head.household, national_id=ID)
    page = press(client, address("person_reveal", head), reason="document").url

    assert "1-1000" not in text_of(client.get(address("person_reveal", other)))

    press(client, address("person_reveal", head), reason="document")
    later = time() + 61
    monkeypatch.setattr("households.views.person.time", lambda: later)
    assert "1-1000" not in text_of(client.get(page))


def test_the_session_never_holds_the_number(client, head):
    press(client, address("person_reveal", head), reason="document")

    assert ID not in str(dict(client.session))


def test_the_log_says_whose_number_by_initials_and_village_and_leads_there(
    client, head, client_of, chief
):
    press(client, address("person_reveal", head), reason="document")

    label = AccessLog.objects.get().subject_label
    page = text_of(client_of(chief).get(reverse("accounts:access_log")))

    assert label.startswith(f"เลขประจำตัวของ {initials(head.first_name, head.last_name)} บ้านเลขที่ ")
    assert place_label(head.household.village_id) in label
    assert head.last_name not in label
    assert f'href="{address("person_detail", head)}"' in page
    led = client_of(chief).get(address("person_detail", head))
    assert led.url == head.household.get_absolute_url()


def test_without_a_reason_nothing_is_shown_and_nothing_is_logged(client, head):
    response = client.post(address("person_reveal", head), {"reason": "other", "note": ""})

    assert errors(response) == {"note"}
    assert "1-1000" not in text_of(response)
    assert not AccessLog.objects.exists()


def test_opening_the_page_of_the_reason_shows_nothing(client, head):
    assert "1-1000" not in text_of(client.get(address("person_reveal", head)))


@pytest.mark.parametrize("who", ["volunteer", "auditor"])
def test_who_may_not_read_a_full_id_is_refused(client_of, cast, head, who):
    url = address("person_reveal", head)

    assert client_of(cast[who]).post(url, {"reason": "document"}).status_code == 403
    assert not AccessLog.objects.exists()


def test_officers_and_auditors_see_the_id_masked(client_of, officer, auditor, head):
    for who in (officer, auditor):
        page = text_of(client_of(who).get(head.household.get_absolute_url()))
        assert MASKED in page
        assert ID not in page


def test_a_volunteer_sees_that_there_is_an_id_and_no_digit_of_it(client_of, volunteer, head):
    client = client_of(volunteer)

    pages = [
        text_of(client.get(head.household.get_absolute_url())),
        text_of(client.get(address("person_change", head))),
    ]

    assert "บันทึกแล้ว ไม่แสดง" in pages[0]
    assert not any("01-6" in page or ID in page for page in pages)


def test_a_person_of_another_district_is_not_found(client):
    far = f.household(f.OUTSIDE_VILLAGE).persons.get()

    for name in ("person_change", "person_leave", "person_reveal"):
        assert client.get(address(name, far)).status_code == 404


def test_a_telephone_is_typed_with_its_dashes(client, head):
    url = address("person_change", head)

    assert "maxlength" not in client.get(url).context["form"].fields["phone"].widget.attrs
    press(client, url, first_name="สมใจ", phone="081-234-5678", version=head.household.version)

    head.refresh_from_db()
    assert head.phone == "0812345678"


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ({"first_name": "นางสมศรี ใจดี"}, ("นาง", "สมศรี", "ใจดี")),
        ({"first_name": "สมศรี ณ อยุธยา"}, ("", "สมศรี", "ณ อยุธยา")),
        ({"first_name": "สมศรี", "last_name": "ใจดี"}, ("", "สมศรี", "ใจดี")),
        ({"first_name": "มารี แอนน์", "last_name": "ใจดี"}, ("", "มารี แอนน์", "ใจดี")),
    ],
)
def test_a_full_name_in_one_field_is_taken_apart(client, typed, stored):
    house = f.household()

    press(client, address("person_create", house), **typed)

    made = house.persons.get(is_head=False)
    assert (made.title, made.first_name, made.last_name) == stored
