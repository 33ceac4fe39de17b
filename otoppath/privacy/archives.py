"""An uploaded .xlsx is a zip: half a megabyte of it can unpack to gigabytes of cells."""

import zipfile
import zlib
from io import BytesIO

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

# 5,000 rows of 60 columns, as Excel writes them, unpack to some 20 MB.
UNPACKED_MAX_BYTES = 64 * 1024 * 1024
CHUNK = 1024 * 1024


def check_unpacked_size(content: bytes, limit: int = UNPACKED_MAX_BYTES) -> None:
    """Raise ValidationError, in Thai, when the archive is damaged or unpacks to over `limit`.

    Measured (calamine, a made-up sheet): 0.5 MB unpacked to 138 MB and took 380 MB of memory. The
    sizes an archive declares are not believed: every member is unpacked, a chunk at a time.
    """
    left = limit
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            for member in archive.infolist():
                with archive.open(member) as unpacked:
                    while chunk := unpacked.read(CHUNK):
                        left -= len(chunk)
                        if left < 0:
                            raise too_large()
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise damaged() from error


def too_large() -> ValidationError:
    """Return the refusal of a file that holds more than the server bears."""
    return ValidationError(_("แฟ้มนี้มีข้อมูลมากเกินไป ให้แบ่งเป็นหลายแฟ้มแล้วลองอีกครั้ง"), "too_large")


def damaged() -> ValidationError:
    """Return the refusal of a file that cannot be opened."""
    return ValidationError(_("เปิดแฟ้มไม่ได้ แฟ้มอาจเสียหายหรือตั้งรหัสผ่านไว้ ให้บันทึกเป็น .xlsx ใหม่"), "damaged")
