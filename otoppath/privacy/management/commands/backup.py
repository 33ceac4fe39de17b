"""`manage.py backup FILE`: database and private files into one archive."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from otoppath.privacy.backups import back_up
from otoppath.privacy.engines import BackupError


class Command(BaseCommand):
    """Write a backup while people work; the keys are not in it."""

    help = gettext_lazy("สำรองฐานข้อมูลและไฟล์ลงในไฟล์เดียว (ไม่รวมกุญแจ)")  # type: ignore[assignment]

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the name of the new file."""
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        """Write it, and say what a restore will need."""
        try:
            manifest = back_up(options["file"])
        except (BackupError, OSError) as error:
            raise CommandError(str(error)) from error
        files = len(manifest["members"]) - 1
        self.stdout.write(
            _("สำรองแล้วที่ %(path)s (ฐานข้อมูลและไฟล์ %(files)d ไฟล์)")
            % {"path": options["file"], "files": files}
        )
        self.stdout.write(_("ไฟล์นี้ไม่มีกุญแจ ให้เก็บสำเนา keys.env ไว้อีกที่หนึ่ง หากไม่มีกุญแจจะกู้คืนไม่ได้"))
