"""The households of an area that may be one that is typed, or one of the rows of a file."""

import io
from array import array
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import combinations, groupby
from operator import itemgetter
from typing import Any, Final, NamedTuple

from django.core.exceptions import EmptyResultSet
from django.db import connection, transaction
from django.db.models import F, QuerySet

from households.duplicates.keys import keys_of, stale, stored
from households.duplicates.scoring import POSSIBLE, Entry, Score, compare
from households.models import DuplicateKey, Household, Person
from otoppath.accounts.copying import copy_into
from otoppath.places.models import Place

# A key that more households share says nothing of any of them.
MOST_OF_A_KEY: Final = 60
MOST_FOUND: Final = 20
BLOCK = 5_000  # keys that are one text
Pairs = Collection[tuple[str, str]]


class Found(NamedTuple):
    """A stored household that may be the one compared with, and what speaks for it."""

    household: int  # its key
    score: Score


class StaleKeys(Exception):
    """A household changed since its keys were made, so that it could be missed."""


class Doors:
    """The keys of what is looked for, each with its place among them: twelve bytes a key."""

    def __init__(self, wanted: Iterable[Entry | None] = ()) -> None:
        self.keys, self.places, self.wanted = array("q"), array("i"), 0
        for one in wanted:
            self.add(one)

    def add(self, one: Entry | None) -> None:
        """Add the next one; None is not looked for."""
        if one is not None:
            found = sorted(keys_of(one))
            self.keys.extend(found)
            self.places.extend([self.wanted] * len(found))
        self.wanted += 1

    def among_each_other(self) -> set[tuple[int, int]]:
        """Return the pairs of places that share a key, the earlier first."""
        order = sorted(range(len(self.keys)), key=self.keys.__getitem__)
        pairs: set[tuple[int, int]] = set()
        for _key, same in groupby(order, key=self.keys.__getitem__):
            places = sorted(self.places[at] for at in same)
            if 1 < len(places) <= MOST_OF_A_KEY:
                pairs.update(combinations(places, 2))
        return pairs

    def text(self, begin: int = 0, end: int | None = None) -> str:
        """Return keys by their places as JSON; some of them, where it is said which."""
        text, at = io.StringIO(), begin
        for place, same in groupby(self.places[begin:end]):
            n = sum(1 for _one in same)
            text.write(f'{"{" if at == begin else ","}"{place}":[')
            text.write(",".join(map(str, self.keys[at : at + n])))
            text.write("]")
            at += n
        text.write("}")
        return text.getvalue()


def find(
    wanted: Sequence[Entry], *, among: QuerySet[Household], at_least: int = POSSIBLE
) -> list[list[Found]]:
    """Return for each of `wanted` the households of `among` that may be it, surest first.

    `wanted` are made with `scoring.entry` and `scoring.someone` (IDs as blind indexes); those
    with a `pk` are never found for themselves. `among` is what may be seen:
    `Household.objects.visible_to(user).standing()`. Two queries whatever the number of rows on
    either side, and memory for what is found, not for what is compared. Call `keys.refresh` of
    the same rows first: a household changed since is looked for under its old keys.
    """
    found: list[list[Found]] = [[] for _one in wanted]
    split = split_villages()
    for other, places in met_at(Doors(wanted), among):
        for i in places:
            if wanted[i].pk == other.pk:
                continue
            score = compare(wanted[i], other, split=split)
            if score.points >= at_least:
                found[i].append(Found(other.pk or 0, score))
    for some in found:
        some.sort(key=lambda one: (-one.score.points, one.household))
        del some[MOST_FOUND:]
    return found


def met_at(
    doors: Doors, among: QuerySet[Household], *, is_strict: bool = False
) -> Iterator[tuple[Entry, list[int]]]:
    """Give each household of `among` that has a key of `doors`, once, with who comes to it.

    One query, read in a stream; three with a file's doors on PostgreSQL. Strict, it raises
    `StaleKeys` before the first of them where a household of `among` changed since its keys
    were made.
    """
    if not doors.keys:
        return
    try:
        inside, inside_values = _select(among)
        changed, changed_values = _select(stale(among)) if is_strict else ("", ())
    except EmptyResultSet:
        return
    with _handed_over(doors) as (source, value), connection.chunked_cursor() as cursor:
        sql = _MET % {
            "inside": inside,
            "doors": source,
            "list": _LIST[connection.vendor],
            "stale": f"EXISTS ({changed})" if is_strict else "1 = 0",
        }
        cursor.execute(sql, [*value, *inside_values, *changed_values])
        for (is_stale, pk), rows in groupby(_read(cursor), key=itemgetter(0, 1)):
            if is_stale:
                raise StaleKeys
            if pk is not None:
                mine = list(rows)
                yield _entry(mine), [int(place) for place in mine[0][2].split(",")]


@contextmanager
def _handed_over(doors: Doors) -> Iterator[tuple[str, list[str]]]:
    """Give the SELECT of the doors and its parameter: those of a file take 45 MiB as one text.

    SQLite asks for them a block at a time; PostgreSQL has them copied into a table of its own.
    """
    n = len(doors.keys)
    if connection.vendor == "sqlite":
        blocks = range((n + BLOCK - 1) // BLOCK)
        connection.ensure_connection()
        connection.connection.create_function(
            "block_of_doors", 1, lambda at: doors.text(at * BLOCK, (at + 1) * BLOCK)
        )
        try:
            yield _BLOCKS, [f"[{','.join(map(str, blocks))}]"]
        finally:
            connection.connection.create_function("block_of_doors", 1, None)
    elif n <= BLOCK:
        yield _TEXT, [doors.text()]
    else:
        with transaction.atomic(), connection.cursor() as cursor:  # ends with the table
            again, columns = "DROP TABLE IF EXISTS pg_temp.doors", "(place integer, key bigint)"
            cursor.execute(f"{again}; CREATE TEMPORARY TABLE doors {columns} ON COMMIT DROP")
            copy_into("doors", ("place", "key"), zip(doors.places, doors.keys, strict=True))
            yield "SELECT place, key FROM doors", []


def _read(cursor: Any) -> Iterator[tuple[Any, ...]]:
    while rows := cursor.fetchmany(1_000):
        yield from rows


def _select(rows: QuerySet[Household]) -> tuple[str, Sequence[Any]]:
    return rows.order_by().values(key=F("pk")).query.sql_with_params()


def _entry(rows: list[tuple[Any, ...]]) -> Entry:
    """Return a household from its rows, one for each who lives there."""
    people = [_Person(*row[8:]) for row in rows if row[7] is not None]
    return stored(_Home(*rows[0][1:2], *rows[0][3:7]), people)


class _Home(NamedTuple):
    pk: int
    village_id: str
    house_no: str
    house_code: str
    phone: str


class _Person(NamedTuple):
    first_name: str
    last_name: str
    title: str
    sex: str
    birth_year: int | None
    national_id_index: str
    is_head: bool
    phone: str


_HOUSEHOLDS, _PERSONS, _KEYS = (m._meta.db_table for m in (Household, Person, DuplicateKey))
_BLOCKS = """
    SELECT CAST(p.key AS integer) AS place, k.value AS key
    FROM json_each(%s) b, json_each(block_of_doors(b.value)) p, json_each(p.value) k"""
_TEXT = """
    SELECT p.key::int AS place, k.value::bigint AS key
    FROM json_each(%s::json) p, LATERAL json_array_elements_text(p.value) k (value)"""
_LIST = {
    "postgresql": "string_agg(DISTINCT d.place::text, ',')",
    "sqlite": "group_concat(DISTINCT d.place)",
}
# Keys are counted over all that is stored: what is common elsewhere says nothing here.
_MET = f"""
    WITH d AS MATERIALIZED (%(doors)s),
    met AS (
        SELECT k.household_id, %(list)s AS places
        FROM d JOIN (
            SELECT key, household_id, COUNT(*) OVER (PARTITION BY key) AS n FROM {_KEYS}
            WHERE key IN (SELECT key FROM d)
        ) k ON k.key = d.key
        WHERE k.n <= {MOST_OF_A_KEY} AND k.household_id IN (%(inside)s)
        GROUP BY k.household_id
    )
    SELECT s.is_stale, h.id, met.places, h.village_id, h.house_no, h.house_code, h.phone,
        p.id, p.first_name, p.last_name, p.title, p.sex, p.birth_year, p.national_id_index,
        p.is_head, p.phone
    FROM (SELECT %(stale)s AS is_stale) s
    LEFT JOIN (met JOIN {_HOUSEHOLDS} h ON h.id = met.household_id) ON 1 = 1
    LEFT JOIN {_PERSONS} p
        ON p.household_id = h.id AND p.left_on IS NULL AND p.erased_at IS NULL
    ORDER BY h.id, p.id
"""  # noqa: S608 - names of tables


def split_villages() -> set[tuple[str, str]]:
    """Return the pairs of villages of which one took over from the other, in both orders."""
    taken = Place.objects.villages().filter(replaced_by__isnull=False)
    return in_both_orders(taken.values_list("code", "replaced_by_id"))


def in_both_orders(pairs: Iterable[tuple[str, str]]) -> set[tuple[str, str]]:
    """Return the pairs, and each the other way round."""
    found = set(pairs)
    return found | {(new, old) for old, new in found}
