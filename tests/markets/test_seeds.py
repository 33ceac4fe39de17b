from importlib import import_module

import pytest
from django.apps import apps
from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils import translation

from households.models import Occupation
from households.models.occupation import LineOfBusiness
from markets.models import MarketKind
from otoppath.thai.keys import sort_key
from tests import factories

pytestmark = pytest.mark.django_db
kinds = import_module("markets.migrations.0002_seed_market_kinds")
occupations = import_module("households.migrations.0002_seed_occupations")
english_kinds = import_module("markets.migrations.0003_market_kind_name_en")
english_occupations = import_module("households.migrations.0008_occupation_name_en")


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


def test_every_seeded_row_has_an_english_name_and_what_was_named_stays():
    kinds.seed(apps, None)
    occupations.seed(apps, None)
    Occupation.objects.filter(code="rice").update(name_en="Jasmine rice")

    english_kinds.fill(apps, None)
    english_occupations.fill(apps, None)

    assert not MarketKind.objects.filter(Q(name_en="") | Q(agency_en="")).exists()
    assert not Occupation.objects.filter(name_en="").exists()
    assert Occupation.objects.get(code="rice").name_en == "Jasmine rice"


def test_a_name_follows_the_language_of_the_page_and_is_thai_where_no_other_is_known():
    named = Occupation(name="ทอผ้าฝ้าย", name_en="Cotton weaving")
    kind = MarketKind(name="ตลาดต้องชม", agency="กรมการค้าภายใน", agency_en="Internal Trade")

    with translation.override("en"):
        said = [str(named), str(Occupation(name="ทอเสื่อ")), str(kind), kind.looked_after_by]

    assert said == ["Cotton weaving", "ทอเสื่อ", "ตลาดต้องชม", "Internal Trade"]
    assert (str(named), kind.looked_after_by) == ("ทอผ้าฝ้าย", "กรมการค้าภายใน")


def test_pages_and_choices_in_english_say_the_english_name(officer, client_of):
    group = factories.group(occupation=factories.occupation("mat", name_en="Mat weaving"))
    factories.market(kind=factories.market_kind("tong", name_en="Tong Chom"))
    client = client_of(officer)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"

    for url in (group.get_absolute_url(), "/groups/", "/groups/create/"):
        assert "Mat weaving" in client.get(url).content.decode(), url
    assert "Tong Chom" in client.get("/markets/").content.decode()


def test_an_administrator_keeps_the_english_names(administrator, client_of):
    client = client_of(administrator)
    kind, occupation = factories.market_kind(), factories.occupation()

    for row, names in ((kind, ("name_en", "agency_en")), (occupation, ("name_en",))):
        url = reverse(f"admin:{row._meta.label_lower.replace('.', '_')}_change", args=[row.pk])
        page = client.get(url).content.decode()
        assert all(f'name="{name}"' in page for name in names)
