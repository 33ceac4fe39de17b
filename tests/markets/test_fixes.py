from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from markets.models import Allotment, MarketDay, Sale, Share, Vendor, VendorKind
from otoppath.thai.dates import format_date, today
from tests import factories

pytestmark = pytest.mark.django_db
TODAY = format_date(today(), "digits")


def at(name, record):
    return reverse(f"markets:{name}", args=[record.uuid])


def group_page(group):
    return reverse("groups:group_detail", args=[group.uuid])


def enrolment_page(enrolment):
    return reverse("households:enrolment_detail", args=[enrolment.uuid])


def once(**fields):
    return {"once_key": str(uuid4())} | fields


# --- A stall for a group ------------------------------------------------------------------


def test_a_group_becomes_a_vendor_and_gets_its_stall_in_one_form(officer, client_of):
    group = factories.producer().group
    stall = factories.stall()
    client, sent = client_of(officer), once(stall=stall.uuid, starts_on=TODAY)

    first = client.post(at("group_stalls", group), sent)
    second = client.post(at("group_stalls", group), sent)

    vendor = Vendor.objects.get()
    assert first.url == second.url == group_page(group)
    assert (vendor.market, vendor.producer.group) == (stall.market, group)
    assert (vendor.kind, vendor.created_by) == (VendorKind.OTOP, officer)
    assert Allotment.objects.get().vendor == vendor


def test_a_group_that_sells_there_already_is_not_made_a_vendor_again(officer, client_of):
    vendor = factories.vendor(producer=factories.producer())
    stall = factories.stall(vendor.market)

    client_of(officer).post(
        at("group_stalls", vendor.producer.group), once(stall=stall.uuid, starts_on=TODAY)
    )

    assert Allotment.objects.get().vendor == vendor
    assert Vendor.objects.count() == 1


def test_only_vacant_stalls_of_the_area_are_offered_and_others_refused(officer, client_of):
    group = factories.producer().group
    factories.allotment()
    factories.stall(factories.market(closed_on=today()))
    outside = factories.stall(factories.market(factories.OUTSIDE_VILLAGE))
    vacant = factories.stall()
    client = client_of(officer)

    form = client.get(at("group_stalls", group)).context["form"]
    response = client.post(at("group_stalls", group), once(stall=outside.uuid, starts_on=TODAY))

    assert list(form.fields["stall"].queryset) == [vacant]
    assert list(response.context["form"].errors) == ["stall"]
    assert not Vendor.objects.filter(producer__group=group).exists()


def test_a_place_that_is_not_definite_is_named_as_such(officer, client_of):
    kind = factories.market_kind("fair", is_fixed_place=False)
    factories.stall(factories.market(kind=kind, name="งานแสดงสินค้า"))

    text = client_of(officer).get(at("group_stalls", factories.producer().group)).content.decode()

    assert "งานแสดงสินค้า (ไม่ใช่ที่ขายประจำ)" in text


def test_a_group_that_is_no_producer_is_led_to_becoming_one(officer, client_of):
    group = factories.group()

    text = client_of(officer).get(at("group_stalls", group)).content.decode()

    assert reverse("products:group_products", args=[group.uuid]) in text


def test_without_a_vacant_stall_the_way_to_the_markets_is_shown(officer, client_of):
    factories.allotment()

    text = client_of(officer).get(at("group_stalls", factories.producer().group)).content.decode()

    assert "ไม่มีแผงว่าง" in text


# --- Sales of a producer ------------------------------------------------------------------


def selling(market, **fields):
    return once(market=market.uuid, held_on=TODAY, amount="1,500", source="reported") | fields


def test_a_sale_of_a_group_opens_the_day_where_it_is_not_yet(officer, client_of):
    product = factories.product()
    group, market = product.producer.group, factories.market()
    client, sent = client_of(officer), selling(market, product=product.uuid)

    first = client.post(at("group_sales", group), sent)
    second = client.post(at("group_sales", group), sent)

    sale = Sale.objects.get()
    assert first.url == second.url == group_page(group)
    assert (sale.product, sale.amount, sale.vendor.producer) == (product, 1500, product.producer)
    assert MarketDay.objects.get().created_by == officer


def test_a_sale_before_the_noted_beginning_moves_the_beginning(officer, client_of):
    vendor = factories.vendor(producer=factories.producer(), joined_on=today())
    last_week = today() - timedelta(days=7)

    client_of(officer).post(
        at("group_sales", vendor.producer.group),
        selling(vendor.market, goods="ผ้า", held_on=format_date(last_week, "digits")),
    )

    vendor.refresh_from_db()
    assert vendor.joined_on == last_week


def test_the_same_goods_on_the_same_day_again_is_a_warning(officer, client_of):
    sale = factories.sale(factories.vendor(producer=factories.producer()), goods="ผ้า")
    market = sale.vendor.market

    response = client_of(officer).post(
        at("group_sales", sale.vendor.producer.group), selling(market, goods="ผ้า"), follow=True
    )

    assert [m.level_tag for m in response.context["messages"]] == ["success", "warning"]
    assert Sale.objects.count() == 2


def test_the_market_where_it_sells_is_chosen_beforehand(officer, client_of):
    vendor = factories.vendor(producer=factories.producer())
    factories.market(name="ก")

    text = client_of(officer).get(at("group_sales", vendor.producer.group)).content.decode()

    assert f'value="{vendor.market.uuid}" selected' in text


def test_a_market_or_product_of_elsewhere_is_refused(officer, client_of):
    producer = factories.producer()
    factories.market()
    sent = selling(factories.market(factories.OUTSIDE_VILLAGE), product=factories.product().uuid)

    response = client_of(officer).post(at("group_sales", producer.group), sent)

    assert set(response.context["form"].errors) == {"market", "product"}
    assert Sale.objects.count() == 0


@pytest.mark.parametrize(("amount", "goods"), [("", "ผ้า"), ("0", "ผ้า"), ("100", "")])
def test_a_sale_has_an_amount_and_goods(officer, client_of, amount, goods):
    response = client_of(officer).post(
        at("group_sales", factories.producer().group),
        selling(factories.market(), amount=amount, goods=goods),
    )

    assert len(response.context["form"].errors) == 1
    assert MarketDay.objects.count() == 0


def test_a_group_that_is_no_producer_is_led_there_before_selling(officer, client_of):
    group = factories.group()

    text = client_of(officer).get(at("group_sales", group)).content.decode()

    assert reverse("products:group_products", args=[group.uuid]) in text


def test_a_household_that_goes_alone_records_its_own_sale(officer, client_of):
    enrolment = factories.enrolment(route="single_owner")
    product = factories.product(factories.producer(enrolment.household))

    response = client_of(officer).post(
        at("enrolment_sales", enrolment), selling(factories.market(), product=product.uuid)
    )

    assert response.url == enrolment_page(enrolment)
    assert Sale.objects.get().vendor.producer.household == enrolment.household


# --- Shares of a household ----------------------------------------------------------------


@pytest.fixture
def membership():
    return factories.membership()


@pytest.fixture
def enrolment(membership):
    return factories.enrolment(membership.person.household)


@pytest.fixture
def day(membership):
    producer = factories.producer(membership.group)
    return factories.sale(factories.vendor(producer=producer), amount=1000).market_day


def receiving(membership, **fields):
    return (
        once(
            person=membership.person.uuid,
            group=membership.group.uuid,
            kind="wage",
            amount="250",
            paid_on=TODAY,
        )
        | fields
    )


def test_a_share_of_a_household_is_recorded_once(officer, client_of, enrolment, membership, day):
    client, sent = client_of(officer), receiving(membership, market_day=day.uuid)

    first = client.post(at("enrolment_sales", enrolment), sent)
    second = client.post(at("enrolment_sales", enrolment), sent)

    share = Share.objects.get()
    assert first.url == second.url == enrolment_page(enrolment)
    assert (share.person, share.group, share.market_day) == (
        membership.person,
        membership.group,
        day,
    )
    assert (share.amount, share.created_by) == (250, officer)


def test_a_share_above_what_the_group_sold_is_asked_about(
    officer, client_of, enrolment, membership, day
):
    client = client_of(officer)
    sent = receiving(membership, market_day=day.uuid, amount="99999999")

    asked = client.post(at("enrolment_sales", enrolment), sent)
    assert "99,999,999" in asked.context["form"].errors["sure"][0]
    assert not Share.objects.exists()

    tick = asked.context["form"]["sure"].field.widget.attrs["value"]
    client.post(at("enrolment_sales", enrolment), sent | {"sure": tick})
    assert Share.objects.get().amount == 99_999_999


def test_only_member_and_group_of_the_household_are_offered(
    officer, client_of, enrolment, membership
):
    factories.membership()
    factories.person(membership.person.household)

    form = client_of(officer).get(at("enrolment_sales", enrolment)).context["form"]

    assert list(form.fields["person"].queryset) == [membership.person]
    assert list(form.fields["group"].queryset) == [membership.group]


def test_a_person_or_group_of_elsewhere_is_refused(officer, client_of, enrolment):
    response = client_of(officer).post(
        at("enrolment_sales", enrolment), receiving(factories.membership())
    )

    assert set(response.context["form"].errors) == {"person", "group"}
    assert Share.objects.count() == 0


def test_a_day_on_which_the_group_did_not_sell_is_no_choice(
    officer, client_of, enrolment, membership, day
):
    other = factories.sale().market_day

    response = client_of(officer).post(
        at("enrolment_sales", enrolment), receiving(membership, market_day=other.uuid)
    )

    assert list(response.context["form"].fields["market_day"].queryset) == [day]
    assert list(response.context["form"].errors) == ["market_day"]


def test_a_household_without_a_group_is_led_to_choosing_one(officer, client_of):
    enrolment = factories.enrolment()

    text = client_of(officer).get(at("enrolment_sales", enrolment)).content.decode()

    assert reverse("groups:enrolment_join", args=[enrolment.uuid]) in text


def test_own_use_needs_no_sale(officer, client_of):
    enrolment = factories.enrolment(route="own_use")

    text = client_of(officer).get(at("enrolment_sales", enrolment)).content.decode()

    assert "ไม่ต้องบันทึกการจำหน่าย" in text
