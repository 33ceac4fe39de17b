"""How long rows of files are kept: while a file can be taken back, and no longer.

The counts stay with the batch; what was written stays with the households and their history.
"""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from households.imports.batches import drop
from households.models import ImportBatch


def let_go() -> int:
    """Delete the rows of files whose time is over; return of how many files.

    A file that nobody confirmed in that time is dropped, and its spreadsheet deleted with it.
    """
    before = timezone.now() - timedelta(days=settings.IMPORT_KEEP_DAYS)
    waiting = ImportBatch.objects.filter(state=ImportBatch.State.PREVIEWED)
    for batch in waiting.filter(created_at__lt=before):
        drop(batch)
    written = ImportBatch.objects.filter(committed_at__lt=before, forgotten_at__isnull=True)
    done = 0
    for batch in written:
        with transaction.atomic():
            batch.rows.all().delete()
            ImportBatch.objects.filter(pk=batch.pk).update(forgotten_at=timezone.now())
        done += 1
    return done
