"""Standing in: who may appoint whom, where, and until when."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from otoppath.accounts.models import ActingAppointment, Role
from otoppath.thai.dates import format_date, today
from tests import factories
from tests.factories import DISTRICT, OUTSIDE_DISTRICT

pytestmark = pytest.mark.any_database

FIELDS = {
    "role": "chief",
    "area_place": DISTRICT,
    "starts_on": format_date(today(), "digits"),
    "ends_on": format_date(today() + timedelta(days=6), "digits"),
    "order_no": "คำสั่งที่ 1/2570",
}


def appoint(client, who, **data):
    url = reverse("accounts:acting_create", args=[who.uuid])
    return client.post(url, {**FIELDS, "once_key": str(uuid4()), **data})


def test_chief_appoints_an_officer_of_the_office(client_of, chief, officer):
    answer = appoint(client_of(chief), officer)

    made = ActingAppointment.objects.get()
    assert answer["Location"] == reverse("accounts:acting_list")
    assert (made.user, made.role, made.area_id, made.created_by) == (
        officer,
        Role.CHIEF,
        DISTRICT,
        chief,
    )


def test_double_press_makes_one_appointment(client_of, chief, officer):
    client, key = client_of(chief), str(uuid4())

    for _ in range(2):
        appoint(client, officer, once_key=key)

    assert ActingAppointment.objects.count() == 1


def test_chief_cannot_appoint_for_another_district(client_of, chief, officer):
    factories.place(OUTSIDE_DISTRICT)

    answer = appoint(client_of(chief), officer, area_place=OUTSIDE_DISTRICT)

    assert "ไม่พบพื้นที่นี้" in answer.text
    assert not ActingAppointment.objects.exists()


@pytest.mark.parametrize("role", ["administrator", "supervisor", "auditor", "volunteer"])
def test_only_posts_of_the_office_are_stood_in_for(client_of, chief, officer, role):
    appoint(client_of(chief), officer, role=role)

    assert not ActingAppointment.objects.exists()


def test_volunteer_cannot_stand_in(client_of, chief, volunteer):
    answer = appoint(client_of(chief), volunteer)

    assert "ต้องเป็นพัฒนากรหรือพัฒนาการอำเภอ" in answer.text


def test_acting_chief_cannot_pass_it_on_or_prolong_it(client_of, officer):
    colleague = factories.user(areas=["361001"])
    factories.acting(officer)
    client = client_of(officer)

    assert appoint(client, colleague).status_code == 403
    assert appoint(client, officer).status_code == 403


def test_administrator_cannot_appoint_oneself(client_of, administrator):
    assert appoint(client_of(administrator), administrator).status_code == 403


def test_last_day_before_the_first_is_refused(client_of, chief, officer):
    yesterday = format_date(today() - timedelta(days=1), "digits")

    answer = appoint(client_of(chief), officer, ends_on=yesterday)

    assert "วันที่สิ้นสุดต้องไม่มาก่อนวันที่เริ่ม" in answer.text


def test_another_role_must_cover_the_own_places(db):
    who = factories.user(areas=["361101"])
    made = ActingAppointment(
        user=who,
        role=Role.CHIEF,
        area=factories.place(DISTRICT),
        starts_on=today(),
        ends_on=today(),
    )

    with pytest.raises(ValidationError, match="ครอบคลุมพื้นที่รับผิดชอบเดิม"):
        made.full_clean()


def test_one_other_role_at_a_time(officer):
    first = factories.acting(officer, area=DISTRICT)
    second = ActingAppointment(
        user=officer,
        role=Role.CHIEF,
        area_id=DISTRICT,
        starts_on=first.ends_on,
        ends_on=first.ends_on,
    )

    with pytest.raises(ValidationError, match="อยู่แล้วในช่วงเวลาเดียวกัน"):
        second.full_clean()


def test_chief_ends_it_early_and_it_stays_in_the_list(client_of, chief, officer):
    made = factories.acting(officer)
    client = client_of(chief)

    client.post(reverse("accounts:acting_end", args=[made.uuid]))

    made.refresh_from_db()
    assert (made.is_over, made.ended_by) == (True, chief)
    assert "สิ้นสุดก่อนกำหนด" in client.get(reverse("accounts:acting_list")).text


def test_appointment_of_another_district_is_not_found(client_of, chief, officer_other):
    made = factories.acting(officer_other, area=OUTSIDE_DISTRICT)
    client = client_of(chief)

    assert client.post(reverse("accounts:acting_end", args=[made.uuid])).status_code == 404
    assert officer_other.display_name not in client.get(reverse("accounts:acting_list")).text


def test_acting_chief_does_not_end_the_own_appointment(client_of, officer):
    made = factories.acting(officer)

    answer = client_of(officer).post(reverse("accounts:acting_end", args=[made.uuid]))

    assert answer.status_code == 403


def test_own_page_tells_what_one_stands_in_for(client_of, officer):
    factories.acting(officer)

    assert "พัฒนาการอำเภอ อ.ภูเขียว" in client_of(officer).get(reverse("accounts:account_detail")).text


def test_menu_follows_the_appointment(client_of, officer):
    client = client_of(officer)
    users = reverse("accounts:user_list")
    assert users not in client.get(reverse("accounts:account_detail")).text

    factories.acting(officer)

    assert users in client.get(reverse("accounts:account_detail")).text


@pytest.mark.parametrize(
    "fields", [{"role": "administrator"}, {"ends_on": today().replace(year=2000)}]
)
def test_database_refuses(officer, fields):
    made = factories.acting(officer)

    with pytest.raises(IntegrityError), transaction.atomic():
        ActingAppointment.objects.filter(pk=made.pk).update(**fields)
