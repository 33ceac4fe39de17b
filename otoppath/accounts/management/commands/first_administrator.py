"""`manage.py first_administrator`: how to open the first account, when there is none."""

import os
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from otoppath.accounts.models import Role, User


class Command(BaseCommand):
    """Say how the first administrator is created; say nothing once there is one."""

    help = _("บอกวิธีสร้างผู้ดูแลระบบคนแรก")

    def handle(self, *args: Any, **options: Any) -> None:
        """Look for an administrator who can log in."""
        if User.objects.filter(role=Role.ADMINISTRATOR, is_active=True).exists():
            return
        # Not its value: it may hold a password.
        database = "DATABASE_URL=… " if "DATABASE_URL" in os.environ else ""
        self.stdout.write(
            _("ยังไม่มีผู้ดูแลระบบ เปิดหน้าต่างคำสั่งอีกหน้าต่างหนึ่งแล้วสร้างด้วยคำสั่ง %(command)s")
            % {"command": f"{database}.venv/bin/python manage.py createsuperuser"}
        )
