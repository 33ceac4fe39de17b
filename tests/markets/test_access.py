"""Each page of the app against somebody of another district, and against other roles."""

from uuid import uuid4

import pytest
from django.urls import reverse

from markets.models import Allotment, Market, MarketDay, Sale, Share, Stall, Vendor
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


@pytest.fixture
def record():
    """A share of a sale of a group at a market day, with all that leads to it."""
    group = factories.group()
    factories.enrolment(factories.membership(group).person.household)
    stall = factories.stall()
    vendor = factories.vendor(stall.market, producer=factories.producer(group))
    factories.allotment(stall, vendor)
    day = factories.sale(vendor).market_day
    member = group.memberships.get().person
    return factories.share(group, member, market_day=day)


def pages(share):
    """Every address with a record in it, by the name of its view."""
    day, group = share.market_day, share.group
    sale, market = day.sales.get(), day.market
    allotment = sale.vendor.allotments.get()
    enrolment = share.person.household.enrolments.get()
    keys = {
        **dict.fromkeys(["market_detail", "market_change", "market_close"], market),
        **dict.fromkeys(["stall_create", "vendor_create", "allotment_create"], market),
        "day_create": market,
        **dict.fromkeys(["vendor_change", "vendor_leave"], sale.vendor),
        "allotment_end": allotment,
        **dict.fromkeys(["day_detail", "day_change", "day_sales"], day),
        "sale_withdraw": sale,
        "share_withdraw": share,
        **dict.fromkeys(["group_stalls", "group_sales"], group),
        "enrolment_sales": enrolment,
    }
    addresses = {
        name: reverse(f"markets:{name}", args=[record.uuid]) for name, record in keys.items()
    }
    addresses["share_create"] = reverse("markets:share_create", args=[day.uuid, group.uuid])
    return addresses


READ = {"market_detail", "day_detail"}
# Where a checklist leads: read by all who may read, sent only by who may change.
LEADS = {"group_stalls", "group_sales", "enrolment_sales"}


def test_nothing_of_another_district_is_found(record, officer_other, client_of):
    client = client_of(officer_other)

    found = {name: client.get(url).status_code for name, url in pages(record).items()}

    assert set(found.values()) == {404}


def test_nothing_of_another_district_is_changed(record, officer_other, client_of):
    client = client_of(officer_other)
    before = counts()
    sent = {"once_key": uuid4(), "reason": "x", "name": "ใหม่", "numbers": "1-5", "action": "save"}

    posted = {name: client.post(url, sent).status_code for name, url in pages(record).items()}

    assert {posted[name] for name in posted.keys() - READ} == {404}
    assert counts() == before


def counts():
    models = (Market, MarketDay, Stall, Vendor, Allotment, Sale, Share)
    return [model.history.count() for model in models]


def test_an_auditor_reads_and_changes_nothing(record, auditor, client_of):
    client = client_of(auditor)

    found = {name: client.get(url).status_code for name, url in pages(record).items()}

    assert {name for name, status in found.items() if status == 200} == READ | LEADS
    assert {found[name] for name in found.keys() - READ - LEADS} == {403}


def test_an_auditor_sends_nothing(record, auditor, client_of):
    client = client_of(auditor)

    sent = {name: client.post(url).status_code for name, url in pages(record).items()}

    assert {sent[name] for name in sent.keys() - READ} == {403}


@pytest.mark.parametrize("who", ["volunteer", "supervisor", "administrator"])
def test_markets_are_not_shown_to(cast, client_of, record, who):
    client = client_of(cast[who])

    found = [client.get(url).status_code for url in ["/markets/", *pages(record).values()]]

    assert set(found) == {403}


def test_nobody_sees_a_market_without_logging_in(record, client):
    found = {client.get(url).status_code for url in ["/markets/", *pages(record).values()]}

    assert found == {302}


@pytest.mark.parametrize("who", ["officer", "chief"])
def test_every_page_opens_for(cast, client_of, record, who):
    client = client_of(cast[who])

    found = {name: client.get(url).status_code for name, url in pages(record).items()}

    assert set(found.values()) == {200}
