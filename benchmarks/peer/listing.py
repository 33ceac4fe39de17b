"""Measure the peer's changelist on a generated database; print one JSON object of medians in ms."""

import json
import os
import sys
from urllib.parse import quote

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "benchmarks.peer.settings")

import django

from benchmarks.measure import median

ROUNDS = 3
LIST = "/admin/peer/household/"
URLS = {
    "page 1": LIST,
    "deep": f"{LIST}?p=200",
    "step and subdistrict": f"{LIST}?stage__exact=2&village__tambon__code__exact=361001",
    "search, common": f"{LIST}?q={quote('สมมุติดี')}",
    "search, no hit": f"{LIST}?q={quote('ไม่มีใครชื่อนี้')}",
    "Paginator list": "/households/",
}


def main() -> None:
    """Measure every list and print."""
    django.setup()
    from django.contrib.auth.models import User
    from django.test import Client

    client = Client()
    client.force_login(User.objects.get(username="admin"))
    found = {}
    for name, url in URLS.items():
        response = client.get(url)
        if response.status_code != 200:
            sys.exit(f"{url}: {response.status_code}")
        found[name] = {
            "ms": median(lambda url=url: client.get(url), rounds=ROUNDS),
            "KiB": round(len(response.content) / 1024, 1),
        }
    sys.stdout.write(json.dumps(found))


if __name__ == "__main__":
    main()
