"""Which village a row means: by its code, by subdistrict and moo, or by its name."""

import re
from typing import Any, NamedTuple, cast

from django.utils.translation import gettext as _

from households.duplicates.searching import in_both_orders
from otoppath.accounts.models import User
from otoppath.accounts.scoping import areas_of
from otoppath.places.models import Place, exists_on
from otoppath.thai.dates import today
from otoppath.thai.keys import search_key
from otoppath.thai.text import arabic_digits

LONGEST_HOUSE_NO = 20
_MOO = re.compile(r"(?:หมู่ที่|หมู่|ม\s?\.)\s*(\d{1,2})(?!\d)")
_SUBDISTRICT = re.compile(r"(?:ตำบล|ต\s?\.)\s*(\S+)")
_REST = re.compile(r"(?:อำเภอ|อ\s?\.|จังหวัด|จ\s?\.)\s*\S+")
_CODE = re.compile(r"\d{8}")


class Misplaced(ValueError):
    """No village of the area is meant; which cell says so, and why."""

    def __init__(self, column: str, value: Any, reason: str) -> None:
        super().__init__(reason)
        self.column, self.value, self.reason = column, value, reason


class Said(NamedTuple):
    """What one cell says of a place."""

    name: str
    moo: int | None
    subdistrict: str
    code: str


def said_by(text: str) -> Said:
    """Part "บ้านตัวอย่าง ม.3 ต.สมมุติ" into its words; a code or a moo may stand alone."""
    text = arabic_digits(text)
    if code := _CODE.fullmatch(text):
        return Said("", None, "", code[0])
    moo, subdistrict = _MOO.search(text), _SUBDISTRICT.search(text)
    name = _REST.sub("", _SUBDISTRICT.sub("", _MOO.sub("", text))).strip(" ,-()")
    if name.isdecimal() and len(name) <= 2 and not moo:
        return Said("", int(name), "", "")
    return Said(name, int(moo[1]) if moo else None, subdistrict[1] if subdistrict else "", "")


def part_address(cells: dict[str, Any]) -> None:
    """Take moo and subdistrict out of the cells of the house number and the village's name.

    Raises `Misplaced` where two cells of the row name different villages.
    """
    for name in ("house_no", "village_name"):
        text = cells.get(name, "")
        if not text or (name == "house_no" and "ม" not in text and "ต" not in text):
            continue
        said = said_by(text) if name == "village_name" else _said_behind(text)
        cells[name] = said.name
        _take(cells, "moo", said.moo, name, text)
        if said.subdistrict and not cells.get("subdistrict"):
            cells["subdistrict"] = said.subdistrict
        if said.code:
            _take(cells, "village_code", said.code, name, text)
    if len(cells.get("house_no", "")) > LONGEST_HOUSE_NO:
        reason = _("ยาวเกิน %(n)d ตัวอักษร") % {"n": LONGEST_HOUSE_NO}
        raise Misplaced("house_no", cells["house_no"], reason)


def _said_behind(text: str) -> Said:
    """Return what stands behind a house number; a number without a moo stays whole."""
    found = _MOO.search(text) or _SUBDISTRICT.search(text)
    if not found:
        return Said(text, None, "", "")
    said = said_by(text[found.start() :])
    return said._replace(name=text[: found.start()].strip(" ,"))


def _take(cells: dict[str, Any], column: str, value: Any, name: str, text: str) -> None:
    if value is None:
        return
    if cells.get(column) not in (None, "", value):
        reason = _("ไม่ตรงกับ “%(other)s” ในแถวเดียวกัน") % {"other": cells[column]}
        raise Misplaced(name, text, reason)
    cells[column] = value


class Villages:
    """The villages of a user's area, read once for a file."""

    def __init__(self, user: User) -> None:
        areas = areas_of(user)
        around = [code[:6] for code in areas]  # of an area that is a village, its subdistrict
        places = Place.objects.under(*around).filter(level__gte=Place.Level.SUBDISTRICT)
        named = ("code", "level", "name_th")
        known = list(places.values_list(*named, "replaced_by_id", cast(Any, exists_on(today()))))
        found = [row[:3] for row in known if row[4]]
        # Villages of which one took over from the other, for the search for duplicates.
        self.split = in_both_orders((row[0], row[3]) for row in known if row[3])
        inside = tuple(areas)
        self.codes = {
            code
            for code, level, _name in found
            if level == Place.Level.VILLAGE and code.startswith(inside)
        }
        holding = {code[:6] for code in self.codes}
        self.subdistricts: dict[str, str] = {}
        self.named: dict[str, list[str]] = {}
        for code, level, name in found:
            if level == Place.Level.SUBDISTRICT and code in holding:
                self.subdistricts[name] = self.subdistricts[_key(name)] = code
            elif code in self.codes:
                self.named.setdefault(_key(name), []).append(code)
        # As they are written, to know damaged ones by.
        self.words = frozenset(name for _code, _level, name in found)

    def code_of(self, cells: dict[str, Any]) -> str:
        """Return the code of the village a row means. Raises `Misplaced`."""
        if code := cells.get("village_code"):
            if code not in self.codes:
                raise Misplaced(
                    "village_code", code, _("ไม่มีหมู่บ้านรหัสนี้ในพื้นที่ที่ท่านดูแล ตรวจรหัสหมู่บ้าน 8 หลัก")
                )
            return code
        subdistrict = self._subdistrict(cells)
        if subdistrict and cells.get("moo") is not None:
            code = f"{subdistrict}{cells['moo']:02d}"
            if code not in self.codes:
                raise Misplaced("moo", cells["moo"], _("ไม่มีหมู่ที่นี้ในตำบล ตรวจหมู่ที่และชื่อตำบล"))
            return code
        if cells.get("village_name"):
            return self._by_name(cells["village_name"], subdistrict, cells.get("moo"))
        if not subdistrict:
            raise Misplaced("subdistrict", "", _("ไม่มีตำบลนี้ในพื้นที่ที่ท่านดูแล ตรวจชื่อตำบล"))
        raise Misplaced("moo", "", _("ต้องไม่เว้นว่าง"))

    def _subdistrict(self, cells: dict[str, Any]) -> str:
        name = cells.get("subdistrict", "")
        if not name:
            return ""
        bare = name.removeprefix("ตำบล").removeprefix("ต.").strip()
        code = self.subdistricts.get(bare) or self.subdistricts.get(_key(bare))
        if code is None:
            raise Misplaced("subdistrict", name, _("ไม่มีตำบลนี้ในพื้นที่ที่ท่านดูแล ตรวจชื่อตำบล"))
        return code

    def _by_name(self, name: str, subdistrict: str, moo: int | None) -> str:
        found = [
            code
            for code in self.named.get(_key(name), ())
            if code.startswith(subdistrict) and moo in (None, int(code[6:]))
        ]
        if len(found) == 1:
            return found[0]
        if found:
            reason = _("มีหมู่บ้านชื่อนี้ %(n)d แห่งในพื้นที่ เติมตำบลและหมู่ที่") % {"n": len(found)}
        else:
            reason = _("ไม่มีหมู่บ้านชื่อนี้ในพื้นที่ที่ท่านดูแล ตรวจชื่อ หมู่ที่ และตำบล")
        raise Misplaced("village_name", name, reason)


def _key(name: str) -> str:
    return search_key(name.removeprefix("บ้าน").removeprefix("บ."))
