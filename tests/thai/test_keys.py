"""Names are sorted as in a dictionary and found however they were typed."""

from itertools import pairwise

import pytest
from django.db import connection
from hypothesis import assume, example, given
from hypothesis import strategies as st

from otoppath.thai.fields import KeyField
from otoppath.thai.keys import search_key, search_words, sort_key
from otoppath.thai.text import tidy

# fmt: off
IN_ORDER = [
    "กก", "ก๊ก", "กวางโจน", "กุดยม", "เก่ง", "เก้ง", "เกาะ", "แก้งคร้อ", "ไก่", "ไข่",
    "โคกสะอาด", "ธาตุทอง", "บ้านแก้ง", "บ้านดอน", "บ้านเพชร", "ผักปัง", "หนองคอนไทย",
    "หนองตูม", "โอโล",
]
# fmt: on


def sorted_by_key(words):
    return sorted(words, key=sort_key)


# --- Sorting ------------------------------------------------------------------------------


def test_places_stand_in_the_order_of_the_dictionary():
    assert sorted_by_key(reversed(IN_ORDER)) == IN_ORDER


def test_keys_are_compared_as_bytes_in_the_same_order():
    keys = [sort_key(word).encode() for word in IN_ORDER]

    assert keys == sorted(keys)


@pytest.mark.parametrize(
    "words",
    [
        ["กา", "ก่า", "ก้า", "ก๊า", "ก๋า"],
        ["ปลากรอบ", "ปล่าน", "ปล้าน"],
        ["คน", "คน์ก", "ค็นก", "ค่นก"],
        ["สมมุติ 1", "สมมุติ ๒", "สมมุติ 3"],
        ["1 บ้าน", "ก บ้าน", "A บ้าน"],
        ["ทำ", "ทิ", "ทุ", "เท", "แท", "โท", "ใท", "ไท"],
        ["รวม", "ฤดู", "ลม", "ฦๅชา", "วัน"],
        ["กฮ", "กํ", "กะ", "กไ", "กฺ"],
        ["+1", "฿1", "1", "ก"],
    ],
    ids=[
        "tones",
        "letters before tones",
        "marks",
        "digits",
        "scripts",
        "vowels",
        "ru and lu",
        "rare signs",
        "symbols",
    ],
)
def test_words_stand_in_this_order(words):
    assert sorted_by_key(reversed(words)) == words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("บ้าน ดอน", "บ้านดอน"),
        ("บ้าน-ดอน", "บ้านดอน"),
        ("หมู่ ๑๒", "หมู่ 12"),
        ("OTOP", "otop"),
        ("ต่าง ๆ", "ต่าง"),
        ("น\u0e49\u0e4d\u0e32", "น้ำ"),
        ("Café", "CAFE"),
        ("ฤๅษี", "ฤาษี"),
    ],
    ids=["space", "hyphen", "digits", "capitals", "repeat mark", "sara am", "accent", "long a"],
)
def test_what_the_dictionary_does_not_count_makes_no_difference(one, other):
    assert sort_key(one) == sort_key(other)


def test_a_tone_counts_less_than_the_last_letter():
    assert sorted_by_key(["ก้กก", "กกข"]) == ["ก้กก", "กกข"]


@given(st.integers(1, 200), st.integers(1, 200))
@example(1, 61)
@example(60, 120)
def test_of_two_tones_the_earlier_counts_more_however_long_the_name(one, other):
    assume(one != other)
    letters = "ก" * 200
    early, late = (f"{letters[:place]}้{letters[place:]}" for place in sorted([one, other]))

    assert sorted_by_key([early, late]) == [late, early]


# Names: syllables with a leading vowel or without, marks where they can stand, and what is
# written between words. ICU knows the order; PostgreSQL brings it along.
CONSONANT = st.sampled_from([chr(code) for code in range(0x0E01, 0x0E2F)])
LEADING = st.sampled_from(["", "", "เ", "แ", "โ", "ใ", "ไ"])
ABOVE = st.sampled_from(["", "", "ั", "ิ", "ี", "ึ", "ื", "ุ", "ู", "็", "ํ", "ฺ"])
TONE = st.sampled_from(["", "", "่", "้", "๊", "๋", "์"])
FOLLOWING = st.sampled_from(["", "", "า", "ะ", "ำ"])
SYLLABLE = st.builds("".join, st.tuples(LEADING, CONSONANT, ABOVE, TONE, FOLLOWING))
BETWEEN = st.sampled_from(["", "", " ", " ", "-", ".", " (", "ฯ", "ๆ", "1", "๒", "A", "b"])
NAMES = st.lists(st.tuples(SYLLABLE, BETWEEN), min_size=1, max_size=5).map(
    lambda parts: tidy("".join(syllable + between for syllable, between in parts))
)

icu = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="ICU, the oracle, comes with PostgreSQL"
)


@icu
@given(st.lists(NAMES, min_size=2, max_size=40, unique=True))
def test_the_order_is_the_one_of_icu(db, names):
    with connection.cursor() as cursor:
        cursor.execute('SELECT n FROM unnest(%s) n ORDER BY n COLLATE "th-x-icu"', [names])
        in_order = [name for (name,) in cursor.fetchall()]

    keys = [sort_key(name) for name in in_order]

    assert keys == sorted(keys)


@icu
@given(st.lists(NAMES, min_size=2, max_size=40, unique=True))
def test_two_names_share_a_key_only_where_icu_sees_no_difference_but_case_and_digits(db, names):
    by_key = sorted(names, key=sort_key)
    pairs = list(pairwise(by_key))
    share = [sort_key(one) == sort_key(other) for one, other in pairs]

    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE COLLATION IF NOT EXISTS thai_letters_and_marks"
            " (provider = icu, locale = 'th-u-ks-level2', deterministic = false)"
        )
        cursor.execute(
            "SELECT one = other COLLATE thai_letters_and_marks"
            " FROM unnest(%s, %s) WITH ORDINALITY AS pair(one, other, place) ORDER BY place",
            [[one for one, _ in pairs], [other for _, other in pairs]],
        )
        same = [is_same for (is_same,) in cursor.fetchall()]

    assert share == same


# --- Searching ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "asked"),
    [
        ("น้ำผึ้งพร", "นำผึง"),
        ("แก้งคร้อ", "แกงครอ"),
        ("แก้งคร้อ", "เเก้งคร้อ"),
        ("สิทธิ์", "สิทธิ"),
        ("เก็บเกี่ยว", "เกบเกียว"),
        ("ดำเนินการ", "ด\u0e4d\u0e32เนิน"),
        ("น้ำ", "น\u0e4d\u0e49\u0e32"),
        ("น้ำ", "น\u0e33\u0e49"),
        ("ผึ้ง", "ผ\u0e49\u0e36ง"),
        ("บ้านโนนงาม หมู่ที่ 3", "โนนงามหมู่ที่ ๓"),
        ("บ้าน\u200bดอน", "บ้านดอน"),
        ("OTOP ภูเขียว", "otop"),
        ("ก๋วยเตี๋ยว", "ก้วยเตี้ยว"),
    ],
)
def test_a_name_is_found_however_it_was_typed(name, asked):
    assert search_key(asked) in search_key(name)


@pytest.mark.parametrize(("name", "asked"), [("ปลา", "ปล่อย"), ("นา", "นำ"), ("ตา", "ดา")])
def test_letters_and_vowels_still_tell_names_apart(name, asked):
    assert search_key(asked) not in search_key(name)


@given(NAMES)
def test_a_key_made_of_a_key_is_the_same(name):
    assert search_key(search_key(name)) == search_key(name)


@given(NAMES)
def test_a_name_is_found_without_any_of_its_tone_marks(name):
    bare = "".join(sign for sign in name if sign not in "่้๊๋")

    assert search_key(bare) == search_key(name)


# --- Column -------------------------------------------------------------------------------


def test_a_column_of_keys_is_compared_as_bytes_by_the_database():
    collation = KeyField().db_parameters(connection)["collation"]

    assert collation == ("C" if connection.vendor == "postgresql" else None)


# --- Words asked for ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "keys"),
    [
        ("081-234-5678", ["0812345678"]),
        ("๐๘๑-๒๓๔-๕๖๗๘", ["0812345678"]),
        ("3610-012345-9", ["36100123459"]),
        ("12-3", ["12-3"]),
        ("12/3", ["12/3"]),
        ("นางสมศรี  ใจดี", [search_key("สมศรี"), search_key("ใจดี")]),
        (" \u200b ", []),
    ],
)
def test_words_asked_for_leave_out_titles_and_the_strokes_of_long_numbers(typed, keys):
    assert search_words(typed) == keys


def test_a_pasted_page_is_searched_for_by_its_first_words():
    assert search_words("ก้า " * 5000) == ["กา"] * 12
    assert search_words("ข" * 100_000) == ["ข" * 100]
