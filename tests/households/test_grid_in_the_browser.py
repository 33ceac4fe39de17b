"""The village grid as it is used: by the keyboard alone, from a spreadsheet, on a phone."""

import pytest

from households.models import IncomeStatement, Notice, OccupationChoice, ReadinessAssessment
from tests import factories as f
from tests.conftest import PHONE
from tests.households.grid_pages import URL, enrolled
from tests.looking import faults_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def line_of(n, *, income="12๐,000"):
    """A row as it stands in an office's spreadsheet, from the way of the notice on."""
    answers = "\t".join(["ใช่", "✓", "2", "บางส่วน", "มี", "๒", "/", "ใช่"])
    return f"ให้เอกสาร\tทอผ้าสมมุติ\t{income}\t{90 + n},500.50\t\t\t{answers}\tx"


def on_clipboard(page, text):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.evaluate("text => navigator.clipboard.writeText(text)", text)


def walk_in(page):
    """From the top of the page into the first cell, with nothing but Tab."""
    page.keyboard.press("Tab")
    for _n in range(60):
        if page.evaluate("document.activeElement.id.endsWith('-channel')"):
            return
        page.keyboard.press("Tab")
    raise AssertionError("no way into the sheet")


def focused(page):
    return page.evaluate("document.activeElement.id.slice(39)")


def save(page):
    with page.expect_navigation():
        page.keyboard.press("Control+s")


def test_forty_rows_are_pasted_and_saved_in_one_press_by_the_keyboard_alone(open_page, officer):
    f.occupation("grid_weaving", name="ทอผ้าสมมุติ")
    rows = [enrolled(f"ก{n:02}") for n in range(40)]
    page = open_page(officer)
    page.goto(URL)

    walk_in(page)
    on_clipboard(
        page, "\n".join(line_of(n, income="?" if n == 7 else "12๐,000") for n in range(40))
    )
    page.keyboard.press("Control+v")
    save(page)

    reason = page.locator(".is-bad")
    assert (Notice.objects.count(), OccupationChoice.objects.count()) == (40, 40)
    assert ReadinessAssessment.objects.filter(result="ready", below_bmn_income=True).count() == 40
    assert IncomeStatement.objects.count() == 39
    assert reason.count() == 1
    assert "อ่านตัวเลข “?” ไม่ได้" in reason.inner_text()

    page.keyboard.press("Tab")  # the reason leads to its cell
    page.keyboard.press("Enter")
    page.keyboard.type("125,000")
    save(page)
    assert IncomeStatement.objects.filter(enrolment=rows[7]).get().total_income == 125_000
    assert page.locator(".is-bad, .errors").count() == 0


def test_the_keys_of_a_spreadsheet(open_page, officer):
    for n in range(3):
        enrolled(f"ก{n}")
    page = open_page(officer)
    page.goto(URL)
    cell = page.locator("[data-column=total_income] input")

    walk_in(page)
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowRight")
    page.keyboard.type("1000")
    page.keyboard.press("Enter")
    page.keyboard.type("2000")
    page.keyboard.press("Escape")
    assert [one.input_value() for one in cell.all()] == ["1000", "", ""]

    page.keyboard.press("ArrowUp")
    page.keyboard.press("F2")
    page.keyboard.type("5")
    page.keyboard.press("Enter")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Shift+ArrowDown")
    page.keyboard.press("Shift+ArrowDown")
    page.keyboard.press("Control+d")
    assert [one.input_value() for one in cell.all()] == ["10005", "10005", "10005"]

    page.keyboard.press("Control+z")
    assert [one.input_value() for one in cell.all()] == ["10005", "", ""]
    page.keyboard.press("Home")
    assert focused(page) == "channel"
    page.keyboard.press("End")
    assert focused(page) == "below_bmn_income"
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("1")
    assert page.input_value("[data-column=accepts_rules] select >> nth=2") == "1"
    page.keyboard.press("Control+Home")
    page.keyboard.press("Shift+Tab")  # the name of the row, then out of the sheet
    page.keyboard.press("Shift+Tab")
    assert page.evaluate("document.activeElement.closest('td, th') === null")
    assert "ยังไม่บันทึก 2 ช่อง" in page.inner_text("[data-said]")


def test_a_block_is_copied_as_a_spreadsheet_reads_it_and_pasted_back_by_name(open_page, officer):
    first = enrolled("ก")
    f.income(first, total_income=120_000, expense=90_000)
    enrolled("ข")
    page = open_page(officer)
    page.goto(URL)
    on_clipboard(page, "")

    page.focus("[data-column=total_income] input >> nth=0")
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("Control+c")
    assert page.evaluate("navigator.clipboard.readText()") == "120,000\t90,000"

    page.focus("tbody tr:nth-child(1) [data-column=channel] select")
    page.keyboard.press("ArrowLeft")
    on_clipboard(page, "คนอื่น\tให้เอกสาร")
    page.keyboard.press("Control+v")
    assert "ลำดับชื่อไม่ตรงกับตารางที่แถว 1" in page.inner_text("[data-said]")
    on_clipboard(page, f"{first.household.head_name}\tให้เอกสาร")
    page.keyboard.press("Control+v")
    assert page.input_value("[data-column=channel] select >> nth=0") == "paper"


def test_two_officers_choose_between_their_values(open_page, officer, chief):
    row = enrolled()
    f.income(row)
    mine, hers = open_page(officer), open_page(chief)
    for page, amount in ((mine, "130,000"), (hers, "140,000")):
        page.goto(URL)
        page.fill("[data-column=total_income] input", amount)
    save(hers)
    save(mine)

    assert faults_of(mine) == []
    assert chief.display_name in mine.inner_text(".grid-clashes")
    mine.check(".grid-clashes input[value=mine]")
    save(mine)
    assert IncomeStatement.objects.get().total_income == 130_000


def test_a_page_with_something_unsaved_asks_before_it_is_left(open_page, officer):
    enrolled()
    page = open_page(officer)
    page.goto(URL)
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))

    page.fill("[data-column=total_income] input", "5")
    page.click("text=ดูเป็นรายชื่อ")
    page.wait_for_url("**/enrolments/**")

    assert asked == ["beforeunload"]


def test_on_a_phone_one_part_is_filled_in_at_a_time(open_page, officer):
    row = enrolled()
    page = open_page(officer, size=PHONE)
    page.goto(URL)

    page.select_option("[data-column=channel] select", "paper")
    page.get_by_label("รายได้", exact=True).check()
    page.fill("[data-column=total_income] input", "120000")
    is_hidden = page.locator("[data-column=channel] select").is_hidden()
    faults = faults_of(page)
    page.click("text=บันทึกทั้งตาราง")

    assert (is_hidden, faults) == (True, [])
    assert Notice.objects.get().household == row.household
    assert page.locator("[data-column=expense] .invalid-feedback").is_visible()
    assert faults_of(page) == []


def test_it_is_a_plain_form_without_scripts(open_page, officer):
    enrolled()
    page = open_page(officer, java_script_enabled=False)
    page.goto(URL)

    page.select_option("[data-column=channel] select", "paper")
    page.click("text=บันทึกทั้งตาราง")

    assert Notice.objects.get().channel == "paper"
    assert "ปีงบประมาณ" in page.inner_text("#summary")


def test_a_desk_sees_no_fault_and_a_wide_sheet_stays_in_its_frame(open_page, volunteer):
    row = enrolled()
    f.income(row)
    f.readiness(row)  # locked for a volunteer
    page = open_page(volunteer, size={"width": 1280, "height": 800})
    page.goto(URL)

    assert faults_of(page) == []
