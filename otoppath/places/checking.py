"""What a line of a list must hold to be taken as a place."""

from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _

from otoppath.places.models import CODE, Place
from otoppath.thai.text import arabic_digits, tidy

# Thailand lies well inside; a coordinate that was swapped or mistyped mostly does not.
BOUNDS = {"latitude": (Decimal(5), Decimal(21)), "longitude": (Decimal(97), Decimal(106))}
GRAIN = Decimal("0.00001")  # about a metre


def check(values: dict[str, str]) -> tuple[dict[str, Any], list[str]]:
    """The columns of a line that say something, and what is wrong with those left out.

    A place without a code or name is none: that raises ValueError with a sentence in Thai. One
    whose coordinates or postal code cannot be true is still a place, and is taken without them.
    """
    text = {name: _tidy(value) for name, value in values.items()}
    code = _code(text.get("code", ""))
    checked: dict[str, Any] = {"code": code, "name_th": _name(text.get("name_th", ""))}
    if text.get("name_en"):
        checked["name_en"] = _name(text["name_en"])
    if text.get("replaced_by"):
        checked["replaced_by_id"] = _code(text["replaced_by"])
        if checked["replaced_by_id"] == code:
            raise ValueError(_("พื้นที่แทนที่ตัวเองไม่ได้"))
    complaints = []
    for part in (_postcode, _coordinates):
        try:
            checked |= part(text)
        except ValueError as complaint:
            complaints.append(str(complaint))
    return checked, complaints


def _tidy(text: str) -> str:
    """A cell as it is stored; raises ValueError where the file was not UTF-8."""
    if text.isascii():
        return " ".join(text.split())
    try:
        text.encode()
    except UnicodeEncodeError:
        raise ValueError(_("มีอักขระที่อ่านไม่ได้ บันทึกไฟล์เป็น UTF-8 แล้วลองใหม่")) from None
    return tidy(text)


def _code(text: str) -> str:
    code = arabic_digits(text)
    if not CODE.fullmatch(code):
        raise ValueError(_('รหัส "%(value)s" ต้องเป็นตัวเลข 2, 4, 6 หรือ 8 หลัก') % {"value": text})
    return code


def _name(text: str) -> str:
    longest = Place._meta.get_field("name_th").max_length or 0
    if not text:
        raise ValueError(_("ไม่มีชื่อพื้นที่"))
    if len(text) > longest:
        raise ValueError(_("ชื่อยาวเกิน %(longest)d ตัวอักษร") % {"longest": longest})
    return text


def _postcode(text: dict[str, str]) -> dict[str, str]:
    value = arabic_digits(text.get("postcode", ""))
    if not value:
        return {}
    if len(value) == 5 and value.isascii() and value.isdigit():
        return {"postcode": value}
    raise ValueError(
        _('รหัสไปรษณีย์ "%(value)s" ต้องเป็นตัวเลข 5 หลัก จึงรับไว้โดยไม่มีรหัสไปรษณีย์') % {"value": value}
    )


def _coordinates(text: dict[str, str]) -> dict[str, Decimal]:
    """Latitude and longitude, both or none: half a position is none."""
    typed = [arabic_digits(text.get(name, "")) for name in BOUNDS]
    if not any(typed):
        return {}
    try:
        found = {
            name: Decimal(value).quantize(GRAIN) for name, value in zip(BOUNDS, typed, strict=True)
        }
        if all(low <= found[name] <= high for name, (low, high) in BOUNDS.items()):
            return found
    except InvalidOperation:
        pass
    raise ValueError(
        _('พิกัด "%(value)s" ไม่ใช่ตัวเลขหรืออยู่นอกประเทศไทย จึงรับไว้โดยไม่มีพิกัด')
        % {"value": ", ".join(typed)}
    )
