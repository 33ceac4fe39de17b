"""Accounts: whose pages somebody finds, how they are listed, what no row may be."""

import re
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from otoppath.accounts.models import Role, User
from otoppath.thai.dates import today
from tests import factories
from tests.accounts.managing import address
from tests.factories import DISTRICT, OUTSIDE_DISTRICT, PASSWORD, VILLAGE

pytestmark = pytest.mark.any_database


def listed(client):
    return {row.username for row in client.get(reverse("accounts:user_list")).context["page"]}


def test_chief_manages_volunteers_and_officers_of_the_own_district(client_of, cast):
    factories.user(username="half_outside", areas=[DISTRICT, OUTSIDE_DISTRICT])
    factories.user(username="nowhere", areas=[])

    assert listed(client_of(cast["chief"])) == {"officer", "volunteer"}


def test_administrator_manages_all(client_of, cast):
    assert listed(client_of(cast["administrator"])) == set(cast)


def test_acting_chief_manages_colleagues_but_not_oneself(client_of, officer, volunteer, chief):
    factories.acting(officer)

    assert listed(client_of(officer)) == {"volunteer"}


# A page that is only read answers 405 to any form, whoever sends it and about whom.
NOT_THERE, FORBIDDEN = (404, 405), (403, 405)
PAGES = [
    "user_detail",
    "user_change",
    "user_assign",
    "user_reset",
    "user_reset_factor",
    "user_close",
    "user_reopen",
    "acting_create",
]


@pytest.mark.parametrize("of", ["officer_other", "administrator", "supervisor"])
def test_account_outside_is_not_found(client_of, cast, of):
    client = client_of(cast["chief"])

    for page in PAGES:
        assert (page, client.get(address(page, cast[of])).status_code) == (page, 404)
        assert client.post(address(page, cast[of])).status_code in NOT_THERE, page


@pytest.mark.parametrize("page", ["user_list", "user_create"])
@pytest.mark.parametrize("who", ["volunteer", "officer", "supervisor", "auditor"])
def test_pages_of_accounts_are_forbidden_to_others(client_of, cast, page, who):
    assert client_of(cast[who]).get(address(page)).status_code == 403


@pytest.mark.parametrize("page", PAGES)
def test_officer_is_forbidden_every_page_of_a_colleague(client_of, cast, page):
    client = client_of(cast["officer"])

    assert client.get(address(page, cast["volunteer"])).status_code == 403
    assert client.post(address(page, cast["volunteer"])).status_code in FORBIDDEN


@pytest.mark.parametrize("page", ["user_assign", "user_reset", "user_close", "user_reset_factor"])
def test_nobody_changes_the_own_role_password_or_state_here(client_of, administrator, page):
    client = client_of(administrator)

    assert client.get(address(page, administrator)).status_code == 403
    assert client.post(address(page, administrator)).status_code == 403


def test_own_page_offers_nothing_to_change_oneself(client_of, administrator):
    page = client_of(administrator).get(address("user_detail", administrator)).text

    assert address("user_assign", administrator).rstrip("?") not in page
    assert "ให้ผู้ดูแลระบบคนอื่นดำเนินการ" in page


def test_list_costs_the_same_queries_at_three_and_at_sixty_rows(
    client_of, chief, django_assert_max_num_queries
):
    for _ in range(3):
        factories.user(Role.VOLUNTEER, areas=[VILLAGE])
    client = client_of(chief)
    client.get(reverse("accounts:user_list"))
    with django_assert_max_num_queries(10) as few:
        client.get(reverse("accounts:user_list"))
    for _ in range(57):
        factories.user(Role.VOLUNTEER, areas=[VILLAGE])

    with django_assert_max_num_queries(10) as many:
        page = client.get(reverse("accounts:user_list"))

    assert len(many) == len(few)
    assert page.context["page"].has_next


def test_list_is_searched_by_name_and_filtered_by_state(client_of, chief, officer, volunteer):
    officer.deactivate(reason=User.LeftReason.MOVED)
    client = client_of(chief)

    def found(**query):
        rows = client.get(reverse("accounts:user_list"), query).context["page"]
        return [row.username for row in rows]

    assert found(state="closed") == ["officer"]
    assert found(role="volunteer") == ["volunteer"]
    assert found(q=officer.last_name) == ["officer"]


@pytest.mark.parametrize(
    "fields",
    [
        {"role": "overlord"},
        {"role": "officer", "is_national": True},
        {"role": "auditor", "access_starts_on": None, "access_ends_on": None},
        {"access_starts_on": today(), "access_ends_on": today() - timedelta(days=1)},
    ],
)
def test_database_refuses(officer, fields):
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.filter(pk=officer.pk).update(**fields)


def test_display_name_is_written_as_in_letters(officer):
    officer.title, officer.first_name, officer.last_name = "นางสาว", "สมมุติ", "ตัวอย่างดี"

    assert officer.display_name == "นางสาวสมมุติ ตัวอย่างดี"
    assert str(officer) == officer.get_full_name() == officer.display_name


def test_first_administrator_comes_from_the_command_line(db):
    made = User.objects.create_superuser("Root.Admin", PASSWORD, first_name="แรก", last_name="เริ่ม")

    assert (made.username, made.role, made.is_staff) == ("root.admin", "administrator", True)


def test_one_time_passwords_are_long_and_differ(officer):
    made = {officer.set_one_time_password() for _ in range(50)}

    assert len(made) == 50
    assert all(re.fullmatch(r"[a-z2-9]{4}(-[a-z2-9]{4}){2}", one) for one in made)
