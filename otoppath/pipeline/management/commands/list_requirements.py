"""Print what every step asks, as the page /requirements/ shows it."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from otoppath.pipeline.paths import PATHS
from otoppath.pipeline.tables import table_of


class Command(BaseCommand):
    """`manage.py list_requirements`."""

    help = _("พิมพ์เงื่อนไขของทุกขั้นตอน")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print one block a path, one line a requirement."""
        for table in map(table_of, PATHS.values()):
            self.stdout.write(f"\n{table['title']}")
            for step in table["steps"]:
                self.stdout.write(f"\n  {step['step'].value} {step['step'].label}")
                for line in step["lines"]:
                    self.stdout.write("    " + self.line(**line))

    def line(self, requirement: Any, amount: str) -> str:
        """Return code, sentence, number and whether it may be waived."""
        number = f" ({amount})" if amount else ""
        never = "" if requirement.waivable else f" [{_('ยกเว้นไม่ได้')}]"
        return f"{requirement.code}: {requirement.text}{number}{never}"
