"""Numbers and money: read however they are written in Thailand, shown one way."""

import re
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from django.utils.translation import gettext as _

from otoppath.thai.text import arabic_digits, tidy

MINUS: Final = "\u2212"
_CENT: Final = Decimal("0.01")
_NUMBER: Final = re.compile(r"-?(?:\d{1,3}(?:[, ]\d{3})+|\d+)(?:\.\d+)?|-?\.\d+")
_AROUND: Final = re.compile(r"^฿\s*|\s*(?:฿|บาท|\.-)$")


def parse_number(text: object) -> Decimal:
    """Return the number that `text` says: 1,234.50, ๑,๒๓๔, ฿1,500, 1500 บาท, −20.

    A comma or a space stands only before three digits: 1,50 is refused, not read as 150. Raises
    ValueError in Thai.
    """
    plain = _AROUND.sub("", arabic_digits(tidy(str(text)))).replace(MINUS, "-")
    if not _NUMBER.fullmatch(plain):
        raise ValueError(_("อ่านตัวเลข “%(typed)s” ไม่ได้ พิมพ์เช่น 1,500 หรือ 1500.50") % {"typed": text})
    return Decimal(plain.replace(",", "").replace(" ", ""))


def format_baht(amount: Any) -> str:
    """Return money as 1,234.50, whole baht without decimals, below zero with a true minus.

    Half a satang goes to the even one. What is not a number gives "".
    """
    value = _decimal(amount)
    if value is None:
        return ""
    rounded = value.quantize(_CENT)
    return _grouped(rounded, 0 if rounded == rounded.to_integral_value() else 2)


def format_number(amount: Any) -> str:
    """Return a number with thousands separators and the decimals it has, or ""."""
    value = _decimal(amount)
    if value is None:
        return ""
    exponent = value.normalize().as_tuple().exponent
    return _grouped(value, max(0, -int(exponent)))


def _decimal(amount: Any) -> Decimal | None:
    try:
        value = Decimal(str(amount))
    except InvalidOperation:
        return None
    return value if value.is_finite() else None


def _grouped(value: Decimal, places: int) -> str:
    sign = MINUS if value < 0 else ""
    return f"{sign}{abs(value):,.{places}f}"
