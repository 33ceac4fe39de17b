"""Marks and short words that offices write for the answers of a sheet, beside its words."""

from collections.abc import Mapping
from typing import Final

from households.models import Answer

TICKED: Final = "1"

_YES: Final = ("✓", "✔", "☑", "√", "/", "yes", "y")
# Marks that people use beside the words of a choice. "x" ticks a box, but among yes, partly and
# no some write it for yes and some for no: there it is asked, not guessed.
MARKS: Final[Mapping[str, tuple[str, ...]]] = {
    str(Answer.YES.value): (*_YES, "มี"),
    str(Answer.PARTLY.value): ("บ้าง",),
    str(Answer.NO.value): ("✗", "✘", "☒", "ไม่", "ไม่มี", "no", "n"),
}
TICKS: Final = {
    TICKED: (*_YES, "x", "✗", "✘", "☒", "×", "ใช่", "ตก"),
    "": ("-", "–", "ไม่ใช่", "ไม่ตก", "no", "n", "0"),
}
ASKED: Final = frozenset("x×")
