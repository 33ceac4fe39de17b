"""A row that may be a household is answered in the preview; a filled-in sheet is saved."""

import io

import pytest
from openpyxl import load_workbook

from households.grid.files import headings
from households.models import DuplicatePair, Household, Notice
from otoppath.jobs.worker import do_waiting
from tests import factories as f
from tests.conftest import PHONE
from tests.households.grid_pages import URL, enrolled
from tests.households.pages import address
from tests.households.test_imports import csv_of, row
from tests.looking import faults_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NAME = "ชื่อ-สกุล"


def alike(n, village=f.VILLAGE):
    """A household, and a row that spells its head otherwise."""
    f.household(village, house_no=f"{n}/1", head="สมไจ", phone="0899999999")
    return row(n, **{NAME: "นางสมใจ ตัวอย่างดี"})


def test_the_card_of_a_row_is_answered_same_and_different_and_the_file_is_written(
    open_page, officer
):
    rows = [alike(7), alike(8), row(1)]
    page = open_page(officer, size=PHONE)
    page.goto(address("import_create"))
    content = {"name": "list.csv", "mimeType": "text/csv", "buffer": csv_of(*rows)}
    page.set_input_files("input[type=file]", content)
    page.click("text=ตรวจแฟ้ม")
    do_waiting()
    page.reload()
    page.click("text=แถวใหม่ที่อาจซ้ำ 2 แถว")
    page.wait_for_url("**/alike/")

    assert faults_of(page) == []
    card = page.locator("#row-2")
    assert "นามสกุลตรงกัน" in card.inner_text()
    card.get_by_role("button", name="ใช้ข้อมูลในแฟ้ม").first.click()
    page.locator("#row-3").get_by_role("button", name="เป็นครัวเรือนใหม่").click()
    assert "ตอบว่าคนละครัวเรือน" in page.inner_text("#row-3")

    page.click("text=กลับไปผลตรวจ")
    page.click("text=ยืนยันนำเข้า")
    do_waiting()
    page.reload()
    assert Household.objects.count() == 4
    assert Household.objects.get(house_no="7/1").head_name == "นางสมใจ ตัวอย่างดี"
    assert {pair.answer for pair in DuplicatePair.objects.filter(second__house_no="8/1")} == {
        "different"
    }


def test_the_grid_is_taken_out_filled_in_read_back_and_saved(open_page, officer):
    enrolled()
    page = open_page(officer)
    page.goto(URL)
    page.click("text=กรอกใน Excel แล้วนำกลับเข้าตาราง")
    assert faults_of(page) == []
    page.click("text=ดาวน์โหลดตารางของหมู่บ้านนี้")
    page.select_option("select[name=reason]", "fieldwork")
    with page.expect_download() as found:
        page.click("text=ดาวน์โหลด .xlsx")
    book = load_workbook(io.BytesIO(found.value.path().read_bytes()))
    at = [cell.value for cell in book.active[1]].index(headings()["channel"]) + 1
    book.active.cell(2, at, "ให้เอกสาร")
    content = io.BytesIO()
    book.save(content)

    page.goto(URL)
    page.click("text=กรอกใน Excel แล้วนำกลับเข้าตาราง")
    sheet = {"name": "grid.xlsx", "mimeType": "", "buffer": content.getvalue()}
    page.set_input_files("input[type=file]", sheet)
    page.get_by_role("button", name="เติมลงตาราง").click()
    page.wait_for_url("**/file/**")
    assert (Notice.objects.count(), faults_of(page)) == (0, [])
    assert page.input_value("[data-column=channel] select") == "paper"

    page.get_by_role("button", name="บันทึกทั้งตาราง").click()
    page.wait_for_url(f"**{URL}*")
    assert Notice.objects.get().channel == "paper"
