"""The village grid through Excel: taken out, filled in, read into the page, saved there."""

import io
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook, load_workbook

from households.grid.files import KEY, headings
from households.models import IncomeStatement, Notice, OccupationChoice, ReadinessAssessment
from otoppath.privacy.models import AccessLog
from tests import factories as f
from tests.households.grid_pages import ITEMS, URL, enrolled, errors, sent_by, theirs
from tests.households.pages import address, words_of

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
LOAD, SHEET = address("grid_load", f.VILLAGE), address("grid_sheet", f.VILLAGE)


@pytest.fixture(autouse=True)
def villages(db):
    return [f.place(code) for code in (f.VILLAGE, f.OTHER_VILLAGE, f.OUTSIDE_VILLAGE)]


@pytest.fixture
def client(client_of, officer):
    return client_of(officer)


def taken(client, url=SHEET):
    """The sheet as Excel opens it."""
    response = client.post(url, {"reason": "fieldwork"})
    return load_workbook(io.BytesIO(b"".join(response.streaming_content)))


def column(sheet, name):
    heads = [cell.value for cell in sheet[1]]
    return heads.index(headings().get(name, name)) + 1


def fill(sheet, row, **cells):
    for name, value in cells.items():
        sheet.cell(row, column(sheet, name), value)


def filled(sheet, row, **cells):
    """A whole row as an office fills it in."""
    told = {"channel": "ให้เอกสาร", "occupation": f.occupation().name}
    money = {"total_income": 120000, "expense": "90,000"}
    fill(sheet, row, **(told | money | dict.fromkeys(ITEMS, "ใช่") | cells))


def loaded(client, book, url=LOAD):
    content = io.BytesIO()
    book.save(content)
    return client.post(url, {"file": SimpleUploadedFile("grid.xlsx", content.getvalue())})


def own(header, *rows):
    book = Workbook()
    for line in (header, *rows):
        book.active.append(line)
    return book


def saved(client, page, **picks):
    return client.post(URL, sent_by(page) | picks)


# --- Taken out ----------------------------------------------------------------------------


def test_the_sheet_names_the_households_and_shows_what_is_recorded(client):
    row = enrolled("สมใจ")
    f.income(row, total_income=120_000, expense=90_000, as_of=date(2026, 10, 1))

    page = taken(client).active

    assert page.cell(2, column(page, "ชื่อ-สกุล")).value == row.household.head_name
    assert page.cell(2, column(page, "total_income")).value == 120_000
    assert page.cell(2, column(page, "as_of")).value == "1/10/2569"
    assert page.column_dimensions["A"].hidden
    assert len(set(headings().values())) == len(headings())


def test_taking_it_out_asks_why_and_is_logged(client, officer):
    enrolled()

    refused = client.post(SHEET, {"reason": ""})
    taken(client)

    log = AccessLog.objects.get(action=AccessLog.Action.EXPORT)
    assert (refused.status_code, log.user, log.place_code) == (422, officer, f.VILLAGE)


def test_of_a_subdistrict_all_villages_stand_in_one_sheet(client):
    enrolled("ก")
    enrolled("ข", f.OTHER_VILLAGE)

    assert taken(client, address("grid_sheet", f.VILLAGE[:6])).active.max_row == 3


@pytest.mark.parametrize("code", ["999999", f.OUTSIDE_VILLAGE, f.OUTSIDE_VILLAGE[:6], "3610"])
def test_a_place_outside_the_area_has_no_sheet(client, code):
    assert client.get(address("grid_sheet", code)).status_code == 404


# --- Read in ------------------------------------------------------------------------------


def test_a_sheet_that_was_filled_in_is_shown_in_the_grid_and_saved_by_its_button(client):
    row = enrolled()
    book = taken(client)
    filled(book.active, 2, below_bmn_income="ตกเกณฑ์", as_of="1/10/2568")

    page = loaded(client, book)
    before = Notice.objects.count()
    saved(client, page)

    assert (before, errors(page)) == (0, {})
    assert Notice.objects.get().household == row.household
    assert OccupationChoice.objects.get().occupation == f.occupation()
    assert IncomeStatement.objects.get().as_of == date(2025, 10, 1)
    assert ReadinessAssessment.objects.get().below_bmn_income


def test_the_same_sheet_read_in_again_changes_nothing(client):
    enrolled()
    book = taken(client)
    filled(book.active, 2)
    saved(client, loaded(client, book))

    page = loaded(client, book)

    assert page.context["loaded"].changing == 0
    assert loaded(client, taken(client)).context["loaded"].changing == 0


def test_a_bad_cell_is_marked_with_its_reason_and_the_other_rows_are_safe(client):
    first, second = enrolled("ก"), enrolled("ข")
    book = taken(client)
    filled(book.active, 2, total_income="มาก")
    filled(book.active, 3)

    page = loaded(client, book)
    saved(client, page)

    assert list(errors(page)) == [(str(first.uuid), "total_income")]
    assert [one.enrolment for one in IncomeStatement.objects.all()] == [second]
    assert Notice.objects.count() == 2


def test_half_a_fact_is_refused_before_it_is_saved(client):
    row = enrolled()
    book = taken(client)
    fill(book.active, 2, total_income=120000)

    assert list(errors(loaded(client, book))) == [(str(row.uuid), "expense")]


def test_a_formula_is_refused(client):
    row = enrolled()
    book = taken(client)
    filled(book.active, 2, total_income="=1+1")

    page = loaded(client, book)

    assert "เป็นสูตร" in errors(page)[str(row.uuid), "total_income"]


def test_a_cell_that_somebody_changed_since_the_download_is_shown_with_both_values(client, chief):
    row = enrolled()
    entry = f.income(row, total_income=120_000, expense=90_000)
    book = taken(client)
    fill(book.active, 2, total_income=130_000)
    entry.total_income = 140_000
    entry.save()

    page = loaded(client, book)
    kept = saved(client, page)

    assert "แฟ้มกับที่บันทึกไว้ไม่ตรงกัน 1 ช่อง" in words_of(page)
    assert "ในแฟ้ม: 130,000" in words_of(page)
    assert theirs(page) == {str(row.uuid): {"total_income": "140000.00"}}
    assert kept.context["shown"].clashes
    saved(client, page, **{f"p-{row.uuid}-total_income": "mine"})
    entry.refresh_from_db()
    assert entry.total_income == 130_000


def test_a_blank_takes_nothing_away(client):
    row = enrolled()
    f.income(row, total_income=120_000, expense=90_000)
    book = taken(client)
    fill(book.active, 2, total_income="", expense=None)

    assert loaded(client, book).context["loaded"].changing == 0


def test_a_sheet_that_was_sorted_finds_its_rows_by_their_hidden_key(client):
    rows = [enrolled(name) for name in "กขค"]
    book = taken(client)
    page = book.active
    filled(page, 4)
    page.move_range("A4:Z4", rows=10)

    saved(client, loaded(client, book))

    assert Notice.objects.get().household == rows[2].household


# --- A sheet of the office's own ----------------------------------------------------------

OWN = ["บ้านเลขที่", "ชื่อ-สกุล", "รายได้", "รายจ่าย", "หมายเหตุ", "สีผนัง"]


def test_a_sheet_of_the_offices_own_is_met_by_house_number_and_name(client):
    row = enrolled("น้ำใจ")
    home = row.household
    book = own(
        ["รายได้ครัวเรือน"], *[OWN, [home.house_no, "นางนํ้าใจ ตัวอย่างดี", 120000, 90000, "", "ขาว"]]
    )

    page = loaded(client, book)
    saved(client, page)

    assert IncomeStatement.objects.get().enrolment == row
    assert page.context["loaded"].unread == ["หมายเหตุ", "สีผนัง"]


def test_what_it_says_otherwise_than_recorded_is_never_taken_unasked(client):
    row = enrolled("สมใจ")
    f.income(row, total_income=120_000, expense=90_000)
    home = row.household

    page = loaded(client, own(OWN[:3], [home.house_no, home.head_name, 130000]))

    assert theirs(page) == {str(row.uuid): {"total_income": "120000.00"}}


def test_rows_are_counted_by_what_becomes_of_them_and_add_up(client):
    rows = [enrolled("ก"), enrolled("ข", f.OTHER_VILLAGE)]
    gone = enrolled("ค", exited_on=date(2026, 10, 2), exit_reason="moved")
    homes = [one.household for one in (*rows, gone)]
    header = ["หมู่ที่", "ตำบล", *OWN[:3]]
    lines = [
        [1, "ผักปัง", homes[0].house_no, homes[0].head_name, 1],
        [1, "ผักปัง", homes[0].house_no, homes[0].head_name, 2],
        [2, "ผักปัง", homes[1].house_no, homes[1].head_name, 3],
        [9, "ผักปัง", "1", "นางใคร ก็ได้", 4],
        [1, "ผักปัง", "77", "นางใคร ก็ได้", 5],
        [1, "ผักปัง", "", "นางใคร ก็ได้", 6],
        [1, "ผักปัง", homes[2].house_no, homes[2].head_name, 7],
    ]

    found = loaded(client, own(header, *lines)).context["loaded"]

    assert (found.read, found.here) == (7, 1)
    assert dict(found.elsewhere) == {f.OTHER_VILLAGE: 1}
    assert [one.number for one in found.refused] == [3, 5, 6, 7, 8]
    assert found.read == found.here + found.elsewhere.total() + len(found.refused)


def test_rows_of_other_villages_lead_to_their_grids(client):
    enrolled("ก")
    enrolled("ข", f.OTHER_VILLAGE)
    book = taken(client, address("grid_sheet", f.VILLAGE[:6]))

    page = loaded(client, book)

    assert address("grid_change", f.OTHER_VILLAGE) in page.content.decode()


def test_a_row_of_another_year_or_of_nobody_is_refused(client):
    row = enrolled()
    book = taken(client)
    row.fiscal_year -= 1
    row.save()
    book.active.append(["00000000-0000-4000-8000-000000000000"])

    found = loaded(client, book).context["loaded"]

    assert ["ปีงบประมาณ" in found.refused[0].reason, len(found.refused)] == [True, 2]


def test_of_a_large_village_the_rows_with_something_to_say_come_first(client):
    rows = [enrolled(f"ก{n:02}") for n in range(45)]
    book = taken(client)
    for n in range(2, 47):
        fill(book.active, n, channel="ให้เอกสาร")

    first = loaded(client, book)
    saved(client, first)
    second = loaded(client, book)

    assert (first.context["loaded"].left, len(first.context["shown"].rows)) == (5, 40)
    assert (second.context["loaded"].changing, Notice.objects.count()) == (5, 40)
    assert second.context["shown"].rows[-1].row.enrolment == rows[44]


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"", "แฟ้ม"), (b"a,b\n1,2", "ไม่พบหัวตาราง"), (b"PK\x03\x04x", "เปิดแฟ้มไม่ได้")],
)
def test_a_file_that_is_no_grid_is_refused_with_a_sentence(client, content, words):
    enrolled()

    page = client.post(LOAD, {"file": SimpleUploadedFile("x.csv", content)}, follow=True)

    assert words in words_of(page)


def test_a_volunteer_neither_takes_out_nor_reads_in(client_of, volunteer):
    client = client_of(volunteer)
    enrolled()

    assert client.get(SHEET).status_code == 403
    assert client.post(LOAD).status_code == 403
    assert KEY not in words_of(client.get(URL))
    assert "กรอกใน Excel" not in words_of(client.get(URL))
