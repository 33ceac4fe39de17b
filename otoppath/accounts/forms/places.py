"""A place that is typed: its code, or its name with or without the word before it."""

import re
from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from otoppath.places.models import Place
from otoppath.places.ranges import covers
from otoppath.thai.keys import search_key
from otoppath.thai.text import arabic_digits, tidy

_WORD = re.compile(r"^(จังหวัด|จ\.|อำเภอ|อ\.|เขต|ตำบล|ต\.|แขวง)\s*")
_SHOWN = 5


class PlaceField(forms.CharField):
    """Reads a place of the given levels inside the given areas; cleans to a Place.

    A name that several places bear is refused with the codes to choose from. A place outside
    the areas is told as one that does not exist.
    """

    def __init__(self, *, levels: Iterable[int], codes: Iterable[str] = (), **kwargs: Any) -> None:
        self.levels = tuple(levels)
        self.codes = tuple(codes)
        super().__init__(**kwargs)

    def clean(self, value: Any) -> Place | None:
        """Return the place, or None when nothing was typed and nothing has to be."""
        text = arabic_digits(tidy(super().clean(value) or ""))
        if not text:
            return None
        found = self._found(text)
        if not found:
            raise ValidationError(_("ไม่พบพื้นที่นี้ในเขตที่ท่านดูแล ตรวจชื่อหรือรหัสอีกครั้ง"))
        if len(found) > 1:
            raise ValidationError(
                _("มีหลายแห่งที่ชื่อนี้ พิมพ์รหัสแทน: %(places)s"),
                params={"places": ", ".join(f"{p.label} = {p.code}" for p in found[:_SHOWN])},
            )
        return found[0]

    def _found(self, text: str) -> list[Place]:
        places = Place.objects.under(*self.codes).filter(level__in=self.levels).current()
        if text.isdigit():
            return list(places.filter(code=text)) if covers(self.codes, text) else []
        bare = _WORD.sub("", text)
        exact = list(places.filter(name_th=bare)[: _SHOWN + 1])
        return exact or list(places.filter(search_key__contains=search_key(bare))[: _SHOWN + 1])
