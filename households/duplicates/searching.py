"""The households of an area that may be one that is typed, or one of the rows of a file."""

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from django.db.models import Count, QuerySet

from households.duplicates.keys import any_of, entries, keys_of
from households.duplicates.scoring import POSSIBLE, Entry, Score, compare
from households.models import DuplicateKey, Household
from otoppath.places.models import Place

# A key that more households share says nothing of any of them.
MOST_OF_A_KEY = 60
MOST_FOUND = 20


class Found(NamedTuple):
    """A stored household that may be the one compared with, and what speaks for it."""

    household: int  # its key
    score: Score


def find(
    wanted: Sequence[Entry], *, among: QuerySet[Household], at_least: int = POSSIBLE
) -> list[list[Found]]:
    """Return for each of `wanted` the households of `among` that may be it, surest first.

    `wanted` are made with `scoring.entry` and `scoring.someone` (IDs as blind indexes); those
    with a `pk` are never found for themselves. `among` is what may be seen:
    `Household.objects.visible_to(user).standing()`. Five queries whatever the number of rows on
    either side, and memory for what is found, not for what is compared. Call `keys.refresh` of
    the same rows first: a household changed since is looked for under its old keys.
    """
    doors: dict[int, list[int]] = defaultdict(list)
    for i, one in enumerate(wanted):
        for key in keys_of(one):
            doors[key].append(i)
    for key in _too_common(doors):
        del doors[key]
    found: list[list[Found]] = [[] for _one in wanted]
    if doors:
        _compare_all(wanted, doors, among, at_least, found)
    for some in found:
        some.sort(key=lambda one: (-one.score.points, one.household))
        del some[MOST_FOUND:]
    return found


def _too_common(doors: dict[int, list[int]]) -> list[int]:
    keys = DuplicateKey.objects.filter(key__in=any_of(list(doors))).order_by()
    counted = keys.values("key").annotate(n=Count("pk")).filter(n__gt=MOST_OF_A_KEY)
    return list(counted.values_list("key", flat=True))


def _compare_all(
    wanted: Sequence[Entry],
    doors: dict[int, list[int]],
    among: QuerySet[Household],
    at_least: int,
    found: list[list[Found]],
) -> None:
    """Meet each stored household once, with all that came to one of its doors."""
    keys = DuplicateKey.objects.filter(key__in=any_of(list(doors)), household__in=among)
    met = keys.order_by("household_id").values_list("household_id", "key")
    rows: dict[int, set[int]] = defaultdict(set)
    for household, key in met.iterator(chunk_size=5_000):
        rows[household].update(doors[key])
    split = split_villages()
    for other in entries(among.filter(pk__in=any_of(list(rows)))):
        for i in rows.pop(other.pk or 0, ()):
            if wanted[i].pk == other.pk:
                continue
            score = compare(wanted[i], other, split=split)
            if score.points >= at_least:
                found[i].append(Found(other.pk or 0, score))


def split_villages() -> set[tuple[str, str]]:
    """Return the pairs of villages of which one took over from the other, in both orders."""
    taken = Place.objects.villages().filter(replaced_by__isnull=False)
    pairs = set(taken.values_list("code", "replaced_by_id"))
    return pairs | {(new, old) for old, new in pairs}
