"""Columns are proposed, chosen on a page, and proposed again to the same office."""

import pytest
from django.urls import reverse

from households.imports import mapping
from households.models import Household, ImportBatch, RememberedColumns
from otoppath.jobs import worker
from tests import factories as f
from tests.households.pages import address, words_of
from tests.households.sheets.cases import ID, ROW, SECOND, book, text

pytestmark = pytest.mark.any_database

OWN_WORDS = ["ตำบลที่ตั้ง", "หมู่ที่อยู่", "บ้านเลขที", "ชื่อหัวหน้าครอบครัว", "ข้อมูลอื่น"]
FIELDS = ["subdistrict", "moo", "house_no", "first_name", "national_id"]


@pytest.fixture(autouse=True)
def villages(db):
    return [f.place(code) for code in (f.VILLAGE, f.OTHER_VILLAGE, f.OUTSIDE_VILLAGE)]


@pytest.fixture
def client(client_of, officer):
    return client_of(officer)


def uploaded(client, made, name="list.csv"):
    from django.core.files.uploadedfile import SimpleUploadedFile

    client.post(reverse("households:import_create"), {"file": SimpleUploadedFile(name, made())})
    worker.do_waiting()
    return ImportBatch.objects.latest("pk")


def own_words(*rows):
    return text(*(rows or ([*ROW, ID],)), header=OWN_WORDS)


def chosen(names):
    return {f"column_{i}": name for i, name in enumerate(names)}


# --- What is proposed ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("เลขที่บัตร ปชช.", "national_id"),
        ("เลขประจ าตัวประชาชน", "national_id"),
        ("เลขประจำตัวประชาน", "national_id"),
        ("หมายเลขโทรศัพท์ติดต่อ", "phone"),
        ("วันเกิด(พ.ศ.)", "birth"),
        ("ชื่อ - สกุล หัวหน้าครัวเรือน", "first_name"),
        ("ที่อยู่ › ต าบล", "subdistrict"),
        ("เด็ก (คน) › 6-14 ปี", "children_6_to_14"),
        ("เลขประจำตัวประชาชน (ปิดบัง)", ""),
        ("ชื่อสามี", ""),
        ("ชื่อผู้สำรวจ", ""),
        ("อายุ (ปี)", ""),
        ("กองทุนหมู่บ้าน", ""),
    ],
)
def test_a_heading_is_read_as_what_it_means(heading, field):
    assert mapping.propose([heading], []).guesses[0].field == field


def test_a_field_is_proposed_for_one_column_only():
    found = mapping.propose(["บ้านเลขที่", "เลขที่บ้าน", "ชื่อ", "ชื่อ"], []).columns

    assert [name for _typed, name in found] == ["house_no", "", "first_name", ""]


def test_what_was_chosen_is_found_whatever_the_order_of_the_columns():
    first, second = ["ก", "ข", "ก"], ["ก", "ก", "ข"]
    remembered = dict(zip(mapping.keys_of(first), ["moo", "house_no", ""], strict=True))

    assert mapping.fingerprint(first) == mapping.fingerprint(second)
    found = mapping.propose(second, [], remembered)
    assert [guess.field for guess in found.guesses] == ["moo", "", "house_no"]


def test_long_numbers_are_shown_masked_beside_a_column():
    assert mapping.samples_of(0, [[ID], [float(ID)], ["081-234-5678"]]) == [
        "x-xxxx-xxxxx-01-6",
        "x-xxxx-xxxxx-01-6",
        "081-234-5678",
    ]


# --- The page -----------------------------------------------------------------------------


def test_a_file_in_the_offices_own_words_waits_for_its_columns(client):
    batch = uploaded(client, own_words())

    page = client.get(address("import_detail", batch), follow=True)

    assert page.redirect_chain[-1][0] == address("import_columns", batch)
    assert batch.state == ImportBatch.State.MAPPING
    assert [row["field"].value() for row in page.context["rows"]] == FIELDS
    assert ID not in words_of(page).replace("-", "")


def test_a_file_whose_columns_are_certain_goes_straight_to_its_preview(client):
    batch = uploaded(client, text(ROW))

    assert batch.state == ImportBatch.State.PREVIEWED
    assert (
        address("import_columns", batch)
        in client.get(address("import_detail", batch)).content.decode()
    )


def test_the_officers_choice_is_what_is_read(client):
    batch = uploaded(client, own_words())

    client.post(address("import_columns", batch), chosen([*FIELDS[:4], ""]))
    worker.do_waiting()

    batch.refresh_from_db()
    assert (batch.state, batch.new) == ("previewed", 1)
    assert batch.rows.get().national_id_index == ""


def test_the_choice_is_remembered_for_the_office_and_no_other(client, client_of, officer_other):
    client.post(address("import_columns", uploaded(client, own_words())), chosen([*FIELDS[:4], ""]))

    again = uploaded(client, own_words([*SECOND, ""]))
    elsewhere = uploaded(client_of(officer_other), own_words([*SECOND, ""]))

    assert (again.state, elsewhere.state) == ("previewed", "mapping")
    assert RememberedColumns.objects.get().place_id == f.DISTRICT


def test_a_field_chosen_twice_and_one_that_is_missing_are_said(client):
    batch = uploaded(client, own_words())

    page = client.post(
        address("import_columns", batch), chosen(["subdistrict", "", "moo", "moo", ""])
    )

    said = words_of(page)
    assert page.status_code == 422
    assert "เลือก “หมู่ที่” ไว้มากกว่าหนึ่งคอลัมน์" in said
    assert "ยังไม่มีคอลัมน์ “บ้านเลขที่”" in said
    batch.refresh_from_db()
    assert batch.state == "mapping"


def test_columns_can_be_corrected_from_the_preview(client):
    batch = uploaded(
        client, text([*ROW, "9/9"], header=["ตำบล", "หมู่ที่", "บ้านเลขที่", "ชื่อ-สกุล", "เลขที่ใหม่"])
    )

    names = ["subdistrict", "moo", "", "first_name", "house_no"]
    client.post(address("import_columns", batch), chosen(names))
    worker.do_waiting()

    assert [row.house_no for row in batch.rows.all()] == ["9/9"]


def test_of_several_sheets_the_officer_chooses_one(client):
    header = ["ตำบล", "หมู่ที่", "บ้านเลขที่", "ชื่อ-สกุล"]
    made = book(("ม.1", [header, ROW]), ("ม.2", [header, SECOND]))
    batch = uploaded(client, made, "list.xlsx")

    page = client.get(address("import_columns", batch), {"sheet": "ม.2"})
    client.post(address("import_columns", batch), chosen(FIELDS[:4]) | {"sheet": "ม.2"})
    worker.do_waiting()

    assert page.context["sheet"].others == ["ม.1"]
    assert [row.first_name for row in batch.rows.all()] == ["ตัวอย่าง"]


def test_columns_of_a_file_that_was_taken_are_not_chosen_again(client):
    batch = uploaded(client, text(ROW))
    client.post(address("import_commit", batch))
    worker.do_waiting()

    page = client.post(address("import_columns", batch), chosen(FIELDS[:4]))

    assert page.url == address("import_detail", batch)
    assert Household.objects.count() == 1


# --- Repairs ------------------------------------------------------------------------------

TORN = (["ผักปัง", "1", "1/1", "นางอ าพร ใจดี"], ["ผักปัง", "1", "2/1", "นายจ ารัส ใจดี"])


def test_damaged_names_stand_beside_their_repairs_and_nothing_is_changed(client):
    batch = uploaded(client, text(*TORN))

    page = words_of(client.get(address("import_repairs", batch)))

    assert (batch.proposed, batch.repaired) == (2, 0)
    assert "นางอ าพร ใจดี นางอำพร ใจดี รวมสระอำที่แยกเป็นช่องว่างกับสระอา" in page
    assert (
        address("import_repairs", batch)
        in client.get(address("import_detail", batch)).content.decode()
    )


def test_a_repair_is_accepted_row_by_row(client):
    batch = uploaded(client, text(*TORN))

    client.post(address("import_repairs", batch), {"row": ["2"]})
    worker.do_waiting()

    batch.refresh_from_db()
    assert [row.first_name for row in batch.rows.order_by("number")] == ["อำพร", "จ"]
    assert (batch.state, batch.repaired, batch.proposed) == ("previewed", 1, 1)


def test_repairs_are_accepted_all_at_once(client):
    batch = uploaded(client, text(*TORN))

    client.post(address("import_repairs", batch), {"all": "1"})
    worker.do_waiting()

    batch.refresh_from_db()
    assert [row.full_name for row in batch.rows.order_by("number")] == [
        "นางอำพร ใจดี",
        "นายจำรัส ใจดี",
    ]
    assert (batch.repaired, batch.proposed) == (2, 0)
    assert batch.rows.first().typed_cells[3] == "นางอ าพร ใจดี"


def test_accepting_nothing_says_so(client):
    batch = uploaded(client, text(*TORN))

    page = client.post(address("import_repairs", batch), follow=True)

    assert "ยังไม่ได้เลือกแถว" in words_of(page)


def test_a_batch_that_is_checked_again_asks_for_no_id_anew(client, monkeypatch):
    from households import matching

    monkeypatch.setattr(matching, "ASKED_A_DAY", 1)
    rows = [[*TORN[0], ID]]
    batch = uploaded(
        client, text(*rows, header=["ตำบล", "หมู่ที่", "บ้านเลขที่", "ชื่อ-สกุล", "เลขประจำตัวประชาชน"])
    )

    client.post(address("import_repairs", batch), {"all": "1"})
    worker.do_waiting()

    batch.refresh_from_db()
    assert (batch.unasked, batch.is_asked) == (0, True)
