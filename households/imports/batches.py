"""A batch: a file from its arrival to its end, and what may be done with it when.

The verbs here do the work at once. The page lets a job call them (jobs.py), the command does not.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Count
from django.utils.translation import gettext as _

from households.imports import comparing, judging
from households.imports.committing import AlreadyEnded, NotAsPreviewed, commit
from households.imports.mapping import (
    SAMPLES,
    Columns,
    Mapping,
    fingerprint,
    keys_of,
    missing,
    propose,
    weigh,
)
from households.imports.planning import REFUSED, Reader, Row
from households.imports.progress import progress_teller
from households.imports.reading import Sheet, UnreadableFile, is_old_excel, read
from households.imports.shown import with_read
from households.imports.staging import Spool
from households.models import Household, ImportBatch, ImportRow, RememberedColumns
from otoppath.accounts.models import User
from otoppath.accounts.scoping import areas_of
from otoppath.privacy.masking import hide_long_numbers
from otoppath.thai.dates import fiscal_year, today

__all__ = [
    "AlreadyEnded",
    "NotAsPreviewed",
    "Plan",
    "UnreadableFile",
    "begin",
    "check",
    "drop",
    "finish",
    "receive",
    "same_before",
]

State = ImportBatch.State
LEFT_OUT_NAMED = 200  # of the rows that are no households
_PROGRESS_KEPT = 3600  # seconds


class Plan:
    """What a checked file would do, or did: its rows by state."""

    def __init__(self, batch: ImportBatch) -> None:
        self.batch = batch

    @property
    def rows(self) -> list[ImportRow]:
        """Every row, in the order of the file."""
        rows = self.batch.rows.select_related("batch", "household", "head")
        return with_read(rows.order_by("number", "pk"))

    def of(self, state: str) -> list[ImportRow]:
        """Rows of one state, in the order of the file."""
        return with_read(self.batch.rows.of(state))

    def counts(self) -> dict[str, int]:
        """Return read, new, changed, unchanged, duplicate, refused, repaired: they add up."""
        return {n: getattr(self.batch, n) for n in ("read", *judging.STATES, "repaired")}

    def errors(self) -> list[dict[str, Any]]:
        """Return {row, column, value, reason} for every refused cell."""
        refused = self.batch.rows.filter(state=REFUSED).order_by("number", "pk")
        return [
            {"row": number} | problem
            for number, problems in refused.values_list("number", "problems")
            for problem in problems
        ]


def receive(
    content: bytes, name: str, *, by: User, listed: dict[str, Any] | None = None
) -> ImportBatch:
    """Keep a file privately until it is checked. Raises `UnreadableFile`.

    `listed` says of which list it is and the place that list covers, where it is to be compared.
    """
    areas = areas_of(by)
    if not areas:
        raise UnreadableFile(_("บัญชีนี้ยังไม่มีพื้นที่ที่ดูแล จึงนำเข้าไม่ได้"))
    batch = ImportBatch(
        **({"place_id": areas[0], "areas": " ".join(areas[1:] and areas)} | (listed or {})),
        fiscal_year=fiscal_year(today()),
        original_name=hide_long_numbers(name)[-200:],
        sha256=hashlib.sha256(content).hexdigest(),
        created_by=by,
    )
    batch.file.save("list", ContentFile(content), save=False)
    ImportBatch.objects.bulk_create([batch])  # without a history: the row says by whom and when
    return batch


def begin(content: bytes, name: str, *, by: User, request_id: str = "") -> tuple[ImportBatch, Plan]:
    """Keep and check a file at once. Raises `UnreadableFile`, and then keeps nothing of it."""
    handed_over = [read(content, weigh)]  # not kept here: `check` lets go of it before it searches
    batch = receive(content, name, by=by)
    try:
        check(batch, handed_over.pop(), by=by, request_id=request_id)
    except UnreadableFile:
        _delete_file(batch)
        ImportBatch.objects.filter(pk=batch.pk).delete()
        raise
    return batch, Plan(batch)


def opened(batch: ImportBatch, sheet: str = "") -> Sheet:
    """Open a kept file at the sheet that is read, or at another. Raises `UnreadableFile`."""
    with batch.file.open("rb") as kept:
        return read(kept.read(), weigh, sheet=sheet or batch.sheet)


def hides_formulas(batch: ImportBatch) -> bool:
    """Whether a kept file is of the kind whose formulas are read by their last value."""
    if not batch.file:
        return False
    with batch.file.open("rb") as kept:
        return is_old_excel(kept.read(8))


def proposed_for(sheet: Sheet, areas: Sequence[str]) -> Mapping:
    """Return what the columns of a sheet are thought to be in the office of these areas."""
    chosen = RememberedColumns.objects.filter(
        place_id__in=[code[:4] for code in areas], fingerprint=fingerprint(sheet.header)
    ).first()
    samples = [cells for _number, cells in islice(sheet.rows, SAMPLES)]
    return propose(sheet.header, samples, chosen.fields if chosen else None)


def remember(batch: ImportBatch, *, by: User) -> None:
    """Propose the columns of a batch to the office again, whenever the same headings come."""
    header = [typed for typed, _name in batch.columns]
    fields = dict(zip(keys_of(header), (name for _typed, name in batch.columns), strict=True))
    RememberedColumns.objects.update_or_create(
        place_id=batch.place_id[:4],
        fingerprint=fingerprint(header),
        defaults={"fields": fields},
        create_defaults={"fields": fields, "created_by": by},
    )


def _check_complete(columns: Columns) -> None:
    if lacking := missing(name for _typed, name in columns):
        raise UnreadableFile(" ".join(lacking))


def check(
    batch: ImportBatch,
    sheet: Sheet | None = None,
    *,
    by: User,
    request_id: str = "",
    may_ask: bool = False,
) -> None:
    """Read a kept file and say of every row what it would do. Raises `UnreadableFile`.

    Where the columns are not certain and somebody is there to be asked, the batch waits for them
    to be chosen. Here alone the file's IDs are asked for outside the area, logged and limited as
    one by one. Done again, after a check that was broken off, it begins anew; after one that
    ended it does nothing.
    """
    sheet = sheet or opened(batch)
    if not batch.is_mapped:
        proposed = proposed_for(sheet, [batch.place_id])
        batch.columns, batch.sheet = proposed.columns, sheet.name[:100]
        batch.other_sheets = sheet.others
        if may_ask and (sheet.others or not proposed.is_certain):
            names = ("columns", "sheet", "other_sheets")
            update(batch, state=State.MAPPING, **{name: getattr(batch, name) for name in names})
            return
    _check_complete(batch.columns)
    spool = Spool(batch)
    try:
        accepted = None if batch.accepts_all else batch.accepted
        within = batch.place_id if batch.is_comparison else ""
        reader = Reader(batch.columns, user=by, accepted=accepted, within=within)
        states: Counter[str] = Counter()
        doors: Counter[int] = Counter()
        rows = _counted(reader.rows(sheet), states, doors)
        spool.fill(rows, tell=progress_teller(batch, len(sheet.rows)))
        batch.told = _one_row_a_person(doors)
        batch.left_out = sheet.left_out[:LEFT_OUT_NAMED]
        ids, split = reader.ids, reader.villages.split
        del sheet, rows, reader  # what they remembered of cells is room for the search
        if not batch.is_comparison:
            spool.look_among(Household.objects.visible_to(by).standing(), split=split)
        _stage(batch, spool, states, ids=ids, by=by, request_id=request_id)
    finally:
        spool.close()


def _counted(rows: Iterable[Row], states: Counter[str], doors: Counter[int]) -> Iterator[Row]:
    for row in rows:
        states[row.state] += 1
        if row.state != REFUSED:
            doors[hash((row.village, row.cells.get("house_no")))] += 1
        yield row


def _one_row_a_person(doors: Counter[int]) -> str:
    """Say so where a list looks as if it had a row for each person, not for each household.

    Some households do share a house; half of a list does not.
    """
    shared = sum(n for n in doors.values() if n > 1)
    if shared < 4 or shared * 2 < doors.total():
        return ""
    return _("%(n)d แถวมีบ้านเลขที่ซ้ำกัน ถ้าแฟ้มมีหนึ่งแถวต่อหนึ่งคน ให้เหลือเฉพาะแถวหัวหน้าครัวเรือนก่อนนำเข้า") % {
        "n": shared
    }


@transaction.atomic
def _stage(  # noqa: PLR0913 - all but the file's rows are keywords
    batch: ImportBatch,
    spool: Spool,
    states: Counter[str],
    *,
    ids: dict[str, int],
    by: User,
    request_id: str,
) -> None:
    """Copy the rows into the table and judge them, all or nothing.

    `ids` are the blind indexes of the file's IDs with their rows.
    """
    was_looked_at = False
    if batch.state == State.CHECKING:  # by a job, which may be a second one
        locked = ImportBatch.objects.select_for_update().get(pk=batch.pk)
        if locked.state != State.CHECKING:
            batch.refresh_from_db()
            return
        was_looked_at = bool(batch.rows.all().delete()[0])
    spool.copy()
    judged = judging.judge(batch, user=by)
    if was_looked_at:  # of a file that comes anew, its earlier rows are households by now
        judged |= judging.judge_in_file(batch)
    states.update(judged.values())
    states["new"] -= len(judged)
    indexes = [index for index, number in ids.items() if number not in judged]
    if indexes:
        outside = judging.ask_outside(batch, indexes, user=by, request_id=request_id)
        states["new"] -= len(outside.known)
        states["duplicate"] += len(outside.known)
        judged |= {ids[index]: ImportRow.State.DUPLICATE for index in outside.known}
        if not batch.is_asked:
            batch.unasked, batch.is_asked = outside.unasked, True
    batch.alike = len(spool.alike.keys() - judged)
    batch.read, batch.repaired, batch.proposed = spool.read, spool.repaired, spool.proposed
    batch.state = State.PREVIEWED
    _set_counts(batch, states)
    if batch.is_comparison:
        comparing.find_absent(batch)
        comparing.recount(batch)


COUNTED = (
    "read",
    "repaired",
    "proposed",
    "alike",
    "unasked",
    "is_asked",
    "columns",
    "sheet",
    "other_sheets",
    "left_out",
    "state",
    "told",
)


def _set_counts(batch: ImportBatch, states: Counter[str]) -> None:
    for state in judging.STATES:
        setattr(batch, state, states[state])
    names = (*judging.STATES, *COUNTED)
    update(batch, **{name: getattr(batch, name) for name in names})


def update(batch: ImportBatch, **values: Any) -> None:
    """Write what a job found; the row itself says when and by whom, its history need not."""
    ImportBatch.objects.filter(pk=batch.pk).update(**values)


def finish(batch: ImportBatch, *, by: User) -> Plan:
    """Write a previewed batch, or what was chosen of a compared one, and let its file go.

    Raises `AlreadyEnded`. Raises `NotAsPreviewed` when somebody changed meanwhile what the
    preview was about: nothing is written, and the batch is judged anew and waits to be looked at.
    """
    write = comparing.write_chosen if batch.is_comparison else commit
    try:
        write(batch, by=by)
    except NotAsPreviewed:
        judge_anew(batch, by=by)
        raise
    _delete_file(batch)
    return Plan(batch)


@transaction.atomic
def judge_anew(batch: ImportBatch, *, by: User) -> None:
    """Compare the rows once more with what is here now, and let the batch wait again.

    Of IDs elsewhere nothing is asked again: what was told before stays with its row.
    """
    if batch.is_comparison:
        told = _("มีผู้แก้ไขข้อมูลครัวเรือนหลังการเทียบ จึงยังไม่ได้บันทึกอะไร เทียบใหม่แล้ว แถวที่เปลี่ยนไปให้เลือกอีกครั้ง")
        comparing.compare_anew(batch, by=by, told=told)
        return
    locked = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    if locked.state in ImportBatch.WRITABLE:
        judging.forget_verdicts(locked)
        judging.judge(locked, user=by)
        locked.state = State.PREVIEWED
        locked.told = _(
            "มีผู้แก้ไขข้อมูลครัวเรือนหลังตรวจแฟ้ม จึงยังไม่ได้บันทึกอะไร ผลข้างล่างตรวจใหม่แล้ว ดูอีกครั้งแล้วยืนยัน"
        )
        count_anew(locked)
    batch.refresh_from_db()


def count_anew(batch: ImportBatch) -> None:
    """Count the rows of a batch once more, and how many new ones may be duplicates."""
    of_state = batch.rows.order_by().values_list("state").annotate(n=Count("pk"))
    batch.alike = batch.rows.alike().count()
    _set_counts(batch, Counter(dict(of_state)))


def fail(batch: ImportBatch, why: str) -> None:
    """End a batch whose file cannot be checked, and say why."""
    with transaction.atomic():
        update(batch, state=State.FAILED, told=why)
        batch.rows.all().delete()
    batch.refresh_from_db()
    _forget_file(batch)


def give_back(batch: ImportBatch, why: str) -> None:
    """Let a batch that could not be written wait for another press, and say why."""
    update(batch, state=State.PREVIEWED, told=why)


def keep(batch: ImportBatch, why: str) -> None:
    """Let a batch that could not be taken back stay as it is, and say why."""
    update(batch, state=State.COMMITTED, told=why)


def drop(batch: ImportBatch) -> None:
    """End a batch without writing anything, and let its file and rows go. Raises `AlreadyEnded`."""
    waiting = ImportBatch.objects.filter(
        pk=batch.pk,
        state__in=(State.RECEIVED, State.MAPPING, State.PREVIEWED),
        committed_at=None,  # of a comparison something may be written already
    )
    with transaction.atomic():
        if not waiting.update(state=State.DROPPED):
            raise AlreadyEnded
        batch.rows.all().delete()
    batch.refresh_from_db()
    _forget_file(batch)


def same_before(batch: ImportBatch) -> ImportBatch | None:
    """Return an earlier committed batch of the very same file, if there is one."""
    return (
        ImportBatch.objects.imports()
        .filter(sha256=batch.sha256, state=State.COMMITTED, place=batch.place_id)
        .exclude(pk=batch.pk)
        .select_related("committed_by")
        .order_by("-committed_at")
        .first()
    )


def _forget_file(batch: ImportBatch) -> None:
    """The spreadsheet holds IDs: it is kept no longer than it is needed."""
    _delete_file(batch)
    update(batch, file="")


def _delete_file(batch: ImportBatch) -> None:
    batch.file.delete(save=False)
    batch.file = ""
