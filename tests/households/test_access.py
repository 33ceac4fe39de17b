"""Every page of households: who opens it, in the own area and outside it.

A record outside the area is not found, an action that is not yours is forbidden.
"""

import pytest

from tests import factories as f
from tests.households.pages import address

# PostgreSQL is asked for the same addresses by tests/access/test_access.py.
pytestmark = pytest.mark.any_database

READ = {"volunteer": 200, "officer": 200, "chief": 200, "auditor": 200, "supervisor": 403}
ENTER = READ | {"auditor": 403}
DECIDE = ENTER | {"volunteer": 403}
ERASE = DECIDE | {"officer": 403}
HIDDEN = {"administrator": 403}

LISTS = {
    "household_list": READ,
    "household_create": ENTER,
    "household_export": DECIDE,
    "waiting_list": DECIDE,
    "returned_list": ENTER,
    "enrolment_list": READ,
    "meeting_list": READ,
    "meeting_create": DECIDE,
    "sage_list": READ,
    "sage_create": DECIDE,
    "wisdom_list": READ,
    "wisdom_create": DECIDE,
}
RECORDS = {
    "household": {
        "household_detail": READ,
        "household_change": ENTER,
        "household_move": DECIDE,
        "household_close": DECIDE,
        "household_erase": ERASE,
        "person_create": ENTER,
    },
    "person": {"person_change": ENTER, "person_leave": ENTER, "person_reveal": DECIDE},
    "enrolment": {
        "enrolment_detail": READ,
        "enrolment_selection": DECIDE,
        "enrolment_exit": DECIDE,
        "route_change": DECIDE,
        "trainer_create": DECIDE,
        "chosen_create": DECIDE,
        "notice_create": ENTER,
        "wanted_create": ENTER,
        "income_create": ENTER,
        "readiness_create": ENTER,
        "wisdom_use_create": ENTER,
        "visit_create": ENTER,
    },
    "trainer": {"trainer_end": DECIDE},
    "photo": {"photo_detail": READ},
    "meeting": {"meeting_detail": READ, "meeting_change": DECIDE},
    "sage": {"sage_detail": READ, "sage_change": DECIDE},
    "wisdom": {"wisdom_detail": READ, "wisdom_change": DECIDE},
}
# Pages of an entry take its kind as well; the import's pages have tests of their own.
OF_ENTRIES = {"entry_detail": READ, "entry_change": DECIDE, "entry_send_back": DECIDE}


def records(village):
    """One record of every noun in a village."""
    household = f.household(village)
    enrolment = f.enrolment(household)
    visit = f.visit(enrolment)
    return {
        "household": household,
        "person": household.persons.get(),
        "enrolment": enrolment,
        "trainer": f.trainer(enrolment, f.sage(village)),
        "photo": f.visit_photo(visit),
        "meeting": f.selection_meeting(village),
        "sage": f.sage(village),
        "wisdom": f.wisdom(village),
        "visit": visit,
    }


@pytest.mark.parametrize("who", [*READ, *HIDDEN])
def test_each_list_opens_for_who_may_read_it(client_of, cast, who):
    f.place(f.VILLAGE)
    client = client_of(cast[who])

    seen = {name: client.get(address(name)).status_code for name in LISTS}

    assert seen == {name: (roles | HIDDEN)[who] for name, roles in LISTS.items()}


@pytest.mark.parametrize("who", [*READ, *HIDDEN])
def test_each_page_of_the_own_area_opens_for_who_may(client_of, cast, who):
    own, client = records(f.VILLAGE), client_of(cast[who])

    seen = {
        name: client.get(address(name, own[noun])).status_code
        for noun, pages in RECORDS.items()
        for name in pages
    }

    allowed = {name: roles for pages in RECORDS.values() for name, roles in pages.items()}
    assert seen == {name: (roles | HIDDEN)[who] for name, roles in allowed.items()}


@pytest.mark.parametrize("who", [*READ, *HIDDEN])
def test_nothing_of_another_district_is_found_by_anybody(client_of, cast, who):
    far, client = records(f.OUTSIDE_VILLAGE), client_of(cast[who])

    seen = {
        name: client.get(address(name, far[noun])).status_code
        for noun, pages in RECORDS.items()
        for name in pages
    }

    allowed = {name: roles for pages in RECORDS.values() for name, roles in pages.items()}
    expected = {n: 404 if (r | HIDDEN)[who] == 200 else 403 for n, r in allowed.items()}
    assert seen == expected


@pytest.mark.parametrize("who", [*READ, *HIDDEN])
def test_each_page_of_an_entry_opens_for_who_may_and_only_in_the_own_area(client_of, cast, who):
    own, far, client = records(f.VILLAGE), records(f.OUTSIDE_VILLAGE), client_of(cast[who])

    for name, roles in OF_ENTRIES.items():
        expected = (roles | HIDDEN)[who]
        assert client.get(address(name, "visit", own["visit"])).status_code == expected
        # A volunteer may open the form of an own entry, so another district's is looked for.
        is_sought = expected == 200 or (name, who) == ("entry_change", "volunteer")
        outside = 404 if is_sought else 403
        assert client.get(address(name, "visit", far["visit"])).status_code == outside


def test_nobody_opens_a_page_without_logging_in(client, db):
    own = records(f.VILLAGE)

    for noun, pages in RECORDS.items():
        for name in pages:
            assert client.get(address(name, own[noun])).url.startswith("/login/")
