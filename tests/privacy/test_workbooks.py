"""A workbook that asks for more cells or text than it holds is refused before it is read."""

import io
import zipfile

import pytest
import xlsxwriter
from django.core.exceptions import ValidationError
from python_calamine import CalamineError, CalamineWorkbook

from households.imports.reading import UnreadableFile, read
from otoppath.privacy import workbooks
from otoppath.privacy.workbooks import measured

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
KINDS = "http://schemas.openxmlformats.org/package/2006/content-types"
PARTS = "http://schemas.openxmlformats.org/package/2006/relationships"


def workbook(*sheets, texts=(), parts=None, path="worksheets/sheet{n}.xml"):
    """A smallest .xlsx; each sheet is the XML of its rows."""
    content = io.BytesIO()
    numbered = list(enumerate(sheets, start=1))
    names = "".join(f'<sheet name="S{n}" sheetId="{n}" r:id="r{n}"/>' for n, _ in numbered)
    links = "".join(
        f'<Relationship Id="r{n}" Type="{LINKS}/worksheet" Target="{path.format(n=n)}"/>'
        for n, _ in numbered
    )
    root = f'<Relationship Id="r" Type="{LINKS}/officeDocument" Target="xl/workbook.xml"/>'
    book = f'<workbook xmlns="{MAIN}" xmlns:r="{LINKS}"><sheets>{names}</sheets></workbook>'
    shared = "".join(f"<si><t>{text}</t></si>" for text in texts)
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", f'<Types xmlns="{KINDS}"/>')
        archive.writestr("_rels/.rels", f'<Relationships xmlns="{PARTS}">{root}</Relationships>')
        archive.writestr("xl/workbook.xml", book)
        archive.writestr(
            "xl/_rels/workbook.xml.rels", f'<Relationships xmlns="{PARTS}">{links}</Relationships>'
        )
        archive.writestr("xl/sharedStrings.xml", f'<sst xmlns="{MAIN}">{shared}</sst>')
        for n, rows in numbered:
            sheet = f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>'
            archive.writestr("xl/" + path.format(n=n), sheet)
        for name, text in (parts or {}).items():
            archive.writestr(name, text)
    return content.getvalue()


def cell(reference, text="ก"):
    return f'<c r="{reference}" t="inlineStr"><is><t>{text}</t></is></c>'


def refusal(content):
    with pytest.raises(ValidationError) as refused:
        measured(content)
    return refused.value


def cells_of(content):
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return book.get_sheet_by_index(0).to_python(skip_empty_area=False)


@pytest.mark.parametrize("reference", ["XFD1048576", "BZ1048576", "xfd1048576", "A9999999"])
def test_a_cell_far_out_is_refused_and_named(reference):
    content = workbook(
        f'<row r="1">{cell("A1")}</row><row r="2">{cell("B2")}{cell(reference)}</row>'
    )

    found = refusal(content)

    assert found.code == "too_far"
    assert "XFD" in found.message or reference[1:] in found.message


def test_a_row_far_down_is_refused_though_its_cells_say_nothing():
    rows = '<row r="9999999"><c><v>1</v></c><c><v>1</v></c></row>'

    assert refusal(workbook(rows)).code == "too_far"


def test_the_import_says_so_in_words(settings):
    content = workbook(f'<row r="1">{cell("XFD1048576")}</row>')

    with pytest.raises(UnreadableFile, match="XFD1048576 ให้ลบแถวและคอลัมน์ที่ไม่ใช้"):
        read(content, lambda cells: True)


def test_empty_cells_with_a_colour_reach_as_far_as_they_like():
    content = workbook(
        f'<row r="1">{cell("A1")}</row><row r="1048576"><c r="XFD1048576" s="1"/></row>'
    )

    assert cells_of(measured(content)) == [["ก"]]


def test_sheets_count_together(monkeypatch):
    monkeypatch.setattr(workbooks, "MAX_CELLS", 100)
    sheet = f'<row r="1">{cell("J9")}</row>'

    assert measured(workbook(sheet))
    assert refusal(workbook(sheet, sheet)).code == "too_large"


def test_a_long_text_named_by_many_cells_is_refused(monkeypatch):
    monkeypatch.setattr(workbooks, "MAX_LETTERS", 1000)
    rows = "".join(f'<row><c t="s"><v>{n % 2}</v></c></row>' for n in range(20))

    assert measured(workbook(rows, texts=["ข" * 40, "ค"]))
    assert refusal(workbook(rows, texts=["ข" * 140, "ค"])).code == "too_large"


@pytest.mark.parametrize("path", ["data.bin", "worksheets/picture.png"])
def test_a_sheet_under_another_name_is_measured_too(path):
    content = workbook(f'<row r="1">{cell("XFD1048576")}</row>', path=path)

    assert refusal(content).code == "too_far"


def test_what_is_no_xml_is_not_given_to_the_reader():
    rows = f'<row r="1">{cell("XFD1048576")}</row>'
    sheet = f'x<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>'
    content = workbook(path="data.bin", parts={"xl/data.bin": sheet, "xl/media/a.png": b"\x89PNG"})

    assert zipfile.ZipFile(io.BytesIO(measured(content))).namelist() == [
        "[Content_Types].xml",
        "_rels/.rels",
        "xl/workbook.xml",
        "xl/_rels/workbook.xml.rels",
        "xl/sharedStrings.xml",
    ]


def test_an_ods_is_refused_before_its_repeated_cells_are_laid_out():
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", "<document/>")

    with pytest.raises(CalamineError):
        CalamineWorkbook.from_filelike(io.BytesIO(measured(content.getvalue())))


@pytest.mark.parametrize(
    "content",
    [
        workbook('<row r="x"/>'),
        workbook(f'<row r="1">{cell("1A")}</row>'),
        workbook(parts={"xl/worksheets/sheet9.xml": "<!DOCTYPE a><a/>"}),
        workbook(texts=["ก"], parts={"xl/more.xml": "<sst><si><t>ข</t></si></sst>"}),
    ],
    ids=["row", "cell", "doctype", "two lists of texts"],
)
def test_what_could_be_read_in_two_ways_is_refused(content):
    assert refusal(content).code == "damaged"


def test_a_sheet_of_an_office_is_read_as_before():
    content = io.BytesIO()
    with xlsxwriter.Workbook(content) as book:
        sheet = book.add_worksheet()
        for n in range(30):
            sheet.write_row(n, 0, [f"ชื่อ {n}", n, n / 2])

    assert cells_of(measured(content.getvalue())) == cells_of(content.getvalue())
