"""Officers at the same moment, on real databases: one chair, one membership, one line a person."""

import pytest
from django.urls import reverse

from groups.models import Attendance, CommitteeTerm, Membership, PostTaken
from otoppath.thai.dates import format_date, today
from tests import factories
from tests.pipeline.test_concurrency import at_once

OFFICERS = 8

pytestmark = [pytest.mark.concurrency, pytest.mark.django_db(transaction=True)]


def test_of_officers_who_appoint_a_chair_at_once_one_does_and_the_others_are_told():
    group = factories.group()
    people = [factories.membership(group).person for _ in range(OFFICERS)]
    officer = factories.user()

    answers = at_once(
        lambda person: group.appoint(person, "chair", on=today(), by=officer, seen=set()), people
    )

    appointed = [answer for answer in answers if isinstance(answer, CommitteeTerm)]
    told = [answer for answer in answers if isinstance(answer, PostTaken)]
    assert (len(appointed), len(told)) == (1, OFFICERS - 1)
    assert CommitteeTerm.objects.count() == 1


def test_officers_who_add_the_same_person_at_once_make_one_membership(client_of):
    group, person = factories.group(), factories.person()
    clients = [client_of(factories.user()) for _ in range(OFFICERS)]
    address = reverse("groups:membership_create", args=[group.uuid])

    def add(client):
        key = f"00000000-0000-4000-8000-{clients.index(client):012}"
        typed = {"persons": person.uuid, "joined_on": format_date(today(), "digits")}
        return client.post(address, typed | {"once_key": key}).status_code

    answers = at_once(add, clients)

    assert sorted(answers) == [200] * (OFFICERS - 1) + [302]
    assert Membership.objects.count() == 1


def test_officers_who_write_the_same_list_at_once_double_nobody():
    activity = factories.activity()
    people = [factories.person() for _ in range(5)]
    officers = [factories.user() for _ in range(OFFICERS)]

    answers = at_once(
        lambda officer: activity.list_attendance(dict.fromkeys(people, "attended"), by=officer),
        officers,
    )

    assert [answer for answer in answers if isinstance(answer, Exception)] == []
    assert Attendance.objects.count() == len(people)
