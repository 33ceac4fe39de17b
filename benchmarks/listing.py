"""Measure the list of households on a generated database; print one JSON object.

Run by run.py in a process of its own: `python -m benchmarks.listing`. Every request is one of the
officer of one district; `nationwide` ones are of somebody who serves the province.
"""

import json
import os
import sys
from typing import Any
from urllib.parse import quote

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "otoppath.settings")

import django

from benchmarks.measure import median

DEEP = 20_000  # rows before the page
URLS = {
    "page 1": "/households/",
    "step and subdistrict": "/households/?step=2&place=361001",
    "newest first": "/households/?sort=updated",
    "search, common": f"/households/?q={quote('สมมุติดี')}",
    "search, no hit": f"/households/?q={quote('ไม่มีใครชื่อนี้')}",
    "search, two letters": f"/households/?q={quote('ดี')}",
    "enrolments": "/households/enrolments/",
}


def main() -> None:
    """Measure every list and print milliseconds, statements and KiB."""
    django.setup()
    from django.conf import settings
    from django.db import connection
    from django.test import Client

    from otoppath.accounts.models import User

    settings.ALLOWED_HOSTS.append("testserver")
    found: dict[str, Any] = {}
    for who, suffix, urls in (("officer", "", URLS), ("province", ", province", IN_PROVINCE)):
        user = User.objects.get(username=who)
        client = Client()
        client.force_login(user, backend="otoppath.accounts.permissions.RoleBackend")
        for name, url in {**urls, **({"deep": deep(user)} if not suffix else {})}.items():
            asked: list[str] = []

            def note(execute: Any, sql: str, *rest: Any, asked: list[str] = asked) -> Any:
                asked.append(sql)
                return execute(sql, *rest)

            client.get(url)  # the first one reads the names of places
            with connection.execute_wrapper(note):
                response = client.get(url)
            if response.status_code != 200:
                sys.exit(f"{url}: {response.status_code}")
            found[f"{name}{suffix}"] = {
                "ms": median(lambda client=client, url=url: client.get(url)),
                "own queries": len(asked) - 2,  # session and user
                "KiB": round(len(response.content) / 1024, 1),
            }
    sys.stdout.write(json.dumps(found))


IN_PROVINCE = {name: URLS[name] for name in ("page 1", "search, common", "search, no hit")}


def deep(user: Any) -> str:
    """Return the address of a page far down the district's list."""
    from households.models import Household
    from otoppath.lists.pager import seal

    rows = Household.objects.visible_to(user).standing().order_by("sort_key", "pk")
    key, pk = rows.values_list("sort_key", "pk")[DEEP]
    return f"/households/?cursor={seal([key, pk, False], order='sort_key')}"


if __name__ == "__main__":
    main()
