"""How far a registration has come, and the table of moves from one status to another."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

SUBMIT = "products.submit_registration"
ENDORSE = "products.endorse_registration"
PROVINCE = "products.record_province_result"


class RegistrationStatus(models.TextChoices):
    """How far a registration has come."""

    DRAFT = "draft", _("ร่าง")
    SUBMITTED = "submitted", _("ยื่นแล้ว")
    INCOMPLETE = "incomplete", _("เอกสารไม่ครบ")
    DISTRICT_ENDORSED = "district_endorsed", _("อำเภอเห็นชอบ")
    PROVINCE_ENDORSED = "province_endorsed", _("จังหวัดเห็นชอบ")
    REGISTERED = "registered", _("ขึ้นทะเบียนแล้ว")
    REJECTED = "rejected", _("ไม่ผ่าน")
    CANCELLED = "cancelled", _("ถอน/ยกเลิก")


S = RegistrationStatus
ENDED = frozenset({S.REGISTERED, S.REJECTED, S.CANCELLED})
# Papers are looked at until the committee of the district has seen them.
WITH_OFFICE = frozenset({S.DRAFT, S.SUBMITTED, S.INCOMPLETE})

# Who is waited for. None of these is "stuck": the record says for how long it has waited.
WAITING = {
    S.DRAFT: ngettext_lazy("เตรียมเอกสารมา %(days)d วัน", "เตรียมเอกสารมา %(days)d วัน", "days"),
    S.SUBMITTED: ngettext_lazy(
        "รอคณะกรรมการอำเภอ %(days)d วัน", "รอคณะกรรมการอำเภอ %(days)d วัน", "days"
    ),
    S.INCOMPLETE: ngettext_lazy("รอเอกสารเพิ่ม %(days)d วัน", "รอเอกสารเพิ่ม %(days)d วัน", "days"),
    S.DISTRICT_ENDORSED: ngettext_lazy("รอผลจังหวัด %(days)d วัน", "รอผลจังหวัด %(days)d วัน", "days"),
    S.PROVINCE_ENDORSED: ngettext_lazy(
        "รอเลขทะเบียน %(days)d วัน", "รอเลขทะเบียน %(days)d วัน", "days"
    ),
}
# The same on the day itself, when there is nothing to count yet.
WAITING_TODAY = {
    S.DRAFT: _("เริ่มเตรียมเอกสารวันนี้"),
    S.SUBMITTED: _("ยื่นวันนี้ รอคณะกรรมการอำเภอ"),
    S.INCOMPLETE: _("รอเอกสารเพิ่มตั้งแต่วันนี้"),
    S.DISTRICT_ENDORSED: _("รอผลจังหวัดตั้งแต่วันนี้"),
    S.PROVINCE_ENDORSED: _("รอเลขทะเบียนตั้งแต่วันนี้"),
}


@dataclass(frozen=True, kw_only=True)
class Move:
    """One allowed change of status: from where, to where, who may, and what must be said."""

    sources: tuple[RegistrationStatus, ...]
    to: RegistrationStatus
    permission: str
    label: str | Promise
    asks: tuple[str, ...] = ()

    @property
    def ends_badly(self) -> bool:
        """Whether it ends the registration without a number."""
        return self.to in (S.REJECTED, S.CANCELLED)


MOVES = (
    Move(sources=(S.DRAFT, S.INCOMPLETE), to=S.SUBMITTED, permission=SUBMIT, label=_("ยื่นคำขอ")),
    Move(
        sources=(S.SUBMITTED,),
        to=S.DISTRICT_ENDORSED,
        permission=ENDORSE,
        label=_("บันทึกมติอำเภอเห็นชอบ"),
        asks=("reference", "decided_on"),
    ),
    Move(
        sources=(S.SUBMITTED,),
        to=S.INCOMPLETE,
        permission=SUBMIT,
        label=_("แจ้งเอกสารไม่ครบ"),
        asks=("note",),
    ),
    Move(
        sources=(S.SUBMITTED,),
        to=S.REJECTED,
        permission=ENDORSE,
        label=_("บันทึกมติอำเภอไม่ผ่าน"),
        asks=("reference", "decided_on", "note"),
    ),
    Move(
        sources=(S.DISTRICT_ENDORSED,),
        to=S.PROVINCE_ENDORSED,
        permission=PROVINCE,
        label=_("บันทึกผลจังหวัดเห็นชอบ"),
        asks=("reference", "decided_on"),
    ),
    Move(
        sources=(S.DISTRICT_ENDORSED,),
        to=S.INCOMPLETE,
        permission=PROVINCE,
        label=_("บันทึกจังหวัดส่งคืนแก้ไข"),
        asks=("reference", "decided_on", "note"),
    ),
    Move(
        sources=(S.PROVINCE_ENDORSED,),
        to=S.REGISTERED,
        permission=PROVINCE,
        label=_("บันทึกเลขทะเบียน"),
        asks=("number", "registered_on"),
    ),
    Move(
        sources=(S.DISTRICT_ENDORSED, S.PROVINCE_ENDORSED),
        to=S.REJECTED,
        permission=PROVINCE,
        label=_("บันทึกผลไม่ผ่าน"),
        asks=("reference", "decided_on", "note"),
    ),
    Move(
        sources=(S.DRAFT, S.SUBMITTED, S.INCOMPLETE, S.DISTRICT_ENDORSED, S.PROVINCE_ENDORSED),
        to=S.CANCELLED,
        permission=SUBMIT,
        label=_("ถอนคำขอ"),
        asks=("note",),
    ),
    Move(
        sources=(S.REGISTERED,),
        to=S.CANCELLED,
        permission=PROVINCE,
        label=_("บันทึกการยกเลิกทะเบียน"),
        asks=("reference", "decided_on", "note"),
    ),
)


def waiting(status: str, days: int) -> str:
    """Say who is waited for and for how long; "" for a status that waits for nobody."""
    if status in ENDED:
        return ""
    at = RegistrationStatus(status)
    return str(WAITING[at] % {"days": days} if days else WAITING_TODAY[at])


def _by_pair(moves: Iterable[Move]) -> dict[tuple[str, str], Move]:
    """Index the table, and refuse one that says two things of the same pair."""
    found: dict[tuple[str, str], Move] = {}
    for move in moves:
        for source in move.sources:
            if (source, move.to) in found:
                raise ValueError(f"two moves lead from {source} to {move.to}")
            found[source, move.to] = move
    return found


_PAIRS = _by_pair(MOVES)


def move_between(source: str, to: str) -> Move | None:
    """Return the move from one status to another; None when there is none."""
    return _PAIRS.get((source, to))


def moves_from(source: str) -> list[Move]:
    """Return the moves that leave a status, in the order of the table."""
    return [move for move in MOVES if source in move.sources]
