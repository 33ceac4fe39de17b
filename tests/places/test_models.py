"""What a place is, and the words with which places are asked for."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from otoppath.places.models import Place
from otoppath.thai.dates import today
from tests import factories

pytestmark = pytest.mark.django_db


def codes(queryset):
    return [place.code for place in queryset]


def test_level_follows_from_the_length_of_the_code():
    factories.place("36100101")
    assert codes(Place.objects.provinces()) == ["36"]
    assert codes(Place.objects.districts()) == ["3610"]
    assert codes(Place.objects.subdistricts()) == ["361001"]
    assert codes(Place.objects.villages()) == ["36100101"]


def test_database_refuses_a_level_that_does_not_fit_the_code():
    factories.place("3610")
    with pytest.raises(IntegrityError), transaction.atomic():
        Place.objects.filter(code="3610").update(level=1)


@pytest.mark.parametrize("code", ["3", "361", "36100101xx", "36a0"])
def test_form_refuses_a_code_of_another_length_or_with_letters(code):
    with pytest.raises(ValidationError) as refusal:
        Place(code=code, name_th="สมมุติ").full_clean()
    assert "code" in refusal.value.error_dict


def test_form_refuses_a_place_whose_parent_is_not_known():
    with pytest.raises(ValidationError) as refusal:
        Place(code="3610", name_th="ภูเขียว").full_clean()
    assert refusal.value.messages == ["ยังไม่มีพื้นที่ระดับบนของรหัสนี้"]


def test_under_holds_the_place_itself_and_all_below():
    for code in ("36100101", "36110101"):
        factories.place(code)
    assert codes(Place.objects.under("3610")) == ["3610", "361001", "36100101"]


def test_place_counts_as_current_on_its_first_and_last_day_but_not_beyond():
    first, last = today() - timedelta(days=3), today() + timedelta(days=3)
    factories.place("36", valid_from=first, valid_to=last)
    day = timedelta(days=1)
    found = [Place.objects.current(on).exists() for on in (first - day, first, last, last + day)]
    assert found == [False, True, True, False]


def test_place_closed_yesterday_is_not_current():
    factories.place("36", valid_to=today() - timedelta(days=1))
    assert not Place.objects.get().is_current
    assert not Place.objects.current().exists()


def test_database_refuses_an_end_before_the_beginning():
    with pytest.raises(IntegrityError), transaction.atomic():
        factories.place("36", valid_from=today(), valid_to=today() - timedelta(days=1))


def test_database_refuses_a_place_that_replaces_itself():
    factories.place("36")
    with pytest.raises(IntegrityError), transaction.atomic():
        Place.objects.filter(code="36").update(replaced_by="36")


def test_place_that_took_over_cannot_be_deleted():
    new = factories.place("36100102")
    factories.place("36100101", replaced_by=new)
    with pytest.raises(ProtectedError):
        new.delete()


def test_trail_runs_from_the_province_to_the_place_in_one_query(django_assert_num_queries):
    village = factories.place("36100101")
    with django_assert_num_queries(1):
        trail = village.trail()
    assert codes(trail) == ["36", "3610", "361001", "36100101"]


def test_village_knows_its_number_and_others_have_none():
    village = factories.place("36100112")
    assert village.moo == 12
    assert Place.objects.get(code="361001").moo is None


def test_names_sort_as_in_a_thai_dictionary():
    words = ["แก่ง", "กก", "เก่า", "ขาม", "ก้าน", "กาน", "ไก่"]
    Place.objects.bulk_create(
        Place(code=f"{number}", name_th=word) for number, word in enumerate(words, start=11)
    )
    in_order = [place.name_th for place in Place.objects.order_by("sort_key", "code")]
    assert in_order == ["กก", "กาน", "ก้าน", "เก่า", "แก่ง", "ไก่", "ขาม"]


@pytest.mark.parametrize("typed", ["โนนน้ำผึ้ง", "โนนนำผึง", "โนน น้ำผึ้ง", "nam phueng", "361001"])
def test_place_is_found_without_tone_marks_by_spacing_by_english_and_by_code(typed):
    factories.place("36100101", name_th="บ้านโนนน้ำผึ้ง", name_en="Ban Non Nam Phueng")
    factories.place("36110101", name_th="บ้านโนนสูง")
    assert "36100101" in codes(Place.objects.search(typed))
    assert "36110101" not in codes(Place.objects.search(typed))


def test_changing_a_name_changes_its_keys():
    place = factories.place("36", name_th="เก่า")
    place.name_th = "ใหม่"
    place.save()
    assert codes(Place.objects.search("ใหม่")) == ["36"]
    assert not Place.objects.search("เก่า").exists()
