"""Pages of groups in a real browser: nothing broken on a phone, and the way without a script."""

from datetime import timedelta

import pytest
from django.urls import reverse

from groups.models import Group
from otoppath.pipeline.moves import start
from otoppath.thai.dates import format_date, today
from tests import factories
from tests.conftest import DESKTOP, PHONE
from tests.looking import faults_at

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def group(officer):
    """A group with something of everything."""
    made = factories.group(name="กลุ่มทอผ้าขิดบ้านสมมุติเหนือ", phone="0812345678")
    start([made], by=officer)
    member = factories.membership(made)
    factories.term(made, member.person)
    factories.meeting(made)
    factories.raw_material(made)
    factories.surroundings(made)
    factories.plan_item(factories.plan(made), due_on=today() - timedelta(days=3))
    factories.attendance(factories.activity(made), member.person)
    factories.production(made)
    return made


def test_pages_are_read_and_pressed_without_fault(open_page, officer, group):
    of_group = ("group_detail", "membership_create", "term_create", "plan_create", "wisdom_change")
    activity, plan = group.activities.get(), group.plans.get()
    addresses = [
        *(reverse(f"groups:{name}") for name in ("group_list", "group_board", "group_register")),
        *(reverse(f"groups:{name}", args=[group.uuid]) for name in of_group),
        activity.get_absolute_url(),
        reverse("groups:attendance_change", args=[activity.uuid]),
        reverse("groups:plan_detail", args=[plan.uuid]),
    ]
    page = open_page(officer)

    faults = {address: faults_at(page, address, PHONE, DESKTOP) for address in addresses}

    assert {address: found for address, found in faults.items() if found} == {}


def test_a_group_is_looked_for_and_added_without_a_script(open_page, officer):
    person = factories.enrolment(factories.household(head="สมใจ")).household.persons.get()
    occupation = factories.occupation()
    page = open_page(officer, size=PHONE, java_script_enabled=False)

    page.goto(reverse("groups:group_create"))
    page.get_by_label("ชื่อกลุ่ม").fill("กลุ่มทอผ้าขิด")
    page.get_by_label("หมู่บ้าน").select_option(factories.VILLAGE)
    page.get_by_label("อาชีพ").select_option(occupation.code)
    page.get_by_role("button", name="ค้นหากลุ่มที่คล้ายกัน").click()
    page.get_by_role("link", name="เพิ่มกลุ่มใหม่").click()
    page.get_by_label("เข้าเป็นสมาชิกเมื่อ").fill(format_date(today(), "digits"))
    page.get_by_label(person.full_name).check()
    page.get_by_role("button", name="บันทึกกลุ่ม").click()

    page.get_by_role("heading", name="กลุ่มทอผ้าขิด").wait_for()
    assert Group.objects.get().memberships.get().person == person


def test_a_phone_switches_columns_of_the_board_without_a_script(open_page, officer):
    factories.group(name="กลุ่มขั้นหนึ่ง")
    factories.group(name="กลุ่มขั้นสาม", step=3)
    page = open_page(officer, size=PHONE, java_script_enabled=False)

    page.goto(reverse("groups:group_board"))
    assert page.get_by_role("link", name="กลุ่มขั้นหนึ่ง").is_visible()
    assert not page.get_by_role("link", name="กลุ่มขั้นสาม").is_visible()
    page.get_by_role("link", name="3 พัฒนาอาชีพ").click()

    assert page.get_by_role("link", name="กลุ่มขั้นสาม").is_visible()
    assert not page.get_by_role("link", name="กลุ่มขั้นหนึ่ง").is_visible()
