"""What is shown to those who may know of a value but not read it."""

import pytest
from django.template import Context, Template

from otoppath.privacy.masking import initials, mask_national_id, mask_phone


def test_masked_national_id_shows_the_last_three_digits():
    assert mask_national_id("1234567890123") == "x-xxxx-xxxxx-12-3"


def test_masked_national_id_takes_the_written_form():
    assert mask_national_id("1-2345-67890-12-3") == "x-xxxx-xxxxx-12-3"


def test_no_national_id_shows_nothing():
    assert mask_national_id("") == ""


@pytest.mark.parametrize("text", ["123", "12345678901234", "AB1234567"])
def test_what_is_not_thirteen_digits_shows_none_of_them(text):
    assert mask_national_id(text) == "x-xxxx-xxxxx-xx-x"


@pytest.mark.parametrize(
    ("phone", "shown"),
    [
        ("0812345678", "xxx-xxx-5678"),
        ("081-234-5678", "xxx-xxx-5678"),
        ("044861234", "xx-xxx-1234"),
        ("1669", "xxx-xxx-xxxx"),
        ("", ""),
    ],
)
def test_masked_phone_shows_the_last_four_digits(phone, shown):
    assert mask_phone(phone) == shown


@pytest.mark.parametrize(
    ("first", "last", "shown"),
    [
        ("สมมุติ", "ตัวอย่าง", "ส.ต."),
        ("เสมอ", "ไพรงาม", "ส.พ."),
        (" แก้ว ", "", "ก."),
        ("", "", ""),
        ("เ", "โ", ""),
    ],
)
def test_initials_are_the_first_consonants(first, last, shown):
    assert initials(first, last) == shown


def test_filters_mask_and_take_nothing_for_an_answer():
    template = Template(
        "{% load privacy %}{{ id|mask_national_id }} {{ phone|mask_phone }} "
        "{{ first|initials:last }}{{ nothing|mask_national_id }}{{ nothing|mask_phone }}"
    )
    values = {"id": "1234567890123", "phone": "0812345678", "first": "เสมอ", "last": "ตัวอย่าง"}

    shown = template.render(Context({**values, "nothing": None}))

    assert shown == "x-xxxx-xxxxx-12-3 xxx-xxx-5678 ส.ต."
