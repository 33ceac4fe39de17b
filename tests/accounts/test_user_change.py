"""Assigning, resetting and closing accounts: what ends with it, and what nobody can."""

import pytest
from django.urls import reverse

from otoppath.accounts.models import Role, User
from tests.accounts.managing import PERSON, address, assign
from tests.factories import DISTRICT, OUTSIDE_DISTRICT, PASSWORD, VILLAGE

pytestmark = pytest.mark.any_database


def test_another_place_ends_the_sessions(client_of, chief, officer, phu_khiao):
    theirs = client_of(officer)

    assign(client_of(chief), officer, role="officer", area_codes=["361001"])

    assert [a.code for a in officer.areas.all()] == ["361001"]
    assert theirs.get(reverse("accounts:account_detail")).status_code == 302


def test_another_role_ends_the_sessions_and_drops_what_the_old_one_had(
    client_of, administrator, auditor, phu_khiao
):
    theirs = client_of(auditor)

    assign(client_of(administrator), auditor, role="officer", place=DISTRICT, area_codes=[DISTRICT])

    auditor.refresh_from_db()
    assert (auditor.role, auditor.access_ends_on) == (Role.OFFICER, None)
    assert theirs.get(reverse("accounts:account_detail")).status_code == 302


@pytest.mark.parametrize("role", ["chief", "administrator"])
def test_chief_cannot_lift_an_officer(client_of, chief, officer, phu_khiao, role):
    assign(client_of(chief), officer, role=role, place=DISTRICT, area_codes=[DISTRICT])

    officer.refresh_from_db()
    assert officer.role == Role.OFFICER


def test_officer_cannot_be_given_a_place_outside(client_of, chief, officer, phu_khiao):
    answer = assign(client_of(chief), officer, role="officer", area_codes=[OUTSIDE_DISTRICT])

    assert "พื้นที่ที่เลือกอยู่นอกเขตที่ท่านดูแล" in answer.text
    assert [a.code for a in officer.areas.all()] == [DISTRICT]


def test_correcting_a_name_cannot_change_role_or_state(client_of, chief, officer):
    client_of(chief).post(
        address("user_change", officer),
        {**PERSON, "phone": "081-234-5678", "role": "chief", "is_active": "", "username": "other"},
    )

    officer.refresh_from_db()
    assert (officer.first_name, officer.phone) == ("ทดสอบ", "0812345678")
    assert (officer.role, officer.is_active, officer.username) == ("officer", True, "officer")


def test_new_one_time_password_replaces_the_old_and_ends_sessions(client_of, chief, officer):
    theirs = client_of(officer)

    client_of(chief).post(address("user_reset", officer))

    officer.refresh_from_db()
    assert not officer.check_password(PASSWORD)
    assert officer.must_change_password
    assert theirs.get(reverse("accounts:account_detail")).status_code == 302


def test_looking_at_the_reset_page_changes_nothing(client_of, chief, officer):
    client_of(chief).get(address("user_reset", officer))

    officer.refresh_from_db()
    assert officer.check_password(PASSWORD)


def test_history_tells_that_a_password_was_reset_but_not_which(client_of, chief, officer):
    officer.save()  # its history has a first line
    client = client_of(chief)

    slip = client.post(address("user_reset", officer)).context["password"]

    newest = client.get(address("user_detail", officer)).context["events"][0]
    assert newest.text == f"{chief.display_name} แก้ไขต้องเปลี่ยนรหัสผ่าน จาก ไม่ใช่ เป็น ใช่"
    assert slip not in str(list(officer.history.values()))


def test_closing_needs_a_reason_and_keeps_it(client_of, chief, officer):
    client = client_of(chief)
    client.post(address("user_close", officer), {})
    officer.refresh_from_db()
    assert officer.is_active

    client.post(address("user_close", officer), {"left_reason": "moved"})

    officer.refresh_from_db()
    assert (officer.is_active, officer.left_reason) == (False, "moved")


def test_other_reason_has_to_be_told(client_of, chief, officer):
    answer = client_of(chief).post(address("user_close", officer), {"left_reason": "other"})

    assert "ต้องระบุรายละเอียด" in answer.text


def test_closed_account_can_be_opened_again(client_of, chief, officer):
    officer.deactivate(reason=User.LeftReason.MOVED)

    client_of(chief).post(address("user_reopen", officer))

    officer.refresh_from_db()
    assert (officer.is_active, officer.left_reason) == (True, "")


def test_page_of_an_account_says_who_changed_what(client_of, chief, officer, phu_khiao):
    officer.save()  # its history knows the places
    client = client_of(chief)
    assign(client, officer, role="volunteer", area_codes=[VILLAGE])

    events = client.get(address("user_detail", officer)).context["events"]
    assert {event.text for event in events[:2]} == {
        f"{chief.display_name} แก้ไขบทบาท จาก พัฒนากร เป็น อาสาพัฒนาชุมชน",
        f"{chief.display_name} แก้ไขพื้นที่รับผิดชอบ จาก อ.ภูเขียว จ.ชัยภูมิ เป็น บ้านสมมุติเหนือ หมู่ที่ 1 ต.ผักปัง",
    }
