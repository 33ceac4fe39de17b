"""How far the work on a file is, for the page that waits for it.

Kept in the cache, not in the database: that would wait for the lock of who is writing.
"""

from collections.abc import Callable

from django.core.cache import cache

from households.models import ImportBatch

KEPT = 3600  # seconds


def progress_teller(batch: ImportBatch, rows: int) -> Callable[[int], None]:
    """Return what hears how many of the rows are through, in what is done with the batch now."""
    key = _progress_key(batch)

    def tell(done: int) -> None:
        cache.set(key, (done, rows), timeout=KEPT)

    return tell


def progress_of(batch: ImportBatch) -> tuple[int, int] | None:
    """Return rows through and rows in all of what is done with a batch now, if known."""
    return cache.get(_progress_key(batch))


def _progress_key(batch: ImportBatch) -> str:
    return f"import-progress-{batch.state}-{batch.uuid.hex}"
