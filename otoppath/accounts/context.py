"""What every page shows around its content: menu, office, number of the request."""

from typing import NamedTuple

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from otoppath.places.names import place_title

from .scoping import areas_of, roles_of


class Entry(NamedTuple):
    """One line of the menu."""

    url: str
    label: str
    is_current: bool
    is_aside: bool = False  # stands in the user's own menu, not in the row of the daily work


# (URL name, label, permission or None: everybody). An entry whose address does not exist, or
# whose permission is not held, is left out. Those of _ASIDE are not daily work.
_MENU = [
    ("home", gettext_lazy("งานของฉัน"), None),
    ("households:household_list", pgettext_lazy("many", "ครัวเรือน"), "households.view_household"),
    ("groups:group_list", pgettext_lazy("many", "กลุ่มอาชีพ"), "groups.view_group"),
    ("products:product_list", pgettext_lazy("many", "ผลิตภัณฑ์"), "products.view_product"),
    ("products:registration_list", gettext_lazy("ลงทะเบียน OTOP"), "products.view_product"),
    ("markets:market_list", pgettext_lazy("many", "ตลาด"), "markets.view_market"),
    ("dashboards:place_detail", gettext_lazy("ความก้าวหน้า"), "dashboards.view_dashboard"),
    ("pipeline:requirement_list", gettext_lazy("เงื่อนไข 5 ขั้นตอน"), None),
    ("accounts:user_list", pgettext_lazy("many", "ผู้ใช้"), "accounts.manage_users"),
    ("accounts:access_log", gettext_lazy("การเข้าถึงข้อมูล"), "accounts.view_access_log"),
    ("accounts:year_list", pgettext_lazy("many", "ปีงบประมาณ"), "accounts.view_programme_year"),
    ("admin:index", gettext_lazy("ดูแลระบบ"), "accounts.inspect_records"),
]

_ASIDE = frozenset(
    {
        "pipeline:requirement_list",
        "accounts:user_list",
        "accounts:access_log",
        "accounts:year_list",
        "admin:index",
    }
)


def frame(request: HttpRequest) -> dict[str, object]:
    """Menu (`nav`), `office_name`, `demo` and `request_id`; the first two only when asked for."""
    return {
        "nav": SimpleLazyObject(lambda: _menu(request)),
        "office_name": SimpleLazyObject(lambda: office_name(request)),
        "demo": settings.DEMO,
        "now": timezone.now,
        "request_id": getattr(request, "request_id", ""),
    }


def _menu(request: HttpRequest) -> list[Entry]:
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return []
    entries = []
    for name, label, permission in _MENU:
        if permission is None or user.has_perm(permission):
            url = _address(request, name)
            if url:
                entries.append(Entry(url, str(label), False, name in _ASIDE))
    return _with_current(entries, request.path)


def _address(request: HttpRequest, name: str) -> str:
    try:
        if name != "dashboards:place_detail":
            return reverse(name)
        areas = areas_of(request.user)
        return reverse(name, args=[areas[0]]) if areas else ""
    except NoReverseMatch:
        return ""


def _with_current(entries: list[Entry], path: str) -> list[Entry]:
    """Mark the entry whose address is the longest beginning of the page's."""
    below = [e.url for e in entries if path == e.url or (e.url != "/" and path.startswith(e.url))]
    current = max(below, key=len, default=None)
    return [entry._replace(is_current=entry.url == current) for entry in entries]


def office_name(request: HttpRequest) -> str:
    """The office the user works in, as its letterhead writes it; blank before login."""
    user = getattr(request, "user", None)
    if user is None or not roles_of(user):
        return ""
    areas = areas_of(user)
    if user.is_everywhere or not areas:
        return _("กรมการพัฒนาชุมชน")
    code = areas[0][:4]  # two digits: the office of a province
    return _("สำนักงานพัฒนาชุมชน%(place)s") % {"place": place_title(code)}
