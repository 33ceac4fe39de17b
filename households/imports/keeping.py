"""How long rows of files are kept: while a file can be taken back, and no longer.

The counts stay with the batch, and of a compared list its name, its day and what was answered;
what was written stays with the households and their history.
"""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from households.imports.batches import drop
from households.models import ImportBatch, ImportRow

A_DAY = timedelta(days=1)  # longer than a file takes from its arrival to its row


def let_go() -> int:
    """Delete the rows of files whose time is over; return of how many files.

    A file that nobody confirmed in that time is dropped, and its spreadsheet deleted with it.
    """
    before = timezone.now() - timedelta(days=settings.IMPORT_KEEP_DAYS)
    state = ImportBatch.State
    waiting = ImportBatch.objects.filter(state__in=(state.RECEIVED, state.MAPPING, state.PREVIEWED))
    compared = waiting.comparisons().filter(state=state.PREVIEWED)
    done = _let_go_of_lists(compared.filter(created_at__lt=before, forgotten_at=None), before)
    for batch in waiting.filter(created_at__lt=before).exclude(pk__in=compared.values("pk")):
        drop(batch)
    written = ImportBatch.objects.imports().filter(committed_at__lt=before, forgotten_at=None)
    for batch in written:
        with transaction.atomic():
            batch.rows.all().delete()
            ImportBatch.objects.filter(pk=batch.pk).update(forgotten_at=timezone.now())
        done += 1
    _sweep()
    return done


def _let_go_of_lists(compared: Any, before: datetime) -> int:
    """Close comparisons on which nobody worked since; their answers stay, without names."""
    lately = ImportRow.objects.filter(batch=OuterRef("pk"), decided_at__gte=before)
    compared = compared.filter(~Exists(lately), Q(committed_at=None) | Q(committed_at__lt=before))
    personal = {n: v for n, v in ImportRow.PERSONAL.items() if n != "answer_key"}
    found = list(compared)
    for batch in found:
        with transaction.atomic():
            batch.rows.filter(choice="").delete()
            batch.rows.update(**personal)
            forgotten = {"state": ImportBatch.State.COMMITTED, "forgotten_at": timezone.now()}
            ImportBatch.objects.filter(pk=batch.pk).update(**forgotten, file="")
        batch.file.delete(save=False)
    return len(found)


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
