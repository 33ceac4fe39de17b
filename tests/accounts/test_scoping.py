"""From a user to rows: inside the area, nothing outside, and nothing at all without one."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser

from households.models import Household
from otoppath.accounts.models import Role, User
from otoppath.accounts.scoping import ScopedQuerySet, areas_of, roles_of, serves
from otoppath.thai.dates import today
from tests import factories
from tests.factories import FAR_VILLAGE, OTHER_VILLAGE, OUTSIDE_VILLAGE, VILLAGE

EVERY_VILLAGE = [VILLAGE, OTHER_VILLAGE, FAR_VILLAGE, OUTSIDE_VILLAGE]


@pytest.fixture
def households(db):
    """One household in each village: two of a subdistrict, one of the next, one outside."""
    return [factories.household(code) for code in EVERY_VILLAGE]


def villages_seen(user):
    return sorted(Household.objects.visible_to(user).values_list("village_id", flat=True))


def fresh(user):
    """The user as the next request reads it."""
    return User.objects.get(pk=user.pk)


@pytest.mark.parametrize(
    ("role", "areas", "seen"),
    [
        (Role.VOLUNTEER, [VILLAGE], [VILLAGE]),
        (Role.VOLUNTEER, [VILLAGE, FAR_VILLAGE], [VILLAGE, FAR_VILLAGE]),
        (Role.OFFICER, ["361001"], [VILLAGE, OTHER_VILLAGE]),
        (Role.OFFICER, ["361001", "361002"], [VILLAGE, OTHER_VILLAGE, FAR_VILLAGE]),
        (Role.OFFICER, ["3610"], [VILLAGE, OTHER_VILLAGE, FAR_VILLAGE]),
        (Role.CHIEF, ["3610"], [VILLAGE, OTHER_VILLAGE, FAR_VILLAGE]),
        (Role.AUDITOR, ["3611"], [OUTSIDE_VILLAGE]),
        (Role.SUPERVISOR, ["36"], EVERY_VILLAGE),
        (Role.OFFICER, ["3610", VILLAGE], [VILLAGE, OTHER_VILLAGE, FAR_VILLAGE]),
        (Role.OFFICER, ["37"], []),
        (Role.OFFICER, [], []),
        (Role.CHIEF, [], []),
        (Role.SUPERVISOR, [], []),
    ],
)
def test_area_decides_which_rows_are_seen(households, role, areas, seen):
    assert villages_seen(factories.user(role, areas=areas)) == seen


def test_neighbour_whose_code_begins_alike_is_outside(db):
    factories.household("10010101")
    factories.household("10020101")

    assert villages_seen(factories.user(areas=["1001"])) == ["10010101"]


def test_national_supervisor_sees_every_province(households):
    who = factories.user(Role.SUPERVISOR, areas=[], is_national=True)

    assert villages_seen(who) == EVERY_VILLAGE
    assert areas_of(who) == ("36",)


def test_administrator_gets_no_rows_about_people(households, administrator):
    assert villages_seen(administrator) == []


def test_administrator_reads_rows_about_people_only_through_the_admin(households, administrator):
    assert Household.objects.inspectable_by(administrator).count() == 4


def test_anonymous_sees_nothing(households):
    assert villages_seen(AnonymousUser()) == []


def test_unknown_role_sees_nothing(households, officer):
    officer.role = "overlord"

    assert villages_seen(officer) == []
    assert not Household.objects.inspectable_by(officer).exists()


def test_deactivated_user_sees_nothing(households, officer):
    officer.is_active = False

    assert villages_seen(officer) == []


def test_model_that_does_not_say_how_it_is_scoped_cannot_be_listed(officer):
    with pytest.raises(AttributeError):
        ScopedQuerySet(User).visible_to(officer)


def test_scope_is_a_range_without_joins(households, officer):
    sql = str(Household.objects.visible_to(officer).query)

    assert "JOIN" not in sql
    assert "LIKE" not in sql


def test_serves_asks_whether_a_place_lies_inside(officer):
    assert serves(officer, VILLAGE)
    assert not serves(officer, OUTSIDE_VILLAGE)
    assert not serves(officer, "36")


def test_roles_and_areas_of_a_request_cost_one_query(officer, django_assert_num_queries):
    factories.acting(officer)
    who = fresh(officer)

    with django_assert_num_queries(1):
        areas_of(who), roles_of(who), areas_of(who)


# --- Auditor ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("starts", "ends", "sees"), [(0, 0, True), (-3, 0, True), (1, 5, False), (-5, -1, False)]
)
def test_auditor_sees_the_district_only_between_the_dates(households, starts, ends, sees):
    who = factories.user(
        Role.AUDITOR,
        access_starts_on=today() + timedelta(days=starts),
        access_ends_on=today() + timedelta(days=ends),
    )

    assert bool(villages_seen(who)) is sees
    assert who.has_perm("households.view_household") is sees


def test_auditor_without_dates_sees_nothing(households, auditor):
    auditor.access_ends_on = None

    assert villages_seen(auditor) == []


# --- Acting -------------------------------------------------------------------------------


def test_standing_in_adds_the_area_of_the_colleague(households):
    who = factories.user(areas=["361001"])
    factories.acting(who, role=Role.OFFICER, area="361002")

    assert villages_seen(fresh(who)) == [VILLAGE, OTHER_VILLAGE, FAR_VILLAGE]


@pytest.mark.parametrize(("first", "last"), [(-6, -1), (1, 6)])
def test_standing_in_holds_on_no_other_day(households, first, last):
    who = factories.user(areas=["361001"])
    starts = today() + timedelta(days=first)
    factories.acting(
        who, area="3610", starts_on=starts, ends_on=starts + timedelta(days=last - first)
    )

    assert villages_seen(fresh(who)) == [VILLAGE, OTHER_VILLAGE]
    assert roles_of(fresh(who)) == (Role.OFFICER,)


@pytest.mark.parametrize(("first", "last"), [(0, 0), (-6, 0), (0, 6)])
def test_standing_in_holds_on_its_first_and_last_day(db, first, last):
    who = factories.user()
    starts = today() + timedelta(days=first)
    factories.acting(who, starts_on=starts, ends_on=starts + timedelta(days=last - first))

    assert roles_of(fresh(who)) == (Role.OFFICER, Role.CHIEF)


def test_standing_in_ends_at_once_when_it_is_ended(chief, officer):
    appointment = factories.acting(officer)
    assert fresh(officer).has_perm("pipeline.waive")

    appointment.end(by=chief)

    assert not fresh(officer).has_perm("pipeline.waive")


def test_powers_of_another_role_do_not_reach_the_own_area(households):
    """An officer who is chief next door for a week is not chief at home."""
    who = factories.user(areas=["361001"])
    factories.acting(who, role=Role.CHIEF, area="3611")

    assert fresh(who).has_perm("pipeline.waive")
    assert villages_seen(fresh(who)) == [OUTSIDE_VILLAGE]


def test_deactivated_user_stands_in_for_nobody(households, officer):
    factories.acting(officer, area="36")
    officer.is_active = False

    assert villages_seen(officer) == []
