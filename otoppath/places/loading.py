"""Bringing the places of the database up to a published list.

Everything is compared in memory and written at once: one query reads the places there are, one
statement a batch writes those that are new or changed. No place is ever deleted.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from otoppath.places import names
from otoppath.places.checking import check
from otoppath.places.models import CODE, Place
from otoppath.places.ranges import covers
from otoppath.places.sources import Row, read_places
from otoppath.thai.dates import today

BATCH = 2000
TOLD_EVERY = 10_000
CLOSED_AT_MOST = 0.1
COLUMNS = (
    "name_th",
    "name_en",
    "postcode",
    "latitude",
    "longitude",
    "valid_to",
    "replaced_by_id",
)


class TooManyMissing(ValueError):
    """The list lacks so many places that it is probably not the whole list."""


@dataclass(frozen=True, slots=True)
class Remark:
    """What is to be said of a line: in which file, where in it, and a sentence in Thai."""

    file: str
    number: int
    reason: str


@dataclass(slots=True)
class Report:
    """What a list changed. `read` is new + changed + unchanged + left out + refused."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    left_out: int = 0
    closed: int = 0
    refusals: list[Remark] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)  # taken, but for one column

    @property
    def refused(self) -> int:
        """How many lines were not taken."""
        return len(self.refusals)

    @property
    def read(self) -> int:
        """How many places the list holds, whatever became of them."""
        return self.new + self.changed + self.unchanged + self.left_out + self.refused

    @property
    def changed_nothing(self) -> bool:
        """Whether the database was up to the list already."""
        return not (self.new or self.changed or self.closed)


def load_places(
    paths: Sequence[Path],
    *,
    close_missing: Sequence[str] | None = None,
    tell: Callable[[str], None] = lambda text: None,
) -> Report:
    """Add and change places as the lists say; report what became of each line.

    With `close_missing` the lists are taken as complete: a place they lack is closed, and a
    closed one they hold is opened. An empty sequence means everywhere; codes limit it to what
    lies below them. Raises SourceError for a file that is no list of places, TooManyMissing
    when a tenth of the places would close and no code was named.
    """
    report = Report()
    given = _Given(report)
    for path in paths:
        for row in read_places(path):
            given.take(row)
            if given.taken % TOLD_EVERY == 0:
                tell(_("อ่านแล้ว %(count)s แถว") % {"count": f"{given.taken:,}"})
    held = {code: values for code, *values in Place.objects.values_list("code", *COLUMNS)}
    given.drop_orphans(held)
    writing = _differences(given, held, report, reopen=close_missing is not None)
    closing = [] if close_missing is None else _missing(given, held, close_missing)
    with transaction.atomic():
        _write(writing, tell)
        report.closed = _close(closing)
    names.forget()
    return report


class _Given:
    """What the lists hold, line by line: good values by code, refusals in the report."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.taken = 0
        self.rows: dict[str, Row] = {}
        self.values: dict[str, dict[str, Any]] = {}
        self.named: set[str] = set()  # every readable code, of refused lines too

    def take(self, row: Row) -> None:
        """Keep a row, or note why not."""
        self.taken += 1
        if row.is_left_out:
            self.report.left_out += 1
            return
        try:
            if row.problem:
                raise ValueError(row.problem)
            values, complaints = check(row.values)
            self.keep(row, values)
        except ValueError as refusal:
            self.refuse(row, str(refusal))
            return
        self.report.remarks += [Remark(row.file, row.number, text) for text in complaints]

    def keep(self, row: Row, values: dict[str, Any]) -> None:
        """Keep the values of a code; a second line may only add to the first."""
        code = values.pop("code")
        self.named.add(code)
        if code not in self.values:
            self.rows[code], self.values[code] = row, values
            return
        first = self.values[code]
        if any(first.get(name, value) != value for name, value in values.items()):
            raise ValueError(
                _("รหัส %(code)s ซ้ำกับแถวที่ %(number)d ของ %(file)s แต่ข้อมูลไม่ตรงกัน")
                % {"code": code, "number": self.rows[code].number, "file": self.rows[code].file}
            )
        first.update(values)

    def refuse(self, row: Row, reason: str) -> None:
        """Note a line that is not taken."""
        code = row.values.get("code", "")
        if CODE.fullmatch(code):
            self.named.add(code)
        self.report.refusals.append(Remark(row.file, row.number, reason))

    def drop_orphans(self, held: dict[str, Any]) -> None:
        """Refuse the places that hang below, or are replaced by, a place nobody knows."""
        for code in sorted(self.values, key=len):
            values, above = self.values[code], code[:-2]
            after = values.get("replaced_by_id")
            if above and above not in held and above not in self.values:
                reason = _("ยังไม่มีพื้นที่ระดับบน รหัส %(code)s") % {"code": above}
            elif after and after not in held and after not in self.values:
                reason = _("ไม่พบพื้นที่ที่มาแทน รหัส %(code)s") % {"code": after}
            else:
                continue
            self.refuse(self.rows[code], reason)
            del self.values[code]


def _differences(
    given: _Given, held: dict[str, list[Any]], report: Report, *, reopen: bool
) -> list[Place]:
    """The places to write, new or changed; a blank in a list never takes away what is known."""
    yesterday = today() - timedelta(days=1)
    writing = []
    for code, values in given.values.items():
        now = dict(zip(COLUMNS, held.get(code, [None] * len(COLUMNS)), strict=True))
        then = now | values
        if then["replaced_by_id"]:
            then["valid_to"] = now["valid_to"] or yesterday
        elif reopen:
            then["valid_to"] = None
        if code not in held:
            report.new += 1
        elif then != now:
            report.changed += 1
        else:
            report.unchanged += 1
            continue
        then["name_en"], then["postcode"] = then["name_en"] or "", then["postcode"] or ""
        writing.append(Place(code=code, **then))
    return writing


def _missing(given: _Given, held: dict[str, list[Any]], areas: Sequence[str]) -> list[str]:
    """Codes of open places that the lists lack, at the levels the lists have."""
    lengths = {len(code) for code in given.named}
    ends = COLUMNS.index("valid_to")
    in_question = [
        code
        for code, values in held.items()
        if len(code) in lengths and values[ends] is None and (not areas or covers(areas, code))
    ]
    missing = [code for code in in_question if code not in given.named]
    if not areas and len(missing) > CLOSED_AT_MOST * len(in_question):
        raise TooManyMissing(
            _(
                "ไฟล์ไม่มีพื้นที่ %(missing)s แห่งจาก %(all)s แห่งในระบบ จึงน่าจะไม่ใช่บัญชีทั้งประเทศ "
                "หากต้องการปิดจริง ให้ระบุรหัสพื้นที่ที่ไฟล์นี้ครอบคลุมไว้หลัง --close-missing"
            )
            % {"missing": f"{len(missing):,}", "all": f"{len(in_question):,}"}
        )
    return missing


def _write(places: list[Place], tell: Callable[[str], None]) -> None:
    """Insert or update the places, a batch at a time."""
    for start in range(0, len(places), BATCH):
        batch = places[start : start + BATCH]
        Place.objects.bulk_create(
            batch,
            update_conflicts=True,
            unique_fields=["code"],
            update_fields=[*COLUMNS, "sort_key", "search_key", "updated_at"],
        )
        done = start + len(batch)
        if done % TOLD_EVERY == 0 or done == len(places):
            tell(
                _("บันทึกแล้ว %(done)s จาก %(all)s แห่ง")
                % {"done": f"{done:,}", "all": f"{len(places):,}"}
            )


def _close(codes: Iterable[str]) -> int:
    """Close places with yesterday as their last day; those that begin later stay."""
    yesterday = today() - timedelta(days=1)
    waiting = list(codes)
    closed = 0
    for start in range(0, len(waiting), 500):
        closed += (
            Place.objects.filter(code__in=waiting[start : start + 500])
            .filter(Q(valid_from=None) | Q(valid_from__lte=yesterday))
            .update(valid_to=yesterday, updated_at=timezone.now())
        )
    return closed
