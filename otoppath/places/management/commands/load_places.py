"""`manage.py load_places FILE`: bring the places up to a published list."""

import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from otoppath.places.loading import Remark, Report, TooManyMissing, load_places
from otoppath.places.ranges import code_range
from otoppath.places.sources import SourceError

SHOWN_REMARKS = 500


class Command(BaseCommand):
    """Load provinces, districts, subdistricts and villages; nothing is deleted."""

    help = _("นำเข้าบัญชีจังหวัด อำเภอ ตำบล หมู่บ้าน จากไฟล์ โดยไม่ลบพื้นที่ใด")

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Files, and whether they are the whole list."""
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
        parser.add_argument(
            "--close-missing",
            nargs="*",
            metavar="CODE",
            help=_("ปิดพื้นที่ที่ไม่มีในไฟล์ ระบุรหัสเพื่อจำกัดเฉพาะพื้นที่นั้น"),
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Load, and say what became of each line."""
        began = time.monotonic()
        try:
            areas = options["close_missing"]
            for area in areas or ():
                code_range(area)
            report = load_places(options["files"], close_missing=areas, tell=self.tell)
        except (SourceError, TooManyMissing) as error:
            raise CommandError(str(error)) from error
        except ValueError as error:
            raise CommandError(_("รหัสพื้นที่ต้องเป็นตัวเลข 2, 4, 6 หรือ 8 หลัก")) from error
        self.show_remarks(report.remarks)
        self.show_remarks(report.refusals)
        self.show_counts(report, time.monotonic() - began)

    def tell(self, text: str) -> None:
        """Show how far it is."""
        self.stdout.write(text)
        self.stdout.flush()

    def show_remarks(self, remarks: list[Remark]) -> None:
        """Each line that was not taken, or not wholly, with its number and reason."""
        for remark in remarks[:SHOWN_REMARKS]:
            self.stderr.write(
                _("%(file)s แถวที่ %(number)d: %(reason)s")
                % {"file": remark.file, "number": remark.number, "reason": remark.reason}
            )
        if (hidden := len(remarks) - SHOWN_REMARKS) > 0:
            self.stderr.write(
                ngettext("และอีก %(count)d แถว", "และอีก %(count)d แถว", hidden) % {"count": hidden}
            )

    def show_counts(self, report: Report, seconds: float) -> None:
        """The sums, and that nothing changed when nothing did."""
        counts = (
            (_("อ่าน"), report.read),
            (_("ใหม่"), report.new),
            (pgettext("count", "เปลี่ยน"), report.changed),
            (_("เหมือนเดิม"), report.unchanged),
            (_("ไม่ใช่หมู่บ้าน จึงข้าม"), report.left_out),
            (_("ไม่รับ"), report.refused),
            (_("ปิด"), report.closed),
        )
        for label, count in counts:
            self.stdout.write(f"{label}: {count:,}")
        if report.changed_nothing:
            self.stdout.write(_("ไม่มีอะไรเปลี่ยนแปลง"))
        self.stdout.write(self.style.SUCCESS(_("เสร็จใน %(seconds).1f วินาที") % {"seconds": seconds}))
