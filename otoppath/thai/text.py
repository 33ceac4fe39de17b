"""Damaged Thai text, and what is put in its place.

Text arrives from phones, spreadsheets and PDF copies. The same word can be written in several
ways that look alike on the screen and never match each other: ``tidy`` turns all of them into
the one that is stored. Sources: Unicode Standard 16.1 (Thai), WTT 2.0 (order of marks).
"""

import re
import unicodedata
from typing import Final

_TO_ARABIC: Final = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")
_THAI_DIGIT: Final = re.compile("[๐-๙]")
_TO_THAI: Final = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")

TONES: Final = "\u0e48\u0e49\u0e4a\u0e4b"  # ่ ้ ๊ ๋
NIKHAHIT: Final = "\u0e4d"  # ํ
SARA_AM: Final = "\u0e33"  # ำ
_VOWEL_MARKS: Final = "\u0e31\u0e34-\u0e3a\u0e47\u0e4d"  # ั ิ ี ึ ื ุ ู ฺ ็ ํ
_OTHER_MARKS: Final = "\u0e4c\u0e4e"  # ์ ๎
_MARKS: Final = f"{_VOWEL_MARKS}{TONES}{_OTHER_MARKS}"
_CONSONANTS: Final = "\u0e01-\u0e2e"
_LEADING: Final = "\u0e40-\u0e44"  # เ แ โ ใ ไ

# Characters without a width: joiners, direction marks, soft hyphen, byte order mark.
_INVISIBLE: Final = re.compile(
    "[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
)
# Signs that steer a machine, and halves of a letter, which no database can hold.
_CONTROL: Final = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ud800-\udfff]")
# Where fonts of Thai Windows drew a mark or ญ ฐ in another place; PDF copies still carry them.
_DRAWN: Final = dict(
    zip(
        range(0xF700, 0xF71B),
        "\u0e10\u0e34\u0e35\u0e36\u0e37\u0e48\u0e49\u0e4a\u0e4b\u0e4c\u0e48\u0e49\u0e4a\u0e4b\u0e4c\u0e0d"
        "\u0e31\u0e4d\u0e47\u0e48\u0e49\u0e4a\u0e4b\u0e4c\u0e38\u0e39\u0e3a",
        strict=True,
    )
)
_SPACES: Final = re.compile(r"\s+")
_BLANK_LINES: Final = re.compile(r"\n{3,}")
_DOUBLED_E: Final = re.compile("\u0e40\u0e40")  # เ + เ looks like แ
_MARK_BEFORE_BASE: Final = re.compile(f"([{_LEADING}])([{_MARKS}]+)([{_CONSONANTS}])")
_TONE_AFTER_VOWEL: Final = re.compile(f"([\u0e30\u0e32{SARA_AM}]+)([{TONES}]+)")  # ะ า ำ
_MARK_RUN: Final = re.compile(f"[{_MARKS}]{{2,}}")
_SPLIT_AM: Final = re.compile(f"([{_MARKS}]*){NIKHAHIT}([{TONES}]*)\u0e32")
_DOUBLED_AM: Final = re.compile(f"{SARA_AM}{{2,}}")
# What may need a repair: anything but ASCII and Thai, a space too many, เ+เ, a mark or tone out
# of its place, two marks that are not a vowel and a tone, ํ. Most text has none of it, and a
# sheet has half a million cells.
_DOUBTFUL: Final = re.compile(
    f"[^ -~\u0e01-\u0e4c\u0e4f-\u0e5b]|^ | $|  |\u0e40\u0e40|[{_LEADING}][{_MARKS}]"
    f"|[{TONES}{_OTHER_MARKS}][{_MARKS}]|[{_VOWEL_MARKS}][{_VOWEL_MARKS}]"
    f"|[\u0e30\u0e32{SARA_AM}][{TONES}]|{SARA_AM}{SARA_AM}"
)


def tidy(text: str) -> str:
    """Return `text` as it is stored: one spelling for what looks the same.

    NFC; letters of old fonts read as what they draw; characters without width dropped; every
    kind of space, line breaks included, becomes one plain space; เ+เ becomes แ, ํ+า becomes ำ;
    marks stand after their consonant, vowel before tone, none doubled. What is tidy stays as
    it is.
    """
    if not _DOUBTFUL.search(text):
        return text
    text = _CONTROL.sub("", _INVISIBLE.sub("", text.translate(_DRAWN)))
    text = unicodedata.normalize("NFC", _SPACES.sub(" ", text).strip())
    # One repair can make room for another; most text needs none and is read once.
    while (repaired := _repaired(text)) != text:
        text = repaired
    return text


def tidy_lines(text: str) -> str:
    """Return `text` of several lines with each line tidy and at most one blank between two."""
    lines = "\n".join(tidy(line) for line in text.splitlines())
    return _BLANK_LINES.sub("\n\n", lines).strip()


def _repaired(text: str) -> str:
    text = _DOUBLED_E.sub("\u0e41", text)
    text = _MARK_BEFORE_BASE.sub(r"\1\3\2", text)
    text = _MARK_RUN.sub(_ordered, text)
    text = _TONE_AFTER_VOWEL.sub(r"\2\1", text)
    text = _SPLIT_AM.sub(_join_am, text)
    return unicodedata.normalize("NFC", _DOUBLED_AM.sub(SARA_AM, text))


def arabic_digits(text: str) -> str:
    """Return `text` with ๐-๙ written 0-9."""
    # Looking is cheap, and a sheet has half a million cells; `translate` stumbles over each letter.
    return text.translate(_TO_ARABIC) if _THAI_DIGIT.search(text) else text


def thai_digits(text: str) -> str:
    """Return `text` with 0-9 written ๐-๙, as formal letters ask for."""
    return text.translate(_TO_THAI)


def _join_am(match: re.Match[str]) -> str:
    return f"{match[1]}{match[2]}{SARA_AM}"


def _rank(mark: str) -> int:
    if mark in TONES:
        return 1
    return 2 if mark in _OTHER_MARKS else 0


def _ordered(match: re.Match[str]) -> str:
    return "".join(dict.fromkeys(sorted(match[0], key=_rank)))


# Longest first within a family; what is written short is stored long.
_TITLES: Final[tuple[tuple[str, str], ...]] = (
    (r"เด็กชาย|ด\s?\.\s?ช\s?\.", "เด็กชาย"),
    (r"เด็กหญิง|ด\s?\.\s?ญ\s?\.", "เด็กหญิง"),
    (r"นางสาว|น\s?\.\s?ส\s?\.|นส\.", "นางสาว"),
    (r"นาง", "นาง"),
    (r"นาย", "นาย"),
)
_TITLE: Final = [(re.compile(f"(?:{pattern})\\s*(?=\\S)"), title) for pattern, title in _TITLES]
_RANK_WORDS: Final = (
    r"ร้อยตรี|ร้อยโท|ร้อยเอก|พันตรี|พันโท|พันเอก|พลตรี|พลโท|พลเอก|"
    r"(?:จ่าสิบ|พันจ่า|จ่า|สิบ)(?:ตรี|โท|เอก)|เรือ(?:ตรี|โท|เอก)|นาวา(?:ตรี|โท|เอก)|"
    r"เรืออากาศ(?:ตรี|โท|เอก)|นาวาอากาศ(?:ตรี|โท|เอก)|"
    r"(?:ร้อยตำรวจ|พันตำรวจ|สิบตำรวจ)(?:ตรี|โท|เอก)|ดาบตำรวจ|"
    r"(?:ร|พ|ส|จ)\.(?:ต|ท|อ)\.(?:[ตทอ]\.)?|จ\.ส\.[ตทอ]\.|ด\.ต\."
)
_SERVICE: Final = re.compile(
    rf"((?:ว่าที่\s?)?(?:{_RANK_WORDS})(?:\s?หญิง)?|(?:พระ(?:ครู|มหา|อธิการ|ใบฎีกา|ปลัด|สมุห์)?|"
    rf"สามเณร|แม่ชี|ดร\.|หม่อมหลวง|หม่อมราชวงศ์|ม\.ล\.|ม\.ร\.ว\.)(?=\s))\s*(?=\S)"
)


def split_title(fullname: str) -> tuple[str, str]:
    """Return (title, the rest) of a person's name; the title is "" where there is none.

    Common titles are recognised with and without a space and in their short forms, which are
    written out (น.ส. becomes นางสาว). People are sorted without their title. A name that
    only begins like a title ("นาง" alone, "พระนาย") keeps its letters.
    """
    name = tidy(fullname)
    for pattern, title in _TITLE:
        if match := pattern.match(name):
            return title, name[match.end() :]
    if match := _SERVICE.match(name):
        return match[1].strip(), name[match.end() :]
    return "", name
