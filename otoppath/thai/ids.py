"""National IDs and telephone numbers: what was typed, in the one form that is stored."""

import re
from operator import mul
from typing import Final

from django.utils.translation import gettext as _
from stdnum.th import pin

from otoppath.thai.text import arabic_digits, tidy

_SEPARATORS: Final = re.compile(r"[\s\-‐‑‒–—.()/]+")
PHONE: Final = re.compile(r"0[689]\d{8}|0[2-57]\d{7}", re.ASCII)
_PHONE_WITHOUT_ZERO: Final = re.compile(r"[689]\d{8}|[2-57]\d{7}", re.ASCII)
_WHOLE_FLOAT: Final = re.compile(r"(\d+)\.0+")
_SCIENTIFIC: Final = re.compile(r"\d+(?:[.,]\d+)?[eE]\+?\d+")


def national_id(text: str) -> str:
    """Return the 13 digits of a citizen's ID written in `text`.

    Dashes, spaces, ๐-๙ and the float a spreadsheet makes of it (1234567890121.0) are read.
    Raises ValueError, in Thai, when digits are missing or the check digit does not fit. The
    first digit is 1 to 8: 0 is a juristic person (DBD), 9 is not given out.
    """
    digits = _digits(text)
    if not digits.isdecimal():
        raise ValueError(_("เลขประจำตัวประชาชนมีได้เฉพาะตัวเลข 13 หลัก"))
    if len(digits) != 13:
        raise ValueError(
            _("เลขประจำตัวประชาชนต้องมี 13 หลัก ที่พิมพ์มามี %(count)s หลัก") % {"count": len(digits)}
        )
    if digits[0] in "09":
        raise ValueError(_("เลขประจำตัวประชาชนขึ้นต้นด้วย 1 ถึง 8 เท่านั้น"))
    if _check_digit(digits) != int(digits[-1]):
        raise ValueError(_("เลขประจำตัวประชาชนไม่ถูกต้อง ตรวจกับบัตรทีละหลักอีกครั้ง"))
    return digits


def _check_digit(digits: str) -> int:
    """Return the last digit that the twelve before it ask for: stdnum takes three times as long."""
    weighed = sum(map(mul, map(int, digits[:12]), range(13, 1, -1)))
    return (11 - weighed % 11) % 10


def is_national_id(text: str) -> bool:
    """Say whether `text` is a valid citizen's ID, however it is written."""
    try:
        national_id(text)
    except ValueError:
        return False
    return True


def format_national_id(text: str) -> str:
    """Return the ID as it is printed on the card, 1-2345-67890-12-3."""
    return pin.format(national_id(text))


def phone(text: str) -> str:
    """Return the digits of a Thai telephone number: 10 of a mobile, 9 of a land line.

    +66 and a 0 eaten by a spreadsheet are put right. Raises ValueError, in Thai.
    """
    digits = _digits(text)
    if digits.startswith("+66") or (digits.startswith("66") and len(digits) >= 10):
        digits = f"0{digits.removeprefix('+').removeprefix('66').removeprefix('0')}"
    if _PHONE_WITHOUT_ZERO.fullmatch(digits):
        digits = f"0{digits}"
    if not PHONE.fullmatch(digits):
        raise ValueError(_("หมายเลขโทรศัพท์ต้องเป็นมือถือ 10 หลัก หรือเบอร์บ้าน 9 หลัก เช่น 081-234-5678"))
    return digits


def format_phone(text: str) -> str:
    """Return 081-234-5678 or 044-123-456; what is not a number comes back as it is."""
    try:
        digits = phone(text)
    except ValueError:
        return text
    if digits.startswith("02"):
        return f"{digits[:2]}-{digits[2:5]}-{digits[5:]}"
    return f"{digits[:3]}-{digits[3:6]}-{digits[6:]}"


def _digits(text: str) -> str:
    """Return `text` without its separators; a spreadsheet's float without its ".0"."""
    text = str(text)
    if text.isascii() and text.isdigit():
        return text
    plain = arabic_digits(tidy(text))
    if _SCIENTIFIC.fullmatch(plain):
        raise ValueError(
            _("ตัวเลขอยู่ในรูป %(text)s หลักท้ายหายไปแล้ว ตั้งช่องเป็นข้อความแล้วพิมพ์ใหม่") % {"text": plain}
        )
    if whole := _WHOLE_FLOAT.fullmatch(plain):
        plain = whole[1]
    return _SEPARATORS.sub("", plain)
