"""How long rows of files are kept: while a file can be taken back, and no longer.

The counts stay with the batch; what was written stays with the households and their history.
"""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from households.imports.batches import drop
from households.models import ImportBatch

A_DAY = timedelta(days=1)  # longer than a file takes from its arrival to its row


def let_go() -> int:
    """Delete the rows of files whose time is over; return of how many files.

    A file that nobody confirmed in that time is dropped, and its spreadsheet deleted with it.
    """
    before = timezone.now() - timedelta(days=settings.IMPORT_KEEP_DAYS)
    state = ImportBatch.State
    waiting = ImportBatch.objects.filter(state__in=(state.RECEIVED, state.MAPPING, state.PREVIEWED))
    for batch in waiting.filter(created_at__lt=before):
        drop(batch)
    written = ImportBatch.objects.filter(committed_at__lt=before, forgotten_at__isnull=True)
    done = 0
    for batch in written:
        with transaction.atomic():
            batch.rows.all().delete()
            ImportBatch.objects.filter(pk=batch.pk).update(forgotten_at=timezone.now())
        done += 1
    _sweep()
    return done


def _sweep() -> None:
    """Delete the spreadsheets of no batch: one whose process was killed at its very end."""
    field: Any = ImportBatch._meta.get_field("file")
    storage, folder = field.storage, field.upload_to
    if not storage.exists(folder):
        return
    known = set(ImportBatch.objects.exclude(file="").values_list("file", flat=True))
    for name in storage.listdir(folder)[1]:
        path = f"{folder}/{name}"
        is_old = storage.get_modified_time(path) < timezone.now() - A_DAY
        if path not in known and is_old:
            storage.delete(path)
