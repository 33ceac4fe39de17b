"""Names of places from memory."""

from datetime import timedelta

import pytest
from django.utils import timezone, translation

from otoppath.places import names
from otoppath.places.models import Place
from otoppath.thai.dates import today
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def places():
    factories.place("36100103", name_th="บ้านโนนงาม", name_en="Ban Non Ngam")
    factories.place("100101", name_th="พระบรมมหาราชวัง")
    Place.objects.filter(code="10").update(name_th="กรุงเทพมหานคร")
    Place.objects.filter(code="1001").update(name_th="พระนคร")
    names.forget()


@pytest.fixture
def clock(monkeypatch):
    """A clock that stands until it is moved."""
    now = [1000.0]
    monkeypatch.setattr(names.time, "monotonic", lambda: now[0])
    return now


@pytest.mark.parametrize(
    ("code", "label"),
    [
        ("36100103", "บ้านโนนงาม หมู่ที่ 3 ต.ผักปัง"),
        ("361001", "ต.ผักปัง อ.ภูเขียว"),
        ("3610", "อ.ภูเขียว จ.ชัยภูมิ"),
        ("36", "จ.ชัยภูมิ"),
        ("100101", "แขวงพระบรมมหาราชวัง เขตพระนคร"),
        ("1001", "เขตพระนคร กรุงเทพมหานคร"),
        ("10", "กรุงเทพมหานคร"),
    ],
)
def test_label_names_the_place_as_an_officer_does(places, code, label):
    assert names.place_label(code) == label
    assert Place.objects.get(code=code).label == label


@pytest.mark.parametrize(
    ("code", "title"),
    [
        ("36100103", "บ้านโนนงาม"),
        ("361001", "ตำบลผักปัง"),
        ("3610", "อำเภอภูเขียว"),
        ("36", "จังหวัดชัยภูมิ"),
        ("100101", "แขวงพระบรมมหาราชวัง"),
        ("1001", "เขตพระนคร"),
        ("10", "กรุงเทพมหานคร"),
    ],
)
def test_title_has_the_full_word_for_the_level(places, code, title):
    assert names.place_title(code) == title


def test_trail_of_titles_runs_from_the_province_down(places):
    assert names.place_trail("361001") == [
        ("36", "จังหวัดชัยภูมิ"),
        ("3610", "อำเภอภูเขียว"),
        ("361001", "ตำบลผักปัง"),
    ]


def test_english_page_shows_the_english_name_where_there_is_one(places):
    with translation.override("en"):
        assert names.place_name("36100103") == "Ban Non Ngam"
        assert names.place_name("3610") == "ภูเขียว"


def test_unknown_code_is_shown_as_it_is(places):
    assert names.place_name("77") == "77"


def test_many_names_cost_one_query_and_then_none(places, django_assert_num_queries):
    with django_assert_num_queries(1):
        [names.place_label(code) for code in ("36100103", "1001", "3610", "77") * 20]
    with django_assert_num_queries(0):
        [names.place_label(code) for code in ("36100103", "1001", "3610", "77") * 20]


def test_name_changed_in_another_process_is_seen_within_a_minute(
    places, clock, django_assert_num_queries
):
    assert names.place_name("3610") == "ภูเขียว"
    Place.objects.filter(code="3610").update(name_th="ภูใหม่", updated_at=timezone.now())

    assert names.place_name("3610") == "ภูเขียว"
    clock[0] += names.FRESH_SECONDS + 1
    with django_assert_num_queries(1):
        assert names.place_name("3610") == "ภูใหม่"
        assert names.place_name("36") == "ชัยภูมิ"


def test_name_changed_in_this_process_is_seen_at_once(places):
    assert names.place_name("3610") == "ภูเขียว"
    place = Place.objects.get(code="3610")
    place.name_th = "ภูใหม่"
    place.save()
    assert names.place_name("3610") == "ภูใหม่"


def test_refreshing_reads_only_what_changed(places, clock, django_assert_num_queries):
    Place.objects.update(updated_at=timezone.now() - timedelta(days=1))
    names.place_name("36")
    Place.objects.filter(code="36").update(name_th="ใหม่", updated_at=timezone.now())
    clock[0] += names.FRESH_SECONDS + 1
    names.place_name("36")

    clock[0] += names.FRESH_SECONDS + 1
    with django_assert_num_queries(1) as asked:
        assert names.place_name("3610") == "ภูเขียว"
    assert "updated_at" in asked.captured_queries[0]["sql"].split("WHERE")[1]


def test_choices_are_the_current_villages_of_the_areas_only():
    for code in ("36100101", "36100102", "36100201", "36110101"):
        factories.place(code)
    Place.objects.filter(code="36100102").update(valid_to=today() - timedelta(days=1))

    assert names.village_choices(["3610"]) == [
        ("36100101", "บ้านสมมุติเหนือ หมู่ที่ 1 ต.ผักปัง"),
        ("36100201", "บ้านสมมุติกลาง หมู่ที่ 1 ต.กวางโจน"),
    ]
    assert names.village_choices([]) == []
