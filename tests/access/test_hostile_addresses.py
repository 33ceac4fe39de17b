"""Every page x whatever can be typed behind its address: an answer in words, never an error."""

from urllib.parse import quote_from_bytes

import pytest
from django.http import QueryDict
from django.urls import reverse

from groups.forms.filter import ActivityFilter, GroupFilter
from groups.forms.person import found
from groups.views.register import RegisterFilter
from households.forms.checking import EntryFilter
from households.forms.filters import EnrolmentFilter, HouseholdFilter
from households.forms.sage import SageFilter, WisdomFilter
from households.forms.selection import MeetingFilter
from households.models import Person
from markets.forms.markets import MarketFilter
from otoppath.accounts.forms.access import AccessFilter
from otoppath.accounts.forms.users import UserFilter
from otoppath.lists.filters import FilterForm
from otoppath.places.models import Place
from products.forms.producers import ProducerFilter
from products.forms.products import ProductFilter
from products.forms.registrations import RegistrationFilter
from tests import factories as f
from tests.access.table import PARTS, TABLE
from tests.access.test_access import AREAS, ROLES, address
from tests.access.world import world_at

pytestmark = pytest.mark.django_db

TEXTS = (
    "ก\0ข",
    "9" * 40,
    "1e999",
    "๙" * 40,
    "800000",  # a number no day has
    "0001-01-01",
    "1/1/0001",
    "31/12/9999",
    "กา" * 9_000,  # 54,000 bytes: longer than any pattern SQLite compares
    "ก " * 3000,
    "'\"><script>%_[*(\\",
    "00000000-0000-0000-0000-000000000000",
)
# As they go over the line: text in UTF-8, and bytes that are none: half a surrogate pair.
HOSTILE = [*(text.encode() for text in TEXTS), b"\xed\xa0\x80"]
LISTS = {
    HouseholdFilter: "households:household_list",
    EnrolmentFilter: "households:enrolment_list",
    MeetingFilter: "households:meeting_list",
    SageFilter: "households:sage_list",
    WisdomFilter: "households:wisdom_list",
    EntryFilter: "households:waiting_list",
    GroupFilter: "groups:group_list",
    ActivityFilter: "groups:activity_list",
    RegisterFilter: "groups:group_register",
    ProducerFilter: "products:producer_list",
    ProductFilter: "products:product_list",
    RegistrationFilter: "products:registration_list",
    MarketFilter: "markets:market_list",
    UserFilter: "accounts:user_list",
    AccessFilter: "accounts:access_log",
}
# What these cannot mean they leave out; others may find nothing or refuse.
SHOWN = {
    *LISTS.values(),
    "groups:group_board",
    "groups:group_create",
    "households:meeting_create",
    "accounts:acting_list",
    "accounts:user_create",
    "products:product_create",
}
# Read their address through the form of a list, which is asked in full: once is enough.
AS_THEIR_LIST = {"groups:group_export", "households:household_export"}
OF_FORMS = {"once_key", "csrfmiddlewaretoken", "x"}  # "x" is the question itself
PAGES = {name: line for name, line in TABLE.items() if line.method == "get" and line.who}


@pytest.fixture
def names_read(monkeypatch):
    """The names that were looked for in an address since it was cleared."""
    seen = set()

    def watch(method):
        plain = getattr(QueryDict, method)

        def watched(self, key, *args, **kwargs):
            seen.add(str(key))
            return plain(self, key, *args, **kwargs)

        monkeypatch.setattr(QueryDict, method, watched)

    for method in ("__getitem__", "__contains__", "get", "getlist"):
        watch(method)
    return seen


def read_by(client, url, names_read):
    """Every parameter a page asks its address for; some only when there is another."""
    found, query = set(), "x=1"
    while True:
        names_read.clear()
        client.get(f"{url}?{query}")
        if names_read <= found | OF_FORMS:
            return sorted(found - OF_FORMS)
        found |= names_read
        query = "&".join(f"{name}=1" for name in sorted(found))


def queries(names):
    """As many addresses as there are values: over all of them, each name has each value."""
    typed = [quote_from_bytes(value) for value in HOSTILE]
    for turn in range(len(typed) if names else 0):
        yield {name: typed[(turn + n) % len(typed)] for n, name in enumerate(names)}


def ask(client, url, query):
    return client.get(f"{url}?{'&'.join(f'{name}={text}' for name, text in query.items())}")


def wrong(client, name, url, names):
    """(page, status, names and beginnings) of each address that is answered wrongly."""
    fine = {200} if name in SHOWN else range(500)
    asked = list(queries(names))[: 1 if name in AS_THEIR_LIST else None]
    while asked:
        query = asked.pop()
        status = ask(client, url, query).status_code
        if status not in fine:
            yield name, status, {name: text[:30] for name, text in query.items()}
        elif status != 200 and len(query) > 1:  # one name hid what the others would have done
            asked += [{name: text} for name, text in query.items()]


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part or "frame")
def test_no_page_breaks_whatever_stands_behind_its_address(part, client_of, names_read):
    world, broken, clients = world_at(f.VILLAGE, f.user()), [], {}
    for name, line in PAGES.items():
        if name.rpartition(":")[0] != part:
            continue
        letter = next(letter for letter in "COSUAV" if letter in line.who)
        if letter not in clients:
            user = f.user(ROLES[letter], areas=AREAS.get(letter, [f.DISTRICT]))
            clients[letter] = client_of(user)
            clients[letter].raise_request_exception = False
        url = address(name, line, world)
        broken += wrong(clients[letter], name, url, read_by(clients[letter], url, names_read))

    assert broken == []


def every_filter(form=FilterForm):
    return {form, *(found for below in form.__subclasses__() for found in every_filter(below))}


def test_every_filter_of_the_system_is_tried():
    leaves = {form for form in every_filter() if not form.__subclasses__()}

    assert {form for form in leaves if "tests" not in form.__module__} == set(LISTS)
    assert set(LISTS.values()) | AS_THEIR_LIST <= set(PAGES)


@pytest.mark.parametrize("form", LISTS, ids=lambda form: form.__name__)
def test_every_field_of_a_filter_is_read_and_so_tried(form, client_of, chief, names_read):
    fields = set(form(user=chief).fields)

    assert fields - set(read_by(client_of(chief), reverse(LISTS[form]), names_read)) == set()


@pytest.mark.parametrize("form", LISTS, ids=lambda form: form.__name__)
def test_half_a_letter_leads_to_an_address_that_can_be_sent(form, phu_khiao, chief):
    asked = form(dict.fromkeys(form(user=chief).fields, "ก\ud800"), user=chief)

    assert asked.url_cleared.isascii()
    assert all(chip.url_without.isascii() for chip in asked.chips())


def test_looking_for_persons_and_places_answers_too(phu_khiao, chief):
    for typed in [*TEXTS, "ก\ud800" * 300]:
        assert list(found(Person.objects.visible_to(chief), typed)) == []
        assert list(Place.objects.search(typed)) == []


def test_what_a_page_reads_of_its_address_is_found(client_of, officer, names_read):
    read = read_by(client_of(officer), reverse("households:enrolment_list"), names_read)

    assert {"q", "place", "year", "step", "stuck", "lacking", "sort", "cursor"} <= set(read)


@pytest.mark.parametrize("year", [0, 9999, 10**18, 10**40])
def test_a_year_that_no_column_holds_is_not_found(client_of, administrator, year):
    client = client_of(administrator)

    for page in ("year_detail", "year_change"):
        assert client.get(reverse(f"accounts:{page}", args=[year])).status_code == 404
