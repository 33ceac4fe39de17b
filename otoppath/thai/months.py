"""Names of months and weekdays in both languages: to write them, and to read them as typed."""

import re
from dataclasses import dataclass
from typing import Final

from django.utils.translation import get_language


@dataclass(frozen=True)
class Names:
    """The names of one language, and how it puts a full date and a moment together."""

    months: tuple[str, ...]
    short_months: tuple[str, ...]
    weekdays: tuple[str, ...]
    short_weekdays: tuple[str, ...]
    full: str
    moment: str


# fmt: off
_NAMES: Final = {
    "th": Names(
        months=(
            "มกราคม", "กุมภาพันธ์", "มีนาคม", "เมษายน", "พฤษภาคม", "มิถุนายน",
            "กรกฎาคม", "สิงหาคม", "กันยายน", "ตุลาคม", "พฤศจิกายน", "ธันวาคม",
        ),
        short_months=(
            "ม.ค.", "ก.พ.", "มี.ค.", "เม.ย.", "พ.ค.", "มิ.ย.",
            "ก.ค.", "ส.ค.", "ก.ย.", "ต.ค.", "พ.ย.", "ธ.ค.",
        ),
        weekdays=("จันทร์", "อังคาร", "พุธ", "พฤหัสบดี", "ศุกร์", "เสาร์", "อาทิตย์"),
        short_weekdays=("จ.", "อ.", "พ.", "พฤ.", "ศ.", "ส.", "อา."),
        full="วัน{weekday}ที่ {date}",
        moment="{date} เวลา {hour:02d}.{minute:02d} น.",
    ),
    "en": Names(
        months=(
            "January", "February", "March", "April", "May", "June",
            "July", "August", "September", "October", "November", "December",
        ),
        short_months=(
            "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
        ),
        weekdays=(
            "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday",
        ),
        short_weekdays=("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
        full="{weekday} {date}",
        moment="{date}, {hour:02d}:{minute:02d}",
    ),
}
# fmt: on

# What people write besides the official names.
_MORE_MONTHS: Final = {
    "มกรา": 1, "กุมภา": 2, "มีนา": 3, "เมษา": 4, "พฤษภา": 5, "มิถุนา": 6,
    "กรกฎา": 7, "กรกฏาคม": 7, "สิงหา": 8, "กันยา": 9, "ตุลา": 10, "พฤศจิกา": 11,
    "ธันวา": 12, "sept": 9,
}  # fmt: skip
_MORE_WEEKDAYS: Final = {"พฤหัส": 3}


def names() -> Names:
    """Return the names in the language of the screen; Thai unless it is English."""
    return _NAMES["en" if (get_language() or "th").startswith("en") else "th"]


def month_number(word: str) -> int | None:
    """Return 1 to 12 for a month written in full or short, with or without its dots."""
    return _MONTHS.get(_letters(word))


def weekday_number(word: str) -> int | None:
    """Return 0 for Monday to 6 for Sunday, or None."""
    return _WEEKDAYS.get(_letters(word))


def _letters(word: str) -> str:
    return re.sub(r"[.\s]", "", word).casefold()


_MONTHS: Final = _MORE_MONTHS | {
    _letters(name): number
    for language in _NAMES.values()
    for row in (language.months, language.short_months)
    for number, name in enumerate(row, start=1)
}
_WEEKDAYS: Final = _MORE_WEEKDAYS | {
    _letters(name): number
    for language in _NAMES.values()
    for row in (language.weekdays, language.short_weekdays)
    for number, name in enumerate(row)
}
