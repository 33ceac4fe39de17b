"""What of an import is done behind its page. A job may run twice: the batch says what is wanted.

A job tells the officer in the language in which the button was pressed.
"""

import logging
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django_tasks import task

from households.imports import batches, undoing
from households.imports.mapping import Columns
from households.models import ImportBatch
from otoppath.accounts.models import User
from otoppath.accounts.scoping import areas_of
from otoppath.jobs.worker import when_given_up

logger = logging.getLogger(__name__)
State = ImportBatch.State


class Failed(Exception):
    """A job broke off; what it met stands in the log, not among the jobs, which keep no names."""


@transaction.atomic
def take_in(
    content: bytes, name: str, *, by: User, request_id: str, listed: dict[str, Any] | None = None
) -> ImportBatch:
    """Keep a file and let it be checked. Raises `UnreadableFile` when the user has no area."""
    batch = batches.receive(content, name, by=by, listed=listed)
    check.enqueue(batch.pk, by.pk, get_language(), request_id)
    return batch


@transaction.atomic
def accept(batch: ImportBatch, *, by: User) -> None:
    """Let a previewed batch be written. Raises `AlreadyEnded`; pressed twice, it is done once."""
    waiting = ImportBatch.objects.filter(pk=batch.pk, state=State.PREVIEWED)
    if not waiting.update(state=State.ACCEPTED, told=""):
        raise batches.AlreadyEnded
    write.enqueue(batch.pk, by.pk, get_language())


@transaction.atomic
def undo(batch: ImportBatch, *, by: User) -> None:
    """Let a written batch be taken back. Raises `AlreadyEnded` when it cannot be any more."""
    written = ImportBatch.objects.filter(pk=batch.pk, state=State.COMMITTED)
    if not (batch.may_be_undone and written.update(state=State.UNDOING, told="")):
        raise batches.AlreadyEnded
    take_back.enqueue(batch.pk, by.pk, get_language())


@transaction.atomic
def choose_columns(
    batch: ImportBatch, columns: Columns, *, sheet: str, by: User, request_id: str
) -> None:
    """Check a batch by the columns an officer chose, and remember them. Raises `AlreadyEnded`."""
    asked = {"is_mapped": True, "columns": columns, "sheet": sheet, "is_asked": False}
    _check_again(batch, by=by, request_id=request_id, **asked)
    batches.remember(batch, by=by)


@transaction.atomic
def accept_repairs(
    batch: ImportBatch, rows: Sequence[int] | None, *, by: User, request_id: str
) -> None:
    """Check a batch anew with the repairs of these rows, of all for None. Raises `AlreadyEnded`."""
    accepted = sorted({*batch.accepted, *(rows or ())})
    asked = {"accepted": accepted, "accepts_all": batch.accepts_all or rows is None}
    _check_again(batch, by=by, request_id=request_id, **asked)


def _check_again(batch: ImportBatch, *, by: User, request_id: str, **asked: Any) -> None:
    waiting = ImportBatch.objects.filter(
        pk=batch.pk, state__in=(State.MAPPING, State.PREVIEWED), committed_at=None
    ).exclude(file="")
    if batch.rows.filter(decided_at__isnull=False).exists():  # answers would be lost
        raise batches.AlreadyEnded
    if not waiting.update(state=State.RECEIVED, told="", **asked):
        raise batches.AlreadyEnded
    batch.refresh_from_db()
    check.enqueue(batch.pk, by.pk, get_language(), request_id)


@transaction.atomic
def try_again(batch: ImportBatch, *, by: User, request_id: str) -> None:
    """Ask anew for the job of a batch that stopped half-way. Raises `AlreadyEnded`."""
    if batch.state in (State.RECEIVED, State.CHECKING):
        check.enqueue(batch.pk, by.pk, get_language(), request_id)
    elif batch.state in (State.ACCEPTED, State.WRITING):
        write.enqueue(batch.pk, by.pk, get_language())
    elif batch.state == State.UNDOING:
        take_back.enqueue(batch.pk, by.pk, get_language())
    else:
        raise batches.AlreadyEnded


@task()
def check(batch_pk: int, user_pk: int, language: str, request_id: str) -> None:
    """Read and judge a file that was received."""
    batch, by = _begin(batch_pk, user_pk, State.RECEIVED, State.CHECKING)
    if batch is None:
        return
    with override(language):
        try:
            batches.check(batch, by=by, request_id=request_id, may_ask=True)
        except batches.UnreadableFile as error:
            batches.fail(batch, str(error))
        except Exception:
            logger.exception("The check of import %s broke off", batch.uuid)
            batches.fail(
                batch, _("ตรวจแฟ้มไม่สำเร็จเพราะระบบขัดข้อง ยังไม่มีอะไรถูกบันทึก กรุณานำเข้าใหม่หรือแจ้งผู้ดูแลระบบ")
            )
            raise Failed(str(batch.uuid)) from None


@task()
def write(batch_pk: int, user_pk: int, language: str) -> None:
    """Write a batch that was accepted: all of it, or nothing."""
    batch, by = _begin(batch_pk, user_pk, State.ACCEPTED, State.WRITING)
    if batch is None:
        return
    with override(language):
        try:
            batches.finish(batch, by=by)
        except (batches.AlreadyEnded, batches.NotAsPreviewed):
            return
        except Exception:
            logger.exception("The writing of import %s broke off", batch.uuid)
            batches.give_back(
                batch, _("บันทึกไม่สำเร็จเพราะระบบขัดข้อง ไม่มีข้อมูลใดถูกบันทึก กดยืนยันอีกครั้งหรือแจ้งผู้ดูแลระบบ")
            )
            raise Failed(str(batch.uuid)) from None


@task()
def take_back(batch_pk: int, user_pk: int, language: str) -> None:
    """Take a written batch back: all of it, or nothing."""
    batch, by = _begin(batch_pk, user_pk, State.UNDOING, State.UNDOING)
    if batch is None:
        return
    with override(language):
        try:
            undoing.undo(batch, by=by)
        except batches.AlreadyEnded:
            return
        except undoing.WouldLose:
            batches.keep(
                batch, _("ยกเลิกการนำเข้าไม่ได้ มีผู้แก้ไขหรือบันทึกข้อมูลของครัวเรือนเหล่านี้แล้ว ไม่มีอะไรเปลี่ยน")
            )
        except Exception:
            logger.exception("Taking import %s back broke off", batch.uuid)
            batches.keep(
                batch, _("ยกเลิกการนำเข้าไม่สำเร็จเพราะระบบขัดข้อง ไม่มีอะไรเปลี่ยน ลองอีกครั้งหรือแจ้งผู้ดูแลระบบ")
            )
            raise Failed(str(batch.uuid)) from None


def _given_up(batch_pk: int, _user_pk: int, language: str, *_request_id: str) -> None:
    """Tell of a batch whose job ended every worker that began it."""
    batch = ImportBatch.objects.get(pk=batch_pk)
    with override(language):
        if batch.state == State.CHECKING:
            batches.fail(
                batch,
                _("ตรวจแฟ้มนี้ไม่ได้ ระบบหยุดกลางคันทุกครั้งที่ลอง ยังไม่มีอะไรถูกบันทึก กรุณาแจ้งผู้ดูแลระบบ"),
            )
        elif batch.state == State.WRITING:
            batches.give_back(
                batch, _("บันทึกแฟ้มนี้ไม่ได้ ระบบหยุดกลางคันทุกครั้งที่ลอง ไม่มีข้อมูลใดถูกบันทึก กรุณาแจ้งผู้ดูแลระบบ")
            )
        elif batch.state == State.UNDOING:
            batches.keep(
                batch, _("ยกเลิกการนำเข้าไม่ได้ ระบบหยุดกลางคันทุกครั้งที่ลอง ไม่มีอะไรเปลี่ยน กรุณาแจ้งผู้ดูแลระบบ")
            )


for _job in (check, write, take_back):
    when_given_up(_job, _given_up)


def _begin(batch_pk: int, user_pk: int, waiting: str, working: str) -> Any:
    """Say that the job is at it; nothing to do where the batch went on meanwhile."""
    by = User.objects.get(pk=user_pk)
    batch = ImportBatch.objects.get(pk=batch_pk)
    if batch.state not in (waiting, working):
        return None, None
    if not (by.has_perm("households.import") and batch.lies_in(areas_of(by))):
        why = _("ผู้ที่สั่งงานนี้ไม่มีสิทธิ์นำเข้าในพื้นที่นี้แล้ว ไม่มีข้อมูลใดถูกบันทึก")
        _end_without(batch)(batch, why)
        return None, None
    batches.update(batch, state=working)
    batch.state = working
    return batch, by


def _end_without(batch: ImportBatch) -> Any:
    """Return the verb that ends a job which its user may no longer ask for."""
    if batch.state == State.UNDOING:
        return batches.keep
    is_decided = batch.is_comparison and batch.state in (State.ACCEPTED, State.WRITING)
    return batches.give_back if is_decided else batches.fail
