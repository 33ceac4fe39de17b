"""Names of places from memory, so that no list joins or asks for them.

All names of the database are kept in the process, read in one query by the first page that
needs one and brought up to date, again in one query, at most once a minute: only rows changed
since are read. A page that finds the names there asks nothing.
"""

import threading
import time
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.apps import apps
from django.utils.translation import get_language, gettext

BANGKOK = "10"
FRESH_SECONDS = 60
# A load still open when the names were read commits rows with an older time.
_OVERLAP = timedelta(minutes=10)
_LABELS_KEPT = 5_000


class _Memory:
    """The names of all places, and how fresh they are."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.clear()

    def clear(self) -> None:
        """Know nothing: the next question reads everything."""
        self.names: dict[str, tuple[str, str]] = {}
        self.labels: dict[tuple[str | None, str], str] = {}
        self.newest: datetime | None = None
        self.read_at: float | None = None

    def is_stale(self) -> bool:
        """Whether the names were never read, or too long ago."""
        return self.read_at is None or time.monotonic() - self.read_at > FRESH_SECONDS

    def label(self, code: str) -> str:
        """The label of a code, put together once for each language: lists show few villages."""
        names = self.of(code)  # it may find that the labels are of before
        key = get_language(), code
        labels = self.labels  # another thread may begin a new one meanwhile
        if key not in labels:
            if len(labels) >= _LABELS_KEPT:
                labels = self.labels = {}
            labels[key] = label_of(code, *names)
        return labels[key]

    def of(self, code: str) -> tuple[str, str]:
        """Thai and English name of a code, two blanks when there is no such place."""
        if code and self.is_stale():
            with self.lock:
                if self.is_stale():  # no other thread has read them meanwhile
                    self.read()
        return self.names.get(code, ("", ""))

    def read(self) -> None:
        """Read the names that are new or changed since the last time, in one query."""
        place: Any = apps.get_model("places", "Place")  # it imports this module
        places = place.objects.order_by("updated_at")
        if self.newest is not None:
            places = places.filter(updated_at__gt=self.newest - _OVERLAP)
        rows = places.values_list("code", "name_th", "name_en", "updated_at")
        for code, name_th, name_en, changed in rows.iterator(chunk_size=5000):
            self.names[code] = (name_th, name_en)
            self.newest = changed
        self.labels = {}
        self.read_at = time.monotonic()


_memory = _Memory()


def place_name(code: str) -> str:
    """The bare name ("ภูเขียว", "บ้านโนนงาม") in the language of the page.

    An unknown code is returned as it is: a list must show something that can be looked up.
    """
    return spoken(*_memory.of(code)) or code


def place_title(code: str) -> str:
    """The name behind the word for its level: "อำเภอภูเขียว", "ตำบลผักปัง", "บ้านโนนงาม"."""
    return _titled(code, place_name(code))


def place_label(code: str) -> str:
    """The name with the place around it: "บ้านโนนงาม หมู่ที่ 3 ต.ผักปัง", "อ.ภูเขียว จ.ชัยภูมิ"."""
    return _memory.label(code)


def place_trail(code: str) -> list[tuple[str, str]]:
    """Code and title of each place from the province down to `code`, for breadcrumbs."""
    return [(code[:length], place_title(code[:length])) for length in range(2, len(code) + 1, 2)]


def label_of(code: str, name_th: str, name_en: str) -> str:
    """The label of a place whose own name is at hand; the names around it are looked up."""
    name = spoken(name_th, name_en) or code
    if len(code) == 8:
        return gettext("%(village)s หมู่ที่ %(moo)d %(subdistrict)s") % {
            "village": name,
            "moo": int(code[6:]),
            "subdistrict": _short(code[:6], place_name(code[:6])),
        }
    if len(code) in (4, 6):
        return gettext("%(place)s %(above)s") % {
            "place": _short(code, name),
            "above": _short(code[:-2], place_name(code[:-2])),
        }
    return _short(code, name)


def village_label(code: str, name_th: str, name_en: str) -> str:
    """The label of a village below its subdistrict: "บ้านโนนงาม หมู่ที่ 3"."""
    words = {"village": spoken(name_th, name_en) or code, "moo": int(code[6:])}
    return gettext("%(village)s หมู่ที่ %(moo)d") % words


def place_choices(codes: Iterable[str], level: int) -> list[tuple[str, str]]:
    """Choices (code, label) of the places of a level that exist today in the areas `codes`."""
    place: Any = apps.get_model("places", "Place")
    rows = place.objects.under(*codes).filter(level=level).current().order_by("code")
    found = list(rows.values_list("code", "name_th", "name_en"))
    return [(code, label_of(code, *names)) for code, *names in found]


def village_choices(codes: Iterable[str]) -> list[tuple[str, str]]:
    """Choices (code, label) of the villages that exist today in the areas `codes`."""
    return place_choices(codes, level=4)


def forget() -> None:
    """Drop the names kept in this process; the next page reads them again."""
    _memory.clear()


def spoken(name_th: str, name_en: str) -> str:
    """The name in the language of the page; Thai where no English one is known."""
    if name_en and (get_language() or "").startswith("en"):
        return name_en
    return name_th


def _titled(code: str, name: str) -> str:
    """The name behind the full word for its level."""
    in_bangkok = code.startswith(BANGKOK)
    match len(code):
        case 2 if not in_bangkok:
            return gettext("จังหวัด%(name)s") % {"name": name}
        case 4 if in_bangkok:
            return gettext("เขต%(name)s") % {"name": name}
        case 4:
            return gettext("อำเภอ%(name)s") % {"name": name}
        case 6 if in_bangkok:
            return gettext("แขวง%(name)s") % {"name": name}
        case 6:
            return gettext("ตำบล%(name)s") % {"name": name}
    return name


def _short(code: str, name: str) -> str:
    """The name behind the abbreviation of its level; Bangkok has none."""
    if code.startswith(BANGKOK):
        return _titled(code, name)
    match len(code):
        case 2:
            return gettext("จ.%(name)s") % {"name": name}
        case 4:
            return gettext("อ.%(name)s") % {"name": name}
        case 6:
            return gettext("ต.%(name)s") % {"name": name}
    return name
