"""What the page of a comparison shows: counts that add up, and both values of each row."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from households.imports.columns import COLUMN_NAMES
from households.imports.judging import STATES
from households.imports.shown import changes_of, read_of
from households.models import EVERY_FIELD, Choice, ImportBatch, ImportRow

State = ImportRow.State


class Counted(NamedTuple):
    """The rows of one state: how many, how many are left, how many were written."""

    state: str
    label: str
    n: int
    left: int
    by_choice: dict[str, int]
    is_decided: bool  # whether there is something to decide of them


class Counts(NamedTuple):
    """The counts of a comparison: those of the list add up to what was read."""

    of_list: list[Counted]
    absent: Counted
    to_add: int
    to_change: int

    @property
    def left(self) -> int:
        """How many rows nobody has decided."""
        return sum(one.left for one in (*self.of_list, self.absent))

    def of(self, state: str) -> Counted:
        """The count of one state."""
        return next(one for one in (*self.of_list, self.absent) if one.state == state)


def label_of(state: str) -> str:
    """Return what a state means where a list is compared."""
    return {
        State.UNCHANGED.value: _("ตรงกันทุกช่อง"),
        State.CHANGED.value: _("มีทั้งสองฝ่าย แต่ข้อมูลต่างกัน"),
        State.NEW.value: _("มีเฉพาะในบัญชี"),
        State.DUPLICATE.value: _("ซ้ำ หรืออาจมีที่อื่นแล้ว"),
        State.REFUSED.value: pgettext("row", "ไม่รับ"),
        State.ABSENT.value: _("มีเฉพาะในระบบ"),
    }[state]


def counts_of(batch: ImportBatch) -> Counts:
    """Return the counts of a comparison, in one query; of one whose rows went, as they were."""
    rows = batch.rows.order_by().values_list("state", "choice")
    found = list(rows.annotate(n=Count("pk"), written=Count("written_in")))
    shown_first = ("changed", "new", "unchanged", "duplicate", "refused")
    assert set(shown_first) == set(STATES)  # noqa: S101
    counted = {state: _counted(batch, state, found) for state in (*shown_first, "absent")}
    waiting = {(state, choice): n - written for state, choice, n, written in found}
    if batch.forgotten_at:
        waiting = {}
    return Counts(
        [counted[state] for state in shown_first],
        counted["absent"],
        to_add=waiting.get((State.NEW, Choice.ADD), 0),
        to_change=waiting.get((State.CHANGED, Choice.TAKE), 0),
    )


def _counted(batch: ImportBatch, state: str, found: list[Any]) -> Counted:
    by_choice = {choice: n for one, choice, n, _written in found if one == state}
    is_decided = state in ImportRow.CHOICES
    left = by_choice.get("", 0) if is_decided and not batch.forgotten_at else 0
    return Counted(state, label_of(state), getattr(batch, state), left, by_choice, is_decided)


def filters_of(counted: Counted, picked: str) -> list[dict[str, Any]]:
    """Return the links that narrow the rows of a state by what was answered."""
    choices = [(OPEN, _("ยังไม่ตัดสิน"), counted.left)]
    choices += [
        (str(choice), str(Choice(choice).label), counted.by_choice.get(choice, 0))
        for choice in ImportRow.CHOICES.get(counted.state, ())
    ]
    every = {"value": "", "label": _("ทั้งหมด"), "n": counted.n, "is_current": not picked}
    return [
        every,
        *(
            {"value": value, "label": label, "n": n, "is_current": value == picked}
            for value, label, n in choices
        ),
    ]


OPEN = "open"


def narrowed(rows: Any, choice: str) -> Any:
    """Return the rows with one answer, or with none yet."""
    if choice == OPEN:
        return rows.filter(choice="")
    return rows.filter(choice=choice) if choice in Choice.values else rows


def with_both(rows: Iterable[Any]) -> None:
    """Give each row what was read of it, the values of both sides, and whether it waits."""
    for row in rows:
        household = row.household
        row.is_written = row.written_in_id is not None
        row.is_closed = bool(household and household.closed_on)
        row.is_stale = _is_stale(row, household)
        row.read = read_of(row)
        row.changes = changes_of(row, household, row.head)
        row.fields = [] if row.is_written else [_field(row, *one) for one in row.changes]
        row.url = household.get_absolute_url() if household else ""
        row.who = row.full_name or (household.head_name if household else "")
        row.door = row.house_no or (household.house_no if household else "")


def _is_stale(row: ImportRow, household: Any) -> bool:
    if household is None or row.written_in_id or row.state == State.ABSENT:
        return False
    return household.version != row.household_version or bool(household.closed_on)


def _field(row: ImportRow, name: str, before: str, after: str) -> dict[str, Any]:
    takes, keeps = row.takes, row.keeps
    return {
        "name": name,
        "label": COLUMN_NAMES[name],
        "before": before,
        "after": after,
        "is_taken": bool({name, EVERY_FIELD} & takes),
        "is_kept": bool({name, EVERY_FIELD} & keeps),
    }
