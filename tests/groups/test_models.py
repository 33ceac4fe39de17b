"""Verbs and rules of the records themselves."""

import uuid
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from groups.models import (
    ActionPlan,
    Activity,
    Group,
    Meeting,
    Membership,
    PlanItem,
    PostTaken,
)
from otoppath.thai.dates import today
from tests import factories

pytestmark = pytest.mark.django_db


def seen(group):
    return set(group.terms.current().values_list("uuid", flat=True))


def test_the_fiscal_year_of_an_activity_follows_its_day():
    activity = factories.activity(held_on=date(2026, 9, 30))
    assert activity.fiscal_year == 2569

    activity.held_on = date(2026, 10, 1)
    activity.save()

    assert Activity.objects.get().fiscal_year == 2570


def test_a_new_chair_ends_the_term_of_the_one_before(officer):
    group = factories.group()
    old = factories.term(group)
    new = factories.membership(group).person

    group.appoint(new, "chair", on=today(), by=officer, seen={old.uuid})

    old.refresh_from_db()
    assert old.ends_on == today()
    assert group.terms.current().get(post="chair").person == new


def test_a_chair_who_came_unseen_is_not_replaced(officer):
    group = factories.group()
    factories.term(group)
    new = factories.membership(group).person

    with pytest.raises(PostTaken):
        group.appoint(new, "chair", on=today(), by=officer, seen=set())

    assert group.terms.current().count() == 1


def test_a_chair_does_not_begin_before_the_one_replaced(officer):
    group = factories.group()
    old = factories.term(group, starts_on=today())
    new = factories.membership(group).person

    with pytest.raises(ValidationError):
        group.appoint(new, "chair", on=today() - timedelta(1), by=officer, seen={old.uuid})

    old.refresh_from_db()
    assert old.ends_on is None


def test_nobody_takes_a_post_twice(officer):
    group = factories.group()
    held = factories.term(group)

    with pytest.raises(ValidationError):
        group.appoint(held.person, "chair", on=today(), by=officer, seen=seen(group))


def test_two_may_be_advisors_at_a_time(officer):
    group = factories.group()
    factories.term(group, post="advisor")
    other = factories.membership(group).person

    group.appoint(other, "advisor", on=today(), by=officer, seen=set())

    assert group.terms.current().filter(post="advisor").count() == 2


def test_the_database_refuses_a_second_chair():
    group = factories.group()
    factories.term(group)

    with pytest.raises(IntegrityError), transaction.atomic():
        factories.term(group)


def test_who_leaves_leaves_the_posts_too(officer):
    group = factories.group()
    membership = factories.membership(group)
    term = factories.term(group, membership.person)
    other = factories.term(group, post="secretary")

    membership.leave(on=today(), reason="moved", by=officer)

    term.refresh_from_db()
    other.refresh_from_db()
    assert (membership.left_on, term.ends_on, other.ends_on) == (today(), today(), None)
    assert membership.history.first().history_user == officer


def test_a_list_written_again_corrects_and_doubles_nobody(officer):
    activity = factories.activity()
    came, new = factories.person(), factories.person()
    factories.attendance(activity, came)

    activity.list_attendance({came: "passed", new: "absent"}, by=officer)

    results = dict(activity.attendances.values_list("person", "result"))
    assert results == {came.pk: "passed", new.pk: "absent"}


def test_an_activity_nobody_came_to_was_not_held():
    held, missed = factories.activity(), factories.activity()
    factories.attendance(held)
    factories.attendance(missed, result="absent")

    assert list(Activity.objects.held()) == [held]


def test_an_activity_counts_as_photographed_with_its_own_photo():
    shown = factories.activity_photo().activity
    factories.activity()

    assert list(Activity.objects.photographed()) == [shown]


def test_a_plan_without_lines_is_no_plan():
    filled = factories.plan()
    factories.plan(kind="standard").items.all().delete()

    assert list(ActionPlan.objects.filled()) == [filled]


def test_a_line_is_overdue_until_it_is_done():
    plan = factories.plan()
    late = factories.plan_item(plan, due_on=today() - timedelta(1))
    factories.plan_item(plan, due_on=today() - timedelta(1), done_on=today())
    factories.plan_item(plan, due_on=today())

    assert list(PlanItem.objects.overdue(today())) == [late]


def test_a_meeting_without_minutes_proves_nothing():
    minuted = factories.meeting()
    factories.meeting(minutes="")

    assert list(Meeting.objects.minuted()) == [minuted]


@pytest.mark.parametrize(("present", "quorum"), [(5, False), (6, True)])
def test_a_quorum_is_more_than_half(present, quorum):
    assert Meeting(member_count=10, present_count=present).has_quorum is quorum


def test_members_of_a_closed_group_are_members_no_longer():
    standing = factories.membership()
    closed = factories.group(closed_on=today(), closed_reason="merged")
    factories.membership(closed)

    assert list(Membership.objects.current()) == [standing]


def test_a_closed_group_must_say_why():
    with pytest.raises(IntegrityError), transaction.atomic():
        factories.group(closed_on=today())


def test_reopening_is_refused_when_the_name_is_taken(officer):
    closed = factories.group(name="กลุ่มเดิม", closed_on=today(), closed_reason="merged")
    factories.group(name="กลุ่มเดิม")

    with pytest.raises(IntegrityError), transaction.atomic():
        closed.reopen(by=officer)


def test_groups_are_found_with_or_without_tone_marks():
    group = factories.group(name="กลุ่มแปรรูปกล้วยบ้านโนน")
    factories.group(name="กลุ่มจักสาน")

    assert list(Group.objects.matching("แปรรูปกลวย โนน")) == [group]


def test_a_record_is_known_by_a_uuid_of_its_own():
    first, second = factories.group(), factories.group()

    assert isinstance(first.uuid, uuid.UUID)
    assert first.uuid != second.uuid
