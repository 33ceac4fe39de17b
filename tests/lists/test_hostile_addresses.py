"""Whatever an address of a list says, the list answers: what it cannot mean filters nothing."""

import pytest
from django import forms
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
from tests import factories

ELSEWHERE = {
    "groups:group_board": ("step", "from_1"),
    "groups:group_create": ("name", "village", "occupation", "kind"),
    "households:meeting_create": ("village", "fiscal_year"),
    "accounts:acting_list": ("cursor",),
    "accounts:user_create": ("role", "place"),
    "products:product_create": ("producer",),
}
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
TYPED = {
    "a number no day has": "800000",
    "a number no column holds": "9" * 30,
    "a zero byte": "ก\0ข",
    "a page of text": "กา" * 40_000,
    "a thousand words": "ก " * 3000,
    "the last day": "31/12/9999",
}


def every_filter(form=FilterForm):
    return {form, *(found for below in form.__subclasses__() for found in every_filter(below))}


def test_every_filter_of_the_system_is_tried():
    leaves = {form for form in every_filter() if not form.__subclasses__()}

    assert {form for form in leaves if "tests" not in form.__module__} == set(LISTS)


@pytest.mark.parametrize("form", LISTS, ids=lambda form: form.__name__)
def test_a_list_answers_whatever_its_address_says(form, phu_khiao, chief, client_of):
    client, page = client_of(chief), reverse(LISTS[form])
    fields = form(user=chief).fields
    chosen = [name for name, field in fields.items() if isinstance(field, forms.ChoiceField)]
    read = [name for name in fields if name not in chosen and name != "sort"]

    for kind, typed in TYPED.items():
        for query in [
            dict.fromkeys([*chosen, "sort", "cursor"], typed),
            *({n: typed} for n in read),
        ]:
            assert client.get(page, query).status_code == 200, (kind, list(query))


@pytest.mark.parametrize("form", LISTS, ids=lambda form: form.__name__)
def test_half_a_letter_leads_to_an_address_that_can_be_sent(form, phu_khiao, chief):
    asked = form(dict.fromkeys(form(user=chief).fields, "ก\ud800"), user=chief)

    assert asked.url_cleared.isascii()
    assert all(chip.url_without.isascii() for chip in asked.chips())


@pytest.mark.parametrize(("page", "names"), ELSEWHERE.items(), ids=ELSEWHERE)
def test_a_page_without_filters_answers_too(page, names, phu_khiao, chief, client_of):
    client = client_of(chief)

    for kind, typed in TYPED.items():
        answer = client.get(reverse(page), dict.fromkeys(names, typed))
        assert answer.status_code == 200, kind


@pytest.mark.parametrize("page", ["place_detail", "rows"])
def test_a_dashboard_answers_or_knows_nothing_of_it(page, phu_khiao, chief, client_of):
    client = client_of(chief)
    args = [factories.DISTRICT, "enrolments"][: 1 + (page == "rows")]
    address = reverse(f"dashboards:{page}", args=args)

    for kind, typed in TYPED.items():
        for name in ("year", "step", "month", "requirement", "cursor"):
            assert client.get(address, {name: typed}).status_code in (200, 404), (kind, name)


def test_looking_for_persons_and_places_answers_too(phu_khiao, chief):
    for typed in [*TYPED.values(), "ก\ud800" * 300]:
        assert list(found(Person.objects.visible_to(chief), typed)) == []
        assert list(Place.objects.search(typed)) == []
