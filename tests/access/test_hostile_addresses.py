"""Every page x whatever can be typed behind its address: an answer in words, never an error."""

from urllib.parse import quote_from_bytes

import pytest
from django.http import QueryDict
from django.urls import reverse

from tests import factories as f
from tests.access.table import TABLE
from tests.access.test_access import AREAS, ROLES, address
from tests.access.world import world_at

pytestmark = pytest.mark.django_db

# As they go over the line: text in UTF-8, and bytes that are none.
HOSTILE = [
    *(
        text.encode()
        for text in (
            "ก\0ข",
            "9" * 40,
            "1e999",
            "๙" * 40,
            "0001-01-01",
            "1/1/0001",
            "31/12/9999",
            "ก" * 6000,
            "'\"><script>%_[*(\\",
            "00000000-0000-0000-0000-000000000000",
        )
    ),
    b"\xed\xa0\x80",  # half a surrogate pair
]
OF_FORMS = {"once_key", "csrfmiddlewaretoken", "x"}  # "x" is the question itself
PAGES = {name: line for name, line in TABLE.items() if line.method == "get" and line.who}
KINDS = sorted({name.rpartition(":")[0] for name in PAGES})


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
        if names_read <= found:
            return sorted(found - OF_FORMS)
        found |= names_read
        query = "&".join(f"{name}=1" for name in sorted(found))


def queries(names):
    """As many addresses as there are values: over all of them, each name has each value."""
    typed = [quote_from_bytes(value) for value in HOSTILE]
    for turn in range(len(typed) if names else 0):
        pairs = enumerate(names)
        yield "&".join(f"{name}={typed[(turn + n) % len(typed)]}" for n, name in pairs)


@pytest.mark.parametrize("kind", KINDS)
def test_no_page_breaks_whatever_stands_behind_its_address(kind, client_of, names_read):
    world, broken = world_at(f.VILLAGE, f.user()), []
    for name, line in PAGES.items():
        if name.rpartition(":")[0] != kind:
            continue
        letter = next(letter for letter in "COSUAV" if letter in line.who)
        client = client_of(f.user(ROLES[letter], areas=AREAS.get(letter, [f.DISTRICT])))
        client.raise_request_exception = False
        url = address(name, line, world)
        for query in queries(read_by(client, url, names_read)):
            if client.get(f"{url}?{query}").status_code >= 500:
                broken.append((name, query[:300]))

    assert broken == []


def test_what_a_page_reads_of_its_address_is_found(client_of, officer, names_read):
    read = read_by(client_of(officer), reverse("households:enrolment_list"), names_read)

    assert {"q", "place", "year", "step", "stuck", "lacking", "sort", "cursor"} <= set(read)


@pytest.mark.parametrize("year", [0, 9999, 10**18, 10**40])
def test_a_year_that_no_column_holds_is_not_found(client_of, administrator, year):
    client = client_of(administrator)

    for page in ("year_detail", "year_change"):
        assert client.get(reverse(f"accounts:{page}", args=[year])).status_code == 404
