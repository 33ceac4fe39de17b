"""Where a Thai line may not break."""

import pytest
from django.utils.safestring import mark_safe

from otoppath.thai.templatetags.typography import terms, whole


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("รอเลื่อนขั้นตอน", 'รอเลื่อน<span class="term">ขั้นตอน</span>'),
        (
            "ขั้นตอนที่ 2 ยังไม่ครบ",
            '<span class="term">ขั้นตอนที่ 2</span> ยัง<span class="term">ไม่ครบ</span>',
        ),
        ("ปิดในอีก 9 วัน", 'ปิดในอีก <span class="term">9 วัน</span>'),
        ("บ้านโนนงาม หมู่ที่ 12", 'บ้านโนนงาม <span class="term">หมู่ที่ 12</span>'),
        ("ทอผ้า", "ทอผ้า"),
        ("เวลา 01.16 น.", '<span class="term">เวลา 01.16 น.</span>'),
        ("บ้านเลขที่ 28/1 นางแก้ว", '<span class="term">บ้านเลขที่ 28/1</span> นางแก้ว'),
    ],
)
def test_a_term_is_kept_whole(text, kept):
    assert terms(text) == kept


def test_what_somebody_typed_is_escaped():
    assert terms("<b>ขั้นตอน") == "&lt;b&gt;" + '<span class="term">ขั้นตอน</span>'


def test_a_number_is_shown_as_it_is():
    assert terms(42) == "42"


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        (
            "บ้านเลขที่ 7 · ทอผ้า",
            '<span class="whole"><span class="term">บ้านเลขที่ 7</span> ·</span>'
            ' <span class="whole">ทอผ้า</span>',
        ),
        ("ทอผ้า", "ทอผ้า"),
        ("ครัวเรือน", '<span class="term">ครัวเรือน</span>'),
        (
            "จำลองพร ตราสมมุติ",
            '<span class="whole">จำลองพร</span> <span class="whole">ตราสมมุติ</span>',
        ),
        (
            "บ้าน หมู่ที่ 3",
            '<span class="whole">บ้าน</span>'
            ' <span class="whole"><span class="term">หมู่ที่ 3</span></span>',
        ),
        ("\n ผล OTOP\n", '<span class="whole">ผล</span> OTOP'),
        ("ก & ข", '<span class="whole">ก</span> &amp; <span class="whole">ข</span>'),
    ],
)
def test_a_heading_wraps_between_its_parts(text, parts):
    assert whole(text) == parts


def test_markup_of_a_heading_is_left_alone():
    assert whole(mark_safe("<em>ก ข</em>")) == "<em>ก ข</em>"
