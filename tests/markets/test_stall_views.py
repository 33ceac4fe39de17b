from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from markets.forms.stalls import read_numbers
from markets.models import Allotment, Stall, Vendor
from otoppath.thai.dates import format_date, today
from tests import factories

pytestmark = pytest.mark.django_db
TODAY = format_date(today(), "digits")


def at(name, record):
    return reverse(f"markets:{name}", args=[record.uuid])


def once(**fields):
    return {"once_key": str(uuid4())} | fields


# --- Stalls -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "numbers"),
    [
        ("1-3", ["1", "2", "3"]),
        ("๑ - ๓", ["1", "2", "3"]),
        ("ก9-ก11, 25", ["ก9", "ก10", "ก11", "25"]),
        ("5 5 5-6", ["5", "6"]),
        ("VIP", ["VIP"]),
    ],
)
def test_stall_numbers_are_read_as_they_are_typed(typed, numbers):
    assert read_numbers(typed) == numbers


@pytest.mark.parametrize("typed", ["9-3", "1-500", "1-150, 200-300", "แผงที่ยาวเกินไปมาก"])
def test_numbers_that_make_no_sense_are_refused(typed):
    with pytest.raises(ValidationError):
        read_numbers(typed)


def test_twenty_stalls_are_added_at_once_and_those_there_are_left_alone(officer, client_of):
    market = factories.market()
    factories.stall(market, number="3", zone="เก่า")
    client = client_of(officer)

    response = client.post(
        at("stall_create", market), once(numbers="1-20", zone="อาหาร"), follow=True
    )

    assert market.stalls.count() == 20
    assert market.stalls.get(number="3").zone == "เก่า"
    said = [str(message) for message in response.context["messages"]]
    assert said == ["เพิ่ม 19 แผงแล้ว", "อีก 1 แผงมีอยู่แล้ว"]
    assert Stall.history.filter(history_user=officer).count() == 19


def test_stalls_stand_in_the_order_of_the_row(officer, client_of):
    market = factories.market()
    for number in ("10", "2", "ก1", "1"):
        factories.stall(market, number=number)

    stalls = client_of(officer).get(market.get_absolute_url()).context["stalls"]

    assert [stall.number for stall in stalls] == ["1", "2", "10", "ก1"]


# --- Vendors ------------------------------------------------------------------------------


def test_a_producer_of_the_area_becomes_a_vendor_under_its_own_name(officer, client_of):
    market, producer = factories.market(), factories.producer()

    client_of(officer).post(
        at("vendor_create", market),
        once(producer=producer.uuid, name="ชื่ออื่น", kind="otop", joined_on=TODAY),
    )

    vendor = Vendor.objects.get()
    assert (vendor.name, vendor.producer, vendor.market) == (producer.name, producer, market)


def test_a_trader_is_added_by_name(officer, client_of):
    market = factories.market()

    client_of(officer).post(
        at("vendor_create", market),
        once(name="นางสมมุติ ขายดี", kind="low_income", goods="ขนม", joined_on=TODAY),
    )

    assert Vendor.objects.get().name == "นางสมมุติ ขายดี"


def test_a_vendor_is_somebody(officer, client_of):
    response = client_of(officer).post(
        at("vendor_create", factories.market()), once(kind="trader", joined_on=TODAY)
    )

    assert list(response.context["form"].errors) == ["name"]


def test_a_producer_of_another_district_is_no_choice_and_its_key_is_refused(officer, client_of):
    outside = factories.producer(village=factories.OUTSIDE_VILLAGE)
    own, market = factories.producer(), factories.market()
    client = client_of(officer)

    form = client.get(at("vendor_create", market)).context["form"]
    response = client.post(
        at("vendor_create", market), once(producer=outside.uuid, kind="otop", joined_on=TODAY)
    )

    assert list(form.fields["producer"].queryset) == [own]
    assert list(response.context["form"].errors) == ["producer"]


def test_a_producer_that_sells_here_is_offered_again_only_after_it_left(officer, client_of):
    vendor = factories.vendor(producer=factories.producer())
    client = client_of(officer)

    def offered():
        form = client.get(at("vendor_create", vendor.market)).context["form"]
        return list(form.fields["producer"].queryset)

    while_selling = offered()
    vendor.leave(today(), by=officer)

    assert (while_selling, offered()) == ([], [vendor.producer])


def test_who_leaves_gives_the_stall_back(officer, client_of):
    allotment = factories.allotment()

    client_of(officer).post(at("vendor_leave", allotment.vendor), {"left_on": TODAY})

    allotment.refresh_from_db()
    allotment.vendor.refresh_from_db()
    assert (allotment.ends_on, allotment.vendor.left_on) == (today(), today())
    assert allotment.history.first().history_user == officer


def test_nobody_leaves_before_the_last_day_of_selling(officer, client_of):
    sale = factories.sale()
    yesterday = format_date(today() - timedelta(days=1), "digits")

    response = client_of(officer).post(at("vendor_leave", sale.vendor), {"left_on": yesterday})

    assert list(response.context["form"].errors) == ["left_on"]


# --- Allotments ---------------------------------------------------------------------------


def give(client, market, stall, vendor, **fields):
    sent = once(stall=stall.uuid, vendor=vendor.uuid, starts_on=TODAY) | fields
    return client.post(at("allotment_create", market), sent)


def test_a_vacant_stall_is_given_to_a_vendor(officer, client_of):
    stall = factories.stall()
    vendor = factories.vendor(stall.market)

    response = give(client_of(officer), stall.market, stall, vendor, fee="20")

    allotment = Allotment.objects.get()
    assert response.url == stall.market.get_absolute_url()
    assert (allotment.stall, allotment.vendor, allotment.fee) == (stall, vendor, 20)


def test_a_stall_has_one_holder(officer, client_of):
    held = factories.allotment()
    market = held.stall.market

    response = give(client_of(officer), market, held.stall, factories.vendor(market))

    assert list(response.context["form"].errors) == ["stall"]
    assert Allotment.objects.count() == 1


def test_a_stall_given_away_meanwhile_is_refused_in_words(officer, client_of, monkeypatch):
    held = factories.allotment()
    market = held.stall.market
    # The check of the form has passed before the other officer wrote.
    monkeypatch.setattr("markets.forms.stalls.AllotmentForm.is_valid", given_meanwhile)

    response = give(client_of(officer), market, held.stall, factories.vendor(market))

    assert response.context["form"].errors["stall"] == ["แผงนี้มีผู้ค้าแล้ว เลือกแผงอื่น"]
    assert Allotment.objects.count() == 1


def given_meanwhile(form):
    form.full_clean()
    form._errors.clear()
    form.cleaned_data["once_key"] = uuid4()
    form.instance.stall = Stall.objects.get(uuid=form.data["stall"])
    form.instance.vendor = Vendor.objects.get(uuid=form.data["vendor"])
    form.instance.starts_on = today()
    return True


def test_a_stall_or_vendor_of_another_market_is_refused(officer, client_of):
    market, elsewhere = factories.market(), factories.stall()

    response = give(client_of(officer), market, elsewhere, factories.vendor(elsewhere.market))

    assert set(response.context["form"].errors) == {"stall", "vendor"}


def test_a_stall_given_back_is_vacant_again(officer, client_of):
    held = factories.allotment()
    client = client_of(officer)

    client.post(at("allotment_end", held), once(ends_on=TODAY))
    response = give(client, held.stall.market, held.stall, factories.vendor(held.stall.market))

    held.refresh_from_db()
    assert (held.ends_on, response.status_code) == (today(), 302)


def test_a_stall_is_not_given_back_before_it_was_given(officer, client_of):
    held = factories.allotment(starts_on=today())
    yesterday = format_date(today() - timedelta(days=1), "digits")

    response = client_of(officer).post(at("allotment_end", held), once(ends_on=yesterday))

    assert list(response.context["form"].errors) == ["ends_on"]


def test_the_stall_of_the_link_is_chosen_beforehand(officer, client_of):
    stall = factories.stall()

    page = client_of(officer).get(at("allotment_create", stall.market), {"stall": stall.uuid})

    assert f'value="{stall.uuid}" selected' in page.content.decode()
