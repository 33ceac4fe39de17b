"""What damaged Thai may have been: a proposal beside the cell, for a person to accept.

``text.tidy`` puts right what looks the same on the screen; nothing can be lost by it. Here is
the other kind, where letters are missing, doubled or in another alphabet: a PDF copy parts
"อำเภอ" into "อ าเภอ", a file opened in the wrong encoding says "ÊÁªÒÂ". What comes out is
likely, not certain, so it is never stored unasked. Sound Thai comes back as it is: no rule
touches what a Thai word can hold.
"""

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from otoppath.thai.text import split_title, tidy

_C: Final = "\u0e01-\u0e2e"  # consonants
_MARKS: Final = "\u0e31\u0e34-\u0e3a\u0e47-\u0e4e"
_TONES: Final = "\u0e48-\u0e4b"
_LEADING: Final = "\u0e40-\u0e44"
_FOLLOWING: Final = "\u0e30\u0e32\u0e33\u0e45"  # ะ า ำ ๅ
_ANY: Final = "\u0e01-\u0e3a\u0e40-\u0e4e"

ENCODING, KEYBOARD, SPLIT_AM, SPACE, DOUBLED, LOOKALIKE = (
    "encoding",
    "keyboard",
    "split_am",
    "space",
    "doubled",
    "lookalike",
)
SENTENCES: Final[dict[str, Promise]] = {
    ENCODING: _("อ่านตัวอักษรที่เปิดผิดรหัส"),
    KEYBOARD: _("เปลี่ยนแป้นพิมพ์อังกฤษเป็นไทย"),
    SPLIT_AM: _("รวมสระอำที่แยกเป็นช่องว่างกับสระอา"),
    SPACE: _("ตัดช่องว่างกลางคำ"),
    DOUBLED: _("ตัดสระที่พิมพ์ซ้ำ"),
    LOOKALIKE: _("แทนตัวอักษรที่หน้าตาคล้ายกัน"),
}


@dataclass(frozen=True)
class Proposal:
    """What a text may have been, and which repairs led there."""

    before: str
    after: str
    did: tuple[str, ...]

    @property
    def sentences(self) -> list[str]:
        """What was done, in words."""
        return [str(SENTENCES[kind]) for kind in self.did]


def propose(text: str, known: Collection[str] = ()) -> Proposal | None:
    """Return what `text` may have been, or None where nothing looks damaged.

    `known` are words that are certain to exist (places, names of the same column): a space
    inside one of them is a stray one, and so is a name typed on the wrong keyboard.
    """
    whole = tidy(text)
    if not _WORTH_A_LOOK.search(whole) and whole == text and not (known and " " in text):
        return None
    after, did = text, []
    while step := _next(after, known):
        kind, after = step
        if kind not in did:
            did.append(kind)
    return Proposal(text, after, tuple(did)) if did else None


def repair(text: str, known: Collection[str] = ()) -> str:
    """Return what `propose` says, or the text tidied."""
    proposal = propose(text, known)
    return proposal.after if proposal else tidy(text)


def _next(text: str, known: Collection[str]) -> tuple[str, str] | None:
    """Return the first repair that changes anything, and what comes of it."""
    whole = tidy(text)
    for raw in (text, whole):  # what has no width, and goes, can be half a letter there
        if (decoded := _decoded(raw)) != whole:
            return ENCODING, decoded
    for kind, step in _STEPS:
        if (changed := tidy(step(whole))) != whole:
            return kind, changed
    for kind, by_words in ((SPACE, _joined), (KEYBOARD, _retyped)):
        if (changed := by_words(whole, known)) != whole:
            return kind, changed
    return None


# Most cells hold none of what a repair begins with, and are passed after one look.
_WORTH_A_LOOK: Final = re.compile(
    f"[^ -~\u0e01-\u0e5b]|[A-Za-z|\u0e45]| [{_MARKS}{_FOLLOWING}]|[{_LEADING}] "
    f"|\u0e30\u0e30|\u0e32\u0e32|\u0e40[\u0e18\u0e19]|\u0e33 | [{_C}] "
)


# --- A file opened in the wrong encoding --------------------------------------------------

_THAI_AS_LATIN: Final = re.compile("[ -~\u00a0-\u00fb]*[\u00a1-\u00fb]{2}[ -~\u00a0-\u00fb]*")
_UTF8_AS_THAI: Final = re.compile("\u0e40[\u0e18\u0e19]")  # E0 B8 and E0 B9 begin Thai in UTF-8


def _decoded(text: str) -> str:
    """Return what the bytes say in Thai where all of it is sound, else the text tidied."""
    whole = tidy(text)
    if _THAI_AS_LATIN.fullmatch(text):
        found = text.encode("latin-1").decode("cp874", "replace")
    elif _UTF8_AS_THAI.search(text):
        found = _bytes_of(text).decode("utf-8", "replace")
    else:
        return whole
    return tidy(found) if _is_sound(found) else whole


def _bytes_of(text: str) -> bytes:
    """Return the bytes that Windows showed as Thai; those without a letter stand for themselves."""
    return b"".join(
        bytes([ord(c)]) if ord(c) < 0x100 else c.encode("cp874", "replace") for c in text
    )


_UNSOUND: Final = re.compile(
    f"(?:^|[^{_C}{_MARKS}])[{_MARKS}]|[{_LEADING}](?![{_C}])|(?:^|[^{_C}{_MARKS}])[{_FOLLOWING}]"
)


def _is_sound(text: str) -> bool:
    """Say whether a text is Thai in which every vowel and mark has its consonant."""
    text = tidy(text)
    thai = sum("\u0e01" <= c <= "\u0e5b" for c in text)
    others = sum(c.isalpha() and not "\u0e01" <= c <= "\u0e5b" for c in text)
    return thai > others and "\ufffd" not in text and not _UNSOUND.search(text)


# --- Letters torn apart, doubled or alike -------------------------------------------------

_LETTER: Final = f"[{_C}{_LEADING}{_FOLLOWING}][{_MARKS}]*"
_SPELT: Final = re.compile(f"(?<![{_ANY}])(?:{_LETTER} ){{3,}}{_LETTER}(?![{_ANY}])")
# ช าย is ชาย: no ำ has a consonant to close it. ประจ าตัว is ประจำตัว.
_AA_WITH_END: Final = re.compile(f"(?<=[{_C}]) (?=\u0e32[{_C}]\u0e4c?(?![{_ANY}]))")
_AM_WITHOUT_RING: Final = re.compile(f"(?<=[{_C}])((?:[{_TONES}])?) ((?:[{_TONES}])?)\u0e32")
_RING: Final = re.compile(
    f"(?<=[{_C}])([{_TONES}]?)\\s?[\u00b0\u00ba\u02da]\\s?([{_TONES}]?)\u0e32"
)
_SPACE_BEFORE: Final = re.compile(f"(?<=[{_C}{_MARKS}]) (?=[{_MARKS}{_FOLLOWING}])")
_SPACE_AFTER: Final = re.compile(f"(?<=[{_LEADING}]) (?=[{_LEADING}]?[{_C}])")
# Syllables that begin a word and are none: สำ ราญ, อำ นวย. คำ and ดำ are names.
_BOUND_AM: Final = re.compile(f"(?<![{_ANY}])([\u0e08\u0e0a\u0e1a\u0e2a\u0e2d]\u0e33) (?=[{_C}])")
_TWICE: Final = re.compile("([\u0e30\u0e32])\\1+")
_LONG_AA: Final = re.compile("(?<![\u0e24\u0e26])\u0e45")  # ๅ, but for ฤๅ and ฦๅ
_LATIN: Final = re.compile("[A-Za-z]")
_L_FOR_E: Final = re.compile(f"(?<![A-Za-z0-9])[Il|]{{1,2}}(?=[{_C}])")
_NUMBER: Final = re.compile(r"(?<![^\s/-])(?=[^\s/-]*\d)(?=[^\s/-]*[OoIl])[\dOoIl]+(?![^\s/-])")
_DIGITS: Final = str.maketrans("OoIl", "0011")


def _together(text: str) -> str:
    return _SPELT.sub(lambda match: match[0].replace(" ", ""), text)


def _with_am(text: str) -> str:
    text = _RING.sub("\\1\\2\u0e33", _AA_WITH_END.sub("", text))
    return _AM_WITHOUT_RING.sub("\\1\\2\u0e33", text)


def _without_space(text: str) -> str:
    text = _SPACE_AFTER.sub("", _SPACE_BEFORE.sub("", text))
    return _BOUND_AM.sub(r"\1", text)


def _once(text: str) -> str:
    return _TWICE.sub(r"\1", text)


def _own_letters(text: str) -> str:
    text = _NUMBER.sub(lambda match: match[0].translate(_DIGITS), _LONG_AA.sub("\u0e32", text))
    if len(_LATIN.findall(text)) > 2:
        return text  # a word in another alphabet
    return _L_FOR_E.sub(lambda match: "\u0e40" if len(match[0]) == 1 else "\u0e41", text)


_STEPS: Final[tuple[tuple[str, Callable[[str], str]], ...]] = (
    (SPACE, _together),
    (SPACE, lambda text: _AA_WITH_END.sub("", text)),
    (SPLIT_AM, _with_am),
    (SPACE, _without_space),
    (DOUBLED, _once),
    (LOOKALIKE, _own_letters),
)


# --- Where the words themselves are the evidence ------------------------------------------

_KEYS: Final = str.maketrans(
    "1234567890-=qwertyuiop[]asdfghjkl;'zxcvbnm,./!@#$%^&*()_+QWERTYUIOP{}ASDFGHJKL:\"ZXCVBNM<>?",
    'ๅ/-ภถุึคตจขชๆไำพะัีรนยบลฟหกดเ้่าสวงผปแอิืทมใฝ+๑๒๓๔ู฿๕๖๗๘๙๐"ฎฑธํ๊ณฯญฐ,ฤฆฏโฌ็๋ษศซ.()ฉฮฺ์?ฒฬฦ',
)
_TITLED: Final = re.compile(f"(?:นางสาว|นาย|นาง|เด็กชาย|เด็กหญิง) ?[{_ANY}]+(?: [{_ANY}]+)*")


def _joined(text: str, known: Collection[str]) -> str:
    """Take the space out of two parts that are one known word, unless each is one itself."""
    name = split_title(text)[1]  # of "นางสม มุติ ใจดี" the words begin behind the title
    title = text[: len(text) - len(name)]
    parts = name.split(" ")
    for i, (first, second) in enumerate(pairwise(parts)):
        if first + second in known and not (first in known and second in known):
            return title + " ".join([*parts[:i], first + second, *parts[i + 2 :]])
    return text


def _retyped(text: str, known: Collection[str]) -> str:
    """Read a text on the Thai keyboard where that gives a titled name or a known word."""
    if not text.isascii() or not _LATIN.search(text):
        return text
    typed = tidy(text.translate(_KEYS))
    certain = typed in known or _TITLED.fullmatch(typed)
    return typed if certain and _is_sound(typed) else text
