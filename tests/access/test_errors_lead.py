"""Every page of the table sent empty: each link of the list of errors leads to something."""

import re

import pytest

from tests import factories as f
from tests.access.table import TABLE
from tests.access.test_access import AREAS, ROLES, address
from tests.access.world import world_at

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

SENT_BY = "OCAV"
LINK = re.compile(r'<a href="#([^"]*)"><strong>')
ID = re.compile(r'\sid="([^"]+)"')


def test_each_link_of_the_list_of_errors_leads_to_its_field(client_of):
    world = world_at(f.VILLAGE, f.user())
    clients = {
        letter: client_of(f.user(ROLES[letter], areas=AREAS.get(letter, [f.DISTRICT])))
        for letter in SENT_BY
    }
    led, astray = {}, {}

    for name, line in sorted(TABLE.items()):
        letter = next((letter for letter in SENT_BY if letter in line.who), None)
        if line.method == "get" and letter and name != "account_logout":
            page = clients[letter].post(address(name, line, world), {"sent": "1"})
            if page.status_code == 200 and "text/html" in page["Content-Type"]:
                text = page.content.decode()
                led[name] = LINK.findall(text)
                astray[name] = set(led[name]) - set(ID.findall(text))

    assert {name: ids for name, ids in astray.items() if ids} == {}
    assert sum(bool(links) for links in led.values()) > 40
