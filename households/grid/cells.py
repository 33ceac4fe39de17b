"""What may stand in a cell: the text an office types or pastes, read into what is stored.

A cell is read by the field of the single form of its fact, so that a sheet refuses what the form
refuses, in the same words. Choices are read by their words, their code or a mark. The grid reads
its cells here, and so can a file that has the same columns::

    cells = Cells.load()
    cells.read("total_income", "๑๒๐,๐๐๐")    # "120000.00"
    cells.read("channel", "ให้เอกสาร")       # "paper"

What is read is a plain text that means one thing, the *value* of the cell: a code, an amount with
two decimals, an ISO date, "" for nothing. Two people typed the same when the values are the same.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from households.forms.entry import EntryForm, NoticeForm, WantedForm
from households.forms.income import IncomeForm
from households.forms.readiness import ReadinessForm
from households.grid.marks import ASKED, MARKS, TICKED, TICKS
from households.models import (
    Answer,
    IncomeSource,
    NoticeChannel,
    Occupation,
    ReadinessAssessment,
)
from otoppath.thai.dates import format_date
from otoppath.thai.numbers import format_baht
from otoppath.thai.text import arabic_digits, tidy

LONGEST_SAID: Final = 40  # letters of what was typed that a reason repeats


@dataclass(frozen=True)
class Column:
    """One column of the sheet: a field of the form of its fact."""

    fact: str
    name: str

    @property
    def label(self) -> str:
        """What the form calls it; within its fact an occupation needs no further word."""
        return str(_SHORT.get(self.name) or FORMS[self.fact].base_fields[self.name].label)

    @property
    def is_money(self) -> bool:
        """Whether amounts of baht stand in it."""
        return self.name in ("total_income", "expense")

    @property
    def is_date(self) -> bool:
        """Whether days stand in it."""
        return self.name == "as_of"

    @property
    def is_choice(self) -> bool:
        """Whether it is chosen from a list."""
        return not (self.is_money or self.is_date)


FORMS: Final[Mapping[str, type[EntryForm]]] = {
    "notice": NoticeForm,
    "wanted": WantedForm,
    "income": IncomeForm,
    "readiness": ReadinessForm,
}
TITLES: Final[Mapping[str, Any]] = {
    "notice": gettext_lazy("แจ้งประกาศความเป็นส่วนตัว"),
    "wanted": gettext_lazy("อาชีพที่ต้องการฝึก"),
    "income": gettext_lazy("รายได้และรายจ่ายก่อนเข้าร่วม"),
    "readiness": gettext_lazy("ประเมินความพร้อม"),
}
_SHORT: Final[Mapping[str, Any]] = {
    "occupation": gettext_lazy("อาชีพ"),
    "total_income": gettext_lazy("รายได้รวม (บาท/ปี)"),
    "expense": gettext_lazy("รายจ่ายรวม (บาท/ปี)"),
}
COLUMNS: Final = (
    Column("notice", "channel"),
    Column("wanted", "occupation"),
    Column("income", "total_income"),
    Column("income", "expense"),
    Column("income", "as_of"),
    Column("income", "source"),
    *(Column("readiness", item) for item in ReadinessAssessment.ITEMS),
    Column("readiness", "below_bmn_income"),
)
COLUMN: Final = {column.name: column for column in COLUMNS}
OF_FACT: Final = {fact: tuple(c for c in COLUMNS if c.fact == fact) for fact in FORMS}


@dataclass
class Cells:
    """The choices of every column, read once for a sheet or a file."""

    occupations: dict[str, Occupation]
    retired: dict[str, Occupation] = field(default_factory=dict)  # no longer offered, yet recorded
    choices: dict[str, list[tuple[str, str]]] = field(init=False)  # code and label, by column
    words: dict[str, dict[str, str]] = field(init=False)  # what may be typed and its code

    @classmethod
    def load(cls) -> "Cells":
        """Read the list of occupations; one query."""
        rows = Occupation.objects.filter(is_active=True)
        return cls({occupation.code: occupation for occupation in rows})

    def __post_init__(self) -> None:
        self.choices = {"below_bmn_income": [(TICKED, _("ตกเกณฑ์"))]}
        self.choices |= {
            "channel": _pairs(NoticeChannel.choices),
            "source": _pairs(IncomeSource.choices),
            "occupation": [(code, str(one)) for code, one in self.occupations.items()],
        }
        self.choices |= {
            item: _pairs(reversed(Answer.choices)) for item in ReadinessAssessment.ITEMS
        }
        self.words = {column.name: self._words(column) for column in COLUMNS if column.is_choice}

    def _words(self, column: Column) -> dict[str, str]:
        offered = self.choices[column.name]
        words = {_key(said): code for code, label in offered for said in (label, code)}
        if column.name == "occupation":
            named = self.occupations.items()
            words |= {_key(name): code for code, one in named for name in (one.name, one.name_en)}
        for language in ("th", "en"):
            with translation.override(language):
                words |= {_key(label): code for code, label in _choices(column.name)}
        marks = TICKS if column.name == "below_bmn_income" else MARKS
        if column.fact == "readiness":
            words |= {_key(mark): code for code, many in marks.items() for mark in many}
        words.pop("", None)
        return words

    def read(self, name: str, text: str) -> str:
        """Return the value of what was typed. Raises `ValidationError`, which says what to type."""
        column = COLUMN[name]
        if not tidy(text):
            return ""
        if column.is_choice:
            return self._chosen(column, text)
        return value_of(FORMS[column.fact].base_fields[name].clean(text))

    def _chosen(self, column: Column, text: str) -> str:
        found = self.words[column.name].get(_key(text))
        if found is not None:
            return found
        typed = tidy(text)[:LONGEST_SAID]
        if column.name in ReadinessAssessment.ITEMS and _key(text) in ASKED:
            raise ValidationError(
                _("“%(typed)s” หมายถึงใช่หรือไม่ใช่? พิมพ์ ใช่ บางส่วน หรือไม่ใช่") % {"typed": typed}
            )
        if column.name == "occupation":
            raise ValidationError(
                _("ไม่มีอาชีพ “%(typed)s” ในรายการ เลือกอาชีพที่ใกล้เคียงจากรายการ") % {"typed": typed}
            )
        offered = ", ".join(label for _code, label in self.choices[column.name])
        raise ValidationError(
            _("ไม่มี “%(typed)s” ให้เลือก เลือกจาก: %(offered)s") % {"typed": typed, "offered": offered}
        )

    def shown(self, name: str, value: str) -> str:
        """Return a value as people read it."""
        if name == "occupation" and value in self.retired:
            return str(self.retired[value])
        if COLUMN[name].is_choice:
            return dict(self.choices[name]).get(value, value)
        return typed_as(name, value)


def typed_as(name: str, value: str) -> str:
    """Return a value as its box shows it: an amount with commas, a day in the Buddhist Era."""
    column = COLUMN[name]
    if value and column.is_money:
        return format_baht(value)
    if value and column.is_date:
        return format_date(date.fromisoformat(value), "digits")
    return value


def value_of(stored: Any) -> str:
    """Return what is stored, or was read by a field, as the value of a cell."""
    if stored is None or stored is False:
        return ""
    if stored is True:
        return TICKED
    if isinstance(stored, Occupation):
        return stored.code
    if isinstance(stored, Decimal):
        return f"{stored:.2f}"
    return stored.isoformat() if isinstance(stored, date) else str(stored)


def _choices(name: str) -> list[tuple[str, str]]:
    """Return code and label of a choice of the system, in the language that is on."""
    enums: dict[str, Any] = {"channel": NoticeChannel, "source": IncomeSource}
    if name in ReadinessAssessment.ITEMS:
        return _pairs(Answer.choices)
    return _pairs(enums[name].choices) if name in enums else []


def _pairs(choices: Iterable[Any]) -> list[tuple[str, str]]:
    return [(str(code), str(label)) for code, label in choices]


def _key(text: str) -> str:
    """Return what is compared of a word: in one spelling, without spaces and capitals."""
    return arabic_digits(tidy(text)).casefold().replace(" ", "")
