"""Lists as files: text cells, no formulas, constant memory."""

import io
import itertools
import tracemalloc

import pytest
from python_calamine import CalamineWorkbook

from otoppath.lists.spreadsheet import (
    CSV,
    XLSX,
    csv_lines,
    guarded,
    list_response,
    unguarded,
    write_xlsx,
)

ROWS = [["ชื่อ", "โทรศัพท์"], ["สมใจ", "0812345678"], ["=1+1", None]]


def sheet_of(content):
    return CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()


def content_of(kind):
    return b"".join(list_response(iter(ROWS), name="ครัวเรือน", kind=kind))


@pytest.mark.parametrize(
    "first", ["=", "+", "-", "@", "\t", "\r", "\n", *"\uff1d\uff0b\uff0d\uff20"]
)
def test_a_cell_that_begins_as_a_formula_does_is_escaped_and_read_back(first):
    cell = f"{first}cmd|' /C calc'!A0"

    assert guarded(cell) == f"'{cell}"
    assert unguarded(guarded(cell)) == cell


@pytest.mark.parametrize("cell", ["สมใจ", "12/3", "'หลวงพ่อ'", "0812345678", ""])
def test_any_other_cell_is_written_as_it_is(cell):
    assert guarded(cell) == cell
    assert unguarded(cell) == cell


def test_a_csv_opens_in_thai_and_keeps_its_rows():
    text = content_of(CSV).decode("utf-8-sig")

    assert content_of(CSV).startswith(b"\xef\xbb\xbf")
    assert text.splitlines() == ["ชื่อ,โทรศัพท์", "สมใจ,0812345678", "'=1+1,"]


def test_cells_of_a_workbook_are_text():
    assert sheet_of(content_of(XLSX)) == [
        ["ชื่อ", "โทรศัพท์"],
        ["สมใจ", "0812345678"],
        ["'=1+1", ""],
    ]


@pytest.mark.parametrize("kind", [CSV, XLSX])
def test_a_file_is_named_in_thai_and_kept_by_no_cache(kind):
    response = list_response(iter(ROWS), name="ครัวเรือน", kind=kind)

    assert response["Content-Disposition"].endswith(f".{kind}")
    assert "%E0%B8%84" in response["Content-Disposition"]
    assert response["Cache-Control"] == "private, no-store"


def test_a_csv_is_sent_while_the_rows_are_read():
    endless = ([str(n)] for n in itertools.count())

    assert len(list(itertools.islice(csv_lines(endless), 1000))) == 1000


def memory_of(rows):
    tracemalloc.start()
    write_xlsx(([f"ช่อง {n} {i}" for i in range(10)] for n in range(rows)), io.BytesIO(), title="x")
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return peak


def test_a_workbook_of_many_rows_takes_the_memory_of_one_of_few(monkeypatch):
    memory_of(10)  # the library itself

    few, many = memory_of(200), memory_of(2000)

    # The finished file, compressed, stands in memory here; the rows, some megabytes, do not.
    assert many < few + 400_000
