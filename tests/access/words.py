"""What a page says in the other language: `strangers(html, "en")` is Thai on an English page.

Not counted: what is in the rows (names, notes, anything typed), and what says of itself that it
is in the other language (`lang="th"`).
"""

import re
from collections.abc import Collection
from html.parser import HTMLParser

from django.apps import apps
from django.db.models import CharField, TextField

OF_THE_OTHER = {"en": re.compile("[\u0e01-\u0e5b]"), "th": re.compile("[A-Za-z]{2,}")}
# Thai as it is written in offices: names of standards and programmes, kinds of file, keys of the
# keyboard; and the ground of a masked number.
SAID_IN_LATIN = re.compile(
    r"\b(?:OTOP|Path|SME|GMP|HACCP|GAP|GI|PGS|Organic Thailand|TPMAP|ThaiQM|Excel|Paste values|PDF"
    r"|JPEG|PNG|WEBP|CSV|UTF-8|MB|LINE|Google|Microsoft|Authenticator|English|IP|HTTP|GET|POST"
    r"|Axes|DEBUG|Shift|Ctrl\+[A-Z]|Tab|Enter|Esc|Delete|F2)\b|\bsomying\.k\b|x-xxxx-xxxxx"
)
KINDS_OF_FILE = re.compile(r"\.(?:xlsx|xls|csv)\b")  # behind the names that people gave their files
# One-time passwords and reference codes.
MADE_BY_CHANCE = re.compile(r"\b[a-z0-9]{4}-[a-z0-9]{4}-[a-z0-9]{4}\b|\b[0-9a-f]{16}\b")
INITIALS = re.compile(r"[ก-ฮ]\.(?:\s?[ก-ฮ]\.)?")
OWN_APPS = ("places", "accounts", "households", "groups", "products", "markets", "privacy")
SHOWN_ATTRIBUTES = ("title", "aria-label", "placeholder", "alt", "data-label", "label")
EMPTY = frozenset(("br", "hr", "img", "input", "link", "meta", "source", "wbr"))


def strangers(
    html: str, language: str, known: list[str] | None = None, *, but: Collection[str] = ()
) -> set[str]:
    """Pieces of a page in the other language that nobody typed, `but` some.

    `known` is `typed()` of an earlier moment; only what it leaves asks every row again.
    """
    reader = _Reader(language)
    reader.feed(re.sub("<wbr>|\u200b|\u2060", "", html))
    pieces = set(reader.pieces).difference(but)
    left = {piece for piece in pieces if _is_strange(piece, language, known or [])}
    now = typed() if left else []
    return {piece for piece in left if _is_strange(piece, language, now)}


def _is_strange(piece: str, language: str, of_rows: list[str]) -> bool:
    other = OF_THE_OTHER[language]
    if not other.search(piece):
        return False
    piece = MADE_BY_CHANCE.sub(" ", piece)
    if language == "th":  # before a row's "Thai" is taken out of "Organic Thailand"
        piece = SAID_IN_LATIN.sub(" ", piece)
    for text in of_rows:
        piece = piece.replace(text, " ")
    piece = (INITIALS if language == "en" else KINDS_OF_FILE).sub(" ", piece)
    return bool(other.search(piece))


def typed() -> list[str]:
    """Every text of every row but choices, which are ours, and its parts; the longest first."""
    texts = set()
    for label in OWN_APPS:
        for model in apps.get_app_config(label).get_models():
            names = [
                field.attname
                for field in model._meta.concrete_fields
                if isinstance(field, CharField | TextField) and not field.choices
            ]
            if names:
                for row in model._base_manager.values_list(*names):
                    texts |= {" ".join(text.split()) for text in row if isinstance(text, str)}
    texts |= {part for text in texts for part in text.split()}
    return sorted((text for text in texts if len(text) > 1), key=len, reverse=True)


class _Reader(HTMLParser):
    """Gathers what is read or spoken, but for elements in a language of their own."""

    def __init__(self, language: str) -> None:
        super().__init__()
        self.language = language
        self.pieces: list[str] = []
        self.open: list[tuple[str, bool]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        lang = given.get("lang")
        is_ours = tag not in ("script", "style") and (
            tag == "html" or lang in (None, self.language)
        )
        if tag not in EMPTY:
            self.open.append((tag, is_ours))
        if is_ours and self._listens():
            shown = [given.get(name) for name in SHOWN_ATTRIBUTES]
            if tag == "input" and given.get("type") in ("submit", "button"):
                shown.append(given.get("value"))
            self.pieces += filter(None, shown)

    def handle_endtag(self, tag: str) -> None:
        for place in reversed(range(len(self.open))):
            if self.open[place][0] == tag:
                del self.open[place:]
                return

    def handle_data(self, data: str) -> None:
        if data.strip() and self._listens():
            self.pieces.append(" ".join(data.split()))

    def _listens(self) -> bool:
        return all(is_ours for _, is_ours in self.open)
