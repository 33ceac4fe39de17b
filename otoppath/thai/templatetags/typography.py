"""Where a Thai line may not break.

Thai writes no spaces between words, so the browser cuts lines by a dictionary of short words:
it takes ขั้นตอน for ขั้น and ตอน, and leaves half of it behind. The terms of the field are kept
whole in labels by a span that the stylesheet does not let break.
"""

import re
from functools import lru_cache
from typing import Any

from django import template
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

TERMS = (
    "การจำหน่าย", "การประชุม", "การผลิต", "กลุ่มอาชีพ", "กลุ่มเป้าหมาย", "ข้อมูล", "ครัวเรือน",
    "ความก้าวหน้า", "ความพร้อม", "คงเหลือ", "คัดเลือก", "คนไทยยิ้มได้", "งานของฉัน", "ตรวจสอบ",
    "ต้องเตรียม", "ทำใช้", "ที่ปรึกษา", "บ้านเลขที่", "ประชารัฐ", "ประจำตัว", "ประจำปี", "ประวัติ",
    "ปราชญ์ชุมชน", "ปิดรับ", "ผู้ประกอบการ", "ผู้ผลิต", "พัฒนาชุมชน", "ภูมิปัญญา", "ยกเว้น", "ยอดขาย",
    "รวมกลุ่ม", "รายได้", "รายจ่าย", "ลงทะเบียน", "ส่งกลับ", "ส่วนแบ่ง", "เป้าหมาย", "เยี่ยมบ้าน",
    "สมมุติขึ้น", "ที่ว่าการอำเภอ", "แกนนำ", "แผงค้า", "แหล่งข้อมูล", "ใบอนุญาต", "ไม่ครบ", "ไม่ถึง",
    "ไม่พร้อม", "ไม่ผ่าน", "ไม่มี", "ครบเงื่อนไข", "อาสาพัฒนาชุมชน",
)  # fmt: skip
UNITS = "ครัวเรือน|ผลิตภัณฑ์|เงื่อนไข|ฉบับ|ชิ้น|แถว|จุด|คู่|กลุ่ม|เดือน|รายการ|คะแนน|แห่ง|ข้อ|คน|ครั้ง|บาท|ปี|ราย|วัน"

_THAI = re.compile("[\u0e01-\u0e5b]")
_GLUE = "\ue000"  # private use: stands for a space that holds
_KEEP = re.compile(
    r"ขั้นตอน(?:ที่ \d)?"
    r"|(?<!\S)[ตอจ]\.\S+"
    r"|บ้านเลขที่ [\d๐-๙][\d๐-๙/]*|เวลา \d{1,2}\.\d\d น\."
    r"|หมู่ที่ \d+|ปีงบประมาณ \d{4}|ไตรมาส \d"
    rf"|\d[\d,.]* (?:{UNITS})"
    "|" + "|".join(sorted(TERMS, key=len, reverse=True))
)


@register.filter
def terms(text: Any) -> SafeString:
    """Return plain text escaped, each term and each number with its unit in an unbreakable span."""
    escaped = conditional_escape(str(text))
    return mark_safe(escaped if "<" in escaped else _keep(escaped))


@register.filter
def whole(text: object) -> SafeString:
    """Return plain text escaped, each part between its spaces in a span that wraps as one.

    Headings and labels are made of names and clauses, which the browser would cut by its
    dictionary. Terms stay whole as well, where a part is longer than the line. Text with markup
    is left to whoever marked it up.
    """
    escaped = conditional_escape(str(text)).strip()
    if "<" in escaped:
        return mark_safe(escaped)
    glued = _KEEP.sub(lambda kept: kept[0].replace(" ", _GLUE), escaped)
    # A dot between two parts stays with the first: no line is begun by it, or holds it alone.
    parts = [part.replace(_GLUE, " ") for part in glued.replace(" ·", f"{_GLUE}·").split()]
    if len(parts) == 1:
        return mark_safe(_keep(escaped))
    return mark_safe(" ".join(_part(part) for part in parts))


@lru_cache(maxsize=2_000)
def _keep(text: str) -> str:
    """Return it once for all rows of lists: most say what a row above them said."""
    return _KEEP.sub(r'<span class="term">\g<0></span>', text)


def _part(text: str) -> str:
    return f'<span class="whole">{_keep(text)}</span>' if _THAI.search(text) else text
