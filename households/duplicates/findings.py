"""The pairs of a district that may be one household: found, kept, and asked about once.

Only what changed since it was last looked at is compared again, set by set. An open pair that
is found no more is dropped; one that was answered stays, and is asked again when a name or an
ID of either household is no longer what it was.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from hashlib import sha256
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import Exists, Max, OuterRef, Q, QuerySet

from households.duplicates.keys import any_of, entries
from households.duplicates.keys import refresh as refresh_keys
from households.duplicates.scoring import Entry, Score, compare
from households.duplicates.searching import find, split_villages
from households.models import DuplicateMark, DuplicatePair, Household
from otoppath.places.ranges import code_in

# Households looked at by one press of the button; the command has no end.
A_PRESS = 1_000
_BATCH = 1_000


class Compared(NamedTuple):
    """A pair as a page shows it: scored as its households are now."""

    pair: DuplicatePair
    score: Score


def unlooked(rows: QuerySet[Household]) -> QuerySet[Household]:
    """Return standing households of `rows` that changed since they were compared."""
    looked = DuplicateMark.objects.filter(
        household=OuterRef("pk"), compared_at=OuterRef("updated_at")
    )
    return rows.filter(closed_on__isnull=True, erased_at__isnull=True).filter(~Exists(looked))


def looked_at(rows: QuerySet[Household]) -> datetime | None:
    """Return the latest change of `rows` that the pairs know of."""
    marks = DuplicateMark.objects.filter(household__in=rows)
    return marks.aggregate(at=Max("compared_at"))["at"]


def refresh(rows: QuerySet[Household], *, at_most: int | None = A_PRESS) -> int:
    """Compare households of `rows` that changed with all of their district; return how many.

    A few queries for each thousand of them; `at_most` None goes on to the end. Pairs are found
    inside a district: the records of two districts are not merged by one office.
    """
    done = 0
    while at_most is None or done < at_most:
        n = _BATCH if at_most is None else min(_BATCH, at_most - done)
        waiting = unlooked(rows).order_by("village_id", "pk")
        changed = list(waiting.values_list("pk", "village_id")[:n])
        by_district: dict[str, list[int]] = defaultdict(list)
        for pk, village in changed:
            by_district[village[:4]].append(pk)
        for district, pks in by_district.items():
            _compare_with(district, pks)
        done += len(changed)
        if len(changed) < n:
            break
    return done


@transaction.atomic
def _compare_with(district: str, pks: list[int]) -> None:
    """Find the pairs of some households anew, and keep what was answered of them."""
    around = Household.objects.standing().filter(code_in("village_id", [district]))
    refresh_keys(around, at_most=10_000_000)
    mine = Household.objects.filter(pk__in=any_of(pks)).order_by("pk")
    moments = dict(mine.values_list("pk", "updated_at"))
    wanted = list(entries(mine))
    found: dict[tuple[int, int], int] = {}
    for one, others in zip(wanted, find(wanted, among=around), strict=True):
        for other in others:
            pair = sorted((one.pk or 0, other.household))
            found[pair[0], pair[1]] = other.score.points
    _keep(pks, found)
    DuplicateMark.objects.bulk_create(
        [DuplicateMark(household_id=pk, keyed_at=at, compared_at=at) for pk, at in moments.items()],
        update_conflicts=True,
        unique_fields=["household"],
        update_fields=["compared_at"],
        batch_size=2_000,
    )


def _keep(pks: list[int], found: dict[tuple[int, int], int]) -> None:
    """Write what was found; an answer stands while the names and IDs it stood on do."""
    mine = Q(first__in=any_of(pks)) | Q(second__in=any_of(pks))
    known = {(pair.first_id, pair.second_id): pair for pair in DuplicatePair.objects.filter(mine)}
    gone = [pair.pk for at, pair in known.items() if not pair.answer and at not in found]
    DuplicatePair.objects.filter(pk__in=any_of(gone)).delete()
    different = DuplicatePair.Answer.DIFFERENT
    answered = [p for at, p in known.items() if at in found and p.answer == different]
    for pair, told in zip(answered, told_apart(answered), strict=True):
        if pair.told_apart_by and told != pair.told_apart_by:
            pair.answer = ""
        elif not pair.told_apart_by:  # answered of a row, before it was a household
            pair.told_apart_by = told
    for at, points in found.items():
        if at in known:
            known[at].score = points
    DuplicatePair.objects.bulk_update(
        [pair for at, pair in known.items() if at in found],
        ["score", "answer", "told_apart_by"],
        batch_size=500,
    )
    DuplicatePair.objects.bulk_create(
        [
            DuplicatePair(first_id=first, second_id=second, score=points)
            for (first, second), points in found.items()
            if (first, second) not in known
        ],
        batch_size=1_000,
        ignore_conflicts=True,
    )


def told_apart(pairs: Iterable[DuplicatePair]) -> list[str]:
    """Return for each pair a digest of the names and IDs of both households, in two queries."""
    return [_digest(one, other) for _pair, one, other in _sides(list(pairs))]


def _digest(*sides: Entry) -> str:
    people = [sorted((p.given, p.family, p.id_index) for p in side.people) for side in sides]
    return sha256(repr(people).encode()).hexdigest()


def compared(pairs: Iterable[DuplicatePair]) -> list[Compared]:
    """Return the pairs of a page with their reasons, in three queries."""
    split = split_villages()
    sides = _sides(list(pairs))
    return [Compared(pair, compare(one, other, split=split)) for pair, one, other in sides]


def _sides(pairs: list[DuplicatePair]) -> list[tuple[DuplicatePair, Any, Any]]:
    pks = {pk for pair in pairs for pk in (pair.first_id, pair.second_id)}
    known = {e.pk: e for e in entries(Household.objects.filter(pk__in=any_of(sorted(pks))))}
    return [(pair, known[pair.first_id], known[pair.second_id]) for pair in pairs]
