"""The pages of markets in the browser."""

import pytest
from django.urls import reverse

from markets.models import Sale
from tests import factories
from tests.conftest import DESKTOP, PHONE
from tests.looking import faults_at

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def day():
    """A market day on which a group with a stall sold, and a trader has not yet."""
    market = factories.market()
    group = factories.group()
    factories.membership(group)
    vendor = factories.vendor(market, producer=factories.producer(group), name="กลุ่มทอผ้า")
    factories.product(vendor.producer, name="ผ้าขิด")
    factories.vendor(market, name="แม่ค้าขนม", goods="ขนมไทย")
    factories.allotment(factories.stall(market), vendor)
    factories.stall(market)
    return factories.sale(vendor, on=factories.market_day(market), goods="เส้นฝ้าย").market_day


@pytest.fixture
def addresses(day):
    """Each kind of page, with rows in it."""
    market, sale = day.market, day.sales.get()
    group = sale.vendor.producer.group
    own = ["market_change", "stall_create", "vendor_create", "allotment_create", "day_create"]
    return [
        "/markets/",
        "/markets/new/",
        market.get_absolute_url(),
        *(reverse(f"markets:{name}", args=[market.uuid]) for name in own),
        day.get_absolute_url(),
        reverse("markets:day_sales", args=[day.uuid]),
        reverse("markets:sale_withdraw", args=[sale.uuid]),
        reverse("markets:share_create", args=[day.uuid, group.uuid]),
        reverse("markets:group_stalls", args=[group.uuid]),
        reverse("markets:group_sales", args=[group.uuid]),
    ]


def test_no_page_has_a_fault(open_page, officer, addresses):
    page = open_page(officer)

    faults = {address: faults_at(page, address, PHONE, DESKTOP) for address in addresses}

    assert {address: found for address, found in faults.items() if found} == {}


@pytest.mark.parametrize("has_scripts", [True, False], ids=["scripts", "no scripts"])
def test_a_market_day_is_entered_on_a_phone(open_page, officer, day, has_scripts):
    page = open_page(officer, size=PHONE, java_script_enabled=has_scripts)
    page.goto(reverse("markets:day_sales", args=[day.uuid]))

    page.get_by_label("ยอดจำหน่าย (บาท) ของ แม่ค้าขนม").fill("๓๒๐")
    if has_scripts:
        assert page.locator("[data-sum-total]").inner_text() == "820"
    page.get_by_role("button", name="ตรวจทานก่อนบันทึก").click()
    page.get_by_role("heading", name="2 รายการ รวม 820 บาท").wait_for()
    page.get_by_role("button", name="บันทึกยอดจำหน่าย").click()

    page.get_by_role("heading", name="รายงานวันเปิดตลาด").wait_for()
    assert list(Sale.objects.order_by("pk").values_list("amount", flat=True)) == [500, 320]
