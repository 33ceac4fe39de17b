"""The title of a page, which stands in tabs and in the history, is in people's words."""

import re

import pytest

from otoppath.accounts.models import Role
from tests import factories as f
from tests.access.table import TABLE
from tests.access.test_access import address
from tests.access.world import world_at

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

TITLE = re.compile(r"<title>(.*?)</title>", re.S)
OF_THE_MACHINE = re.compile(r"\d{4}-\d\d-\d\d|object \(|[0-9a-f]{8}-|None")


def test_no_title_shows_a_date_or_a_name_of_the_machine(client_of):
    world = world_at(f.VILLAGE, f.user())
    client = client_of(f.user(Role.CHIEF))
    titles = {}

    for name, line in sorted(TABLE.items()):
        if line.method == "get" and "C" in line.who and name != "account_logout":
            page = client.get(address(name, line, world))
            if page.status_code == 200 and "text/html" in page["Content-Type"]:
                titles[name] = " ".join(TITLE.search(page.content.decode())[1].split())

    assert {n: text for n, text in titles.items() if OF_THE_MACHINE.search(text)} == {}
    assert len(titles) > 100


def test_an_entry_is_named_by_what_it_says_and_whose_it_is(client_of, officer):
    visit = f.visit(f.enrolment(f.household(head="คำดี")))

    page = client_of(officer).get(visit.get_absolute_url()).content.decode()

    assert "คำดี" in TITLE.search(page)[1]
    assert visit.words in TITLE.search(page)[1]
