"""Bring in a spreadsheet of households from the command line: the same import as the page."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from households.imports import batches
from otoppath.accounts.models import User

UNOPENED: dict[type, Any] = {
    FileNotFoundError: gettext_lazy("ไม่พบแฟ้ม %(file)s ตรวจชื่อและที่อยู่ของแฟ้ม"),
    IsADirectoryError: gettext_lazy("%(file)s เป็นโฟลเดอร์ ระบุชื่อแฟ้ม .xlsx .xls หรือ .csv"),
    PermissionError: gettext_lazy("ไม่มีสิทธิ์อ่านแฟ้ม %(file)s"),
}


class Command(BaseCommand):
    """`manage.py import_households FILE --user NAME [--commit] [--json]`.

    Exit status 0 when the file could be read, 2 with the reason when not.
    """

    help = _("นำเข้ารายชื่อครัวเรือนจากแฟ้ม .xlsx .xls หรือ .csv (ไม่ใส่ --commit จะเพียงบอกว่าจะทำอะไร)")

    def add_arguments(self, parser: CommandParser) -> None:
        """File, user, and whether to write."""
        parser.add_argument("file")
        parser.add_argument("--user", required=True)
        parser.add_argument("--commit", action="store_true")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        """Read, judge, write when asked, and say what came of it."""
        user = self.user_of(options["user"])
        content = self.read(Path(options["file"]))
        try:
            batch, plan = batches.begin(content, Path(options["file"]).name, by=user)
        except batches.UnreadableFile as error:
            raise CommandError(str(error), returncode=2) from error
        if batch.other_sheets:
            said = {"sheet": batch.sheet, "names": ", ".join(batch.other_sheets)}
            self.stderr.write(_("อ่านแผ่น %(sheet)s แผ่นอื่นในแฟ้มยังไม่ได้อ่าน: %(names)s") % said)
        if batch.unasked:
            self.stderr.write(batch.unasked_note)
        result = plan.counts() | {"errors": plan.errors()}
        if options["commit"]:
            batches.finish(batch, by=user)
        else:
            batches.drop(batch)
        self.tell(result, as_json=options["json"])

    def read(self, path: Path) -> bytes:
        """Return what the file holds, or say why it cannot be opened."""
        try:
            return path.read_bytes()
        except OSError as error:
            why = UNOPENED.get(type(error), gettext_lazy("อ่านแฟ้ม %(file)s ไม่ได้"))
            raise CommandError(str(why) % {"file": path}, returncode=2) from error

    def user_of(self, username: str) -> User:
        """Return the user if it exists and may import."""
        user = User.objects.filter(username=username, is_active=True).first()
        if user is None:
            raise CommandError(_("ไม่มีผู้ใช้ชื่อนี้: %(name)s") % {"name": username}, returncode=2)
        if not user.has_perm("households.import"):
            raise CommandError(_("ผู้ใช้นี้ไม่มีสิทธิ์นำเข้าข้อมูล"), returncode=2)
        return user

    def tell(self, result: dict[str, Any], *, as_json: bool) -> None:
        """Print one object, or the counts and one line a refused cell."""
        if as_json:
            self.stdout.write(json.dumps(result, ensure_ascii=False))
            return
        for name, value in result.items():
            if name != "errors":
                self.stdout.write(f"{name}: {value:,}")
        for error in result["errors"]:
            self.stdout.write("{row} {column}: {value} — {reason}".format(**error))
