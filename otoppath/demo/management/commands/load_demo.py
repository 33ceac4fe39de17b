"""Load the demo: Phu Khiao with two years of plainly synthetic people."""

from time import monotonic
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.translation import gettext as _

from otoppath.accounts.models import User
from otoppath.demo import accounts, country, enrolments, groups, households, markets, products
from otoppath.demo.scene import Scene
from otoppath.places.models import Place


class Command(BaseCommand):
    """`manage.py load_demo`: into an empty database, under DEBUG, in one transaction."""

    help = _("สร้างข้อมูลสาธิตของอำเภอภูเขียว (เฉพาะฐานข้อมูลว่าง และเมื่อ DEBUG=1)")

    def handle(self, *args: Any, **options: Any) -> None:
        """Load everything or nothing."""
        if not settings.DEBUG:
            raise CommandError(_("ข้อมูลสาธิตใช้ได้เมื่อ DEBUG=1 เท่านั้น"))
        if User.objects.exists() or Place.objects.exists():
            raise CommandError(_("ฐานข้อมูลนี้มีข้อมูลแล้ว ข้อมูลสาธิตโหลดได้เฉพาะฐานข้อมูลว่าง"))
        began = monotonic()
        with transaction.atomic():
            self.load(Scene(say=self.stdout.write))
        self.stdout.write(_("เสร็จใน %(seconds).1f วินาที") % {"seconds": monotonic() - began})

    def load(self, scene: Scene) -> None:
        """Make the district from its places to its sales."""
        villages = country.load(scene)
        accounts.load(scene)
        homes = households.load(scene, villages)
        grouped = groups.plan(villages)
        rows = enrolments.plan(scene, homes, grouped)
        enrolments.load_meetings(scene, rows)
        enrolments.load_facts(scene, rows)
        made = groups.load(scene, grouped, rows)
        makers = products.load(scene, made, rows)
        markets.load(scene, made, rows, makers)
        enrolments.load_events(scene, rows)
        enrolments.let_some_leave(scene, rows)
        enrolments.leave_some_waiting(scene)
        households.enter_some_twice(scene, homes)
