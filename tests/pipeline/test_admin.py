"""Advancing from the Django admin: the same call and the same refusals as on the pages."""

import pytest
from django.urls import reverse

from households.models import Enrolment
from otoppath.accounts.models import Role
from otoppath.pipeline import moves
from otoppath.pipeline.paths import ENROLMENT_PATH, GROUP_PATH
from otoppath.thai.dates import fiscal_year, today
from tests import factories as f
from tests.pipeline.evidence import ENROLMENT_PROOFS, GROUP_PROOFS

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

ENROLMENTS = "admin:households_enrolment_changelist"
GROUPS = "admin:groups_group_changelist"


def proven(record, path, proofs):
    for requirement in path.at(record.step):
        if requirement.is_listed:
            proofs[requirement.code](record)
    return record


def ready_enrolment(village=f.VILLAGE, **fields):
    return proven(
        f.enrolment(f.household(village), step=2, **fields), ENROLMENT_PATH, ENROLMENT_PROOFS
    )


def pressed(client, address, *records, drawn_at=None, **more):
    """What the page says after "advance" was pressed for records of a list."""
    steps = {f"step-{r.pk}": drawn_at or r.step for r in records}
    data = {"action": "advance_chosen", "_selected_action": [r.pk for r in records]}
    answer = client.post(reverse(address), data | steps | more, follow=True)
    return [str(message) for message in answer.context["messages"]]


def step_of(record):
    record.refresh_from_db()
    return record.step


def test_chief_advances_a_household_that_has_everything(client_of, chief):
    record = ready_enrolment()

    said = pressed(client_of(chief), ENROLMENTS, record)

    assert (step_of(record), said) == (3, ["เลื่อนแล้ว 1 รายการ"])
    assert record.events.get().by == chief


def test_chief_advances_a_group_that_has_everything(client_of, chief):
    f.programme_year(fiscal_year(today()), group_choosers=1)
    record = proven(f.group(step=2), GROUP_PATH, GROUP_PROOFS)

    pressed(client_of(chief), GROUPS, record)

    assert step_of(record) == 3


def test_each_record_that_lacks_something_is_named_with_what_it_lacks(client_of, chief):
    ready, bare = ready_enrolment(), f.enrolment(f.household(head="ยังขาด"), step=2)
    lacking = moves.advance([bare], 2, by=chief).lacking[bare.pk]

    said = pressed(client_of(chief), ENROLMENTS, ready, bare)

    assert said[0] == "เลื่อนแล้ว 1 รายการ"
    assert str(bare.household) in said[1]
    assert all(str(requirement.text) in said[1] for requirement in lacking)
    assert (step_of(ready), step_of(bare)) == (3, 2)


def test_a_record_that_moved_since_the_list_was_drawn_stays_and_says_who_was_quicker(
    client_of, chief, officer
):
    record = ready_enrolment()
    moves.advance_one(record, 2, by=officer)
    proven(Enrolment.objects.get(pk=record.pk), ENROLMENT_PATH, ENROLMENT_PROOFS)

    (said,) = pressed(client_of(chief), ENROLMENTS, record, drawn_at=2)

    assert step_of(record) == 3
    assert officer.display_name in said


def test_the_list_says_at_which_step_it_was_drawn(client_of, chief):
    record = f.enrolment(step=2)

    page = client_of(chief).get(reverse(ENROLMENTS)).text

    assert f'<input type="hidden" name="step-{record.pk}" value="2">' in page


def test_a_record_of_another_district_is_passed_over(client_of, chief):
    own, outside = ready_enrolment(), ready_enrolment(f.OUTSIDE_VILLAGE)

    said = pressed(client_of(chief), ENROLMENTS, own, outside)

    assert (step_of(own), step_of(outside)) == (3, 2)
    assert said == ["เลื่อนแล้ว 1 รายการ"]


def test_chief_of_the_next_district_advances_nothing_here(client_of):
    record = ready_enrolment()
    f.place(f.OUTSIDE_VILLAGE)
    other = f.user(Role.CHIEF, areas=[f.OUTSIDE_DISTRICT])

    said = pressed(client_of(other), ENROLMENTS, record)

    assert (step_of(record), said) == (2, [])


def test_a_record_that_was_not_on_the_page_is_not_moved_with_it(client_of, chief):
    """Choosing all of a long list reaches only what the chief has seen."""
    seen, unseen = ready_enrolment(), ready_enrolment()

    pressed(client_of(chief), ENROLMENTS, seen, select_across="1")

    assert (step_of(seen), step_of(unseen)) == (3, 2)


def test_administrator_is_offered_no_move_and_moves_nothing(client_of, administrator):
    record = ready_enrolment()
    client = client_of(administrator)

    pressed(client, ENROLMENTS, record)

    assert step_of(record) == 2
    assert "advance_chosen" not in client.get(reverse(ENROLMENTS)).text


def test_a_household_that_left_the_path_is_not_moved(client_of, chief):
    record = ready_enrolment(exited_on="2026-10-05", exit_reason="withdrew")

    (said,) = pressed(client_of(chief), ENROLMENTS, record)

    assert step_of(record) == 2
    assert "ไม่ได้อยู่บนเส้นทางแล้ว" in said


def test_more_refusals_than_anybody_reads_are_counted(client_of, chief):
    records = [f.enrolment(step=2) for _n in range(23)]

    said = pressed(client_of(chief), ENROLMENTS, *records)

    assert len(said) == 21
    assert said[-1] == "และอีก 3 รายการที่ยังเลื่อนไม่ได้"
