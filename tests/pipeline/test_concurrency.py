"""Many people at once, on real databases: no move lost, none doubled, nobody told "locked"."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.db.models import Count

from households.models import Enrolment, EnrolmentStepEvent
from otoppath.pipeline import moves
from tests import factories as f
from tests.pipeline.test_moves import ready_enrolment

WRITERS = 32

pytestmark = [pytest.mark.concurrency, pytest.mark.django_db(transaction=True)]


def at_once(work, arguments):
    """Run `work` for every argument in threads that start together; return what came back."""
    barrier = threading.Barrier(len(arguments))

    def run(argument):
        barrier.wait()
        try:
            return work(argument)
        except Exception as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(arguments)) as pool:
        return list(pool.map(run, arguments))


def test_one_of_32_who_press_the_same_button_moves_it_and_the_others_are_told():
    record, users = ready_enrolment(), [f.user() for _ in range(WRITERS)]

    answers = at_once(lambda user: moves.advance_one(record, 2, by=user), users)

    moved = [a for a in answers if a == 3]
    told = [a for a in answers if isinstance(a, moves.AlreadyMoved)]
    assert (len(moved), len(told)) == (1, WRITERS - 1)
    assert EnrolmentStepEvent.objects.count() == 1


def test_32_writers_over_the_same_records_lose_no_move_and_double_none():
    records = [ready_enrolment() for _ in range(8)]
    users = [f.user() for _ in range(WRITERS)]

    answers = at_once(lambda user: moves.advance(records, 2, by=user), users)

    assert [a for a in answers if isinstance(a, Exception)] == []
    assert sum(len(a.moved) for a in answers) == len(records)
    doubled = EnrolmentStepEvent.objects.values("enrolment").annotate(n=Count("pk")).filter(n__gt=1)
    assert not doubled.exists()
    assert Enrolment.objects.filter(step=3).count() == len(records)


def test_lists_in_opposite_order_do_not_lock_each_other_out():
    records = [ready_enrolment() for _ in range(8)]
    user = f.user()
    lists = [records if n % 2 else records[::-1] for n in range(WRITERS)]

    answers = at_once(lambda some: moves.advance(some, 2, by=user), lists)

    assert [a for a in answers if isinstance(a, Exception)] == []
    assert EnrolmentStepEvent.objects.count() == len(records)


def test_advance_and_send_back_at_once_leave_events_that_add_up():
    record, user = ready_enrolment(), f.user()
    Enrolment.objects.filter(pk=record.pk).update(step=2)

    def push_or_pull(n):
        if n % 2:
            return moves.send_back(record, 3, by=user, fixes=["ตรวจอีกครั้ง"])
        return moves.advance_one(record, 2, by=user)

    answers = at_once(push_or_pull, range(WRITERS))

    record.refresh_from_db()
    shifts = EnrolmentStepEvent.objects.values_list("from_step", "to_step")
    assert not [
        a for a in answers if isinstance(a, Exception) and not isinstance(a, moves.MoveRefused)
    ]
    assert 2 + sum(to - before for before, to in shifts) == record.step
