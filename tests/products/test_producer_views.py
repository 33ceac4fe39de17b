from uuid import uuid4

import pytest
from django.urls import reverse

from products.models import Producer, ProducerKind
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
CREATE = "/producers/new/"


def typed(**fields):
    return {
        "once_key": str(uuid4()),
        "name": "กลุ่มทอผ้าบ้านสมมุติ",
        "village": factories.place().code,
        "community_in_production": "on",
    } | fields


def test_a_group_becomes_a_producer(officer, client_of):
    group = factories.group()

    response = client_of(officer).post(CREATE, typed(kind="community_group", group=group.uuid))

    producer = Producer.objects.get()
    assert response.url == producer.get_absolute_url()
    assert (producer.group, producer.kind) == (group, ProducerKind.COMMUNITY_GROUP)


def test_who_reads_no_names_sees_producers_by_village(officer, supervisor, client_of):
    for letter, village in (("ฮ", factories.VILLAGE), ("ก", factories.OTHER_VILLAGE)):
        factories.producer(factories.household(village, head=letter), name=f"{letter} ตัวอย่าง")

    def shown(user):
        return [row.name[0] for row in client_of(user).get("/producers/").context["page"]]

    assert (shown(officer), shown(supervisor)) == (["ก", "ฮ"], ["ฮ", "ก"])


def test_a_household_that_goes_alone_becomes_a_producer(officer, client_of):
    enrolment = factories.enrolment(route="single_owner")

    client_of(officer).post(CREATE, typed(kind="single_owner", household=enrolment.household.uuid))

    assert Producer.objects.get().household == enrolment.household


def test_an_enterprise_needs_its_juristic_number(officer, client_of):
    client = client_of(officer)

    refused = client.post(CREATE, typed(kind="sme"))
    client.post(CREATE, typed(kind="sme", juristic_id="0105500000000"))

    assert list(refused.context["form"].errors) == ["juristic_id"]
    assert Producer.objects.get().kind == ProducerKind.SME


def test_an_owner_of_another_kind_is_left_out(officer, client_of):
    group = factories.group()

    client_of(officer).post(
        CREATE, typed(kind="community_group", group=group.uuid, juristic_id="0105500000000")
    )

    assert Producer.objects.get().juristic_id == ""


def test_the_kind_asks_for_its_owner(officer, client_of):
    response = client_of(officer).post(CREATE, typed(kind="community_group"))

    assert list(response.context["form"].errors) == ["group"]


def test_a_household_on_the_group_route_is_no_choice(officer, client_of):
    factories.enrolment(route="group")
    alone = factories.enrolment(route="single_owner").household

    form = client_of(officer).get(CREATE).context["form"]

    assert list(form.fields["household"].queryset) == [alone]


def test_groups_of_another_district_are_no_choice_and_their_keys_are_refused(officer, client_of):
    outside = factories.group(factories.OUTSIDE_VILLAGE)
    own = factories.group()
    client = client_of(officer)

    form = client.get(CREATE).context["form"]
    response = client.post(CREATE, typed(kind="community_group", group=outside.uuid))

    assert list(form.fields["group"].queryset) == [own]
    assert list(response.context["form"].errors) == ["group"]
    assert Producer.objects.count() == 0


def test_a_group_that_is_a_producer_already_is_no_choice(officer, client_of):
    factories.producer()

    form = client_of(officer).get(CREATE).context["form"]

    assert list(form.fields["group"].queryset) == []


def test_the_production_site_lies_in_the_area(officer, client_of):
    factories.place(factories.OUTSIDE_VILLAGE)
    sent = typed(
        kind="community_group", group=factories.group().uuid, village=factories.OUTSIDE_VILLAGE
    )

    response = client_of(officer).post(CREATE, sent)

    assert list(response.context["form"].errors) == ["village"]


def test_the_production_site_lies_in_the_district_of_the_owner(client_of):
    both = factories.user(areas=[factories.DISTRICT, factories.OUTSIDE_DISTRICT])
    factories.place(factories.OUTSIDE_VILLAGE)
    sent = typed(
        kind="community_group", group=factories.group().uuid, village=factories.OUTSIDE_VILLAGE
    )

    response = client_of(both).post(CREATE, sent)

    assert response.context["form"].errors["village"] == ["สถานที่ผลิตต้องอยู่ในอำเภอเดียวกับผู้ผลิต"]


def test_one_link_to_the_community_is_asked_for(officer, client_of):
    sent = typed(kind="community_group", group=factories.group().uuid)
    del sent["community_in_production"]

    response = client_of(officer).post(CREATE, sent)

    assert list(response.context["form"].errors) == ["community_in_production"]


@pytest.mark.parametrize("year", ["2018", "2700"])
def test_the_year_of_beginning_is_a_buddhist_one_that_has_begun(officer, client_of, year):
    sent = typed(kind="community_group", group=factories.group().uuid, started_year=year)

    response = client_of(officer).post(CREATE, sent)

    assert list(response.context["form"].errors) == ["started_year"]


def test_a_number_of_another_producer_is_refused_in_words(officer, client_of):
    factories.producer(village=factories.OUTSIDE_VILLAGE, producer_no="3600001")
    producer = factories.producer()
    url = reverse("products:producer_change", args=[producer.uuid])

    response = client_of(officer).post(url, typed(producer_no="3600001"))

    assert response.context["form"].non_field_errors() == ["เลขทะเบียนผู้ผลิตนี้มีในระบบแล้ว"]


def test_a_correction_changes_the_name_and_not_the_owner(officer, client_of):
    producer = factories.producer()
    url = reverse("products:producer_change", args=[producer.uuid])

    client_of(officer).post(url, typed(name="กลุ่มใหม่", phone="081-234-5678"))

    changed = Producer.objects.get()
    assert (changed.name, changed.phone, changed.group) == ("กลุ่มใหม่", "0812345678", producer.group)


def test_the_list_finds_a_producer_by_name_and_kind(officer, client_of):
    factories.producer(name="กลุ่มทอผ้า")
    factories.producer(factories.household(), name="ร้านหม่ำแม่สมใจ")
    factories.producer(factories.household(), name="ร้านผ้า")
    client = client_of(officer)

    rows = client.get("/producers/", {"q": "หมำ", "kind": "single_owner"}).context["page"].rows

    assert [row.name for row in rows] == ["ร้านหม่ำแม่สมใจ"]


def test_the_page_of_a_producer_shows_its_products_and_how_far_they_are(officer, client_of):
    registration = factories.registration(status="district_endorsed", days=12)

    response = client_of(officer).get(registration.product.producer.get_absolute_url())

    assert registration.product.name in response.content.decode()
    assert "อำเภอเห็นชอบ" in response.content.decode()
