"""From a file to rows of cells: .xlsx through calamine, .csv in the encodings Thai offices use.

A first look at the bytes decides what the file is, never its name. Nothing is interpreted
here but where the header is; what a cell means is the business of columns.py.
"""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from otoppath.privacy.workbooks import measured

LOOK_INTO_SHEETS = 50
LOOK_FOR_HEADER_IN = 20  # rows; titles of an office's sheet stand above the header


class UnreadableFile(Exception):
    """The file cannot be read at all; the sentence says why and what to do."""


@dataclass(frozen=True)
class Sheet:
    """A header and its rows; `number` is the row's number as the spreadsheet shows it."""

    header: list[str]
    rows: list[tuple[int, list[Any]]]


def read(content: bytes, is_header: Any) -> Sheet:
    """Return the first sheet that has a header. Raises `UnreadableFile`.

    `is_header(cells)` tells whether a row names the columns.
    """
    if not content:
        raise UnreadableFile(_("แฟ้มว่างเปล่า กรุณาตรวจแฟ้มแล้วเลือกใหม่"))
    if len(content) > settings.SHEET_MAX_BYTES:
        limit = settings.SHEET_MAX_BYTES // (1024 * 1024)
        raise UnreadableFile(_("แฟ้มใหญ่เกิน %(mb)d MB กรุณาแบ่งเป็นหลายแฟ้ม") % {"mb": limit})
    tables = _workbook(content) if content[:2] == b"PK" else [_csv(content)]
    for table in tables:
        rows = list(table)
        sheet = _with_header(rows, is_header)
        if sheet:
            return _limited(sheet)
        if max(map(len, rows), default=0) < 2:
            raise UnreadableFile(_("แฟ้มนี้ไม่ใช่ .xlsx หรือ .csv กรุณาบันทึกเป็น .xlsx แล้วเลือกใหม่"))
    raise UnreadableFile(
        _("ไม่พบหัวตาราง ต้องมีคอลัมน์ “บ้านเลขที่” “ชื่อ” และ “รหัสหมู่บ้าน” หรือ “ตำบล” กับ “หมู่ที่”")
    )


def _workbook(content: bytes) -> Iterator[Sequence[Sequence[Any]]]:
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        content = measured(content)
    except ValidationError as error:
        raise UnreadableFile(error.message) from error
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        for name in book.sheet_names[:LOOK_INTO_SHEETS]:
            yield book.get_sheet_by_name(name).to_python(skip_empty_area=False)
    except (CalamineError, OSError) as error:
        message = _("เปิดแฟ้มไม่ได้ แฟ้มอาจเสียหายหรือตั้งรหัสผ่านไว้ กรุณาเปิดใน Excel แล้วบันทึกเป็น .xlsx ใหม่")
        raise UnreadableFile(message) from error


def _csv(content: bytes) -> list[list[str]]:
    text = _decoded(content)
    head = text[:4096]
    delimiter = "\t" if head.count("\t") > head.count(",") else ","
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as error:
        raise UnreadableFile(_("แฟ้มนี้ไม่ใช่ .xlsx หรือ .csv กรุณาบันทึกเป็น .xlsx แล้วเลือกใหม่")) from error


def _decoded(content: bytes) -> str:
    if b"\x00" in content[:1024]:
        raise UnreadableFile(_("แฟ้มนี้ไม่ใช่ .xlsx หรือ .csv กรุณาบันทึกเป็น .xlsx แล้วเลือกใหม่"))
    for encoding in ("utf-8-sig", "cp874"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UnreadableFile(_("อ่านตัวอักษรในแฟ้มไม่ได้ กรุณาบันทึกเป็น CSV UTF-8 หรือ .xlsx"))


def _with_header(table: list[Sequence[Any]], is_header: Any) -> Sheet | None:
    for index, cells in enumerate(table[:LOOK_FOR_HEADER_IN]):
        if is_header(cells):
            header = [str(cell or "").strip() for cell in cells]
            below = enumerate(table[index + 1 :], start=index + 2)
            rows = [(number, list(row)) for number, row in below if any(map(_is_filled, row))]
            return Sheet(header, rows)
    return None


def _is_filled(cell: Any) -> bool:
    return str(cell if cell is not None else "").strip() != ""


def _limited(sheet: Sheet) -> Sheet:
    if len(sheet.rows) <= settings.IMPORT_MAX_ROWS:
        return sheet
    n = settings.IMPORT_MAX_ROWS
    message = ngettext(
        "แฟ้มมีมากกว่า %(n)s แถว กรุณาแบ่งเป็นหลายแฟ้ม", "แฟ้มมีมากกว่า %(n)s แถว กรุณาแบ่งเป็นหลายแฟ้ม", n
    )
    raise UnreadableFile(message % {"n": f"{n:,}"})
