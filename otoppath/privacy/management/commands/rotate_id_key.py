"""`manage.py rotate_id_key`: write every encrypted value anew with the newest key."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from otoppath.privacy.keys import KeysError, add_id_key
from otoppath.privacy.rotation import sealed_places


class Command(BaseCommand):
    """Change the key of the encrypted columns in two steps, with a restart between them.

    With --new-key a key is added and nothing else happens: the running server does not know it
    yet. Once the server was restarted, the command without it rewrites the values.
    """

    help = gettext_lazy("เข้ารหัสข้อมูลใหม่ด้วยกุญแจดอกล่าสุด (สั่งด้วย --new-key ก่อนเพื่อสร้างกุญแจ)")  # type: ignore[assignment]

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take --new-key."""
        parser.add_argument("--new-key", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        """Add a key, or rewrite the values."""
        if options["new_key"]:
            self._add_key()
        else:
            self._rewrite()

    def _add_key(self) -> None:
        if settings.KEYS.file is None:
            raise CommandError(_("ระบบนี้รับกุญแจจากตัวแปร ID_KEYS ให้เพิ่มกุญแจที่นั่น แล้วเริ่มระบบใหม่"))
        try:
            number = add_id_key(settings.KEYS.file)
        except KeysError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            _("สร้างกุญแจหมายเลข %(number)d แล้ว ให้สำเนา keys.env เก็บไว้ เริ่มระบบใหม่ แล้วสั่งอีกครั้ง")
            % {"number": number}
        )

    def _rewrite(self) -> None:
        for place in sealed_places():
            self.stdout.write(
                _("%(place)s: เข้ารหัสใหม่ %(count)d รายการ")
                % {"place": place.name, "count": place.rewrite()}
            )
        self.stdout.write(
            _("ใช้กุญแจหมายเลข %(number)d แล้ว อย่าทิ้งกุญแจเดิม เพราะไฟล์สำรองเก่ายังต้องใช้")
            % {"number": settings.KEYS.current_id_key}
        )
