"""Whether a worker is there, and taking up what one left that was killed.

A job is a row of the database (django-tasks-db), written in the transaction that wants it done,
so that none is lost and none is done for what was rolled back. A job may run twice, after a
killed worker or beside a second one: each finds out under a lock whether it is still wanted.
"""

import logging
import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.core.cache import cache
from django.db import close_old_connections, connection, transaction
from django.db.models import Q
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks.base import Task

logger = logging.getLogger(__name__)

BEAT = 4  # seconds between two signs of life
GONE_AFTER = 15  # seconds without one
HOUR = 3600
KEPT = timedelta(days=7)  # what is known of a job that is done
_SIGN = "worker-is-there"
_ENDED = ("builtins.SystemExit", "builtins.KeyboardInterrupt")

BEGUN_AT_MOST = 3  # workers of one job that were killed in the middle of it

_hourly: list[Callable[[], object]] = []
_told_of: dict[str, Callable[..., object]] = {}


class GivenUp(Exception):
    """A job is not begun again, because too many workers did not live to end it."""


def hourly(work: Callable[[], object]) -> None:
    """Let the worker do something by the hour; called from an AppConfig's `ready`."""
    _hourly.append(work)


def is_there() -> bool:
    """Whether a worker gave a sign of life just now."""
    return cache.get(_SIGN) is not None


def give_sign() -> None:
    """Say that a worker is there."""
    cache.set(_SIGN, True, timeout=GONE_AFTER)


def when_given_up(job: Task, tell: Callable[..., object]) -> None:
    """Call `tell` with the job's own arguments when it is begun no more; see `take_up_again`."""
    _told_of[job.module_path] = tell


def take_up_again() -> int:
    """Let jobs that a worker began and did not end be done anew; return how many.

    One that was begun three times and killed its last worker is given up: more likely than not it
    killed the others too. A worker that was told to end did not die of its job.
    """
    from django_tasks_db.models import DBTaskResult

    killed = Q(status=TaskResultStatus.RUNNING)
    told_to_end = Q(status=TaskResultStatus.FAILED, exception_class_path__in=_ENDED)
    begun = list(DBTaskResult.objects.filter(killed | told_to_end))
    killers = (job for job in begun if job.status == TaskResultStatus.RUNNING)
    given_up = [job for job in killers if len(job.worker_ids) >= BEGUN_AT_MOST]
    for job in given_up:
        _give_up(job)
    again = DBTaskResult.objects.filter(pk__in={job.pk for job in begun if job not in given_up})
    return again.update(status=TaskResultStatus.READY, started_at=None, exception_class_path="")


def _give_up(job: Any) -> None:
    logger.error("Job %s (%s) ended each of its workers, and is given up", job.pk, job.task_path)
    with transaction.atomic():
        job.set_failed(GivenUp())
        if job.task.module_path in _told_of:  # read by now, if it was not before
            _told_of[job.task.module_path](*job.args_kwargs["args"], **job.args_kwargs["kwargs"])


def do_waiting() -> int:
    """Do all jobs that wait, in this process, and come back; return how many."""
    from django_tasks_db.management.commands.db_worker import Worker
    from django_tasks_db.models import DBTaskResult

    worker = Worker(
        queue_names=["*"],
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id="here",
        excluded_queue_names=[],
    )
    done = 0
    # Not `worker.run`, which would close the connection of this process.
    while (job := DBTaskResult.objects.ready().first()) is not None:
        job.claim(worker.worker_id)
        worker.run_task(job)
        done += 1
    return done


def do_hourly() -> None:
    """Do what has to be done by the hour; one that fails does not keep the others from it."""
    from django_tasks_db.models import DBTaskResult

    done = DBTaskResult.objects.finished().filter(finished_at__lt=timezone.now() - KEPT)
    for work in (done.delete, *_hourly):
        try:
            work()
        except Exception:
            logger.exception("What is done by the hour failed")


class Heart(threading.Thread):
    """Gives a sign of life while the worker lives, and does by the hour what has to be done."""

    def __init__(self) -> None:
        super().__init__(name="heart", daemon=True)
        self.stopped = threading.Event()

    def run(self) -> None:
        """Beat until the process ends."""
        beats = 0
        while not self.stopped.wait(BEAT if beats else 0):
            give_sign()
            if beats % (HOUR // BEAT) == 0:
                close_old_connections()
                do_hourly()
                connection.close()
            beats += 1

    def stop(self) -> None:
        """Beat no more, and take the sign away: a page then says at once that nobody works."""
        self.stopped.set()
        cache.delete(_SIGN)
