"""`manage.py restore FILE`: a backup into an empty system."""

from argparse import ArgumentParser
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from otoppath.privacy.backups import restore
from otoppath.privacy.engines import BackupError
from otoppath.thai.dates import format_datetime


class Command(BaseCommand):
    """Restore a backup; nothing is ever overwritten."""

    help = gettext_lazy("กู้คืนไฟล์สำรองลงในระบบที่ยังว่างอยู่")  # type: ignore[assignment]
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the name of the archive."""
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        """Restore it, and say what to do next."""
        try:
            manifest = restore(options["file"])
        except (BackupError, OSError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            _("กู้คืนข้อมูลที่สำรองไว้เมื่อ %(made_at)s แล้ว ต่อไปให้สั่ง manage.py migrate")
            % {"made_at": format_datetime(datetime.fromisoformat(manifest["made_at"]))}
        )
