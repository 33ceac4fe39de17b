"""Every page of groups: opens for who may, does not exist for another district."""

import pytest
from django.urls import reverse

from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

OF_GROUP = (
    "group_detail",
    "group_change",
    "group_close",
    "rules_change",
    "wisdom_change",
    "membership_create",
    "term_create",
    "meeting_create",
    "raw_material_create",
    "surroundings_create",
    "choice_list",
    "plan_create",
    "activity_create",
    "production_list",
    "production_create",
)
READING = ("group_detail", "choice_list", "production_list")
LISTS = ("group_list", "group_board", "group_register", "activity_list")
CREATING = ("group_create", "village_activity_create")


@pytest.fixture
def group():
    """A group that has something of everything."""
    made = factories.group(name="กลุ่มทอผ้าสมมุติเหนือ", founded_on=None)
    factories.membership(made)
    return made


@pytest.fixture
def addresses(group):
    """The address of each page about one record, by its name."""
    member = factories.membership(group, joined_on="2025-01-05")
    plan = factories.plan(group)
    activity = factories.activity(group)
    photo = factories.activity_photo(activity)
    enrolment = factories.enrolment(chosen_occupation=group.occupation)
    records = {
        "membership_change": member,
        "membership_leave": member,
        "term_end": factories.term(group, member.person),
        "meeting_detail": factories.meeting(group),
        "meeting_change": factories.meeting(group),
        "raw_material_change": factories.raw_material(group),
        "plan_detail": plan,
        "plan_change": plan,
        "plan_item_create": plan,
        "plan_item_change": plan.items.get(),
        "plan_item_done": plan.items.get(),
        "activity_detail": activity,
        "activity_change": activity,
        "attendance_change": activity,
        "photo_create": activity,
        "photo_detail": photo,
        "production_change": factories.production(group),
        "enrolment_join": enrolment,
        "enrolment_activities": enrolment,
    }
    records |= dict.fromkeys(OF_GROUP, group)
    return {n: reverse(f"groups:{n}", args=[record.uuid]) for n, record in records.items()}


READ = (*READING, "meeting_detail", "plan_detail", "activity_detail", "photo_detail")


def test_every_page_opens_for_an_officer_of_the_district(addresses, officer, client_of):
    client = client_of(officer)

    answers = {name: client.get(url).status_code for name, url in addresses.items()}

    assert answers == dict.fromkeys(addresses, 200)


def test_every_list_opens_for_an_officer(group, officer, client_of):
    client = client_of(officer)

    answers = {n: client.get(reverse(f"groups:{n}")).status_code for n in (*LISTS, *CREATING)}

    assert answers == dict.fromkeys((*LISTS, *CREATING), 200)


def test_no_page_exists_for_an_officer_of_another_district(addresses, officer_other, client_of):
    client = client_of(officer_other)

    read = {name: client.get(url).status_code for name, url in addresses.items()}
    sent = {name: client.post(url).status_code for name, url in addresses.items()}

    assert read == dict.fromkeys(addresses, 404)
    assert {name: sent[name] for name in sent if name not in READ} == {
        name: 404 for name in addresses if name not in READ
    }


def test_lists_of_another_district_tell_nothing(group, officer_other, client_of):
    client = client_of(officer_other)

    pages = "".join(client.get(reverse(f"groups:{n}")).content.decode() for n in LISTS)

    assert group.name not in pages


def test_an_auditor_reads_and_changes_nothing(addresses, auditor, client_of):
    client = client_of(auditor)

    answers = {name: client.get(url).status_code for name, url in addresses.items()}

    assert answers == {name: 200 if name in READ else 403 for name in addresses}


@pytest.mark.parametrize("role", ["volunteer", "supervisor", "administrator"])
def test_who_has_no_business_with_groups_is_forbidden(addresses, cast, client_of, role):
    client = client_of(cast[role])

    pages = [*addresses.values(), *(reverse(f"groups:{n}") for n in (*LISTS, *CREATING))]

    assert {client.get(url).status_code for url in pages} == {403}
