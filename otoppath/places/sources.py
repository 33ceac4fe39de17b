"""The lists of places an office can get, each read into the same rows.

Three are known, told apart by their columns:

- the plain list: code, name_th, name_en, postcode, latitude, longitude and, where a place was
  merged or split, replaced_by (.csv, .csv.gz);
- thailand-geography-data/thailand-geography-json: provinces.json, districts.json,
  subdistricts.json, geography.json (MIT);
- open-admin-data/thailand-administrative-divisions: all-flat.csv and .ndjson, the JSON files of
  each level, villages-by-province/*.json and villages.csv (CC BY 4.0). Of its villages only
  moo 01-50 are villages; higher numbers are municipal communities.
"""

import csv
import gzip
import io
import json
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

LAST_MOO = 50


class SourceError(ValueError):
    """The file as a whole cannot be read; the sentence in Thai says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line or item of a list: the columns it has, or why it could not be read."""

    file: str
    number: int
    values: dict[str, str] = field(default_factory=dict)
    problem: str = ""
    is_left_out: bool = False


def read_places(path: Path) -> Iterator[Row]:
    """Read each place of a published list. Raises SourceError when it is none that is known."""
    text = _text_of(path)
    records = _json_records(text) if _looks_like_json(text) else _csv_records(text)
    interpret: Callable[[dict[str, Any]], Iterable[dict[str, str] | None]] | None = None
    for number, record in records:
        if isinstance(record, str):
            yield Row(file=path.name, number=number, problem=record)
            continue
        interpret = interpret or _format_of(record, path)
        for values in interpret(record):
            if values is None:
                yield Row(file=path.name, number=number, is_left_out=True)
            else:
                yield Row(file=path.name, number=number, values=values)
    if interpret is None:
        raise SourceError(_("ไฟล์ %(file)s ไม่มีรายการพื้นที่") % {"file": path.name})


# --- Files --------------------------------------------------------------------------------


def _text_of(path: Path) -> str:
    """Text of a file, unpacked; bytes that are not UTF-8 stay as lone surrogates."""
    try:
        content = path.read_bytes()
        if content[:2] == b"\x1f\x8b":
            content = gzip.decompress(content)
    except (OSError, EOFError, zlib.error) as error:
        raise SourceError(
            _("อ่านไฟล์ %(file)s ไม่ได้: %(reason)s") % {"file": path, "reason": error}
        ) from error
    return content.decode("utf-8-sig", errors="surrogateescape")


def _looks_like_json(text: str) -> bool:
    return text.lstrip()[:1] in ("[", "{")


def _csv_records(text: str) -> Iterator[tuple[int, dict[str, Any] | str]]:
    """Records of a CSV file under the number of the line each begins on."""
    lines = csv.reader(io.StringIO(text, newline=""))
    header = [name.strip() for name in next(lines, [])]
    begins = lines.line_num + 1
    for cells in lines:
        number, begins = begins, lines.line_num + 1
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) != len(header):
            yield (
                number,
                _("มี %(seen)d ช่อง แต่หัวตารางมี %(wanted)d ช่อง")
                % {
                    "seen": len(cells),
                    "wanted": len(header),
                },
            )
        else:
            yield number, dict(zip(header, cells, strict=True))


def _json_records(text: str) -> Iterator[tuple[int, dict[str, Any] | str]]:
    """Records of a JSON array under their place in it, or of one object a line."""
    try:
        items = json.loads(text) if text.lstrip()[0] == "[" else None
    except ValueError as error:
        raise SourceError(_("ไฟล์ JSON เสียหาย: %(reason)s") % {"reason": error}) from error
    if items is None:
        yield from _json_lines(text)
        return
    for number, item in enumerate(items, start=1):
        yield number, item if isinstance(item, dict) else _("ไม่ใช่รายการของพื้นที่")


def _json_lines(text: str) -> Iterator[tuple[int, dict[str, Any] | str]]:
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        try:
            item = json.loads(line)
        except ValueError:
            yield number, _("บรรทัดนี้ไม่ใช่ JSON ที่สมบูรณ์")
        else:
            yield number, item if isinstance(item, dict) else _("ไม่ใช่รายการของพื้นที่")


# --- Formats ------------------------------------------------------------------------------


def _format_of(
    record: dict[str, Any], path: Path
) -> Callable[[dict[str, Any]], Iterable[dict[str, str] | None]]:
    """The reader of a list, known by the columns of its first record."""
    columns = set(record)
    if {"code", "name_th"} <= columns:
        return _plain
    if {"id", "name.th"} <= columns or ("id" in columns and isinstance(record.get("name"), dict)):
        return _division
    if "provinceCode" in columns:
        return _Geography()
    raise SourceError(
        _(
            "ไม่รู้จักรูปแบบของไฟล์ %(file)s: ต้องมีคอลัมน์ code และ name_th หรือเป็นไฟล์ของ "
            "thailand-geography-json หรือ thailand-administrative-divisions"
        )
        % {"file": path.name}
    )


PLAIN_COLUMNS = (
    "code",
    "name_th",
    "name_en",
    "postcode",
    "latitude",
    "longitude",
    "replaced_by",
)


def _plain(record: dict[str, Any]) -> Iterable[dict[str, str]]:
    """A row of the plain list, in CSV or as JSON objects with the same names."""
    return [{name: _cell(record[name]) for name in PLAIN_COLUMNS if name in record}]


def _division(record: dict[str, Any]) -> Iterable[dict[str, str] | None]:
    """A record of thailand-administrative-divisions, nested (JSON) or flat (CSV)."""
    code = _cell(record["id"])
    if len(code) == 8 and code.isdigit() and not 1 <= int(code[6:]) <= LAST_MOO:
        return [None]
    name, place = record.get("name"), record.get("geo")
    name = name if isinstance(name, dict) else {}
    place = place if isinstance(place, dict) else {}
    return [
        {
            "code": code,
            "name_th": _own_name(code, _cell(name.get("th", record.get("name.th")))),
            "name_en": _cell(name.get("en", record.get("name.en"))),
            "postcode": _first_postcode(record.get("zip_codes")),
            "latitude": _cell(place.get("lat", record.get("geo.lat"))),
            "longitude": _cell(place.get("lon", record.get("geo.lon"))),
        }
    ]


class _Geography:
    """Reader of thailand-geography-json, whose rows repeat the places above them."""

    def __init__(self) -> None:
        self.seen: set[str] = set()

    def __call__(self, record: dict[str, Any]) -> Iterable[dict[str, str]]:
        """The place of the record, behind those above it that no earlier record named."""
        for level in ("province", "district", "subdistrict"):
            if f"{level}NameTh" not in record:
                continue
            values = {
                "code": _cell(record.get(f"{level}Code")),
                "name_th": _cell(record[f"{level}NameTh"]),
                "name_en": _cell(record.get(f"{level}NameEn")),
            }
            if f"{level}Code" == self._last_code(record):
                values["postcode"] = _cell(record.get("postalCode"))
            elif values["code"] in self.seen:
                continue
            self.seen.add(values["code"])
            yield values

    @staticmethod
    def _last_code(record: dict[str, Any]) -> str:
        """Name of the deepest code, which the postal code of the record belongs to."""
        levels = ("subdistrictCode", "districtCode", "provinceCode")
        return next(name for name in levels if name in record)


def _own_name(code: str, name: str) -> str:
    """The name as the other lists write it: villages with บ้าน, Bangkok without เขต and แขวง."""
    if len(code) == 8:
        return name if not name or name.startswith("บ้าน") else f"บ้าน{name}"
    for word in ("เขต ", "แขวง "):
        name = name.removeprefix(word)
    return name


def _first_postcode(value: Any) -> str:
    """The first of several postal codes: a list in JSON, parted by semicolons in CSV."""
    if isinstance(value, list):
        return _cell(value[0]) if value else ""
    return _cell(value).partition(";")[0]


def _cell(value: Any) -> str:
    """A value as text: null is blank, a code written as a number keeps its digits."""
    return "" if value is None else str(value).strip()
