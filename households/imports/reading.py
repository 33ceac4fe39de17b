"""From a file to rows of cells: .xlsx, .xls and .csv in the encodings Thai offices use.

A first look at the bytes decides what the file is, never its name. Nothing is interpreted here
but where the header is and which rows are no households (blank, totals, the header again); what
a cell means is the business of columns.py. Rows are read anew each time and never held together.
"""

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, NamedTuple
from zipfile import BadZipFile, ZipFile

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from households.imports.columns import GROUP
from otoppath.privacy import apart
from otoppath.privacy.archives import check_unpacked_size
from otoppath.privacy.workbooks import measured
from otoppath.thai.text import arabic_digits, tidy

LOOK_FOR_HEADER_IN = 20  # rows with anything in them; titles stand above the header
COLUMNS_AT_MOST = 200
LOOK_AT_MOST = 500  # rows, blank ones included
DELIMITERS = (",", "\t", ";", "|")

OLD_EXCEL = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # the first bytes of an .xls

Weigh = Callable[[list[Any]], int]
Cells = list[Any]


class UnreadableFile(Exception):
    """The file cannot be read at all; the sentence says why and what to do."""


@dataclass
class Sheet:
    """A header and its rows; `number` is the row's number as the spreadsheet shows it.

    `rows` may be gone through any number of times. Of the rows that are no households the last
    time counts.
    """

    header: list[str]
    rows: "_Rows"
    name: str = ""
    others: list[str] = field(default_factory=list)  # further sheets with a header of their own
    above: list[str] = field(default_factory=list)  # what stands over the header
    left_out: list[int] = field(default_factory=list)  # totals, notes, the header once more


class _Table(NamedTuple):
    """All rows of one sheet, from the first."""

    name: str
    rows: Iterable[Cells]
    merged: Sequence[tuple[int, int, int, int]]  # first row and column, last row and column
    height: int  # at most so many rows


class _Header(NamedTuple):
    """Where the header of a table is and what it says."""

    weight: int
    is_single: bool
    last: int  # index of its last row
    names: list[str]
    raw: list[Cells]  # its rows, to know them again further down


def read(content: bytes, weigh: Weigh, *, sheet: str = "", lacking: str = "") -> Sheet:
    """Return the sheet of this name, else the first with the heaviest header.

    `weigh(headings)` says how much a row looks like the header, 0 not at all. Raises
    `UnreadableFile`; `lacking` is what it says where no row does.
    """
    if not content:
        raise UnreadableFile(_("แฟ้มว่างเปล่า กรุณาตรวจแฟ้มแล้วเลือกใหม่"))
    if len(content) > settings.SHEET_MAX_BYTES:
        limit = settings.SHEET_MAX_BYTES // (1024 * 1024)
        raise UnreadableFile(_("แฟ้มใหญ่เกิน %(mb)d MB กรุณาแบ่งเป็นหลายแฟ้ม") % {"mb": limit})
    found = [
        (table, header)
        for table in _tables(content)
        if (header := _header_of(table, weigh)) is not None
    ]
    if not found:
        raise UnreadableFile(
            lacking or _("ไม่พบหัวตาราง ต้องมีคอลัมน์ “บ้านเลขที่” “ชื่อ” และ “รหัสหมู่บ้าน” หรือ “ตำบล” กับ “หมู่ที่”")
        )
    named = [pair for pair in found if pair[0].name == sheet]
    table, header = named[0] if sheet and named else max(found, key=lambda pair: pair[1].weight)
    if len(header.names) > COLUMNS_AT_MOST:
        said = {"n": len(header.names), "most": COLUMNS_AT_MOST}
        raise UnreadableFile(
            _("ตารางมี %(n)d คอลัมน์ อ่านได้ไม่เกิน %(most)d คอลัมน์ ลบคอลัมน์ที่ไม่ใช้แล้วเลือกแฟ้มใหม่") % said
        )
    made = _sheet(table, header, [t.name for t, _h in found if t is not table])
    if table.height - header.last > settings.IMPORT_MAX_ROWS:
        _check_number(made)
    return made


# --- Files --------------------------------------------------------------------------------


def _tables(content: bytes) -> list[_Table]:
    if content[:2] == b"PK":
        return _workbook(_checked(content))
    if is_old_excel(content):
        if not apart.IS_BOUNDED:
            raise UnreadableFile(_("เครื่องนี้อ่าน .xls ไม่ได้ กรุณาเปิดใน Excel แล้วบันทึกเป็น .xlsx"))
        return _workbook(content)
    if content.lstrip()[:1] == b"<":
        raise UnreadableFile(
            _("แฟ้มนี้เป็นหน้าเว็บที่ตั้งชื่อเป็นตาราง กรุณาเปิดใน Excel แล้วบันทึกเป็น .xlsx แล้วเลือกใหม่")
        )
    return _csv(content)


def is_old_excel(content: bytes) -> bool:
    """Whether a file is an .xls, of which the reader cannot tell what is a formula."""
    return content[:8] == OLD_EXCEL


def _checked(content: bytes) -> bytes:
    try:
        check_unpacked_size(content)
        return content if apart.IS_BOUNDED else measured(content)
    except ValidationError as error:
        raise UnreadableFile(error.message) from error


def _workbook(content: bytes) -> list[_Table]:
    try:
        return [_Table(s.name, s, s.merged, s.height) for s in apart.opened(content)]
    except apart.NotOpened as error:
        raise UnreadableFile(_why(content, error.why)) from error


def _why(content: bytes, why: str) -> str:
    """Return why a workbook was not opened; where one cell is too far out, which one."""
    if content[:2] == b"PK":
        try:
            measured(content)
        except ValidationError as error:
            return str(error.message)
        if office := _of_another_program(content):
            return office
    if why == "too_large":
        return _("แฟ้มนี้มีข้อมูลมากเกินไป ให้แบ่งเป็นหลายแฟ้มแล้วลองอีกครั้ง")
    if why == "password":
        return _("แฟ้มตั้งรหัสผ่านไว้ กรุณาเปิดใน Excel เอารหัสผ่านออก แล้วบันทึกใหม่")
    return _("เปิดแฟ้มไม่ได้ แฟ้มอาจเสียหายหรือตั้งรหัสผ่านไว้ กรุณาเปิดใน Excel แล้วบันทึกเป็น .xlsx ใหม่")


def _of_another_program(content: bytes) -> str:
    """Say which document a file is that was named as a spreadsheet; blank where it is none."""
    try:
        with ZipFile(io.BytesIO(content)) as parts:
            folders = {name.partition("/")[0] for name in parts.namelist()}
    except BadZipFile:
        return ""
    for folder, program in (("word", "Word"), ("ppt", "PowerPoint")):
        if folder in folders and "xl" not in folders:
            sentence = _(
                "แฟ้มนี้เป็นเอกสาร %(program)s ไม่ใช่ตาราง คัดลอกตารางไปวางใน Excel แล้วบันทึกเป็น .xlsx"
            )
            return sentence % {"program": program}
    return ""


def _csv(content: bytes) -> list[_Table]:
    """Return the text once for each delimiter in it; the header tells which one is right."""
    text = _decoded(content)
    head = text[:8192]
    used = [sign for sign in DELIMITERS if sign in head]
    if not used:
        raise UnreadableFile(_("แฟ้มนี้ไม่ใช่ตาราง กรุณาบันทึกเป็น .xlsx แล้วเลือกใหม่"))
    used.sort(key=head.count, reverse=True)
    height = text.count("\n") + text.count("\r") + 1
    return [_Table("", _CsvRows(text, sign), (), height) for sign in used]


class _CsvRows:
    """The rows of a .csv, parted anew each time."""

    def __init__(self, text: str, delimiter: str) -> None:
        self.text, self.delimiter = text, delimiter
        self.is_strict = '"' in text and self._is_well_quoted()

    def _is_well_quoted(self) -> bool:
        """Refuse a quotation mark that swallows the rest; one inside a word is a letter."""
        number = 0
        try:
            for _cells in self._reader(strict=True):
                number += 1
        except csv.Error as error:
            if "end of data" not in str(error) and "limit" not in str(error):
                return False
            sentence = _('แถวที่ %(row)d มีเครื่องหมายคำพูด (") ที่เปิดแล้วไม่ปิด กรุณาแก้แถวนั้นแล้วเลือกใหม่')
            raise UnreadableFile(sentence % {"row": number + 1}) from error
        return True

    def _reader(self, *, strict: bool) -> Iterator[Cells]:
        text = io.StringIO(self.text, newline="")
        return csv.reader(text, delimiter=self.delimiter, strict=strict)

    def __iter__(self) -> Iterator[Cells]:
        return self._reader(strict=self.is_strict)


def _decoded(content: bytes) -> str:
    is_wide = content[:2] in (b"\xff\xfe", b"\xfe\xff")
    if b"\x00" in content[:1024] and not is_wide:
        raise UnreadableFile(_("แฟ้มนี้ไม่ใช่ .xlsx .xls หรือ .csv กรุณาบันทึกเป็น .xlsx แล้วเลือกใหม่"))
    # A letter cut in two makes all of the file look like Windows Thai of another meaning.
    is_torn = len(_UTF8_THAI.findall(content)) > len(content) // 20
    others = () if is_torn else ("cp874",)
    for encoding in ("utf-16",) if is_wide else ("utf-8-sig", *others):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    if is_torn:
        return content.decode("utf-8-sig", "replace")
    raise UnreadableFile(_("อ่านตัวอักษรในแฟ้มไม่ได้ กรุณาบันทึกเป็น CSV UTF-8 หรือ .xlsx"))


_UTF8_THAI = re.compile(b"\xe0[\xb8\xb9]")


# --- The header ---------------------------------------------------------------------------


def _header_of(table: _Table, weigh: Weigh) -> _Header | None:
    """Return the heaviest of the first rows, alone or with the row below; the first of equals."""
    looked = _first_filled(table)
    found = []
    for place, (index, cells) in enumerate(looked):
        found.append(_Header(weigh(cells), True, index, _names(cells), [cells]))
        below = looked[place + 1] if place + 1 < len(looked) else None
        if below and below[0] == index + 1:
            names = _joined_names(index, cells, below[1], table.merged)
            found.append(_Header(weigh(names), False, below[0], names, [cells, below[1]]))
    header = max(found, key=lambda h: (h.weight, h.is_single, -h.last), default=None)
    if header is None or not header.weight:
        return None
    return _with_unknown_below(header, looked, table)


def _first_filled(table: _Table) -> list[tuple[int, Cells]]:
    rows = enumerate(islice(table.rows, LOOK_AT_MOST))
    return list(islice(((i, cells) for i, cells in rows if _filled(cells)), LOOK_FOR_HEADER_IN))


def _names(cells: Cells) -> list[str]:
    return [str("" if cell is None else cell).strip() for cell in cells]


def _joined_names(
    index: int, upper: Cells, lower: Cells, merged: Sequence[tuple[int, int, int, int]]
) -> list[str]:
    """Return a heading for each column: the group's, if it has one, and its own.

    A group is a merged cell; where a file has none (.csv), it reaches to the next heading. What
    is merged over all headings is the title of the sheet, and names none of them.
    """
    width = max(len(upper), len(lower))
    above = _names([*upper, *[""] * (width - len(upper))])
    below = _names([*lower, *[""] * (width - len(lower))])
    groups = list(above)
    spans = {(r, c): last for r, c, _last_row, last in merged}
    named = [column for column, own in enumerate(below) if own] or [0]
    is_alone = sum(map(bool, above)) == 1
    for column, heading in enumerate(above):
        if not heading:
            continue
        reach = spans.get((index, column), column) if merged else width - 1
        if merged and is_alone and column <= named[0] and reach >= named[-1] > named[0]:
            groups[column] = ""
            continue
        for further in range(column + 1, min(reach, width - 1) + 1):
            if above[further]:
                break
            groups[further] = heading
    return [
        f"{group}{GROUP}{own}" if group and own else own or first
        for group, own, first in zip(groups, below, above, strict=True)
    ]


def _with_unknown_below(header: _Header, looked: list[tuple[int, Cells]], table: _Table) -> _Header:
    """Take the row below a header along when it only names parts of a column."""
    below = dict(looked).get(header.last + 1)
    if below is None or not header.is_single or not _is_subheading(header.raw[0], below):
        return header
    names = _joined_names(header.last, header.raw[0], below, table.merged)
    return _Header(header.weight, False, header.last + 1, names, [*header.raw, below])


def _is_subheading(header: Cells, below: Cells) -> bool:
    """Words without digits, and only where the header has a gap or a group begins one."""
    filled = [i for i, cell in enumerate(below) if _is_filled(cell)]
    gaps = {i for i, cell in enumerate(header) if not _is_filled(cell)}
    gaps |= {i - 1 for i in gaps}
    words = all(isinstance(below[i], str) and not re.search(r"\d", below[i]) for i in filled)
    return bool(filled) and words and set(filled) <= gaps and bool(set(filled) - {max(gaps)})


# --- The rows -----------------------------------------------------------------------------


def _sheet(table: _Table, header: _Header, others: list[str]) -> Sheet:
    above = [
        tidy(str(cell))
        for cells in islice(table.rows, header.last + 1 - len(header.raw))
        for cell in cells
        if _is_filled(cell)
    ]
    left_out: list[int] = []
    rows = _Rows(table, header, left_out)
    return Sheet(header.names, rows, table.name, [n for n in others if n], above, left_out)


@dataclass(frozen=True)
class _Rows:
    """The rows below a header that are households, each time from the top."""

    table: _Table
    header: _Header
    left_out: list[int]

    def __len__(self) -> int:
        """How many rows there are at most: those that are left out are counted with them."""
        return max(0, self.table.height - self.header.last - 1)

    def __iter__(self) -> Iterator[tuple[int, Cells]]:
        begins = self.header.last + 1
        left_out = []  # of this time alone: somebody else may be going through the rows as well
        repeated = [_Repeated(cells) for cells in self.header.raw]
        down = _FillDown(self.table.merged, begins)
        for index, cells in enumerate(self.table.rows):
            if index < begins:
                continue
            filled = _filled(cells)
            if not filled:
                continue
            is_numbering = index == begins and _counts_columns(filled)
            if is_numbering or _is_aside(cells, filled, repeated):
                left_out.append(index + 1)
                continue
            yield index + 1, down.fill(index, cells)
        self.left_out[:] = left_out


class _Repeated:
    """A row of the header, to know it again on the next printed page."""

    def __init__(self, cells: Cells) -> None:
        self.cells = _names(cells)
        self.at = next((i for i, cell in enumerate(self.cells) if cell), 0)

    def is_again(self, cells: Cells) -> bool:
        if len(cells) <= self.at or cells[self.at] in ("", None):
            return False
        if str(cells[self.at]).strip() != self.cells[self.at]:
            return False
        said = _names(cells)
        return [cell for cell in said if cell] == [cell for cell in self.cells if cell]


class _FillDown:
    """Cells merged over several rows say the same in each of them."""

    def __init__(self, merged: Sequence[tuple[int, int, int, int]], begins: int) -> None:
        self.starting: dict[int, list[tuple[int, int]]] = {}
        for row, column, last_row, _last in merged:
            if row >= begins and last_row > row:
                self.starting.setdefault(row, []).append((column, last_row))
        self.standing: dict[int, tuple[Any, int]] = {}

    def fill(self, index: int, cells: Cells) -> Cells:
        """Return the row with what reaches into it from above."""
        for column, last_row in self.starting.get(index, ()):
            if column < len(cells):
                self.standing[column] = cells[column], last_row
        for column, (value, last_row) in list(self.standing.items()):
            if index > last_row:
                del self.standing[column]
            elif column < len(cells) and not _is_filled(cells[column]):
                cells[column] = value
        return cells


_TOTAL = re.compile(
    r"(?:ผล|ยอด)?รวม(?:ยอด|จำนวน)?(?:ทั้งสิ้น|ทั้งหมด|ทั้ง(?:ตำบล|อำเภอ|หมู่บ้าน)|(?:ตำบล|อำเภอ|บ้าน|หมู่).*)?"
    r"(?:ครัวเรือน|คน|ราย|หลัง)?[\s:.\d,]*(?:ครัวเรือน|คน|ราย|หลัง|บาท)?[\s:.]*|(?:grand\s?)?total[\s:]*",
    re.IGNORECASE,
)
_UNITS = frozenset(("ครัวเรือน", "คน", "ราย", "หลัง", "บาท", "-"))
_COUNT = re.compile(r"^[\d,]+\s*")  # before a unit
_NOTE = re.compile(r"(?:หมายเหตุ|ลงชื่อ|\(ลงชื่อ\)|ผู้รายงาน|ผู้จัดทำ|ผู้สำรวจ|ผู้รับรอง)[\s:.(]?")


def _is_aside(cells: Cells, filled: Cells, repeated: list[_Repeated]) -> bool:
    """Whether a row is a total, a note under the table, or the header on its next page."""
    if any(header.is_again(cells) for header in repeated):
        return True
    if len(filled) <= 2 and isinstance(filled[0], str) and _NOTE.match(filled[0].strip()):
        return True
    if not any(isinstance(cell, str) and ("รวม" in cell or "otal" in cell) for cell in filled):
        return False
    words = [cell.strip() for cell in filled if isinstance(cell, str)]
    totals = [word for word in words if "รวม" in word or "otal" in word]
    if not any(_TOTAL.fullmatch(tidy(word)) for word in totals):
        return False
    others = [w for w in words if w not in totals and _COUNT.sub("", w) not in _UNITS]
    return not any(re.search(r"[^\W\d_]", word) for word in others if not word.startswith("="))


def _counts_columns(filled: Cells) -> bool:
    """Whether a row only numbers the columns: 1 2 3 or (๑) (๒) (๓)."""
    said = [arabic_digits(str(cell)).strip(" ()").removesuffix(".0") for cell in filled]
    return len(said) > 2 and said == [str(n) for n in range(1, len(said) + 1)]


def _filled(cells: Cells) -> Cells:
    found = [cell for cell in cells if cell != "" and cell is not None]
    is_blank = all(isinstance(cell, str) and not cell.strip() for cell in found)
    return [] if is_blank else found


def _is_filled(cell: Any) -> bool:
    return cell is not None and (not isinstance(cell, str) or cell.strip() != "")


def _check_number(sheet: Sheet) -> None:
    """Refuse a sheet of more rows than are taken at once, before any is judged."""
    n = settings.IMPORT_MAX_ROWS
    if sum(1 for _row in islice(sheet.rows, n + 1)) <= n:
        return
    message = ngettext(
        "แฟ้มมีมากกว่า %(n)s แถว กรุณาแบ่งเป็นหลายแฟ้ม", "แฟ้มมีมากกว่า %(n)s แถว กรุณาแบ่งเป็นหลายแฟ้ม", n
    )
    raise UnreadableFile(message % {"n": f"{n:,}"})
