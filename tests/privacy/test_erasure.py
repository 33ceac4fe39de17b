"""After an erasure no column, history row, search key or file holds the person."""

import itertools
import json
from datetime import date
from functools import partial
from pathlib import Path

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import connection, transaction
from django.db.models import CharField, TextField

from households.erasing import erase_household
from households.models import (
    EnrolmentFix,
    EnrolmentWaiver,
    Household,
    Person,
    SelectionMeeting,
    Visit,
    VisitPhoto,
)
from markets.models import Vendor
from otoppath.privacy.cipher import blind_index
from otoppath.privacy.erasure import dependents, erase
from otoppath.privacy.models import AccessLog
from otoppath.thai.keys import search_key, sort_key
from products.models import Producer
from tests import factories

FIRST, LAST, OLD_LAST = "สมหญิงลับ", "นามสกุลลับ", "นามสกุลเดิมลับ"
NATIONAL_ID, PHONE = "1234567890121", "0899999999"
REASON = "เจ้าของข้อมูลขอให้ลบ"


@pytest.fixture
def household(db, officer):
    return Household.objects.create(village=factories.place(), house_no="1", created_by=officer)


@pytest.fixture
def committing(django_capture_on_commit_callbacks):
    """A context at whose end happens what waits for the commit, as outside of tests."""
    return partial(django_capture_on_commit_callbacks, execute=True)


@pytest.fixture
def person(household):
    """Somebody with a past: married since, and with a change noted in words."""
    person = Person(
        household=household,
        title="นาง",
        first_name=FIRST,
        last_name=OLD_LAST,
        birth_year=1987,
        phone=PHONE,
        national_id=NATIONAL_ID,
        national_id_index=blind_index(NATIONAL_ID),
        sort_key=sort_key(f"{FIRST} {OLD_LAST}"),
        is_head=True,
    )
    person.save()
    person.last_name = LAST
    person.sort_key = sort_key(f"{FIRST} {LAST}")
    person._change_reason = f"{FIRST} แต่งงาน"
    person.save()
    return person


def rows_of(model):
    """Every row of the model's table, as the database holds it."""
    table = connection.ops.quote_name(model._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {table}")
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def everything_stored():
    """Every value of every table, in one text."""
    tables = [rows_of(model) for model in apps.get_models(include_auto_created=True)]
    values = (value for row in itertools.chain(*tables) for value in row.values())
    return "\n".join(
        bytes(v).hex()
        if isinstance(v, bytes | memoryview)
        else json.dumps(v, default=str, ensure_ascii=False)
        for v in values
    )


SECRETS = {
    "first name": FIRST,
    "last name": LAST,
    "earlier last name": OLD_LAST,
    "phone": PHONE,
    "blind index": None,
    "sort key": sort_key(FIRST),
    "search key": search_key(FIRST),
}


@pytest.mark.parametrize("secret", SECRETS)
def test_no_table_holds_it_any_more(person, officer, secret):
    text = SECRETS[secret] or blind_index(NATIONAL_ID)
    if secret != "search key":
        assert text in everything_stored()

    erase(person, by=officer, reason=REASON)

    assert text not in everything_stored()


def test_encrypted_id_is_gone(person, officer):
    assert rows_of(Person)[0]["national_id"]

    erase(person, by=officer, reason=REASON)

    assert bytes(rows_of(Person)[0]["national_id"]) == b""


def test_skeleton_stays_with_its_place_and_dates(person, officer, household):
    before = Person.objects.get()

    erase(person, by=officer, reason=REASON)

    after = Person.objects.get()
    assert (after.uuid, after.household, after.is_head) == (before.uuid, household, True)
    assert after.created_at == before.created_at
    assert after.erased_at is not None
    assert person.first_name == ""


def test_history_keeps_who_and_when_and_says_that_it_was_erased(person, officer):
    before = [(row.history_date, row.history_type) for row in person.history.all()]

    erase(person, by=officer, reason=REASON)

    latest, *earlier = person.history.all()
    assert [(row.history_date, row.history_type) for row in earlier] == before
    assert (latest.history_user, latest.history_change_reason) == (officer, "ลบข้อมูลส่วนบุคคล")


def test_others_are_not_touched(person, officer, household):
    other = Person.objects.create(household=household, first_name="เพื่อนบ้าน", phone="0811111111")

    erase(person, by=officer, reason=REASON)

    other.refresh_from_db()
    assert (other.first_name, other.phone) == ("เพื่อนบ้าน", "0811111111")
    assert other.history.get().first_name == "เพื่อนบ้าน"


def test_erasure_is_logged_without_the_name(person, officer):
    erase(person, by=officer, reason=REASON, request_id="r-9")

    row = AccessLog.objects.get()
    assert (row.user, row.action, row.reason) == (officer, "erase", REASON)
    assert (row.subject_uuid, row.place_code, row.request_id) == (person.uuid, "36100101", "r-9")
    assert row.subject_label == f"บุคคล {person.uuid}"


@pytest.mark.parametrize("reason", ["", "  "])
def test_erasure_without_a_reason_is_refused(person, officer, reason):
    with pytest.raises(ValidationError):
        erase(person, by=officer, reason=reason)
    assert Person.objects.get().first_name == FIRST


def test_erasure_that_cannot_be_logged_erases_nothing(person, officer, monkeypatch):
    monkeypatch.setattr("otoppath.privacy.erasure.record_access", lambda **_: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        erase(person, by=officer, reason=REASON)

    assert Person.objects.get().first_name == FIRST
    assert {row.first_name for row in person.history.all()} == {FIRST}


def test_erasing_again_is_allowed_and_logged_again(person, officer):
    erase(person, by=officer, reason=REASON)
    erase(person, by=officer, reason=REASON)

    assert AccessLog.objects.count() == 2


# --- What hangs on a record ---------------------------------------------------------------


def filled(row):
    """The row with its history, after somebody wrote the name into every free text of it."""
    personal = {**row.PERSONAL, "returned_note": ""}
    for field in row._meta.concrete_fields:
        if field.name in personal and isinstance(field, CharField | TextField):
            setattr(row, field.name, FIRST[: field.max_length])
    row.save()
    return row


@pytest.fixture
def family(db, officer, settings, tmp_path):
    """A household with a past: enrolled, visited, waived for, a single owner at a market."""
    settings.MEDIA_ROOT = tmp_path
    household = factories.household(head=FIRST)
    enrolment = filled(factories.enrolment(household, sort_key=household.sort_key))
    visit = filled(Visit(enrolment=enrolment, visited_on=date(2026, 10, 5)))
    filled(VisitPhoto(visit=visit, image=ContentFile(FIRST.encode(), "photo.jpg")))
    filled(EnrolmentFix(enrolment=enrolment, step=1, by=officer))
    filled(EnrolmentWaiver(enrolment=enrolment, requirement="x", by=officer))
    producer = Producer(household=household, kind="single_owner", village=household.village)
    vendor = Vendor(producer=filled(producer), market=factories.market(), kind="otop")
    vendor.joined_on = date(2026, 10, 5)
    filled(vendor)
    return household


def test_household_is_erased_with_all_that_hangs_on_it(family, officer, tmp_path):
    assert everything_stored().count(FIRST) > 20

    erase_household(family, by=officer, reason=REASON)

    assert FIRST not in everything_stored()
    assert search_key(FIRST) not in everything_stored()


def test_photos_of_visits_go_with_the_household(family, officer, tmp_path, committing):
    assert files(tmp_path) == [FIRST.encode()]

    with committing():
        erase_household(family, by=officer, reason=REASON)

    assert files(tmp_path) == []


def test_one_call_is_one_line_of_the_log_at_the_place_of_the_household(family, officer):
    erase_household(family, by=officer, reason=REASON)

    row = AccessLog.objects.get()
    assert (row.subject_uuid, row.place_code) == (family.uuid, family.village_id)


def test_group_of_an_erased_member_keeps_its_name_and_its_count(family, officer):
    membership = factories.membership(who=family.persons.get())
    name = membership.group.name

    erase_household(family, by=officer, reason=REASON)

    membership.group.refresh_from_db()
    assert membership.group.name == name
    assert membership.group.memberships.count() == 1


def test_neighbours_are_not_dependents(family):
    neighbour = factories.household(head="เพื่อนบ้าน")

    reached = dependents(family)

    assert family not in reached
    assert neighbour not in reached
    assert neighbour.persons.get() not in reached
    assert family.persons.get() in reached


# --- Files --------------------------------------------------------------------------------


@pytest.fixture
def meeting(db, settings, tmp_path, monkeypatch):
    """A record whose file was replaced once: the old one still lies in the folder."""
    settings.MEDIA_ROOT = tmp_path
    monkeypatch.setattr(SelectionMeeting, "PERSONAL", {"document": ""}, raising=False)
    meeting = SelectionMeeting(
        village=factories.place(),
        fiscal_year=2570,
        number="1/2570",
        held_on=date(2026, 10, 5),
        eligible_count=90,
        present_count=60,
        chaired_by="ประธานสมมุติ",
    )
    meeting.document.save("first.pdf", ContentFile(b"first"))
    meeting.document.save("second.pdf", ContentFile(b"second"))
    return meeting


def files(folder):
    return sorted(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def test_file_and_the_one_it_replaced_are_deleted(meeting, officer, tmp_path, committing):
    assert files(tmp_path) == [b"first", b"second"]

    with committing():
        erase(meeting, by=officer, reason=REASON)

    assert files(tmp_path) == []
    assert {row["document"] for row in rows_of(SelectionMeeting)} == {""}
    assert {row["document"] for row in rows_of(SelectionMeeting.history.model)} == {""}


def test_files_stay_when_the_erasure_does_not_go_through(meeting, officer, tmp_path, committing):
    with committing(), transaction.atomic():
        erase(meeting, by=officer, reason=REASON)
        transaction.set_rollback(True)

    assert files(tmp_path) == [b"first", b"second"]
    assert SelectionMeeting.objects.get().document.read() == b"second"


def test_file_that_cannot_be_deleted_is_reported_and_the_rest_goes(
    meeting, officer, tmp_path, committing, caplog
):
    first = tmp_path / "selection" / "first.pdf"
    first.unlink()
    (first / "in the way").mkdir(parents=True)

    with committing():
        erase(meeting, by=officer, reason=REASON)

    assert files(tmp_path) == []
    assert "selection/first.pdf" in caplog.text


# --- What SQLite leaves on the disk -------------------------------------------------------


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL: autovacuum")
@pytest.mark.django_db(transaction=True)
def test_name_is_not_left_in_free_pages_of_the_file(person, officer):
    file = Path(connection.settings_dict["NAME"])
    checkpoint()
    assert FIRST.encode() in file.read_bytes()

    erase(person, by=officer, reason=REASON)
    checkpoint()

    assert FIRST.encode() not in file.read_bytes()


def checkpoint():
    """Write what is in the write-ahead log into the database file."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        assert cursor.fetchone()[0] == 0
