"""Every address x every role and nobody x own record and another province's -> what is answered."""

import pytest
from django.core.cache import cache
from django.core.files.storage import FileSystemStorage
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import render
from django.test import Client
from django.urls import get_resolver, reverse

from otoppath.accounts import scoping
from otoppath.accounts.models import Role
from otoppath.dashboards import errors
from tests import factories as f
from tests.access.table import ELSEWHERE, PARTS, TABLE
from tests.access.world import world_at, year
from tests.messages import ROOT

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

ROLES = {
    "V": Role.VOLUNTEER,
    "O": Role.OFFICER,
    "C": Role.CHIEF,
    "S": Role.SUPERVISOR,
    "U": Role.AUDITOR,
    "A": Role.ADMINISTRATOR,
}
AREAS = {"V": [f.VILLAGE], "S": [f.PROVINCE], "A": []}
# Administrators keep accounts, places and years of the whole country.
NATIONAL = {"accounts", "dashboards"}
ELSEWHERE_VILLAGE = "10010101"


def names(patterns, namespace=""):
    """Every name of an address, the Django admin's own apart (tests/access/test_admin.py)."""
    for entry in patterns:
        if hasattr(entry, "url_patterns"):
            if entry.namespace != "admin":
                inside = f"{entry.namespace}:" if entry.namespace else namespace
                yield from names(entry.url_patterns, inside)
        else:
            yield f"{namespace}{entry.name}"


def test_every_address_stands_in_the_table():
    known = set(TABLE) | set(ELSEWHERE)

    assert [path for path in ELSEWHERE.values() if not (ROOT / path).is_file()] == []
    assert set(names(get_resolver().url_patterns)) - known == set()
    assert known - set(names(get_resolver().url_patterns)) <= {
        "dashboards:components",
        "dashboards:example",
    }


def address(name, line, world):
    args = []
    if line.record:
        record = world.get(line.record) or year()
        args.append(getattr(record, line.key))
    for part in line.more:
        if part in {"fix", "group_fix"}:
            args.append(world[part].pk)
        elif name == "markets:share_create":
            args.append(world[part].uuid)
        else:
            args.insert(0, part) if name.startswith("households:entry_") else args.append(part)
    return reverse(name, args=args)


def answered(client, line, url):
    """ok | forbidden | missing | login, of one request."""
    response = getattr(client, line.method)(url)
    if response.status_code == 302 and response.url.startswith("/login/"):
        return "login"
    return {403: "forbidden", 404: "missing"}.get(
        response.status_code,
        "ok" if response.status_code in {200, 302, 422} else response.status_code,
    )


HANDLER = Client().handler  # made anew, it is an eighth of a request that is refused


def asked(cookies, line, url):
    """What a request is answered; nothing of it is kept, the next one finds the same rows."""
    client = Client()
    client.handler = HANDLER
    client.cookies.update(cookies)
    cache.clear()
    with transaction.atomic():
        answer = answered(client, line, url)
        transaction.set_rollback(True)
    return answer


def answers(name, letter, cookies, own, other):
    """{whose record is asked for: (the answer, what it should be)} of one address and role."""
    line = TABLE[name]
    may = letter in line.who
    found = {"own": (asked(cookies, line, address(name, line, own)), "ok" if may else "forbidden")}
    if line.record and line.record != "year":
        seen = asked(cookies, line, address(name, line, other))
        everywhere = letter == "A" and name.partition(":")[0] in NATIONAL and may
        wanted = "ok" if everywhere else "missing" if may else "not told"
        if not may and seen in {"forbidden", "missing"}:
            seen = "not told"
        found["elsewhere"] = seen, wanted
    return found


def draw_refusals_once(monkeypatch):
    """A refusal looks the same wherever it is met: one page for each user, and then its number."""
    drawn = set()

    def draw(request, template, *more, status):
        if (request.user.pk, template) in drawn:
            return HttpResponse(status=status)
        drawn.add((request.user.pk, template))
        return render(request, template, *more, status=status)

    monkeypatch.setattr(errors, "render", draw)


def read_standing_once(monkeypatch):
    """Nothing of a request is kept, so roles and areas of a user stay what they were."""
    read, known = scoping._read_standing, {}

    def remembered(user):
        if user.pk not in known:
            known[user.pk] = read(user)
        return known[user.pk]

    monkeypatch.setattr(scoping, "_read_standing", remembered)


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part or "frame")
def test_addresses(part, client_of, monkeypatch, caplog):
    caplog.set_level("CRITICAL", "django.request")
    draw_refusals_once(monkeypatch)
    read_standing_once(monkeypatch)
    # A file that a request removes comes back with no rollback.
    monkeypatch.setattr(FileSystemStorage, "delete", lambda *_removed: None)
    officer = f.user()
    own, other = world_at(f.VILLAGE, officer), world_at(ELSEWHERE_VILLAGE, officer)
    users = {
        letter: f.user(r, areas=AREAS.get(letter, [f.DISTRICT])) for letter, r in ROLES.items()
    }
    cookies = {letter: client_of(user).cookies for letter, user in users.items()}
    names = [name for name in sorted(TABLE) if name.rpartition(":")[0] == part]
    found = {}

    for name in names:
        line = TABLE[name]
        found[name, "nobody"] = asked({}, line, address(name, line, own)), "login"
        for letter in ROLES:
            for whose, answer in answers(name, letter, cookies[letter], own, other).items():
                found[name, letter, whose] = answer

    assert {key: answer for key, answer in found.items() if answer[0] != answer[1]} == {}
    assert {key[0] for key in found} == set(names)


def test_every_part_of_the_table_is_asked_for():
    assert {name.rpartition(":")[0] for name in TABLE} == set(PARTS)


def test_the_other_district_finds_nothing_in_any_list(client_of, officer_other):
    """Names, numbers and choices of this district are in no page of the next one."""
    world = world_at(f.VILLAGE, f.user())
    secrets = [
        "ลับเฉพาะคน",
        world["group"].name,
        world["product"].name,
        world["market"].name,
        str(world["household"].uuid),
        str(world["group"].uuid),
    ]
    client = client_of(officer_other)

    for name, line in TABLE.items():
        if not line.record and line.method == "get" and "O" in line.who:
            html = client.get(address(name, line, world)).getvalue().decode(errors="replace")
            assert (name, [s for s in secrets if s in html]) == (name, [])


def test_the_language_is_switched_only_by_a_form(client):
    assert client.get(reverse("set_language")).status_code == 405
