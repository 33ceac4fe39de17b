from datetime import date, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from markets.models import Market
from otoppath.thai.dates import fiscal_bounds, fiscal_year, format_date, today
from tests import factories
from tests.many import NUMBER, many

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


def typed(**fields):
    return {
        "once_key": str(uuid4()),
        "kind": factories.market_kind().code,
        "name": "ตลาดหน้าอำเภอ",
        "village": factories.place().code,
        "location": "ลานหน้าที่ว่าการอำเภอ",
    } | fields


def listed(client, **query):
    return [market.name for market in client.get("/markets/", query).context["page"].rows]


# --- List ---------------------------------------------------------------------------------


def test_the_list_stands_in_thai_order_without_markets_given_up(officer, client_of):
    factories.market(name="เลิงนกทา")
    factories.market(name="กลางใจ")
    factories.market(name="ตลาดเก่า", closed_on=today())
    client = client_of(officer)

    assert listed(client) == ["กลางใจ", "เลิงนกทา"]
    assert listed(client, closed="on") == ["กลางใจ", "ตลาดเก่า", "เลิงนกทา"]


def test_a_market_is_found_by_its_place_and_kind(officer, client_of):
    factories.market(name="ก", location="ลานวัด")
    factories.market(name="ข", location="ลานวัด", kind=factories.market_kind("tong_chom"))

    assert listed(client_of(officer), q="ลานวัด", kind="tong_chom") == ["ข"]


def test_a_row_says_when_it_opened_last_and_how_many_stalls_are_held(officer, client_of):
    market = factories.market()
    factories.allotment(factories.stall(market))
    factories.allotment(factories.stall(market), ends_on=today())
    factories.market_day(market, held_on=date(2026, 10, 6))
    factories.market_day(market, held_on=date(2026, 9, 1))

    row = client_of(officer).get("/markets/").context["page"].rows[0]

    assert (row.last_held_on, row.held) == (date(2026, 10, 6), 1)


def test_markets_of_another_district_are_not_listed(officer_other, client_of):
    factories.market()

    assert listed(client_of(officer_other)) == []


def many_markets(n):
    kind = factories.market_kind()
    row = Market(village=factories.place(), kind=kind, name=f"ตลาด {NUMBER}", location="ลาน")
    row.rekey()
    many(row, n)


def test_the_list_asks_at_most_five_queries_at_30_and_at_3000(officer, client_of):
    client = client_of(officer)

    def ask():
        with CaptureQueriesContext(connection) as captured:
            assert client.get("/markets/?q=ตลาด").status_code == 200
        return len([q for q in captured if "markets_" in q["sql"]])

    many_markets(30)
    ask()
    at_30 = ask()
    many_markets(2970)

    assert ask() == at_30 <= 5


# --- Adding and correcting ----------------------------------------------------------------


def test_a_market_is_added_once(officer, client_of):
    client, sent = client_of(officer), typed(weekday="1")

    first, second = client.post("/markets/new/", sent), client.post("/markets/new/", sent)

    market = Market.objects.get()
    assert first.url == second.url == market.get_absolute_url()
    assert (market.weekday, market.created_by, market.search_key != "") == (1, officer, True)


def test_a_village_of_another_district_is_refused(officer, client_of):
    factories.place(factories.OUTSIDE_VILLAGE)

    response = client_of(officer).post("/markets/new/", typed(village=factories.OUTSIDE_VILLAGE))

    assert list(response.context["form"].errors) == ["village"]
    assert "ลานหน้าที่ว่าการอำเภอ" in response.content.decode()


def test_a_correction_keeps_what_it_does_not_change(officer, client_of):
    market = factories.market()
    url = reverse("markets:market_change", args=[market.uuid])
    client = client_of(officer)
    form = client.get(url).context["form"]

    client.post(url, typed(name="ตลาดใหม่"))

    market.refresh_from_db()
    assert form["kind"].value() == market.kind.code
    assert market.name == "ตลาดใหม่"


def test_a_market_given_up_takes_no_new_day_and_can_open_again(officer, client_of):
    market = factories.market()
    factories.market_day(market, held_on=today())
    url = reverse("markets:market_close", args=[market.uuid])
    client = client_of(officer)

    too_early = client.post(
        url, {"once_key": uuid4(), "closed_on": format_date(today() - timedelta(days=1), "digits")}
    )
    client.post(url, {"once_key": uuid4(), "closed_on": format_date(today(), "digits")})
    closed = Market.objects.get().closed_on
    client.post(url, {"once_key": uuid4(), "closed_on": ""})

    assert list(too_early.context["form"].errors) == ["closed_on"]
    assert (closed, Market.objects.get().closed_on) == (today(), None)


# --- Page ---------------------------------------------------------------------------------


def sums_of(client, market, **query):
    return client.get(market.get_absolute_url(), query).context["sums"]


def test_sales_are_summed_by_month_goods_and_vendor(officer, client_of):
    market = factories.market()
    group = factories.vendor(market, producer=factories.producer(), name="กลุ่มทอผ้า")
    trader = factories.vendor(market, name="แม่ค้า")
    cloth = factories.product(group.producer, name="ผ้าขิด")
    first, second = (
        factories.market_day(market, held_on=date(2026, 10, 6)),
        factories.market_day(market, held_on=date(2026, 11, 3)),
    )
    factories.sale(group, on=first, amount=1000, product=cloth)
    factories.sale(group, on=second, amount=500, product=cloth)
    factories.sale(trader, on=second, amount=200, goods="ผัก")

    sums = sums_of(client_of(officer), market, year=2570)

    assert sums["total"] == 1700
    assert [(row["label"], row["amount"]) for row in sums["months"]] == [
        ("ต.ค. 2569", 1000),
        ("พ.ย. 2569", 700),
    ]
    assert [(row["label"], row["amount"]) for row in sums["goods"]] == [
        ("ผ้าขิด", 1500),
        ("ผัก", 200),
    ]
    assert [(row["label"], row["amount"]) for row in sums["vendors"]] == [
        ("กลุ่มทอผ้า", 1500),
        ("แม่ค้า", 200),
    ]


def test_a_fiscal_year_ends_on_the_last_of_september(officer, client_of):
    market = factories.market()
    vendor = factories.vendor(market)
    for day in fiscal_bounds(2570):
        factories.sale(vendor, on=factories.market_day(market, held_on=day), amount=100)
    before = factories.market_day(market, held_on=date(2026, 9, 30))
    factories.sale(vendor, on=before, amount=7)
    client = client_of(officer)

    assert sums_of(client, market, year=2570)["total"] == 200
    assert sums_of(client, market, year=2569)["total"] == 7


@pytest.mark.parametrize("year", ["", "abc", "99999"])
def test_an_unreadable_year_is_this_one(officer, client_of, year):
    sums = sums_of(client_of(officer), factories.market(), year=year)

    assert sums["year"] == fiscal_year(today())


def test_what_was_withdrawn_counts_in_no_sum(officer, client_of):
    sale = factories.sale(amount=900)
    factories.sale(sale.vendor, on=sale.market_day, amount=100)

    sale.withdraw(by=officer, reason="ลงผิดผู้ค้า")

    sums = sums_of(client_of(officer), sale.vendor.market)
    assert sums["total"] == Decimal(100)
    assert sums["days"][0].vendors == 1


def test_small_goods_stand_together_in_one_line(officer, client_of):
    vendor = factories.vendor()
    day = factories.market_day(vendor.market)
    for i in range(20):
        factories.sale(vendor, on=day, amount=100 + i, goods=f"สินค้า {i}")

    goods = sums_of(client_of(officer), vendor.market)["goods"]

    assert len(goods) == 16
    assert goods[-1]["amount"] == sum(range(100, 105))


def test_the_page_asks_the_same_number_of_queries_however_many_sales(officer, client_of):
    vendor = factories.vendor()
    client = client_of(officer)

    def ask():
        with CaptureQueriesContext(connection) as captured:
            client.get(vendor.market.get_absolute_url())
        return len(captured)

    def sell(days):
        for _ in range(days):
            held_on = today() - timedelta(days=factories.number() % 400)
            day, _made = vendor.market.days.get_or_create(held_on=held_on)
            factories.sale(vendor, on=day)

    sell(2)
    ask()
    few = ask()
    sell(30)

    assert ask() == few
