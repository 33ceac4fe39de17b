"""`manage.py set_up_office`: from an empty database to an office that can log in.

It takes what it needs from its options, and from OFFICE_PASSWORD, or asks at the terminal. Once
there is an administrator it only loads the list of places it is given.
"""

import getpass
import os
import sys
from argparse import ArgumentParser
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.translation import gettext as _

from otoppath.accounts.models import ProgrammeYear, Role, User
from otoppath.places.models import Place
from otoppath.places.names import place_title
from otoppath.thai.dates import fiscal_year, today


class Command(BaseCommand):
    """Load the places, open the year, create the administrator and the chief of one district."""

    help = _("ตั้งต้นระบบจริงของสำนักงานหนึ่งแห่ง: บัญชีพื้นที่ ปีงบประมาณ ผู้ดูแลระบบ พัฒนาการอำเภอ")

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Everything that would be asked for."""
        parser.add_argument("--places", metavar="FILE", help=_("ไฟล์บัญชีจังหวัด อำเภอ ตำบล หมู่บ้าน"))
        parser.add_argument("--district", metavar="CODE", help=_("รหัสอำเภอ 4 หลัก"))
        parser.add_argument("--administrator", metavar="NAME", help=_("ชื่อผู้ใช้ของผู้ดูแลระบบ"))
        parser.add_argument("--chief", metavar="NAME", help=_("ชื่อผู้ใช้ของพัฒนาการอำเภอ"))

    def handle(self, *args: Any, **options: Any) -> None:
        """Do what is not done yet."""
        if options["places"]:
            call_command("load_places", options["places"], stdout=self.stdout, stderr=self.stderr)
        if User.objects.filter(role=Role.ADMINISTRATOR, is_active=True).exists():
            return
        self.make_sure_of_places()
        district = self.district(options["district"])
        administrator = self.account(Role.ADMINISTRATOR, options["administrator"])
        password = self.password(administrator)
        chief = None
        if options["chief"] or self.is_asked(_("สร้างบัญชีพัฒนาการอำเภอเลยหรือไม่ (y/n)")):
            chief = self.account(Role.CHIEF, options["chief"])
        self.open_office(district, administrator, password, chief)

    def open_office(
        self, district: Place, administrator: User, password: str, chief: User | None
    ) -> None:
        """Create the accounts and the year, and say how to go on."""
        with transaction.atomic():
            ProgrammeYear.objects.get_or_create(fiscal_year=fiscal_year(today()))
            administrator.set_password(password)
            administrator.save()
            one_time = ""
            if chief is not None:
                one_time = chief.set_one_time_password()
                chief.save()
                chief.areas.set([district])
        self.stdout.write(_("สร้างผู้ดูแลระบบ %(username)s แล้ว") % {"username": administrator.username})
        if chief is not None:
            self.stdout.write(
                _("สร้างพัฒนาการ%(district)s %(username)s แล้ว รหัสผ่านใช้ครั้งเดียว: %(password)s")
                % {
                    "district": place_title(district.code),
                    "username": chief.username,
                    "password": one_time,
                }
            )
        self.stdout.write(_("เพิ่มพัฒนากรและอาสาพัฒนาชุมชนได้ที่เมนู ผู้ใช้"))

    def make_sure_of_places(self) -> None:
        """An office without its villages can record nothing."""
        if Place.objects.villages().exists():
            return
        path = self.ask(_("ไฟล์บัญชีพื้นที่ (ดู docs/operations.md)"), option="--places")
        call_command("load_places", path, stdout=self.stdout, stderr=self.stderr)

    def district(self, code: str | None) -> Place:
        """The district of the office, by its code."""
        code = code or self.ask(_("รหัสอำเภอ 4 หลัก เช่น 3610"), option="--district")
        found = Place.objects.districts().current().filter(code=code).first()
        if found is None:
            raise CommandError(_("ไม่พบอำเภอรหัส %(code)s ในบัญชีพื้นที่") % {"code": code})
        self.stdout.write(found.label)
        return found

    def account(self, role: Role, username: str | None) -> User:
        """An account that is valid but not saved yet."""
        username = username or self.ask(
            _("ชื่อผู้ใช้ของ%(role)s") % {"role": role.label}, option=f"--{role.value}"
        )
        user = User(username=username.lower(), role=role, first_name=str(role.label))
        try:
            user.full_clean(exclude=["password"])
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        return user

    def password(self, user: User) -> str:
        """A password that passes the same rules as on the page."""
        password = os.environ.get("OFFICE_PASSWORD") or self.typed_password()
        try:
            validate_password(password, user)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        return password

    def typed_password(self) -> str:
        """A password typed twice."""
        self.need_terminal("OFFICE_PASSWORD")
        first = getpass.getpass(_("รหัสผ่าน (อย่างน้อย 10 ตัวอักษร)") + ": ")
        if first != getpass.getpass(_("รหัสผ่านอีกครั้ง") + ": "):
            raise CommandError(_("รหัสผ่านสองครั้งไม่ตรงกัน"))
        return first

    def ask(self, question: str, *, option: str) -> str:
        """An answer from the terminal; without one, the option that is missing."""
        self.need_terminal(option)
        return input(f"{question}: ").strip()

    def is_asked(self, question: str) -> bool:
        """Whether somebody at the terminal says yes."""
        return sys.stdin.isatty() and input(f"{question}: ").strip().lower() in ("y", "yes", "ใช่")

    def need_terminal(self, option: str) -> None:
        """Nobody can be asked from a script."""
        if not sys.stdin.isatty():
            raise CommandError(_("ต้องระบุ %(option)s") % {"option": option})
