"""The pages of markets in the browser."""

import pytest
from django.urls import reverse

from markets.models import Sale
from tests import factories
from tests.conftest import PHONE

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
