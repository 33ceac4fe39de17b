"""Whether a household is in the system already: the search that comes before a new record.

Everything is searched inside the viewer's area. Only the national ID is also looked for
outside it, because a household that moved is otherwise entered twice; what is told then is
that there may be something, and whom to ask.
"""

from datetime import timedelta
from typing import NamedTuple

from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _

from households.models import Household, Person
from otoppath.accounts.models import User
from otoppath.accounts.scoping import area_q, areas_of
from otoppath.privacy.models import AccessLog, record_access
from otoppath.thai.text import split_title

SHOWN = 20
# Different people outside the own area that one user may learn of in a day.
OUTSIDE_A_DAY = 10


class Outside(NamedTuple):
    """What may be said about an ID outside the viewer's area."""

    may_exist: bool = False
    is_limited: bool = False


def similar(text: str, village: str | None, *, user: User) -> list[Household]:
    """Households of the user's area that match what was typed, the likeliest first.

    In the village also those that share only the first word: a surname changes with marriage.
    """
    rows = Household.objects.visible_to(user).filter(erased_at__isnull=True).order_by("sort_key")
    text = split_title(text)[1]
    if not text:
        return []
    exact = rows.matching(text)
    if not village:
        return list(exact[:SHOWN])
    found = list(exact.filter(village=village)[:SHOWN])
    alike = rows.matching(text.split()[0]).filter(village=village)
    elsewhere = exact.exclude(village=village)
    for more in (alike, elsewhere):
        known = {row.pk for row in found}
        found += [row for row in more[:SHOWN] if row.pk not in known]
    return found[:SHOWN]


def with_id(number: str, *, user: User) -> list[Household]:
    """Households of the user's area in which somebody has this ID."""
    persons = Person.objects.visible_to(user).with_national_id(number)
    rows = Household.objects.visible_to(user)
    return list(rows.filter(Exists(persons.filter(household=OuterRef("pk"))))[:SHOWN])


def outside(number: str, *, user: User, request_id: str = "") -> Outside:
    """Say whether the ID may be known outside the user's area; a match is logged.

    Whoever has learnt of `OUTSIDE_A_DAY` people in a day is told nothing more, match or not.
    """
    if not number:
        return Outside()
    if _learnt_today(user) >= OUTSIDE_A_DAY:
        return Outside(is_limited=True)
    persons = Person.objects.with_national_id(number)  # unscoped on purpose: see above
    person = persons.exclude(area_q(user, Person.place_path)).first()
    if person is None:
        return Outside()
    areas = areas_of(user)
    record_access(
        user=user,
        action=AccessLog.Action.MATCH_OUTSIDE,
        subject_label=_("เลขประจำตัวที่อาจอยู่นอกพื้นที่"),
        subject_uuid=person.uuid,
        place_code=areas[0] if areas else "",
        request_id=request_id,
    )
    return Outside(may_exist=True)


def _learnt_today(user: User) -> int:
    since = timezone.now() - timedelta(days=1)
    matches = AccessLog.objects.filter(
        user=user, action=AccessLog.Action.MATCH_OUTSIDE, at__gte=since
    )
    return matches.order_by().values("subject_uuid").distinct().count()
