"""A list of another agency beside what is here: who is missing in it, and what was chosen of it.

A list is staged and judged as an import is. In addition each household of the area it covers that
no row names becomes a row of its own (`ABSENT`). What an officer chose is copied into an import,
of a row only the fields that were chosen, and that import is written and can be taken back like
any other: a blank of it overwrites nothing, and nothing is written where somebody changed a
household since it was compared.
"""

from collections import Counter
from typing import Any

from django.db import connection, transaction
from django.db.models import Count, F, OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from households.imports import judging
from households.imports.committing import AlreadyEnded, commit, insert_rows, new_uuid
from households.imports.judging import BIRTH, HOUSEHOLDS, ROWS, STATES
from households.models import (
    EVERY_FIELD,
    HOUSEHOLD_CELLS,
    PERSON_CELLS,
    Choice,
    Household,
    ImportBatch,
    ImportRow,
)
from otoppath.accounts.models import User
from otoppath.places.ranges import code_range
from otoppath.thai.dates import fiscal_year, today

State = ImportRow.State
UNANSWERED: dict[str, Any] = {
    "choice": "",
    "taken": "",
    "kept": "",
    "reason_not": "",
    "decided_by": None,
    "decided_at": None,
}
STALE = ~Q(household__version=F("household_version")) | Q(household__closed_on__isnull=False)
OF_LIST = ("source", "list_name", "list_year", "listed_on")


def open_rows(batch: ImportBatch) -> Any:
    """Return the rows of which something is to be chosen and nothing is written yet."""
    return ImportRow.objects.filter(batch=batch, state__in=ImportRow.CHOICES, written_in=None)


def chosen_rows(batch: ImportBatch) -> Any:
    """Return the rows that are written at the next press."""
    return open_rows(batch).filter(choice__in=(Choice.ADD, Choice.TAKE))


def recount(batch: ImportBatch) -> None:
    """Set the counts of a comparison from its rows; the caller saves nothing."""
    grouped = batch.rows.order_by().values_list("state").annotate(n=Count("pk"))
    states: Counter[str] = Counter(dict(grouped))
    values = {state: states[state] for state in (*STATES, State.ABSENT.value)}
    values["undecided"] = open_rows(batch).filter(choice="").count()
    for name, value in values.items():
        setattr(batch, name, value)
    ImportBatch.objects.filter(pk=batch.pk).update(**values)


def find_absent(batch: ImportBatch) -> int:
    """Make a row of each household of the area that no row of the list names; return of how many.

    A row that was refused names nobody: the page says so.
    """
    low, high = code_range(batch.place_id)
    return insert_rows(
        ImportRow,
        {
            "number": "ROW_NUMBER() OVER (ORDER BY h.village_id, h.sort_key, h.id)",
            "uuid": new_uuid(),
            "village": "h.village_id",
            "household": "h.id",
            "household_version": "h.version",
        },
        {"batch": batch, "state": State.ABSENT},
        _UNNAMED,
        [low, high, batch.pk],
    )


_UNNAMED = f"""
    {HOUSEHOLDS} h WHERE h.village_id >= %s AND h.village_id < %s
        AND h.closed_on IS NULL AND h.erased_at IS NULL AND NOT EXISTS (
            SELECT 1 FROM {ROWS} r WHERE r.batch_id = %s AND r.household_id = h.id
        )
"""  # noqa: S608 - names of tables


# --- Compared again -----------------------------------------------------------------------


@transaction.atomic
def compare_anew(batch: ImportBatch, *, by: User, told: str = "") -> None:
    """Compare with what is here now; an answer stays where nothing changed since it was given.

    What is written stays as it was written. Of IDs elsewhere nothing is asked again.
    """
    locked = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    if locked.state in ImportBatch.WRITABLE and not locked.forgotten_at:
        _forget_stale(locked)
        judging.judge(locked, user=by)
        here_now = locked.rows.filter(choice=Choice.ADD, written_in=None).exclude(state=State.NEW)
        here_now.update(**UNANSWERED)
        _tell_twins(locked)
        _find_absent_anew(locked)
        recount(locked)
        values = {"state": ImportBatch.State.PREVIEWED, "told": told}
        ImportBatch.objects.filter(pk=locked.pk).update(**values)
    batch.refresh_from_db()


def _forget_stale(batch: ImportBatch) -> None:
    """Let rows whose household changed since be new again; who was erased is refused."""
    rows = batch.rows.filter(written_in=None)
    named = rows.filter(state__in=(State.CHANGED, State.UNCHANGED, State.DUPLICATE))
    gone = rows.filter(sort_key="").exclude(state__in=(State.REFUSED, State.ABSENT))
    erased = {"column": "", "value": "", "reason": _("ลบข้อมูลส่วนบุคคลของแถวนี้แล้ว")}
    gone.update(**UNANSWERED, state=State.REFUSED, problems=[erased], household=None)
    stale = named.exclude(why=ImportRow.Why.SAME_FILE).filter(household__isnull=False)
    stale.filter(STALE).update(
        **UNANSWERED, state=State.NEW, why="", household=None, head=None, household_version=None
    )


def _tell_twins(batch: ImportBatch) -> None:
    """Of rows that came to name one household, let the written or the first one stand."""
    rows = batch.rows.filter(state__in=(State.NEW, State.CHANGED, State.UNCHANGED))
    named = rows.filter(household__isnull=False).order_by().values_list("household")
    for household, _n in list(named.annotate(n=Count("pk")).filter(n__gt=1)):
        first, *others = sorted(
            rows.filter(household=household), key=lambda row: (not row.written_in_id, row.number)
        )
        twins = rows.filter(pk__in=[row.pk for row in others])
        why = {"why": ImportRow.Why.SAME_FILE, "same_as": first.number}
        twins.update(**UNANSWERED, **why, state=State.DUPLICATE)


def _find_absent_anew(batch: ImportBatch) -> None:
    """Drop who is named now or gone, unless somebody answered, and look for who came since."""
    absent = batch.rows.filter(state=State.ABSENT)
    named = batch.rows.exclude(state=State.ABSENT).filter(household__isnull=False)
    ended = Q(household__closed_on__isnull=False) | Q(household__erased_at__isnull=False)
    absent.filter(household__in=named.order_by().values("household")).delete()
    absent.filter(ended, choice="").delete()
    find_absent(batch)


# --- Writing what was chosen --------------------------------------------------------------


def write_chosen(batch: ImportBatch, *, by: User) -> None:
    """Write what was chosen as an import of its own, and let the rest wait.

    Raises `AlreadyEnded`, `NotAsPreviewed`; then nothing is written. Pressed twice, it is
    written once: what is written is chosen no more.
    """
    with transaction.atomic():
        locked = ImportBatch.objects.select_for_update().get(pk=batch.pk)
        if locked.state not in ImportBatch.WRITABLE or locked.forgotten_at:
            raise AlreadyEnded
        if made := _import_of(locked, by):
            commit(made, by=by, shown_at=locked)
            _mark_written(locked, made)
            batch.committed_at, batch.committed_by = timezone.now(), by
        batch.state, batch.told = ImportBatch.State.PREVIEWED, ""
        names = ("state", "told", "committed_at", "committed_by")
        values = {name: getattr(batch, name) for name in names}
        ImportBatch.objects.filter(pk=batch.pk).update(file="", **values)


def _import_of(batch: ImportBatch, by: User) -> ImportBatch | None:
    """Make the import that holds what was chosen, and its rows; None where nothing is."""
    chosen = chosen_rows(batch)
    counts = dict(chosen.order_by().values_list("state").annotate(n=Count("pk")))
    if not counts:
        return None
    made = ImportBatch(
        place_id=batch.place_id,
        fiscal_year=fiscal_year(today()),
        original_name=batch.original_name,
        state=ImportBatch.State.WRITING,
        read=sum(counts.values()),
        chosen_from=batch,
        created_by=by,
        **counts,
        **{name: getattr(batch, name) for name in OF_LIST},
    )
    ImportBatch.objects.bulk_create([made])  # without a history: the row says by whom and when
    insert_rows(
        ImportRow,
        {name: f"r.{name}" for name in _AS_THEY_ARE} | _KEYS | {n: _taken(n) for n in _CELLS},
        {"batch": made},
        f"{ROWS} r WHERE r.batch_id = %s AND r.written_in_id IS NULL AND "
        "(r.state = 'new' AND r.choice = 'add' OR r.state = 'changed' AND r.choice = 'take')",
        [batch.pk],
    )
    return made


_AS_THEY_ARE = (
    *("number", "state", "uuid", "village", "head_name", "sort_key", "search_key"),
    "household_version",
)
_KEYS = {"household": "r.household_id", "head": "r.head_id"}
# Each column of what a row says, with the field by which it is chosen.
_CELLS = {
    **{name: name for name in HOUSEHOLD_CELLS},
    **{name: name for name in PERSON_CELLS if name != "birth"},
    **dict.fromkeys(BIRTH, "birth"),
    **dict.fromkeys(("national_id", "national_id_index"), "national_id"),
}


def _taken(column: str) -> str:
    """Return a column where its field was chosen, else a blank, which overwrites nothing."""
    field = _CELLS[column]
    blank = "''"
    if column in BIRTH or column.startswith("children"):
        blank = "NULL"
    elif column == "national_id":
        blank = "''::bytea" if connection.vendor == "postgresql" else "X''"
    is_chosen = f"',' || r.taken || ',' LIKE '%%,{field},%%'"
    return (
        f"CASE WHEN r.state = 'new' OR r.taken = '{EVERY_FIELD}' OR {is_chosen} "
        f"THEN r.{column} ELSE {blank} END"
    )


def _mark_written(batch: ImportBatch, made: ImportBatch) -> None:
    chosen_rows(batch).update(written_in=made)
    added = batch.rows.filter(written_in=made, state=State.NEW)
    households = Household.objects.filter(batch=made, uuid=OuterRef("uuid")).values("pk")
    added.update(household=Subquery(households[:1]))


def take_back(made: ImportBatch, *, by: User) -> None:
    """Let the rows of an import that was taken back be decided again; in its transaction."""
    if not made.chosen_from:
        return
    rows = ImportRow.objects.filter(batch=made.chosen_from_id, written_in=made)
    with connection.cursor() as cursor:  # the households that were erased keep their uuids
        sql = f"UPDATE {ROWS} SET uuid = {new_uuid()} WHERE written_in_id = %s"  # noqa: S608
        cursor.execute(sql, [made.pk])
    rows.filter(state=State.NEW).update(household=None)
    rows.update(**UNANSWERED, written_in=None)
    compare_anew(made.chosen_from, by=by)


def same_before(batch: ImportBatch) -> ImportBatch | None:
    """Return an earlier comparison with the very same file, if there is one."""
    kept = (ImportBatch.State.PREVIEWED, ImportBatch.State.COMMITTED)
    earlier = ImportBatch.objects.comparisons().filter(
        sha256=batch.sha256, place=batch.place_id, source=batch.source, pk__lt=batch.pk
    )
    return earlier.filter(state__in=kept).order_by("-pk").first()
