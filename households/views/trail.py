"""Where a page is: breadcrumbs by place, each opening the list of that place."""

from django.urls import reverse
from django.utils.translation import pgettext

from otoppath.places.names import place_trail

Crumb = dict[str, str]


def place_crumbs(code: str, label: str, *between: tuple[str, str]) -> list[Crumb]:
    """Return district, subdistrict and village of a place, then this page.

    `between` are (label, address) of pages that lie between the village and this one.
    """
    address = reverse("households:household_list")
    places = [(title, f"{address}?place={at}") for at, title in place_trail(code) if len(at) > 2]
    return [*_crumbs(*places, *between), {"label": label, "url": ""}]


def crumbs(label: str, *before: tuple[str, str]) -> list[Crumb]:
    """Return the list of households, pages below it, then this page."""
    first = (pgettext("many", "ครัวเรือน"), reverse("households:household_list"))
    return [*_crumbs(first, *before), {"label": label, "url": ""}]


def _crumbs(*pages: tuple[str, str]) -> list[Crumb]:
    return [{"label": label, "url": url} for label, url in pages]
