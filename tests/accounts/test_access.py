"""The access log: who may read it, and which part of it."""

from datetime import datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from otoppath.privacy.models import AccessLog, record_access
from otoppath.thai.dates import today
from tests.factories import OUTSIDE_VILLAGE, VILLAGE


@pytest.fixture
def log(officer, officer_other):
    """One look in the district and one in the next."""
    record_access(
        user=officer,
        action="reveal",
        subject_label="ครัวเรือน 42/1",
        place_code=VILLAGE,
        reason="ตรวจสอบสำเนาบัตร",
    )
    record_access(
        user=officer_other, action="photo", subject_label="ภาพกลุ่ม", place_code=OUTSIDE_VILLAGE
    )


def seen(client, **query):
    rows = client.get(reverse("accounts:access_log"), query).context["page"]
    return [row.subject_label for row in rows]


@pytest.mark.parametrize("who", ["volunteer", "officer"])
def test_who_is_in_the_log_does_not_read_it(client_of, cast, log, who):
    assert client_of(cast[who]).get(reverse("accounts:access_log")).status_code == 403


@pytest.mark.parametrize(
    ("who", "labels"),
    [
        ("chief", ["ครัวเรือน 42/1"]),
        ("auditor", ["ครัวเรือน 42/1"]),
        ("supervisor", ["ภาพกลุ่ม", "ครัวเรือน 42/1"]),
        ("administrator", ["ภาพกลุ่ม", "ครัวเรือน 42/1"]),
    ],
)
def test_log_is_read_within_the_own_area(client_of, cast, log, who, labels):
    assert seen(client_of(cast[who])) == labels


def test_page_tells_who_what_and_why(client_of, chief, officer, log):
    page = client_of(chief).get(reverse("accounts:access_log")).text

    for part in (officer.display_name, "เปิดดูเลขประจำตัวประชาชน", "ตรวจสอบสำเนาบัตร"):
        assert part in page


def test_log_is_narrowed_by_action_user_and_day(client_of, administrator, officer, log):
    client = client_of(administrator)

    assert seen(client, action="photo") == ["ภาพกลุ่ม"]
    assert seen(client, who=officer.last_name) == ["ครัวเรือน 42/1"]


def test_last_day_of_a_period_is_included(client_of, administrator, officer):
    late = timezone.make_aware(datetime(2026, 11, 5, 23, 59))
    AccessLog.objects.create(user=officer, action="photo", subject_label="คืนวันที่ 5", at=late)
    client = client_of(administrator)

    assert seen(client, until="5/11/2569") == ["คืนวันที่ 5"]
    assert seen(client, until="4/11/2569") == []
    assert seen(client, since="5/11/2569") == ["คืนวันที่ 5"]
    assert seen(client, since="6/11/2569") == []


def test_log_costs_the_same_queries_however_long(
    client_of, chief, officer, log, django_assert_max_num_queries
):
    client, url = client_of(chief), reverse("accounts:access_log")
    client.get(url)
    with django_assert_max_num_queries(9) as few:
        client.get(url)
    AccessLog.objects.bulk_create(
        AccessLog(user=officer, action="photo", subject_label=f"{n}", place_code=VILLAGE)
        for n in range(120)
    )

    with django_assert_max_num_queries(9) as many:
        page = client.get(url).context["page"]

    assert len(many) == len(few)
    assert page.has_next


def test_auditor_reads_nothing_after_the_last_day(client_of, auditor, log):
    auditor.access_starts_on = today() - timedelta(days=3)
    auditor.access_ends_on = today() - timedelta(days=1)
    auditor.save()

    assert client_of(auditor).get(reverse("accounts:access_log")).status_code == 403
