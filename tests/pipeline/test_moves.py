"""How records move: one event a move, who was quicker is told, nothing is lost."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from households.models import Enrolment, EnrolmentStepEvent, EnrolmentWaiver
from otoppath.pipeline import moves
from otoppath.pipeline.paths import ENROLMENT_PATH, GROUP_PATH
from tests import factories as f
from tests.pipeline.evidence import ENROLMENT_PROOFS, GROUP_PROOFS

pytestmark = pytest.mark.django_db


def ready_enrolment(step=2, **fields):
    record = f.enrolment(step=step, **fields)
    for requirement in ENROLMENT_PATH.at(step):
        if requirement.is_listed:
            ENROLMENT_PROOFS[requirement.code](record)
    return record


def test_the_first_event_of_a_record_is_from_nowhere_to_step_1(officer):
    record = f.enrolment()

    moves.start([record], by=officer)

    (event,) = record.events.all()
    assert (event.from_step, event.to_step, event.kind) == (0, 1, "start")


def test_an_advance_writes_one_event_with_the_numbers_in_force(officer):
    record = ready_enrolment()
    f.programme_year(record.fiscal_year, activities=2)

    moves.advance_one(record, 2, by=officer)

    (event,) = record.events.all()
    assert (event.from_step, event.to_step, event.by) == (2, 3, officer)
    assert event.thresholds["activities"] == 2


def test_an_advance_is_in_the_history_of_the_record(officer):
    record = ready_enrolment()

    moves.advance_one(record, 2, by=officer)

    newest = record.history.first()
    assert (newest.step, newest.history_user) == (3, officer)


def test_who_presses_second_is_told_who_was_quicker(officer, chief):
    record = ready_enrolment()
    moves.advance_one(record, 2, by=officer)

    with pytest.raises(moves.AlreadyMoved) as refused:
        moves.advance_one(record, 2, by=chief)

    assert refused.value.event.by == officer
    assert record.events.count() == 1


def test_own_use_ends_after_step_3(officer):
    record = ready_enrolment(step=3, route="own_use")

    step = moves.advance_one(record, 3, by=officer)

    record.refresh_from_db()
    assert (step, record.step) == (6, 6)


def test_somebody_who_left_is_not_moved(officer):
    record = ready_enrolment(exited_on="2026-11-01", exit_reason="moved")

    with pytest.raises(moves.NotWalking):
        moves.advance_one(record, 2, by=officer)


def test_a_reserve_is_not_moved(officer):
    record = ready_enrolment(selection="reserve")

    with pytest.raises(moves.NotWalking):
        moves.advance_one(record, 2, by=officer)


def test_as_far_as_it_may_writes_one_event_a_step(officer):
    record = ready_enrolment()
    for requirement in ENROLMENT_PATH.at(3):
        if requirement.is_listed:
            ENROLMENT_PROOFS[requirement.code](record)

    steps = moves.advance_far(record, by=officer)

    record.refresh_from_db()
    assert (steps, record.step) == (2, 4)
    assert [e.to_step for e in record.events.all()] == [3, 4]


def test_of_many_those_that_may_move_and_the_others_are_told_what_they_lack(officer):
    ready, lacking, gone = ready_enrolment(), f.enrolment(step=2), f.enrolment(step=3)

    outcome = moves.advance([ready, lacking, gone], 2, by=officer)

    assert (outcome.moved, outcome.already) == ([ready.pk], [gone.pk])
    assert [r.code for r in outcome.lacking[lacking.pk]] == ["wisdom", "trainer", "chosen"]


def test_advancing_many_takes_the_same_statements_as_advancing_few(officer):
    few = [ready_enrolment() for _ in range(2)]
    many = [ready_enrolment() for _ in range(20)]

    with CaptureQueriesContext(
        connection,
    ) as for_few:
        moves.advance(few, 2, by=officer)
    with CaptureQueriesContext(connection) as for_many:
        moves.advance(many, 2, by=officer)

    assert len(for_many) == len(for_few)


def test_sending_back_names_what_to_put_right_and_that_joins_the_checklist(chief):
    record = f.enrolment(step=3)

    moves.send_back(record, 3, by=chief, fixes=["ขอแบบประเมินใหม่", "ขอเหตุผลของอาชีพ"])

    record.refresh_from_db()
    assert record.step == 2
    assert ENROLMENT_PATH.judge([record])[record.pk]["fixed_2"] == "missing"
    assert list(record.fixes.values_list("text", flat=True)) == [
        "ขอแบบประเมินใหม่",
        "ขอเหตุผลของอาชีพ",
    ]


def test_what_was_put_right_no_longer_keeps_the_record(officer, chief):
    record = ready_enrolment(step=2)
    Enrolment.objects.filter(pk=record.pk).update(step=3)
    moves.send_back(record, 3, by=chief, fixes=["ขอเหตุผลของอาชีพ"])
    moves.put_right(record.fixes.get(), by=officer, note="เพิ่มเหตุผลแล้ว")

    moves.advance_one(record, 2, by=officer)

    record.refresh_from_db()
    assert record.step == 3


def test_a_waiver_survives_an_advance_and_lapses_on_send_back(officer, chief):
    record = ready_enrolment(step=2)
    record.trainer_assignments.all().delete()
    moves.waive(record, "trainer", by=chief, reason="other", note="ปราชญ์ป่วย")
    moves.advance_one(record, 2, by=officer)
    stands = record.waivers.filter(lapsed_at=None).count()

    moves.send_back(record, 3, by=chief, fixes=["ตรวจอีกครั้ง"])

    assert (stands, record.waivers.filter(lapsed_at=None).count()) == (1, 0)


def test_a_requirement_is_waived_once_at_a_time(chief):
    record = f.enrolment(step=2)
    moves.waive(record, "trainer", by=chief, reason="other", note="ปราชญ์ป่วย")

    with pytest.raises(moves.NotWaivable):
        moves.waive(record, "trainer", by=chief, reason="other", note="อีกครั้ง")

    assert EnrolmentWaiver.objects.count() == 1


@pytest.mark.parametrize("code", ["notice", "fixed_1"])
def test_what_may_never_be_waived_is_refused(code, chief):
    record = f.enrolment()

    with pytest.raises(moves.NotWaivable):
        moves.waive(record, code, by=chief, reason="other", note="ขอยกเว้น")


def test_the_registration_number_of_a_group_may_never_be_waived(chief):
    record = f.group(step=4)

    with pytest.raises(moves.NotWaivable):
        moves.waive(record, "registered", by=chief, reason="other", note="ขอยกเว้น")


def test_taking_in_marks_what_was_met_before_as_predating(officer):
    record = f.group()
    moves.start([record], by=officer)
    GROUP_PROOFS["coordinator"](record)

    moves.take_in(record, 3, by=officer, note="ทะเบียนกลุ่มปี 2567")

    record.refresh_from_db()
    states = GROUP_PATH.judge([record], steps=[1, 2])[record.pk]
    assert record.step == 3
    assert states["coordinator"] == "met"
    assert {s for c, s in states.items() if c not in {"coordinator", "fixed_1", "fixed_2"}} == {
        "predates"
    }


def test_taking_in_writes_one_event_for_each_step_passed(officer):
    record = f.group()
    moves.start([record], by=officer)

    moves.take_in(record, 3, by=officer, note="ทะเบียนกลุ่มปี 2567")

    assert [(e.from_step, e.to_step) for e in record.events.all()] == [(0, 1), (1, 2), (2, 3)]


def test_a_group_without_its_number_is_not_taken_in_after_step_4(officer):
    record = f.group()

    with pytest.raises(moves.NotReady) as refused:
        moves.take_in(record, 5, by=officer, note="ทะเบียนกลุ่มปี 2567")

    assert [r.code for r in refused.value.missing] == ["registered"]


def test_an_event_that_jumps_is_refused_by_the_database(officer):
    record = f.enrolment()

    with pytest.raises(IntegrityError), transaction.atomic():
        EnrolmentStepEvent.objects.create(
            enrolment=record,
            village=record.village,
            fiscal_year=2570,
            from_step=1,
            to_step=4,
            kind="advance",
            by=officer,
        )


def test_a_later_lapse_never_moves_a_record_back_but_shows_as_at_risk():
    record = ready_enrolment(step=2)
    Enrolment.objects.filter(pk=record.pk).update(step=3)
    record.trainer_assignments.update(ends_on="2026-11-01")
    thresholds = ENROLMENT_PATH.thresholds_of(record)
    everybody = Enrolment.objects.all()

    slipped = ENROLMENT_PATH.slipped(everybody, thresholds)

    record.refresh_from_db()
    assert record.step == 3
    assert list(slipped) == [record]
