"""A spreadsheet that unpacks to more than the server bears is refused before it is read."""

import struct
import zipfile
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError

from households.imports.reading import UnreadableFile, read
from otoppath.privacy import archives
from otoppath.privacy.archives import check_unpacked_size

LIMIT = 1024 * 1024


def packed(*sizes):
    """A zip with one member of zeros of each size."""
    content = BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for n, size in enumerate(sizes):
            archive.writestr(f"sheet{n}.xml", b"\0" * size)
    return content.getvalue()


def refusal(content):
    with pytest.raises(ValidationError) as refused:
        check_unpacked_size(content, LIMIT)
    return refused.value.code


def test_sheet_within_the_limit_passes():
    check_unpacked_size(packed(LIMIT), LIMIT)


def test_sheet_over_the_limit_is_refused():
    content = packed(LIMIT + 1)
    assert len(content) < LIMIT / 100

    assert refusal(content) == "too_large"


def test_members_count_together():
    assert refusal(packed(LIMIT // 2, LIMIT // 2, 1)) == "too_large"


def test_sheet_that_lies_about_its_size_is_refused():
    content = packed(50 * LIMIT)
    honest, lie = struct.pack("<L", 50 * LIMIT), struct.pack("<L", 10)
    assert content.count(honest) == 2

    assert refusal(content.replace(honest, lie)) == "damaged"


def test_unpacking_stops_at_the_limit(monkeypatch):
    seen = []
    read = zipfile.ZipExtFile.read
    monkeypatch.setattr(zipfile.ZipExtFile, "read", lambda self, n: seen.append(n) or read(self, n))

    refusal(packed(20 * LIMIT))

    assert sum(seen) <= LIMIT + 2 * archives.CHUNK


@pytest.mark.parametrize("cut", [0, 1, 30, 200])
def test_archive_cut_short_is_refused(cut):
    assert refusal(packed(LIMIT)[:cut]) == "damaged"


def test_import_refuses_such_a_sheet_before_reading_it(monkeypatch):
    monkeypatch.setattr("python_calamine.CalamineWorkbook.from_filelike", pytest.fail)

    with pytest.raises(UnreadableFile, match="ข้อมูลมากเกินไป"):
        read(packed(archives.UNPACKED_MAX_BYTES + 1), lambda cells: True)


def test_sheet_with_a_password_is_refused():
    content = bytearray(packed(100))
    for header, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(header) + flags] |= 1

    assert refusal(bytes(content)) == "damaged"
