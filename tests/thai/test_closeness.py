"""How near two Thai names are."""

import pytest

from otoppath.thai.closeness import distance, is_close, name_key, plain_name


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ณัฐพงษ์", "นัฐพงศ์"),  # ณ น, ษ ศ
        ("ใจดี", "ไจดี"),  # ใ ไ
        ("พรรณี", "พันณี"),  # รร
        ("วรรณา", "วันนา"),  # a doubled letter
        ("ประสิทธิ์", "ประสิทธ์"),  # what is under a การันต์
        ("น้ำผึ้ง", "นำผึง"),  # tone marks
        ("สุนีย์", "สุนี"),
        ("วิไล", "วีไล"),  # short and long
    ],
)
def test_usual_spellings_of_one_name_have_one_key(one, other):
    assert name_key(one) == name_key(other)


@pytest.mark.parametrize(("one", "other"), [("สมชาย", "สมหมาย"), ("บัว", "บุญ"), ("ดารา", "ดวงใจ")])
def test_other_names_have_other_keys_and_are_not_close(one, other):
    assert not is_close(name_key(one), name_key(other))


def test_a_letter_lost_changed_doubled_or_put_the_wrong_way_round_is_one_slip():
    slips = ("สมชา", "สมขาย", "สมมชาย", "สมชยา")

    assert [distance("สมชาย", slip, at_most=2) for slip in slips] == [1, 1, 1, 1]


def test_counting_stops_beyond_what_is_asked():
    assert distance("กขคง", "จฉชซ", at_most=2) == 3
    assert distance("ก", "กขคง", at_most=2) == 3


def test_a_short_name_with_another_letter_is_another_name():
    assert not is_close("สุข", "สุด")


def test_a_name_is_compared_without_tone_marks_spaces_and_dots():
    assert plain_name("น้ำ ทิพย์.") == plain_name("นำทิพย")
    assert name_key("") == plain_name(" ") == ""
