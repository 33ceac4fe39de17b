"""Look for households that were entered twice."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import gettext as _

from households.duplicates import findings
from households.models import DuplicatePair, Household
from otoppath.places.ranges import code_in


class Command(BaseCommand):
    """`manage.py find_duplicates [--area CODE]`: what changed since the last time is compared."""

    help = _("ค้นหาครัวเรือนที่อาจบันทึกซ้ำ")

    def add_arguments(self, parser: CommandParser) -> None:
        """The area, the whole country unless told."""
        parser.add_argument("--area", default="")

    def handle(self, *args: Any, **options: Any) -> None:
        """Compare, and say how many pairs wait for an answer."""
        area = options["area"]
        rows = Household.objects.filter(code_in("village_id", [area])) if area else None
        n = findings.refresh(Household.objects.all() if rows is None else rows, at_most=None)
        pairs = DuplicatePair.objects.open()
        waiting = pairs.filter(code_in("first__village_id", [area])) if area else pairs
        said = _("ตรวจ %(n)d ครัวเรือน คู่ที่รอคำตอบ %(pairs)d คู่")
        self.stdout.write(said % {"n": n, "pairs": waiting.count()})
