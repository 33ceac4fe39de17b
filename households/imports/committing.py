"""Writing what was previewed: all of it in one transaction, in a fixed number of statements.

New rows go from the table of import rows straight into households and persons, the sealed ID
with them; nothing of them passes through this process. Of changed rows the keys that lists are
sorted and searched by are made here, because they hold the names of all members.
"""

import json
from collections.abc import Callable, Iterable, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

from django.db import connection, models, transaction
from django.db.models import Case, F, Value, When
from django.utils import timezone

from households.imports.judging import (
    ANSWERS,
    BIRTH,
    HOUSEHOLDS,
    PERSON_COLUMNS,
    PERSONS,
    ROWS,
    matching,
)
from households.imports.progress import progress_teller
from households.models import (
    HOUSEHOLD_CELLS,
    DuplicatePair,
    Enrolment,
    Household,
    ImportBatch,
    ImportRow,
    Person,
)
from otoppath.accounts.models import User
from otoppath.accounts.records import write_history

PARTS = 5  # new households, their heads, changes, the histories of households and of persons
Tell = Callable[[int], None]  # hears how many of them are done
PAIRS = DuplicatePair._meta.db_table
ID_COLUMNS = ("national_id", "national_id_index")


class AlreadyEnded(Exception):
    """The batch was committed or dropped before."""


class NotAsPreviewed(Exception):
    """Somebody changed meanwhile what the preview was about; nothing was written."""


def commit(batch: ImportBatch, *, by: User, shown_at: ImportBatch | None = None) -> None:
    """Write the new and changed rows of a batch. Raises `AlreadyEnded`, `NotAsPreviewed`.

    The batch is locked: pressed twice, it is written once. So is its place, so that two files of
    one area are written one after the other. Call it in a transaction of its own, and delete the
    file behind it. How far it is, is told at the page of `shown_at`, or its own.
    """
    with transaction.atomic():
        locked = _locked(batch)
        if locked.state not in ImportBatch.WRITABLE:
            raise AlreadyEnded
        tell = progress_teller(shown_at or locked, PARTS)
        if locked.new:
            _create(locked, by, tell)
        if locked.changed:
            _change(locked)
        tell(3)
        if locked.new or locked.changed:
            _keep_history(locked, by, tell)
        if locked.alike:
            _keep_pairs(locked)
        if locked.duplicate:
            _name_persons(locked)
        batch.state, batch.told = ImportBatch.State.COMMITTED, ""
        batch.committed_at, batch.committed_by = timezone.now(), by
        names = ("state", "told", "committed_at", "committed_by")
        values = {name: getattr(batch, name) for name in names}
        ImportBatch.objects.filter(pk=batch.pk).update(file="", **values)


def _locked(batch: ImportBatch) -> ImportBatch:
    rows = ImportBatch.objects.select_for_update(of=("self", "place"), no_key=True)
    return rows.select_related("place").get(pk=batch.pk)


# --- New households -----------------------------------------------------------------------


_NEW_ROWS = f"{ROWS} r WHERE r.batch_id = %s AND r.state = 'new'"


def _create(batch: ImportBatch, by: User, tell: Tell) -> None:
    """Write households and heads of the new rows. Raises `NotAsPreviewed` when one is here now."""
    now = timezone.now()
    signed = {"created_by": by, "created_at": now, "updated_at": now}
    entered = {"batch": batch, "checked_by": by, "checked_at": now, "version": 1}
    taken = ("village", *HOUSEHOLD_CELLS, "head_name", "sort_key", "search_key", "uuid")
    matches, values = matching(batch, by)
    written = insert_rows(
        Household,
        {name: _said(name) for name in taken},
        signed | entered,
        # In the order of the file, so that of two of its households the earlier is the first.
        f"{_NEW_ROWS} AND r.sort_key <> '' AND r.id NOT IN (SELECT row_id FROM ({matches}) here) "  # noqa: S608 - no value
        "ORDER BY r.number, r.id",
        [batch.pk, *values],
    )
    if written != batch.new:
        raise NotAsPreviewed
    tell(1)
    of_head = (*PERSON_COLUMNS, *ID_COLUMNS, "sort_key")
    insert_rows(
        Person,
        {name: _said(name) for name in of_head}
        | {
            "household": "h.id",
            "uuid": new_uuid(),
            "national_id_changed_at": "CASE WHEN r.national_id_index <> '' THEN h.created_at END",
        },
        signed | {"is_head": True},
        f"{ROWS} r JOIN {HOUSEHOLDS} h ON h.uuid = r.uuid "
        "WHERE r.batch_id = %s AND r.state = 'new'",
        [batch.pk],
    )
    tell(2)


def _said(name: str) -> str:
    return f"COALESCE(r.{name}, 0)" if name.startswith("children") else f"r.{name}"


def insert_rows(
    model: type[models.Model],
    taken: dict[str, str],
    given: dict[str, Any],
    source: str,
    values: Sequence[Any],
) -> int:
    """Insert rows of a source: columns `taken` from it, `given` for all, else their defaults.

    Return how many.
    """
    columns, selected, constants = [], [], []
    for field in model._meta.concrete_fields:
        is_given = field.name in taken or field.name in given
        if field.primary_key or (field.has_db_default() and not is_given):
            continue
        columns.append(connection.ops.quote_name(str(field.column)))
        if field.name in taken:
            selected.append(taken[field.name])
            continue
        value = given[field.name] if field.name in given else field.get_default()
        value = value.pk if isinstance(value, models.Model) else value
        selected.append(_typed(field))
        constants.append(field.get_db_prep_save(value, connection))
    table = connection.ops.quote_name(model._meta.db_table)
    sql = f"INSERT INTO {table} ({', '.join(columns)}) SELECT {', '.join(selected)} FROM {source}"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(sql, [*constants, *values])
        return cursor.rowcount


def _typed(field: Any) -> str:
    """Return a placeholder that PostgreSQL knows the kind of, also when it is NULL."""
    if connection.vendor != "postgresql":
        return "%s"
    kind = field.rel_db_type(connection) if field.is_relation else field.db_type(connection)
    return f"CAST(%s AS {kind})"


def new_uuid() -> str:
    """Return what makes a random uuid (version 4) a row."""
    if connection.vendor == "postgresql":
        return "gen_random_uuid()"
    return (
        "lower(hex(randomblob(6))) || '4' || substr(lower(hex(randomblob(2))), 2) || "
        "substr('89ab', 1 + abs(random() %% 4), 1) || substr(lower(hex(randomblob(8))), 2)"
    )


# --- Changed households -------------------------------------------------------------------


class _Keys(NamedTuple):
    """What lists are sorted and searched by of one changed household, and of the person."""

    row: int
    head_name: str
    sort_key: str
    search_key: str
    person_key: str


def _change(batch: ImportBatch) -> None:
    """Write what changed rows say; a blank of them overwrites nothing.

    Raises `NotAsPreviewed` when a household is no longer as it was compared, or no longer here.
    """
    members = _members(batch).iterator(chunk_size=2000)
    keys, is_renamed = [], False
    for _row, of_one in groupby(members, key=itemgetter("row")):
        some = list(of_one)
        keys.append(_keys(some))
        is_renamed = is_renamed or keys[-1].sort_key != some[0]["was_sort_key"]
    if len(keys) != batch.changed:
        raise NotAsPreviewed
    now = connection.ops.adapt_datetimefield_value(timezone.now())
    written = [_CHANGE_PERSONS, _CHANGE_HOUSEHOLDS]
    if is_renamed and connection.vendor == "postgresql":  # which writes both at once
        written[1] = f", carried AS ({_CARRY_SORT_KEYS}) {_CHANGE_HOUSEHOLDS}"
    elif is_renamed:
        written.append(_CARRY_SORT_KEYS)
    with connection.cursor() as cursor:
        for sql in written:
            names = {"keys": json.dumps(keys, ensure_ascii=False), "now": now}
            cursor.execute(_READ_KEYS[connection.vendor] + sql, names)


def _members(batch: ImportBatch) -> Any:
    """Return the members of the changed households that still are as they were compared."""
    row = "household__import_rows__"
    members = Person.objects.living_here().filter(
        **{
            f"{row}batch": batch,
            f"{row}state": ImportRow.State.CHANGED,
            f"{row}household_version": F("household__version"),
        },
        household__closed_on__isnull=True,
        household__erased_at__isnull=True,
    )
    return members.order_by(f"{row}id", "pk").values(
        "pk",
        "is_head",
        "title",
        "first_name",
        "last_name",
        row=F(f"{row}id"),
        head=F(f"{row}head"),
        **{f"was_{name}": F(f"household__{name}") for name in (*_SEARCHED, "sort_key")},
        **{f"says_{name}": F(f"{row}{name}") for name in (*_SEARCHED, *_NAMED)},
    )


_SEARCHED = ("house_no", "house_code", "phone")
_NAMED = ("title", "first_name", "last_name")


def _keys(members: list[dict[str, Any]]) -> _Keys:
    """Return the keys of one household with what its row says."""
    one = members[0]
    persons = []
    changed = Person()
    for member in members:
        said = member["pk"] == member["head"]
        named = {n: (said and member[f"says_{n}"]) or member[n] for n in _NAMED}
        person = Person(is_head=member["is_head"], **named)
        changed = person if said else changed
        persons.append(person)
    household = Household(**{n: one[f"says_{n}"] or one[f"was_{n}"] for n in _SEARCHED})
    household.rekey(persons)
    changed.rekey()
    keys = household.head_name, household.sort_key, household.search_key, changed.sort_key
    return _Keys(one["row"], *keys)


_READ_KEYS = {
    "postgresql": """
        WITH k AS MATERIALIZED (
            SELECT (value->>0)::bigint AS row_id, value->>1 AS head_name, value->>2 AS sort_key,
                value->>3 AS search_key, value->>4 AS person_key
            FROM json_array_elements(%(keys)s::json)
        )""",
    "sqlite": """
        WITH k AS (
            SELECT json_extract(value, '$[0]') AS row_id, json_extract(value, '$[1]') AS head_name,
                json_extract(value, '$[2]') AS sort_key, json_extract(value, '$[3]') AS search_key,
                json_extract(value, '$[4]') AS person_key
            FROM json_each(%(keys)s)
        )""",
}


def _unless_blank(names: Iterable[str], stored: str) -> str:
    kept = (f"{name} = COALESCE(NULLIF(r.{name}, ''), {stored}.{name})" for name in names)
    return ", ".join(kept)


_IS_FILLED_IN = "r.national_id_index <> '' AND p.national_id_index = ''"
_WHERE_BORN = ", ".join(
    f"{n} = CASE WHEN r.birth_year IS NULL THEN p.{n} ELSE r.{n} END" for n in BIRTH
)
_CHANGE_PERSONS = f"""
    UPDATE {PERSONS} AS p SET
        {_unless_blank((n for n in PERSON_COLUMNS if n not in BIRTH), "p")},
        {_WHERE_BORN},
        national_id = CASE WHEN {_IS_FILLED_IN} THEN r.national_id ELSE p.national_id END,
        national_id_index = CASE WHEN {_IS_FILLED_IN} THEN r.national_id_index
            ELSE p.national_id_index END,
        national_id_changed_at = CASE WHEN {_IS_FILLED_IN} THEN %(now)s
            ELSE p.national_id_changed_at END,
        sort_key = k.person_key, updated_at = %(now)s
    FROM k JOIN {ROWS} r ON r.id = k.row_id
    WHERE p.id = r.head_id
"""  # noqa: S608 - names of tables and columns
_CHANGE_HOUSEHOLDS = f"""
    UPDATE {HOUSEHOLDS} AS h SET
        {_unless_blank(_SEARCHED, "h")},
        children_under_6 = COALESCE(r.children_under_6, h.children_under_6),
        children_6_to_14 = COALESCE(r.children_6_to_14, h.children_6_to_14),
        head_name = k.head_name, sort_key = k.sort_key, search_key = k.search_key,
        version = h.version + 1, updated_at = %(now)s
    FROM k JOIN {ROWS} r ON r.id = k.row_id
    WHERE h.id = r.household_id
"""  # noqa: S608 - names of tables and columns
_CARRY_SORT_KEYS = f"""
    UPDATE {Enrolment._meta.db_table} AS e SET sort_key = k.sort_key
    FROM k JOIN {ROWS} r ON r.id = k.row_id
    WHERE e.household_id = r.household_id AND e.sort_key <> k.sort_key
"""  # noqa: S608 - names of tables and columns


# --- What may be duplicates ---------------------------------------------------------------


def _keep_pairs(batch: ImportBatch) -> None:
    """Put new households that may be duplicates on the list to review, with what was answered."""
    each, value = _EACH[connection.vendor]
    sql = _PAIRS.format(uuid=new_uuid(), each=each, key=value.format(0), points=value.format(1))
    now = connection.ops.adapt_datetimefield_value(timezone.now())
    with connection.cursor() as cursor:
        cursor.execute(sql, {"now": now, "batch": batch.pk, "place": batch.place_id[:4]})


def _name_persons(batch: ImportBatch) -> None:
    """Of rows that were said to be an earlier row, remember as whom that row was written."""
    with connection.cursor() as cursor:
        cursor.execute(_NAME_PERSONS, {"batch": batch.pk, "place": batch.place_id[:4]})


_EACH = {
    "postgresql": ("jsonb_array_elements(r.alike) c (value)", "(c.value->>{})::bigint"),
    "sqlite": ("json_each(r.alike) c", "json_extract(c.value, '$[{}]')"),
}
# Households of one district are pairs, as `households.duplicates.findings` finds them. What told
# two apart is written down when they are looked at next.
_PAIRS = f"""
    INSERT INTO {PAIRS} (uuid, first_id, second_id, score, found_at, answer, answered_by_id,
        answered_at, told_apart_by)
    SELECT {{uuid}}, CASE WHEN k.id < h.id THEN k.id ELSE h.id END,
        CASE WHEN k.id < h.id THEN h.id ELSE k.id END, {{points}}, %(now)s,
        CASE WHEN a.id IS NULL THEN '' ELSE 'different' END, a.answered_by_id, a.answered_at, ''
    FROM {ROWS} r
    CROSS JOIN {{each}}
    JOIN {HOUSEHOLDS} h ON h.uuid = r.uuid
    LEFT JOIN {ROWS} o
        ON o.batch_id = r.batch_id AND o.state = 'new' AND o.number = -{{key}}
    LEFT JOIN {HOUSEHOLDS} earlier ON earlier.uuid = o.uuid
    JOIN {HOUSEHOLDS} k ON k.id = COALESCE(earlier.id, {{key}})
    LEFT JOIN {ANSWERS} a ON a.told = r.told AND a.place_id = %(place)s AND a.answer = 'new'
    WHERE r.batch_id = %(batch)s AND r.state = 'new' AND k.id <> h.id
        AND k.closed_on IS NULL AND k.erased_at IS NULL
        AND substr(k.village_id, 1, 4) = substr(h.village_id, 1, 4)
    ON CONFLICT DO NOTHING
"""  # noqa: S608 - names of tables and columns
_NAME_PERSONS = f"""
    UPDATE {ANSWERS} SET person_id = m.person_id, other = ''
    FROM (
        SELECT o.told, MIN(COALESCE(o.head_id, p.id)) AS person_id
        FROM {ROWS} o
        LEFT JOIN {HOUSEHOLDS} h ON h.uuid = o.uuid
        LEFT JOIN {PERSONS} p ON p.household_id = h.id AND p.is_head
        WHERE o.batch_id = %(batch)s AND o.state IN ('new', 'changed', 'unchanged')
        GROUP BY o.told
    ) m
    WHERE {ANSWERS}.other = m.told AND {ANSWERS}.other <> '' AND {ANSWERS}.person_id IS NULL
        AND {ANSWERS}.place_id = %(place)s
"""  # noqa: S608 - names of tables and columns


# --- History ------------------------------------------------------------------------------


def _keep_history(batch: ImportBatch, by: User, tell: Tell) -> None:
    """Write what was created and what was changed into the histories, one statement each."""
    changed = ImportRow.objects.filter(batch=batch, state=ImportRow.State.CHANGED)
    histories: tuple[tuple[Any, str, str], ...] = (
        (Household, "batch", "household"),
        (Person, "household__batch", "head"),
    )
    for done, (model, owner, key) in enumerate(histories, 4):
        created = model.objects.filter(**{owner: batch}).order_by()
        rows = created
        if batch.changed:
            pks = created.values("pk").union(changed.order_by().values(f"{key}_id"), all=True)
            rows = model.objects.filter(pk__in=pks)
        kind = Case(When(**{owner: batch}, then=Value("+")), default=Value("~"))
        write_history(rows, by=by, kind=kind, reason=batch.written_because)
        tell(done)
