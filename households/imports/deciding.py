"""What an officer answers to the rows of a comparison, and what was answered before."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from households.imports.comparing import UNANSWERED, open_rows, recount
from households.imports.shown import changes_of
from households.models import EVERY_FIELD, Choice, Household, ImportBatch, ImportRow
from otoppath.accounts.history import AT_MOST, Event, by_list
from otoppath.accounts.models import User
from otoppath.places.ranges import code_in

State = ImportRow.State
# What may be chosen of all rows that are left without looking at each: what overwrites or ends
# nothing.
OF_ALL = frozenset({Choice.ADD, Choice.SKIP, Choice.KEEP, Choice.STAYS, Choice.VISIT})
BLANK = "blank"  # takes an answer back


def decide(
    batch: ImportBatch,
    choice: str,
    *,
    by: User,
    picked: Iterable[int] | None,
    reason: str = "",
) -> int:
    """Answer the rows picked, or for None all that are left; return how many took the answer.

    A row whose household was changed since it was compared takes none: it is to be looked at
    again. Neither does one that is written.
    """
    states = [state for state, choices in ImportRow.CHOICES.items() if choice in choices]
    rows = _current(batch).filter(state__in=states or ImportRow.CHOICES)
    if picked is None:
        if choice not in OF_ALL:
            return 0
        rows = rows.filter(choice="")
    else:
        rows = rows.filter(pk__in=list(picked))
    return _answer(batch, rows, _values(choice, reason), by=by)


def _values(choice: str, reason: str) -> dict[str, Any]:
    if choice == BLANK:
        return dict(UNANSWERED)
    return {
        "choice": choice,
        "taken": EVERY_FIELD if choice == Choice.TAKE else "",
        "kept": EVERY_FIELD if choice == Choice.KEEP else "",
        "reason_not": reason if choice == Choice.SKIP else "",
    }


@transaction.atomic
def _answer(batch: ImportBatch, rows: Any, values: dict[str, Any], *, by: User) -> int:
    locked = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    if not locked.may_be_decided:
        return 0
    signed = {"decided_by": by, "decided_at": timezone.now()} if values["choice"] else {}
    done = rows.update(**values | signed)
    recount(batch)
    return done


def decide_fields(batch: ImportBatch, said: Mapping[int, Mapping[str, str]], *, by: User) -> int:
    """Answer fields of rows, {row: {field: take or keep}}; return how many rows are decided.

    A row of which a field is left open keeps what was said of the others, and is not decided.
    """
    rows = _current(batch).filter(state=State.CHANGED, pk__in=list(said))
    decided = 0
    with transaction.atomic():
        locked = ImportBatch.objects.select_for_update().get(pk=batch.pk)
        if not locked.may_be_decided:
            return 0
        found = list(rows.select_related("household", "head", "decided_by"))
        for row in found:
            differing = [name for name, _b, _a in changes_of(row, row.household, row.head)]
            decided += _say(row, differing, said[row.pk], by)
        names = ["choice", "taken", "kept", "reason_not", "decided_by", "decided_at"]
        ImportRow.objects.bulk_update(found, names)
        recount(batch)
    return decided


def _say(row: ImportRow, differing: list[str], said: Mapping[str, str], by: User) -> bool:
    takes = [name for name in differing if said.get(name) == Choice.TAKE]
    keeps = [name for name in differing if said.get(name) == Choice.KEEP]
    row.taken, row.kept, row.choice = ",".join(takes), ",".join(keeps), ""
    if is_whole := len(takes) + len(keeps) == len(differing) > 0:
        row.choice = Choice.TAKE if takes else Choice.KEEP
        row.decided_by, row.decided_at = by, timezone.now()
    return is_whole


def _current(batch: ImportBatch) -> Any:
    """Return open rows whose household, if any, is as it was compared."""
    as_compared = Q(household__version=F("household_version"), household__closed_on=None)
    return open_rows(batch).filter(Q(household=None) | as_compared | Q(state=State.ABSENT))


def with_earlier(batch: ImportBatch, rows: Iterable[Any], *, user: User) -> None:
    """Give each row the newest answer to an earlier list of the same source; one query."""
    found = list(rows)
    keys = {row.answer_key for row in found} - {""}
    households = {row.household_id for row in found} - {None}
    earlier = (
        ImportRow.objects.visible_to(user)
        .filter(code_in("batch__place_id", [batch.place_id[:4]]), decided_at__isnull=False)
        .filter(Q(answer_key__in=keys) | Q(household__in=households))
        .filter(batch__source=batch.source, choice__gt="", batch__lt=batch.pk)
        .select_related("batch", "decided_by")
        .order_by("decided_at", "pk")
    )
    answers: dict[Any, ImportRow] = {}
    for one in earlier if keys or households else ():
        answers |= {("key", one.answer_key): one, ("household", one.household_id): one}
    for row in found:
        by_household = answers.get(("household", row.household_id)) if row.household_id else None
        by_key = answers.get(("key", row.answer_key)) if row.answer_key else None
        row.earlier = by_household or by_key


def with_neighbours(rows: Iterable[Any], *, user: User) -> None:
    """Give rows of the list alone the households that live at their house; one query."""
    found = [row for row in rows if row.state == State.NEW and not row.written_in_id]
    for row in found:
        row.neighbours = []
    if not found:
        return
    codes = {row.house_code for row in found} - {""}
    doors = {(row.village, row.house_no) for row in found}
    at_house = Q(village__in={v for v, _no in doors}, house_no__in={no for _v, no in doors})
    households = Household.objects.visible_to(user).standing()
    near = list(households.filter(at_house | Q(house_code__in=codes)).order_by("sort_key", "pk"))
    for row in found:
        row.neighbours = [
            h
            for h in near
            if (h.village_id, h.house_no) == (row.village, row.house_no)
            or (row.house_code and h.house_code == row.house_code)
        ]


def answers_of(household: Household, user: User) -> list[Event]:
    """Say in words what was answered of a household when lists were compared; one query."""
    rows = ImportRow.objects.visible_to(user).filter(household=household, choice__gt="")
    rows = rows.select_related("batch", "decided_by")
    told = []
    for row in rows.order_by("-decided_at")[:AT_MOST]:
        if row.decided_by is None or row.decided_at is None:
            continue
        said = {"who": row.decided_by.display_name, "answer": row.answer}
        text = _("%(who)s ตอบว่า “%(answer)s” ในการเทียบบัญชี") % said
        told.append(Event(row.decided_at, text, by_list(row.batch.list_words)))
    return told
