"""A batch: a file kept privately from its preview to its end."""

import hashlib
from functools import partial

from django.core.files.base import ContentFile
from django.utils.translation import gettext as _

from households.imports.columns import is_header
from households.imports.committing import AlreadyEnded, commit
from households.imports.planning import Plan, plan_of
from households.imports.reading import UnreadableFile, read
from households.matching import ask, told_before
from households.models import ImportBatch
from otoppath.accounts.models import User
from otoppath.accounts.scoping import areas_of
from otoppath.thai.dates import fiscal_year, today

__all__ = ["AlreadyEnded", "UnreadableFile", "begin", "drop", "finish", "plan_for", "same_before"]


def begin(content: bytes, name: str, *, by: User, request_id: str = "") -> tuple[ImportBatch, Plan]:
    """Read and judge a file, and keep it for its commit. Raises `UnreadableFile`.

    Here alone the file's IDs are asked for outside the area, logged and limited as one by one.
    """
    areas = areas_of(by)
    if not areas:
        raise UnreadableFile(_("บัญชีนี้ยังไม่มีพื้นที่ที่ดูแล จึงนำเข้าไม่ได้"))
    sheet = read(content, is_header)
    plan = plan_of(sheet, user=by, ask=partial(ask, user=by, request_id=request_id))
    batch = ImportBatch(
        place_id=areas[0],
        fiscal_year=fiscal_year(today()),
        original_name=name[-200:],
        sha256=hashlib.sha256(content).hexdigest(),
        created_by=by,
        errors=plan.errors(),
        unasked=plan.unasked,
        **plan.counts(),
    )
    batch.file.save("list", ContentFile(content), save=False)
    batch.save()
    return batch, plan


def plan_for(batch: ImportBatch, *, user: User) -> Plan:
    """Judge a kept file again, as things are now; of IDs elsewhere only what was told before."""
    told = partial(told_before, user=user, asker=batch.created_by)
    with batch.file.open("rb") as kept:
        return plan_of(read(kept.read(), is_header), user=user, ask=told)


def finish(batch: ImportBatch, *, by: User) -> Plan:
    """Write a previewed batch, once, and let its file go. Raises `AlreadyEnded`."""
    if batch.state != ImportBatch.State.PREVIEWED:
        raise AlreadyEnded
    plan = plan_for(batch, user=by)
    commit(batch, plan, by=by)
    _forget_file(batch)
    return plan


def drop(batch: ImportBatch) -> None:
    """End a previewed batch without writing anything. Raises `AlreadyEnded`."""
    waiting = ImportBatch.objects.filter(pk=batch.pk, state=ImportBatch.State.PREVIEWED)
    if not waiting.update(state=ImportBatch.State.DROPPED):
        raise AlreadyEnded
    batch.refresh_from_db()
    _forget_file(batch)


def same_before(batch: ImportBatch) -> ImportBatch | None:
    """Return an earlier committed batch of the very same file, if there is one."""
    return (
        ImportBatch.objects.filter(
            sha256=batch.sha256, state=ImportBatch.State.COMMITTED, place=batch.place_id
        )
        .exclude(pk=batch.pk)
        .order_by("-committed_at")
        .first()
    )


def _forget_file(batch: ImportBatch) -> None:
    """The spreadsheet holds IDs: it is kept no longer than it is needed."""
    batch.file.delete(save=False)
    batch.file = ""
    batch.save()
