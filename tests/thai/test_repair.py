"""Damaged Thai is repaired by proposal; sound Thai comes back as it is."""

import csv
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from otoppath.thai import repair as r
from otoppath.thai.repair import propose, repair
from otoppath.thai.text import tidy

PLACES = Path(__file__).parents[3] / "shared" / "data" / "phukhiao_places.csv"
SOUND = (
    "บ้านตัวอย่างดี",
    "ตำบลน้ำสมมุติ",
    "อำเภอ",
    "สำนักงานพัฒนาชุมชน",
    "คำ แสนดี",
    "ดำ ทองคำ",
    "ฤๅษี",
    "ต่าง ๆ",
    "นางสาวสมมุติ ณ ตัวอย่าง",
    "แมรี แอน",
    "บ้านดอน 2 ก",
    "12/3 ก",
    "OTOP ตัวอย่าง",
    "เธอ เนื้อ เน้น",
    "กลุ่ม A",
    "โรงเรียน II",
    "ศักดิ์สิทธิ์",
    "1/2",
    "Mary Ann",
    "house 10",
    "",
)


@pytest.mark.parametrize(
    ("damaged", "whole", "did"),
    [
        ("อ าเภอ", "อำเภอ", r.SPLIT_AM),
        ("เลขประจ าตัวประชาชน", "เลขประจำตัวประชาชน", r.SPLIT_AM),
        ("น ้าผึ้ง", "น้ำผึ้ง", r.SPLIT_AM),
        ("น้ าผึ้ง", "น้ำผึ้ง", r.SPLIT_AM),
        ("ท°างาน", "ทำงาน", r.SPLIT_AM),
        ("น ้ำผึ้ง", "น้ำผึ้ง", r.SPACE),
        ("อ ำเภอ", "อำเภอ", r.SPACE),
        ("ศักดิ ์ดี", "ศักดิ์ดี", r.SPACE),
        ("เ มือง", "เมือง", r.SPACE),
        ("เ เก้งคร้อ", "แก้งคร้อ", r.SPACE),
        ("ชา ยแดน ช าย", "ชา ยแดน ชาย", r.SPACE),
        ("ส ม ช า ย", "สมชาย", r.SPACE),
        ("สำ ราญ ใจดี", "สำราญ ใจดี", r.SPACE),
        ("ทองมาา", "ทองมา", r.DOUBLED),
        ("สุขะะ", "สุขะ", r.DOUBLED),
        ("มๅนะ", "มานะ", r.LOOKALIKE),
        ("Iมือง", "เมือง", r.LOOKALIKE),
        ("llก้งคร้อ", "แก้งคร้อ", r.LOOKALIKE),
        ("1O/l2", "10/12", r.LOOKALIKE),
        ("ÊÁªÒÂ", "สมชาย", r.ENCODING),
        ("okpl,,6fb", "นายสมมุดิ", r.KEYBOARD),
    ],
)
def test_what_was_damaged_is_proposed_whole(damaged, whole, did):
    found = propose(damaged)

    assert (found.before, found.after, found.did) == (damaged, whole, (did,))
    assert found.sentences == [str(r.SENTENCES[did])]


def test_utf_8_that_windows_showed_as_thai_is_read_again():
    # cp874 has no letter for some of the bytes; Windows shows a sign of the same number.
    shown = "".join(bytes([b]).decode("cp874", "ignore") or chr(b) for b in "สมมุติ ชาย".encode())

    assert propose(shown).after == "สมมุติ ชาย"


def test_two_kinds_of_damage_are_both_told():
    found = propose("อ าเภอเ มือง")

    assert (found.after, found.did) == ("อำเภอเมือง", (r.SPLIT_AM, r.SPACE))


def test_a_space_inside_a_word_needs_a_witness():
    assert propose("สม มุติ ใจดี") is None
    assert propose("สม มุติ ใจดี", {"สมมุติ"}).after == "สมมุติ ใจดี"
    assert propose("นางสม มุติ ใจดี", {"สมมุติ"}).after == "นางสมมุติ ใจดี"
    assert propose("ดี ใจ", {"ดีใจ", "ดี", "ใจ"}) is None


def test_what_may_be_english_is_read_on_the_thai_keyboard_only_as_a_known_word():
    assert propose("l,,6fb") is None
    assert propose("l,,6fb", {"สมมุดิ"}).did == (r.KEYBOARD,)


@pytest.mark.parametrize("text", SOUND)
def test_sound_text_comes_back_as_it_is(text):
    assert propose(text) is None


@pytest.mark.skipif(not PLACES.exists(), reason="the official list of places is not here")
def test_no_place_of_a_district_looks_damaged():
    with PLACES.open(encoding="utf-8") as file:
        names = [row["name_th"] for row in csv.DictReader(file)]

    assert [propose(name) for name in names if propose(name)] == []


# --- Words of generated syllables ---------------------------------------------------------

CONSONANTS = "กขคงจชซดตถทนบปผพฟมยรลวสหอ"
ENDS = st.sampled_from(["", "ก", "ง", "ด", "น", "บ", "ม", "ย"])
TONE = st.sampled_from(["", "่", "้"])
FIRST = st.sampled_from(CONSONANTS)
AM = st.builds(lambda c, t: f"{c}{t}ำ", FIRST, TONE)
SYLLABLE = st.one_of(
    AM,
    st.builds(lambda c, t, e: f"{c}{t}า{e}", FIRST, TONE, ENDS),
    st.builds(lambda c, v, t, e: f"{c}{v}{t}{e}", FIRST, st.sampled_from("ิีุู"), TONE, ENDS),
    st.builds(lambda v, c, t, e: f"{v}{c}{t}{e}", st.sampled_from("เแโ"), FIRST, TONE, ENDS),
    st.builds(lambda c: f"{c}ะ", FIRST),
)
WORD = st.lists(SYLLABLE, min_size=2, max_size=4).map("".join)
AROUND = st.tuples(SYLLABLE, AM, SYLLABLE)


def is_whole(word):
    return tidy(word) == word and "เธ" not in word and "เน" not in word


@given(st.lists(WORD, min_size=1, max_size=3).map(" ".join))
def test_a_sound_word_is_never_touched(text):
    assume(is_whole(text) and not r._BOUND_AM.search(text))

    assert propose(text) is None


@given(AROUND)
def test_a_split_am_is_put_together_again(syllables):
    word = "".join(syllables)
    assume(is_whole(word) and not r._AA_WITH_END.search(word.replace("ำ", " า")))

    for damage in (" า", "\u200b า", "\u00a0า", "°า", "ํา", " ำ"):
        assert repair(word.replace("ำ", damage)) == word


@given(WORD, st.data())
def test_a_space_that_no_word_can_hold_is_taken_out(word, data):
    assume(is_whole(word))
    torn = [i for i, c in enumerate(word) if c in "ิีุู่้ะำ" or (i and word[i - 1] in "เแโ")]
    assume(torn)
    i = data.draw(st.sampled_from(torn))

    damaged = f"{word[:i]} {word[i:]}"

    assert repair(damaged).replace("ำ", "า") == word.replace("ำ", "า")


@given(WORD)
def test_a_text_of_another_encoding_is_read_again(word):
    assume(is_whole(word))

    assert repair(word.encode("cp874").decode("latin-1")) == word


@given(st.text(alphabet=CONSONANTS + "ะาำิี่้์เแๅ °I|lO0123456789\u200b\u00a0ํ", max_size=14))
def test_what_was_repaired_stays_as_it_is(text):
    whole = repair(text)

    assert repair(whole) == whole
    assert propose(whole) is None


@given(st.text(max_size=20))
def test_any_text_at_all_can_be_looked_at(text):
    assert propose(repair(text)) is None
