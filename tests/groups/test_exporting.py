"""Groups as a file."""

import csv
import io

import pytest
from django.urls import reverse

from otoppath.privacy.models import AccessLog
from tests import factories as f

pytestmark = pytest.mark.django_db

EXPORT = reverse("groups:group_export")


def taken_out(client, **asked):
    typed = {"reason": "report", "file_format": "csv"}
    return client.post(EXPORT, typed, query_params=asked)


def rows_of(response):
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def test_a_row_tells_the_group_its_members_and_its_chair(client_of, officer):
    group = f.group(phone="0812345678", founded_on="2024-10-12")
    household = f.household()
    chair, other = f.person(household), f.person(household)
    f.membership(group, chair), f.membership(group, other)
    f.membership(group, left_on="2026-10-05", left_reason="moved")
    f.term(group, chair)

    (row,) = rows_of(taken_out(client_of(officer)))

    assert row["ประธาน"] == chair.full_name
    assert (row["สมาชิก (คน)"], row["สมาชิก (ครัวเรือน)"]) == ("2", "1")
    assert (row["วันที่จัดตั้ง"], row["โทรศัพท์"]) == ("12 ต.ค. 2567", "081-234-5678")


def test_filters_of_the_list_hold_for_the_file(client_of, officer):
    f.group(step=1)
    wanted = f.group(step=3)

    rows = rows_of(taken_out(client_of(officer), step=3))

    assert [row["ชื่อกลุ่ม"] for row in rows] == [wanted.name]


def test_the_list_leads_to_the_file_with_its_filters(client_of, officer):
    page = client_of(officer).get(reverse("groups:group_list"), {"step": 3}).text

    assert f'href="{EXPORT}?step=3"' in page


def test_the_next_district_takes_out_only_its_own(client_of, officer_other):
    f.group()
    own = f.group(f.OUTSIDE_VILLAGE)

    rows = rows_of(taken_out(client_of(officer_other)))

    assert [row["ชื่อกลุ่ม"] for row in rows] == [own.name]


@pytest.mark.parametrize("who", ["volunteer", "auditor", "supervisor", "administrator"])
def test_nobody_else_takes_a_list_out(client_of, cast, who):
    f.group()

    assert taken_out(client_of(cast[who])).status_code == 403
    assert not AccessLog.objects.exists()


def test_taking_out_is_logged_with_reason_and_number_of_rows(client_of, officer):
    f.group(), f.group()

    rows_of(taken_out(client_of(officer)))

    entry = AccessLog.objects.get()
    assert entry.subject_label == "กลุ่มอาชีพ 2 แถว แฟ้ม .csv"
    assert entry.reason == "จัดทำรายงานตามที่หน่วยงานสั่ง"
