"""Taking an import back: all of it, unless something entered since would be lost."""

from datetime import timedelta

import pytest
from django.utils import timezone

from households.imports import batches, jobs, undoing
from households.models import Enrolment, Household, ImportBatch, ImportRow, Person
from otoppath.jobs.worker import do_waiting
from otoppath.privacy.models import AccessLog
from tests import factories as f
from tests.households.pages import address, words_of
from tests.households.test_import_jobs import NUMBER, known, mixed
from tests.households.test_imports import ID, csv_of, row

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def villages(db):
    return [f.place(code) for code in (f.VILLAGE, f.OTHER_VILLAGE, f.OUTSIDE_VILLAGE)]


def written(officer, content):
    batch, _plan = batches.begin(content, "list.csv", by=officer)
    batches.finish(batch, by=officer)
    return batch


def values(household):
    names = ("house_no", "phone", "head_name", "sort_key", "search_key")
    head = household.persons.get()
    return [getattr(household, n) for n in names] + [
        head.first_name,
        head.birth,
        head.national_id,
        head.national_id_index,
        head.sort_key,
    ]


def test_changed_households_are_as_before_and_the_history_says_so(officer):
    household = known()
    enrolment = f.enrolment(household)
    household.refresh_from_db()
    Enrolment.objects.update(sort_key=household.sort_key)
    before = values(household)
    batch = written(officer, mixed())

    undoing.undo(batch, by=officer)

    household.refresh_from_db()
    enrolment.refresh_from_db()
    assert values(household) == before
    assert enrolment.sort_key == household.sort_key
    assert household.history.first().history_user == officer
    assert batch.state == "undone"


def test_the_history_names_the_file_and_that_it_was_taken_back(officer, client_of):
    household = known()
    batch = written(officer, mixed())
    page = words_of(client_of(officer).get(household.get_absolute_url()))
    assert "นำเข้าจากแฟ้ม list.csv" in page
    assert "ยกเลิกการนำเข้าแฟ้ม" not in page

    undoing.undo(batch, by=officer)

    page = words_of(client_of(officer).get(household.get_absolute_url()))
    assert "ยกเลิกการนำเข้าแฟ้ม list.csv" in page


def test_an_id_that_the_import_filled_in_goes(officer):
    household = f.household(house_no="9/1", head="สมมุติ9")
    batch = written(officer, csv_of(row(9, **{NUMBER: ID})))

    undoing.undo(batch, by=officer)

    head = household.persons.get()
    assert (head.national_id, head.national_id_index) == ("", "")


def test_new_households_are_erased_with_their_history_and_logged_once(officer):
    batch = written(officer, csv_of(row(1, **{NUMBER: ID}), row(2)))

    undoing.undo(batch, by=officer)

    assert not Household.objects.standing().exists()
    for model in (Household, Person):
        kept = [*model.objects.all(), *model.history.all()]
        assert {r.sort_key for r in kept} == {""}
    assert set(Person.objects.values_list("national_id_index", flat=True)) == {""}
    assert not ImportRow.objects.exists()
    (log,) = AccessLog.objects.filter(action=AccessLog.Action.ERASE)
    assert (log.user, log.subject_uuid) == (officer, batch.uuid)


def test_the_same_file_can_be_brought_in_again(officer):
    content = csv_of(row(1, **{NUMBER: ID}))
    undoing.undo(written(officer, content), by=officer)

    batch = written(officer, content)

    assert (batch.new, Household.objects.standing().count()) == (1, 1)


def edit(household):
    household.take_version(household.version)


def enrol(household):
    f.enrolment(household)


def give_notice(household):
    f.notice(household)


def join_group(household):
    f.membership(who=household.persons.get())


@pytest.mark.parametrize("entered", [edit, enrol, give_notice, join_group])
def test_what_was_entered_since_is_not_lost(officer, client_of, entered):
    batch = written(officer, csv_of(row(1), row(2)))
    entered(Household.objects.get(house_no="1/1"))

    with pytest.raises(undoing.WouldLose):
        undoing.undo(batch, by=officer)

    assert Household.objects.filter(erased_at=None, batch=batch).count() == 2
    page = client_of(officer).get(address("import_undo", batch))
    assert [one.row.number for one in page.context["kept"]] == [2]


def test_a_later_edit_of_a_changed_household_is_not_lost(officer):
    household = known()
    batch = written(officer, mixed())
    household.refresh_from_db()
    edit(household)

    with pytest.raises(undoing.WouldLose):
        undoing.undo(batch, by=officer)

    household.refresh_from_db()
    assert household.phone == "0812345678"


def test_after_its_time_an_import_stays(officer, settings):
    batch = written(officer, csv_of(row(1)))
    long_ago = timezone.now() - timedelta(days=settings.IMPORT_KEEP_DAYS + 1)
    ImportBatch.objects.update(committed_at=long_ago)

    with pytest.raises(undoing.AlreadyEnded):
        undoing.undo(batch, by=officer)


def test_the_page_asks_first_and_the_worker_takes_it_back(officer, client_of):
    batch = written(officer, csv_of(row(1)))
    client = client_of(officer)
    assert "ครัวเรือนใหม่ 1 ครัวเรือน" in words_of(client.get(address("import_undo", batch)))

    client.post(address("import_undo", batch))
    client.post(address("import_undo", batch))
    do_waiting()

    batch.refresh_from_db()
    assert (batch.state, batch.undone_by) == ("undone", officer)
    assert client.get(address("import_detail", batch)).status_code == 200


def test_a_refusal_of_the_worker_is_told_on_the_page(officer, client_of):
    batch = written(officer, csv_of(row(1)))
    jobs.undo(batch, by=officer)
    f.enrolment(Household.objects.get())

    do_waiting()

    page = words_of(client_of(officer).get(address("import_detail", batch)))
    assert "ยกเลิกการนำเข้าไม่ได้ มีผู้แก้ไขหรือบันทึกข้อมูล" in page
