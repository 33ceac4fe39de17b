"""Choices that look alike carry their village: two villages use the same name for a craft."""

import pytest

from households.forms.entry import WisdomUseForm
from markets.forms.fixes import HouseholdShareForm, ProducerSaleForm
from markets.forms.stalls import AllotmentForm, VendorForm
from otoppath.places.names import place_label
from products.forms.products import ProductCreateForm
from tests import factories as f

VILLAGES = (f.VILLAGE, f.FAR_VILLAGE)

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


def producers():
    for village in VILLAGES:
        f.producer(f.group(village, name="กลุ่มจักสาน"), name="กลุ่มจักสาน", village=village)


def of_vendor(user):
    producers()
    return VendorForm(user=user, market=f.market()).fields["producer"]


def of_allotment(user):
    market = f.market()
    for village in VILLAGES:
        producer = f.producer(f.group(village), name="กลุ่มจักสาน", village=village)
        f.vendor(market, producer=producer, name="กลุ่มจักสาน")
    return AllotmentForm(user=user, market=market).fields["vendor"]


def of_product(user):
    producers()
    return ProductCreateForm(user=user).fields["producer"]


def wisdoms():
    for village in VILLAGES:
        f.wisdom(village=village, name="จักสาน")


def wisdom_of_product(user):
    wisdoms()
    return ProductCreateForm(user=user).fields["wisdom"]


def wisdom_of_household(user):
    wisdoms()
    return WisdomUseForm(user=user, enrolment=f.enrolment()).fields["wisdom"]


def group_of_share(user):
    household = f.household()
    for village in VILLAGES:
        f.membership(f.group(village, name="กลุ่มจักสาน"), f.person(household))
    return HouseholdShareForm(user=user, household=household).fields["group"]


def market_of_sale(user):
    for village in VILLAGES:
        f.market(village=village, name="ตลาดเช้า")
    return ProducerSaleForm(user=user, producer=f.producer()).fields["market"]


@pytest.mark.parametrize(
    "drawn",
    [
        of_vendor,
        of_allotment,
        of_product,
        wisdom_of_product,
        wisdom_of_household,
        group_of_share,
        market_of_sale,
    ],
)
def test_choices_of_one_name_are_told_apart_by_their_village(drawn, officer):
    labels = [str(label) for value, label in drawn(officer).choices if value]

    assert len(labels) == len(set(labels)) >= 2
    for village in VILLAGES:
        assert any(label.endswith(place_label(village)) for label in labels)
