"""The pages of households in a browser: on a phone, under the content security policy."""

import pytest

from households.models import Enrolment, Household, IncomeStatement, Visit
from tests import factories as f
from tests.conftest import PHONE
from tests.households.pages import address

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def send(page):
    """Press the button that saves the form."""
    page.click("main .save button[type=submit]")


def is_too_wide(page):
    return page.evaluate("document.documentElement.scrollWidth > window.innerWidth")


def test_a_household_is_searched_added_nominated_and_its_income_entered(open_page, officer):
    f.place(f.VILLAGE)
    page = open_page(officer, size=PHONE)

    page.goto(address("household_create"))
    page.fill("[name=name]", "นายเกษม ใจสมมุติ")
    page.select_option("[name=village]", f.VILLAGE)
    send(page)
    page.click("text=เพิ่มครัวเรือนใหม่")
    page.fill("[name=house_no]", "42/1")
    send(page)
    page.click("text=เสนอชื่อครัวเรือนนี้")
    send(page)
    page.goto(address("income_create", Enrolment.objects.get()))
    page.fill("[name=total_income]", "142,000")
    page.fill("[name=expense]", "๙๐,๐๐๐")
    send(page)

    assert Household.objects.get().head_name == "นายเกษม ใจสมมุติ"
    assert IncomeStatement.objects.get().balance == 52_000
    assert page.url.endswith(Enrolment.objects.get().get_absolute_url())


def test_no_page_is_wider_than_a_phone(open_page, chief):
    enrolment = f.enrolment(f.household(head="ชื่อยาวมากจนน่าจะล้นหน้าจอโทรศัพท์เครื่องเล็ก"))
    f.income(enrolment, total_income=1_234_567_890)
    visit = f.visit(enrolment, note="ก" * 200, checked_at=None)
    f.visit_photo(visit)
    meeting = f.selection_meeting()
    f.enrolment(selection="nominated")
    page = open_page(chief, size=PHONE)

    wide = []
    for url in (
        address("household_list"),
        address("enrolment_list") + "?step=1",
        address("waiting_list"),
        address("meeting_change", meeting),
        address("readiness_create", enrolment),
        enrolment.household.get_absolute_url(),
        visit.get_absolute_url(),
        meeting.get_absolute_url(),
    ):
        page.goto(url)
        wide += [url] if is_too_wide(page) else []

    assert wide == []


def test_ticked_households_are_counted_and_sent_together(open_page, officer):
    for _n in range(3):
        f.household()
    page = open_page(officer)

    page.goto(address("household_list"))
    page.check("[name=pick] >> nth=0")
    page.check("[name=pick] >> nth=1")
    count = page.inner_text("[data-bulk-count]")
    page.click("text=เสนอชื่อครัวเรือนที่เลือก")
    send(page)

    assert count == "2"
    assert Enrolment.objects.count() == 2


def test_one_box_ticks_every_row_on_a_phone(open_page, officer):
    enrolment = f.enrolment()
    visits = [f.visit(enrolment, checked_at=None) for _n in range(3)]
    page = open_page(officer, size=PHONE)

    page.goto(address("waiting_list"))
    page.locator("[data-pick-all]:visible").check()
    count = page.inner_text("[data-bulk-count]")
    page.click("text=ตรวจรับรายการที่เลือก")

    assert count == "3"
    assert Visit.objects.checked().count() == len(visits)


def test_a_household_entered_twice_is_asked_about_merged_and_taken_back(open_page, officer):
    first = f.household(head="เกษม", house_no="9", phone="0811111111")
    page = open_page(officer, size=PHONE)

    page.goto(address("household_create"))
    page.fill("[name=name]", "นายเกษม ตัวอย่างดี")
    send(page)
    page.click("text=เพิ่มครัวเรือนใหม่")
    page.select_option("[name=village]", f.VILLAGE)
    page.fill("[name=house_no]", "๙")
    send(page)
    assert "บ้านเลขที่ตรงกัน" in page.inner_text("#found")
    page.click("#found button[name=another]")
    second = Household.objects.exclude(pk=first.pk).get()
    page.goto(address("duplicate_list"))
    page.click("text=ตรวจอีกครั้ง")
    page.click("text=ครัวเรือนเดียวกัน รวม")
    assert not is_too_wide(page)
    send(page)
    page.goto(second.get_absolute_url())
    assert page.url.endswith(first.get_absolute_url())
    page.goto(first.merges.get().get_absolute_url())
    page.click("#take-back button")

    page.goto(second.get_absolute_url())
    assert page.url.endswith(second.get_absolute_url())
    assert not is_too_wide(page)
