"""Members join and leave; posts pass from one to the next."""

from datetime import timedelta

import pytest

from groups.models import CommitteeTerm, Membership
from otoppath.thai.dates import today
from tests import factories
from tests.groups.conftest import errors_of

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


@pytest.fixture
def group():
    return factories.group(founded_on=today() - timedelta(days=100))


def test_several_persons_join_at_once(group, send, day, officer):
    people = [factories.person(), factories.person()]

    answer = send("membership_create", group, persons=[p.uuid for p in people], joined_on=day(-1))

    assert answer.url == group.get_absolute_url()
    joined = Membership.objects.values_list("person", "joined_on", "created_by")
    assert set(joined) == {(p.pk, today() - timedelta(1), officer.pk) for p in people}


def test_a_double_press_makes_one_membership(group, send, day):
    sent = {
        "persons": [factories.person().uuid],
        "joined_on": day(),
        "once_key": "0c8a4f0e-6f0a-4f51-9f6f-6a4d7a3d2b11",
    }

    first, second = (
        send("membership_create", group, **sent),
        send("membership_create", group, **sent),
    )

    assert (first.status_code, second.status_code) == (302, 302)
    assert Membership.objects.count() == 1


def test_nobody_joins_before_the_founding(group, send, day):
    person = factories.person()

    answer = send("membership_create", group, persons=[person.uuid], joined_on=day(-101))

    assert list(errors_of(answer)) == ["joined_on"]
    assert not Membership.objects.exists()


def test_nobody_joins_tomorrow(group, send, day):
    answer = send("membership_create", group, persons=[factories.person().uuid], joined_on=day(1))

    assert list(errors_of(answer)) == ["joined_on"]


def test_a_refused_page_keeps_who_was_ticked_and_what_was_typed(group, send, day):
    person = factories.person(first_name="ไม่อยู่ในรายการแรก")

    page = send("membership_create", group, persons=[person.uuid], joined_on=day(1))

    html = page.content.decode()
    assert "ไม่อยู่ในรายการแรก" in html
    assert f'value="{person.uuid}"' in html
    assert day(1) in html


def test_a_search_keeps_who_was_ticked_before(group, send, day):
    ticked = factories.person(factories.household(head="ทองดี"))
    wanted = factories.household(head="คำปุ่น")
    typed = {"persons": [ticked.uuid], "joined_on": day(-3), "q": "คำปุน", "look": "1"}

    page = send("membership_create", group, **typed)

    picks = page.context["form"]["persons"]
    shown = {box.data["value"]: bool(box.data["selected"]) for box in picks}
    assert shown == {str(ticked.uuid): True, str(wanted.persons.get().uuid): False}
    assert not Membership.objects.exists()


@pytest.mark.parametrize("village", [factories.OUTSIDE_VILLAGE])
def test_nobody_of_another_district_can_be_made_a_member(group, send, day, village):
    stranger = factories.person(factories.household(village))

    answer = send("membership_create", group, persons=[stranger.uuid], joined_on=day())

    assert list(errors_of(answer)) == ["persons"]
    assert not Membership.objects.exists()


def test_an_officer_of_some_villages_cannot_add_people_of_others(group, send, day):
    own = factories.user(areas=[factories.VILLAGE])
    neighbour = factories.person(factories.household(factories.OTHER_VILLAGE))

    answer = send("membership_create", group, user=own, persons=[neighbour.uuid], joined_on=day())

    assert list(errors_of(answer)) == ["persons"]


def test_who_is_a_member_is_not_offered_again(group, send, day):
    member = factories.membership(group)

    answer = send("membership_create", group, persons=[member.person.uuid], joined_on=day())

    assert list(errors_of(answer)) == ["persons"]
    assert Membership.objects.count() == 1


def test_who_left_may_join_again(group, send, day):
    person = factories.membership(group, left_on=today(), left_reason="withdrew").person

    answer = send("membership_create", group, persons=[person.uuid], joined_on=day())

    assert answer.status_code == 302
    assert group.memberships.current().get().person == person


def test_what_is_no_uuid_is_refused_and_no_server_error(group, send, day):
    answer = send("membership_create", group, persons=["' OR 1=1"], joined_on=day())

    assert list(errors_of(answer)) == ["persons"]


def test_leaving_before_joining_is_refused_with_the_day(group, send, day):
    member = factories.membership(group, joined_on=today() - timedelta(days=10))

    answer = send("membership_leave", member, left_on=day(-11), left_reason="moved")

    assert day(-10).split("/")[0] in errors_of(answer)["left_on"][0]
    member.refresh_from_db()
    assert member.left_on is None


def test_a_member_leaves_with_date_and_reason(group, send, day):
    member = factories.membership(group)
    term = factories.term(group, member.person)

    answer = send("membership_leave", member, left_on=day(-1), left_reason="moved")

    member.refresh_from_db()
    term.refresh_from_db()
    assert answer.url == group.get_absolute_url()
    assert (member.left_reason, term.ends_on) == ("moved", today() - timedelta(1))


def test_leaving_asks_for_a_reason(group, send, day):
    answer = send("membership_leave", factories.membership(group), left_on=day(), left_reason="")

    assert list(errors_of(answer)) == ["left_reason"]


def test_the_day_of_joining_can_be_corrected(group, send, day):
    member = factories.membership(group, joined_on=today())

    send("membership_change", member, joined_on=day(-5))

    member.refresh_from_db()
    assert member.joined_on == today() - timedelta(5)
    assert member.history.count() == 2


def test_the_second_of_two_officers_does_not_replace_a_chair_unseen(group, send, day):
    first, second = factories.membership(group), factories.membership(group)
    typed = {"post": "chair", "starts_on": day(), "seen": ""}

    send("term_create", group, member=first.uuid, **typed)
    answer = send("term_create", group, member=second.uuid, **typed)

    (refusal,) = errors_of(answer)["__all__"]
    assert first.person.full_name in refusal
    assert CommitteeTerm.objects.current().get().person == first.person


def test_told_who_holds_the_post_the_officer_may_replace_after_all(group, send, day):
    first, second = factories.membership(group), factories.membership(group)
    send("term_create", group, member=first.uuid, post="chair", starts_on=day(-1))
    refused = send("term_create", group, member=second.uuid, post="chair", starts_on=day())
    seen = refused.context["form"]["seen"].value()

    answer = send(
        "term_create", group, member=second.uuid, post="chair", starts_on=day(), seen=seen
    )

    assert answer.status_code == 302
    assert CommitteeTerm.objects.current().get().person == second.person


def test_a_post_before_joining_is_refused(group, send, day):
    member = factories.membership(group, joined_on=today())

    answer = send("term_create", group, member=member.uuid, post="chair", starts_on=day(-1))

    assert list(errors_of(answer)) == ["starts_on"]


def test_only_members_of_the_group_take_posts(group, send, day):
    outsider = factories.membership()

    answer = send("term_create", group, member=outsider.uuid, post="chair", starts_on=day())

    assert list(errors_of(answer)) == ["member"]


def test_a_term_ends_after_it_began(group, send, day):
    term = factories.term(group, starts_on=today())

    answer = send("term_end", term, ends_on=day(-1))

    assert list(errors_of(answer)) == ["ends_on"]


def test_somebody_gives_up_a_post(group, send, day):
    term = factories.term(group)

    send("term_end", term, ends_on=day())

    term.refresh_from_db()
    assert term.ends_on == today()


def test_a_member_outside_the_viewers_area_is_a_name_without_a_link(group, look):
    inside = factories.membership(group).person
    outside = factories.membership(
        group, factories.person(factories.household(factories.OTHER_VILLAGE))
    ).person
    own = factories.user(areas=[factories.VILLAGE])

    html = look("group_detail", group, user=own).content.decode()

    assert outside.full_name in html
    assert str(inside.household.uuid) in html
    assert str(outside.household.uuid) not in html
    assert outside.household.house_no not in html


def test_an_officer_of_two_districts_keeps_them_apart_too(group, send, day):
    both = factories.user(areas=[factories.DISTRICT, factories.OUTSIDE_DISTRICT])
    stranger = factories.person(factories.household(factories.OUTSIDE_VILLAGE))

    answer = send("membership_create", group, user=both, persons=[stranger.uuid], joined_on=day())

    assert list(errors_of(answer)) == ["persons"]
