"""How personal values look to those who may know of them but not read them."""

import re

from otoppath.thai.text import split_title

MASKED_NATIONAL_ID = "x-xxxx-xxxxx-xx-x"
# Thirteen digits or more in Arabic or Thai, however they are parted: 1-1037-…, 1.1037/… and so on.
LONG_NUMBER = re.compile(r"[\d๐-๙](?:[^\w]{0,2}[\d๐-๙]){12,}")
LEADING_VOWELS = "เแโใไ"


def mask_national_id(text: str) -> str:
    """Show the last three digits: "1234567890123" -> "x-xxxx-xxxxx-12-3"."""
    if not text:
        return ""
    digits = re.sub(r"\D", "", text)
    if len(digits) != 13:
        return MASKED_NATIONAL_ID
    return f"x-xxxx-xxxxx-{digits[10:12]}-{digits[12]}"


def hide_long_numbers(text: str) -> str:
    """Hide everything in a text that may be an ID, whole."""
    return LONG_NUMBER.sub(MASKED_NATIONAL_ID, text)


def mask_phone(text: str) -> str:
    """Show the last four digits: "0812345678" -> "xxx-xxx-5678"; nine digits, "xx-xxx-5678"."""
    if not text:
        return ""
    digits = re.sub(r"\D", "", text)
    hidden = "xx-xxx" if len(digits) == 9 else "xxx-xxx"
    return f"{hidden}-{digits[-4:]}" if len(digits) >= 9 else f"{hidden}-xxxx"


def initials(first: str, last: str) -> str:
    """Return the first consonants of both names: ("เสมอ", "ตัวอย่าง") -> "ส.ต."."""
    return "".join(f"{letter}." for letter in (_initial(first), _initial(last)) if letter)


def initials_of(name: str) -> str:
    """Return the initials of a whole name, title aside: "นางเสมอ ตัวอย่าง" -> "ส.ต."."""
    first, _space, last = split_title(name)[1].partition(" ")
    return initials(first, last)


def _initial(name: str) -> str:
    """Skip the vowels that Thai writes before the consonant they follow in speech."""
    return name.strip().lstrip(LEADING_VOWELS)[:1]
