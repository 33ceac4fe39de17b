"""How the .xls files beside this were made: `pip install xlwt`, then run this in its folder.

xlwt is no dependency: nothing here writes .xls, and the files are kept as they came out.
"""

import datetime

import xlwt

HEADER = ["ที่", "ตำบล", "หมู่ที่", "บ้านเลขที่", "ชื่อ-สกุล", "เลขประจำตัวประชาชน", "วันเกิด", "เบอร์โทร"]
ROW = [1, "ผักปัง", 1, "1/1", "นางสมมุติ ตัวอย่างดี", 1100000000016, "1/10/2510", 812345678]


def written(name, *sheets):
    book = xlwt.Workbook(encoding="utf-8")
    for title, cells in sheets:
        sheet = book.add_sheet(title, cell_overwrite_ok=True)
        for (row, column), value in cells.items():
            style = "D/M/YYYY" if isinstance(value, datetime.date) else "General"
            sheet.write(row, column, value, xlwt.easyxf(num_format_str=style))
    return book, f"{name}.xls"


def placed(*rows, at=0):
    return {(at + r, c): cell for r, row in enumerate(rows) for c, cell in enumerate(row)}


def main():
    book, name = written("ordinary", ("ครัวเรือน", placed(["ทะเบียนครัวเรือน"], [], HEADER, ROW)))
    book.save(name)

    day = [*ROW[:6], datetime.date(1967, 10, 1), ROW[7]]
    more = [2, "", "", "2/1", "นายตัวอย่าง สมมุติดี", "", "", ""]
    book, name = written("merged", ("ครัวเรือน", placed(HEADER, day, more)))
    book.get_sheet(0).merge(1, 2, 1, 1)
    book.get_sheet(0).merge(1, 2, 2, 2)
    book.save(name)

    book, name = written(
        "cover_and_hidden",
        ("ปก", placed(["ข้อมูลตำบลผักปัง"])),
        ("เก่า", placed(HEADER, [9, *ROW[1:]])),
        ("ข้อมูล", placed(HEADER, ROW)),
    )
    book.get_sheet(1).visibility = 1
    book.save(name)

    book, name = written("far_corner", ("ครัวเรือน", {**placed(HEADER, ROW), (65535, 255): "x"}))
    book.save(name)


if __name__ == "__main__":
    main()
