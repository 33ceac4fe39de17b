"""Sheets as offices send them: each broken in one named way, and exactly what is read of it.

Text files and .xlsx are written here, cell by cell, so that the damage can be seen; the .xls
beside this file were written once by old_excel.py.
"""

import io
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import xlsxwriter

HERE = Path(__file__).parent
VILLAGE, OTHER_VILLAGE, FAR_VILLAGE = "36100101", "36100102", "36100201"
ID = "1100000000016"
HEADER = ["ตำบล", "หมู่ที่", "บ้านเลขที่", "ชื่อ-สกุล"]
ROW = ["ผักปัง", "1", "1/1", "นางสมมุติ ตัวอย่างดี"]
SECOND = ["ผักปัง", "2", "2/1", "นายตัวอย่าง สมมุติดี"]


@dataclass
class Case:
    """A file, and what is expected: rows that are taken, cells that are refused, or no file."""

    says: str
    file: Callable[[], bytes]
    taken: int = 1
    cells: dict[str, Any] = field(default_factory=dict)  # of the first row that is taken
    village: str = VILLAGE
    refused: list[tuple[int, str, str]] = field(default_factory=list)  # row, column, words
    unreadable: str = ""  # words of the refusal
    left_out: list[int] = field(default_factory=list)  # rows that are no households
    others: list[str] = field(default_factory=list)  # further sheets
    is_certain: bool = True  # no column needs an officer's eye
    repaired: int = 0
    proposed: list[tuple[str, str]] = field(default_factory=list)  # before and after


def text(*rows, encoding="utf-8-sig", delimiter=",", header=HEADER, end="\r\n"):
    lines = [delimiter.join(map(str, row)) for row in [header, *rows] if row is not None]
    return lambda: end.join(lines).encode(encoding)


def one(column, value, *, also=()):
    """A .csv of one household with a further column."""
    return text(
        [*ROW, value, *(v for _c, v in also)], header=[*HEADER, column, *(c for c, _v in also)]
    )


def book(*sheets, merge=(), hidden=(), formats=None):
    """An .xlsx; each sheet is (name, rows), and `merge` the ranges of the first."""

    def made():
        buffer = io.BytesIO()
        with xlsxwriter.Workbook(buffer) as workbook:
            day = workbook.add_format({"num_format": "d/m/yyyy"})
            for position, (name, rows) in enumerate(sheets):
                sheet = workbook.add_worksheet(name)
                if name in hidden:
                    sheet.hide()
                else:
                    sheet.activate()
                    sheet.set_first_sheet()
                for r, row in enumerate(rows):
                    for c, cell in enumerate(row):
                        if hasattr(cell, "year"):
                            sheet.write_datetime(r, c, cell, day)
                        elif cell != "":
                            sheet.write(r, c, cell)
                for first, last in merge if position == 0 else ():
                    value = rows[first[0]][first[1]]
                    sheet.merge_range(*first, *last, value)
        return buffer.getvalue()

    return made


def far(*rows):
    """An .xlsx with a stray cell in its last corner."""

    def made():
        buffer = io.BytesIO()
        with xlsxwriter.Workbook(buffer) as workbook:
            sheet = workbook.add_worksheet()
            for r, row in enumerate(rows):
                sheet.write_row(r, 0, row)
            sheet.write(1_048_575, 16_383, "x")
        return buffer.getvalue()

    return made


def document(part):
    """A document of another program of the office, in the same kind of archive."""

    def made():
        buffer = io.BytesIO()
        with ZipFile(buffer, "w") as parts:
            parts.writestr("[Content_Types].xml", "<Types/>")
            parts.writestr(part, "<document/>")
        return buffer.getvalue()

    return made


def stored(name):
    return lambda: (HERE / f"{name}.xls").read_bytes()


def cut(made, share):
    return lambda: (content := made())[: int(len(content) * share)]


def lettered(made, damaged, whole="สมมุติ"):
    """A UTF-8 file in which one letter lost its last byte."""
    return lambda: made().replace(whole.encode(), damaged)


GROUPS = [
    ["ที่", "ชื่อ-สกุล", "ที่อยู่", "", "", "เด็ก (คน)", ""],
    ["", "", "บ้านเลขที่", "หมู่ที่", "ตำบล", "ต่ำกว่า 6 ปี", "6-14 ปี"],
]
GROUPED = [1, "นางสมมุติ ตัวอย่างดี", "1/1", 1, "ผักปัง", 2, 1]
SPANS = [((0, 0), (1, 0)), ((0, 1), (1, 1)), ((0, 2), (0, 4)), ((0, 5), (0, 6))]
MOVED = ["", "", *HEADER]
WHOLE = [((0, 0), (0, 4))]
LEFT_OVER = [*HEADER, "หมายเหตุ"]

CASES = [
    # --- What stands around the table
    Case(
        "titles above the header are passed over",
        text(["ตำบล", "หมู่ที่", "บ้านเลขที่", "ชื่อ-สกุล"], ROW, header=["บัญชีครัวเรือน ตำบลผักปัง", "", "", ""]),
    ),
    Case(
        "thirty blank rows above the header do not hide it",
        text(*[["", "", "", ""]] * 30, HEADER, ROW, header=["บัญชีครัวเรือน", "", "", ""]),
    ),
    Case(
        "a title merged over the whole table is a title",
        book(("ก", [["บัญชีรายชื่อ"], [], HEADER, ROW]), merge=[((0, 0), (0, 3))]),
    ),
    Case(
        "a title merged right above the headings is no part of them",
        book(("ก", [["ชื่อครัวเรือน ตำบลผักปัง", "", "", "", ""], LEFT_OVER, [*ROW, "จน"]]), merge=WHOLE),
    ),
    Case(
        "a table that begins at column C and row 5 is found",
        book(("ก", [[], [], [], [], MOVED, ["", "", *ROW]])),
    ),
    Case("blank rows between households are passed over", text(ROW, ["", "", "", ""], SECOND), 2),
    Case("a row of spaces is a blank row", text(ROW, [" ", "\u00a0", " ", ""], SECOND), 2),
    Case(
        "the header that each printed page repeats is left out",
        text(ROW, HEADER, SECOND),
        2,
        left_out=[3],
    ),
    Case("a total below the table is left out", text(ROW, ["รวม", "", "1", ""]), left_out=[3]),
    Case(
        "a total in words is left out",
        text(ROW, ["", "รวมทั้งสิ้น 1 ครัวเรือน", "", ""]),
        left_out=[3],
    ),
    Case(
        "a total whose unit stands in the cell of the number is left out once",
        text(ROW, ["ผักปัง", "1", "2/1", "นางอ าพร ส าราญใจ"], ["รวม", "", "", "2 ครัวเรือน"]),
        2,
        left_out=[4],
        proposed=[("นางอ าพร ส าราญใจ", "นางอำพร สำราญใจ")],
    ),
    Case(
        "a total of a village in the middle is left out",
        text(ROW, ["รวมหมู่ที่ 1", "", "1", "ครัวเรือน"], SECOND),
        2,
        left_out=[3],
    ),
    Case(
        "somebody whose name is that of a total is a household",
        text(["ผักปัง", "1", "1/1", "รวม", "ตัวอย่างดี"], header=[*HEADER[:3], "ชื่อ", "นามสกุล"]),
        cells={"first_name": "รวม", "last_name": "ตัวอย่างดี"},
    ),
    Case(
        "a note and a signature below the table are left out",
        text(ROW, ["หมายเหตุ: ข้อมูลปี 2569", "", "", ""], ["", "", "", "ลงชื่อ ........"]),
        left_out=[3, 4],
    ),
    Case(
        "the row that numbers the columns is left out",
        text(["(1)", "(๒)", "(3)", "(4)"], ROW),
        left_out=[2],
    ),
    # --- The header
    Case(
        "a heading over a group of headings is one with each of them",
        book(("ก", [*GROUPS, GROUPED]), merge=SPANS),
        cells={"house_no": "1/1", "children_under_6": 2, "children_6_to_14": 1},
        is_certain=False,
    ),
    Case(
        "groups of headings are read where a .csv has no merged cells",
        text(GROUPS[1], GROUPED, header=GROUPS[0]),
        cells={"house_no": "1/1", "children_6_to_14": 1},
        is_certain=False,
    ),
    Case(
        "a header of two rows that is repeated is left out both times",
        book(("ก", [*GROUPS, GROUPED, *GROUPS, [2, "นายตัวอย่าง ดี", "2/1", 1, "ผักปัง"]]), merge=SPANS),
        2,
        left_out=[4, 5],
        is_certain=False,
    ),
    Case(
        "headings that only divide a column we do not import are no household",
        text(["", "", "", "", "ในระบบ", "นอกระบบ"], [*ROW, "1", "2"], header=[*HEADER, "หนี้สิน", ""]),
    ),
    Case(
        "headings with line breaks, stars and dots are known",
        book(("ก", [["ต.", "หมู่ที่ *", "บ้าน\nเลขที่", "ชื่อ – สกุล :"], ROW])),
    ),
    Case(
        "headings that a PDF copy tore apart are known",
        text(
            ["ผักปัง", "1", "1/1", "นางสมมุติ", ID],
            header=["ต าบล", "หมู่ท ี่", "บ้านเลขท่ี", "ชื่ อ", "เลขประจ าตัวประชาชน"],
        ),
        cells={"national_id": ID},
    ),
    Case(
        "headings in words of the office's own are proposed for approval",
        text(
            ["ผักปัง", "1", "1/1", "นางสมมุติ ดี"],
            header=["ตำบลที่ตั้ง", "หมู่ที่อยู่", "บ้านเลขที", "ชื่อหัวหน้าครอบครัว"],
        ),
        cells={"first_name": "สมมุติ", "house_no": "1/1"},
        is_certain=False,
    ),
    Case(
        "columns whose heading says nothing are proposed by what they hold",
        text(
            [*ROW, ID, "081-234-5678", "1/10/2510"], header=[*HEADER, "ข้อมูล 1", "ข้อมูล 2", "ข้อมูล 3"]
        ),
        cells={"national_id": ID, "phone": "0812345678", "birth": (1967, 10, 1)},
        is_certain=False,
    ),
    Case(
        "title, name and surname under one merged heading are three columns",
        book(
            ("ก", [[*HEADER, "", ""], [*ROW[:3], "นาง", "สมมุติ", "ตัวอย่างดี"]]),
            merge=[((0, 3), (0, 5))],
        ),
        cells={"title": "นาง", "first_name": "สมมุติ", "last_name": "ตัวอย่างดี"},
        is_certain=False,
    ),
    Case(
        "of two columns with the same heading the first is read",
        one("บ้านเลขที่", "9/9"),
        cells={"house_no": "1/1"},
    ),
    Case(
        "a list without house numbers is refused with what it lacks",
        text(["ผักปัง", "1", "นางสมมุติ"], header=["ตำบล", "หมู่ที่", "ชื่อ"]),
        0,
        unreadable="ยังไม่มีคอลัมน์ “บ้านเลขที่”",
    ),
    Case(
        "a sheet without any heading we know is refused",
        text(["1", "2"], header=["ก", "ข"]),
        0,
        unreadable="ไม่พบหัวตาราง",
    ),
    # --- Sheets
    Case(
        "a cover sheet is passed over",
        book(("ปก", [["ข้อมูลครัวเรือน"], ["ตำบลผักปัง"]]), ("ข้อมูล", [HEADER, ROW])),
    ),
    Case(
        "of several lists the first is read and the others are named",
        book(("ม.1", [HEADER, ROW]), ("ม.2", [HEADER, SECOND])),
        others=["ม.2"],
    ),
    Case(
        "a hidden sheet is not read",
        book(("เก่า", [HEADER, SECOND, SECOND]), ("ใหม่", [HEADER, ROW]), hidden=["เก่า"]),
    ),
    Case(
        "cells merged over several rows say the same in each",
        book(
            ("ก", [HEADER, ROW, ["", "", "2/1", "นายตัวอย่าง ดี"]]),
            merge=[((1, 0), (2, 0)), ((1, 1), (2, 1))],
        ),
        2,
    ),
    # --- Encodings and delimiters
    Case("Windows Thai (TIS-620) is read", text(ROW, encoding="cp874")),
    Case("UTF-8 without its mark is read", text(ROW, encoding="utf-8")),
    Case("UTF-16 is read", text(ROW, encoding="utf-16")),
    Case(
        "Excel's Unicode text, tabs in UTF-16, is read",
        text(ROW, encoding="utf-16", delimiter="\t"),
    ),
    Case(
        "semicolons part cells, though there are commas in them",
        text(["ผักปัง", "1", "1,1", "นางสมมุติ ดี"], delimiter=";"),
    ),
    Case(
        "Excel's own line sep=; is passed over", text(HEADER, ROW, header=["sep="], delimiter=";")
    ),
    Case("lines that end as on an old Macintosh are lines", text(ROW, end="\r")),
    Case(
        "a line break inside a quoted cell is a space",
        text(["ผักปัง", "1", "1/1", '"นางสมมุติ\nตัวอย่างดี"']),
        cells={"last_name": "ตัวอย่างดี"},
    ),
    Case(
        "a quotation mark that never closes is refused with its row",
        text(ROW, ["ผักปัง", "1", "2/1", '"นางสมมุติ'], *[ROW] * 3000),
        0,
        unreadable="แถวที่ 3 มีเครื่องหมายคำพูด",
    ),
    Case(
        "a letter cut in two spoils its cell, not the file",
        lettered(text(ROW, SECOND, encoding="utf-8"), "สมมุต".encode() + b"\xe0\xb8"),
        0,
        refused=[(2, "ชื่อ", "เสียหาย"), (3, "ชื่อ", "เสียหาย")],
    ),
    # --- Numbers
    Case(
        "an ID that Excel made a number keeps its digits",
        book(("ก", [[*HEADER, "เลขบัตรประชาชน"], [*ROW, float(ID)]])),
        cells={"national_id": ID},
    ),
    Case(
        "an ID in scientific form has lost digits and is refused",
        one("เลขบัตรประชาชน", "1.10E+12"),
        0,
        refused=[(2, "เลขประจำตัวประชาชน", "หลักท้ายหายไป")],
    ),
    Case(
        "an ID that lost a digit is refused, not guessed",
        one("เลขบัตรประชาชน", ID[:-1]),
        0,
        refused=[(2, "เลขประจำตัวประชาชน", "12 หลัก")],
    ),
    Case(
        "an ID with a wrong digit is refused",
        one("เลขบัตรประชาชน", "1100000000017"),
        0,
        refused=[(2, "เลขประจำตัวประชาชน", "ตรวจกับบัตร")],
    ),
    Case(
        "an ID with dashes in Thai digits is read",
        one("ปชช.", "๑-๑๐๐๐-๐๐๐๐๐-๐๑-๖"),
        cells={"national_id": ID},
        is_certain=False,
    ),
    Case(
        "the zero that Excel took from a mobile number is put back",
        book(("ก", [[*HEADER, "เบอร์โทร"], [*ROW, 812345678]])),
        cells={"phone": "0812345678"},
    ),
    Case(
        "the zero of a land line is put back", one("โทร.", "44123456"), cells={"phone": "044123456"}
    ),
    Case(
        'a number kept as ="0812345678" is read',
        one("โทร", '="0812345678"'),
        cells={"phone": "0812345678"},
    ),
    Case(
        "a telephone with a digit too few is refused",
        one("โทรศัพท์", "08123456"),
        0,
        refused=[(2, "โทรศัพท์", "10 หลัก")],
    ),
    Case(
        "codes that a program wrote as 1.0 are whole numbers",
        text(["ผักปัง", "1.0", "7.0", ROW[3]]),
        cells={"house_no": "7"},
    ),
    Case("Thai digits are digits", text(["ผักปัง", "๑", "๑๒/๓", ROW[3]]), cells={"house_no": "12/3"}),
    # --- Days
    Case(
        "a birth in the Buddhist Era is read",
        one("วันเกิด", "1/10/2510"),
        cells={"birth": (1967, 10, 1)},
    ),
    Case(
        "a birth in the Gregorian year is read",
        one("วันเกิด", "1/10/1967"),
        cells={"birth": (1967, 10, 1)},
    ),
    Case(
        "of a birth only the year may be known",
        one("ปีเกิด", "๒๕๑๐"),
        cells={"birth": (1967, None, None)},
    ),
    Case(
        "a birth of month and year is read",
        one("ว/ด/ป เกิด", "00/10/2510"),
        cells={"birth": (1967, 10, None)},
    ),
    Case(
        "a birth in three columns is one birth",
        one("วันเกิด", "1", also=[("เดือนเกิด", "ต.ค."), ("ปีเกิด", "2510")]),
        cells={"birth": (1967, 10, 1)},
    ),
    Case(
        "day, month and year below one heading are one birth",
        book(
            (
                "ก",
                [
                    [*HEADER, "วันเดือนปีเกิด", "", ""],
                    ["", "", "", "", "วัน", "เดือน", "ปี พ.ศ."],
                    [*ROW, 1, 10, 2510],
                ],
            ),
            merge=[((0, 4), (0, 6))],
        ),
        cells={"birth": (1967, 10, 1)},
    ),
    Case(
        "of a birth in three columns what is unknown stays unknown",
        one("วันที่เกิด", "-", also=[("เดือนเกิด", "00"), ("ปีเกิด", "๒๕๑๐")]),
        cells={"birth": (1967, None, None)},
    ),
    Case(
        "month and year of a birth in three columns are kept without a day",
        one("วันที่เกิด", "", also=[("เดือนเกิด", "10"), ("ปีเกิด", "2510")]),
        cells={"birth": (1967, 10, None)},
    ),
    Case(
        "three columns that make no day are refused by the name of the day's",
        one("วันที่เกิด", "31", also=[("เดือนเกิด", "2"), ("ปีเกิด", "2510")]),
        0,
        refused=[(2, "เกิดวันที่ (เฉพาะเลขวัน)", "ไม่มีวันที่ 31")],
    ),
    Case(
        "a day of birth without its month is refused",
        one("วันที่เกิด", "31", also=[("เดือนเกิด", ""), ("ปีเกิด", "2510")]),
        0,
        refused=[(2, "เดือนเกิด", "ไม่มีเดือนเกิด")],
    ),
    Case(
        "day and month of birth without a year are refused",
        one("วันที่เกิด", "31", also=[("เดือนเกิด", "1"), ("ปีเกิด", "")]),
        0,
        refused=[(2, "วันเกิด", "ไม่มีปีเกิด")],
    ),
    Case(
        "a month that is none is refused",
        one("วันที่เกิด", "1", also=[("เดือนเกิด", "13"), ("ปีเกิด", "2510")]),
        0,
        refused=[(2, "เดือนเกิด", "1 ถึง 12")],
    ),
    Case(
        "a birth with two digits of the year fits two eras and is refused",
        one("วันเกิด", "1/10/10"),
        0,
        refused=[(2, "วันเกิด", "พิมพ์ปี พ.ศ.")],
    ),
    Case(
        "a day that no month has is refused",
        one("วันเกิด", "31/2/2510"),
        0,
        refused=[(2, "วันเกิด", "ไม่มีวันที่ 31")],
    ),
    # --- Names and places
    Case(
        "a title glued to the name is parted from it",
        text(["ผักปัง", "1", "1/1", "น.ส.สมมุติ ตัวอย่างดี"]),
        cells={"title": "นางสาว", "first_name": "สมมุติ", "last_name": "ตัวอย่างดี"},
    ),
    Case(
        "a village is read from its code",
        text([FAR_VILLAGE, "1/1", ROW[3]], header=["รหัสหมู่บ้าน (8 หลัก)", *HEADER[2:]]),
        village=FAR_VILLAGE,
    ),
    Case(
        "a village is read from its name with the moo behind it",
        text(["บ้านสมมุติใต้ ม.2", "1/1", ROW[3]], header=["ชื่อหมู่บ้าน", *HEADER[2:]]),
        village=OTHER_VILLAGE,
    ),
    Case(
        "a name of one village needs no moo",
        text(["สมมุติกลาง", "1/1", ROW[3]], header=["บ้าน", *HEADER[2:]]),
        village=FAR_VILLAGE,
    ),
    Case(
        "a village whose name does not fit its moo is refused",
        text(["บ้านสมมุติใต้ ม.7", "1/1", ROW[3]], header=["หมู่บ้าน", *HEADER[2:]]),
        0,
        refused=[(2, "หมู่บ้าน", "ไม่มีหมู่บ้านชื่อนี้")],
    ),
    Case(
        "a whole address in one cell is parted",
        text(
            ["12/3 หมู่ที่ ๒ ต.ผักปัง อ.ภูเขียว", ROW[3], "", ""],
            header=["ที่อยู่", "ชื่อ-สกุล", "ตำบล", "หมู่ที่"],
        ),
        cells={"house_no": "12/3"},
        village=OTHER_VILLAGE,
    ),
    Case(
        "a house number with its moo behind it is parted",
        text(["ผักปัง", "", "12/3 ม.2", ROW[3]]),
        cells={"house_no": "12/3"},
        village=OTHER_VILLAGE,
    ),
    Case(
        "two cells that name different villages are refused",
        text(["ผักปัง", "1", "12/3 ม.2", ROW[3]]),
        0,
        refused=[(2, "บ้านเลขที่", "ไม่ตรงกับ")],
    ),
    Case(
        "a house number that Excel made a day is refused",
        book(("ก", [HEADER, ["ผักปัง", 1, date(2026, 3, 12), ROW[3]]])),
        0,
        refused=[(2, "บ้านเลขที่", "เปลี่ยนบ้านเลขที่เป็นวันที่")],
    ),
    # --- Formulas and damage
    Case(
        "a formula is refused, whatever it showed last",
        book(("ก", [HEADER, [*ROW[:3], '=CONCATENATE("นาง","สมมุติ")']])),
        0,
        refused=[(2, "ชื่อ", "เป็นสูตร")],
    ),
    Case(
        "a formula in a column we do not import is no harm",
        book(("ก", [["ที่", *HEADER], ["=ROW()-1", *ROW]])),
    ),
    Case(
        "a formula that failed is refused",
        text(["ผักปัง", "1", "#REF!", ROW[3]]),
        0,
        refused=[(2, "บ้านเลขที่", "สูตรที่ผิดพลาด")],
    ),
    Case(
        "letters without width and marks in the wrong order are put right and counted",
        text(["ผัก\u200bปัง", "1", "1/1", "นางนํ้าผึ้ง เเสนดี"]),
        cells={"first_name": "น้ำผึ้ง", "last_name": "แสนดี"},
        repaired=2,
    ),
    Case(
        "a name that a PDF copy tore apart is taken as it is, with a proposal beside it",
        text(["ผักปัง", "1", "1/1", "นางอ าพร ส าราญใจ"]),
        cells={"first_name": "อ", "last_name": "าพร ส าราญใจ"},
        proposed=[("นางอ าพร ส าราญใจ", "นางอำพร สำราญใจ")],
    ),
    Case(
        "a space inside a name is proposed away where another row has the name whole",
        text(["ผักปัง", "1", "1/1", "นางสม มุติ ใจดี"], ["ผักปัง", "1", "2/1", "นายสมมุติ ดีใจ"]),
        2,
        proposed=[("นางสม มุติ ใจดี", "นางสมมุติ ใจดี")],
    ),
    Case(
        "a subdistrict that nobody knows is refused with a proposal that it is another",
        text(["ผัก ปัง", "1", "1/1", ROW[3]], ["กวางโจน", "1", "1/1", ROW[3]]),
        2,
        proposed=[("ผัก ปัง", "ผักปัง")],
    ),
    Case(
        "names in the wrong encoding are proposed right",
        text(["ผักปัง", "1", "1/1", "¹Ò§ÊÁÁØµÔ ã¨´Õ"], encoding="utf-8"),
        cells={"first_name": "¹Ò§ÊÁÁØµÔ"},
        proposed=[("¹Ò§ÊÁÁØµÔ ã¨´Õ", "นางสมมุติ ใจดี")],
    ),
    Case(
        "a name typed on the English keyboard is proposed in Thai",
        text(["ผักปัง", "1", "1/1", "okpl,,6fb"], delimiter=";"),
        proposed=[("okpl,,6fb", "นายสมมุดิ")],
    ),
    # --- .xls and what only looks like a workbook
    Case(
        "an .xls of Excel 97 is read",
        stored("ordinary"),
        cells={"national_id": ID, "phone": "0812345678"},
    ),
    Case(
        "merged cells and days of an .xls are read",
        stored("merged"),
        2,
        cells={"birth": (1967, 10, 1)},
    ),
    Case("cover and hidden sheet of an .xls are passed over", stored("cover_and_hidden")),
    Case("an .xls of one far cell is refused", stored("far_corner"), 0, unreadable="ข้อมูลมากเกินไป"),
    Case(
        "an .xls cut in half is refused", cut(stored("ordinary"), 0.5), 0, unreadable="เปิดแฟ้มไม่ได้"
    ),
    Case(
        "an .xlsx cut in half is refused",
        cut(book(("ก", [HEADER, ROW])), 0.5),
        0,
        unreadable="เปิดแฟ้มไม่ได้",
    ),
    Case(
        "an .xlsx with a cell far out is refused by the name of the cell",
        far(HEADER, ROW),
        0,
        unreadable="XFD",
    ),
    Case(
        "a web page named .xls is refused with the way out",
        lambda: "<html><table><tr><td>ชื่อ</td></tr></table></html>".encode(),
        0,
        unreadable="หน้าเว็บ",
    ),
    Case(
        "a Word document named .xlsx is refused with the way out",
        document("word/document.xml"),
        0,
        unreadable="เอกสาร Word ไม่ใช่ตาราง",
    ),
]
