"""Refused rows come back as a file, to correct and bring in again."""

import csv
import io

import pytest

from households.imports import batches
from otoppath.privacy.models import AccessLog
from tests import factories as f
from tests.households.pages import address
from tests.households.test_import_jobs import NUMBER, PHONE
from tests.households.test_imports import HEADER, ID, csv_of, row

pytestmark = pytest.mark.django_db
ASKED = {"reason": "correct", "file_format": "csv"}


@pytest.fixture(autouse=True)
def batch(officer):
    f.place(f.VILLAGE)
    wrong = row(1, **{PHONE: "12", NUMBER: ID, "ชื่อ-สกุล": "=HYPERLINK(1)"})
    return batches.begin(csv_of(wrong, row(2)), "list.csv", by=officer)[0]


def lines_of(response):
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text)))


def test_who_brought_the_file_in_gets_its_refused_rows_as_they_were_typed(
    client_of, officer, batch
):
    response = client_of(officer).post(address("import_refused", batch), ASKED)

    header, cells = lines_of(response)
    assert header == [*HEADER, "เหตุผลที่ไม่รับ"]
    assert cells[:8] == ["1", "ผักปัง", "1", "1/1", "'=HYPERLINK(1)", ID, "", "12"]
    assert "โทรศัพท์: " in cells[8]


def test_another_of_the_office_gets_ids_masked(client_of, chief, batch):
    _header, cells = lines_of(client_of(chief).post(address("import_refused", batch), ASKED))

    assert cells[5] == "x-xxxx-xxxxx-01-6"
    assert ID not in repr(cells)


def test_it_is_logged_with_the_reason_and_not_given_without(client_of, officer, batch):
    client = client_of(officer)

    refused = client.post(address("import_refused", batch), {"file_format": "csv"})
    client.post(address("import_refused", batch), ASKED)

    assert refused.status_code == 422
    (log,) = AccessLog.objects.all()
    assert (log.user, log.action, log.subject_uuid) == (
        officer,
        AccessLog.Action.EXPORT,
        batch.uuid,
    )


def test_corrected_it_is_brought_in_and_the_reason_passed_over(client_of, officer, batch):
    header, cells = lines_of(client_of(officer).post(address("import_refused", batch), ASKED))
    cells[4], cells[7] = "นางสมมุติ1 ตัวอย่างดี", "0812345678"
    content = "\r\n".join(",".join(line) for line in (header, cells)).encode()

    again, _plan = batches.begin(content, "again.csv", by=officer)

    assert (again.new, again.refused) == (1, 0)
