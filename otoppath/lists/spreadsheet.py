"""A list as a file: .csv that opens in Thai, or .xlsx, both written in constant memory.

Every cell is text, as the page shows it: telephone numbers keep their zero and days stay in the
Buddhist Era. A cell that a spreadsheet would take for a formula begins with an apostrophe
(OWASP: CSV injection); `unguarded` takes it off where such a file is read again.
"""

import csv
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, BinaryIO

from django.http import FileResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.http import content_disposition_header

CSV, XLSX = "csv", "xlsx"
BOM = "\ufeff"  # without it Excel reads the file in the encoding of Windows
# Some spreadsheets read the full-width signs as the others.
RISKY = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
LAST_ROW = 1_048_576  # of a sheet
COLUMN_WIDTH = 18  # characters


def guarded(cell: Any) -> str:
    """Return a cell as text that no spreadsheet runs as a formula."""
    text = "" if cell is None else str(cell)
    return f"'{text}" if text.startswith(RISKY) else text


def unguarded(text: str) -> str:
    """Return the text of a cell that `guarded` wrote."""
    return text[1:] if text.startswith("'") and text[1:].startswith(RISKY) else text


def list_response(rows: Iterable[Sequence[Any]], *, name: str, kind: str) -> HttpResponseBase:
    """Answer with the rows, headings first, as a file of the kind CSV or XLSX.

    A .csv is sent while the rows are read; an .xlsx is written to an unnamed temporary file.
    """
    response = _xlsx_response(rows, name) if kind == XLSX else _csv_response(rows)
    filename = f"{name}.{kind}"
    response["Content-Disposition"] = content_disposition_header(True, filename) or "attachment"
    response["Cache-Control"] = "private, no-store"
    return response


class _Echo:
    """A file that hands back what is written to it."""

    def write(self, line: str) -> str:
        return line


def csv_lines(rows: Iterable[Sequence[Any]]) -> Iterator[bytes]:
    """Give the lines of a .csv in UTF-8, one for each row as it comes."""
    writer = csv.writer(_Echo())
    yield BOM.encode()
    for row in rows:
        yield writer.writerow([guarded(cell) for cell in row]).encode()


def write_xlsx(rows: Iterable[Sequence[Any]], target: BinaryIO, *, title: str) -> None:
    """Write rows, headings first, as a workbook of one sheet; a row is let go once written."""
    import xlsxwriter

    with xlsxwriter.Workbook(target, {"constant_memory": True}) as book:
        sheet = book.add_worksheet(title[:31])
        as_text = book.add_format({"num_format": "@"})
        bold = book.add_format({"num_format": "@", "bold": True})
        sheet.freeze_panes(1, 0)
        for number, row in enumerate(rows):
            if number == 0:
                sheet.set_column(0, len(row) - 1, COLUMN_WIDTH, as_text)
            if number >= LAST_ROW:
                raise ValueError("more rows than a sheet holds")
            for column, cell in enumerate(row):
                sheet.write_string(number, column, guarded(cell), as_text if number else bold)


def _csv_response(rows: Iterable[Sequence[Any]]) -> HttpResponseBase:
    return StreamingHttpResponse(csv_lines(rows), content_type="text/csv; charset=utf-8")


def _xlsx_response(rows: Iterable[Sequence[Any]], name: str) -> HttpResponseBase:
    written: Any = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
    write_xlsx(rows, written, title=name)
    written.seek(0)
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return FileResponse(written, content_type=kind)
