"""Opens a workbook apart from the system: run as a program, given the file, ended when done.

The reader (calamine) lays each sheet out as a full rectangle: a kilobyte of .xls with one cell
in the last corner asks for half a gigabyte, and so does each further sheet. Here it may have
that much and no more; what asks for more, takes too long or makes the reader fall over ends
this process and nothing else. Imports nothing of the system, so that it starts in no time.

Standard input is the file; output is a line of JSON for each row, then the index on the error
stream: name, place in the output and merged ranges of each sheet, or what is wrong.
"""

import io
import json
import re
import sys
import zipfile
from typing import Any
from xml.etree import ElementTree

MEMORY = 512 * 1024 * 1024
SECONDS = 60
WRITTEN = 512 * 1024 * 1024  # bytes of rows
SHEETS = 50
CELLS = 2_000_000  # of all sheets: one far cell would have the blanks before it written down
LINKS = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
FORMULA = re.compile(
    rb"<(?:\w+:)?c\s(?:[^>]*?\s)?r=[\"']([A-Z]{1,3})([0-9]{1,7})[\"'][^>]*>\s*<(?:\w+:)?f[\s/>]"
)
IS_FORMULA = "="  # what stands in its place: the value it had when last saved may be old


def main() -> int:
    """Write the rows of every sheet that is not hidden; return the exit status."""
    from python_calamine import CalamineError, PasswordError

    try:
        index = written(sys.stdin.buffer.read(), sys.stdout.buffer)
    except PasswordError:
        index = {"wrong": "password"}
    except (CalamineError, OSError, ValueError) as error:
        index = {"wrong": "damaged", "why": str(error)[:200]}
    sys.stdout.flush()
    sys.stderr.write(json.dumps(index))
    return 1 if "wrong" in index else 0


def written(content: bytes, out: Any) -> dict[str, Any]:
    """Write the rows and return the index."""
    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    shown = [
        sheet.name
        for sheet in book.sheets_metadata
        if sheet.typ == SheetTypeEnum.WorkSheet and sheet.visible == SheetVisibleEnum.Visible
    ]
    parts = parts_of(content) if content[:2] == b"PK" else {}
    sheets, at, cells_left = [], 0, CELLS
    encode = json.JSONEncoder(ensure_ascii=False, default=tagged).encode
    for name in shown[:SHEETS]:
        sheet = book.get_sheet_by_name(name)
        cells_left -= sheet.total_height * sheet.total_width
        if cells_left < 0:
            return {"wrong": "too_large"}
        begins, formulas = at, formulas_in(content, parts.get(name, ""))
        left = [""] * (sheet.start[1] if sheet.start else 0)
        for number, row in enumerate(sheet.iter_rows()):
            cells = left + row if left else row
            for column in formulas.get(number, ()):
                if column < len(cells):
                    cells[column] = f"{IS_FORMULA}{cells[column]}"
            line = encode(cells).encode("utf-8", "replace") + b"\n"
            at += out.write(line)
        merged = [[*first, *last] for first, last in sheet.merged_cell_ranges or []]
        place = {"begins": begins, "ends": at, "height": sheet.total_height}
        sheets.append({"name": name, "merged": merged, **place})
    return {"sheets": sheets}


def tagged(value: Any) -> Any:
    """Return what JSON has no word for: a day, or a time of day."""
    return {"date" if hasattr(value, "day") else "time": str(value)}


def parts_of(content: bytes) -> dict[str, str]:
    """Return which part of an .xlsx holds each sheet."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        try:
            book = ElementTree.fromstring(archive.read("xl/workbook.xml"))  # noqa: S314 - bound
            links = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))  # noqa: S314
        except (KeyError, ElementTree.ParseError):
            return {}
    targets = {link.get("Id"): link.get("Target", "") for link in links}
    return {
        sheet.get("name", ""): targets.get(sheet.get(LINKS), "").removeprefix("/xl/")
        for sheet in book.iter()
        if sheet.tag.endswith("}sheet")
    }


def formulas_in(content: bytes, part: str) -> dict[int, list[int]]:
    """Return the columns of each row that hold a formula, counted from 0."""
    if not part:
        return {}
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        try:
            text = archive.read(f"xl/{part}")
        except KeyError:
            return {}
    found: dict[int, list[int]] = {}
    if b"<f" not in text and b":f" not in text:
        return found
    for match in FORMULA.finditer(text):
        column = 0
        for letter in match[1]:
            column = column * 26 + letter - ord("A") + 1
        found.setdefault(int(match[2]) - 1, []).append(column - 1)
    return found


def bound() -> None:
    """Let this process have so much memory and time, where the system can hold it to that."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (WRITTEN, WRITTEN))


if __name__ == "__main__":
    bound()
    sys.exit(main())
