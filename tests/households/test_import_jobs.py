"""An import behind its page: it waits for the worker, survives it, and is written whole or not."""

import os
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from households.duplicates import keys, searching
from households.erasing import erase_household
from households.imports import batches, jobs
from households.imports.judging import STATES
from households.imports.keeping import let_go
from households.models import Enrolment, Household, ImportBatch, ImportRow, Person
from otoppath.jobs import worker
from otoppath.jobs.worker import do_waiting, take_up_again
from tests import factories as f
from tests.households.pages import address, words_of
from tests.households.test_imports import ID, csv_of, row, valid_id

pytestmark = pytest.mark.django_db
NAME, PHONE, NUMBER = "ชื่อ-สกุล", "เบอร์โทร", "เลขประจำตัวประชาชน"


@pytest.fixture(autouse=True)
def villages(db):
    return [f.place(code) for code in (f.VILLAGE, f.OTHER_VILLAGE, f.OUTSIDE_VILLAGE)]


@pytest.fixture
def client(client_of, officer):
    return client_of(officer)


def uploaded(client, *rows):
    client.post(address("import_create"), {"file": SimpleUploadedFile("list.csv", csv_of(*rows))})
    return ImportBatch.objects.latest("pk")


def checked(client, *rows):
    batch = uploaded(client, *rows)
    do_waiting()
    batch.refresh_from_db()
    return batch


def previewed(officer, *rows):
    batch, _plan = batches.begin(csv_of(*rows), "list.csv", by=officer)
    return batch


# --- The page and the worker --------------------------------------------------------------


def test_a_file_waits_for_the_worker_and_says_that_there_is_none(client):
    batch = uploaded(client, row(1))

    page = words_of(client.get(address("import_detail", batch)))

    assert batch.state == "received"
    assert "โปรแกรมทำงานเบื้องหลังยังไม่เปิด" in page
    assert not ImportRow.objects.exists()


def test_a_file_waits_its_turn_where_a_worker_is(client):
    worker.give_sign()

    page = words_of(client.get(address("import_detail", uploaded(client, row(1)))))

    assert "งานนี้อยู่ในคิว" in page


def test_the_worker_checks_then_writes_and_the_page_says_how_far_it_is(client):
    batch = checked(client, row(1), row(2))
    states = [client.get(address("import_progress", batch)).json()]
    client.post(address("import_commit", batch))
    states.append(client.get(address("import_progress", batch)).json())
    do_waiting()
    states.append(client.get(address("import_progress", batch)).json())

    assert [s["working"] for s in states] == [False, True, False]
    assert states[0]["done"] == states[0]["rows"] > 0
    assert Household.objects.count() == 2


def test_a_file_that_cannot_be_read_says_why(client):
    content = SimpleUploadedFile("list.xlsx", b"PK\x03\x04broken")
    client.post(address("import_create"), {"file": content})
    do_waiting()

    batch = ImportBatch.objects.get()
    assert (batch.state, batch.file) == ("failed", "")
    assert batch.told in words_of(client.get(address("import_detail", batch)))


def test_what_a_killed_worker_left_is_taken_up_again(client):
    batch = uploaded(client, row(1))
    DBTaskResult.objects.get().claim("killed")
    batches.update(batch, state="checking")
    assert do_waiting() == 0
    assert "หยุดกลางคัน" in words_of(client.get(address("import_detail", batch)))

    take_up_again()
    do_waiting()

    batch.refresh_from_db()
    assert (batch.state, batch.new) == ("previewed", 1)


@pytest.mark.parametrize(
    ("working", "told_to", "state"),
    [
        ("checking", lambda batch, by: None, "failed"),
        ("writing", lambda batch, by: jobs.accept(batch, by=by), "previewed"),
        ("undoing", lambda batch, by: jobs.undo(batch, by=by), "committed"),
    ],
)
def test_what_kills_its_worker_three_times_is_given_up_and_says_so(
    client, officer, working, told_to, state
):
    batch = uploaded(client, row(1))
    if working != "checking":
        do_waiting()
    if working == "undoing":
        jobs.accept(batch, by=officer)
        do_waiting()
    batch.refresh_from_db()
    told_to(batch, officer)
    before = Household.objects.count()

    for n in range(3):
        assert DBTaskResult.objects.ready().count() == 1
        DBTaskResult.objects.ready().get().claim(f"killed {n}")
        batches.update(batch, state=working)
        take_up_again()

    batch.refresh_from_db()
    assert do_waiting() == 0
    assert (batch.state, Household.objects.count()) == (state, before)
    assert "หยุดกลางคันทุกครั้งที่ลอง" in words_of(client.get(address("import_detail", batch)))


def test_a_worker_that_is_told_to_end_however_often_ends_no_job(client):
    batch = uploaded(client, row(1))

    for n in range(4):
        job = DBTaskResult.objects.ready().get()
        job.claim(f"told to end {n}")
        job.set_failed(SystemExit())
        take_up_again()
    do_waiting()

    batch.refresh_from_db()
    assert batch.state == "previewed"


def test_work_that_stopped_can_be_pressed_again(client):
    batch = checked(client, row(1))
    client.post(address("import_commit", batch))
    DBTaskResult.objects.ready().get().claim("killed")
    batches.update(batch, state="writing")

    client.post(address("import_again", batch))
    do_waiting()

    batch.refresh_from_db()
    assert (batch.state, Household.objects.count()) == ("committed", 1)


def test_a_job_done_twice_is_done_once(client, officer):
    batch = checked(client, row(1))
    jobs.accept(batch, by=officer)

    for _twice in range(2):
        jobs.write.call(batch.pk, officer.pk, "th")
        jobs.check.call(batch.pk, officer.pk, "th", "")

    assert (Household.objects.count(), ImportRow.objects.count()) == (1, 1)


def test_who_may_no_longer_import_writes_nothing(client, officer):
    batch = checked(client, row(1))
    client.post(address("import_commit", batch))
    officer.areas.clear()

    do_waiting()

    batch.refresh_from_db()
    assert (batch.state, Household.objects.count()) == ("failed", 0)


def test_a_job_that_breaks_off_writes_nothing_and_says_so(client, monkeypatch):
    batch = checked(client, row(1))
    client.post(address("import_commit", batch))

    def broken(*args, **kwargs):
        raise OperationalError("นางสมมุติ1 in the message")

    monkeypatch.setattr("households.imports.batches.commit", broken)
    do_waiting()

    batch.refresh_from_db()
    assert (batch.state, Household.objects.count()) == ("previewed", 0)
    assert "ไม่มีข้อมูลใดถูกบันทึก" in words_of(client.get(address("import_detail", batch)))
    assert "สมมุติ1" not in DBTaskResult.objects.failed().get().traceback


def test_the_same_file_again_says_when_and_by_whom_it_was_brought_in(client, officer):
    client.post(address("import_commit", checked(client, row(1))))
    do_waiting()

    batch = checked(client, row(1))

    page = words_of(client.get(address("import_detail", batch)))
    assert f"แฟ้มเดียวกันนี้ {officer.display_name} นำเข้าแล้วเมื่อ" in page
    assert (batch.new, batch.unchanged) == (0, 1)


def test_each_of_the_five_counts_opens_its_rows(client):
    f.household(house_no="9/1", head="สมมุติ9")
    f.household(house_no="8/1", head="สมมุติ8")
    rows = [row(1), row(1), row(2, เบอร์โทร="12"), row(9, เบอร์โทร="0812345678"), row(8)]
    batch = checked(client, *rows)

    shown = {
        state: [
            r.number
            for r in client.get(address("import_detail", batch), {"state": state}).context["page"]
        ]
        for state in STATES
    }

    assert shown == {
        "new": [2],
        "duplicate": [3],
        "refused": [4],
        "changed": [5],
        "unchanged": [6],
    }


def test_what_was_changed_is_still_shown_field_by_field_once_it_is_written(client):
    f.household(house_no="9/1", head="สมมุติ9", phone="0899999999")
    batch = checked(client, row(9, เบอร์โทร="0812345678"))
    client.post(address("import_commit", batch))
    do_waiting()

    page = client.get(address("import_detail", batch), {"state": "changed"}).context["page"]

    assert page.rows[0].changes == [("phone", "089-999-9999", "081-234-5678")]


# --- Whole or not at all ------------------------------------------------------------------


class Killed(BaseException):
    """The process ends here."""


def mixed():
    return csv_of(
        row(1, **{NUMBER: ID}),
        row(9, **{NAME: "นางใหม่ ตัวอย่างดี", NUMBER: valid_id(9), PHONE: "0812345678"}),
    )


def known(number=9):
    household = f.household(house_no=f"{number}/1", head=f"สมมุติ{number}")
    person = household.persons.get()
    person.identify(valid_id(number))
    person.save()
    return household


def everything():
    tables = (Household, Person, Household.history.model, Person.history.model)
    return [
        *(list(t.objects.order_by(t._meta.pk.name).values()) for t in tables),
        ImportBatch.objects.get().state,
    ]


def test_killed_between_any_two_statements_nothing_of_an_import_is_written(officer):
    f.enrolment(known())
    batch, _plan = batches.begin(mixed(), "list.csv", by=officer)
    assert (batch.new, batch.changed) == (1, 1)
    before = everything()
    done, is_through = 0, False

    while not is_through:
        left = [done]

        def stop(execute, sql, *rest, left=left):
            left[0] -= not sql.startswith("RELEASE")  # the end of the test's own transaction
            if left[0] == -1:  # once: what rolls back afterwards is the database's own doing
                raise Killed
            return execute(sql, *rest)

        try:
            with connection.execute_wrapper(stop):
                batches.commit(batch, by=officer)
            is_through = True
        except Killed:
            batch.refresh_from_db()
            assert everything() == before
            done += 1

    assert done >= 10
    assert Household.objects.count() == 2
    assert Enrolment.objects.get().sort_key == Household.objects.get(house_no="9/1").sort_key


def test_statements_of_an_import_are_at_most_twenty_whatever_its_rows(officer, monkeypatch):
    monkeypatch.setattr(searching, "BLOCK", 10)  # as the keys of a large file are handed over
    copies = 2 if connection.vendor == "postgresql" else 1  # they go past Django's cursor
    officer.has_perm("households.import")
    counts = []
    for size in (3, 300):  # those that are here are named otherwise, and may be new ones too
        here = range(size * 100, size * 100 + size)
        for n in here:
            f.enrolment(known(n))
        keys.refresh(Household.objects.all(), at_most=1_000)
        changed = [row(n, **{NUMBER: valid_id(n), NAME: f"สมมุติ{n} ใหม่ดี"}) for n in here]
        alike = [row(n, **{NAME: f"นางสมมุติ{n} ตัวอย่าง"}) for n in here]
        new = [row(n, **{NUMBER: valid_id(n)}) for n in range(size * 10, size * 10 + size)]
        content = csv_of(*changed, *alike, *new)
        with CaptureQueriesContext(connection) as asked:
            batch, _plan = batches.begin(content, "list.csv", by=officer)
            batches.finish(batch, by=officer)
        assert (batch.new, batch.changed, batch.alike) == (2 * size, size, size)
        ours = [q["sql"] for q in asked if not is_frame(q["sql"])]
        counts.append(len(ours) + copies)

    assert counts[0] == counts[1] <= 20


def is_frame(sql):
    return any(word in sql for word in ("SAVEPOINT", "BEGIN", "COMMIT"))


def test_history_says_who_created_and_who_changed(officer):
    household = known()
    batch, _plan = batches.begin(mixed(), "list.csv", by=officer)
    batches.finish(batch, by=officer)

    created = Household.objects.exclude(pk=household.pk).get()
    kinds = [h.history_type for h in created.history.all()]
    assert (kinds, created.persons.get().history.get().history_type) == (["+"], "+")
    latest = household.history.latest("history_id")
    assert (latest.history_type, latest.history_user, latest.phone) == ("~", officer, "0812345678")


def test_an_id_is_filled_in_and_never_replaced(officer):
    household = f.household(house_no="9/1", head="สมมุติ9")
    batch = previewed(officer, row(9, **{NUMBER: ID}))
    batches.finish(batch, by=officer)
    other = previewed(officer, row(9, **{NUMBER: valid_id(3)}))

    assert household.persons.get().national_id == ID
    (found,) = other.rows.all()
    assert (found.state, found.why) == ("duplicate", "other_id")


# --- What changed meanwhile ---------------------------------------------------------------


def test_what_somebody_edits_after_the_preview_is_not_overwritten(officer):
    household = known()
    batch, _plan = batches.begin(mixed(), "list.csv", by=officer)
    Household.objects.filter(pk=household.pk).update(phone="0800000000", version=2)

    with pytest.raises(batches.NotAsPreviewed):
        batches.finish(batch, by=officer)

    household.refresh_from_db()
    batch.refresh_from_db()
    assert (household.phone, Household.objects.count()) == ("0800000000", 1)
    assert (batch.state, batch.new, batch.changed) == ("previewed", 1, 1)
    assert "ตรวจใหม่แล้ว" in batch.told


def test_looked_at_again_it_is_written(officer):
    household = known()
    batch, _plan = batches.begin(mixed(), "list.csv", by=officer)
    Household.objects.filter(pk=household.pk).update(phone="0800000000", version=2)
    with pytest.raises(batches.NotAsPreviewed):
        batches.finish(batch, by=officer)

    batches.finish(batch, by=officer)

    household.refresh_from_db()
    assert (household.phone, Household.objects.count()) == ("0812345678", 2)


def test_a_household_that_appeared_after_the_preview_is_not_made_twice(officer):
    first = previewed(officer, row(1))
    second = previewed(officer, row(1))
    batches.finish(first, by=officer)

    with pytest.raises(batches.NotAsPreviewed):
        batches.finish(second, by=officer)

    second.refresh_from_db()
    assert (second.new, second.unchanged, Household.objects.count()) == (0, 1, 1)


# --- What is kept of people ---------------------------------------------------------------


def test_no_id_of_a_file_stands_in_plain_in_its_rows(officer):
    wrong = "1100000000017"
    batch = previewed(
        officer, row(1, **{NUMBER: ID}), row(2, **{NUMBER: wrong, NAME: f"นาง {wrong}"})
    )

    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {ImportRow._meta.db_table}")
        stored = repr([[bytes(c) if isinstance(c, memoryview) else c for c in r] for r in cursor])
    assert ID not in stored
    assert [r.typed_cells[5] for r in batch.rows.order_by("number")] == [ID, wrong]


def test_erasure_reaches_the_rows_of_files(officer):
    batch = previewed(officer, row(1, **{NUMBER: ID}))
    batches.finish(batch, by=officer)
    again = previewed(officer, row(1, **{NUMBER: ID, PHONE: "0812345678"}))

    erase_household(Household.objects.get(), by=officer, reason="เจ้าของข้อมูลขอ")

    kept = ImportRow.objects.values_list("first_name", "typed", "national_id_index", "sort_key")
    assert list(kept) == [("", "", "", "")] * 2
    with pytest.raises(batches.NotAsPreviewed):
        batches.finish(again, by=officer)
    again.refresh_from_db()
    assert (again.refused, Household.objects.count()) == (1, 1)


def test_rows_are_let_go_when_their_time_is_over(officer, settings, client):
    written, waiting = previewed(officer, row(1)), previewed(officer, row(2))
    batches.finish(written, by=officer)
    long_ago = timezone.now() - timedelta(days=settings.IMPORT_KEEP_DAYS + 1)
    ImportBatch.objects.update(created_at=long_ago)
    ImportBatch.objects.filter(pk=written.pk).update(committed_at=long_ago)

    let_go()

    assert not ImportRow.objects.exists()
    waiting.refresh_from_db()
    assert (waiting.state, waiting.file) == ("dropped", "")
    assert client.get(address("import_detail", written), {"state": "new"}).status_code == 200


def test_a_spreadsheet_that_belongs_to_no_batch_is_swept_away(officer):
    waiting = previewed(officer, row(1))
    storage = waiting.file.storage
    left, new = (storage.save("imports/list", ContentFile(b"x")) for _n in range(2))
    long_ago = timezone.now().timestamp() - 2 * 86_400
    for name in (left, waiting.file.name):
        os.utime(storage.path(name), (long_ago, long_ago))

    let_go()

    assert [storage.exists(name) for name in (left, new, waiting.file.name)] == [False, True, True]
