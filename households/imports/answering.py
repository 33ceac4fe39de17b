"""What an officer says of a row that may be a household which is here: same, or another.

The answer is kept by whom and where the row names (`RowAnswer`); the row is judged anew by it,
like one that was found by its door. Nothing of it is written before the file is.
"""

from collections.abc import Iterable
from typing import Any, NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _

from households.duplicates.keys import any_of, entries, stored_person
from households.duplicates.scoring import Entry, Score, compare, likeness
from households.duplicates.searching import split_villages
from households.imports import judging
from households.imports.batches import count_anew
from households.imports.committing import AlreadyEnded
from households.imports.likeness import entries_of
from households.imports.shown import differences
from households.models import Household, ImportBatch, ImportRow, Person, RowAnswer
from otoppath.accounts.models import User

Answer = RowAnswer.Answer


class NotOffered(Exception):
    """The row was not compared with what was chosen, or that is gone; the sentence says which."""


class Candidate(NamedTuple):
    """A household, or an earlier row of the file, that a row may be, with what speaks for it."""

    score: Score
    household: Household | None
    row: ImportRow | None
    changes: list[tuple[str, str, str]]  # what the row says otherwise
    person: Person | None = None  # who of the household is likest

    @property
    def member(self) -> str:
        """Who of the household is meant, where it is not its head."""
        return "" if self.person is None or self.person.is_head else self.person.full_name

    @property
    def key(self) -> str:
        """What a button says when it is chosen."""
        return str(self.household.uuid) if self.household else f"row-{self.row.number}"  # type: ignore[union-attr]


class Card(NamedTuple):
    """A row with everything that it may be, and what was answered."""

    row: ImportRow
    candidates: list[Candidate]
    answer: RowAnswer | None


def cards(rows: Iterable[ImportRow], *, user: User) -> list[Card]:
    """Return rows of one file with what they may be; eight queries, however many rows."""
    found = list(rows)
    keys = {key for row in found for key, _points in row.alike}
    around = Household.objects.visible_to(user).standing()
    households = around.filter(pk__in=any_of(sorted(k for k in keys if k > 0))).in_bulk()
    known = {e.pk: e for e in entries(around.filter(pk__in=any_of(sorted(households))))}
    earlier = _earlier(found, [-key for key in keys if key < 0])
    said = dict(zip([row.pk for row in found], entries_of(found), strict=True))
    said |= dict(zip([r.pk for r in earlier.values()], entries_of(earlier.values()), strict=True))
    people = _people(households)
    answers, split = answers_of(found), split_villages()

    def candidate(row: ImportRow, key: int) -> Candidate | None:
        mine = said[row.pk]
        if key < 0:
            other = earlier.get(-key)
            if other is None:
                return None
            return Candidate(compare(mine, said[other.pk], split=split), None, other, [])
        if key not in known:
            return None
        person = likest(mine, people.get(key, []))
        changes = differences(row, households[key], person) if person else []
        score = compare(mine, known[key], split=split)
        return Candidate(score, households[key], None, changes, person)

    return [
        Card(
            row,
            [c for key, _points in row.alike if (c := candidate(row, key))],
            answers.get(row.told),
        )
        for row in found
    ]


def _earlier(rows: list[ImportRow], numbers: list[int]) -> dict[int, ImportRow]:
    """Return the earlier rows that are new as well; any other stands among the households."""
    if not rows or not numbers:
        return {}
    of_file = ImportRow.objects.filter(batch=rows[0].batch_id, state=ImportRow.State.NEW)
    return {row.number: row for row in of_file.filter(number__in=numbers)}


def _people(households: Iterable[int]) -> dict[int, list[Person]]:
    people: dict[int, list[Person]] = {}
    living = Person.objects.living_here().filter(household__in=any_of(sorted(households)))
    for person in living.order_by("-is_head", "pk"):
        people.setdefault(person.household_id, []).append(person)
    return people


def likest(said: Entry, people: list[Person]) -> Person | None:
    """Return who of a household is the head that a row names: whoever is most alike."""
    head = said.people[0]
    return max(people, key=lambda one: likeness(head, stored_person(one)), default=None)


def answers_of(rows: Iterable[ImportRow]) -> dict[str, RowAnswer]:
    """Return what was answered of some rows of one file, by `told`."""
    found = list(rows)
    if not found:
        return {}
    place = found[0].batch.place_id[:4]
    answers = RowAnswer.objects.filter(
        place=place, told__in=[row.told for row in found if row.told]
    )
    return {answer.told: answer for answer in answers.select_related("answered_by")}


def answered(batch: ImportBatch) -> int:
    """Return of how many new rows that may be duplicates somebody said that they are new."""
    rows = batch.rows.alike().values("told")
    said = RowAnswer.objects.filter(place=batch.place_id[:4], answer=Answer.NEW)
    return said.filter(told__in=rows).count()


@transaction.atomic
def answer(batch: ImportBatch, number: int, said: str, *, of: str = "", by: User) -> ImportRow:
    """Say what a row is: `said` of the household or row `of`; blank: ask again.

    Raises `AlreadyEnded` when the file is no longer looked at, `NotOffered`.
    """
    locked = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    if locked.state != ImportBatch.State.PREVIEWED:
        raise AlreadyEnded
    row = locked.rows.select_related("batch").filter(number=number).exclude(alike=[]).first()
    if row is None or not row.told:
        raise NotOffered(_("ไม่มีแถวนี้ให้ตอบ"))
    answers = RowAnswer.objects.filter(place=locked.place_id[:4], told=row.told)
    answers.delete()
    _forget(row)
    if said:
        RowAnswer.objects.create(
            place_id=locked.place_id[:4],
            told=row.told,
            said=row.said,
            answer=said,
            answered_by=by,
            **({} if said == Answer.NEW else _whom(row, of, by)),
        )
        _judge(locked, row, by)
    count_anew(locked)
    row.refresh_from_db()
    return row


def _forget(row: ImportRow) -> None:
    """Let a row be new again; one that was refused, or is known elsewhere, is not asked about."""
    state, why = ImportRow.State, ImportRow.Why
    if row.state == state.REFUSED or row.why in (why.OUTSIDE, why.OTHER_VILLAGE):
        raise NotOffered(_("ไม่มีแถวนี้ให้ตอบ"))
    cleared: dict[str, Any] = dict.fromkeys(("same_as", "household", "head", "household_version"))
    ImportRow.objects.filter(pk=row.pk).update(state=state.NEW, why="", **cleared)


def _whom(row: ImportRow, of: str, by: User) -> dict[str, Any]:
    """Return what an answer points at: a person, or an earlier row."""
    (card,) = cards([row], user=by)
    chosen = next((one for one in card.candidates if one.key == of), None)
    if chosen is None:
        raise NotOffered(_("ครัวเรือนที่เลือกถูกปิด ย้าย หรือแก้ไขไปแล้ว กรุณาดูรายการอีกครั้ง"))
    if chosen.row:
        return {"other": chosen.row.told}
    (said,) = entries_of([row])
    pk = chosen.household.pk if chosen.household else 0
    return {"person": likest(said, _people([pk]).get(pk, []))}


def _judge(batch: ImportBatch, row: ImportRow, by: User) -> None:
    """Judge a row by its answer; the household of another row of the file has it only once."""
    if judging.judge_in_file(batch) or not judging.judge(batch, user=by, row=row.pk):
        return
    row.refresh_from_db()
    states = (ImportRow.State.CHANGED, ImportRow.State.UNCHANGED)
    others = batch.rows.filter(household=row.household_id, state__in=states).exclude(pk=row.pk)
    first = others.order_by("number").first()
    if first and row.state in states:
        again = {"state": ImportRow.State.DUPLICATE, "why": ImportRow.Why.SAME_FILE}
        ImportRow.objects.filter(pk=row.pk).update(**again, same_as=first.number)
