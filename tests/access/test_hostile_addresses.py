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
from households.models import Household, Person
from markets.forms.markets import MarketFilter
from otoppath.accounts.forms.access import AccessFilter
from otoppath.accounts.forms.users import UserFilter
from otoppath.lists.filters import FilterForm
from otoppath.lists.pager import keyset_page
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
    "9" * 40,  # where it stands for a number in Thai digits as well
    "1e999",
    "800000",  # a number no day has
    "0001-01-01",
    "1/1/0001",
    "31/12/9999",
    # More words than a query has room for, 54,000 bytes: longer than any pattern SQLite compares,
    # and by the signs that an address writes as they are: Thai ones take it ten times as long.
    "ก " * 1500 + "a" * 48_000,
    "'\"><script>%_[*(\\",
    "00000000-0000-0000-0000-000000000000",
)
# As they go over the line: text in UTF-8, and bytes that are none: half a surrogate pair.
TYPED = [quote_from_bytes(text) for text in (*map(str.encode, TEXTS), b"\xed\xa0\x80")]
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
AS_THEIR_LIST = {
    "groups:group_export",
    "households:household_export",
    "households:enrolment_summary",
}
# Handed to the pager as it stands, which is asked in full below.
OF_THE_PAGER = {"cursor", "returned", "waiting", *(f"from_{step}" for step in range(1, 6))}
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


def different(name, user):
    """{field: values} of a list, of those that its filter takes for the same only one."""
    form = next((form for form, page in LISTS.items() if page == name), None)
    kept = {}
    for value in TYPED if form else ():
        query = QueryDict("&".join(f"{field}={value}" for field in form.base_fields))
        asked = form(query, user=user)
        for field in asked.fields:
            kept.setdefault(field, {}).setdefault(repr(asked.picked.get(field)), value)
    return {field: [*values.values()] for field, values in kept.items()}


def queries(name, names, user):
    """Addresses over all of which each name has each value; the first of them has every name."""
    values = dict.fromkeys(OF_THE_PAGER, TYPED[:: len(TYPED) // 2]) | different(name, user)
    asked = []
    for n, one in enumerate(names):
        its = values.get(one, TYPED)
        for turn in range(len(its)):
            asked += [{}] if turn == len(asked) else []
            asked[turn][one] = its[(turn + n) % len(its)]
    return asked[: 1 if name in AS_THEIR_LIST else None]


def ask(client, url, query):
    return client.get(f"{url}?{'&'.join(f'{name}={text}' for name, text in query.items())}")


def wrong(client, name, url, asked):
    """(page, status, names and beginnings) of each address that is answered wrongly."""
    fine = {200} if name in SHOWN else range(500)
    while asked:
        query = asked.pop()
        status = ask(client, url, query).status_code
        if status not in fine:
            yield name, status, {name: text[:30] for name, text in query.items()}
        elif status != 200 and len(query) > 1:  # one name hid what the others would have done
            asked += [{name: text} for name, text in query.items()]


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part or "frame")
def test_no_page_breaks_whatever_stands_behind_its_address(part, client_of, names_read, caplog):
    caplog.set_level("CRITICAL", "django.request")
    world, broken, users, clients = world_at(f.VILLAGE, f.user()), [], {}, {}
    for name, line in PAGES.items():
        if name.rpartition(":")[0] != part:
            continue
        letter = next(letter for letter in "COSUAV" if letter in line.who)
        if letter not in clients:
            users[letter] = f.user(ROLES[letter], areas=AREAS.get(letter, [f.DISTRICT]))
            clients[letter] = client_of(users[letter])
            clients[letter].raise_request_exception = False
        url = address(name, line, world)
        asked = queries(name, read_by(clients[letter], url, names_read), users[letter])
        broken += wrong(clients[letter], name, url, asked)

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
def test_whatever_is_typed_is_shown_and_leads_to_an_address_that_can_be_sent(
    form, phu_khiao, chief
):
    for typed in (*TEXTS, "ก\ud800"):
        query = QueryDict(mutable=True)
        query.update(dict.fromkeys(form.base_fields, typed))
        asked = form(query, user=chief)

        assert str(asked)
        assert all(link.url.isascii() for link in asked.sorts())
        assert asked.url_cleared.isascii()
        assert all(chip.url_without.isascii() for chip in asked.chips())


@pytest.mark.parametrize("order", ["sort_key", "-updated_at", "pk"])
def test_whatever_is_typed_for_a_page_shows_the_first(order, phu_khiao):
    household = f.household(f.VILLAGE)

    for typed in (*TEXTS, "ก\ud800"):
        page = keyset_page(Household.objects.all(), order=order, cursor=typed)
        assert (page.rows, page.has_previous) == ([household], False)


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
