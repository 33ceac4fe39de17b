"""Measure this system on a generated database; print one JSON object of medians in ms.

Run by run.py in a process of its own: `python -m benchmarks.measure`.
"""

import json
import os
import statistics
import sys
from collections.abc import Callable
from time import perf_counter
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "otoppath.settings")

import django

ROUNDS = 7


def median(work: Callable[[], Any], rounds: int = ROUNDS) -> float:
    """Median milliseconds of several runs after one that warms up."""
    work()
    times = []
    for _ in range(rounds):
        began = perf_counter()
        work()
        times.append((perf_counter() - began) * 1000)
    return round(statistics.median(times), 2)


def main() -> None:
    """Measure every item and print them."""
    django.setup()
    from django.conf import settings
    from django.test import Client

    from households.models import Enrolment, Household
    from otoppath.accounts.models import User
    from otoppath.pipeline import moves
    from otoppath.pipeline.paths import ENROLMENT_PATH

    settings.ALLOWED_HOSTS.append("testserver")
    client = Client()
    officer = User.objects.get(username="officer")
    client.force_login(officer, backend="otoppath.accounts.permissions.RoleBackend")

    def get(url: str) -> Callable[[], None]:
        def run() -> None:
            response = client.get(url)
            if response.status_code != 200:
                sys.exit(f"{url}: {response.status_code}")

        return run

    household = Household.objects.visible_to(officer).order_by("pk").first()
    enrolment = Enrolment.objects.visible_to(officer).filter(step=2).order_by("pk").first()
    found = {
        "list": median(get("/households/")),
        "search": median(get("/households/?q=สมมุติดี")),
        "record": median(get(f"/households/enrolments/{enrolment.uuid}/")),
        "household": median(get(f"/households/{household.uuid}/")),
        "dashboard": median(get("/dashboards/3610/")),
    }
    rows = list(Enrolment.objects.visible_to(officer).filter(step=2).order_by("pk")[:500])
    began = perf_counter()
    outcome = moves.advance(rows, 2, by=officer)
    found["advance_500"] = round((perf_counter() - began) * 1000, 2)
    found["moved"] = len(outcome.moved)
    found["ready_district"] = median(
        lambda: ENROLMENT_PATH.ready(
            Enrolment.objects.visible_to(officer), 2, ENROLMENT_PATH.thresholds_of(enrolment)
        ).count()
    )
    sys.stdout.write(json.dumps(found))


if __name__ == "__main__":
    main()
