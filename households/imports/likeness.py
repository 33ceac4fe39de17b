"""Which rows of a file may be a household that is here, or an earlier row of the file.

All rows are looked for at once, by the stored keys of `households.duplicates`, before the
database is locked for writing: one query, one line of reckoning for each pair that shares a key.
What is kept of a pair is its points; reasons are worked out again for the rows of a page.
"""

import marshal
from array import array
from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet

from households.duplicates import keys
from households.duplicates.scoring import POSSIBLE, Entry, Someone, entry, points_of, someone
from households.duplicates.searching import Doors, Pairs, StaleKeys, met_at
from households.imports.planning import NEW, Row
from households.models import Household, ImportRow

MOST = 5  # of the likeliest are shown of a row
ALL = 10_000_000

Alike = dict[int, list[tuple[int, int]]]  # by number of row: key (an earlier row: -number), points


class Rows:
    """The rows of a file as far as they are compared."""

    def __init__(self) -> None:
        self.numbers, self.doors = array("i"), Doors()
        self.packed: list[bytes] = []  # a fifth of what the entries themselves would take

    def add(self, row: Row) -> None:
        """Add a row; one that was refused, or says again what an earlier one said, is passed."""
        if row.state != NEW:
            return
        one = entry_of(row.cells | {"village": row.village, "id_index": row.id_index})
        self.numbers.append(row.number)
        self.packed.append(marshal.dumps(_packed(one)))
        self.doors.add(one)

    def entry(self, place: int) -> Entry:
        """Return the row at a place as it is compared."""
        village, house, house_code, phones, person = marshal.loads(self.packed[place])  # noqa: S302 - ours
        return Entry(village, house, house_code, frozenset(phones), (Someone(*person),))

    def alike(self, among: QuerySet[Household], *, split: Pairs) -> Alike:
        """Return what each row may be, surest first; one that may be nothing is not named."""
        try:
            found = self._here(among, split)
        except StaleKeys:
            keys.refresh(among, at_most=ALL)
            found = self._here(among, split)
        for earlier, later in self.doors.among_each_other():
            points = points_of(self.entry(earlier), self.entry(later), split=split)
            if points >= POSSIBLE:
                found.setdefault(later, []).append((-self.numbers[earlier], points))
        return {self.numbers[i]: _surest(some) for i, some in found.items()}

    def _here(self, among: QuerySet[Household], split: Pairs) -> Alike:
        found: Alike = {}
        for other, places in met_at(self.doors, among, is_strict=True):
            for i in places:
                points = points_of(self.entry(i), other, split=split)
                if points >= POSSIBLE:
                    found.setdefault(i, []).append((other.pk or 0, points))
        return found


def _packed(one: Entry) -> tuple[Any, ...]:
    (head,) = one.people
    return one.village, one.house, one.house_code, tuple(one.phones), tuple(head)


def _surest(some: list[tuple[int, int]]) -> list[tuple[int, int]]:
    return sorted(some, key=lambda one: (-one[1], -one[0]))[:MOST]


def entry_of(said: dict[str, Any]) -> Entry:
    """Return a household as a row of a file says it: its head alone."""
    birth = said.get("birth")
    head = someone(
        said.get("first_name", ""),
        said.get("last_name", ""),
        title=said.get("title", ""),
        sex=str(said.get("sex", "")),
        birth_year=birth[0] if birth else None,
        id_index=said.get("id_index", ""),
        is_head=True,
    )
    return entry(
        said["village"],
        people=[head],
        house_no=said.get("house_no", ""),
        house_code=said.get("house_code", ""),
        phones=[said.get("phone", "")],
    )


def entries_of(rows: Iterable[ImportRow]) -> list[Entry]:
    """Return staged rows as they are compared."""
    return [
        entry_of(row.cells | {"village": row.village, "id_index": row.national_id_index})
        for row in rows
    ]
