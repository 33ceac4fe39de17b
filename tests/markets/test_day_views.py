from datetime import date, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from markets.models import MarketDay, Sale
from markets.totals import DayReport
from otoppath.thai.dates import fiscal_bounds, fiscal_year, format_date, today
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
TODAY = format_date(today(), "digits")


@pytest.fixture
def market():
    """A group with two products, and a trader."""
    market = factories.market()
    producer = factories.producer()
    factories.product(producer, name="ผ้าขิด")
    factories.product(producer, name="ผ้าพันคอ")
    factories.vendor(market, producer=producer, name="กลุ่มทอผ้า")
    factories.vendor(market, name="แม่ค้าขนม", goods="ขนมไทย")
    return market


@pytest.fixture
def day(market):
    return factories.market_day(market)


def at(name, record):
    return reverse(f"markets:{name}", args=[record.uuid])


def draw(client, day):
    """The table of a day as the page would send it back untouched."""
    context = client.get(at("day_sales", day)).context
    table, sent = context["table"], {"once_key": str(context["key"]["once_key"].value())}
    sent |= {
        "row-TOTAL_FORMS": len(table.forms),
        "row-INITIAL_FORMS": table.initial_form_count(),
    }
    for row in table:
        for field in row:
            sent[field.html_name] = "" if field.value() is None else str(field.value())
    return sent


def row_of(sent, **values):
    """The number of the first row that holds these values."""
    total = int(sent["row-TOTAL_FORMS"])
    return next(
        i
        for i in range(total)
        if all(str(sent[f"row-{i}-{k}"]) == str(v) for k, v in values.items())
    )


@pytest.fixture
def cloth_row(market):
    return {"product": market.vendors.get(name="กลุ่มทอผ้า").producer.products.get(name="ผ้าขิด").uuid}


@pytest.fixture
def sweets_row(market):
    return {"vendor": market.vendors.get(name="แม่ค้าขนม").uuid}


# --- Opening ------------------------------------------------------------------------------


def test_a_day_is_opened_and_its_sales_follow(officer, client_of, market):
    response = client_of(officer).post(
        at("day_create", market), {"once_key": uuid4(), "held_on": TODAY, "visitors": "1,200"}
    )

    day = MarketDay.objects.get()
    assert response.url == at("day_sales", day)
    assert (day.held_on, day.visitors, day.created_by) == (today(), 1200, officer)


def test_a_day_that_is_open_is_gone_on_with(officer, client_of, day):
    response = client_of(officer).post(
        at("day_create", day.market), {"once_key": uuid4(), "held_on": TODAY}
    )

    assert response.url == at("day_sales", day)
    assert MarketDay.objects.count() == 1


def test_a_day_to_come_is_not_opened(officer, client_of, market):
    tomorrow = format_date(today() + timedelta(days=1), "digits")

    response = client_of(officer).post(
        at("day_create", market), {"once_key": uuid4(), "held_on": tomorrow}
    )

    assert list(response.context["form"].errors) == ["held_on"]


def test_a_market_given_up_opens_no_later_day(officer, client_of):
    market = factories.market(closed_on=today() - timedelta(days=5))

    response = client_of(officer).post(
        at("day_create", market), {"once_key": uuid4(), "held_on": TODAY}
    )

    assert list(response.context["form"].errors) == ["held_on"]


# --- The table ----------------------------------------------------------------------------


def test_the_table_has_a_row_for_each_product_and_one_for_a_trader(officer, client_of, day):
    table = client_of(officer).get(at("day_sales", day)).context["table"]

    drawn = [(str(row.who), row.product_name, row["goods"].value()) for row in table]

    assert drawn == [
        ("กลุ่มทอผ้า", "ผ้าขิด", None),
        ("กลุ่มทอผ้า", "ผ้าพันคอ", None),
        ("แม่ค้าขนม", "", "ขนมไทย"),
    ]


def test_a_vendor_who_left_before_the_day_is_not_in_it(officer, client_of, day):
    day.market.vendors.filter(name="แม่ค้าขนม").update(left_on=today() - timedelta(days=1))

    table = client_of(officer).get(at("day_sales", day)).context["table"]

    assert {str(row.who) for row in table} == {"กลุ่มทอผ้า"}


def test_what_was_typed_is_summed_up_before_it_is_written(
    officer, client_of, day, cloth_row, sweets_row
):
    client = client_of(officer)
    sent = draw(client, day)
    sent[f"row-{row_of(sent, **cloth_row)}-amount"] = "๑,๕๐๐"
    sent[f"row-{row_of(sent, **sweets_row)}-amount"] = "320.50"

    response = client.post(at("day_sales", day), sent | {"action": "review"})

    table = response.context["table"]
    assert table.total() == Decimal("1820.50")
    assert [row.goods_label for row in table.written()] == ["ผ้าขิด", "ขนมไทย"]
    assert Sale.objects.count() == 0


def test_after_the_summary_it_is_written_once_and_blank_rows_are_skipped(
    officer, client_of, day, cloth_row
):
    client = client_of(officer)
    sent = draw(client, day)
    i = row_of(sent, **cloth_row)
    sent |= {f"row-{i}-amount": "1500", f"row-{i}-quantity": "3", f"row-{i}-source": "receipt"}

    responses = [
        client.post(at("day_sales", day), sent | {"action": "save"}) for _press in range(2)
    ]

    sale = Sale.objects.get()
    assert {response.url for response in responses} == {day.get_absolute_url()}
    assert (sale.product.name, sale.amount, sale.quantity) == ("ผ้าขิด", 1500, 3)
    assert (sale.source, sale.created_by, sale.market_day) == ("receipt", officer, day)
    assert sale.history.get().history_user == officer


def test_a_bad_row_is_marked_and_nothing_else_is_lost(
    officer, client_of, day, cloth_row, sweets_row
):
    client = client_of(officer)
    sent = draw(client, day)
    good, bad = row_of(sent, **cloth_row), row_of(sent, **sweets_row)
    sent |= {f"row-{good}-amount": "1500", f"row-{bad}-amount": "สามร้อย"}

    response = client.post(at("day_sales", day), sent | {"action": "review"})

    text = response.content.decode()
    table = response.context["table"]
    assert [bool(form.errors) for form in table] == [i == bad for i in range(len(table.forms))]
    assert text.count('class="row-wrong"') == 1
    assert 'value="1500"' in text
    assert 'value="สามร้อย"' in text
    assert Sale.objects.count() == 0


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"quantity": "3"}, "amount"),
        ({"amount": "0", "quantity": "3"}, "amount"),
        ({"amount": "-5"}, "amount"),
        ({"amount": "300", "goods": ""}, "goods"),
    ],
)
def test_a_half_filled_row_says_what_it_lacks(officer, client_of, day, sweets_row, typed, field):
    client = client_of(officer)
    sent = draw(client, day)
    i = row_of(sent, **sweets_row)
    sent |= {f"row-{i}-{name}": value for name, value in typed.items()}

    response = client.post(at("day_sales", day), sent | {"action": "review"})

    assert list(response.context["table"].forms[i].errors) == [field]


def test_going_back_from_the_summary_loses_nothing(officer, client_of, day, cloth_row):
    client = client_of(officer)
    sent = draw(client, day)
    sent[f"row-{row_of(sent, **cloth_row)}-amount"] = "1500"

    response = client.post(at("day_sales", day), sent | {"action": "back"})

    assert response.templates[0].name == "markets/day_sales.html"
    assert 'value="1500"' in response.content.decode()


def test_one_more_row_for_a_vendor_keeps_what_was_typed_and_can_be_filled(
    officer, client_of, day, cloth_row, sweets_row
):
    client = client_of(officer)
    sent = draw(client, day)
    sent[f"row-{row_of(sent, **cloth_row)}-amount"] = "1500"

    grown = client.post(at("day_sales", day), sent | {"action": f"more:{sweets_row['vendor']}"})
    last = len(grown.context["table"].forms) - 1
    sent |= {
        "row-TOTAL_FORMS": last + 1,
        f"row-{last}-vendor": sweets_row["vendor"],
        f"row-{last}-goods": "น้ำสมุนไพร",
        f"row-{last}-amount": "80",
    }
    client.post(at("day_sales", day), sent | {"action": "save"})

    assert last == 3
    assert 'value="1500"' in grown.content.decode()
    assert dict(Sale.objects.values_list("vendor__name", "amount")) == {
        "กลุ่มทอผ้า": 1500,
        "แม่ค้าขนม": 80,
    }


def test_the_same_goods_of_a_vendor_twice_is_a_warning(officer, client_of, day, cloth_row):
    vendor = day.market.vendors.get(name="กลุ่มทอผ้า")
    factories.sale(vendor, on=day, product=vendor.producer.products.get(name="ผ้าขิด"))
    client = client_of(officer)
    sent = draw(client, day)
    last = int(sent["row-TOTAL_FORMS"])
    sent |= {
        "row-TOTAL_FORMS": last + 1,
        f"row-{last}-vendor": vendor.uuid,
        f"row-{last}-product": cloth_row["product"],
        f"row-{last}-amount": "100",
    }

    summary = client.post(at("day_sales", day), sent | {"action": "review"})
    client.post(at("day_sales", day), sent | {"action": "save"})

    assert summary.context["table"].doubles() == ["กลุ่มทอผ้า · ผ้าขิด"]
    assert DayReport.of(day).doubles() == ["กลุ่มทอผ้า · ผ้าขิด"]


def test_going_back_after_saving_and_sending_other_words_asks_and_warns(
    officer, client_of, day, cloth_row, sweets_row
):
    client = client_of(officer)
    sent = draw(client, day)
    sent[f"row-{row_of(sent, **cloth_row)}-amount"] = "1500"
    client.post(at("day_sales", day), sent | {"action": "save"})
    sent[f"row-{row_of(sent, **sweets_row)}-amount"] = "80"

    asked = client.post(at("day_sales", day), sent | {"action": "save"})
    sent["once_key"] = str(asked.context["key"]["once_key"].value())
    summary = client.post(at("day_sales", day), sent | {"action": "review"})

    assert "หน้านี้บันทึกไปแล้วครั้งหนึ่ง" in asked.content.decode()
    assert 'value="80"' in asked.content.decode()
    assert summary.context["table"].doubles() == ["กลุ่มทอผ้า · ผ้าขิด"]
    assert Sale.objects.count() == 1


def test_a_recorded_sale_is_corrected_in_the_same_table(officer, client_of, day):
    vendor = day.market.vendors.get(name="แม่ค้าขนม")
    sale = factories.sale(vendor, on=day, amount=300, goods="ขนมไทย")
    client = client_of(officer)
    sent = draw(client, day)
    sent[f"row-{row_of(sent, sale=sale.uuid)}-amount"] = "350"

    client.post(at("day_sales", day), sent | {"action": "save"})

    sale.refresh_from_db()
    assert (sale.amount, Sale.objects.count()) == (350, 1)
    assert [row.amount for row in sale.history.all()] == [350, 300]


def test_a_table_sent_unchanged_writes_nothing(officer, client_of, day):
    sale = factories.sale(day.market.vendors.get(name="แม่ค้าขนม"), on=day, goods="ขนมไทย")
    client = client_of(officer)

    client.post(at("day_sales", day), draw(client, day) | {"action": "save"})

    assert sale.history.count() == 1


def test_a_figure_changed_meanwhile_is_not_overwritten(officer, client_of, day):
    sale = factories.sale(day.market.vendors.get(name="แม่ค้าขนม"), on=day, goods="ขนมไทย")
    client = client_of(officer)
    sent = draw(client, day)
    i = row_of(sent, sale=sale.uuid)
    sale.amount = 999
    sale.save()

    response = client.post(at("day_sales", day), sent | {f"row-{i}-amount": "1", "action": "save"})

    sale.refresh_from_db()
    assert sale.amount == 999
    assert "999 บาท" in response.context["table"].forms[i].non_field_errors()[0]


def test_a_recorded_sale_is_not_emptied_but_withdrawn(officer, client_of, day):
    sale = factories.sale(day.market.vendors.get(name="แม่ค้าขนม"), on=day, goods="ขนมไทย")
    client = client_of(officer)
    sent = draw(client, day)
    i = row_of(sent, sale=sale.uuid)

    response = client.post(at("day_sales", day), sent | {f"row-{i}-amount": "", "action": "save"})

    assert list(response.context["table"].forms[i].errors) == ["amount"]
    assert Sale.objects.count() == 1


def test_a_vendor_or_product_of_elsewhere_is_refused(officer, client_of, day):
    outside = factories.market(factories.OUTSIDE_VILLAGE)
    stranger = factories.vendor(outside)
    foreign = factories.product(factories.producer(village=factories.OUTSIDE_VILLAGE))
    own = day.market.vendors.get(name="กลุ่มทอผ้า")
    sent = {
        "once_key": uuid4(),
        "row-TOTAL_FORMS": 2,
        "row-INITIAL_FORMS": 0,
        "row-0-vendor": stranger.uuid,
        "row-0-goods": "ผัก",
        "row-0-amount": "100",
        "row-1-vendor": own.uuid,
        "row-1-product": foreign.uuid,
        "row-1-amount": "100",
        "action": "save",
    }

    response = client_of(officer).post(at("day_sales", day), sent)

    assert [bool(row.errors) for row in response.context["table"]] == [True, True]
    assert Sale.objects.count() == 0


def test_the_table_asks_the_same_number_of_queries_for_many_vendors(officer, client_of, day):
    client = client_of(officer)

    def ask():
        with CaptureQueriesContext(connection) as captured:
            client.get(at("day_sales", day))
        return len([q for q in captured if "markets_" in q["sql"] or "products_" in q["sql"]])

    ask()
    few = ask()
    for _vendor in range(20):
        producer = factories.producer()
        factories.sale(
            factories.vendor(day.market, producer=producer),
            on=day,
            product=factories.product(producer),
        )

    assert ask() == few <= 5


# --- The report ---------------------------------------------------------------------------


def test_the_report_counts_vendors_by_kind_and_sums_goods(officer, client_of, day):
    group = day.market.vendors.get(name="กลุ่มทอผ้า")
    trader = day.market.vendors.get(name="แม่ค้าขนม")
    cloth = group.producer.products.get(name="ผ้าขิด")
    factories.sale(group, on=day, amount=1000, product=cloth)
    factories.sale(group, on=day, amount=200, goods="เส้นฝ้าย")
    factories.sale(trader, on=day, amount=300, goods="ขนมไทย")

    report = client_of(officer).get(day.get_absolute_url()).context["report"]

    kinds = [(str(row["label"]), row["vendors"], row["amount"]) for row in report.by_kind()]
    assert kinds == [("กลุ่มหรือผู้ผลิต OTOP", 1, 1200), ("พ่อค้าแม่ค้า", 1, 300)]
    assert [(row["label"], row["amount"]) for row in report.by_goods()] == [
        ("ผ้าขิด", 1000),
        ("ขนมไทย", 300),
        ("เส้นฝ้าย", 200),
    ]
    assert (report.total, report.vendors) == (1500, 2)


def test_the_report_adds_up_since_the_beginning_of_the_fiscal_year():
    vendor = factories.vendor()
    first, last = fiscal_bounds(2570)
    days = [first - timedelta(days=1), first, date(2026, 12, 1), last]
    for i, held_on in enumerate(days):
        factories.sale(
            vendor, on=factories.market_day(vendor.market, held_on=held_on), amount=10**i
        )
    factories.sale(amount=77777)  # of another market

    report = DayReport.of(vendor.market.days.get(held_on=date(2026, 12, 1)))

    assert report.so_far == {"days": 2, "vendors": 1, "amount": 110}
    assert report.fiscal_year == 2570


def test_a_withdrawn_sale_is_shown_with_its_reason_and_counts_nowhere(officer, client_of, day):
    vendor = day.market.vendors.get(name="แม่ค้าขนม")
    wrong = factories.sale(vendor, on=day, amount=9000, goods="ขนมไทย")
    factories.sale(vendor, on=day, amount=100, goods="ขนมไทย")
    client = client_of(officer)

    client.post(at("sale_withdraw", wrong), {"reason": "พิมพ์ศูนย์เกิน"})

    response = client.get(day.get_absolute_url())
    assert response.context["report"].total == 100
    assert response.context["report"].so_far["amount"] == 100
    assert "พิมพ์ศูนย์เกิน" in response.content.decode()
    assert Sale.everything.get(pk=wrong.pk).withdrawn_by == officer


def test_withdrawing_asks_for_the_reason(officer, client_of):
    sale = factories.sale()

    response = client_of(officer).post(at("sale_withdraw", sale), {"reason": " "})

    assert list(response.context["form"].errors) == ["reason"]
    assert Sale.objects.get() == sale


def test_a_sale_withdrawn_by_a_colleague_is_not_found_again(officer, client_of):
    sale = factories.sale()
    sale.withdraw(by=officer, reason="ซ้ำ")

    assert client_of(officer).get(at("sale_withdraw", sale)).status_code == 404


def test_visitors_and_problems_are_noted(officer, client_of, day):
    client_of(officer).post(
        at("day_change", day), {"once_key": uuid4(), "visitors": "350", "problems": "ฝนตก"}
    )

    day.refresh_from_db()
    assert (day.visitors, day.problems) == (350, "ฝนตก")


def test_the_year_of_the_report_is_that_of_its_day(day):
    assert DayReport.of(day).fiscal_year == fiscal_year(today())
