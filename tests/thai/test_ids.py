"""National IDs and telephone numbers, however they were written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otoppath.thai import ids

VALID = "1100000000016"


def with_check_digit(twelve):
    """Return the ID with the check digit of the published formula."""
    total = sum(int(digit) * (13 - place) for place, digit in enumerate(twelve))
    return f"{twelve}{(11 - total % 11) % 10}"


NUMBERS = st.from_regex(r"[1-8][0-9]{11}", fullmatch=True).map(with_check_digit)


@pytest.mark.parametrize(
    "typed",
    [
        "1100000000016",
        "1-1000-00000-01-6",
        "1 1000 00000 01 6",
        " 1\u00a01000\u200b00000 01 6 ",
        "1\u20131000\u201300000\u201301\u20136",
        "๑๑๐๐๐๐๐๐๐๐๐๑๖",
        "1100000000016.0",
        "1100000000016.00",
    ],
)
def test_an_id_is_read_however_it_is_written(typed):
    assert ids.national_id(typed) == VALID


@pytest.mark.parametrize("cell", [1100000000016, 1100000000016.0])
def test_an_id_that_a_spreadsheet_made_a_number_is_read(cell):
    assert ids.national_id(cell) == VALID


@pytest.mark.parametrize("typed", ["1.1E+12", "1.10000000E+12", "1,1e12", "๑.๑E+๑๒"])
def test_an_id_in_scientific_form_is_refused_because_digits_are_lost(typed):
    with pytest.raises(ValueError, match="หลักท้ายหายไปแล้ว"):
        ids.national_id(typed)


@given(NUMBERS)
def test_every_id_with_its_check_digit_is_valid(number):
    assert ids.national_id(number) == number


@given(NUMBERS, st.integers(0, 11), st.integers(1, 9))
def test_one_wrong_digit_is_always_found(number, place, shift):
    wrong = str((int(number[place]) + shift) % 10)

    # The check digits 0 and 1 stand for two remainders each: a shift of ten slips through.
    if with_check_digit(number[:place] + wrong + number[place + 1 : 12])[-1] != number[-1]:
        assert not ids.is_national_id(number[:place] + wrong + number[place + 1 :])


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("1100000000017", "ตรวจกับบัตรทีละหลัก"),
        ("110000000001", "มี 12 หลัก"),
        ("11000000000166", "มี 14 หลัก"),
        ("", "มีได้เฉพาะตัวเลข"),
        ("11000000000l6", "มีได้เฉพาะตัวเลข"),
        ("1100000000016.5", "มี 14 หลัก"),
    ],
)
def test_what_is_no_id_is_refused_with_the_reason(typed, told):
    with pytest.raises(ValueError, match=told):
        ids.national_id(typed)


@pytest.mark.parametrize("first", ["0", "9"])
def test_the_first_digit_is_1_to_8(first):
    with pytest.raises(ValueError, match="ขึ้นต้นด้วย 1 ถึง 8"):
        ids.national_id(with_check_digit(f"{first}10000000001"))


def test_a_refusal_never_repeats_the_number():
    with pytest.raises(ValueError, match="ไม่ถูกต้อง") as caught:
        ids.national_id("1100000000017")

    assert "11000" not in str(caught.value)


def test_an_id_is_shown_as_on_the_card():
    assert ids.format_national_id(VALID) == "1-1000-00000-01-6"


# --- Telephone ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("081-234-5678", "0812345678"),
        ("081 234 5678", "0812345678"),
        ("๐๘๑-๒๓๔-๕๖๗๘", "0812345678"),
        ("+66 81 234 5678", "0812345678"),
        ("+66(0)81-234-5678", "0812345678"),
        ("66812345678", "0812345678"),
        ("812345678", "0812345678"),
        ("812345678.0", "0812345678"),
        ("0612345678", "0612345678"),
        ("0912345678", "0912345678"),
        ("044-861-234", "044861234"),
        ("44861234", "044861234"),
        ("02 123 4567", "021234567"),
    ],
)
def test_a_telephone_number_is_kept_as_digits(typed, kept):
    assert ids.phone(typed) == kept


@pytest.mark.parametrize(
    "typed", ["", "12345", "0112345678", "08123456789", "081234567", "ไม่มี", "8.12E+08"]
)
def test_what_is_no_telephone_number_is_refused(typed):
    with pytest.raises(ValueError, match=r"โทรศัพท์|หลักท้าย"):
        ids.phone(typed)


@pytest.mark.parametrize(
    ("kept", "shown"),
    [
        ("0812345678", "081-234-5678"),
        ("044861234", "044-861-234"),
        ("021234567", "02-123-4567"),
        ("044861234 ต่อ 12", "044861234 ต่อ 12"),
    ],
)
def test_a_telephone_number_is_shown_with_dashes_and_other_text_as_it_is(kept, shown):
    assert ids.format_phone(kept) == shown


@given(st.from_regex(r"0[689][0-9]{8}|0[2-57][0-9]{7}", fullmatch=True))
def test_a_number_that_is_shown_is_read_back_the_same(kept):
    assert ids.phone(ids.format_phone(kept)) == kept
