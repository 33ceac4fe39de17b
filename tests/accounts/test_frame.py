"""What every page carries: the number of the request, the menu, the office."""

import logging
import re

import pytest
from django.urls import reverse

from otoppath.accounts.request_id import RequestIdFilter
from otoppath.places import names
from tests import factories

pytestmark = pytest.mark.any_database


def menu(client):
    page = client.get(reverse("accounts:account_detail"))
    return {entry.url: entry for entry in page.context["nav"]}


def test_each_answer_has_a_number_of_its_own(client, db):
    first, second = (client.get(reverse("account_login"))["X-Request-ID"] for _ in range(2))

    assert re.fullmatch(r"[0-9a-f]{16}", first)
    assert first != second


def test_number_sent_by_a_client_is_not_taken_over(client, db):
    answer = client.get(reverse("account_login"), headers={"x-request-id": "x\nforged line"})

    assert "forged" not in answer["X-Request-ID"]


def test_log_lines_carry_the_number_of_their_request(client, db, caplog):
    caplog.handler.addFilter(RequestIdFilter())

    answer = client.get("/no-such-page/")

    (line,) = [r for r in caplog.records if r.name == "django.request"]
    assert line.request_id in (answer["X-Request-ID"], "-")


def test_log_lines_outside_a_request_carry_a_dash():
    record = logging.makeLogRecord({"msg": "at the start"})

    RequestIdFilter().filter(record)

    assert record.request_id == "-"


@pytest.mark.parametrize(
    ("who", "sees"),
    [
        ("volunteer", set()),
        ("officer", set()),
        ("chief", {"user_list", "access_log", "year_list"}),
        ("supervisor", {"access_log", "year_list"}),
        ("auditor", {"access_log", "year_list"}),
        ("administrator", {"user_list", "access_log", "year_list"}),
    ],
)
def test_menu_shows_what_the_role_may_open(client_of, cast, who, sees):
    client = client_of(cast[who])
    ours = {name: reverse(f"accounts:{name}") for name in ("user_list", "access_log", "year_list")}

    shown = {name for name, url in ours.items() if url in menu(client)}

    assert shown == sees


@pytest.mark.parametrize(
    "who",
    ["volunteer", "officer", "officer_other", "chief", "supervisor", "auditor", "administrator"],
)
def test_no_entry_of_the_menu_leads_nowhere(client_of, cast, who):
    client = client_of(cast[who])

    assert {url: client.get(url).status_code for url in menu(client)} == dict.fromkeys(
        menu(client), 200
    )


def test_entry_of_the_page_one_is_on_is_marked(client_of, chief):
    page = client_of(chief).get(reverse("accounts:user_list"))

    marked = [entry.url for entry in page.context["nav"] if entry.is_current]
    assert marked == [reverse("accounts:user_list")]


def test_nobody_logged_in_has_a_menu(client, db):
    assert "<nav" not in client.get(reverse("account_login")).text


@pytest.mark.parametrize(
    ("who", "office"),
    [
        ("volunteer", "สำนักงานพัฒนาชุมชนอำเภอภูเขียว"),
        ("chief", "สำนักงานพัฒนาชุมชนอำเภอภูเขียว"),
        ("officer_other", "สำนักงานพัฒนาชุมชนอำเภอบ้านแท่น"),
        ("supervisor", "สำนักงานพัฒนาชุมชนจังหวัดชัยภูมิ"),
        ("administrator", "กรมการพัฒนาชุมชน"),
    ],
)
def test_header_names_the_office(client_of, cast, who, office):
    names.forget()

    page = client_of(cast[who]).get(reverse("accounts:account_detail"))

    assert str(page.context["office_name"]) == office


def test_frame_costs_three_queries_whoever_looks(client_of, officer, django_assert_num_queries):
    """Session, user, and what the user serves; the page's own two ask for second factors."""
    client = client_of(officer)
    client.get(reverse("mfa_index"))

    with django_assert_num_queries(3 + 2):
        client.get(reverse("mfa_index"))


def test_account_page_tells_role_and_places(client_of, volunteer):
    page = client_of(volunteer).get(reverse("accounts:account_detail")).text

    assert "อาสาพัฒนาชุมชน" in page
    assert "บ้านสมมุติเหนือ" in page


def test_own_page_shows_nothing_of_a_colleague(client_of, officer, volunteer):
    factories.acting(factories.user(first_name="เพื่อน"), area="3610")

    assert "รักษาราชการแทน" not in client_of(officer).get(reverse("accounts:account_detail")).text


@pytest.mark.parametrize(
    "page", ["/", "/households/", "/households/export/", "/account/", "/gone/"]
)
def test_no_cache_on_the_way_keeps_a_page_of_somebody(client_of, officer, page):
    assert client_of(officer).get(page)["Cache-Control"] == "private, no-cache"


def test_what_may_not_be_kept_at_all_stays_so(client_of, officer, chief):
    person = factories.household().persons.get()

    answer = client_of(officer).get(reverse("households:person_reveal", args=[person.uuid]))

    assert "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize("way_out", ["account_logout", "admin:logout"])
def test_logging_out_empties_what_the_browser_kept(client_of, chief, way_out):
    client = client_of(chief)
    before = client.get(reverse(way_out))

    answer = client.post(reverse(way_out))

    assert "Clear-Site-Data" not in before
    assert answer["Clear-Site-Data"] == '"cache"'
