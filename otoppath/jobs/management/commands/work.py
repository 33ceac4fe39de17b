"""Do the work that pages leave behind them, until stopped."""

from typing import Any

from django.utils.translation import gettext as _
from django_tasks_db.management.commands.db_worker import Command as Worker

from otoppath.jobs.worker import Heart, take_up_again


class Command(Worker):
    """`manage.py work [--batch]`: django-tasks-db's `db_worker`, which says that it is there.

    What a killed worker left half-done is taken up again first.
    """

    help = _("ทำงานเบื้องหลังจนกว่าจะสั่งหยุด (--batch ทำงานที่รออยู่ให้หมดแล้วจบ)")

    def handle(self, *args: Any, **options: Any) -> None:
        """Beat, take up what was left, and work."""
        heart = Heart()
        heart.start()
        try:
            take_up_again()
            # A page waits for it: no pause at the start, and none for a change of the source.
            super().handle(*args, **options | {"startup_delay": False, "reload": False})
        finally:
            heart.stop()
