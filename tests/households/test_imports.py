"""The office's spreadsheet: what is read, what is refused, and that the counts add up."""

import io
import json

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from households import matching
from households.imports import batches
from households.models import Household, ImportBatch, Person
from otoppath.jobs.worker import do_waiting
from otoppath.privacy.models import AccessLog
from tests import factories as f

pytestmark = pytest.mark.django_db

HEADER = [
    "ที่",
    "ตำบล",
    "หมู่ที่",
    "บ้านเลขที่",
    "ชื่อ-สกุล",
    "เลขประจำตัวประชาชน",
    "วันเดือนปีเกิด",
    "เบอร์โทร",
]
ID = "1100000000016"
OTHER_ID = "1000000000009"


def valid_id(n):
    body = f"10000{n:07d}"
    total = sum(int(digit) * (13 - i) for i, digit in enumerate(body))
    return f"{body}{(11 - total % 11) % 10}"


def row(n=1, **cells):
    found = {
        "ที่": n,
        "ตำบล": "ผักปัง",
        "หมู่ที่": 1,
        "บ้านเลขที่": f"{n}/1",
        "ชื่อ-สกุล": f"นางสมมุติ{n} ตัวอย่างดี",
        "เลขประจำตัวประชาชน": "",
        "วันเดือนปีเกิด": "",
        "เบอร์โทร": "",
    } | cells
    return [found[name] for name in HEADER]


def xlsx(*rows, above=(), header=HEADER):
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        sheet = book.add_worksheet()
        for i, cells in enumerate([*above, header, *rows]):
            sheet.write_row(i, 0, cells)
    return buffer.getvalue()


def csv_of(*rows, encoding="utf-8-sig"):
    lines = [HEADER, *rows]
    return "\r\n".join(",".join(str(cell) for cell in line) for line in lines).encode(encoding)


@pytest.fixture(autouse=True)
def villages(db):
    return [f.place(code) for code in (f.VILLAGE, f.OTHER_VILLAGE, f.OUTSIDE_VILLAGE)]


def counts_of(content, officer):
    _batch, plan = batches.begin(content, "list.xlsx", by=officer)
    return plan


def brought_in(content, officer):
    batch, _plan = batches.begin(content, "list.xlsx", by=officer)
    return batches.finish(batch, by=officer)


def test_a_sheet_with_titles_above_its_header_is_read(officer):
    content = xlsx(row(1), row(2), above=[["บัญชีรายชื่อครัวเรือน"], ["ปี 2570"]])

    plan = counts_of(content, officer)

    assert plan.counts()["new"] == 2


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp874"])
def test_a_csv_in_each_encoding_of_thai_offices_is_read(encoding, officer):
    plan = counts_of(csv_of(row(1), encoding=encoding), officer)

    assert [r.cells["first_name"] for r in plan.of("new")] == ["สมมุติ1"]


def test_an_id_that_arrives_as_a_float_keeps_its_digits(officer):
    plan = counts_of(xlsx(row(1, **{"เลขประจำตัวประชาชน": float(ID)})), officer)

    assert plan.rows[0].cells["national_id"] == ID


def test_codes_written_as_floats_in_a_csv_keep_their_digits(officer):
    cells = {"หมู่ที่": "1.0", "เบอร์โทร": "812345678.0"}

    plan = counts_of(csv_of(row(1, **cells)), officer)

    assert plan.errors() == []
    assert plan.rows[0].cells["phone"] == "0812345678"


@pytest.mark.parametrize("typed", ["1.1E+12", "1100000000017", "12345"])
def test_an_id_that_lost_or_changed_digits_is_refused_not_guessed(typed, officer):
    plan = counts_of(csv_of(row(1, **{"เลขประจำตัวประชาชน": typed})), officer)

    (error,) = plan.errors()
    assert (error["row"], error["column"]) == (2, "เลขประจำตัวประชาชน")
    assert error["reason"]


def test_a_refused_id_is_not_repeated_in_full(officer):
    plan = counts_of(csv_of(row(1, **{"เลขประจำตัวประชาชน": "1100000000017"})), officer)

    assert "1100000000017" not in json.dumps(plan.errors())


@pytest.mark.parametrize("typed", ["1/10/2510", "๑ ต.ค. ๒๕๑๐", "1/10/1967"])
def test_births_of_both_eras_and_digits_are_one_day(typed, officer):
    plan = counts_of(csv_of(row(1, วันเดือนปีเกิด=typed)), officer)

    assert plan.rows[0].cells["birth"] == (1967, 10, 1)


def test_thai_digits_and_words_of_a_moo_are_read(officer):
    plan = counts_of(csv_of(row(1, หมู่ที่="หมู่ ๒")), officer)

    assert plan.rows[0].village == f.OTHER_VILLAGE


def test_a_zero_that_the_spreadsheet_dropped_is_put_back(officer):
    plan = counts_of(xlsx(row(1, เบอร์โทร=812345678)), officer)

    assert plan.rows[0].cells["phone"] == "0812345678"


def test_damaged_thai_is_repaired_and_counted(officer):
    plan = counts_of(csv_of(row(1, **{"ชื่อ-สกุล": "นางนํ้าผึ้ง ตัวอย่างดี"})), officer)

    assert plan.rows[0].cells["first_name"] == "น้ำผึ้ง"
    assert plan.counts()["repaired"] == 1


def test_a_title_glued_to_the_name_is_parted(officer):
    plan = counts_of(csv_of(row(1)), officer)

    cells = plan.rows[0].cells
    assert (cells["title"], cells["first_name"], cells["last_name"]) == (
        "นาง",
        "สมมุติ1",
        "ตัวอย่างดี",
    )


def test_a_formula_is_refused(officer):
    plan = counts_of(csv_of(row(1, **{"ชื่อ-สกุล": "=HYPERLINK(1)"})), officer)

    assert [e["column"] for e in plan.errors()] == ["ชื่อ"]


def test_a_village_of_another_district_is_refused(officer):
    header = ["รหัสหมู่บ้าน", "บ้านเลขที่", "ชื่อ"]
    content = xlsx([f.OUTSIDE_VILLAGE, "1", "นางสมมุติ"], header=header)

    plan = counts_of(content, officer)

    assert plan.counts()["refused"] == 1
    assert Household.objects.count() == 0


def test_a_row_without_a_name_or_house_number_is_refused_by_column(officer):
    plan = counts_of(csv_of(row(1, **{"ชื่อ-สกุล": "", "บ้านเลขที่": ""})), officer)

    assert [e["column"] for e in plan.errors()] == ["ชื่อ", "บ้านเลขที่"]


def test_a_row_that_repeats_an_earlier_one_is_a_duplicate(officer):
    plan = counts_of(csv_of(row(1), row(1)), officer)

    (repeated,) = plan.of("duplicate")
    assert "2" in repeated.reason
    assert plan.counts()["new"] == 1


def test_a_blank_id_never_matches_a_blank_id(officer):
    plan = brought_in(csv_of(row(1), row(2)), officer)

    assert plan.counts()["new"] == 2
    assert Person.objects.filter(national_id_index="").count() == 2


def test_an_id_known_outside_the_area_is_told_without_saying_where(officer):
    person = f.household(f.OUTSIDE_VILLAGE).persons.get()
    person.identify(ID)
    person.save()

    plan = counts_of(csv_of(row(1, **{"เลขประจำตัวประชาชน": ID})), officer)

    assert [r.reason for r in plan.of("duplicate")] == ["อาจมีในระบบแล้ว ติดต่อจังหวัด"]


def known_outside(*numbers):
    for number in numbers:
        person = f.household(f.OUTSIDE_VILLAGE).persons.get()
        person.identify(number)
        person.save()


def with_ids(*numbers):
    cells = [row(n, **{"เลขประจำตัวประชาชน": i}) for n, i in enumerate(numbers, start=1)]
    return csv_of(*cells)


def test_what_a_file_tells_of_ids_outside_is_logged_once(client_of, officer):
    known_outside(ID)
    client = client_of(officer)
    upload = SimpleUploadedFile("list.csv", with_ids(ID, OTHER_ID))

    page = client.post("/households/import/", {"file": upload}, follow=True)
    do_waiting()
    address = page.redirect_chain[-1][0]
    for _again in range(3):
        client.get(f"{address}?state=duplicate")
    client.post(f"{address}commit/")
    do_waiting()

    (log,) = AccessLog.objects.all()
    assert (log.user, log.action) == (officer, AccessLog.Action.MATCH_OUTSIDE)
    assert log.request_id
    batch = ImportBatch.objects.get()
    assert (batch.state, batch.duplicate, batch.new) == ("committed", 1, 1)


def test_a_file_tells_of_no_more_people_outside_than_the_search(client_of, officer, monkeypatch):
    monkeypatch.setattr(matching, "OUTSIDE_A_DAY", 2)
    numbers = [valid_id(n) for n in range(1, 5)]
    known_outside(*numbers)

    batch, plan = batches.begin(with_ids(*numbers), "list.csv", by=officer)

    assert (len(plan.of("duplicate")), len(plan.of("new")), batch.unasked) == (2, 2, 2)
    assert AccessLog.objects.count() == 2
    assert matching.outside(numbers[3], user=officer).is_limited
    page = client_of(officer).get(f"/households/import/{batch.uuid}/").content.decode()
    assert "อีก 2 เลขในแฟ้มนี้ตรวจเฉพาะในพื้นที่ของท่าน" in page


def test_ids_that_nobody_has_count_as_asked_too(officer, monkeypatch):
    monkeypatch.setattr(matching, "ASKED_A_DAY", 3)
    known_outside(ID)

    first, _plan = batches.begin(with_ids(OTHER_ID, valid_id(1)), "a.csv", by=officer)
    second, plan = batches.begin(with_ids(valid_id(2), ID), "b.csv", by=officer)

    assert (first.unasked, second.unasked) == (0, 1)
    assert len(plan.of("new")) == 2
    assert not AccessLog.objects.exists()


def test_ids_of_the_own_area_cost_no_question(officer, monkeypatch):
    monkeypatch.setattr(matching, "ASKED_A_DAY", 1)
    content = with_ids(ID)
    brought_in(content, officer)

    batch, plan = batches.begin(content, "again.csv", by=officer)

    assert (len(plan.of("unchanged")), batch.unasked) == (1, 0)


def test_the_command_asks_by_the_same_measure(tmp_path, officer, capsys, monkeypatch):
    monkeypatch.setattr(matching, "OUTSIDE_A_DAY", 1)
    numbers = [valid_id(n) for n in range(1, 4)]
    known_outside(*numbers)
    path = tmp_path / "list.csv"
    path.write_bytes(with_ids(*numbers))

    call_command("import_households", str(path), user="officer", json=True)

    said = capsys.readouterr()
    assert json.loads(said.out)["duplicate"] == 1
    assert "อีก 2 เลข" in said.err
    assert AccessLog.objects.count() == 1


def test_nothing_is_written_before_the_commit(officer):
    counts_of(csv_of(row(1)), officer)

    assert Household.objects.count() == 0


def test_the_commit_writes_household_head_and_history(officer):
    brought_in(csv_of(row(1, **{"เลขประจำตัวประชาชน": ID, "เบอร์โทร": "081-234-5678"})), officer)

    household = Household.objects.get()
    head = household.persons.get()
    assert (household.village_id, household.phone) == (f.VILLAGE, "0812345678")
    assert (head.national_id, head.is_head) == (ID, True)
    assert household.history.get().history_user == officer
    assert household.is_checked


def test_loading_the_same_file_again_changes_nothing(officer):
    content = csv_of(row(1), row(2, **{"เลขประจำตัวประชาชน": ID}))
    brought_in(content, officer)

    plan = brought_in(content, officer)

    assert plan.counts() == {
        "read": 2,
        "new": 0,
        "changed": 0,
        "unchanged": 2,
        "duplicate": 0,
        "refused": 0,
        "repaired": 0,
    }
    assert Household.objects.count() == 2


def test_a_changed_row_shows_both_values_and_is_written(officer):
    brought_in(csv_of(row(1, **{"เลขประจำตัวประชาชน": ID})), officer)
    content = csv_of(row(1, **{"เลขประจำตัวประชาชน": ID, "เบอร์โทร": "0812345678"}))

    plan = brought_in(content, officer)

    (changed,) = plan.of("changed")
    assert changed.changes == [("phone", "", "081-234-5678")]
    assert Household.objects.get().phone == "0812345678"
    assert Household.objects.get().history.count() == 2


def test_a_name_changed_in_the_file_is_found_by_its_id_and_carried_into_the_keys(officer):
    brought_in(csv_of(row(1, **{"เลขประจำตัวประชาชน": ID})), officer)
    content = csv_of(row(1, **{"เลขประจำตัวประชาชน": ID, "ชื่อ-สกุล": "นางใหม่ ตัวอย่างดี"}))

    brought_in(content, officer)

    assert [h.head_name for h in Household.objects.matching("ใหม่")] == ["นางใหม่ ตัวอย่างดี"]


def test_a_blank_cell_never_erases_what_is_known(officer):
    brought_in(csv_of(row(1, เบอร์โทร="0812345678")), officer)

    plan = brought_in(csv_of(row(1)), officer)

    assert plan.counts()["unchanged"] == 1
    assert Household.objects.get().phone == "0812345678"


def test_committing_twice_writes_once(officer):
    batch, _plan = batches.begin(csv_of(row(1)), "list.csv", by=officer)
    batches.finish(batch, by=officer)

    with pytest.raises(batches.AlreadyEnded):
        batches.finish(ImportBatch.objects.get(pk=batch.pk), by=officer)

    assert Household.objects.count() == 1


def test_the_file_is_let_go_when_the_batch_ends(officer):
    batch, _plan = batches.begin(csv_of(row(1)), "list.csv", by=officer)
    path = batch.file.path
    batches.finish(batch, by=officer)

    batch.refresh_from_db()
    assert batch.file == ""
    assert not __import__("pathlib").Path(path).exists()


@pytest.mark.parametrize(
    "content",
    [b"", b"\x00\x01binary", b"PK\x03\x04broken", "ก,ข\n1,2".encode(), b"\xff\xfe\x00"],
)
def test_a_file_that_cannot_be_read_is_refused_with_a_sentence(content, officer):
    with pytest.raises(batches.UnreadableFile) as refused:
        batches.begin(content, "list.xlsx", by=officer)

    assert len(str(refused.value)) > 10
    assert ImportBatch.objects.count() == 0


def test_more_rows_than_allowed_are_refused(officer, settings):
    settings.IMPORT_MAX_ROWS = 2

    with pytest.raises(batches.UnreadableFile):
        batches.begin(csv_of(row(1), row(2), row(3)), "list.csv", by=officer)


def test_looking_at_a_file_takes_the_same_queries_whatever_its_rows(officer):
    few, many = (
        csv_of(*(row(n, **{"เลขประจำตัวประชาชน": valid_id(n)}) for n in range(1, size)))
        for size in (3, 300)
    )
    batches.begin(few, "warm.csv", by=officer)

    with CaptureQueriesContext(connection) as for_few:
        batches.begin(few, "few.csv", by=officer)
    with CaptureQueriesContext(connection) as for_many:
        batches.begin(many, "many.csv", by=officer)

    assert len(for_many) == len(for_few)


def test_the_counts_of_any_file_add_up(officer):
    content = csv_of(row(1), row(1), row(2, หมู่ที่="9"), row(3), row(4, เบอร์โทร="12"))

    counts = counts_of(content, officer).counts()

    states = ("new", "changed", "unchanged", "duplicate", "refused")
    assert counts["read"] == sum(counts[s] for s in states) == 5


def test_the_command_says_what_it_would_do_and_writes_only_with_commit(officer, tmp_path, capsys):
    path = tmp_path / "list.csv"
    path.write_bytes(csv_of(row(1), row(2, เบอร์โทร="12")))

    call_command("import_households", str(path), user="officer", json=True)
    said = json.loads(capsys.readouterr().out)
    before = Household.objects.count()
    call_command("import_households", str(path), user="officer", commit=True)

    assert (said["read"], said["new"], said["refused"]) == (2, 1, 1)
    assert said["errors"][0]["row"] == 3
    assert (before, Household.objects.count()) == (0, 1)


def test_the_command_ends_with_status_2_when_the_file_cannot_be_read(officer, tmp_path):
    path = tmp_path / "list.csv"
    path.write_bytes(b"\x00")

    with pytest.raises(CommandError) as refused:
        call_command("import_households", str(path), user="officer")

    assert refused.value.returncode == 2


@pytest.mark.parametrize(
    ("name", "said"), [("away.xlsx", "ไม่พบแฟ้ม"), ("", "เป็นโฟลเดอร์ ระบุชื่อแฟ้ม .xlsx .xls หรือ .csv")]
)
def test_the_command_says_in_words_why_a_file_cannot_be_opened(officer, tmp_path, name, said):
    with pytest.raises(CommandError, match=said) as refused:
        call_command("import_households", str(tmp_path / name), user="officer")

    assert refused.value.returncode == 2
    assert "Errno" not in str(refused.value)


def test_a_volunteer_may_not_import_with_the_command(volunteer, tmp_path):
    path = tmp_path / "list.csv"
    path.write_bytes(csv_of(row(1)))

    with pytest.raises(CommandError):
        call_command("import_households", str(path), user="volunteer", commit=True)

    assert Household.objects.count() == 0


def test_a_house_number_kept_in_thai_digits_is_the_same_door(officer):
    household = f.household(house_no="๙/๑", head="สมมุติ9")

    plan = counts_of(xlsx(row(9, **{"ชื่อ-สกุล": "นางสมมุติ9 ตัวอย่างดี"})), officer)

    assert (plan.counts()["new"], plan.rows[0].household) == (0, household)


def test_a_first_name_of_two_words_stays_whole_where_the_last_name_has_its_column(officer):
    header = ["รหัสหมู่บ้าน", "บ้านเลขที่", "คำนำหน้า", "ชื่อ", "นามสกุล"]
    cells = [f.VILLAGE, "1/1", "นาง", "แมรี แอน", "ตัวอย่างดี"]

    plan = counts_of(xlsx(cells, header=header), officer)

    named = {name: plan.rows[0].cells[name] for name in ("title", "first_name", "last_name")}
    assert named == {"title": "นาง", "first_name": "แมรี แอน", "last_name": "ตัวอย่างดี"}
