"""How near two Thai names are: whether they may be one, written by two people.

What is misspelt most is one sound with several letters (ศ ษ ส, ณ น, ใ ไ), a letter that is not
spoken (การันต์), a doubled one, a short vowel for a long one, a tone mark that was left out.
`name_key` writes all of these alike; what is left is counted in letters by `distance`.
"""

import re
from functools import lru_cache
from typing import Final

from otoppath.thai.keys import search_key
from otoppath.thai.text import SARA_AM, arabic_digits, tidy

# One letter for each sound; those of a class that are confused in writing.
_SOUNDS: Final = str.maketrans(
    {
        **dict.fromkeys("ศษซ", "ส"),
        "ณ": "น",
        "ฬ": "ล",
        "ฎ": "ด",
        "ฏ": "ต",
        **dict.fromkeys("ฐฑฒถธ", "ท"),
        "ภ": "พ",
        "ฆ": "ค",
        "ญ": "ย",
        "ฌ": "ช",
        "ใ": "ไ",
        "ี": "ิ",
        "ื": "ึ",
        "ู": "ุ",
        "ๅ": "า",
        "ะ": "",
        "ๆ": "",
        "ฯ": "",
    }
)
# การันต์: the consonant under it is not spoken, and neither is its ิ or ุ (สิทธิ์, พันธุ์).
_SILENT: Final = re.compile("[\u0e01-\u0e2e][\u0e34\u0e38]?\u0e4c")
_DOUBLED: Final = re.compile(r"(.)\1+")
_NOT_LETTERS: Final = re.compile(r"[^\u0e01-\u0e3a\u0e40-\u0e45a-z0-9]")
# What a title says of the sex, in the words of `households.models.Sex`.
TITLE_SEX: Final = {
    **dict.fromkeys(["นาย", "เด็กชาย"], "male"),
    **dict.fromkeys(["นาง", "นางสาว", "เด็กหญิง"], "female"),
}
_HOUSE_WORDS: Final = re.compile(r"(?:บ้าน)?เลขที่|\s|\.")
_STROKES: Final = re.compile(r"[/\-–]")
# Below this many letters one other letter makes another name (สุข, สุด).
SHORTEST_FOR_ONE: Final = 4
SHORTEST_FOR_TWO: Final = 9


@lru_cache(maxsize=4_000)
def plain_name(name: str) -> str:
    """Return a name as it is compared letter by letter: without tone marks, spaces and dots."""
    return _NOT_LETTERS.sub("", search_key(name))


@lru_cache(maxsize=4_000)
def name_key(name: str) -> str:
    """Return what is alike for all usual spellings of one name; nothing where there is no name.

    Not a way to show or to sort a name, and nothing can be read back from it.
    """
    spoken = _SILENT.sub("", tidy(name)).replace("รร", "ั").replace("ทร", "ส")
    spoken = spoken.replace("ฤ", "ริ").replace("เเ", "แ").replace(SARA_AM, "ัม")
    return _DOUBLED.sub(r"\1", plain_name(spoken).translate(_SOUNDS))


@lru_cache(maxsize=4_000)
def house_key(number: str) -> str:
    """Return a house number as it is compared: "บ้านเลขที่ ๐๑๒ / ๓" is 12/3."""
    bare = _HOUSE_WORDS.sub("", arabic_digits(number))
    parts = [search_key(part).lstrip("0") for part in _STROKES.split(bare)]
    return "/".join(part for part in parts if part)


def is_close(one: str, other: str) -> bool:
    """Whether two keys of names differ by no more than a slip: a letter, two in a long name."""
    shortest = min(len(one), len(other))
    if shortest < SHORTEST_FOR_ONE:
        return False
    at_most = 2 if shortest >= SHORTEST_FOR_TWO else 1
    return distance(one, other, at_most=at_most) <= at_most


def distance(one: str, other: str, *, at_most: int) -> int:
    """Return how many letters were changed, lost, added or put the wrong way round.

    Counting stops beyond `at_most`, and `at_most + 1` is returned.
    """
    # Each change leaves at most one letter more on either side that the other has not.
    if abs(len(one) - len(other)) > at_most or len(set(one) ^ set(other)) > 2 * at_most:
        return at_most + 1
    before: list[int] = []
    above = list(range(len(other) + 1))
    for i, letter in enumerate(one, start=1):
        row = [i]
        for j, facing in enumerate(other, start=1):
            is_other = letter != facing
            best = min(above[j] + 1, row[j - 1] + 1, above[j - 1] + is_other)
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == facing:
                best = min(best, before[j - 2] + 1)
            row.append(best)
        if min(row) > at_most:
            return at_most + 1
        before, above = above, row
    return min(above[-1], at_most + 1)
