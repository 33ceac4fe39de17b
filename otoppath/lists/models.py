"""What the lists app stores."""

from otoppath.lists.idempotency import IdempotencyKey
from otoppath.lists.saved import SavedList

__all__ = ["IdempotencyKey", "SavedList"]
