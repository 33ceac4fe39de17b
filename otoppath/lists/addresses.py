"""The address of a record by its uuid, worked out once for all records of a kind.

A page of a list links fifty records, and Django's `reverse` goes through the patterns for each.
"""

from functools import cache
from uuid import UUID

from django.conf import settings
from django.urls import get_script_prefix, get_urlconf, reverse

_ANY = UUID(int=0)


def address_of(name: str, uuid: UUID) -> str:
    """Return what `reverse(name, args=[uuid])` does."""
    before, after = _around(name, get_script_prefix(), get_urlconf() or settings.ROOT_URLCONF)
    return f"{before}{uuid}{after}"


@cache
def _around(name: str, prefix: str, urlconf: str) -> tuple[str, str]:
    """Return what stands before and behind the uuid; an address depends on no more than this."""
    before, _uuid, after = reverse(name, args=[_ANY]).partition(str(_ANY))
    return before, after
