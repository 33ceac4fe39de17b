import itertools

import pytest

from products.models import RegistrationStatus as S
from products.models.status import (
    ENDED,
    MOVES,
    WAITING,
    WAITING_TODAY,
    Move,
    _by_pair,
    move_between,
    moves_from,
    waiting,
)


def test_every_status_but_an_ended_one_can_be_left():
    stuck = [status for status in S if status not in ENDED and not moves_from(status)]

    assert stuck == []


def test_every_status_but_the_draft_can_be_reached():
    reached = {move.to for move in MOVES}

    assert reached == set(S) - {S.DRAFT}


def test_the_way_to_a_number_goes_through_district_and_province():
    way = [S.DRAFT, S.SUBMITTED, S.DISTRICT_ENDORSED, S.PROVINCE_ENDORSED, S.REGISTERED]

    assert all(move_between(*step) for step in itertools.pairwise(way))
    assert [source for source in S if move_between(source, S.REGISTERED)] == [S.PROVINCE_ENDORSED]


@pytest.mark.parametrize("ended", [S.REJECTED, S.CANCELLED])
def test_what_is_rejected_or_cancelled_stays_so(ended):
    assert moves_from(ended) == []


def test_each_end_without_a_number_asks_for_the_reason():
    assert all("note" in move.asks for move in MOVES if move.ends_badly)


def test_a_table_that_says_two_things_of_one_pair_is_refused():
    move = Move(sources=(S.DRAFT,), to=S.SUBMITTED, permission="x.y", label="")

    with pytest.raises(ValueError, match="draft"):
        _by_pair((move, move))


def test_waiting_is_said_for_every_status_that_waits():
    assert set(WAITING) == set(WAITING_TODAY) == set(S) - ENDED


def test_the_day_itself_is_said_without_a_count():
    assert waiting(S.SUBMITTED, 0) == "ยื่นวันนี้ รอคณะกรรมการอำเภอ"
    assert waiting(S.SUBMITTED, 1) == "รอคณะกรรมการอำเภอ 1 วัน"
    assert waiting(S.REGISTERED, 9) == ""
