"""What is wrong in a market day is found on a phone, and nothing typed is dropped by it."""

from uuid import uuid4

import pytest
from django.urls import reverse

from otoppath.thai.dates import format_date, today
from tests import factories
from tests.conftest import PHONE
from tests.markets.test_day_views import at, draw, row_of

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
TODAY = format_date(today(), "digits")


@pytest.fixture
def day():
    """A group with a product, and a trader."""
    market = factories.market()
    factories.product(factories.producer(), name="ผ้าขิด")
    factories.vendor(market, name="แม่ค้าขนม", goods="ขนมไทย")
    factories.vendor(market, name="แม่ค้าผัก", goods="ผัก")
    return factories.market_day(market)


@pytest.fixture
def sweets(day):
    return {"vendor": day.market.vendors.get(name="แม่ค้าขนม").uuid}


def test_each_error_names_its_row_and_leads_to_the_field(officer, client_of, day, sweets):
    client = client_of(officer)
    sent = draw(client, day)
    bad = row_of(sent, **sweets)
    sent |= {f"row-{bad}-amount": "สามร้อย", f"row-{bad}-quantity": "-1"}

    response = client.post(at("day_sales", day), sent | {"action": "review"})

    places = response.context["table"].wrong_places()
    text = response.content.decode()
    assert {place.anchor for place in places} == {f"id_row-{bad}-amount", f"id_row-{bad}-quantity"}
    assert {place.name for place in places} == {"แม่ค้าขนม · ขนมไทย"}
    for place in places:
        assert f'href="#{place.anchor}"' in text
        assert f'id="{place.anchor}"' in text


def test_an_error_of_a_whole_row_leads_to_the_row(officer, client_of, day, sweets):
    client = client_of(officer)
    sent = draw(client, day)
    bad = row_of(sent, **sweets)
    sent |= {f"row-{bad}-sale": str(uuid4()), f"row-{bad}-amount": "300"}

    text = client.post(at("day_sales", day), sent | {"action": "review"}).content.decode()

    assert f'href="#row-{bad}"' in text
    assert f'id="row-{bad}"' in text


def test_the_summary_says_quantity_and_source(officer, client_of, day, sweets):
    client = client_of(officer)
    sent = draw(client, day)
    row = row_of(sent, **sweets)
    sent |= {
        f"row-{row}-amount": "300",
        f"row-{row}-quantity": "12",
        f"row-{row}-source": "receipt",
    }

    text = client.post(at("day_sales", day), sent | {"action": "review"}).content.decode()

    assert 'data-label="จำนวน">12</td>' in text
    assert 'data-label="แหล่งข้อมูล">สมุดหรือใบเสร็จ</td>' in text


@pytest.mark.parametrize(("before", "after"), [(None, 150), (120, 120)])
def test_visitors_typed_for_a_day_that_is_open_are_kept_or_spoken_of(
    officer, client_of, day, before, after
):
    day.visitors = before
    day.save()

    page = client_of(officer).post(
        at("day_create", day.market),
        {"once_key": uuid4(), "held_on": TODAY, "visitors": "150"},
        follow=True,
    )

    day.refresh_from_db()
    assert day.visitors == after
    assert ("ที่พิมพ์ 150 คนยังไม่บันทึก" in page.content.decode()) == (before == 120)


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_one_more_row_is_in_sight_after_asking_for_it(open_page, officer, day):
    for number in range(8):
        factories.vendor(day.market, name=f"แม่ค้าข้าว {number}")
    page = open_page(officer, size=PHONE, reduced_motion="reduce")
    page.goto(reverse("markets:day_sales", args=[day.uuid]))

    page.get_by_role("button", name="เพิ่มสินค้าอีกรายการ แม่ค้าผัก").click()
    page.locator("#added").wait_for()
    page.wait_for_load_state()

    top = page.eval_on_selector("#added", "e => e.getBoundingClientRect().top")
    assert 0 <= top < PHONE["height"] - 100


def test_the_way_out_of_withdrawing_does_not_say_withdraw(officer, client_of, day):
    sale = factories.sale(day.market.vendors.first(), on=day)

    text = client_of(officer).get(at("sale_withdraw", sale)).content.decode()

    assert ">ไม่ยกเลิก กลับไปรายงาน</a>" in text
    assert ">ยกเลิก</a>" not in text
