"""An import as an officer walks it: columns, repairs, counts, a closed browser, the way back."""

import pytest
from playwright.sync_api import expect

from households.models import Household, ImportBatch
from otoppath.jobs.worker import do_waiting
from tests import factories as f
from tests.households.pages import address
from tests.households.sheets.cases import ROW, book, text
from tests.households.test_browser import is_too_wide

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

HEADER = ["ต าบล", "ม.", "บ้านเลขที", "ชื่อหัวหน้าครอบครัว", "โทร.", "หมายเหตุ"]
SHEET = [
    ["ผักปัง", 1, "1/1", "นางใหม่ ตัวอย่างดี", "", ""],
    ["ผักปัง", 1, "2/1", "นางอ าพร ส าราญใจ", "", "อักษรเพี้ยน"],
    ["ผักปัง", 1, "9/1", "นางสมมุติ9 ตัวอย่างดี", "0812345678", "เบอร์ใหม่"],
    ["ผักปัง", 1, "8/1", "นางสมมุติ8 ตัวอย่างดี", "", ""],
    ["ผักปัง", 1, "1/1", "นางใหม่ ตัวอย่างดี", "", "ซ้ำ"],
    ["ผักปัง", 99, "5/1", "นายหลงหมู่ ตัวอย่างดี", "", ""],
    ["รวม", "", "", "6 ครัวเรือน", "", ""],
]
SHEET_NAME = "บัญชี ม.1 (ฉบับแก้ไข).xlsx"


@pytest.fixture(autouse=True)
def village(db):
    f.place(f.VILLAGE)
    for n, phone in ((9, "0899999999"), (8, "")):
        f.household(house_no=f"{n}/1", head=f"สมมุติ{n}", phone=phone)


def choose(page, content, name=SHEET_NAME):
    """Choose a file and have it checked."""
    page.goto(address("import_create"))
    sheet = {"name": name, "mimeType": "application/octet-stream", "buffer": content}
    page.set_input_files("[name=file]", files=[sheet])
    page.click("main .save button[type=submit]")


def work_on(page):
    """Let the worker do what waits; the page goes on by itself."""
    expect(page.locator("[data-waiting]")).to_be_visible()
    do_waiting()
    page.wait_for_selector("[data-waiting]", state="detached")
    page.wait_for_load_state()


def test_an_officer_brings_in_a_sheet_of_own_words_and_takes_it_back(open_page, cast):
    page = open_page(cast["officer"])

    # Headings in the office's own words are proposed, and one of them is corrected.
    choose(page, book(("บัญชี", [["บัญชีรายชื่อ"], HEADER, *SHEET]))())
    work_on(page)
    assert page.url.endswith("/columns/")
    page.get_by_label("หมายเหตุ", exact=True).select_option(label="บ้านเลขที่")
    page.click("main button[type=submit] >> nth=0")
    expect(page.get_by_text("เลือก “บ้านเลขที่” ไว้มากกว่าหนึ่งคอลัมน์")).to_be_visible()
    page.get_by_label("หมายเหตุ", exact=True).select_option(label="ไม่นำเข้า")
    page.click("main button[type=submit] >> nth=0")
    work_on(page)

    # A damaged name stands beside what it may have been, and is accepted by its row.
    page.click("text=ดูข้อเสนอซ่อม")
    expect(page.locator("ins")).to_have_text("นางอำพร สำราญใจ")
    page.check("[name=row]")
    page.click("text=ยอมรับแถวที่เลือก")
    work_on(page)

    # Each count opens its rows; a total is no household, and is counted once.
    batch = ImportBatch.objects.get()
    preview = page.url
    found = {}
    for label in ("ไม่รับ", "ซ้ำ", "เปลี่ยนแปลง", "ใหม่", "เหมือนเดิม"):
        page.get_by_role("link", name=label, exact=True).click()
        found[label] = page.locator("#rows tbody tr").all_inner_texts()
    assert {label: len(rows) for label, rows in found.items()} == {
        "ไม่รับ": 1,
        "ซ้ำ": 1,
        "เปลี่ยนแปลง": 1,
        "ใหม่": 2,
        "เหมือนเดิม": 1,
    }
    assert "ตรวจหมู่ที่และชื่อตำบล" in found["ไม่รับ"][0]
    assert "089-999-9999" in found["เปลี่ยนแปลง"][0]
    assert "081-234-5678" in found["เปลี่ยนแปลง"][0]
    assert "สำราญใจ" in "".join(found["ใหม่"])
    expect(page.get_by_text("ไม่นับ 1 แถวที่ไม่ใช่ครัวเรือน")).to_be_visible()
    page.goto(preview)
    expect(page.get_by_text("เพิ่ม 2 ครัวเรือน และแก้ไข 1 ครัวเรือน")).to_be_visible()

    # The browser is closed; the job goes on, and the list of imports says what became of it.
    page.click("text=ยืนยันนำเข้า")
    expect(page.locator("[data-waiting]")).to_be_visible()
    page.context.close()
    do_waiting()
    page = open_page(cast["officer"])
    page.goto(address("import_create"))
    earlier = page.locator("#earlier tr", has_text=SHEET_NAME)
    expect(earlier).to_contain_text("นำเข้าแล้ว")
    expect(earlier).to_contain_text("ใหม่ 2 เปลี่ยนแปลง 1 ไม่รับ 1")
    earlier.get_by_role("link").click()
    expect(page.locator(".page-lead")).to_contain_text(f"โดย {cast['officer'].display_name}")
    assert Household.objects.standing().count() == 4

    # The refused row comes back as a file, is corrected and loaded again.
    page.click("text=ดาวน์โหลดแถวที่ไม่รับ")
    page.check("[value=csv]")
    with page.expect_download() as download:
        page.click("main form button[type=submit]")
    refused = download.value.path().read_text("utf-8-sig")
    assert "ตรวจหมู่ที่และชื่อตำบล" in refused
    choose(page, refused.replace("99", "1").encode("utf-8-sig"), "refused.csv")
    work_on(page)
    if page.url.endswith("/columns/"):
        page.click("main button[type=submit] >> nth=0")
        work_on(page)
    expect(page.get_by_text("เพิ่ม 1 ครัวเรือน")).to_be_visible()

    # Taken back, nothing of it is left.
    page.goto(address("import_undo", batch))
    page.click("main form button[type=submit]")
    work_on(page)
    expect(page.get_by_text("ยกเลิกการนำเข้าแล้วเมื่อ")).to_be_visible()
    kept = Household.objects.standing().order_by("house_no").values_list("house_no", "phone")
    assert list(kept) == [("8/1", ""), ("9/1", "0899999999")]

    # Nobody else has any of it.
    for who, status in (("volunteer", 403), ("officer_other", 404)):
        assert open_page(cast[who]).goto(address("import_detail", batch)).status == status
    assert open_page(cast["volunteer"]).goto(address("import_create")).status == 403


def test_a_sheet_without_households_is_not_confirmed(open_page, officer):
    page = open_page(officer)

    choose(page, text(None)(), "แบบฟอร์มเปล่า.csv")
    work_on(page)
    expect(page.get_by_text("ใต้หัวตารางไม่มีแถวของครัวเรือน")).to_be_visible()
    assert page.get_by_text("ยืนยันนำเข้า", exact=True).count() == 0

    # Nor is one in which nothing is new; its name is as long as offices make them.
    choose(page, text([ROW[0], 1, "8/1", "นางสมมุติ8 ตัวอย่างดี"])(), f"{'รายชื่อ' * 20}.csv")
    work_on(page)
    expect(page.get_by_text("ไม่มีอะไรต้องบันทึก")).to_be_visible()
    page.set_viewport_size({"width": 360, "height": 740})
    assert not is_too_wide(page)
    page.goto(address("import_create"))
    assert not is_too_wide(page)
