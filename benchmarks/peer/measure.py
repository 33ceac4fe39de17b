"""Measure the peer on a generated database; print one JSON object of medians in ms."""

import json
import os
import sys
from collections.abc import Callable
from time import perf_counter

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "benchmarks.peer.settings")

import django

from benchmarks.measure import median

FACTS = ("wisdom", "trainer", "chosen")


def main() -> None:
    """Measure every item and print them."""
    django.setup()
    from django.contrib.auth.models import User
    from django.db import transaction
    from django.test import Client

    from benchmarks.peer.peer.models import Household, StageEvent

    client = Client()
    client.force_login(User.objects.get(username="admin"))

    def get(url: str) -> Callable[[], None]:
        def run() -> None:
            response = client.get(url)
            if response.status_code != 200:
                sys.exit(f"{url}: {response.status_code}")

        return run

    record = Household.objects.filter(stage=2).order_by("pk").first()
    found = {
        "list": median(get("/admin/peer/household/")),
        "list_paginator": median(get("/households/")),
        "search": median(get("/admin/peer/household/?q=สมมุติดี")),
        "record": median(get(f"/admin/peer/household/{record.pk}/change/")),
        "dashboard": median(get("/dashboard/3610/"), rounds=3),
    }
    rows = list(Household.objects.filter(stage=2).order_by("pk")[:500])
    began = perf_counter()
    for row in rows:
        if all(row.fact_set.filter(kind=kind).exists() for kind in FACTS):
            with transaction.atomic():
                row.stage = 3
                row.save()
                StageEvent.objects.create(household=row, stage=3)
    found["advance_500"] = round((perf_counter() - began) * 1000, 2)
    sys.stdout.write(json.dumps(found))


if __name__ == "__main__":
    main()
