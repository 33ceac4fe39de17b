"""What all workers of one machine must know at once, for minutes: a code was used, a limit full."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.filebased import FileBasedCache
from django.core.files import locks


class SharedFileCache(FileBasedCache):
    """Django's file cache, in which two workers never both add the same key.

    Django looks first and writes then; between the two, a code could be used twice.
    """

    def __init__(self, folder: str, params: dict[str, Any]) -> None:
        super().__init__(folder, params)
        self.lock_path = os.path.join(os.path.abspath(folder), "lock")

    def add(
        self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None
    ) -> bool:
        """Keep a value unless there is one; say whether it was kept."""
        with self._alone():
            return super().add(key, value, timeout, version)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        os.makedirs(os.path.dirname(self.lock_path), mode=0o700, exist_ok=True)
        descriptor = os.open(self.lock_path, os.O_CREAT | os.O_RDWR, 0o600)
        try:
            locks.lock(descriptor, locks.LOCK_EX)
            yield
        finally:
            os.close(descriptor)
