"""A place code as a range of codes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otoppath.places.models import Place
from otoppath.places.ranges import code_in, code_range, covers
from tests import factories

codes = st.integers(1, 4).flatmap(
    lambda level: st.text("0123456789", min_size=2 * level, max_size=2 * level)
)


@given(codes, codes)
def test_range_holds_exactly_the_codes_below_a_place(area, code):
    low, high = code_range(area)
    assert (low <= code < high) == code.startswith(area)


@pytest.mark.parametrize("text", ["", "3", "361", "3610010101", "36a1", "๓๖", " 36"])
def test_what_is_not_a_code_is_no_range(text):
    with pytest.raises(ValueError, match="not a place code"):
        code_range(text)


@pytest.mark.django_db
def test_no_code_matches_no_row():
    factories.place("36100101")
    assert not Place.objects.filter(code_in("code", ())).exists()


@pytest.mark.django_db
def test_several_codes_match_what_lies_in_any_of_them():
    for code in ("36100101", "36100201", "36110101"):
        factories.place(code)
    found = Place.objects.filter(code_in("code", ["361001", "3611"])).order_by("code")
    assert [place.code for place in found] == ["361001", "36100101", "3611", "361101", "36110101"]


@pytest.mark.django_db
def test_highest_code_of_all_digits_nine_is_found_on_every_database():
    Place.objects.create(code="99", name_th="สมมุติ")
    Place.objects.create(code="9999", name_th="สมมุติ")
    assert Place.objects.filter(code_in("code", ["99"])).count() == 2


@pytest.mark.django_db
def test_condition_joins_no_table_when_asked_of_a_foreign_key():
    query = str(Place.objects.filter(code_in("replaced_by_id", ["36"])).query)
    assert "JOIN" not in query


def test_place_below_another_is_asked_for_once():
    assert code_in("code", ["3610", "36", "361001"]) == code_in("code", ["36"])


def test_code_is_covered_by_a_place_above_it_only():
    assert covers(["3610"], "36100101")
    assert not covers(["36100101", ""], "3610")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "codes", [["3610"], ["361001", "36100201"], ["3610", "3611"], ["36"], ["36100101"], [], ["99"]]
)
def test_district_asked_for_as_one_holds_what_its_range_does(codes):
    for code in ("36100101", "36100201", "36110101", "37100101", "99100101"):
        factories.place(code)

    found = Place.objects.filter(code_in("code", codes, by_district=True), level=4)

    as_range = Place.objects.filter(code_in("code", codes), level=4)
    assert sorted(found.values_list("pk")) == sorted(as_range.values_list("pk"))


@pytest.mark.django_db
def test_district_is_never_asked_for_beside_its_range():
    query = str(Place.objects.filter(code_in("code", ["3610"], by_district=True)).query)

    assert "SUBSTR" in query
    assert ">=" not in query
