"""Columns kept as SQL: each record gets its own answer, a changed question is a new one."""

from datetime import timedelta

import pytest
from django.db.models import Q

from households.models import Enrolment, Household, Step
from otoppath.pipeline.enrolments import ENROLMENT_PATH
from otoppath.pipeline.thresholds import Thresholds
from otoppath.pipeline.writing import Writings, written
from otoppath.thai.dates import today
from tests import factories as f
from tests.pipeline import evidence

pytestmark = pytest.mark.django_db


def told(record, thresholds=None):
    thresholds = thresholds or ENROLMENT_PATH.thresholds_of(record)
    return {found.requirement.code: found for found in ENROLMENT_PATH.explain(record, thresholds)}


def test_records_at_one_step_are_told_apart():
    with_notice, without = f.enrolment(f.household()), f.enrolment(f.household())
    evidence.notice(with_notice)

    assert told(with_notice)["notice"].state == "met"
    assert told(without)["notice"].state == "missing"
    assert told(with_notice)["notice"].count == 1


def test_what_is_entered_later_is_seen():
    record = f.enrolment(f.household())

    assert told(record)["notice"].state == "missing"
    evidence.notice(record)
    assert told(record)["notice"].state == "met"


def test_a_record_that_moved_on_is_asked_more():
    record = f.enrolment(f.household())
    first = set(told(record))
    record.step = Step.DEVELOP

    assert first < set(told(record))


@pytest.mark.parametrize(
    ("months", "days", "state"), [(3, 0, "met"), (1, 0, "missing"), (3, 60, "missing")]
)
def test_another_threshold_and_another_day_are_other_questions(months, days, state):
    record = f.enrolment(f.household(), step=Step.DEVELOP)
    evidence.visit(record, days=50)
    numbers = ENROLMENT_PATH.thresholds_of(record).values
    usual = Thresholds(numbers, today())
    changed = Thresholds(numbers | {"visit_months": months}, today() + timedelta(days=days))

    assert told(record, usual)["visited"].state == "met"
    assert told(record, changed)["visited"].state == state


def test_a_column_is_written_once_for_all_records():
    first, second = f.enrolment(f.household()), f.enrolment(f.household())
    notice = ENROLMENT_PATH.by_code["notice"]

    told(first)
    kept = dict(notice._writings.kept)
    told(second)

    assert kept
    assert dict(notice._writings.kept) == kept


def test_a_condition_follows_its_rows_into_another_query():
    with_notice, without = f.enrolment(f.household()), f.enrolment(f.household())
    evidence.notice(with_notice)
    notice = ENROLMENT_PATH.by_code["notice"]
    lacking = ENROLMENT_PATH.lacking(
        Enrolment.objects.all(), notice, ENROLMENT_PATH.thresholds_of(without)
    )

    assert Household.objects.filter(enrolments__in=lacking).get() == without.household
    neighbours = Enrolment.objects.filter(village__in=lacking.values("village"))
    assert set(neighbours) == {with_notice, without}
    further = Enrolment.objects.filter(
        village__in=neighbours.filter(pk__in=lacking).values("village")
    )
    assert set(further) == {with_notice, without}


def test_a_condition_that_joins_another_table_is_not_kept():
    with pytest.raises(AssertionError, match="households_household"):
        written(Enrolment, Q(household__house_no="1"))


def test_what_another_thread_clears_meanwhile_is_answered_all_the_same():
    class Cleared(dict):
        def __setitem__(self, key, value):
            """The other thread comes as soon as something is kept."""

    record, writings = f.enrolment(f.household()), Writings()
    writings.kept = Cleared()

    found = writings.get(
        "step", Enrolment, ENROLMENT_PATH.thresholds_of(record), lambda: Q(step=record.step)
    )

    assert Enrolment.objects.filter(found).get() == record
