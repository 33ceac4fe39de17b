"""Numbers and money are read as they are written in Thailand and shown one way."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otoppath.thai.numbers import format_baht, format_number, parse_number


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("1500", "1500"),
        ("1,500", "1500"),
        ("1,234,567.50", "1234567.50"),
        ("1 500", "1500"),
        ("๑,๕๐๐.๒๕", "1500.25"),
        ("฿1,500", "1500"),
        ("1,500 บาท", "1500"),
        ("1,500.-", "1500"),
        ("-20", "-20"),
        ("\u221220", "-20"),
        (".5", "0.5"),
        (" 0 ", "0"),
        (1500.0, "1500.0"),
        (1500, "1500"),
    ],
)
def test_a_number_is_read_however_it_is_written(typed, number):
    assert parse_number(typed) == Decimal(number)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "พันห้า",
        "1,50",
        "12,34,567",
        "1.500,00",
        "1.5E+3",
        "1-2",
        "--1",
        "1,500,",
        "NaN",
        "Infinity",
    ],
)
def test_what_is_no_number_is_refused(typed):
    with pytest.raises(ValueError, match="อ่านตัวเลข"):
        parse_number(typed)


@pytest.mark.parametrize(
    ("amount", "shown"),
    [
        (Decimal("1234.5"), "1,234.50"),
        (Decimal("1234.00"), "1,234"),
        (Decimal("-1500"), "\u22121,500"),
        (Decimal("-0.001"), "0"),
        (Decimal(0), "0"),
        (0.1 + 0.2, "0.30"),
        ("2500", "2,500"),
        (None, ""),
        ("", ""),
        ("ไม่มี", ""),
        (float("nan"), ""),
    ],
)
def test_money_is_shown_with_separators_and_a_true_minus(amount, shown):
    assert format_baht(amount) == shown


@pytest.mark.parametrize(
    ("amount", "shown"),
    [
        (1234567, "1,234,567"),
        (Decimal("12.50"), "12.5"),
        (Decimal("1E+3"), "1,000"),
        (-3, "\u22123"),
        (None, ""),
    ],
)
def test_a_number_is_shown_with_the_decimals_it_has(amount, shown):
    assert format_number(amount) == shown


@given(st.decimals(-(10**9), 10**9, places=2))
def test_money_that_is_shown_is_read_back_the_same(amount):
    assert parse_number(format_baht(amount)) == amount
