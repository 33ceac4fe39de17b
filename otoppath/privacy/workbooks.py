"""An .xlsx is measured before it is read: a kilobyte of it can ask for a terabyte of cells.

The reader (calamine) lays each sheet out as a full rectangle, as wide and long as its farthest
cell, and repeats a shared text in each cell that names it: one cell XFD1048576 asked for
512 GB and ended the process. So each part is looked through first by a strict parser, and the
reader is given only parts that were: what it would read otherwise than the measure did (a
sheet under another name, an .ods, an .xlsb inside) is not there.
"""

import re
import zipfile
from io import BytesIO
from typing import Any
from xml.parsers import expat

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from otoppath.privacy.archives import check_unpacked_size, damaged, too_large

# 5,000 rows of 60 columns are 300,000 cells; all sheets count together.
MAX_CELLS = 2_000_000
MAX_LETTERS = 30_000_000
MAX_ELEMENTS = 6_000_000
REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")


def measured(content: bytes) -> bytes:
    """Return an .xlsx that is safe to read. Raises ValidationError, in Thai, for any other."""
    check_unpacked_size(content)
    measure, clean = _Measure(), BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as given, zipfile.ZipFile(clean, "w") as kept:
        names = given.namelist()
        if len(set(names)) < len(names):
            raise damaged()
        for name in names:
            part = given.read(name)
            if measure.read(part):
                kept.writestr(name, part)
    measure.check_letters()
    return clean.getvalue()


class _Measure:
    """How far the filled cells of all sheets reach, and how much text they hold."""

    def __init__(self) -> None:
        self.elements = self.cells = 0
        self.lengths: list[int] = []  # of the shared texts
        self.shared: list[int] = []  # which of them each cell names

    def read(self, part: bytes) -> bool:
        """Measure a part; False when it is no XML."""
        lengths_before = len(self.lengths)
        self._begin()
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.StartDoctypeDeclHandler = _refuse_doctype
        try:
            parser.Parse(part, True)
        except expat.ExpatError:
            return False
        if lengths_before and len(self.lengths) > lengths_before:
            raise damaged()  # two lists of shared texts: which one the cells name is unclear
        self._add(self.last_row * self.last_column)
        return True

    def check_letters(self) -> None:
        """Refuse cells that repeat long shared texts without end."""
        known = len(self.lengths)
        if sum(self.lengths[n] for n in self.shared if n < known) > MAX_LETTERS:
            raise too_large()

    def _begin(self) -> None:
        self.row = self.cell_row = self.column = self.last_row = self.last_column = 0
        self.is_shared = self.is_cell = self.is_shared_text = False
        self.value: list[str] | None = None

    def _start(self, name: str, attributes: dict[str, Any]) -> None:
        self.elements += 1
        if self.elements > MAX_ELEMENTS:
            raise too_large()
        name = name.rpartition(":")[2]
        if self.is_cell:
            self._fill(name)
        elif name == "c":
            self._begin_cell(attributes)
        elif name == "row":
            self.row = _number(attributes["r"]) if "r" in attributes else self.row + 1
            self.column = 0
        elif name == "si":
            self.is_shared_text = True
            self.lengths.append(0)

    def _begin_cell(self, attributes: dict[str, Any]) -> None:
        self.is_cell = True
        self.is_shared = attributes.get("t") == "s"
        self.cell_row, column = _place(attributes["r"]) if "r" in attributes else (0, 0)
        # Where a cell stands that does not say so: the farthest reading counts.
        self.column = max(self.column + 1, column)

    def _fill(self, name: str) -> None:
        """A cell with anything in it stretches the rectangle; a coloured empty one does not."""
        self.last_row = max(self.last_row, self.row, self.cell_row)
        self.last_column = max(self.last_column, self.column)
        if self.last_row * self.last_column > MAX_CELLS:
            raise _too_far(self.last_row, self.last_column)
        if name == "v" and self.is_shared:
            self.value = []

    def _end(self, name: str) -> None:
        name = name.rpartition(":")[2]
        if name == "c":
            self.is_cell = False
        elif name == "si":
            self.is_shared_text = False
        elif name == "v" and self.value is not None:
            text, self.value = "".join(self.value).strip(), None
            if text.isascii() and text.isdecimal():
                self.shared.append(int(text[:9]))

    def _text(self, text: str) -> None:
        if self.is_shared_text:
            self.lengths[-1] += len(text)
        elif self.value is not None:
            self.value.append(text)

    def _add(self, cells: int) -> None:
        self.cells += cells
        if self.cells > MAX_CELLS:
            raise too_large()


def _refuse_doctype(*_declared: Any) -> None:
    raise damaged()


def _number(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) <= 7):
        raise damaged()
    return int(text)


def _place(reference: str) -> tuple[int, int]:
    """Return row and column of a reference such as "BZ12", counted from 1."""
    found = REFERENCE.fullmatch(reference.upper())
    if found is None:
        raise damaged()
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(found[2]), column


def _too_far(row: int, column: int) -> ValidationError:
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    message = _("แผ่นงานนี้มีข้อมูลไกลถึงช่อง %(cell)s ให้ลบแถวและคอลัมน์ที่ไม่ใช้ แล้วบันทึกใหม่")
    return ValidationError(message % {"cell": f"{letters}{row}"}, "too_far")
