"""The access log is written and never changed."""

import uuid

import pytest
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from otoppath.privacy.models import AccessLog, AppendOnly, record_access

pytestmark = pytest.mark.django_db


@pytest.fixture
def row(officer):
    return record_access(
        user=officer,
        action=AccessLog.Action.REVEAL,
        subject_label="ครัวเรือน 12 หมู่ที่ 3",
        subject_uuid=uuid.UUID(int=7),
        place_code="36100101",
        reason="ตรวจสอบกับบัตรประชาชน",
        request_id="r-1",
    )


def unchanged(row):
    stored = AccessLog.objects.get(pk=row.pk)
    return (stored.reason, stored.subject_label) == ("ตรวจสอบกับบัตรประชาชน", "ครัวเรือน 12 หมู่ที่ 3")


def test_one_look_is_one_row_with_who_what_where_and_why(row, officer):
    stored = AccessLog.objects.get()

    assert (stored.user, stored.action, stored.place_code) == (officer, "reveal", "36100101")
    assert (stored.subject_uuid, stored.request_id) == (uuid.UUID(int=7), "r-1")
    assert unchanged(stored)


def test_row_cannot_be_saved_again(row):
    row.reason = "อื่น"

    with pytest.raises(AppendOnly):
        row.save()
    assert unchanged(row)


def test_row_built_with_the_key_of_another_does_not_replace_it(row, officer):
    forged = AccessLog(pk=row.pk, user=officer, action="photo", subject_label="อื่น")

    with pytest.raises(IntegrityError), transaction.atomic():
        forged.save()
    assert unchanged(row)


def test_row_cannot_be_deleted(row):
    with pytest.raises(AppendOnly):
        row.delete()
    assert unchanged(row)


@pytest.mark.parametrize(
    "change",
    [
        lambda rows, row: rows.update(reason="อื่น"),
        lambda rows, row: rows.filter(pk=row.pk).delete(),
        lambda rows, row: rows.bulk_update([row], ["reason"]),
        lambda rows, row: rows.update_or_create(pk=row.pk, defaults={"reason": "อื่น"}),
        lambda rows, row: rows.bulk_create(
            [row], update_conflicts=True, unique_fields=["id"], update_fields=["reason"]
        ),
        lambda rows, row: AccessLog._base_manager.update(reason="อื่น"),
        lambda rows, row: row.user.access_log.all().delete(),
    ],
)
def test_rows_cannot_be_changed_by_a_queryset(row, change):
    row.reason = "อื่น"

    with pytest.raises(AppendOnly):
        change(AccessLog.objects.all(), row)
    assert unchanged(row)


def test_user_in_the_log_cannot_be_deleted(row, officer):
    with pytest.raises(ProtectedError):
        officer.delete()
    assert unchanged(row)


@pytest.mark.parametrize("action", ["reveal", "export", "erase"])
@pytest.mark.parametrize("reason", ["", "   "])
def test_look_without_a_reason_is_refused_by_the_database(officer, action, reason):
    with pytest.raises(IntegrityError), transaction.atomic():
        record_access(user=officer, action=action, subject_label="ครัวเรือน", reason=reason)
    assert not AccessLog.objects.exists()


def test_long_label_and_reason_are_cut_to_their_columns(officer):
    row = record_access(user=officer, action="export", subject_label="ก" * 300, reason="ข" * 900)

    row.refresh_from_db()
    assert (len(row.subject_label), len(row.reason)) == (200, 500)


def test_latest_look_comes_first(officer):
    first, second = (
        record_access(user=officer, action="photo", subject_label=str(n)) for n in (1, 2)
    )

    assert list(AccessLog.objects.all()) == [second, first]
