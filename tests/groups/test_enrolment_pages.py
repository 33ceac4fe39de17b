"""The two pages an enrolment's checklist links to, and the look for similar groups."""

import pytest
from django.urls import reverse

from groups.models import Attendance, Membership
from groups.similar import similar_groups
from otoppath.pipeline.paths import ENROLMENT_PATH
from otoppath.thai.dates import fiscal_year, today
from tests import factories
from tests.groups.conftest import errors_of

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


@pytest.fixture
def enrolment():
    return factories.enrolment(chosen_occupation=factories.occupation())


def page_of(enrolment):
    return reverse("households:enrolment_detail", args=[enrolment.uuid])


def head_of(enrolment):
    return enrolment.household.persons.get()


def test_somebody_of_the_household_joins_and_the_requirement_is_met(send, day, enrolment):
    group = factories.group()
    assert ENROLMENT_PATH.judge([enrolment])[enrolment.pk]["joined"] == "missing"

    answer = send(
        "enrolment_join",
        enrolment,
        group=group.uuid,
        person=head_of(enrolment).uuid,
        joined_on=day(),
    )

    assert answer.url == page_of(enrolment)
    assert Membership.objects.get().person == head_of(enrolment)
    assert ENROLMENT_PATH.judge([enrolment])[enrolment.pk]["joined"] == "met"


def test_groups_of_the_village_and_the_occupation_stand_first(look, enrolment):
    far = factories.group(factories.FAR_VILLAGE, occupation=factories.occupation("basketry"))
    same = factories.group(factories.FAR_VILLAGE)
    here = factories.group(occupation=factories.occupation("basketry"))
    factories.group(factories.OUTSIDE_VILLAGE)
    factories.group(closed_on=today(), closed_reason="merged")

    form = look("enrolment_join", enrolment).context["form"]

    offered = [value for value, _label in form.fields["group"].choices]
    assert offered == [str(group.uuid) for group in (here, same, far)]


def test_a_group_is_found_by_its_name(look, enrolment):
    factories.group(name="กลุ่มจักสาน")
    wanted = factories.group(name="กลุ่มแปรรูปกล้วย")

    form = look("enrolment_join", enrolment, query="?q=กลวย").context["form"]

    assert [value for value, _label in form.fields["group"].choices] == [str(wanted.uuid)]


def test_a_group_of_another_district_cannot_be_joined(send, day, enrolment):
    outside = factories.group(factories.OUTSIDE_VILLAGE)

    answer = send(
        "enrolment_join",
        enrolment,
        group=outside.uuid,
        person=head_of(enrolment).uuid,
        joined_on=day(),
    )

    assert list(errors_of(answer)) == ["group"]


def test_only_people_of_the_household_join_from_its_page(send, day, enrolment):
    answer = send(
        "enrolment_join",
        enrolment,
        group=factories.group().uuid,
        person=factories.person().uuid,
        joined_on=day(),
    )

    assert list(errors_of(answer)) == ["person"]


def test_nobody_joins_a_group_twice(send, day, enrolment):
    group = factories.membership(who=head_of(enrolment)).group

    answer = send(
        "enrolment_join",
        enrolment,
        group=group.uuid,
        person=head_of(enrolment).uuid,
        joined_on=day(),
    )

    assert list(errors_of(answer)) == ["person"]


def test_joining_before_the_founding_is_refused_here_too(send, day, enrolment):
    group = factories.group(founded_on=today())

    answer = send(
        "enrolment_join",
        enrolment,
        group=group.uuid,
        person=head_of(enrolment).uuid,
        joined_on=day(-1),
    )

    assert list(errors_of(answer)) == ["joined_on"]


def test_taking_part_meets_the_requirement(send, enrolment):
    activity = factories.activity()

    answer = send(
        "enrolment_activities",
        enrolment,
        activity=activity.uuid,
        person=head_of(enrolment).uuid,
        result="attended",
    )

    states = ENROLMENT_PATH.judge([enrolment], steps=[3])[enrolment.pk]
    assert answer.url == page_of(enrolment)
    assert Attendance.objects.get().activity == activity
    assert states["attended"] == "met"


def test_offered_are_activities_of_its_occupation_from_its_year_on(look, enrolment):
    fits = factories.activity(village=factories.FAR_VILLAGE)
    factories.activity(occupation=factories.occupation("basketry"))
    factories.activity(village=factories.OUTSIDE_VILLAGE)
    factories.activity(held_on=today().replace(year=today().year - 2))

    form = look("enrolment_activities", enrolment).context["form"]

    assert [value for value, _label in form.fields["activity"].choices] == [str(fits.uuid)]
    assert enrolment.fiscal_year == fiscal_year(today())


def test_without_an_occupation_the_page_leads_to_its_choice(look):
    enrolment = factories.enrolment()

    html = look("enrolment_activities", enrolment).content.decode()

    assert reverse("households:chosen_create", args=[enrolment.uuid]) in html


def test_without_an_activity_the_page_leads_to_recording_one(look, enrolment):
    html = look("enrolment_activities", enrolment).content.decode()

    assert reverse("groups:village_activity_create") in html


# --- Similar groups -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("there", "described", "is_similar"),
    [
        ("กลุ่มทอผ้าขิดบ้านโนนงาม", "กลุ่มทอผ้าบ้านโนนงาม", True),
        ("วิสาหกิจชุมชนทอผ้าโนนงาม", "กลุ่มทอผ้าบ้านโนนงาม", True),
        ("กลุ่มอาชีพจักสานไม้ไผ่", "กลุ่มอาชีพเลี้ยงโคขุน", False),
    ],
)
def test_names_are_alike_by_what_sets_them_apart(officer, there, described, is_similar):
    factories.place(factories.OTHER_VILLAGE)
    other = factories.occupation("basketry")
    group = factories.group(factories.OTHER_VILLAGE, name=there, occupation=other)

    found = similar_groups(
        officer, name=described, village=factories.VILLAGE, occupation=factories.occupation()
    )

    assert found == ([group] if is_similar else [])


def test_the_same_village_and_occupation_is_always_shown(officer):
    group = factories.group(name="สตรีก้าวหน้า")

    found = similar_groups(
        officer, name="กลุ่มทอผ้า", village=factories.VILLAGE, occupation=group.occupation
    )

    assert found == [group]


def test_an_officer_of_some_villages_is_not_told_of_groups_in_others():
    own = factories.user(areas=[factories.VILLAGE])
    factories.group(factories.OTHER_VILLAGE, name="กลุ่มทอผ้า")

    found = similar_groups(
        own, name="กลุ่มทอผ้า", village=factories.VILLAGE, occupation=factories.occupation()
    )

    assert found == []
