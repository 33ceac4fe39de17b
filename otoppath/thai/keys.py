"""Keys that are stored beside a name: one to sort by, one to search in.

Both are compared as code points, so every database gives the same order and the same hits
(keep them in a ``KeyField``). People are sorted by name without title: see ``split_title``.
"""

import re
import unicodedata
from typing import Final

from otoppath.thai.text import arabic_digits, split_title, tidy

# --- Sorting ------------------------------------------------------------------------------
#
# The dictionary's order (Royal Institute 2542, CLDR th, which ICU follows): a leading vowel
# counts after the consonant it stands before; spaces, punctuation, ฯ and ๆ count nothing; tone
# marks, ็ and ์ count only between names that are otherwise equal; digits come before Thai
# letters, Latin letters after them; capitals and ๐-๙ make no difference.

_LEADING_VOWEL: Final = re.compile("([\u0e40-\u0e44])([\u0e01-\u0e2e])")
_WEAK: Final = "\u0e4e\u0e4c\u0e47\u0e48\u0e49\u0e4a\u0e4b"  # ๎ ์ ็ ่ ้ ๊ ๋, weakest first
_WEIGHT: Final = {mark: str(weight) for weight, mark in enumerate(_WEAK, start=1)}

# What stands elsewhere in Unicode than in the order: symbols go before the digits, ํ before
# ะ, ฺ behind ไ, ๅ is written for า, and a-z go behind Thai as their wide forms.
_PLACES: Final = (
    dict(zip("`^+<=>|~$฿", "!\"#$%&'()*", strict=True))
    | {"\u0e4d": "\u0e2f", "\u0e3a": "\u0e45", "\u0e45": "\u0e32"}
    | {chr(letter): chr(letter - 0x61 + 0xFF41) for letter in range(0x61, 0x7B)}
)
_UNCOUNTED: Final = frozenset("\u0e2f\u0e46")  # ฯ ๆ
_LONGEST_GAP: Final = 60


def sort_key(text: str) -> str:
    """Return a key that puts names in the order of a Thai dictionary.

    The letters first, then, behind a space that is smaller than any of them, each weak mark
    with the number of letters between it and the one before: the later the mark, the smaller.
    """
    plain = tidy(text)
    if not (is_simple := bool(_SIMPLE.fullmatch(plain))):
        plain = unicodedata.normalize("NFD", arabic_digits(plain).casefold())
    # Between letters at odd places, the weak marks that parted them.
    parts = _AT_WEAK.split(_LEADING_VOWEL.sub(r"\2\1", plain))
    letters = [p.replace(" ", "") if is_simple else p.translate(_KEPT) for p in parts[::2]]
    key = "".join(letters)
    if len(parts) == 1:
        return key
    passed = zip(letters, parts[1::2], strict=False)
    return f"{key} {''.join(f'{_gap(len(before))}{_WEIGHT[mark]}' for before, mark in passed)}"


class _Kept(dict[int, str]):
    """What each sign is in a key, blank when it counts nothing; found out when it first comes."""

    def __missing__(self, code: int) -> str:
        sign = chr(code)
        self[code] = _PLACES.get(sign, sign) if _counts(sign) else ""
        return self[code]


_KEPT: Final = _Kept()
# Thai letters that stand in a key as they are, as in nearly every name.
_SIMPLE: Final = re.compile("[\u0e01-\u0e2e\u0e30-\u0e39\u0e40-\u0e44\u0e47-\u0e4c\u0e4e ]*")
_AT_WEAK: Final = re.compile(f"([{_WEAK}])")


def _counts(sign: str) -> bool:
    """Say whether a sign is a letter of the key and not punctuation, space or an accent."""
    if sign in _PLACES:
        return True
    category = unicodedata.category(sign)
    is_accent = category == "Mn" and not "\u0e00" <= sign <= "\u0e7f"
    return not (sign in _UNCOUNTED or is_accent or category[0] in "PZC")


def _gap(letters: int) -> str:
    """Return signs that are the smaller the more letters were passed."""
    full, rest = divmod(letters, _LONGEST_GAP)
    return chr(0x7E - _LONGEST_GAP) * full + chr(0x7E - rest)


# --- Searching ----------------------------------------------------------------------------

_STROKES: Final = re.compile(r"(?<=\d)-(?=\d)")
_NUMBER_OF_DIGITS: Final = 9  # a telephone, a house code, an ID; a house number has fewer
_MOST_WORDS: Final = 12
LONGEST_WORD: Final = 100  # of what is searched for: SQLite refuses a pattern of 50,000 letters
_ONLY_THAI: Final = re.compile("[\u0e01-\u0e4e ]*")  # no digits, no capitals
_NOT_SEARCHED: Final = re.compile("[\u0e3a\u0e47-\u0e4e\\s]")


def search_key(text: str) -> str:
    """Return what is searched in: no tone marks, no spaces, Arabic digits, lower case.

    The words asked for go through the same function. A name is then found however its tone
    marks, digits, capitals, spaces, the two halves of ำ or the order of its marks were typed.
    """
    plain = tidy(text)
    if _ONLY_THAI.fullmatch(plain):
        return _NOT_SEARCHED.sub("", plain)
    plain = arabic_digits(plain).casefold()
    return unicodedata.normalize("NFC", _NOT_SEARCHED.sub("", plain))


def search_words(text: str) -> list[str]:
    """Return the keys of the words asked for, each of which has to be found.

    A person's title is left out, and so are the strokes of a long number: a telephone is stored
    in digits, shown as 081-234-5678, and typed either way. There are as many words, and each as
    long, as a name can have; a pasted page is searched for by its first words.
    """
    found = []
    for word in split_title(text)[1].split():
        key = search_key(word[:LONGEST_WORD])
        bare = _STROKES.sub("", key)
        found.append(bare if bare.isdigit() and len(bare) >= _NUMBER_OF_DIGITS else key)
    return [key for key in found if key][:_MOST_WORDS]
