"""A list compared in a browser, on a phone: from the file to what the household's page says."""

import pytest

from households.models import Household
from otoppath.jobs.worker import do_waiting
from tests import factories as f
from tests.conftest import PHONE as SMALL
from tests.households.pages import address
from tests.households.test_comparing import here

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_an_officer_compares_a_list_chooses_and_finds_it_on_the_household(
    open_page, officer, tmp_path
):
    f.place(f.VILLAGE)
    household = here(8, phone="0899999999")
    here(9)
    sheet = tmp_path / "จปฐ.csv"
    header = "ตำบล,หมู่ที่,บ้านเลขที่,ชื่อ-สกุล,เบอร์ที่ติดต่อได้"
    lines = ["ผักปัง,1,8/1,นางสมมุติ8 ตัวอย่างดี,0812345678", "ผักปัง,1,1/1,นางสมมุติ1 ตัวอย่างดี,"]
    sheet.write_text("\n".join([header, *lines]), "utf-8-sig")
    page = open_page(officer, size=SMALL)

    def wide():
        return page.evaluate("document.documentElement.scrollWidth > window.innerWidth")

    page.goto(address("import_create"))
    page.click("main >> text=เทียบกับบัญชี")
    page.click("text=เทียบบัญชีใหม่ >> nth=0")
    page.select_option("[name=source]", "bmn")
    page.fill("[name=list_name]", "ตกเกณฑ์รายได้")
    page.select_option("[name=list_year]", index=1)
    page.select_option("[name=area]", f.SUBDISTRICT)
    page.set_input_files("[name=file]", str(sheet))
    assert not wide()
    page.click("main .save button[type=submit]")
    do_waiting()
    page.goto(page.url)
    page.select_option("select[name=column_4]", "phone")
    page.click("button:has-text('ตรวจแฟ้ม')")
    do_waiting()
    page.goto(page.url)
    assert not wide()
    page.click("table >> text=มีทั้งสองฝ่าย แต่ข้อมูลต่างกัน")
    page.click(".either >> text=081-234-5678")
    page.click("text=จดค่าที่เลือกในหน้านี้")
    assert not wide()
    page.click("text=กลับไปผลเทียบ")
    page.click("table >> text=มีเฉพาะในบัญชี")
    page.check("[name=pick]")
    page.click(".bulkbar >> text=เพิ่มเป็นครัวเรือน")
    page.click("button:has-text('บันทึกตามที่เลือก')")
    do_waiting()
    page.goto(household.get_absolute_url())

    assert "ตามบัญชี จปฐ." in page.inner_text("main")
    household.refresh_from_db()
    assert household.phone == "0812345678"
    assert Household.objects.filter(house_no="1/1").exists()
