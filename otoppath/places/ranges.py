"""A place code as a range of codes: how every list is limited to an area.

The parent of a code is the code without its last two digits, so everything below a place
lies between its own code and the next one of the same length. A range is served by the index
on both databases; `startswith` is a scan on SQLite.
"""

from collections.abc import Iterable
from typing import Any

from django.db.models import CharField, F, Func, Q
from django.db.models.lookups import Exact

# Sorts behind every digit in each collation of PostgreSQL and SQLite.
_BEHIND_DIGITS = "A"
DISTRICT, VILLAGE = 4, 8  # digits of a code


def code_range(code: str) -> tuple[str, str]:
    """First code that belongs to the place, and the first behind it that does not.

    Raises ValueError for what is not a code of 2, 4, 6 or 8 digits: a blank code must never
    come to mean the whole country.
    """
    if len(code) not in (2, 4, 6, 8) or not (code.isascii() and code.isdigit()):
        raise ValueError(f"not a place code: {code!r}")
    behind = str(int(code) + 1).zfill(len(code))
    return code, behind if len(behind) == len(code) else _BEHIND_DIGITS


def code_in(field: str, codes: Iterable[str], *, by_district: bool = False) -> Q:
    """Condition that the code in `field` lies in or below one of `codes`; none: no row.

    `field` is a column that holds a place code ("village_id", "household__village_id"). Of a
    table whose indexes begin with `DistrictOf(field)`, a whole district is asked for by that.
    """
    condition = Q(**{f"{field}__in": ()})
    for code in _outermost(codes):
        low, high = code_range(code)
        if len(code) == VILLAGE:  # nothing lies below one, and the index then keeps its order
            condition |= Q(**{field: code})
        elif len(code) == DISTRICT and by_district:
            condition |= Q(Exact(DistrictOf(field), code))
        else:
            condition |= Q(**{f"{field}__gte": low, f"{field}__lt": high})
    return condition


class DistrictOf(Func):
    """The code of the district around a place: what the order of a long list begins with.

    A range of codes finds the rows of an area but not their order: thirty thousand households
    would be sorted for a page of fifty. In an index (district, key, pk) they stand in order. It is
    asked for instead of the range, never beside it: PostgreSQL multiplies the two, takes the
    district for a hundredth of itself and sorts it after all. Its numbers are written out:
    SQLite takes an index for an expression only where the query says the very same, and
    parameters do not.
    """

    template = "SUBSTR(%(expressions)s, 1, 4)"
    output_field = CharField()

    def __init__(self, field: str, **extra: Any) -> None:
        super().__init__(F(field), **extra)


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
