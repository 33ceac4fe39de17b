"""Damaged Thai text gets the one spelling that is stored."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otoppath.thai import text as text_module
from otoppath.thai.text import arabic_digits, split_title, thai_digits, tidy, tidy_lines

# All Thai letters, vowels, marks and digits, and what else turns up between them.
THAI = "".join(chr(code) for code in [*range(0x0E01, 0x0E3B), *range(0x0E40, 0x0E5B)])
TYPED = st.text(alphabet=THAI + " \u00a0\u200b\u200c\ufeff\nabcéo\u030109.-/", max_size=12)


@pytest.mark.parametrize(
    ("damaged", "whole"),
    [
        ("ด\u0e4d\u0e32เนินการ", "ดำเนินการ"),
        ("น\u0e49\u0e4d\u0e32", "น้ำ"),
        ("น\u0e4d\u0e49\u0e32", "น้ำ"),
        ("น\u0e33\u0e49", "น้ำ"),
        ("ค\u0e33\u0e33", "คำ"),
    ],
    ids=["split", "tone before nikhahit", "tone inside", "tone behind", "doubled"],
)
def test_sara_am_is_put_together(damaged, whole):
    assert tidy(damaged) == whole


@pytest.mark.parametrize(
    ("damaged", "whole"),
    [
        ("ท\u0e48\u0e35", "ที่"),
        ("ผ\u0e49\u0e36ง", "ผึ้ง"),
        ("ค\u0e48\u0e39", "คู่"),
        ("ส\u0e34ทธ\u0e4c\u0e34", "สิทธิ์"),
        ("\u0e40\u0e48กา", "เก่า"),
        ("ข\u0e32\u0e49ว", "ข้าว"),
        ("ค\u0e30\u0e48", "ค่ะ"),
    ],
    ids=["vowel above", "vowel above 2", "vowel below", "karan", "leading vowel", "aa", "a"],
)
def test_marks_stand_behind_their_consonant_and_the_vowel_before_the_tone(damaged, whole):
    assert tidy(damaged) == whole


@pytest.mark.parametrize("damaged", ["ที่\u0e48", "ที\u0e35่", "ที่\u0e35", "ที่\u0e35\u0e48"])
def test_doubled_marks_become_one(damaged):
    assert tidy(damaged) == "ที่"


@pytest.mark.parametrize("damaged", ["ข้\u0e32\u0e49ว", "ข\u200b\u0e49\u0e49\u0e32\u0e49ว"])
def test_one_repair_that_makes_room_for_another_is_followed_by_it(damaged):
    assert tidy(damaged) == "ข้าว"


def test_two_e_become_ae():
    assert tidy("เเก้งคร้อ") == "แก้งคร้อ"


@pytest.mark.parametrize("invisible", ["\u200b", "\u200c", "\u200d", "\ufeff", "\u00ad", "\u2060"])
def test_what_has_no_width_is_dropped(invisible):
    assert tidy(f"{invisible}ผัก{invisible}ปัง{invisible}") == "ผักปัง"


@pytest.mark.parametrize("space", [" ", "  ", "\u00a0", "\u2003", "\u3000", "\t", "\r\n"])
def test_every_space_becomes_one_plain_space(space):
    assert tidy(f"{space}บ้าน{space}ดอน{space}") == "บ้าน ดอน"


def test_latin_letters_are_composed():
    assert tidy("Cafe\u0301") == "Café"


@pytest.mark.parametrize(
    "text",
    ["น้ำผึ้ง", "สิทธิ์", "เก็บเกี่ยว", "ก๊วยเตี๋ยว", "ฤๅษี", "ทรัพย์สินทางปัญญา", "ต่าง ๆ", "พินทุ์อิ", "เล่ห์"],
)
def test_sound_text_stays_as_it_is(text):
    assert tidy(text) == text


@given(TYPED)
def test_what_is_tidy_stays_as_it_is(text):
    assert tidy(tidy(text)) == tidy(text)


@given(TYPED)
def test_text_that_is_passed_unread_needs_no_repair(text):
    if not text_module._DOUBTFUL.search(text):
        assert text == unicodedata.normalize("NFC", text)
        assert text_module._repaired(text) == text == " ".join(text.split())


@given(TYPED)
def test_tidy_text_is_composed_and_has_no_stray_space(text):
    result = tidy(text)

    assert result == unicodedata.normalize("NFC", result)
    assert result == " ".join(result.split())


@given(st.text())
def test_any_text_at_all_can_be_tidied(text):
    assert tidy(tidy(text)) == tidy(text)


def test_paragraphs_stay_and_their_lines_are_tidied():
    assert tidy_lines(" มติ  1\r\n\r\n\r\n\nมติ\u00a02 \n") == "มติ 1\n\nมติ 2"


def test_digits_are_changed_both_ways():
    assert arabic_digits("หมู่ที่ ๑๒") == "หมู่ที่ 12"
    assert thai_digits("หมู่ที่ 12") == "หมู่ที่ ๑๒"


@given(st.text(alphabet="0123456789กขค "))
def test_thai_digits_turn_back_into_the_same_arabic_ones(text):
    assert arabic_digits(thai_digits(text)) == text


# --- Titles -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fullname", "title", "rest"),
    [
        ("นายสมมุติ ตัวอย่างดี", "นาย", "สมมุติ ตัวอย่างดี"),
        ("นาย สมมุติ ตัวอย่างดี", "นาย", "สมมุติ ตัวอย่างดี"),
        ("นางสมมุติ ตัวอย่างดี", "นาง", "สมมุติ ตัวอย่างดี"),
        ("นางสาวสมมุติ ตัวอย่างดี", "นางสาว", "สมมุติ ตัวอย่างดี"),
        ("น.ส.สมมุติ ตัวอย่างดี", "นางสาว", "สมมุติ ตัวอย่างดี"),
        ("น.ส. สมมุติ", "นางสาว", "สมมุติ"),
        ("น. ส. สมมุติ", "นางสาว", "สมมุติ"),
        ("ด.ช.สมมุติ", "เด็กชาย", "สมมุติ"),
        ("เด็กหญิงสมมุติ", "เด็กหญิง", "สมมุติ"),
        ("ด.ญ. สมมุติ", "เด็กหญิง", "สมมุติ"),
        ("ว่าที่ ร.ต. สมมุติ", "ว่าที่ ร.ต.", "สมมุติ"),
        ("ว่าที่ร้อยตรีหญิง สมมุติ", "ว่าที่ร้อยตรีหญิง", "สมมุติ"),
        ("จ่าสิบเอกสมมุติ", "จ่าสิบเอก", "สมมุติ"),
        ("ส.ต.อ.สมมุติ", "ส.ต.อ.", "สมมุติ"),
        ("จ.ส.อ. สมมุติ", "จ.ส.อ.", "สมมุติ"),
        ("ด.ต. สมมุติ", "ด.ต.", "สมมุติ"),
        ("พระมหา สมมุติ", "พระมหา", "สมมุติ"),
        ("พระ สมมุติ", "พระ", "สมมุติ"),
        ("ดร. สมมุติ", "ดร.", "สมมุติ"),
        ("  นาย\u200b\u00a0สมมุติ ", "นาย", "สมมุติ"),
    ],
)
def test_the_title_is_taken_off_and_written_out(fullname, title, rest):
    assert split_title(fullname) == (title, rest)


@pytest.mark.parametrize("name", ["สมมุติ ตัวอย่างดี", "นาง", "นาย", "พระนาย ดี", "ดารณี ดี", ""])
def test_a_name_without_title_keeps_its_letters(name):
    assert split_title(name) == ("", name)
