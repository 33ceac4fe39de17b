"""The columns of a list of households, declared once: headings, meaning, validation.

They are the fields of an import-export resource, whose widgets clean one cell each; the page,
the command and the admin read the same declaration. A widget raises ValueError with a sentence
that says what is wrong and how to put it right.
"""

import re
from datetime import date, time
from functools import cache
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from import_export import fields, resources, widgets

from households.models import Household, Sex
from otoppath.lists.spreadsheet import unguarded
from otoppath.places.names import place_name
from otoppath.thai import ids
from otoppath.thai.dates import format_birth, month_number, parse_birth
from otoppath.thai.text import arabic_digits, split_title, tidy

SEXES = {
    "ชาย": Sex.MALE,
    "ช": Sex.MALE,
    "male": Sex.MALE,
    "m": Sex.MALE,
    "หญิง": Sex.FEMALE,
    "ญ": Sex.FEMALE,
    "female": Sex.FEMALE,
    "f": Sex.FEMALE,
}


def plain(value: Any) -> str:
    """Return a cell as text: 12.0, which a spreadsheet makes of 12, is 12; no formula."""
    if not isinstance(value, str):
        return _typed(value)
    text = tidy(value)
    if text.isalnum():
        return text
    if text.endswith(".0") and (written_float := _WHOLE.fullmatch(text)):
        return written_float[1]  # in a .csv made by a program
    if text[:1] == "=":
        return _said_by_formula(text)
    if text[:1] == "#" and _ERROR.fullmatch(text):
        raise ValueError(_("เซลล์นี้เป็นสูตรที่ผิดพลาด กรุณาพิมพ์ค่าที่ถูกต้องแทน"))
    if "\ufffd" in text:
        raise ValueError(_("ตัวอักษรในเซลล์นี้เสียหาย กรุณาพิมพ์ใหม่"))
    return unguarded(text)


def _typed(value: Any) -> str:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, date | time):
        raise ValueError(_("โปรแกรมตารางเปลี่ยนค่านี้เป็นวันที่หรือเวลา กรุณาจัดรูปแบบเซลล์เป็นข้อความแล้วพิมพ์ใหม่"))
    return "" if value is None else str(value)


def _said_by_formula(text: str) -> str:
    """Return what ="0812345678" says, a way to keep a zero in a .csv; refuse any other."""
    if said := _QUOTED.fullmatch(text):
        return tidy(said[1])
    raise ValueError(_("เป็นสูตร กรุณาวางเป็นค่า (Paste values) แล้วนำเข้าใหม่"))


_WHOLE = re.compile(r"(\d+)\.0")
_QUOTED = re.compile(r'="([^"=]*)"')
_ERROR = re.compile(r"#(?:N/A|REF!|VALUE!|DIV/0!|NAME\?|NUM!|NULL!|SPILL!|CALC!)")


class Text(widgets.Widget):
    """Tidied text of at most so many characters."""

    def __init__(self, longest: int) -> None:
        super().__init__()
        self.longest = longest

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> str:
        """Return the text; ValueError when it is longer than a record holds."""
        text = plain(value)
        if len(text) > self.longest:
            raise ValueError(_("ยาวเกิน %(n)d ตัวอักษร") % {"n": self.longest})
        return text


class Name(Text):
    """A name of a person: without a letter it is what is left of something else."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> str:
        """Return the name; ValueError for a sign or a number."""
        text = super().clean(value, row)
        if text and not any(letter.isalpha() for letter in text):
            raise ValueError(_("ชื่อต้องมีตัวอักษร กรุณาพิมพ์ชื่อใหม่"))
        return text


class Subdistrict(Text):
    """The name of a subdistrict; written from the code of a village."""

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        """Return the name around a village."""
        return place_name(value[:6])


class HouseNo(Text):
    """A house number; a date is what a spreadsheet makes of 12/3."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> str:
        """Return the number with Arabic digits."""
        if hasattr(value, "isoformat"):
            raise ValueError(_("โปรแกรมตารางเปลี่ยนบ้านเลขที่เป็นวันที่ กรุณาจัดรูปแบบเซลล์เป็นข้อความแล้วพิมพ์ใหม่"))
        text = _HOUSE.sub("", arabic_digits(plain(value)))
        if _DAY.fullmatch(text):
            raise ValueError(_("โปรแกรมตารางเปลี่ยนบ้านเลขที่เป็นวันที่ กรุณาจัดรูปแบบเซลล์เป็นข้อความแล้วพิมพ์ใหม่"))
        # With the moo behind it, it is parted once the whole row is known (villages.py).
        if len(text) > (self.longest if "ม" not in text else LONGEST_ADDRESS):
            raise ValueError(_("ยาวเกิน %(n)d ตัวอักษร") % {"n": self.longest})
        return text


_HOUSE = re.compile(r"^(?:บ้าน)?เลขที่\s*")
_DAY = re.compile(r"\d{1,2}/\d{1,2}/\d{4}")  # a house number has no year
LONGEST_ADDRESS = 80


class VillageName(Text):
    """The name of a village, with its moo and subdistrict where they stand in the same cell."""

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        """Return the name of a village from its code."""
        return place_name(value)


class Digits(widgets.Widget):
    """A number of so many digits, with or without dashes, or blank."""

    def __init__(self, length: int) -> None:
        super().__init__()
        self.length = length
        self.is_clean = re.compile(rf"[0-9]{{{length}}}").fullmatch

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> str:
        """Return the digits alone."""
        digits = arabic_digits(plain(value)).replace("-", "").replace(" ", "")
        if digits and not (digits.isdecimal() and len(digits) == self.length):
            raise ValueError(_("ต้องเป็นตัวเลข %(n)d หลัก") % {"n": self.length})
        return digits


class NationalId(widgets.Widget):
    """Thirteen digits with a right checksum, or blank: no ID yet is a legal state."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> str:
        """Return the digits; a number that lost some is refused, never guessed."""
        text = plain(value)
        return ids.national_id(text) if text else ""


class Phone(widgets.Widget):
    """A Thai telephone number; a zero that a spreadsheet dropped is put back."""

    is_clean = staticmethod(ids.PHONE.fullmatch)

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> str:
        """Return the digits."""
        text = arabic_digits(plain(value)).replace("-", "").replace(" ", "")
        if text.isdecimal() and text[:1] in "689" and len(text) == 9:
            text = f"0{text}"
        return ids.phone(text) if text else ""


class Birth(widgets.Widget):
    """A day, a month or a year of birth in either era.

    `today` is the day on which a file is read: asked once, not for each of its rows.
    """

    def __init__(self, today: date | None = None) -> None:
        super().__init__()
        self.today = today

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> tuple | None:
        """Return (Gregorian year, month, day), the last two None where unknown."""
        if isinstance(value, date):
            value = f"{value.day}/{value.month}/{value.year}"
        text = plain(value)
        return parse_birth(text, today=self.today) if text else None

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        """Return what is known of a birth in the Buddhist Era."""
        return format_birth(*value) if value else ""


class BirthPart(widgets.Widget):
    """The day or the month of a birth in a column of its own; 0, 00 and a dash are unknown."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self.most = most

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> int | None:
        """Return the number; a month may be written as a name."""
        text = arabic_digits(plain(value)).strip(" .-")
        if not text.strip("0"):
            return None
        number = int(text) if text.isdecimal() else month_number(text) if self.most == 12 else None
        if number is None or not 1 <= number <= self.most:
            if self.most == 12:
                raise ValueError(_("เดือนเกิดต้องเป็นเลข 1 ถึง 12 หรือชื่อเดือน เช่น ต.ค."))
            raise ValueError(_("วันที่เกิดต้องเป็นเลข 1 ถึง 31"))
        return number


class SexOf(widgets.Widget):
    """Male or female in the usual spellings, or blank."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> str:
        """Return the stored value."""
        text = plain(value).lower()
        if text and text not in SEXES:
            raise ValueError(_("เพศต้องเป็น ชาย หรือ หญิง"))
        return SEXES.get(text, "")

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        """Return the word."""
        return str(Sex(value).label) if value else ""


class Children(widgets.Widget):
    """How many children of an age band; blank is none."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> int:
        """Return the count."""
        text = arabic_digits(plain(value))
        if text and not (text.isdecimal() and int(text) <= 30):
            raise ValueError(_("จำนวนเด็กต้องเป็นตัวเลข 0 ถึง 30"))
        return int(text or 0)


class Moo(widgets.Widget):
    """The number of a village in its subdistrict."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> int | None:
        """Return 1 to 99; "หมู่ 3" and "ม.3" are read."""
        text = arabic_digits(plain(value))
        for word in ("หมู่ที่", "หมู่", "ม.", "ม"):
            text = text.removeprefix(word).strip()
        if text and not (text.isdecimal() and 1 <= int(text) <= 99):
            raise ValueError(_("หมู่ที่ต้องเป็นตัวเลข เช่น 3"))
        return int(text) if text else None

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        """Return the number of a village from its code."""
        return str(int(value[6:8]))


class HouseholdResource(resources.Resource):
    """One row is a household and its head. `column_name` is the heading a template carries.

    The first argument is where an export finds the value, from {household, head}. In English
    each heading has its gloss in the catalogue, where most of them are labels of forms too.
    """

    village_code = fields.Field("household__village_id", "รหัสหมู่บ้าน", Digits(8))
    subdistrict = fields.Field("household__village_id", "ตำบล", Subdistrict(80))
    moo = fields.Field("household__village_id", "หมู่ที่", Moo())
    village_name = fields.Field("household__village_id", "หมู่บ้าน", VillageName(120))
    house_no = fields.Field("household__house_no", "บ้านเลขที่", HouseNo(20))
    house_code = fields.Field("household__house_code", "รหัสประจำบ้าน", Digits(11))
    title = fields.Field("head__title", "คำนำหน้า", Text(40))
    first_name = fields.Field("head__first_name", "ชื่อ", Name(80))
    last_name = fields.Field("head__last_name", "นามสกุล", Name(80))
    sex = fields.Field("head__sex", "เพศ", SexOf())
    birth = fields.Field("head__birth", "วันเกิด", Birth())
    national_id = fields.Field("head__national_id", "เลขประจำตัวประชาชน", NationalId())
    phone = fields.Field("household__phone", "โทรศัพท์", Phone())
    children_under_6 = fields.Field(
        "household__children_under_6", gettext_noop("เด็กอายุต่ำกว่า 6 ปี"), Children()
    )
    children_6_to_14 = fields.Field(
        "household__children_6_to_14", gettext_noop("เด็กอายุ 6-14 ปี"), Children()
    )


# What is read besides, of sheets that part a birth in three columns; its year stands in `birth`.
BIRTH_PARTS = {
    "birth_day": fields.Field(None, gettext_noop("เกิดวันที่ (เฉพาะเลขวัน)"), BirthPart(31)),
    "birth_month": fields.Field(None, gettext_noop("เดือนเกิด"), BirthPart(12)),
}
READ = HouseholdResource.fields | BIRTH_PARTS

# Other headings seen on offices' sheets, compared as `heading` writes them.
ALSO = {
    "village_code": (
        "รหัสหมู่",
        "รหัสหมู่บ้าน8หลัก",
        "รหัสหมู่บ้าน(8หลัก)",
        "รหัสพื้นที่",
        "villagecode",
        "village_code",
        "vcode",
    ),
    "subdistrict": ("ชื่อตำบล", "ต", "ตำบล/แขวง", "tambon", "subdistrict"),
    "moo": ("หมู่", "ม", "ม.ที่", "หมู่บ้านที่", "หมู่ที่/ชุมชน", "เลขหมู่", "moo"),
    "village_name": ("บ้าน", "ชื่อหมู่บ้าน", "ชื่อบ้าน", "หมู่บ้าน/ชุมชน", "village", "villagename"),
    "house_no": (
        "บ้านเลขที่/ที่อยู่",
        "เลขที่บ้าน",
        "เลขที่",
        "บ้านเลข",
        "บลท",
        "ที่อยู่",
        "houseno",
        "house_no",
    ),
    "house_code": (
        "รหัสบ้าน",
        "รหัสประจำบ้าน11หลัก",
        "เลขรหัสประจำบ้าน",
        "เลขประจำบ้าน",
        "รหัสทะเบียนบ้าน",
        "hid",
    ),
    "title": ("คำนำหน้าชื่อ", "คำนำหน้านาม", "คำนำ", "คำนำหน้าชื่อ-สกุล", "prefix", "title"),
    "first_name": (
        "ชื่อ-สกุล",
        "ชื่อสกุล",
        "ชื่อ/สกุล",
        "ชื่อ-นามสกุล",
        "ชื่อนามสกุล",
        "ชื่อ/นามสกุล",
        "ชื่อตัว",
        "ชื่อหัวหน้าครัวเรือน",
        "หัวหน้าครัวเรือน",
        "ชื่อ-สกุลหัวหน้าครัวเรือน",
        "ชื่อ-นามสกุลหัวหน้าครัวเรือน",
        "ชื่อสกุลหัวหน้าครัวเรือน",
        "รายชื่อ",
        "รายชื่อหัวหน้าครัวเรือน",
        "ชื่อครัวเรือน",
        "name",
        "firstname",
        "fullname",
    ),
    "last_name": ("สกุล", "ชื่อสกุล(นามสกุล)", "นามสกุลหัวหน้าครัวเรือน", "lastname", "surname"),
    "sex": ("เพศ(ชาย/หญิง)", "sex", "gender"),
    "birth": (
        "วันเดือนปีเกิด",
        "ว/ด/ปเกิด",
        "วดปเกิด",
        "ปีเกิด",
        "ปีพศเกิด",
        "ปีเกิด(พศ)",
        "วัน/เดือน/ปีเกิด",
        "วัน/เดือน/ปี(เกิด)",
        "วัน-เดือน-ปีเกิด",
        "เกิดวันที่",
        "ปีที่เกิด",
        "birthdate",
        "dob",
    ),
    "birth_month": ("เดือนที่เกิด", "เกิดเดือน", "birthmonth"),
    "national_id": (
        "เลขบัตรประชาชน",
        "เลขประจำตัว",
        "เลขบัตรประจำตัวประชาชน",
        "เลขที่บัตรประชาชน",
        "เลขที่บัตรประจำตัวประชาชน",
        "เลขประจำตัวประชาชน13หลัก",
        "เลขประจำตัวประชาชน(13หลัก)",
        "เลขบัตรประชาชน13หลัก",
        "หมายเลขบัตรประชาชน",
        "หมายเลขประจำตัวประชาชน",
        "รหัสประจำตัวประชาชน",
        "รหัสบัตรประชาชน",
        "บัตรประชาชน",
        "เลข13หลัก",
        "เลขปชช",
        "cid",
        "pid",
        "nationalid",
        "idcard",
    ),
    "phone": (
        "เบอร์โทรศัพท์",
        "เบอร์โทร",
        "โทร",
        "หมายเลขโทรศัพท์",
        "เบอร์โทรติดต่อ",
        "เบอร์ติดต่อ",
        "เบอร์มือถือ",
        "โทรศัพท์มือถือ",
        "มือถือ",
        "เบอร์",
        "tel",
        "phone",
        "mobile",
    ),
    "children_under_6": (
        "เด็กต่ำกว่า6ปี",
        "เด็กอายุต่ำกว่า6ปี(คน)",
        "เด็ก0-5ปี",
        "จำนวนเด็กอายุต่ำกว่า6ปี",
    ),
    "children_6_to_14": ("เด็ก6-14ปี", "เด็กอายุ6-14ปี(คน)", "จำนวนเด็กอายุ6-14ปี"),
}


def heading(text: Any) -> str:
    """Return a heading as it is compared: digits Arabic, one kind of dash, nothing between.

    ำ and า are one here: copies of a PDF lose the difference, and no two headings differ by it.
    """
    bare = arabic_digits(tidy(str(text or ""))).lower().translate(_ONE_DASH)
    return "".join(c for c in bare if c not in _BETWEEN)


_ONE_DASH = {ord(sign): "-" for sign in "\u2010\u2011\u2012\u2013\u2014\u2212"} | {0x0E33: "า"}
_BETWEEN = frozenset(" .\n:*()[]\"'?_")


def field_of(column: Any) -> str | None:
    """Return which field a heading means, or None."""
    return said(column) or None


def said(column: Any) -> str:
    """Return which field a heading means, or ""; of a group and its part, the part's."""
    whole = str(column or "")
    known = known_headings()
    group, parts, own = whole.rpartition(GROUP)
    found = known.get(heading(whole.replace(GROUP, "")))
    if parts and not found and heading(own) in PART_OF_BIRTH and "เกิด" in group:
        return PART_OF_BIRTH[heading(own)]
    return found or (known.get(heading(own)) if parts else "") or ""


# Below a heading of births, and beside a column of months.
PART_OF_BIRTH = {
    **dict.fromkeys(("วัน", "วันที่", "ว"), "birth_day"),
    **dict.fromkeys(("เดือน", "ด"), "birth_month"),
    **dict.fromkeys(("ปี", "ปีพศ", "พศ", "ป"), "birth"),
}
DAYS_OF_BIRTH = frozenset(("วันเกิด", "วันที่เกิด", "เกิดวันที่", "วันที่"))
YEARS_OF_BIRTH = frozenset(("ปีเกิด", "ปีพศเกิด", "ปีเกิด(พศ)", "พศเกิด", "ปีที่เกิด", "เกิดปี", "เกิดพศ"))


def is_complete(known: Any) -> bool:
    """Whether fields name at least a house number, a name and a way to the village."""
    has_village = known & {"village_code", "village_name"}
    return bool(has_village or {"subdistrict", "moo"} <= known) and known >= REQUIRED


def is_header(cells: Any) -> bool:
    """Whether a row names all that a household needs."""
    return is_complete({field_of(cell) for cell in cells})


def names(cleaned: dict[str, Any]) -> None:
    """Part a full name that stands in one cell; a title glued to the name is found.

    What has a cell of its own is not looked for: a first name of two words stays whole.
    """
    given = cleaned.get("title", "")
    title, rest = split_title(cleaned["first_name"])
    if given not in ("", title):
        rest = cleaned["first_name"]
    cleaned["title"] = given or title
    if not cleaned.get("last_name"):
        rest, _space, last = rest.partition(" ")
        cleaned["last_name"] = last.strip()
    cleaned["first_name"] = rest


@cache
def known_headings() -> dict[str, str]:
    """Return every heading known by heart, as `heading` writes it, with its field."""
    found: dict[str, str] = {}
    for name, field in READ.items():
        for text in (field.column_name, *ALSO.get(name, ())):
            found[heading(text)] = name
    return found


GROUP = " › "  # between the heading of a group and the heading below it
REQUIRED = frozenset({"house_no", "first_name"})
COLUMN_NAMES = {name: field.column_name for name, field in READ.items()}
TEMPLATE = {name: field.column_name for name, field in HouseholdResource.fields.items()}
HEADINGS = frozenset(COLUMN_NAMES.values())
COMPARED = ("house_no", "house_code", "phone", "children_under_6", "children_6_to_14")
assert all(hasattr(Household, name) for name in COMPARED)  # noqa: S101


def gloss(heading: str) -> str:
    """Return what a heading of the template means in the reader's language; Thai needs none."""
    meaning = _(heading) if heading in HEADINGS else ""
    return "" if meaning == heading else meaning
