"""Births as far as the ID card knows them."""

from datetime import date

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from otoppath.thai.dates import AmbiguousYear, DateError, format_birth, parse_birth

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("typed", "known"),
    [
        ("12/3/2512", (1969, 3, 12)),
        ("๑๒/๓/๒๕๑๒", (1969, 3, 12)),
        ("12 มี.ค. 2512", (1969, 3, 12)),
        ("12032512", (1969, 3, 12)),
        ("1969-03-12", (1969, 3, 12)),
        ("12/3/1969", (1969, 3, 12)),
        ("29/2/2567", (2024, 2, 29)),
        ("3/2512", (1969, 3, None)),
        ("มีนาคม 2512", (1969, 3, None)),
        ("มี.ค.2512", (1969, 3, None)),
        ("00/03/2512", (1969, 3, None)),
        ("-/3/2512", (1969, 3, None)),
        ("2512", (1969, None, None)),
        ("๒๕๑๒", (1969, None, None)),
        ("ปี 2512", (1969, None, None)),
        ("พ.ศ. 2512", (1969, None, None)),
        ("1969", (1969, None, None)),
        ("2512.0", (1969, None, None)),
        ("00/00/2512", (1969, None, None)),
        ("-/-/2512", (1969, None, None)),
        ("xx/xx/2512", (1969, None, None)),
        (date(2512, 3, 12), (1969, 3, 12)),
        (date(1969, 3, 12), (1969, 3, 12)),
    ],
)
def test_a_birth_is_read_as_far_as_it_is_known(typed, known):
    assert parse_birth(typed, today=TODAY) == known


@pytest.mark.parametrize("typed", ["5/2/2480", "5/2/2483", "31/12/2483", "ก.พ. 2470", "2475"])
def test_of_a_birth_before_2484_only_the_year_is_kept(typed):
    year = int(typed[-4:]) - 543

    assert parse_birth(typed, today=TODAY) == (year, None, None)


def test_the_first_birth_that_is_kept_whole_is_of_1_january_2484():
    assert parse_birth("1/1/2484", today=TODAY) == (1941, 1, 1)


@pytest.mark.parametrize("typed", ["12/3/12", "69", "มี.ค. 12", "3/12", "12 มี.ค. พ.ศ. 12"])
def test_a_birth_year_of_two_digits_is_asked_about(typed):
    with pytest.raises(AmbiguousYear, match="ให้ครบ 4 หลัก"):
        parse_birth(typed, today=TODAY)


@pytest.mark.parametrize("typed", ["23/11/2569", "12/2569", "2570"])
def test_a_birth_in_the_future_is_refused(typed):
    with pytest.raises(DateError, match="อนาคต"):
        parse_birth(typed, today=TODAY)


@pytest.mark.parametrize("typed", ["22/11/2569", "11/2569", "2569"])
def test_a_birth_of_today_is_read(typed):
    assert parse_birth(typed, today=TODAY)[0] == 2026


def test_a_birth_too_long_ago_is_refused_with_the_age_it_would_give():
    with pytest.raises(DateError, match=r"พ\.ศ\. 2443 จะอายุ 126 ปี"):
        parse_birth("2443", today=TODAY)


@pytest.mark.parametrize("typed", ["", "ไม่ทราบ", "13/2512", "30/2/2512", "มีนา", "3055", "ก 2512"])
def test_what_is_no_birth_is_refused(typed):
    with pytest.raises(DateError):
        parse_birth(typed, today=TODAY)


@pytest.mark.parametrize(
    ("known", "shown"),
    [
        ((1947, None, None), "2490"),
        ((1947, 1, None), "ม.ค. 2490"),
        ((1947, 1, 12), "12 ม.ค. 2490"),
    ],
)
def test_a_birth_is_shown_as_far_as_it_is_known(known, shown):
    assert format_birth(*known) == shown


@given(
    st.dates(date(1941, 1, 1), TODAY),
    st.sampled_from(["day", "month", "year"]),
    st.sampled_from(["th", "en"]),
)
def test_a_birth_that_is_shown_is_read_back_the_same(day, precision, language):
    known = {
        "day": (day.year, day.month, day.day),
        "month": (day.year, day.month, None),
        "year": (day.year, None, None),
    }[precision]

    with translation.override(language):
        shown = format_birth(*known)

    assert parse_birth(shown, today=TODAY) == known


@given(st.dates(date(1902, 1, 1), date(1940, 12, 31)))
def test_an_old_birth_is_shown_with_the_year_that_was_typed(day):
    year_be = day.year + 543

    known = parse_birth(f"{day.day}/{day.month}/{year_be}", today=TODAY)

    assert format_birth(*known) == str(year_be)


def test_an_unknown_birth_is_told_that_a_year_is_enough():
    with pytest.raises(DateError, match="พิมพ์ปีอย่างเดียว เช่น 2512"):
        parse_birth("ไม่ทราบ", today=TODAY)
