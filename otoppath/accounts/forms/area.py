"""The filter that every list of an area has: a text, and a place to narrow it to."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from otoppath.lists.filters import FilterForm
from otoppath.places.models import Place
from otoppath.places.names import label_of, place_title, village_label
from otoppath.places.ranges import VILLAGE, code_in, covers

from ..scoping import areas_of

ALL = pgettext_lazy("filter", "ทั้งหมด")
LEVELS = {
    2: _("จังหวัด (เลือกแล้วจะเลือกอำเภอได้)"),
    4: _("อำเภอ (เลือกแล้วจะเลือกตำบลได้)"),
    6: _("ตำบล (เลือกแล้วจะเลือกหมู่บ้านได้)"),
}


class AreaFilter(FilterForm):
    """A list that can be narrowed to a place of the user's area."""

    q = forms.CharField(label=_("ค้นหา"), required=False)
    place = forms.ChoiceField(label=_("พื้นที่"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asked = self.data.get("place", "")
        self.fields["place"].choices = area_choices(areas_of(self.user), asked)

    @property
    def looked_at(self) -> tuple[str, ...]:
        """The chosen place, or the places the user serves."""
        place = self.picked.get("place")
        return (place,) if place else areas_of(self.user)

    def in_place(self, rows: QuerySet, path: str = "village_id") -> QuerySet:
        """Return the rows that lie in the chosen place."""
        place = self.picked.get("place")
        by_district = getattr(rows.model, "by_district", False) and path == rows.model.place_path
        return rows.filter(code_in(path, [place], by_district=by_district)) if place else rows


def area_choices(areas: tuple[str, ...], chosen: str) -> list[Any]:
    """Return places of the areas to choose from, grouped by level, in one query.

    What lies directly below an area is offered, and below the chosen place and those around it:
    a district shows its subdistricts first, then the villages of the one that was chosen. The
    list is short at any scale, for a supervisor of the whole country too.
    """
    opened = {*areas, *_around(chosen, areas)}
    groups: dict[Any, list[tuple[str, str]]] = {}
    for code, *names in _below(opened, areas):
        if len(code) < VILLAGE:
            groups.setdefault(LEVELS[len(code)], []).append((code, place_title(code)))
        elif code[:6] in opened:
            villages = groups.setdefault(place_title(code[:6]), [])
            villages.append((code, village_label(code, *names)))
        else:
            groups.setdefault(gettext("หมู่บ้าน"), []).append((code, label_of(code, *names)))
    wide = [(code, place_title(code)) for code in areas if len(code) < VILLAGE - 2]
    return [("", ALL), *wide, *groups.items()]


def _around(chosen: str, areas: tuple[str, ...]) -> list[str]:
    """Return the codes from the province down to a chosen place that lie in the areas."""
    if not (chosen.isascii() and chosen.isdigit()):
        return []
    return [chosen[:n] for n in LEVELS if len(chosen) >= n and covers(areas, chosen[:n])]


def _below(opened: Iterable[str], areas: Iterable[str]) -> Any:
    """Return (code, Thai, English name) one level below the opened places, wide ones first."""
    wanted = Q(code__in=[code for code in areas if len(code) >= VILLAGE - 2])
    for code in opened:
        if len(code) < VILLAGE:
            wanted |= code_in("code", [code]) & Q(level=len(code) // 2 + 1)
    rows = Place.objects.current().filter(wanted).order_by("level", "code")
    return rows.values_list("code", "name_th", "name_en")
