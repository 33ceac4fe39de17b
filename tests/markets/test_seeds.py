from importlib import import_module

import pytest
from django.apps import apps

from households.models import Occupation
from households.models.occupation import LineOfBusiness
from markets.models import MarketKind
from otoppath.thai.keys import sort_key
from tests import factories

pytestmark = pytest.mark.django_db
kinds = import_module("markets.migrations.0002_seed_market_kinds")
occupations = import_module("households.migrations.0002_seed_occupations")


@pytest.fixture(autouse=True)
def empty(db):
    """The whole suite runs the migrations, a part of it does not."""
    MarketKind.objects.all().delete()
    Occupation.objects.all().delete()


def test_the_nine_kinds_have_an_agency_and_a_definite_place():
    kinds.seed(apps, None)

    assert MarketKind.objects.exclude(agency="").filter(is_fixed_place=True).count() == 9


def test_seeding_again_changes_nothing_and_keeps_what_was_renamed():
    kinds.seed(apps, None)
    MarketKind.objects.filter(code="tong_chom").update(name="ตลาดต้องชม")

    kinds.seed(apps, None)

    assert MarketKind.objects.count() == 9
    assert MarketKind.objects.get(code="tong_chom").name == "ตลาดต้องชม"


def test_taking_the_kinds_out_leaves_the_one_in_use():
    kinds.seed(apps, None)
    used = factories.market().kind

    kinds.unseed(apps, None)

    assert list(MarketKind.objects.all()) == [used]


def test_every_occupation_has_a_line_of_business_and_its_place_in_thai_order():
    occupations.seed(apps, None)

    rows = Occupation.objects.all()
    assert rows.count() == 27
    assert {row.line for row in rows} == set(LineOfBusiness)
    assert all(row.sort_key == sort_key(row.name) for row in rows)


def test_taking_the_occupations_out_leaves_the_one_in_use():
    occupations.seed(apps, None)
    used = factories.group(occupation=Occupation.objects.get(code="mushroom")).occupation

    occupations.unseed(apps, None)

    assert list(Occupation.objects.all()) == [used]
