"""The admin's records and the export in the browser: the policy holds, the buttons work."""

import pytest
from django.urls import reverse

from households.models import Enrolment
from tests import factories as f
from tests.pipeline.test_admin import ready_enrolment

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_chief_advances_a_household_in_the_admin(open_page, chief):
    record = ready_enrolment()
    page = open_page(chief)

    page.goto(reverse("admin:households_enrolment_changelist"))
    page.check("input[name=_selected_action]")
    page.select_option("select[name=action]", "advance_chosen")
    page.click("button[name=index]")

    page.get_by_text("เลื่อนแล้ว 1 รายการ").wait_for()
    assert Enrolment.objects.get(pk=record.pk).step == 3


def test_chief_reads_a_record_and_its_history(open_page, chief):
    household = f.household(head="สมใจ")
    page = open_page(chief)

    page.goto(reverse("admin:households_household_change", args=[household.pk]))
    page.get_by_role("link", name="ประวัติการแก้ไข").click()
    page.get_by_text("เพิ่มครัวเรือน").wait_for()
    page.go_back()
    page.get_by_role("link", name="เปิดหน้าระเบียน").click()

    assert page.url.endswith(household.get_absolute_url())


def test_officer_takes_the_list_out_and_stays_on_the_page(open_page, officer):
    f.household()
    page = open_page(officer)

    page.goto(reverse("households:household_list"))
    page.get_by_role("link", name="ส่งออก").click()
    page.get_by_label("เหตุผล").select_option("meeting")
    with page.expect_download() as download:
        page.get_by_role("button", name="ส่งออก").click()

    assert download.value.suggested_filename.startswith("ครัวเรือน ")
    assert download.value.suggested_filename.endswith(".xlsx")
