"""What the lists app stores."""

from otoppath.lists.idempotency import IdempotencyKey

__all__ = ["IdempotencyKey"]
