"""What was read of each row, as the preview shows it: what looks odd is seen before it is kept."""

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from households.imports import comparing
from households.imports.columns import COLUMN_NAMES
from households.imports.progress import progress_of
from households.models import (
    HOUSEHOLD_CELLS,
    PERSON_CELLS,
    Household,
    ImportBatch,
    ImportRow,
    Person,
    Sex,
)
from otoppath.jobs.worker import is_there
from otoppath.privacy.masking import mask_national_id
from otoppath.thai.dates import format_birth
from otoppath.thai.ids import format_phone
from otoppath.thai.repair import SENTENCES
from otoppath.thai.templatetags.thai import number, thai_datetime

SHOWN: dict[str, Callable[[Any], str]] = {
    "sex": lambda value: str(Sex(value).label),
    "birth": lambda value: format_birth(*value),
    "national_id": mask_national_id,
    "phone": format_phone,
    "house_code": str,
    "children_under_6": str,
    "children_6_to_14": str,
}


def with_read(rows: Iterable[ImportRow]) -> list[Any]:
    """Give each row what was read of it, what it changes or changed, and where its household is."""
    found: list[Any] = list(rows)
    before = _before(found)
    for row in found:
        row.read = read_of(row)
        row.changes = changes_of(row, *before.get(row.pk, (row.household, row.head)))
        row.url = row.household.get_absolute_url() if row.household else ""
        if row.state == ImportRow.State.NEW and row.batch.committed_at:
            row.url = reverse("households:household_detail", args=[row.uuid])
    return found


def _before(rows: list[ImportRow]) -> dict[int, tuple[Any, Any]]:
    """Return household and person as they were before rows that are written changed them.

    Two queries. In each history the latest row up to then is of the import itself.
    """
    written = [r for r in rows if r.state == ImportRow.State.CHANGED and r.batch.committed_at]
    if not written:
        return {}
    until = written[0].batch.committed_at
    households = _last_but_one(Household, [r.household_id for r in written], until)
    persons = _last_but_one(Person, [r.head_id for r in written], until)
    pairs = ((households.get(r.household_id or 0), persons.get(r.head_id or 0)) for r in written)
    return {r.pk: pair for r, pair in zip(written, pairs, strict=True)}


def _last_but_one(model: Any, pks: list[Any], until: Any) -> dict[int, Any]:
    past = model.history.filter(id__in=pks, history_date__lte=until).order_by("id", "-history_id")
    versions: dict[int, list[Any]] = {}
    for row in past:
        versions.setdefault(row.id, []).append(row)
    return {pk: kept[1] for pk, kept in versions.items() if len(kept) > 1}


def read_of(row: ImportRow) -> list[tuple[str, str]]:
    """Return heading and value of what a row says beside name and address; blank ones left out."""
    cells = row.cells
    return [
        (COLUMN_NAMES[name], show(cells[name])) for name, show in SHOWN.items() if cells.get(name)
    ]


def changes_of(row: ImportRow, household: Any, head: Any) -> list[tuple[str, str, str]]:
    """Return (column, before, after) of what a row changes or changed."""
    if row.state != ImportRow.State.CHANGED or household is None or head is None:
        return []
    return differences(row, household, head)


def differences(row: ImportRow, household: Any, head: Any) -> list[tuple[str, str, str]]:
    """Return (column, before, after) of what a row says otherwise; a blank says nothing."""
    cells = row.cells
    stored = {name: getattr(household, name) for name in HOUSEHOLD_CELLS}
    stored |= {name: getattr(head, name) for name in PERSON_CELLS if name != "birth"}
    stored["birth"] = (head.birth_year, head.birth_month, head.birth_day)
    if not head.birth_year:
        stored["birth"] = None
    found = [
        (name, shown(name, before), shown(name, cells[name]))
        for name, before in stored.items()
        if cells[name] not in ("", None) and cells[name] != before
    ]
    if row.national_id and _had_no_id(row, head):
        found.append(("national_id", "", mask_national_id(str(row.national_id))))
    return found


def _had_no_id(row: ImportRow, head: Any) -> bool:
    """Whether the person had no ID; its history says only when it was set."""
    if isinstance(head, Person):
        return not head.national_id_index
    now = row.head.national_id_changed_at if row.head else None
    return now != head.national_id_changed_at


def shown(name: str, value: Any) -> str:
    """Return a value of a column in words; nothing: ""."""
    if value in (None, ""):
        return ""
    return SHOWN.get(name, str)(value)


def columns_of(batch: ImportBatch) -> list[tuple[str, str]]:
    """Return each heading of the file with the one it is read as, "" where it is left out.

    Both are in Thai on every page: the office's words, and those of the template.
    """
    return [(typed, COLUMN_NAMES.get(name, "")) for typed, name in batch.columns if typed]


def counts_of(batch: ImportBatch) -> list[tuple[str, str, int]]:
    """Return (state, label, count) of the five states."""
    shown_first = ("refused", "duplicate", "changed", "new", "unchanged")
    return [
        (state, str(ImportRow.State(state).label), getattr(batch, state)) for state in shown_first
    ]


def writes(batch: ImportBatch) -> str:
    """Return what confirming a previewed batch would do, in a sentence; blank: nothing."""
    if not (batch.new or batch.changed):
        return ""
    done = []
    if batch.new:
        done.append(
            ngettext("เพิ่ม %(n)s ครัวเรือน", "เพิ่ม %(n)s ครัวเรือน", batch.new) % {"n": number(batch.new)}
        )
    if batch.changed:
        done.append(
            ngettext("แก้ไข %(n)s ครัวเรือน", "แก้ไข %(n)s ครัวเรือน", batch.changed)
            % {"n": number(batch.changed)}
        )
    said = _("เมื่อยืนยัน ระบบจะ%(what)s") % {"what": _(" และ").join(done)}
    if batch.refused or batch.duplicate:
        said += " " + _("แถวที่ไม่รับและแถวที่ซ้ำไม่ถูกบันทึก")
    return said


def undoes(batch: ImportBatch) -> str:
    """Return what taking a batch back would do, in sentences; only what there is."""
    said = []
    if batch.new:
        said.append(
            _("ครัวเรือนใหม่ %(n)s ครัวเรือนจะถูกลบข้อมูลส่วนบุคคลและปิดระเบียน") % {"n": number(batch.new)}
        )
    if batch.changed:
        said.append(_("ครัวเรือนที่แก้ไข %(n)s ครัวเรือนจะกลับเป็นค่าเดิม") % {"n": number(batch.changed)})
    said.append(_("ยกเลิกแล้วเรียกคืนไม่ได้ ถ้าต้องการอีกให้นำเข้าแฟ้มใหม่"))
    said.append(_("ยกเลิกได้ถึง %(until)s") % {"until": thai_datetime(batch.undo_until)})
    return " ".join(said)


def became(batch: ImportBatch) -> str:
    """Return what became of a batch that ended, when and by whom; blank while it goes on."""
    states = ImportBatch.State
    who, at = {
        states.COMMITTED: (batch.committed_by, batch.committed_at),
        states.UNDONE: (batch.undone_by, batch.undone_at),
    }.get(states(batch.state), (None, None))
    if who is None or at is None:
        return ""
    said = {"state": batch.get_state_display(), "at": thai_datetime(at), "who": who.display_name}
    return _("%(state)sเมื่อ %(at)s โดย %(who)s") % said


class HowFar(NamedTuple):
    """What the page that waits says."""

    text: str
    hint: str
    said: str  # how many rows of how many are read, once that is known; what is written
    done: int
    rows: int
    may_try_again: bool


def how_far(batch: ImportBatch) -> HowFar:
    """Return what is being done with a batch, how far it is, and whether anybody is at it."""
    if not batch.is_working:
        return HowFar(batch.get_state_display(), "", "", batch.read, batch.read, False)
    states = ImportBatch.State
    done, rows = progress_of(batch) or (0, 0)
    said = ""
    if batch.state == states.WRITING:
        chosen = comparing.chosen_rows(batch).count() if batch.is_comparison else 0
        n = number(chosen or batch.new + batch.changed)
        said = _("บันทึก %(n)s ครัวเรือนเป็นชุดเดียว สำเร็จทั้งหมดหรือไม่บันทึกเลย") % {"n": n}
    elif rows:
        counts = {"done": number(done), "rows": number(rows)}
        said = _("อ่านแล้ว %(done)s จาก %(rows)s แถว") % counts
    begun = batch.state in (states.CHECKING, states.WRITING, states.UNDOING)
    if is_there():
        hint = _("ปิดหน้านี้ได้ งานทำต่อเองและผลอยู่ที่หน้านี้") if begun else _("รออีกสักครู่ งานนี้อยู่ในคิว")
    elif begun:
        hint = _(
            "โปรแกรมทำงานเบื้องหลังหยุดกลางคัน ยังไม่มีอะไรเปลี่ยน เมื่อเปิดอีกครั้งจะทำต่อเอง แจ้งผู้ดูแลระบบถ้ารอนาน"
        )
    else:
        hint = _(
            "โปรแกรมทำงานเบื้องหลังยังไม่เปิด แฟ้มนี้รออยู่และจะทำต่อเองเมื่อเปิด แจ้งผู้ดูแลระบบให้เปิดโปรแกรม ปิดหน้านี้ได้"
        )
    return HowFar(batch.get_state_display(), hint, said, done, rows, begun and not is_there())


def proposals_of(row: ImportRow) -> list[dict[str, Any]]:
    """Return what is proposed of a row, in words: column, before, after and what was done."""
    return [
        {
            **said,
            "column": COLUMN_NAMES[said["column"]],
            "did": [SENTENCES[kind] for kind in said["did"]],
        }
        for said in row.proposals
    ]
