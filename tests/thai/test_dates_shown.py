"""Dates are shown in the Buddhist Era, by the clock in Thailand; years run from October."""

from datetime import UTC, date, datetime

import pytest
from django.utils import timezone, translation
from hypothesis import given
from hypothesis import strategies as st

from otoppath.thai import dates

MONDAY = date(2026, 10, 12)
ANY_DAY = st.dates(date(1857, 1, 1), date(2157, 12, 31))


# --- Showing ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("style", "thai", "english"),
    [
        ("short", "12 ต.ค. 2569", "12 Oct 2569"),
        ("long", "12 ตุลาคม 2569", "12 October 2569"),
        ("full", "วันจันทร์ที่ 12 ตุลาคม 2569", "Monday 12 October 2569"),
        ("month", "ต.ค. 2569", "Oct 2569"),
        ("digits", "12/10/2569", "12/10/2569"),
    ],
)
def test_a_date_is_shown_in_the_buddhist_era_in_both_languages(style, thai, english):
    assert dates.format_date(MONDAY, style) == thai
    with translation.override("en"):
        assert dates.format_date(MONDAY, style) == english


@given(ANY_DAY)
def test_the_weekday_is_the_one_of_the_gregorian_date(day):
    weekdays = ["จันทร์", "อังคาร", "พุธ", "พฤหัสบดี", "ศุกร์", "เสาร์", "อาทิตย์"]

    assert dates.format_date(day, "full").startswith(f"วัน{weekdays[day.isoweekday() - 1]}ที่ ")


def test_29_february_is_shown_although_its_buddhist_year_is_no_leap_year():
    assert dates.format_date(date(2024, 2, 29), "full") == "วันพฤหัสบดีที่ 29 กุมภาพันธ์ 2567"


def test_no_date_is_shown_as_nothing():
    assert dates.format_date(None) == ""
    assert dates.format_datetime(None) == ""


def test_an_unknown_style_is_an_error():
    with pytest.raises(ValueError, match="fancy"):
        dates.format_date(MONDAY, "fancy")


def test_a_moment_is_shown_in_thai_time():
    moment = datetime(2026, 11, 5, 3, 24, tzinfo=UTC)

    assert dates.format_datetime(moment) == "5 พ.ย. 2569 เวลา 10.24 น."
    with translation.override("en"):
        assert dates.format_datetime(moment) == "5 Nov 2569, 10:24"


def test_the_date_of_a_late_moment_is_the_one_in_thailand():
    last_evening_in_greenwich = datetime(2026, 12, 31, 17, 30, tzinfo=UTC)

    assert dates.format_date(last_evening_in_greenwich) == "1 ม.ค. 2570"
    assert dates.format_datetime(last_evening_in_greenwich) == "1 ม.ค. 2570 เวลา 00.30 น."


# --- Today and the fiscal year ------------------------------------------------------------


def test_today_is_the_date_in_thailand(monkeypatch):
    evening_in_greenwich = datetime(2026, 9, 30, 17, 0, tzinfo=UTC)
    monkeypatch.setattr(dates, "timezone", timezone)  # the real clock, not the day of the run
    monkeypatch.setattr(timezone, "now", lambda: evening_in_greenwich)

    assert dates.today() == date(2026, 10, 1)


@pytest.mark.parametrize(
    ("day", "year", "quarter"),
    [
        (date(2026, 11, 22), 2570, 1),
        (date(2026, 9, 30), 2569, 4),
        (date(2026, 10, 1), 2570, 1),
        (date(2026, 12, 31), 2570, 1),
        (date(2027, 1, 1), 2570, 2),
        (date(2027, 3, 31), 2570, 2),
        (date(2027, 4, 1), 2570, 3),
        (date(2027, 6, 30), 2570, 3),
        (date(2027, 7, 1), 2570, 4),
        (date(2027, 9, 30), 2570, 4),
    ],
)
def test_the_fiscal_year_runs_from_october_and_is_named_by_its_end(day, year, quarter):
    assert (dates.fiscal_year(day), dates.fiscal_quarter(day)) == (year, quarter)


def test_the_bounds_of_a_fiscal_year_are_its_first_and_last_day():
    assert dates.fiscal_bounds(2570) == (date(2026, 10, 1), date(2027, 9, 30))


@given(ANY_DAY)
def test_every_day_lies_within_the_bounds_of_its_fiscal_year(day):
    first, last = dates.fiscal_bounds(dates.fiscal_year(day))

    assert first <= day <= last
