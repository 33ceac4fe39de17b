"""Every page of the table in the browser: axe, width, size of text and targets.

On a phone in all, on a wide screen in what its width can change.
"""

import pytest

from tests import factories as f
from tests.access.table import PARTS, TABLE
from tests.access.test_access import AREAS, ROLES, address
from tests.access.world import world_at
from tests.conftest import DESKTOP, PHONE
from tests.looking import classes_of, faults_of, measured_at

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# Who shows a page: the first of these who may open it.
SHOWN_BY = "COASUV"


def pages(part):
    """Each address of one part of the system that is asked for by a link, with who shows it."""
    for name, line in sorted(TABLE.items()):
        is_asked_for = line.method == "get" and line.who and name != "account_logout"
        if name.rpartition(":")[0] == part and is_asked_for:
            yield name, line, next(letter for letter in SHOWN_BY if letter in line.who)


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part or "frame")
def test_pages_keep_the_rules_of_the_look(part, open_page, client_of):
    world = world_at(f.VILLAGE, f.user())
    shown = {}
    found = {}
    classes = set()  # whose colours were looked at

    for name, line, letter in pages(part):
        if letter not in shown:
            user = f.user(ROLES[letter], areas=AREAS.get(letter, [f.DISTRICT]))
            shown[letter] = client_of(user), open_page(user, size=PHONE)
        client, page = shown[letter]
        url = address(name, line, world)
        answer = client.get(url)
        if answer.status_code == 200 and answer["Content-Type"].startswith("text/html"):
            page.set_viewport_size(PHONE)
            page.goto(url)
            new = classes_of(page) - classes
            found[name] = faults_of(page, in_colour=bool(new)) + measured_at(page, DESKTOP)
            classes |= new

    assert {name: faults for name, faults in found.items() if faults} == {}
    assert len(found) > 1
