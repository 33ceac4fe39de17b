from uuid import uuid4

import pytest
from django.urls import reverse

from products.models import CostSheet, Producer, Product
from tests import factories

pytestmark = pytest.mark.django_db

PRODUCER = {"name": "กลุ่มทอผ้า", "village": factories.VILLAGE, "community_benefits": "on"}
PRODUCT = {"name": "ผ้าขิด", "category": "textile", "unit": "ผืน", "retail_price": "450"}
COST = {"as_of": "1/10/2569", "batch_units": "10", "materials": "1200", "labour": "1000"}


def group_url(group):
    return reverse("products:group_products", args=[group.uuid])


def enrolment_url(enrolment):
    return reverse("products:enrolment_products", args=[enrolment.uuid])


def sent(step, fields):
    return fields | {"step": step, "once_key": str(uuid4())}


def test_a_group_is_led_from_producer_to_product_to_cost_to_registering(officer, client_of):
    group = factories.group()
    client, url = client_of(officer), group_url(group)

    steps, ends = [], []
    for step, fields in [("producer", PRODUCER), ("product", PRODUCT), ("cost", COST)]:
        steps.append(client.get(url).context["chain"].step)
        ends.append(client.post(url, sent(step, fields)).url)

    last = client.get(url).context
    assert steps == ["producer", "product", "cost"]
    assert ends == [url, url, url]
    assert (last["chain"].step, last["form"]) == ("registration", None)
    assert list(Product.objects.costed()) == list(Product.objects.filter(producer__group=group))


def test_when_all_is_there_registering_is_the_next_thing(officer, client_of):
    sheet = factories.cost_sheet()

    response = client_of(officer).get(group_url(sheet.product.producer.group))

    assert response.context["form"] is None
    assert reverse("products:registration_create", args=[sheet.product.uuid]) in (
        response.content.decode()
    )


def test_the_producer_of_a_group_is_filled_in_from_the_group(officer, client_of):
    group = factories.group(phone="0812345678")

    form = client_of(officer).get(group_url(group)).context["form"]

    assert (form["name"].value(), form["phone"].value()) == (group.name, "081-234-5678")
    assert form["village"].value() == group.village_id


def test_what_was_typed_stays_when_a_thing_is_refused(officer, client_of):
    group = factories.group()

    response = client_of(officer).post(
        group_url(group), sent("producer", PRODUCER | {"name": "", "phone": "081"})
    )

    assert set(response.context["form"].errors) == {"name", "phone"}
    assert 'value="081"' in response.content.decode()


def test_a_page_drawn_before_a_colleague_made_the_producer_makes_no_second(officer, client_of):
    producer = factories.producer()
    client, url = client_of(officer), group_url(producer.group)

    response = client.post(url, sent("producer", PRODUCER))

    assert response.url == url
    assert Producer.objects.count() == 1


def test_pressing_twice_makes_one_cost_sheet(officer, client_of):
    product = factories.product()
    client, url = client_of(officer), group_url(product.producer.group)
    once = sent("cost", COST)

    first, second = client.post(url, once), client.post(url, once)

    assert first.url == second.url
    assert CostSheet.objects.count() == 1


def test_a_single_owner_is_led_the_same_way(officer, client_of):
    enrolment = factories.enrolment(route="single_owner")
    client, url = client_of(officer), enrolment_url(enrolment)

    client.post(url, sent("producer", PRODUCER | {"name": "ร้านแม่สมใจ"}))
    client.post(url, sent("product", PRODUCT))
    last = client.post(url, sent("cost", COST))

    assert last.url == url
    assert Producer.objects.get().household == enrolment.household


def test_a_household_of_a_group_is_shown_the_products_of_its_groups(officer, client_of):
    membership = factories.membership()
    product = factories.product(factories.producer(membership.group))
    enrolment = factories.enrolment(membership.person.household)

    text = client_of(officer).get(enrolment_url(enrolment)).content.decode()

    assert product.name in text
    assert group_url(membership.group) in text


def test_a_group_outside_the_area_is_named_without_a_link(client_of):
    officer = factories.user(areas=[factories.SUBDISTRICT])
    far = factories.group(factories.FAR_VILLAGE)
    membership = factories.membership(far)
    enrolment = factories.enrolment(membership.person.household)

    text = client_of(officer).get(enrolment_url(enrolment)).content.decode()

    assert far.name in text
    assert group_url(far) not in text


def test_a_household_without_a_group_is_led_to_choosing_one(officer, client_of):
    enrolment = factories.enrolment()

    text = client_of(officer).get(enrolment_url(enrolment)).content.decode()

    assert reverse("groups:enrolment_join", args=[enrolment.uuid]) in text


def test_a_lapsed_certificate_is_shown_with_the_way_to_a_new_one(officer, client_of):
    certificate = factories.certificate(days_left=-5)
    product = certificate.product

    text = client_of(officer).get(group_url(product.producer.group)).content.decode()

    assert "หมดอายุแล้ว" in text
    assert reverse("products:certificate_create", args=[product.uuid]) in text
