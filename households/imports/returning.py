"""Refused rows as a spreadsheet of the same columns, to correct and bring in again.

Every cell comes back as it was typed, as text, a formula made harmless; the last column says why.
Who brought the file in gets the IDs as well: they stand in that person's own file, and a row
without its ID would be another one. Anybody else of the area gets them masked.
"""

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import override

from households.models import ImportBatch, ImportRow
from otoppath.accounts.models import User
from otoppath.privacy.masking import LONG_NUMBER, mask_national_id


def refused_lines(batch: ImportBatch, *, user: User) -> Iterator[list[str]]:
    """Give the headings, then each refused row in the order of the file."""
    headings = [heading for heading, _name in batch.columns]
    with override("th"):  # as in every file; an import passes over it
        yield [*headings, _("เหตุผลที่ไม่รับ")]
    is_own = batch.created_by_id == user.pk
    rows = batch.rows.filter(state=ImportRow.State.REFUSED).order_by("number", "pk")
    for row in rows.iterator(chunk_size=500):
        cells = [cell if is_own else LONG_NUMBER.sub(_masked, cell) for cell in row.typed_cells]
        cells = [*cells, *[""] * len(headings)][: len(headings)]
        yield [*cells, reasons_of(row)]


def reasons_of(row: ImportRow) -> str:
    """Return what is wrong with each cell of a row, in one line."""
    said = (f"{p['column']}: {p['reason']}" if p["column"] else p["reason"] for p in row.problems)
    return "; ".join(said)


def _masked(found: re.Match[str]) -> str:
    return mask_national_id(found[0])
