"""The frame of every page in the browser: keyboard, without JavaScript, on paper, enlarged."""

import re

import pytest
from django.urls import reverse

from tests.conftest import PHONE
from tests.looking import faults_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# The text width of an A4 sheet between the margins of print.css, in CSS pixels.
A4 = {"width": 688, "height": 970}


@pytest.fixture(autouse=True)
def developing(settings):
    """The worked pages exist only while somebody develops."""
    settings.DEBUG = True


def worked(name):
    return reverse("dashboards:example", args=[name])


def test_the_menu_of_the_phone_opens_without_javascript(open_page, officer):
    page = open_page(officer, size=PHONE, java_script_enabled=False)
    page.goto(worked("record"))

    page.get_by_text("เมนู", exact=True).click()

    assert page.get_by_role("link", name="บัญชีของฉัน").is_visible()
    assert page.get_by_role("button", name="ออกจากระบบ").is_visible()
    assert page.locator(".menu-whose").inner_text() == (
        f"{officer.display_name}\n{officer.position}"
    )


def test_the_open_menu_keeps_the_rules_of_the_look(open_page, officer):
    page = open_page(officer, size=PHONE)
    page.goto(worked("home"))

    page.get_by_text("เมนู", exact=True).click()

    assert faults_of(page) == []


def test_escape_closes_the_menu_and_gives_the_focus_back(open_page, officer):
    page = open_page(officer)
    page.goto(worked("home"))
    page.locator("summary", has_text=officer.display_name).click()
    assert page.get_by_role("link", name="บัญชีของฉัน").is_visible()

    page.keyboard.press("Escape")

    assert not page.get_by_role("link", name="บัญชีของฉัน").is_visible()
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"


def test_the_first_key_press_leads_past_the_menu(open_page, officer):
    page = open_page(officer)
    page.goto(worked("home"))

    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "ข้ามไปที่เนื้อหา"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")

    assert page.evaluate("document.activeElement.closest('main') !== null")


def test_the_summary_of_errors_leads_to_the_field(open_page, officer):
    page = open_page(officer)
    page.goto(worked("form") + "?errors")
    assert page.evaluate("document.activeElement.className") == "errors"

    page.locator(".errors a", has_text="รายได้รวมต่อปี").click()

    page.wait_for_url(re.compile("#id_income$"))
    assert page.locator("#id_income").input_value() == "หนึ่งแสน"
    assert page.locator("#id_income").get_attribute("aria-invalid") == "true"


def test_bulk_actions_appear_with_a_tick_and_say_how_many(open_page, officer):
    page = open_page(officer)
    page.goto(worked("list"))
    bar = page.locator(".bulkbar")
    assert not bar.is_visible()

    page.locator('[name="pick"]').nth(0).check()
    page.locator('[name="pick"]').nth(2).check()
    assert "2 รายการ" in bar.inner_text()
    page.locator("[data-pick-all]").check()

    assert "3 รายการ" in bar.inner_text()


def test_bulk_actions_need_no_javascript(open_page, officer):
    page = open_page(officer, java_script_enabled=False)
    page.goto(worked("list"))

    page.locator('[name="pick"]').nth(0).check()

    assert page.get_by_role("button", name="เลื่อนไปขั้นตอนที่ 3").is_visible()


def test_filters_open_beside_the_search_on_the_phone(open_page, officer):
    page = open_page(officer, size=PHONE, java_script_enabled=False)
    page.goto(worked("list"))
    assert page.locator("#id_q").is_visible()
    assert not page.locator("#id_step").is_visible()

    page.get_by_text("ตัวกรอง", exact=True).click()

    assert page.locator("#id_step").is_visible()


def test_one_column_of_the_board_is_shown_on_the_phone(open_page, officer):
    page = open_page(officer, size=PHONE, java_script_enabled=False)
    page.goto(worked("board"))
    assert page.locator(".board-column:visible").count() == 1

    page.locator(".board-switch a").nth(2).click()

    assert page.locator(".board-column:visible h2").inner_text().startswith("3 พัฒนาอาชีพ")


def test_a_register_stays_a_table_on_paper(open_page, officer):
    page = open_page(officer, size=A4)
    page.goto(worked("list"))
    page.emulate_media(media="print")

    cell = page.locator(".register tbody td[data-label]").first
    assert cell.evaluate("e => getComputedStyle(e).display") == "table-cell"
    assert not page.locator(".filterbar").is_visible()
    assert not page.locator(".site-head").is_visible()
    assert officer.display_name in page.locator(".page-foot").inner_text()


@pytest.mark.parametrize("name", ["home", "list", "record", "form", "board", "dashboard"])
def test_twice_the_text_fits_the_screen(open_page, officer, name):
    page = open_page(officer, size=PHONE)
    page.goto(worked(name))
    page.evaluate("document.documentElement.style.fontSize = '200%'")

    over = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    assert over == 0


def test_the_language_changes_and_the_page_stays(open_page, officer):
    page = open_page(officer)
    page.goto(worked("home"))
    page.locator("summary", has_text=officer.display_name).click()

    page.get_by_role("button", name="English").click()

    assert page.url.endswith(worked("home"))
    assert page.locator("html").get_attribute("lang") == "en"
