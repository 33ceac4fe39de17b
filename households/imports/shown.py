"""What was read of each row, as the preview shows it: what looks odd is seen before it is kept."""

from collections.abc import Callable
from typing import Any

from households.imports.columns import COLUMN_NAMES
from households.imports.planning import Plan, Row
from households.models import Sex
from otoppath.privacy.masking import mask_national_id
from otoppath.thai.dates import format_birth
from otoppath.thai.ids import format_phone

SHOWN: dict[str, Callable[[Any], str]] = {
    "sex": lambda value: str(Sex(value).label),
    "birth": lambda value: format_birth(*value),
    "national_id": mask_national_id,
    "phone": format_phone,
    "house_code": str,
    "children_under_6": str,
    "children_6_to_14": str,
}


def read_of(row: Row) -> list[tuple[str, str]]:
    """Return heading and value of what a row says beside name and address; blank ones left out."""
    return [
        (COLUMN_NAMES[name], show(row.cells[name]))
        for name, show in SHOWN.items()
        if row.cells.get(name)
    ]


def with_read(rows: list[Row]) -> list[Row]:
    """Give each row what was read of it."""
    for row in rows:
        row.read = read_of(row)
    return rows


def columns_of(plan: Plan) -> list[tuple[str, str]]:
    """Return each heading of the file with the one it is read as, "" where it is left out.

    Both are in Thai on every page: the office's words, and those of the template.
    """
    known = [(typed, COLUMN_NAMES[name]) for typed, name in plan.columns]
    return [*known, *((typed, "") for typed in plan.unknown_columns)]
