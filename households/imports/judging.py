"""What would become of the rows of a file: all of them compared with what is here, in one join.

A row is the household of the area in which somebody has its ID, else the one that an officer
said it is, else the one with its village, house number and name of the head, tone marks aside.
What it then says otherwise is a change; a blank never is, and an ID is filled in but never
replaced. One UPDATE judges every row, whatever their number, by the indexes of the ID and of
the list of a village: it does not grow with the table.

The statements are of this file and hold no value: those are given beside them.
"""

from collections.abc import Sequence
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from households.duplicates.scoring import TITLE_SEX
from households.matching import Answer, ask, told_before
from households.models import (
    HOUSEHOLD_CELLS,
    PERSON_CELLS,
    Household,
    ImportBatch,
    ImportRow,
    Person,
    RowAnswer,
    Sex,
)
from otoppath.accounts.models import User
from otoppath.accounts.scoping import areas_of
from otoppath.places.ranges import code_range
from otoppath.thai.text import thai_digits

STATES = ("new", "changed", "unchanged", "duplicate", "refused")
BIRTH = ("birth_year", "birth_month", "birth_day")
PERSON_COLUMNS = (*(name for name in PERSON_CELLS if name != "birth"), *BIRTH)

ROWS, HOUSEHOLDS, PERSONS, ANSWERS = (
    m._meta.db_table for m in (ImportRow, Household, Person, RowAnswer)
)


def judge(batch: ImportBatch, *, user: User, row: int | None = None) -> dict[int, str]:
    """Say of every new row whose household is here what it would do; inside a transaction.

    With `row`, a key, only of that one. Return the states of the rows that are something else
    than new now, by their numbers.
    """
    matches, values = matching(batch, user, row=row)
    with connection.cursor() as cursor:
        sql = _JUDGE % {"matches": matches, "differs": differs(), "somebody_else": somebody_else()}
        if connection.vendor == "postgresql" and row is None:
            # It has not seen the rows yet, takes them for one, and would look at the households
            # of a village row by row: 20 s for 30,000 rows where hashing takes less than one.
            sql = f"ANALYZE {ROWS}; {sql}"
        cursor.execute(sql, values)
        return dict(cursor.fetchall())


def judge_in_file(batch: ImportBatch) -> dict[int, str]:
    """Let new rows of which somebody said so repeat an earlier row of the file."""
    with connection.cursor() as cursor:
        cursor.execute(_REPEATS, [batch.pk, batch.pk, batch.place_id[:4]])
        return dict(cursor.fetchall())


def forget_verdicts(batch: ImportBatch) -> None:
    """Let the rows that were compared with a household be new again, to be judged anew.

    A row whose people were erased meanwhile says nothing any more, and is refused.
    """
    rows = ImportRow.objects.filter(batch=batch)
    erased = {"column": "", "value": "", "reason": _("ลบข้อมูลส่วนบุคคลของแถวนี้แล้ว")}
    rows.filter(sort_key="").exclude(state=ImportRow.State.REFUSED).update(
        state=ImportRow.State.REFUSED, problems=[erased], household=None
    )
    rows.filter(household__isnull=False).exclude(state=ImportRow.State.REFUSED).update(
        state=ImportRow.State.NEW,
        why="",
        same_as=None,
        household=None,
        head=None,
        household_version=None,
    )


def matching(batch: ImportBatch, user: User, *, row: int | None = None) -> tuple[str, list[Any]]:
    """Return a SELECT of the new rows whose household is here: row, person, and if it was said.

    `is_kept`: somebody said so, and that what is recorded stays.
    """
    inside, codes = _inside("h.village_id", areas_of(user))
    asked = "" if row is None else f"AND r.id = {row:d}"
    said = {"inside": inside, "number": _arabic("h.house_no"), "asked": asked}
    sql = _MATCHING % (said | _letters())
    return sql, [batch.pk, *codes, batch.pk, batch.pk, batch.place_id[:4], *codes]


def ask_outside(
    batch: ImportBatch, indexes: Sequence[str], *, user: User, request_id: str
) -> Answer:
    """Look for IDs of new rows outside the area; what may be known there is a duplicate.

    A batch that is checked again, with repairs that were accepted, asks nothing anew.
    """
    if batch.is_asked:
        answer = told_before(indexes, user=user, asker=batch.created_by)
    else:
        answer = ask(indexes, user=user, request_id=request_id)
    if answer.known:
        rows = ImportRow.objects.filter(batch=batch, state=ImportRow.State.NEW)
        rows.filter(national_id_index__in=answer.known).update(
            state=ImportRow.State.DUPLICATE, why=ImportRow.Why.OUTSIDE
        )
    return answer


def differs(row: str = "r", household: str = "h", person: str = "p") -> str:
    """Return the condition that a row says something else than household and person."""
    unlike = [_unlike(f"{row}.{n}", f"{household}.{n}", n) for n in HOUSEHOLD_CELLS]
    unlike += [_unlike(f"{row}.{n}", f"{person}.{n}", n) for n in PERSON_CELLS if n != "birth"]
    unlike.append(_unlike(f"{row}.national_id_index", f"{person}.national_id_index", ""))
    births = (f"COALESCE({row}.{n}, -1) <> COALESCE({person}.{n}, -1)" for n in BIRTH)
    unlike.append(f"({row}.birth_year IS NOT NULL AND ({' OR '.join(births)}))")
    return " OR ".join(unlike)


def somebody_else(row: str = "r", person: str = "p") -> str:
    """Return the condition that a row names another than the person of its ID or door.

    Neither name is that of the person, or a title is of the other sex: an ID copied from the
    line above, or a namesake. A surname alone changes with marriage, a title with age.
    """
    names = " AND ".join(
        f"{row}.{name} <> '' AND {row}.{name} <> {person}.{name}"
        for name in ("first_name", "last_name")
    )
    sexes = [_sex_of(f"{one}.title") for one in (row, person)]
    return f"({names}) OR ({' + '.join(sexes)} = 3)"


def _sex_of(title: str) -> str:
    """Return 1 for a title of men, 2 for one of women, 0 for any other."""
    men, women = (
        ", ".join(f"'{of}'" for of, its in TITLE_SEX.items() if its == sex)
        for sex in (Sex.MALE, Sex.FEMALE)
    )
    return f"(CASE WHEN {title} IN ({men}) THEN 1 WHEN {title} IN ({women}) THEN 2 ELSE 0 END)"


def _unlike(said: str, stored: str, name: str) -> str:
    if name.startswith("children"):
        return f"COALESCE({said}, {stored}) <> {stored}"
    return f"({said} <> '' AND {said} <> {stored})"


def _inside(column: str, areas: Sequence[str]) -> tuple[str, list[str]]:
    """Return the condition that a code lies in one of the areas; no area: nowhere."""
    ranges = [code_range(code) for code in areas]
    said = " OR ".join([f"({column} >= %s AND {column} < %s)"] * len(ranges)) or "1 = 0"
    return said, [code for pair in ranges for code in pair]


def _arabic(column: str) -> str:
    """Return a column with Arabic digits for Thai ones; few rows are left when it is asked."""
    arabic = "0123456789"
    thai = thai_digits(arabic)
    if connection.vendor == "postgresql":
        return f"translate({column}, '{thai}', '{arabic}')"
    for old, new in zip(thai, arabic, strict=True):
        column = f"replace({column}, '{old}', '{new}')"
    return column


def _letters() -> dict[str, str]:
    """Return how the letters of a sort key are taken, without its tone marks.

    They are the word before the space, which is smaller than any letter: keys of the same
    letters lie between these and these with a "!" behind.
    """
    if connection.vendor == "postgresql":
        # Said once more as an equation, on which PostgreSQL can hash a large file.
        letters = "split_part(r.sort_key, ' ', 1)"
        return {"letters": letters, "same": f"AND split_part(h.sort_key, ' ', 1) = {letters}"}
    return {"letters": "substr(r.sort_key, 1, instr(r.sort_key || ' ', ' ') - 1)", "same": ""}


# By the ID, else by what an officer said of the row, else by the door.
_MATCHING = f"""
    SELECT row_id, COALESCE(MIN(by_id), MIN(by_answer), MIN(by_door)) AS person_id,
        MIN(by_id) IS NULL AND MIN(by_answer) IS NOT NULL AS is_said,
        MIN(by_id) IS NULL AND MAX(kept) = 1 AS is_kept
    FROM (
        SELECT r.id AS row_id, p.id AS by_id, CAST(NULL AS bigint) AS by_door,
            CAST(NULL AS bigint) AS by_answer, 0 AS kept
        FROM {ROWS} r
        JOIN {PERSONS} p ON p.national_id_index = r.national_id_index
        JOIN {HOUSEHOLDS} h ON h.id = p.household_id
        WHERE r.batch_id = %%s AND r.state = 'new' AND r.household_id IS NULL
            AND r.national_id_index <> '' %(asked)s
            AND p.left_on IS NULL AND p.erased_at IS NULL AND h.closed_on IS NULL
            AND (%(inside)s)
        UNION ALL
        SELECT r.id, NULL, p.id, NULL, 0
        FROM {ROWS} r
        JOIN {HOUSEHOLDS} h ON h.village_id = r.village AND h.sort_key >= %(letters)s
            AND h.sort_key < %(letters)s || '!' %(same)s
        JOIN {PERSONS} p ON p.household_id = h.id AND p.is_head
        WHERE r.batch_id = %%s AND r.state = 'new' AND r.household_id IS NULL %(asked)s
            AND p.left_on IS NULL AND p.erased_at IS NULL AND h.closed_on IS NULL
            AND %(number)s = r.house_no
        UNION ALL
        SELECT r.id, NULL, NULL, p.id,
            CASE WHEN a.answer = 'kept' AND a.said = r.said THEN 1 ELSE 0 END
        FROM {ROWS} r
        JOIN {ANSWERS} a ON a.told = r.told
        JOIN {PERSONS} p ON p.id = a.person_id
        JOIN {HOUSEHOLDS} h ON h.id = p.household_id
        WHERE r.batch_id = %%s AND r.state = 'new' AND r.told <> '' %(asked)s
            AND a.place_id = %%s AND a.answer IN ('same', 'kept')
            AND p.left_on IS NULL AND p.erased_at IS NULL AND h.closed_on IS NULL
            AND (%(inside)s)
    ) found GROUP BY row_id
"""  # noqa: S608 - names of tables

_JUDGE = f"""
    UPDATE {ROWS} SET
        state = CASE WHEN m.elsewhere OR m.nth > 1 OR m.is_other OR m.is_somebody_else
            OR m.is_member THEN 'duplicate'
            WHEN m.differs AND NOT m.is_kept THEN 'changed' ELSE 'unchanged' END,
        why = CASE WHEN m.elsewhere AND m.is_said THEN 'moved'
            WHEN m.elsewhere THEN 'other_village' WHEN m.is_other THEN 'other_id'
            WHEN m.is_somebody_else THEN 'other_person' WHEN m.is_member THEN 'member'
            WHEN m.nth > 1 THEN 'same_file' ELSE '' END,
        same_as = CASE WHEN m.nth > 1 AND NOT (m.elsewhere OR m.is_other OR m.is_somebody_else
            OR m.is_member) THEN m.first_row END,
        household_id = m.household_id, head_id = m.person_id, household_version = m.version
    FROM (
        SELECT r.id AS row_id, p.id AS person_id, h.id AS household_id, h.version,
            found.is_said, found.is_kept,
            h.village_id <> r.village AS elsewhere, (%(differs)s) AS differs,
            (r.national_id_index <> '' AND p.national_id_index <> ''
                AND r.national_id_index <> p.national_id_index) AS is_other,
            (NOT found.is_said AND (%(somebody_else)s)) AS is_somebody_else,
            (NOT found.is_said AND NOT p.is_head AND r.house_no <> h.house_no) AS is_member,
            ROW_NUMBER() OVER same AS nth, FIRST_VALUE(r.number) OVER same AS first_row
        FROM (%(matches)s) found
        JOIN {ROWS} r ON r.id = found.row_id
        JOIN {PERSONS} p ON p.id = found.person_id
        JOIN {HOUSEHOLDS} h ON h.id = p.household_id
        WINDOW same AS (
            PARTITION BY p.household_id
            ORDER BY h.village_id <> r.village, NOT p.is_head, r.number, r.id
        )
    ) m WHERE {ROWS}.id = m.row_id RETURNING number, state
"""  # noqa: S608 - names of tables

_REPEATS = f"""
    UPDATE {ROWS} SET state = 'duplicate', why = 'same_file', same_as = m.number
    FROM (
        SELECT r.id AS row_id, MIN(o.number) AS number
        FROM {ROWS} r
        JOIN {ANSWERS} a ON a.told = r.told AND a.other <> '' AND a.answer <> 'new'
        JOIN {ROWS} o ON o.batch_id = r.batch_id AND o.told = a.other
        WHERE r.batch_id = %s AND r.state = 'new' AND o.batch_id = %s AND a.place_id = %s
            AND o.state IN ('new', 'changed', 'unchanged') AND o.number < r.number
        GROUP BY r.id
    ) m WHERE {ROWS}.id = m.row_id RETURNING {ROWS}.number, state
"""  # noqa: S608 - names of tables
