"""Two households side by side: what speaks for one and the same, what against, in points.

The weights were set on the labelled set of `benchmarks/duplicates.py` and measured on another
draw of it: docs/benchmarks.md says how many duplicates are found and how many are false.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from otoppath.thai.closeness import (
    TITLE_SEX,
    distance,
    house_key,
    is_close,
    name_key,
    plain_name,
)
from otoppath.thai.text import split_title

# Shown while somebody enters a household: a question costs one press.
ASKED = 15
# Proposed in lists and in the preview of a file.
POSSIBLE = 45
# Nearly always the same.
LIKELY = 75
DECISIVE = 100  # one ID
WRITTEN = 2  # letters by which two spellings of one name differ at most
# What a house, its code and a telephone may say of people of other names: father and son, two
# families under one number. Enough to ask, too little to propose.
MOST_WITHOUT_A_NAME = 30

_WORDS = {
    "id_same": gettext_noop("เลขประจำตัวประชาชนตรงกัน"),
    "id_other": gettext_noop("เลขประจำตัวประชาชนเป็นคนละเลข"),
    "given_same": gettext_noop("ชื่อตรงกัน"),
    "given_spelling": gettext_noop("ชื่อเดียวกัน สะกดต่างกัน"),
    "given_close": gettext_noop("ชื่อใกล้เคียง"),
    "family_same": gettext_noop("นามสกุลตรงกัน"),
    "family_spelling": gettext_noop("นามสกุลเดียวกัน สะกดต่างกัน"),
    "family_close": gettext_noop("นามสกุลใกล้เคียง"),
    "family_other": gettext_noop("นามสกุลต่างกัน"),
    "family_married": gettext_noop("นามสกุลต่างกัน อาจเปลี่ยนเมื่อสมรส"),
    "name_other": gettext_noop("ชื่อไม่ตรงกัน"),
    "sex_other": gettext_noop("เพศต่างกัน"),
    "birth_same": gettext_noop("ปีเกิดตรงกัน"),
    "birth_near": gettext_noop("ปีเกิดต่างกัน %(n)d ปี"),
    "birth_other": gettext_noop("ปีเกิดต่างกัน %(n)d ปี"),
    "member_same": gettext_noop("สมาชิกคนอื่นชื่อตรงกัน %(n)d คน"),
    "village_same": gettext_noop("หมู่บ้านเดียวกัน"),
    "village_split": gettext_noop("หมู่บ้านที่แยกออกจากกัน"),
    "village_beside": gettext_noop("คนละหมู่ ตำบลเดียวกัน"),
    "village_other": gettext_noop("คนละตำบล"),
    "house_same": gettext_noop("บ้านเลขที่ตรงกัน"),
    "house_near": gettext_noop("บ้านเลขที่ใกล้เคียง"),
    "house_other": gettext_noop("บ้านเลขที่ต่างกัน"),
    "code_same": gettext_noop("รหัสประจำบ้านตรงกัน"),
    "code_other": gettext_noop("รหัสประจำบ้านต่างกัน"),
    "phone_same": gettext_noop("โทรศัพท์ตรงกัน"),
}


class Reason(NamedTuple):
    """One thing that was compared, and how many points it gives or takes."""

    code: str
    points: int
    n: int = 0

    @property
    def text(self) -> str:
        """What the officer reads."""
        return _(_WORDS[self.code]) % {"n": self.n}

    @property
    def is_against(self) -> bool:
        """Whether it speaks for two different households."""
        return self.points < 0


class Score(NamedTuple):
    """How much speaks for one household, and what."""

    points: int
    reasons: tuple[Reason, ...]

    @property
    def is_certain(self) -> bool:
        """Whether somebody of both has one ID."""
        return any(reason.code == "id_same" for reason in self.reasons)

    @property
    def is_likely(self) -> bool:
        """Whether it is nearly always the same."""
        return self.points >= LIKELY

    @property
    def words(self) -> str:
        """How sure it is, in words."""
        if self.is_certain:
            return _("เลขประจำตัวเดียวกัน")
        return _("น่าจะซ้ำ") if self.is_likely else _("อาจซ้ำ")


# --- What is always weighed alike, made once ----------------------------------------------

ID_SAME = Reason("id_same", 100)
ID_OTHER = Reason("id_other", -70)
GIVEN_SAME = Reason("given_same", 30)
GIVEN_SPELLING = Reason("given_spelling", 26)
GIVEN_CLOSE = Reason("given_close", 12)
NAME_OTHER = Reason("name_other", -40)
NOBODY_ALIKE = Reason("name_other", -8)
FAMILY_SAME = Reason("family_same", 20)
FAMILY_SPELLING = Reason("family_spelling", 18)
FAMILY_CLOSE = Reason("family_close", 10)
FAMILY_MARRIED = Reason("family_married", -10)
FAMILY_OTHER = Reason("family_other", -14)
SEX_OTHER = Reason("sex_other", -25)
BIRTH_SAME = Reason("birth_same", 22)
CODE_SAME = Reason("code_same", 34)
CODE_OTHER = Reason("code_other", -10)
PHONE_SAME = Reason("phone_same", 22)
VILLAGE_SAME = Reason("village_same", 8)
VILLAGE_SPLIT = Reason("village_split", 6)
VILLAGE_BESIDE = Reason("village_beside", 2)
VILLAGE_OTHER = Reason("village_other", -12)


class Someone(NamedTuple):
    """A person as far as it is compared; make one with `someone`."""

    given: str  # plain: without title, tone marks and spaces
    family: str
    given_key: str  # one spelling for all usual ones
    family_key: str
    sex: str = ""
    birth_year: int | None = None  # Gregorian
    id_index: str = ""
    is_head: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """A household as far as it is compared: stored, typed, or a row of a file.

    Make one with `entry`; `people` are those who live there, `pk` is None of what is not stored.
    """

    village: str
    house: str = ""
    house_code: str = ""
    phones: frozenset[str] = frozenset()
    people: tuple[Someone, ...] = ()
    pk: int | None = field(default=None, compare=False)


def someone(  # noqa: PLR0913 - the columns of a person
    first_name: str,
    last_name: str = "",
    *,
    title: str = "",
    sex: str = "",
    birth_year: int | None = None,
    id_index: str = "",
    is_head: bool = False,
) -> Someone:
    """Return a person to compare; a title glued to the name is taken off it."""
    title, given, family = _parts(title or "", first_name or "", last_name or "")
    return Someone(
        plain_name(given),
        plain_name(family),
        name_key(given),
        name_key(family),
        sex or TITLE_SEX.get(title, ""),
        birth_year,
        id_index or "",
        is_head,
    )


_split_title = lru_cache(maxsize=4_000)(split_title)  # given names come again


def _parts(title: str, first: str, last: str) -> tuple[str, str, str]:
    glued, rest = _split_title(first)
    given, _space, behind = (first if title and glued != title else rest).partition(" ")
    return title or glued, given, last or behind


def entry(  # noqa: PLR0913 - the columns of a household
    village: str,
    *,
    people: Iterable[Someone],
    house_no: str = "",
    house_code: str = "",
    phones: Iterable[str] = (),
    pk: int | None = None,
) -> Entry:
    """Return a household to compare; `village` is the code of its place."""
    known = frozenset(phone for phone in phones if phone)
    return Entry(village, house_key(house_no or ""), house_code or "", known, tuple(people), pk)


def compare(one: Entry, other: Entry, *, split: Collection[tuple[str, str]] = ()) -> Score:
    """Return the points of two households with their reasons, heaviest first.

    `split` holds pairs of villages of which one was cut out of the other, in both orders.
    """
    reasons = _reasons(one, other, split)
    heaviest_first = sorted(reasons, key=lambda reason: -abs(reason.points))
    return Score(_points(reasons), tuple(heaviest_first))


def points_of(one: Entry, other: Entry, *, split: Collection[tuple[str, str]] = ()) -> int:
    """Return the points alone, as `compare` gives them, for very many pairs."""
    return _points(_reasons(one, other, split))


def _reasons(one: Entry, other: Entry, split: Collection[tuple[str, str]]) -> list[Reason]:
    return [*_persons(one.people, other.people), *_places(one, other, split)]


def _points(reasons: list[Reason]) -> int:
    points = sum([reason.points for reason in reasons])
    if ID_SAME in reasons:
        return max(points, DECISIVE)
    if NAME_OTHER in reasons or NOBODY_ALIKE in reasons:
        return min(points, MOST_WITHOUT_A_NAME)
    return points


# --- Persons ------------------------------------------------------------------------------


def _persons(ours: tuple[Someone, ...], theirs: tuple[Someone, ...]) -> list[Reason]:
    """Return what the two persons say that are most alike, and how many others are too."""
    best: list[Reason] = []
    most, pair = 0, ours[:0]
    for one in ours:
        for other in theirs:
            if not (_is_one_id(one, other) or _is_given_near(one, other)):
                continue
            found = _person(one, other)
            points = sum(reason.points for reason in found)
            if not best or points > most:
                best, most, pair = found, points, (one, other)
    if not best:
        are_named = any(p.given for p in ours) and any(p.given for p in theirs)
        return [NOBODY_ALIKE] if are_named else []
    n = _others_alike(ours, theirs, pair) if len(ours) > 1 and len(theirs) > 1 else 0
    return [*best, Reason("member_same", 14 * min(n, 2), n)] if n else best


def same_person(one: Someone, other: Someone) -> bool:
    """Whether two persons of two records of one household may be the same one."""
    if _is_one_id(one, other):
        return True
    return _is_given_near(one, other) and likeness(one, other) > 0


def likeness(one: Someone, other: Someone) -> int:
    """Return how many points two persons have in common."""
    return sum(reason.points for reason in _person(one, other))


def _is_given_near(one: Someone, other: Someone) -> bool:
    if not (one.given and other.given):
        return False
    if one.given_key == other.given_key:
        return True
    return _near((one.given_key, one.given), (other.given_key, other.given))


def _near(one: tuple[str, str], other: tuple[str, str]) -> bool:
    """Whether a slip parts two names: as they are spoken, and nearly as they are written."""
    if not is_close(one[0], other[0]):
        return False
    return distance(one[1], other[1], at_most=WRITTEN) <= WRITTEN


def _is_one_id(one: Someone, other: Someone) -> bool:
    return bool(one.id_index) and one.id_index == other.id_index


def _person(one: Someone, other: Someone) -> list[Reason]:
    reasons = [*_identity(one, other), *_given(one, other)]
    reasons += [*_family(one, other), *_birth(one, other)]
    if one.sex and other.sex and one.sex != other.sex:
        reasons.append(SEX_OTHER)
    return reasons


def _identity(one: Someone, other: Someone) -> list[Reason]:
    if not (one.id_index and other.id_index):
        return []
    return [ID_SAME if one.id_index == other.id_index else ID_OTHER]


def _given(one: Someone, other: Someone) -> list[Reason]:
    if not (one.given and other.given):
        return []
    if one.given == other.given:
        return [GIVEN_SAME]
    if one.given_key == other.given_key:
        return [GIVEN_SPELLING]
    if _is_given_near(one, other):
        return [GIVEN_CLOSE]
    return [NAME_OTHER]


def _family(one: Someone, other: Someone) -> list[Reason]:
    if not (one.family and other.family):
        return []
    if one.family == other.family:
        return [FAMILY_SAME]
    if one.family_key == other.family_key:
        return [FAMILY_SPELLING]
    if _near((one.family_key, one.family), (other.family_key, other.family)):
        return [FAMILY_CLOSE]
    is_woman = "female" in (one.sex, other.sex)
    return [FAMILY_MARRIED if is_woman else FAMILY_OTHER]


def _birth(one: Someone, other: Someone) -> list[Reason]:
    if not (one.birth_year and other.birth_year):
        return []
    n = abs(one.birth_year - other.birth_year)
    if n == 0:
        return [BIRTH_SAME]
    if n == 1:
        return [Reason("birth_near", 6, n)]
    return [Reason("birth_other", -16 if n < 5 else -35, n)]


def _others_alike(
    ours: tuple[Someone, ...], theirs: tuple[Someone, ...], pair: tuple[Someone, ...]
) -> int:
    """Return how many more persons of one household have their like in the other."""
    mine = {_likeness(p) for p in ours if p is not pair[0]}
    return len(mine & {_likeness(p) for p in theirs if p is not pair[1]} - {("", "")})


def _likeness(person: Someone) -> tuple[str, str]:
    return person.given_key, person.family_key


# --- Where they live ----------------------------------------------------------------------


def _places(one: Entry, other: Entry, split: Collection[tuple[str, str]]) -> Iterable[Reason]:
    near = _village(one, other, split)
    if near:
        yield near
    is_here = near is not None and near.code in ("village_same", "village_split")
    if one.house and other.house:
        yield _house(one.house, other.house, is_here)
    if one.house_code and other.house_code:
        is_same = one.house_code == other.house_code
        yield CODE_SAME if is_same else CODE_OTHER
    if one.phones & other.phones:
        yield PHONE_SAME


def _village(one: Entry, other: Entry, split: Collection[tuple[str, str]]) -> Reason | None:
    if not (one.village and other.village):
        return None
    if one.village == other.village:
        return VILLAGE_SAME
    if (one.village, other.village) in split:
        return VILLAGE_SPLIT
    is_beside = one.village[:6] == other.village[:6]
    return VILLAGE_BESIDE if is_beside else VILLAGE_OTHER


def _house(one: str, other: str, is_here: bool) -> Reason:
    """In another village the same number says little: every village has a house 1."""
    if one == other:
        return Reason("house_same", 18 if is_here else 4)
    (first, behind), (second, rest) = _parted(one), _parted(other)
    if first == second and bool(behind) != bool(rest):
        return Reason("house_near", 5 if is_here else 0)
    return Reason("house_other", -16 if is_here else -8)


def _parted(number: str) -> tuple[str, str]:
    first, _stroke, behind = number.partition("/")
    return first, behind
