"""Frames in one piece: the same answers, and no memory asked for at each turn of a deep loop."""

import resource
import sys

import pytest

from otoppath.frames import in_one_piece


def deep(depth, work):
    return work() if depth == 0 else deep(depth - 1, work)


def faults_at(depth):
    """How often the system had to give memory, in a loop that begins so deep."""

    def loop():
        before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
        for _turn in range(200):
            deep(20, int)
        return resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before

    return deep(depth, loop)


def test_it_answers_what_the_work_answers():
    assert in_one_piece(sorted, [2, 1]) == [1, 2]
    with pytest.raises(ZeroDivisionError):
        in_one_piece(lambda: 1 / 0)


@pytest.mark.skipif(sys.version_info < (3, 11), reason="frames lie on the system's stack")
def test_no_depth_makes_a_loop_ask_for_memory_at_every_turn():
    in_one_piece(faults_at, 250)  # touched once

    assert max(in_one_piece(faults_at, depth) for depth in range(0, 250, 2)) < 100
