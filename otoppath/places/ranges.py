"""A place code as a range of codes: how every list is limited to an area.

The parent of a code is the code without its last two digits, so everything below a place
lies between its own code and the next one of the same length. A range is served by the index
on both databases; `startswith` is a scan on SQLite.
"""

from collections.abc import Iterable

from django.db.models import Q

# Sorts behind every digit in each collation of PostgreSQL and SQLite.
_BEHIND_DIGITS = "A"


def code_range(code: str) -> tuple[str, str]:
    """First code that belongs to the place, and the first behind it that does not.

    Raises ValueError for what is not a code of 2, 4, 6 or 8 digits: a blank code must never
    come to mean the whole country.
    """
    if len(code) not in (2, 4, 6, 8) or not (code.isascii() and code.isdigit()):
        raise ValueError(f"not a place code: {code!r}")
    behind = str(int(code) + 1).zfill(len(code))
    return code, behind if len(behind) == len(code) else _BEHIND_DIGITS


def code_in(field: str, codes: Iterable[str]) -> Q:
    """Condition that the code in `field` lies in or below one of `codes`; none: no row.

    `field` is a column that holds a place code ("village_id", "household__village_id").
    """
    condition = Q(**{f"{field}__in": ()})
    for code in _outermost(codes):
        low, high = code_range(code)
        condition |= Q(**{f"{field}__gte": low, f"{field}__lt": high})
    return condition


def covers(codes: Iterable[str], code: str) -> bool:
    """Whether `code` lies in or below one of `codes`, asked without the database."""
    return any(code.startswith(area) for area in codes if area)


def _outermost(codes: Iterable[str]) -> list[str]:
    """Leave out the codes that lie below another one of the list."""
    kept: list[str] = []
    for code in sorted(set(codes)):
        if not (kept and code.startswith(kept[-1])):
            kept.append(code)
    return kept
