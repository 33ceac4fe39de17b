"""Opening an account: which roles and places somebody may give."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest

from otoppath.accounts.forms.users import AssignmentForm
from otoppath.accounts.models import Role, User
from otoppath.thai.dates import format_date, today
from tests import factories
from tests.accounts.managing import address, create
from tests.factories import DISTRICT, OUTSIDE_DISTRICT, VILLAGE

pytestmark = pytest.mark.any_database


def test_chief_opens_an_account_and_its_password_is_shown_once(client_of, chief, phu_khiao):
    answer = create(client_of(chief), role="volunteer", area_codes=[VILLAGE])

    made = User.objects.get(username="newcomer")
    shown = re.search(r'class="one-time">([^<]+)<', answer.text)[1]
    assert (made.role, [a.code for a in made.areas.all()]) == (Role.VOLUNTEER, [VILLAGE])
    assert made.check_password(shown)
    assert made.must_change_password
    assert "no-store" in answer["Cache-Control"]


def test_double_press_opens_one_account(client_of, chief, phu_khiao):
    client, key = client_of(chief), str(uuid4())
    create(client, area_codes=[DISTRICT], once_key=key)

    answer = create(client, area_codes=[DISTRICT], once_key=key)

    assert answer.status_code == 302
    assert User.objects.filter(username="newcomer").count() == 1


@pytest.mark.parametrize("role", ["administrator", "chief", "supervisor", "auditor", "overlord"])
def test_chief_cannot_give_a_role_outside_the_office(client_of, chief, phu_khiao, role):
    create(client_of(chief), role=role, place=DISTRICT, area_codes=[DISTRICT], is_national="on")

    assert not User.objects.filter(username="newcomer").exists()


def test_role_slipped_into_the_form_is_ignored(client_of, chief, phu_khiao):
    create(
        client_of(chief),
        role="officer",
        area_codes=[DISTRICT],
        **{"is_staff": "1"},
        is_national="on",
    )

    made = User.objects.get(username="newcomer")
    assert (made.role, made.is_staff, made.is_national) == (Role.OFFICER, False, False)


@pytest.mark.parametrize("outside", [OUTSIDE_DISTRICT, "361101", "36"])
def test_chief_cannot_give_a_place_of_another_district(client_of, chief, phu_khiao, outside):
    create(client_of(chief), role="officer", place=OUTSIDE_DISTRICT, area_codes=[outside])

    assert not User.objects.filter(username="newcomer").exists()


def test_choices_of_places_end_at_the_district(client_of, chief, phu_khiao):
    page = client_of(chief).get(address("user_create", role="volunteer"))

    offered = {code for code, _label in page.context["form"].fields["area_codes"].choices}
    assert offered == {VILLAGE, "36100201"}


def test_form_offers_no_place_outside_whatever_it_is_asked_for(chief, phu_khiao):
    form = AssignmentForm(user=chief, role=Role.OFFICER, codes=["36", OUTSIDE_DISTRICT, DISTRICT])

    offered = {code for code, _label in form.fields["area_codes"].choices}
    assert offered == {DISTRICT, "361001", "361002"}


def test_officer_needs_a_place(client_of, chief, phu_khiao):
    answer = create(client_of(chief), role="officer")

    assert "เลือกพื้นที่อย่างน้อยหนึ่งแห่ง" in answer.text
    assert not User.objects.filter(username="newcomer").exists()


@pytest.mark.parametrize(
    ("role", "place", "areas"),
    [
        ("volunteer", DISTRICT, [VILLAGE]),
        ("officer", "อำเภอภูเขียว", ["361001", "361002"]),
        ("chief", "ภูเขียว", [DISTRICT]),
        ("supervisor", "ชัยภูมิ", ["36"]),
        ("administrator", "", []),
    ],
)
def test_administrator_opens_accounts_of_every_role(
    client_of, administrator, phu_khiao, role, place, areas
):
    create(client_of(administrator), role=role, place=place, area_codes=areas)

    made = User.objects.get(username="newcomer")
    assert (made.role, sorted(a.code for a in made.areas.all())) == (role, areas)


def test_auditor_gets_the_district_between_two_days(client_of, administrator, phu_khiao):
    client = client_of(administrator)
    last = today() + timedelta(days=3)
    days = {
        "access_starts_on": format_date(today(), "digits"),
        "access_ends_on": format_date(last, "digits"),
    }
    refused = create(client, role="auditor", place=DISTRICT, area_codes=[DISTRICT])
    assert "ผู้ตรวจสอบต้องมีวันที่เริ่มและวันที่สิ้นสุด" in refused.text

    create(client, role="auditor", place=DISTRICT, area_codes=[DISTRICT], **days)

    assert User.objects.get(username="newcomer").access_ends_on == last


def test_same_name_in_several_provinces_is_asked_for_by_code(client_of, administrator, phu_khiao):
    factories.place("5007", name_th="ภูเขียว")

    page = client_of(administrator).get(address("user_create", role="chief", place="ภูเขียว"))

    assert "= 3610" in page.text
    assert "= 5007" in page.text


def test_username_taken_in_another_district_is_refused(client_of, chief, officer_other, phu_khiao):
    answer = create(
        client_of(chief), role="officer", area_codes=[DISTRICT], username="Officer_Other"
    )

    assert "มีชื่อผู้ใช้นี้แล้ว" in answer.text
