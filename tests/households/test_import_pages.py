"""What the pages of an import show: what was read, as what, and the households it brought."""

import pytest
from django.urls import reverse

from households.imports import batches
from households.models import Enrolment
from tests import factories as f
from tests.households.pages import address, filled, text_of, words_of
from tests.households.test_imports import HEADER, ID, csv_of, row, xlsx

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
