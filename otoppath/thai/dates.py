"""Dates: ISO and Gregorian inside, typed and shown in the Buddhist Era (CE + 543).

Weekdays and 29 February always come from the Gregorian date; adding 543 to the year is the
last thing done before showing it and the first thing undone after reading it. Dates before
BE 2484 (1941) are counted as if the year had always begun in January; for births, where it
matters, see ``parse_birth``.
"""

import re
from datetime import date, datetime
from typing import Final

from django.utils import timezone
from django.utils.translation import gettext as _

from otoppath.thai.months import month_number, names, weekday_number
from otoppath.thai.text import arabic_digits, tidy

BE_OFFSET: Final = 543
FIRST_BE: Final = 2400
LAST_BE: Final = 2700
# A two-digit year is read as BE where that lies this near; otherwise its reader is asked.
# As long as the two add up to less than 43, no pair of digits is near in both eras.
YEARS_BACK: Final = 30
YEARS_AHEAD: Final = 10
# From BE 2484 the year begins on 1 January; before that on 1 April (2483 had nine months).
FIRST_CERTAIN_BIRTH_BE: Final = 2484
OLDEST_AGE: Final = 125

Birth = tuple[int, int | None, int | None]


class DateError(ValueError):
    """What was typed is not a date; the message says, in Thai, how to put it right."""


class Unreadable(DateError):
    """Nothing of what was typed can be a date."""


class AmbiguousYear(DateError):
    """The year can be read in two eras; the message is the question."""


# --- Today and the fiscal year ------------------------------------------------------------


def today() -> date:
    """Return the date in Thailand now: the one clock of the system, and of its tests."""
    return timezone.localdate()


def fiscal_year(day: date) -> int:
    """Return the Buddhist fiscal year of `day`: October to September, named by its end."""
    return day.year + BE_OFFSET + (day.month >= 10)


def fiscal_quarter(day: date) -> int:
    """Return 1 for October-December, 2 for January-March, 3 and 4 for the rest."""
    return ((day.month - 10) % 12) // 3 + 1


def fiscal_bounds(year_be: int) -> tuple[date, date]:
    """Return the first and the last day of a Buddhist fiscal year."""
    ends_in = year_be - BE_OFFSET
    return date(ends_in - 1, 10, 1), date(ends_in, 9, 30)


def days_since(moment: datetime) -> int:
    """Return the midnights in Thailand between a moment and now: 0 for any time of today."""
    return (today() - _local(moment).date()).days


# --- Showing ------------------------------------------------------------------------------


def format_date(day: date | None, style: str = "short") -> str:
    """Return `day` in the Buddhist Era, in the language of the screen; "" for None.

    Styles: short ``12 ต.ค. 2569``, long ``12 ตุลาคม 2569``, full
    ``วันจันทร์ที่ 12 ตุลาคม 2569``, month ``ต.ค. 2569``, digits ``12/10/2569``.
    A datetime is first taken to Thai time.
    """
    if day is None:
        return ""
    if isinstance(day, datetime):
        day = _local(day).date()
    words, year = names(), day.year + BE_OFFSET
    short, long = words.short_months[day.month - 1], words.months[day.month - 1]
    match style:
        case "short":
            return f"{day.day} {short} {year}"
        case "long":
            return f"{day.day} {long} {year}"
        case "full":
            weekday = words.weekdays[day.weekday()]
            return words.full.format(weekday=weekday, date=f"{day.day} {long} {year}")
        case "month":
            return f"{short} {year}"
        case "digits":
            return f"{day.day}/{day.month}/{year}"
    raise ValueError(f"unknown style of date: {style}")


def format_datetime(moment: datetime | None) -> str:
    """Return ``5 พ.ย. 2569 เวลา 10.24 น.``, in Thai time; "" for None."""
    if moment is None:
        return ""
    local = _local(moment)
    return names().moment.format(date=format_date(local), hour=local.hour, minute=local.minute)


def format_birth(year: int, month: int | None = None, day: int | None = None) -> str:
    """Return what is known of a birth, from its Gregorian year: 2490, ม.ค. 2490 or a date."""
    if month is None:
        return str(year + BE_OFFSET)
    known = date(year, month, day or 1)
    return format_date(known, "short" if day else "month")


def _local(moment: datetime) -> datetime:
    return timezone.localtime(moment) if timezone.is_aware(moment) else moment


# --- Reading ------------------------------------------------------------------------------

_TIME: Final = re.compile(r"(?:[T\s]+\d{1,2}:\d{2}[\d:.]*|\s*เวลา\s*\d.*?)(?:\s*น\.?)?$")
_BEFORE_DIGITS: Final = re.compile(r"\D+(?=\d)")
_BE: Final = re.compile(r"พ\s?\.?\s?ศ\s?\.?\s*|\bB\.?E\.?\s*", re.IGNORECASE)
_CE: Final = re.compile(r"ค\s?\.?\s?ศ\s?\.?\s*|\b(?:A\.?D\.?|C\.?E\.?)\s*", re.IGNORECASE)
_DAY_FIRST: Final = re.compile(r"(\d{1,2})\s*[-/.\s]\s*(\d{1,2})\s*[-/.\s]\s*(\d{1,4})")
_YEAR_FIRST: Final = re.compile(r"(\d{4})\s*[-/.]\s*(\d{1,2})\s*[-/.]\s*(\d{1,2})")
_UNBROKEN: Final = re.compile(r"(\d\d)(\d\d)(\d{4})")
_UNBROKEN_SHORT: Final = re.compile(r"(\d\d)(\d\d)(\d\d)")
_NAMED: Final = re.compile(r"(\d{1,2})[-/,\s]*([^\W\d_][^\d/,-]*?)[-/,\s]*(\d{1,4})")


def parse_date(text: str | date, *, today: date | None = None) -> date:
    """Return the date that `text` says.

    Read are 12/10/2569, 12-10-69, ๑๒/๑๐/๒๕๖๙, 12102569, 121069, 12 ต.ค. 2569, 12 ตุลาคม 69,
    วันจันทร์ที่ 12 ตุลาคม พ.ศ. 2569 (the weekday must fit) and 2026-10-12; a time behind it is
    ignored. A four-digit year is BE from 2400 to 2700 and Gregorian from 1857 to 2157. A
    two-digit year is BE where that lies within 30 years back and 10 ahead of `today`. A date
    out of a spreadsheet follows the same rule: typed there as 2569, it arrives as a Gregorian
    year 2569. Raises DateError, and AmbiguousYear with the question.
    """
    if isinstance(text, date):
        return _date(text.day, text.month, _year_ce(str(text.year), ""))
    plain, era = _without_era(text)
    weekday = None
    if match := _BEFORE_DIGITS.match(plain):
        word = match[0].strip(" ,").removeprefix("วัน").removesuffix("ที่")
        weekday = weekday_number(word)
        if word and weekday is None:
            raise _unreadable(text)
        plain = plain[match.end() :]
    day, month, year = _parts(plain, text)
    found = _date(day, month, _year_ce(year, era, today))
    if weekday not in (None, found.weekday()):
        raise DateError(
            _("วันในสัปดาห์ที่พิมพ์ไม่ตรงกับปฏิทิน: %(date)s ตรวจวันที่อีกครั้ง")
            % {"date": format_date(found, "full")}
        )
    return found


def _without_era(text: str) -> tuple[str, str]:
    """Return the text without time and era, and the era that was written: be, ce or ""."""
    plain = _TIME.sub("", arabic_digits(tidy(text)))
    for era, pattern in (("be", _BE), ("ce", _CE)):
        if match := pattern.search(plain):
            return f"{plain[: match.start()].rstrip()} {plain[match.end() :]}".strip(), era
    return plain, ""


def _parts(plain: str, typed: str) -> tuple[int, int, str]:
    """Return day, month and the year as it was written."""
    if match := _UNBROKEN.fullmatch(plain):
        # No month is above 12, and no year begins with a day and a month: one reading fits.
        if int(match[2]) <= 12:
            return int(match[1]), int(match[2]), match[3]
        return int(plain[6:]), int(plain[4:6]), plain[:4]
    if match := _YEAR_FIRST.fullmatch(plain):
        return int(match[3]), int(match[2]), match[1]
    if match := _UNBROKEN_SHORT.fullmatch(plain) or _DAY_FIRST.fullmatch(plain):
        return int(match[1]), int(match[2]), match[3]
    if (match := _NAMED.fullmatch(plain)) and (month := month_number(match[2])):
        return int(match[1]), month, match[3]
    raise _unreadable(typed)


def _date(day: int, month: int, year_ce: int) -> date:
    try:
        return date(year_ce, month, day)
    except ValueError as error:
        said = {"day": day, "month": month, "year": year_ce + BE_OFFSET}
        if not 1 <= month <= 12:
            raise DateError(_("ไม่มีเดือนที่ %(month)s พิมพ์ วัน/เดือน/ปี พ.ศ.") % said) from error
        named = said | {"month": names().months[month - 1]}
        raise DateError(
            _("เดือน%(month)s พ.ศ. %(year)s ไม่มีวันที่ %(day)s ตรวจวันที่อีกครั้ง") % named
        ) from error


def _year_ce(year: str, era: str, today: date | None = None) -> int:
    """Return the Gregorian year that a year says as it was written."""
    if len(year) == 4:
        return _full_year(int(year), era)
    if len(year) != 2:
        raise DateError(_("ปี %(year)s ไม่ครบ พิมพ์ปี พ.ศ. 4 หลัก เช่น 2569") % {"year": year})
    this_year = _or_today(today).year
    be = _latest(this_year + BE_OFFSET, int(year)) - BE_OFFSET
    ce = _latest(this_year, int(year))
    if era == "ce":
        return ce
    if era == "be" or be >= this_year - YEARS_BACK:
        return be
    raise AmbiguousYear(
        _("ปี %(year)s คือ พ.ศ. %(be)s หรือ ค.ศ. %(ce)s (พ.ศ. %(ce_in_be)s)? พิมพ์ปีให้ครบ 4 หลัก")
        % {"year": year, "be": be + BE_OFFSET, "ce": ce, "ce_in_be": ce + BE_OFFSET}
    )


def _latest(this_year: int, two_digits: int) -> int:
    """Return the last year with these digits that is not too far ahead."""
    horizon = this_year + YEARS_AHEAD
    return horizon - (horizon - two_digits) % 100


def _full_year(year: int, era: str) -> int:
    is_ce = era == "ce" or (not era and year < FIRST_BE)
    year_be = year + BE_OFFSET if is_ce else year
    if FIRST_BE <= year_be <= LAST_BE:
        return year_be - BE_OFFSET
    # 543 added once too often (3104) or taken off once too often (1483).
    for likely in (year - BE_OFFSET, year + 2 * BE_OFFSET):
        if FIRST_BE <= likely <= LAST_BE:
            raise DateError(
                _("ปี %(year)s เป็นไปไม่ได้ หมายถึง พ.ศ. %(likely)s หรือไม่? พิมพ์ปีใหม่")
                % {"year": year, "likely": likely}
            )
    raise DateError(_("ปี %(year)s เป็นไปไม่ได้ พิมพ์ปี พ.ศ. 4 หลัก เช่น 2569") % {"year": year})


def _or_today(day: date | None) -> date:
    return day or today()


def _unreadable(typed: object) -> Unreadable:
    return Unreadable(
        _("อ่านวันที่ “%(typed)s” ไม่ได้ พิมพ์ วัน/เดือน/ปี พ.ศ. เช่น 12/10/2569") % {"typed": typed}
    )


# --- Births -------------------------------------------------------------------------------

_UNKNOWN: Final = re.compile(r"^(?:(?:0{1,2}|-+|x{1,2}|\?+)\s*[-/.\s]\s*)+", re.IGNORECASE)
_YEAR_ONLY: Final = re.compile(r"(?:ปี\s*)?(\d{1,4})(?:\.0)?")
_WHOLE: Final = re.compile(r"(0?[1-9]|[12]\d|3[01])/(0?[1-9]|1[0-2])/(\d{4})", re.ASCII)
_MONTH_YEAR: Final = re.compile(r"(\d{1,2})\s*[-/.\s]\s*(\d{1,4})")
_MONTH_NAME_YEAR: Final = re.compile(r"([^\W\d_][^\d/,-]*?)[-/,\s]*(\d{1,4})")


def parse_birth(text: str | date, *, today: date | None = None) -> Birth:
    """Return (Gregorian year, month or None, day or None) of a birth.

    Old ID cards know only the year (2490, 00/00/2490) or month and year (ม.ค. 2490). Before
    BE 2484 the year began on 1 April, so what January to March belong to depends on who
    wrote the card: of those births only the year is kept, BE - 543, and is shown again as it
    stands on the card. A two-digit year is refused: it fits a grandparent and a child.
    Raises DateError.
    """
    now = _or_today(today)
    try:
        year, month, day = _birth(text)
    except Unreadable as error:
        sentence = _(
            "อ่านวันเกิด “%(typed)s” ไม่ได้ พิมพ์เช่น 12/10/2512 ถ้าไม่ทราบวันเดือน พิมพ์ปีอย่างเดียว เช่น 2512"
        )
        raise Unreadable(sentence % {"typed": text}) from error
    if (year, month or 1, day or 1) > (now.year, now.month, now.day):
        raise DateError(_("วันเกิดอยู่ในอนาคต ตรวจปีอีกครั้ง"))
    if now.year - year > OLDEST_AGE:
        said = {"year": year + BE_OFFSET, "age": now.year - year}
        raise DateError(_("เกิด พ.ศ. %(year)s จะอายุ %(age)s ปี ตรวจปีอีกครั้ง") % said)
    if year + BE_OFFSET < FIRST_CERTAIN_BIRTH_BE:
        return year, None, None
    return year, month, day


def _birth(text: str | date) -> Birth:
    if isinstance(text, date):
        known = parse_date(text)
        return known.year, known.month, known.day
    if match := _WHOLE.fullmatch(text):  # as nearly all are written
        known = _date(int(match[1]), int(match[2]), _full_year(int(match[3]), ""))
        return known.year, known.month, known.day
    plain, era = _without_era(text)
    plain = _UNKNOWN.sub("", plain)
    if match := _YEAR_ONLY.fullmatch(plain):
        return _birth_year(match[1], era), None, None
    if match := _MONTH_YEAR.fullmatch(plain):
        year = _birth_year(match[2], era)
        return year, _date(1, int(match[1]), year).month, None
    if match := _MONTH_NAME_YEAR.fullmatch(plain):
        if month := month_number(match[1]):
            return _birth_year(match[2], era), month, None
        raise _unreadable(text)
    day, month, written = _parts(plain, text)
    known = _date(day, month, _birth_year(written, era))
    return known.year, known.month, known.day


def _birth_year(year: str, era: str) -> int:
    if len(year) == 2:
        raise AmbiguousYear(
            _("ปีเกิด %(year)s อ่านได้หลายปี พิมพ์ปี พ.ศ. ให้ครบ 4 หลัก เช่น 2512") % {"year": year}
        )
    return _year_ce(year, era)
