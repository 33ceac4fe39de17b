"""The rows of a file on their way into the table of import rows, sealed where they hold an ID.

They are made outside any transaction (on SQLite a transaction is the lock of all writers), kept
in an unnamed temporary file, and copied from there in one statement.
"""

import json
import marshal
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from itertools import islice
from typing import Any
from uuid import uuid4

from django.db.models import QuerySet

from households.duplicates.searching import Pairs
from households.imports.likeness import Alike, Rows
from households.imports.planning import REFUSED, Row
from households.models import Household, ImportBatch, ImportRow, Person
from otoppath.accounts.copying import copy_rows
from otoppath.privacy import cipher
from otoppath.privacy.cipher import blind_index
from otoppath.thai.keys import search_key

COLUMNS = (
    "batch_id",
    "number",
    "state",
    "why",
    "same_as",
    "problems",
    "proposals",
    "repaired",
    "uuid",
    "village",
    "house_no",
    "house_code",
    "phone",
    "children_under_6",
    "children_6_to_14",
    "title",
    "first_name",
    "last_name",
    "sex",
    "birth_year",
    "birth_month",
    "birth_day",
    "national_id",
    "national_id_index",
    "head_name",
    "sort_key",
    "search_key",
    "typed",
    "answer_key",
    "told",
    "said",
    "alike",
)
_NUMBER = COLUMNS.index("number")
_AT_ONCE = 500  # rows
_ID: Any = Person._meta.get_field("national_id")
_TYPED: Any = ImportRow._meta.get_field("typed")
_ENCODE = json.JSONEncoder(ensure_ascii=False).encode
_UNKNOWN_BIRTH = (None, None, None)


class Spool:
    """The staged rows of one file in a temporary file that has no name."""

    def __init__(self, batch: ImportBatch) -> None:
        self.batch = batch
        self.file = tempfile.TemporaryFile()  # noqa: SIM115 - closed by `close`
        self.blocks: list[int] = []  # bytes of each
        self.read = self.repaired = self.proposed = 0
        self.rows = Rows()
        self.alike: Alike = {}

    def fill(self, rows: Iterable[Row], *, tell: Callable[[int], None]) -> None:
        """Write every row down; `tell(n)` hears how many are through."""
        seal = _Seal()
        waiting = iter(rows)
        while some := list(islice(waiting, _AT_ONCE)):
            self.repaired += sum(row.repaired for row in some)
            self.proposed += sum(bool(row.proposals) for row in some)
            self.read += len(some)
            for row in some:
                self.rows.add(row)
            block = marshal.dumps([staged(row, self.batch, seal) for row in some])
            self.blocks.append(self.file.write(block))
            tell(self.read)
        self.file.flush()

    def look_among(self, around: QuerySet[Household], *, split: Pairs) -> None:
        """Find what each row may be among what is here and the other rows, outside any lock."""
        self.alike = self.rows.alike(around, split=split)
        self.rows = Rows()  # let go

    def copy(self) -> None:
        """Copy them into the table, in one statement; inside a transaction."""
        self.file.seek(0)
        copy_rows(ImportRow, COLUMNS, self._written())

    def _written(self) -> Iterator[tuple[Any, ...]]:
        for size in self.blocks:  # marshal.load would read the file a few bytes at a time
            for row in marshal.loads(self.file.read(size)):  # noqa: S302 - written here just now
                yield *row, json.dumps(self.alike.get(row[_NUMBER], ()))

    def close(self) -> None:
        """Let the file go."""
        self.file.close()


class _Seal:
    """Seals IDs and typed cells, and remembers the search keys of words that come again."""

    def __init__(self) -> None:
        self.keys: dict[str, str] = {}
        self.seal_id = cipher.sealer(context=_ID.context)
        self.seal_typed = cipher.sealer(context=_TYPED.context)

    def id(self, number: str) -> bytes:
        return self.seal_id(number) if number else b""

    def typed(self, cells: list[Any]) -> bytes:
        texts = [cell if cell.__class__ is str else _text(cell) for cell in cells]
        return self.seal_typed(_ENCODE(texts))

    def key(self, word: str) -> str:
        if word.isdecimal():
            return word
        if word not in self.keys:
            if len(self.keys) > 10_000:
                self.keys.clear()
            self.keys[word] = search_key(word)
        return self.keys[word]


def staged(row: Row, batch: ImportBatch, seal: _Seal) -> tuple[Any, ...]:
    """Return a row in the order of `COLUMNS`, ready for the database but for the last of them."""
    get = row.cells.get
    first, last = get("first_name", ""), get("last_name", "")
    numbers = get("house_no", ""), get("house_code", ""), get("phone", "")
    is_good = row.state != REFUSED
    searched = ""
    if is_good:
        words = [*filter(None, map(seal.key, numbers)), seal.key(first) + seal.key(last)]
        searched = " ".join(words)
    return (
        batch.pk,
        row.number,
        row.state,
        "same_file" if row.same_as else "",
        row.same_as,
        json.dumps(row.problems, ensure_ascii=False) if row.problems else "[]",
        json.dumps(row.proposals, ensure_ascii=False) if row.proposals else "[]",
        row.repaired,
        uuid4().hex,
        row.village,
        *numbers,
        get("children_under_6"),
        get("children_6_to_14"),
        get("title", ""),
        first,
        last,
        str(get("sex", "")),
        *(get("birth") or _UNKNOWN_BIRTH),
        seal.id(get("national_id", "")),
        row.id_index,
        f"{get('title', '')}{first} {last}".strip() if is_good else "",
        row.sort_key,
        searched,
        seal.typed(row.typed),
        *known_by(row, batch),
    )


def known_by(row: Row, batch: ImportBatch) -> tuple[str, str, str]:
    """Return by what a row is known when it comes again: `answer_key`, `told` and `said`."""
    if row.state == REFUSED:
        return "", "", ""
    if batch.is_comparison:
        return answer_key(row), "", ""
    return "", *digests(row.village, row.cells, row.id_index)


def answer_key(row: Row) -> str:
    """Return what an answer to a row is found again by: its door and name, under a key."""
    return blind_index(row.door)


def digests(village: str, cells: Mapping[str, Any], id_index: str) -> tuple[str, str]:
    """Return by what a row is known when it comes again: whom and where it names, all it says."""
    named = [village, *(str(cells.get(name) or "") for name in _NAMED), id_index]
    rest = (f"{name}={cells[name]}" for name in sorted(cells) if name not in _NAMED)
    return blind_index(_JOINED.join(named)), blind_index(_JOINED.join((*named, *rest)))


_NAMED = ("house_no", "first_name", "last_name")
_JOINED = "\x1f"


def _text(cell: Any) -> str:
    """Return a cell as somebody would type it: 12.0 is 12, a day is written in numbers."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, date):
        return f"{cell.day}/{cell.month}/{cell.year}"
    return "" if cell is None else str(cell)
