"""Dates are typed and shown in the Buddhist Era and kept in the Gregorian calendar."""

from datetime import UTC, date, datetime

import pytest
from django.utils import timezone, translation
from hypothesis import given
from hypothesis import strategies as st

from otoppath.thai import dates
from otoppath.thai.dates import AmbiguousYear, DateError, parse_date

TODAY = date(2026, 11, 22)
MONDAY = date(2026, 10, 12)
ANY_DAY = st.dates(date(1857, 1, 1), date(2157, 12, 31))


def refusal(text, error=DateError):
    """What a person is told who typed `text`."""
    with pytest.raises(error) as caught:
        parse_date(text, today=TODAY)
    return str(caught.value)


# --- Reading ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "typed",
    [
        "12/10/2569",
        "12-10-2569",
        "12.10.2569",
        "12 10 2569",
        " 12 / 10 / 2569 ",
        "๑๒/๑๐/๒๕๖๙",
        "12\u00a0/\u200b10/2569",
        "12102569",
        "25691012",
        "12/10/69",
        "121069",
        "12/10/2026",
        "2026-10-12",
        "2569-10-12",
        "20261012",
        "2026-10-12 00:00:00",
        "2026-10-12T10:24",
        "12 ต.ค. 2569",
        "12ต.ค.69",
        "๑๒ ตค ๒๕๖๙",
        "12 ตุลาคม 69",
        "12 ตุลา 2569",
        "12-ต.ค.-2569",
        "12 ตุลาคม พ.ศ. 2569",
        "12 ตุลาคม พ.ศ.69",
        "12 ตุลาคม ค.ศ. 2026",
        "12 ตุลาคม ค.ศ. 26",
        "วันที่ 12 ตุลาคม 2569",
        "วันจันทร์ที่ 12 ตุลาคม 2569",
        "วันจันทร์ที่ ๑๒ ตุลาคม พ.ศ. ๒๕๖๙",
        "จ. 12 ต.ค. 2569",
        "12 Oct 2569",
        "12 October 2026",
        "12 OCT 2026 AD",
        "Monday 12 October 2569",
        "Mon, 12 Oct 2569",
        "12 ต.ค. 2569 เวลา 10.24 น.",
    ],
)
def test_every_way_of_writing_a_day_is_read(typed):
    assert parse_date(typed, today=TODAY) == MONDAY


@pytest.mark.parametrize("year", ["67", "2567", "๒๕๖๗", "๖๗", "2024"])
def test_the_year_2567_is_read_in_both_eras_and_both_digits(year):
    assert parse_date(f"1/2/{year}", today=TODAY) == date(2024, 2, 1)


@pytest.mark.parametrize(
    ("typed", "month"),
    [
        (word, number)
        for number, words in enumerate(
            [
                ("ม.ค.", "มกราคม"),
                ("ก.พ.", "กุมภาพันธ์"),
                ("มี.ค.", "มีนาคม"),
                ("เม.ย.", "เมษายน"),
                ("พ.ค.", "พฤษภาคม"),
                ("มิ.ย.", "มิถุนายน"),
                ("ก.ค.", "กรกฎาคม"),
                ("ส.ค.", "สิงหาคม"),
                ("ก.ย.", "กันยายน"),
                ("ต.ค.", "ตุลาคม"),
                ("พ.ย.", "พฤศจิกายน"),
                ("ธ.ค.", "ธันวาคม"),
            ],
            start=1,
        )
        for word in words
    ],
)
def test_each_month_is_read_short_and_long(typed, month):
    assert parse_date(f"5 {typed} 2569") == date(2026, month, 5)


def test_29_february_is_found_through_the_gregorian_year():
    assert parse_date("29/2/2567") == date(2024, 2, 29)


@pytest.mark.parametrize("year", ["2568", "2569", "2100"])
def test_29_february_of_a_common_year_is_refused(year):
    # 2568 is divisible by four, but it is the Gregorian 2025 that counts.
    with pytest.raises(DateError):
        parse_date(f"29/2/{year}")


def test_29_february_is_refused_with_the_year_that_lacks_it():
    assert refusal("29/2/2568") == "เดือนกุมภาพันธ์ พ.ศ. 2568 ไม่มีวันที่ 29 ตรวจวันที่อีกครั้ง"


@pytest.mark.parametrize("year", ["24", "26", "36", "80", "99", "00"])
def test_two_digits_that_fit_no_near_buddhist_year_are_asked_about(year):
    with pytest.raises(AmbiguousYear):
        parse_date(f"1/1/{year}", today=TODAY)


def test_the_question_names_both_years():
    question = refusal("1/1/24", AmbiguousYear)

    assert question == "ปี 24 คือ พ.ศ. 2524 หรือ ค.ศ. 2024 (พ.ศ. 2567)? พิมพ์ปีให้ครบ 4 หลัก"


@pytest.mark.parametrize(("year", "year_ce"), [("39", 1996), ("69", 2026), ("79", 2036)])
def test_two_digits_are_a_buddhist_year_from_30_years_back_to_10_ahead(year, year_ce):
    assert parse_date(f"1/1/{year}", today=TODAY).year == year_ce


@pytest.mark.parametrize("year", ["38", "80"])
def test_two_digits_just_outside_the_near_years_are_asked_about(year):
    refusal(f"1/1/{year}", AmbiguousYear)


def test_two_digits_are_read_with_the_next_century():
    assert parse_date("1/1/05", today=date(2060, 1, 1)) == date(2605 - 543, 1, 1)


@pytest.mark.parametrize(
    ("typed", "year_ce"),
    [("พ.ศ. 24", 1981), ("พ.ศ. 99", 1956), ("ค.ศ. 24", 2024), ("ค.ศ. 89", 1989)],
)
def test_two_digits_with_their_era_are_the_last_such_year(typed, year_ce):
    assert parse_date(f"1 ม.ค. {typed}", today=TODAY).year == year_ce


@given(st.integers(1900, 2200), st.integers(0, 99))
def test_no_two_digits_are_near_in_both_eras(this_year, digits):
    def is_near(year, now):
        return now - dates.YEARS_BACK <= year <= now + dates.YEARS_AHEAD

    buddhist_now = this_year + dates.BE_OFFSET
    near = [
        is_near(dates._latest(buddhist_now, digits), buddhist_now),
        is_near(dates._latest(this_year, digits), this_year),
    ]

    assert near != [True, True]


@pytest.mark.parametrize(
    ("year", "meant"), [("3104", "2561"), ("3112", "2569"), ("1483", "2569"), ("1481", "2567")]
)
def test_a_year_converted_twice_is_refused_with_the_one_that_was_meant(year, meant):
    assert f"หมายถึง พ.ศ. {meant} หรือไม่" in refusal(f"1/1/{year}")


@pytest.mark.parametrize("year", ["2200", "2399", "2701", "0069", "9999", "1600", "0000"])
def test_an_impossible_year_is_refused(year):
    assert f"ปี {year.lstrip('0') or '0'} เป็นไปไม่ได้" in refusal(f"1/1/{year}")


@pytest.mark.parametrize(("year", "year_ce"), [("2400", 1857), ("2700", 2157), ("1857", 1857)])
def test_the_first_and_last_years_are_read(year, year_ce):
    assert parse_date(f"1/1/{year}").year == year_ce


@pytest.mark.parametrize("year", ["256", "6"])
def test_a_year_of_one_or_three_digits_is_incomplete(year):
    assert f"ปี {year} ไม่ครบ" in refusal(f"1/1/{year}")


@pytest.mark.parametrize("typed", ["31/11/2569", "32/1/2569", "0/1/2569"])
def test_a_day_that_the_month_does_not_have_is_refused(typed):
    assert "ตรวจวันที่อีกครั้ง" in refusal(typed)


@pytest.mark.parametrize("typed", ["12/13/2569", "10/22/2026", "1/0/2569"])
def test_a_month_that_does_not_exist_is_refused_and_never_swapped_with_the_day(typed):
    assert "ไม่มีเดือนที่" in refusal(typed)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "   ",
        "เมื่อวาน",
        "12 ต.ค.",
        "ต.ค. 2569",
        "12/10",
        "46307",
        "1/2/3/2569",
        "12 อคต 2569",
        "เสาอาทิตย์ 12 ต.ค. 2569",
        "12/10/25691",
        "1210256",
        "12/10/2569 ?",
        "-1/10/2569",
    ],
)
def test_what_is_not_a_day_is_refused_with_an_example(typed):
    assert "เช่น 12/10/2569" in refusal(typed)


def test_a_weekday_that_does_not_fit_is_refused_with_the_one_that_does():
    assert "วันจันทร์ที่ 12 ตุลาคม 2569" in refusal("วันอังคารที่ 12 ตุลาคม 2569")


@pytest.mark.parametrize(
    "cell", [date(2026, 10, 12), date(2569, 10, 12), datetime(2569, 10, 12, 0, 0)]
)
def test_a_spreadsheet_cell_is_read_whichever_year_was_typed_into_it(cell):
    assert parse_date(cell) == MONDAY
    assert type(parse_date(cell)) is date


@given(ANY_DAY, st.sampled_from(["short", "long", "full", "digits"]), st.sampled_from(["th", "en"]))
def test_a_day_that_is_shown_is_read_back_the_same(day, style, language):
    with translation.override(language):
        shown = dates.format_date(day, style)

    assert parse_date(shown) == day


@given(st.text(alphabet="0123456789๐๕/-. ตคพศวันที่จ.abดเ", max_size=14))
def test_whatever_is_typed_gives_a_possible_day_or_a_sentence(typed):
    try:
        day = parse_date(typed, today=TODAY)
    except DateError as error:
        day, told = None, str(error)

    assert told.strip() if day is None else 1857 <= day.year <= 2157


# --- How long ago -------------------------------------------------------------------------


def test_days_are_counted_by_midnights_in_thailand(monkeypatch):
    class Clock:
        localtime, is_aware = staticmethod(timezone.localtime), staticmethod(timezone.is_aware)

        @staticmethod
        def localdate():
            return date(2026, 11, 22)

    monkeypatch.setattr(dates, "timezone", Clock)
    half_past_midnight = datetime(2026, 11, 20, 17, 30, tzinfo=UTC)  # the 21st in Bangkok

    assert dates.days_since(half_past_midnight) == 1
    assert dates.days_since(datetime(2026, 11, 21, 17, 0, tzinfo=UTC)) == 0
