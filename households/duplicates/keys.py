"""The doors at which households meet to be compared: stored numbers, found by an index.

Two records of one household share at least one key, whatever one slip parts them: the name in
the village or tambon, the name with the year of birth in the district, the house, the
telephone, the ID. The keys of a household are made anew when it is looked for next after a
change, so whoever writes households, a file included, need not think of them: each write
touches `updated_at`.
"""

import json
from collections.abc import Iterator, Sequence
from hashlib import blake2b
from itertools import groupby
from operator import attrgetter
from typing import Any

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.expressions import RawSQL

from households.duplicates.scoring import Entry, Someone, entry, someone
from households.models import DuplicateKey, DuplicateMark, Household, Person

# Households whose keys are made before a search by hand; a file or a district has the command.
AT_ONCE = 1_000
_BATCH = 1_000
_SEP = "\x1f"  # between the words of a door: no text holds it
_COLUMNS = ("pk", "village_id", "house_no", "house_code", "phone")
_PERSON = (
    *("household_id", "first_name", "last_name", "title", "sex", "birth_year"),
    *("national_id_index", "is_head", "phone"),
)


def keys_of(one: Entry) -> set[int]:
    """Return the keys of a household; what is blank gives none."""
    return set(map(_number, _doors(one)))


def _doors(one: Entry) -> Iterator[str]:
    """Give what each key is the number of: the kind of door, then words parted by `_SEP`."""
    if one.house:
        yield f"house{_SEP}{one.village}{_SEP}{one.house}"
    if one.house_code:
        yield f"code{_SEP}{one.house_code}"
    for phone in one.phones:
        yield f"phone{_SEP}{phone}"
    for person in one.people:
        yield from _doors_of_person(one, person)


def _doors_of_person(one: Entry, person: Someone) -> Iterator[str]:
    village, tambon, district = one.village, one.village[:6], one.village[:4]
    given, family, born = person.given_key, person.family_key, person.birth_year
    if person.id_index:
        yield f"id{_SEP}{person.id_index}"
    if not given:
        return
    if family:
        yield f"name{_SEP}{tambon}{_SEP}{given}{_SEP}{family}"
    if born:
        yield f"born{_SEP}{district}{_SEP}{given}{_SEP}{family}{_SEP}{born}"
        yield f"given born{_SEP}{tambon}{_SEP}{given}{_SEP}{born}"
    if not person.is_head:
        return
    yield f"given{_SEP}{village}{_SEP}{given}{_SEP}{family[:1]}"
    if one.house:
        yield f"given house{_SEP}{tambon}{_SEP}{given}{_SEP}{one.house.partition('/')[0]}"
    if family:
        yield f"family{_SEP}{village}{_SEP}{family}{_SEP}{given[:2]}"
        if born:
            yield f"family born{_SEP}{village}{_SEP}{family}{_SEP}{born}"


def _number(words: str) -> int:
    """Return 64 bits of the words; two that meet by chance are compared and found different."""
    digest = blake2b(words.encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)


def any_of(values: Sequence[int]) -> RawSQL:
    """Return a subquery of the values as one parameter, however many: for `key__in`."""
    if connection.vendor == "postgresql":
        return RawSQL("SELECT unnest(%s::bigint[])", (list(values),))
    return RawSQL("SELECT value FROM json_each(%s)", (f"[{','.join(map(str, values))}]",))


def stale(rows: QuerySet[Household]) -> QuerySet[Household]:
    """Return households of `rows` that changed since their keys were made, or never had any."""
    fresh = DuplicateMark.objects.filter(household=OuterRef("pk"), keyed_at=OuterRef("updated_at"))
    return rows.filter(~Exists(fresh))


def refresh(rows: QuerySet[Household], *, at_most: int = AT_ONCE) -> int:
    """Make the keys of households of `rows` that changed; return how many were made.

    The queries do not grow with the rows but in steps of a thousand. Called before a search,
    where nearly always nothing is stale; after a file, `manage.py find_duplicates` calls it.
    """
    done = 0
    while done < at_most:
        n = min(_BATCH, at_most - done)
        found = list(stale(rows).order_by("pk").values_list("pk", "updated_at")[:n])
        if found:
            _make(dict(found))
        done += len(found)
        if len(found) < n:
            break
    return done


@transaction.atomic
def _make(moments: dict[int, Any]) -> None:
    """Write the keys of some households, under a lock: two who make them write them once."""
    rows = Household.objects.filter(pk__in=any_of(list(moments))).order_by("pk")
    locked = list(rows.select_for_update(of=("self",)).values_list("pk", "updated_at"))
    DuplicateKey.objects.filter(household__in=any_of([pk for pk, _at in locked])).delete()
    _insert([(one.pk or 0, key) for one in entries(rows) for key in sorted(keys_of(one))])
    DuplicateMark.objects.bulk_create(
        [DuplicateMark(household_id=pk, keyed_at=at) for pk, at in locked],
        update_conflicts=True,
        unique_fields=["household"],
        update_fields=["keyed_at"],
        batch_size=2_000,
    )


def _insert(made: list[tuple[int, int]]) -> None:
    """Write the keys (household, key) in one statement: there are some fifteen a household."""
    table = connection.ops.quote_name(DuplicateKey._meta.db_table)
    into = f"INSERT INTO {table} (household_id, key) "
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            households, keys = [pk for pk, _key in made], [key for _pk, key in made]
            select = "SELECT unnest(%s::bigint[]), unnest(%s::bigint[])"
            cursor.execute(into + select, [households, keys])
        else:
            select = (
                "SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]') FROM json_each(%s)"
            )
            cursor.execute(into + select, [json.dumps(made)])


def entries(rows: QuerySet[Household]) -> Iterator[Entry]:
    """Yield households in the order of their keys with who lives there, in two queries.

    Read in a stream: as many rows as there are cost no more memory than one.
    """
    people = (
        Person.objects.living_here()
        .filter(household__in=rows.order_by().values("pk"))
        .order_by("household_id", "pk")
        .values_list(*_PERSON, named=True)
        .iterator(chunk_size=2_000)
    )
    of_house = groupby(people, key=attrgetter("household_id"))
    pk, group = next(of_house, (None, iter(())))
    for row in rows.order_by("pk").values_list(*_COLUMNS, named=True).iterator(chunk_size=2_000):
        mine: list[Any] = []
        if pk == row.pk:
            mine = list(group)
            pk, group = next(of_house, (None, iter(())))
        yield stored(row, mine)


def stored(row: Any, people: list[Any]) -> Entry:
    """Return a household, or a row with its columns, as it is compared."""
    return entry(
        row.village_id,
        house_no=row.house_no,
        house_code=row.house_code,
        phones=[row.phone, *(person.phone for person in people)],
        people=[stored_person(person) for person in people],
        pk=row.pk,
    )


def stored_person(person: Any) -> Someone:
    """Return a person, or a row with its columns, as it is compared."""
    return someone(
        person.first_name,
        person.last_name,
        title=person.title,
        sex=person.sex,
        birth_year=person.birth_year,
        id_index=person.national_id_index,
        is_head=person.is_head,
    )
