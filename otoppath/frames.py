"""Deep calls that do not ask the system for memory at every turn.

CPython 3.11 and later keep the frames of a thread in pieces of 16 KiB, and give a piece back as
soon as its first frame ends. A page of Django is some hundred frames deep: a loop whose calls
cross the border of two pieces asks for memory and gives it back at each of them, which took a
fifth of the time of a list and a quarter of that of the tests
(docs/decisions/0037-frames-in-one-piece.md).
"""

from collections.abc import Callable
from typing import TypeVar

Answer = TypeVar("Answer")

# What a frame says it may need, in words of 8 bytes; a piece is never smaller than its first frame.
ROOM = 100_000


def in_one_piece(work: Callable[..., Answer], *arguments: object) -> Answer:
    """Return `work(*arguments)`, with room for all its frames in the piece of this one."""
    return work(*arguments)


in_one_piece.__code__ = in_one_piece.__code__.replace(co_stacksize=ROOM)
