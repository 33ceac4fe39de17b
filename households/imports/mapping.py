"""Which column of a file means what: said by its heading, remembered, or guessed for approval.

A heading known by heart is certain, and so is what the office chose before for the same
headings. A heading that is only like one, and what the cells themselves look like, are
proposals: an officer looks at them before a row is read.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext as _

from households.imports.columns import (
    COLUMN_NAMES,
    DAYS_OF_BIRTH,
    REQUIRED,
    SEXES,
    YEARS_OF_BIRTH,
    heading,
    is_complete,
    known_headings,
    said,
)
from otoppath.privacy.masking import mask_national_id
from otoppath.thai import ids
from otoppath.thai.dates import DateError, parse_birth
from otoppath.thai.text import arabic_digits, split_title, tidy

SAID, REMEMBERED, LIKE, CELLS, NOTHING = "said", "remembered", "like", "cells", ""
CERTAIN = (SAID, REMEMBERED, NOTHING)
SAMPLES = 60  # rows looked at
SHOWN = 3  # of them beside each column
ALIKE = 0.84  # of two headings; “เลขประจำตัวประชาน” is 0.97, “ชื่อสามี” 0.6 to “ชื่อสกุล”
MOST = 0.8  # of the cells that must look like a field
LONGEST_HEADING = 60

# Headings of what is not imported, whatever stands below them.
_PASSED = (
    "ที่ ลำดับ ลำดับที่ no หมายเหตุ อำเภอ จังหวัด อายุ อาชีพ รายได้ ปีงบประมาณ วันที่สำรวจ "
    "แก้ไขล่าสุด เลขประจำตัวประชาชน(ปิดบัง)"
)
PASSED = frozenset(map(heading, _PASSED.split()))

Columns = list[tuple[str, str]]  # heading of the file, name of the field or ""


@dataclass(frozen=True)
class Guess:
    """What one column is thought to be, and why."""

    field: str = ""
    how: str = NOTHING

    @property
    def is_certain(self) -> bool:
        """Whether nobody needs to look at it."""
        return self.how in CERTAIN


def how_said(guess: Guess) -> str:
    """Say why a column is thought to be what it is."""
    return {
        SAID: _("ตรงกับหัวตารางที่รู้จัก"),
        REMEMBERED: _("ตามที่สำนักงานเลือกไว้ครั้งก่อน"),
        LIKE: _("คล้ายหัวตารางที่รู้จัก กรุณาตรวจ"),
        CELLS: _("ดูจากข้อมูลในคอลัมน์ กรุณาตรวจ"),
        NOTHING: "",
    }[guess.how]


@dataclass(frozen=True)
class Mapping:
    """What every column of a file is thought to be."""

    header: list[str]
    guesses: list[Guess]

    @property
    def columns(self) -> Columns:
        """Each heading with the field it is read as, "" where it is left out."""
        found = zip(self.header, self.guesses, strict=True)
        return [(typed, guess.field) for typed, guess in found]

    @property
    def is_certain(self) -> bool:
        """Whether nobody needs to look: nothing is guessed and nothing is missing."""
        is_sure = all(guess.is_certain for guess in self.guesses)
        return is_sure and not missing(guess.field for guess in self.guesses)

    def chosen(self, names: Sequence[str]) -> "Mapping":
        """Return the same columns with what was chosen for them."""
        kept = zip(self.guesses, names, strict=True)
        guesses = [old if old.field == name else Guess(name, REMEMBERED) for old, name in kept]
        return Mapping(self.header, guesses)


def propose(
    header: Sequence[str],
    samples: Sequence[Sequence[Any]],
    remembered: dict[str, str] | None = None,
) -> Mapping:
    """Return what each column is thought to be, from its heading and `samples` of its rows.

    `remembered` is what the office chose for these headings, by `keys_of`.
    """
    typed = list(header)
    if remembered is not None:
        chosen = [remembered.get(key, "") for key in keys_of(typed)]
        return Mapping(typed, [Guess(name, REMEMBERED if name else NOTHING) for name in chosen])
    guesses = _births_in_parts(_by_headings(typed), typed)
    values = [_values(samples, i) for i in range(len(typed))]
    guesses = _by_cells(guesses, values, typed)
    return Mapping(typed, _names_behind(guesses, values, typed))


def keys_of(header: Sequence[str]) -> list[str]:
    """Return each heading as it is compared; the second of two alike is numbered."""
    seen: Counter[str] = Counter()
    keys = []
    for typed in header:
        key = heading(typed)
        seen[key] += 1
        keys.append(key if seen[key] == 1 else f"{key}#{seen[key]}")
    return keys


def fingerprint(header: Sequence[str]) -> str:
    """Return what is the same for every file with these headings, in whatever order."""
    return hashlib.sha256("\n".join(sorted(keys_of(header))).encode()).hexdigest()


def missing(fields: Iterable[str]) -> list[str]:
    """Say, one sentence each, what a household needs and no column gives."""
    known = set(fields)
    wanted = [name for name in ("first_name", "house_no") if name in REQUIRED - known]
    found = [_("ยังไม่มีคอลัมน์ “%(name)s”") % {"name": COLUMN_NAMES[name]} for name in wanted]
    if not is_complete(known | REQUIRED):
        found.append(_("ยังไม่มีคอลัมน์บอกหมู่บ้าน: “รหัสหมู่บ้าน” หรือ “หมู่บ้าน” หรือ “ตำบล” กับ “หมู่ที่”"))
    return found


def twice(fields: Iterable[str]) -> list[str]:
    """Return the fields that more than one column was given."""
    return [name for name, n in Counter(fields).items() if name and n > 1]


def weigh(cells: Sequence[Any]) -> int:
    """Say how much a row looks like a header: 0 not at all, over 1000 as one that is complete."""
    typed = [str(cell) for cell in cells if isinstance(cell, str) and cell.strip()]
    short = [text for text in typed if len(text) <= LONGEST_HEADING]
    known = {name for text in short if (name := said(text))}
    alike = {name for text in short if not said(text) and (name := _alike(text))}
    if len(known | alike) < 2:
        return 0
    return 1000 * is_complete(known | alike) + 10 * len(known) + len(alike)


def samples_of(column: int, rows: Sequence[Sequence[Any]]) -> list[str]:
    """Return the first values of a column, long numbers masked, for the page."""
    return [shown(value) for value in _values(rows, column)[:SHOWN]]


def shown(value: Any) -> str:
    """Return a cell as a page may show it; of what may be an ID, the mask."""
    digits = "".join(c for c in arabic_digits(_text(value)) if c.isdecimal())
    return mask_national_id(digits) if len(digits) >= 12 else _text(value)[:40]


# --- By the heading -----------------------------------------------------------------------


def _by_headings(header: list[str]) -> list[Guess]:
    """Give each field to the first column that names it, else to the one most like it."""
    guesses = [Guess()] * len(header)
    for how, name_of in ((SAID, said), (LIKE, _alike)):
        for i, typed in enumerate(header):
            name = "" if guesses[i].field else name_of(typed)
            if name and name not in {guess.field for guess in guesses}:
                guesses[i] = Guess(name, how)
    return guesses


def _births_in_parts(guesses: list[Guess], header: list[str]) -> list[Guess]:
    """Read day and year of birth beside a column of months: three columns are one birth."""
    bare = [heading(typed) for typed in header]
    years = [i for i, text in enumerate(bare) if text in YEARS_OF_BIRTH]
    days = [i for i, text in enumerate(bare) if text in DAYS_OF_BIRTH]
    known = {guess.field for guess in guesses}
    if "birth_month" not in known or not (years and days) or "birth_day" in known:
        return guesses
    found = [Guess() if guess.field == "birth" else guess for guess in guesses]
    found[days[0]], found[years[0]] = Guess("birth_day", SAID), Guess("birth", SAID)
    return found


# A heading with one of the words, and none of the others, is like the field; the first wins.
_WORDS: tuple[tuple[str, str, str], ...] = (
    ("house_code", r"รหัส(?:ประจ[าํ]*)?บ้าน|11หลัก|รหัสทะเบียน", ""),
    ("village_code", r"รหัสหมู่|villagecode", ""),
    ("national_id", r"บัตร|ประจ[าํ]*ตัว|13หลัก|ปชช", "ปิดบัง|ออกบัตร|หมดอายุ|โครงการ|ประเภท|ผู้สัมภาษณ์"),
    ("phone", r"โทร|มือถือ|phone|mobile", "ประเภท|line"),
    ("children_under_6", r"(?:เด็ก|บุตร).*(?:ต่ากว่า6|0-5|0-6|แรกเกิด)", ""),
    ("children_6_to_14", r"(?:เด็ก|บุตร).*6-1[45]", ""),
    ("birth", r"เกิด|birth", "เด็ก|สถานที่|ภูมิลาเนา|ประโยชน์"),
    ("sex", r"เพศ|gender", ""),
    ("title", r"คานา|prefix", ""),
    ("last_name", r"^นามสกุล|lastname|surname", ""),
    (
        "first_name",
        r"ชื่อ.*สกุล|หัวหน้าครัวเรือน|หัวหน้าครอบครัว|เจ้าบ้าน|^ชื่อ(?:ตัว|จริง)?$|รายชื่อ",
        "สัมภาษณ์|สารวจ|บิดา|มารดา|คู่สมรส|เบอร์|ความสัมพันธ์|อายุ|อาชีพ|จานวน|รายได้",
    ),
    ("subdistrict", r"ตาบล|แขวง|tambon", "รหัส"),
    ("moo", r"หมู่ที่|^หมู่$|moo", "ชื่อ"),
    ("village_name", r"หมู่บ้าน|ชื่อบ้าน|village", "รหัส|จานวน|กองทุน|ประชากร"),
    ("house_no", r"บ้านเลข|เลขที่บ้าน|ที่อยู่|houseno|address", "mail|บัญชี"),
)
_PATTERNS = [
    (name, re.compile(words), re.compile(but) if but else None) for name, words, but in _WORDS
]


@lru_cache(maxsize=1_000)
def _alike(typed: str) -> str:
    """Return the field whose heading or word is nearest, "" where none is near."""
    bare = heading(typed)
    if not 2 <= len(bare) <= LONGEST_HEADING or bare in PASSED:
        return ""
    others = set()
    for name, words, but in _PATTERNS:
        if but and but.search(bare):
            others.add(name)
        elif words.search(bare):
            return name
    if len(bare) < 5:
        return ""
    matcher = SequenceMatcher(autojunk=False)
    matcher.set_seq2(bare)
    best, found = ALIKE, ""
    for known, name in known_headings().items():
        if name in others:
            continue
        matcher.set_seq1(known)
        is_near = matcher.real_quick_ratio() > best and matcher.quick_ratio() > best
        if is_near and matcher.ratio() > best:
            best, found = matcher.ratio(), name
    return found


# --- By what the cells hold ---------------------------------------------------------------


def _by_cells(guesses: list[Guess], values: list[list[Any]], header: list[str]) -> list[Guess]:
    """Guess the columns that no heading explains; a field is given to the likeliest of them."""
    found = list(guesses)
    taken = {guess.field for guess in guesses}
    passed = {i for i, typed in enumerate(header) if heading(typed) in PASSED}
    for name, looks in _LOOKS:
        free = [i for i, g in enumerate(found) if not g.field and values[i] and i not in passed]
        if name in taken or not free:
            continue
        shares = {i: sum(map(looks, map(_text, values[i]))) / len(values[i]) for i in free}
        best = max(free, key=lambda i: shares[i])
        if shares[best] >= MOST:
            found[best] = Guess(name, CELLS)
            taken.add(name)
    return found


def _names_behind(guesses: list[Guess], values: list[list[Any]], header: list[str]) -> list[Guess]:
    """Read title, name and surname out of two or three columns under one heading."""
    found = list(guesses)
    at = next((i for i, guess in enumerate(guesses) if guess.field == "first_name"), None)
    if at is None or {"last_name"} & {guess.field for guess in guesses}:
        return found
    behind = [
        i for i in range(at + 1, len(header)) if not header[i] and values[i] and not found[i].field
    ]
    behind = [i for n, i in enumerate(behind) if i == at + 1 + n][:2]
    if behind and _share(values[at], _is_title) >= MOST:
        found[at] = Guess("title", CELLS)
        names = ["first_name", "last_name"]
    else:
        names = ["last_name"]
    for i, name in zip(behind, names, strict=False):
        found[i] = Guess(name, CELLS)
    return found


def _share(values: list[Any], looks: Callable[[str], bool]) -> float:
    return sum(map(looks, map(_text, values))) / len(values) if values else 0


def _values(rows: Sequence[Sequence[Any]], column: int) -> list[Any]:
    return [
        row[column]
        for row in rows
        if column < len(row) and row[column] is not None and str(row[column]).strip()
    ]


def _text(value: Any) -> str:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if hasattr(value, "day"):
        return f"{value.day}/{value.month}/{value.year}"
    return arabic_digits(tidy(str(value)))


def _is_phone(text: str) -> bool:
    try:
        return len(ids.phone(text)) == 10 or text.startswith(("0", "+66"))
    except ValueError:
        return False


def _is_birth(text: str) -> bool:
    try:
        return not text.isdecimal() and bool(parse_birth(text))
    except DateError:
        return False


def _is_title(text: str) -> bool:
    return bool(split_title(f"{text}ก")[0]) and split_title(text) == ("", text)


def _is_full_name(text: str) -> bool:
    title, rest = split_title(text)
    return bool(title) and " " in rest


_DIGITS_8 = re.compile(r"[1-9]\d{7}")
_DIGITS_11 = re.compile(r"[\d-]{11,14}")
_HOUSE_NO = re.compile(r"\d{1,4}/\d{1,4}")

_LOOKS: tuple[tuple[str, Callable[[str], bool]], ...] = (
    ("national_id", ids.is_national_id),
    ("phone", _is_phone),
    ("village_code", lambda text: bool(_DIGITS_8.fullmatch(text))),
    (
        "house_code",
        lambda text: bool(_DIGITS_11.fullmatch(text)) and len(text.replace("-", "")) == 11,
    ),
    ("birth", _is_birth),
    ("sex", lambda text: text.lower() in SEXES),
    ("first_name", _is_full_name),
    ("title", _is_title),
    ("house_no", lambda text: bool(_HOUSE_NO.fullmatch(text))),
)
