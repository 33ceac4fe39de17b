"""What the pages of an import show: what was read, as what, and the households it brought."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template.loader import get_template
from django.urls import reverse
from django.utils.translation import override

from households.imports import batches, undoing
from households.imports.columns import COLUMN_NAMES
from households.models import Enrolment, ImportBatch
from households.templatetags.imports import column_gloss
from tests import factories as f
from tests.households.pages import address, filled, text_of, words_of
from tests.households.test_imports import HEADER, ID, csv_of, row, xlsx
from tests.messages import ROOT

pytestmark = pytest.mark.any_database

READ = {"เลขประจำตัวประชาชน": ID, "วันเดือนปีเกิด": "12/10/2512", "เบอร์โทร": "081-234-5678"}


@pytest.fixture(autouse=True)
def villages(db):
    return [f.place(code) for code in (f.VILLAGE, f.OTHER_VILLAGE, f.OUTSIDE_VILLAGE)]


@pytest.fixture
def client(client_of, officer):
    return client_of(officer)


@pytest.fixture
def committed(officer):
    """Two households of a file, and one that was there before."""
    f.household()
    batch, _plan = batches.begin(csv_of(row(1), row(2)), "รายชื่อ.csv", by=officer)
    batches.finish(batch, by=officer)
    return batch


def test_the_preview_shows_what_was_read_of_each_row(client, officer):
    batch, _plan = batches.begin(xlsx(row(1, **READ)), "list.xlsx", by=officer)

    page = words_of(client.get(f"{address('import_detail', batch)}?state=new"))

    assert "วันเกิด 12 ต.ค. 2512" in page
    assert "โทรศัพท์ 081-234-5678" in page
    assert "x-xxxx-xxxxx-01-6" in page
    assert ID not in page.replace("-", "")


def test_the_preview_says_which_heading_is_read_as_what(client, officer):
    header = [*HEADER, "ชื่อ", "หมายเหตุ"]
    content = xlsx([*row(1), "ซ้ำ", "x"], header=header)
    batch, _plan = batches.begin(content, "list.xlsx", by=officer)

    columns = dict(client.get(address("import_detail", batch)).context["columns"])

    assert columns["เบอร์โทร"] == "โทรศัพท์"
    assert columns["ชื่อ-สกุล"] == "ชื่อ"
    assert columns["ชื่อ"] == columns["หมายเหตุ"] == ""


def test_what_was_imported_opens_as_a_list_of_its_own(client, committed):
    page = reverse("households:household_list") + f"?batch={committed.uuid}"
    assert page in text_of(client.get(address("import_detail", committed)))

    listed = client.get(page)

    assert {h.batch for h in listed.context["rows"]} == {committed}
    assert [(c.label, c.value) for c in listed.context["filters"].chips()] == [
        ("นำเข้าจากแฟ้ม", "รายชื่อ.csv")
    ]


def test_what_was_imported_is_nominated_together(client, committed):
    url = address("enrolment_nominate")
    asked = client.post(url, {"batch": str(committed.uuid)})
    picks = [str(h.uuid) for h in asked.context["households"]]

    client.post(url, filled(asked.context["form"]) | {"pick": picks})

    assert {e.household.batch for e in Enrolment.objects.all()} == {committed}
    assert Enrolment.objects.count() == 2
    assert client.post(url, {"batch": str(committed.uuid)}).url == address("household_list")


def test_a_file_of_another_district_shows_nothing(client_of, officer_other, committed):
    client = client_of(officer_other)

    listed = client.get(reverse("households:household_list"), {"batch": str(committed.uuid)})
    client.post(address("enrolment_nominate"), {"batch": str(committed.uuid)})

    assert list(listed.context["rows"]) == []
    assert "รายชื่อ.csv" not in text_of(listed)
    assert not Enrolment.objects.exists()


# --- What can be done, and what cannot ----------------------------------------------------


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("~$รายชื่อ.xlsx", b"\x05office", "ปิด Excel แล้วเลือกแฟ้ม รายชื่อ.xlsx"),
        ("รายชื่อ.csv", b"", "ตรวจว่ามีข้อมูลแล้วบันทึก"),
    ],
)
def test_what_is_no_list_is_refused_at_once_with_the_way_out(client, name, content, said):
    answer = client.post(
        address("import_create"), {"file": SimpleUploadedFile(name, content, "text/csv")}
    )

    assert said in words_of(answer)
    assert not ImportBatch.objects.exists()


@pytest.mark.parametrize(("n", "is_offered"), [(3, False), (4, True)])
def test_only_what_writes_something_is_confirmed_or_taken_back(
    client, officer, committed, n, is_offered
):
    again, _plan = batches.begin(csv_of(row(1), row(n - 1)), "list.csv", by=officer)

    page = words_of(client.get(address("import_detail", again)))
    assert ("ยืนยันนำเข้า" in page) is is_offered
    assert ("เมื่อยืนยัน ระบบจะเพิ่ม 1 ครัวเรือน" in page) is is_offered
    batches.finish(again, by=officer)
    page = words_of(client.get(address("import_detail", again)))
    assert (" ยกเลิกการนำเข้า " in f"{page} ") is is_offered


def test_the_page_of_a_file_says_who_wrote_it_and_who_took_it_back(client, officer, committed):
    assert f"โดย {officer.display_name}" in words_of(
        client.get(address("import_detail", committed))
    )

    undoing.undo(committed, by=officer)

    assert "ยกเลิกการนำเข้าแล้วเมื่อ" in words_of(client.get(address("import_detail", committed)))
    assert "ยกเลิกการนำเข้าไปแล้ว" in words_of(client.get(address("import_undo", committed)))


def test_a_file_of_long_ago_is_found_on_a_later_page_of_the_list(client, officer, committed):
    for n in range(10):
        batches.receive(b"x", f"{n}.csv", by=officer)

    first = client.get(address("import_create"))
    cursor = first.context["earlier"].next_cursor

    assert committed.original_name not in words_of(first)
    second = client.get(address("import_create"), {"cursor": cursor})
    assert committed.original_name in words_of(second)


def test_each_heading_of_the_template_is_glossed_for_who_reads_english():
    assert not any(map(column_gloss, COLUMN_NAMES.values()))
    with override("en"):
        glosses = [column_gloss(heading) for heading in COLUMN_NAMES.values()]

    assert all(gloss.isascii() or "–" in gloss for gloss in glosses)
    assert all(glosses)


def test_every_page_of_households_has_their_stylesheet():
    pages = sorted((ROOT / "templates/households").glob("[!_]*.html"))

    bare = [p.name for p in pages if "households.css" not in sheets_of(f"households/{p.name}")]

    assert bare == []


def sheets_of(name):
    """The source of a template and of those it extends."""
    source = get_template(name).template.source
    parent = source.partition('{% extends "')[2].partition('"')[0]
    return source + (sheets_of(parent) if parent else "")
