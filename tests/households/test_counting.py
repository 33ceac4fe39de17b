"""The summary that is passed on: counts by state, and nobody's name."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from otoppath.thai.dates import fiscal_year, today
from tests import factories as f
from tests.households.pages import address, words_of

pytestmark = pytest.mark.django_db
SUMMARY = address("enrolment_summary")


@pytest.fixture
def client(client_of, officer):
    return client_of(officer)


def enrolled(name, **fields):
    household = f.household(head=name)
    return f.enrolment(household, sort_key=household.sort_key, **fields)


def test_a_summary_counts_what_counts_and_names_nobody(client):
    one, two = enrolled("เกษม"), enrolled("แก้ว")
    enrolled("สำรอง", selection="reserve")
    f.notice(one.household)
    f.notice(two.household, checked_at=None)
    f.choice(one)
    f.choice(one)
    f.readiness(one, result="prepare")

    summary = client.get(SUMMARY).context["summary"]

    assert "มีชื่อ 3 ครัวเรือน, เสนอชื่อ 0, ครัวเรือนเป้าหมาย 2, ครัวเรือนสำรอง 1" in summary
    assert "แจ้งประกาศความเป็นส่วนตัวแก่ครัวเรือนแล้ว 1" in summary
    assert "ระบุอาชีพที่ต้องการฝึก 1" in summary
    assert "ประเมินความพร้อมแล้ว 1: พร้อม 0, ต้องเตรียมความพร้อม 1, ยังไม่พร้อม 0" in summary
    assert not any(name in summary for name in ("เกษม", "แก้ว", "ตัวอย่าง"))


def test_a_summary_is_of_the_list_that_was_filtered_without_the_name_that_was_searched(client):
    enrolled("เกษม")
    enrolled("แก้ว", selection="reserve")

    response = client.get(SUMMARY, {"selection": "reserve", "q": "แก้ว", "place": f.VILLAGE})

    assert "มีชื่อ 1 ครัวเรือน" in response.context["summary"]
    assert "บ้านสมมุติเหนือ" in response.context["summary"]
    assert "แก้ว" not in response.context["summary"]
    assert f"ปีงบประมาณ {fiscal_year(today())}" in words_of(response)


def test_nothing_of_another_district_is_counted(client_of, officer_other):
    enrolled("เกษม")

    assert "มีชื่อ 0 ครัวเรือน" in client_of(officer_other).get(SUMMARY).context["summary"]


def test_a_summary_costs_the_same_however_many_it_counts(client):
    enrolled("ก")
    client.get(SUMMARY)
    with CaptureQueriesContext(connection) as few:
        client.get(SUMMARY)
    for n in range(20):
        f.notice(enrolled(f"ข{n}").household)
    with CaptureQueriesContext(connection) as many:
        client.get(SUMMARY)

    assert len(many) == len(few)
