"""Whether a household is in the system already: the search that comes before a new record.

Everything is searched inside the viewer's area. Only the national ID is also looked for
outside it, because a household that moved is otherwise entered twice; what is told then is
that there may be something, and whom to ask.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from django.core.cache import cache
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet, Value
from django.utils import timezone
from django.utils.translation import gettext as _

from households.duplicates.keys import refresh
from households.duplicates.scoring import ASKED, Entry, Score, entry, someone
from households.duplicates.searching import find
from households.models import Household, Person
from otoppath.accounts.models import User
from otoppath.accounts.scoping import area_q, areas_of
from otoppath.places.ranges import code_in
from otoppath.privacy.cipher import blind_index
from otoppath.privacy.models import AccessLog, record_access
from otoppath.thai.dates import today
from otoppath.thai.text import split_title

SHOWN = 20
# Different people outside the own area that one user may learn of in a day.
OUTSIDE_A_DAY = 10
# IDs that one user may ask for in a day, known or not: more than is entered by hand. A file
# asks for its IDs as the search does; what is beyond the measure is not looked for.
ASKED_A_DAY = 200
A_DAY = timedelta(days=1)


class Answer(NamedTuple):
    """Which of the IDs asked for may be known outside, and how many were not looked for."""

    known: set[str]
    unasked: int


class Outside(NamedTuple):
    """What may be said about an ID outside the viewer's area."""

    may_exist: bool = False
    is_limited: bool = False


def similar(text: str, village: str | None, *, user: User) -> list[Household]:
    """Households of the user's area that match what was typed, the likeliest first.

    In the village also those that share only the first word: a surname changes with marriage.
    """
    rows = Household.objects.visible_to(user).unmerged().filter(erased_at__isnull=True)
    rows = rows.order_by("sort_key")
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


class Match(NamedTuple):
    """A household that may be the one that is being entered, and what speaks for it."""

    household: Household
    score: Score

    @property
    def is_certain(self) -> bool:
        """Whether somebody of both has one ID."""
        return self.score.is_certain


def matches(typed: dict[str, Any], *, user: User) -> list[Match]:
    """Return households of the user's area that may be the new one in `typed`, surest first.

    A closed household is shown only for an ID: it may be opened again.
    """
    rows = Household.objects.visible_to(user).unmerged().filter(erased_at__isnull=True)
    village = typed["village"].pk
    refresh(rows.filter(code_in("village_id", [village[:6]])))
    (found,) = find([_typed(typed, village)], among=rows, at_least=ASKED)
    households = rows.in_bulk([one.household for one in found])
    met = [Match(households[one.household], one.score) for one in found]
    return [match for match in met if match.is_certain or match.household.is_standing]


def _typed(typed: dict[str, Any], village: str) -> Entry:
    birth = typed.get("birth")
    head = someone(
        typed["first_name"],
        typed["last_name"],
        title=typed["title"],
        sex=typed["sex"],
        birth_year=birth[0] if birth else None,
        id_index=blind_index(typed["national_id"]),
        is_head=True,
    )
    return entry(
        village,
        people=[head],
        house_no=typed["house_no"],
        house_code=typed["house_code"],
        phones=[typed["phone"]],
    )


def with_id(number: str, *, user: User) -> list[Household]:
    """Households of the user's area in which somebody has this ID."""
    persons = Person.objects.visible_to(user).with_national_id(number)
    rows = Household.objects.visible_to(user).unmerged()
    return list(rows.filter(Exists(persons.filter(household=OuterRef("pk"))))[:SHOWN])


def outside(number: str, *, user: User, request_id: str = "") -> Outside:
    """Say whether the ID may be known outside the user's area; a match is logged.

    Whoever asked for `ASKED_A_DAY` numbers or has learnt of `OUTSIDE_A_DAY` people in a day is
    told nothing more, match or not.
    """
    if not number:
        return Outside()
    index = blind_index(number)
    answer = ask([index], user=user, request_id=request_id)
    return Outside(may_exist=index in answer.known, is_limited=answer.unasked > 0)


@transaction.atomic
def ask(indexes: Sequence[str], *, user: User, request_id: str = "") -> Answer:
    """Look for IDs (blind indexes) outside the user's area until the day's measure is full.

    One question of a user waits for another: asked all at once, each would find the measure
    empty.
    """
    User.objects.select_for_update().get(pk=user.pk)
    told, persons = _told_and_elsewhere(indexes, user)
    left = OUTSIDE_A_DAY - len(told)
    # What was told stays told: asked once more, a full measure must not make it unknown.
    known = {index for index, person in persons.items() if person in told}
    indexes = [index for index in indexes if index not in known]
    asked = indexes[: _take_questions(user, len(indexes))] if left > 0 else []
    for position, index in enumerate(asked, start=1):
        if index not in persons:
            continue
        person = persons[index]
        left -= person not in told
        told.add(person)
        known.add(index)
        _log_match(user, person, request_id)
        if left <= 0:
            return Answer(known, len(indexes) - position)
    return Answer(known, len(indexes) - len(asked))


def told_before(indexes: Sequence[str], *, user: User, asker: User | None) -> Answer:
    """Return what `asker` was told of these IDs already, without asking anew."""
    persons = _elsewhere(indexes, user)
    told = set(_told(asker).values_list("subject_uuid", flat=True))
    return Answer({index for index, person in persons.items() if person in told}, 0)


def _elsewhere(indexes: Sequence[str], user: User) -> dict[str, UUID]:
    """Return {blind index: uuid of a person outside the user's area}."""
    return dict(_outside(indexes, user).order_by("-pk").values_list("national_id_index", "uuid"))


def _outside(indexes: Sequence[str], user: User) -> QuerySet[Person]:
    """Return who has these IDs outside the user's area; unscoped on purpose."""
    rows = Person.objects.filter(national_id_index__in=indexes)
    return rows.exclude(area_q(user, Person.place_path))


def _told_and_elsewhere(indexes: Sequence[str], user: User) -> tuple[set[UUID], dict[str, UUID]]:
    """Return who the user learnt of in a day, and what `_elsewhere` does, in one query."""
    log = _told(user).filter(at__gte=_a_day_ago())
    told = log.values_list("subject_uuid", Value(""), Value(0))
    persons = _outside(indexes, user).order_by().values_list("uuid", "national_id_index", "pk")
    rows = sorted(told.union(persons, all=True), key=lambda row: -row[2])
    known = {uuid for uuid, index, _pk in rows if not index}
    return known, {index: uuid for uuid, index, _pk in rows if index}


def _told(user: User | None) -> QuerySet[AccessLog]:
    """Return the log rows of people outside that a user has learnt of."""
    return AccessLog.objects.filter(user=user, action=AccessLog.Action.MATCH_OUTSIDE).order_by()


def _take_questions(user: User, wanted: int) -> int:
    """Return how many of the questions wanted are left of the user's day, and count them."""
    key = f"asked-outside-{user.pk}-{today():%Y%m%d}"
    asked = cache.get(key, 0)
    taken = min(wanted, max(0, ASKED_A_DAY - asked))
    cache.set(key, asked + taken, timeout=A_DAY.total_seconds())
    return taken


def _log_match(user: User, person: UUID, request_id: str) -> None:
    areas = areas_of(user)
    record_access(
        user=user,
        action=AccessLog.Action.MATCH_OUTSIDE,
        subject_label=_("เลขประจำตัวที่อาจอยู่นอกพื้นที่"),
        subject_uuid=person,
        place_code=areas[0] if areas else "",
        request_id=request_id,
    )


def _a_day_ago() -> datetime:
    return timezone.now() - A_DAY
