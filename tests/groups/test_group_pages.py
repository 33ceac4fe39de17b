"""Adding, correcting, closing a group; its rules and its wisdom."""

from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.urls import reverse

from groups.models import Group, GroupStepEvent
from households.models import OccupationChoice, Sage, Wisdom
from otoppath.thai.dates import today
from tests import factories
from tests.groups.conftest import errors_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def sought():
    """The address of the form that follows the search."""
    factories.place(factories.VILLAGE)
    factories.place(factories.OTHER_VILLAGE)
    factories.occupation()

    def query(**changes):
        asked = {"name": "กลุ่มทอผ้าขิด", "village": factories.VILLAGE, "occupation": "cotton_weaving"}
        return "?" + urlencode(asked | changes)

    return query


@pytest.fixture
def typed(day):
    """What an officer types for a new group."""
    return {
        "name": "กลุ่มทอผ้าขิด",
        "line_of_business": "processing",
        "legal_status": "unregistered",
        "joined_on": day(),
    }


def test_the_search_comes_before_the_form(look, sought):
    page = look("group_create")

    assert page.status_code == 200
    assert "next_url" not in page.context


def test_the_search_shows_the_group_that_is_there_already(look, sought):
    there = factories.group(name="กลุ่มทอผ้าขิดบ้านสมมุติ")
    factories.group(name="กลุ่มจักสาน", occupation=factories.occupation("basketry"))

    page = look("group_create", query=sought())

    assert page.context["similar"] == [there]
    assert page.context["next_url"] == reverse("groups:group_begin") + sought()


def test_the_search_tells_nothing_of_another_district(look, sought):
    factories.group(factories.OUTSIDE_VILLAGE, name="กลุ่มทอผ้าขิด")

    assert look("group_create", query=sought()).context["similar"] == []


def test_the_form_without_a_search_leads_back_to_it(look, sought):
    answer = look("group_begin", query="?name=กลุ่ม")

    assert answer.status_code == 302
    assert answer.url.startswith(reverse("groups:group_create"))


def test_a_village_outside_the_area_cannot_be_chosen(look, sought):
    factories.place(factories.OUTSIDE_VILLAGE)

    page = look("group_create", query=sought(village=factories.OUTSIDE_VILLAGE))

    assert list(errors_of(page)) == ["village"]


def test_a_group_is_made_with_its_members_and_its_first_event(send, sought, typed, officer):
    people = [factories.person(factories.enrolment().household) for _ in range(2)]

    answer = send("group_begin", query=sought(), persons=[p.uuid for p in people], **typed)

    group = Group.objects.get()
    event = group.events.get()
    assert answer.url == group.get_absolute_url()
    assert {m.person for m in group.memberships.all()} == set(people)
    assert (event.from_step, event.to_step, event.by, event.village_id) == (
        0,
        1,
        officer,
        factories.VILLAGE,
    )
    assert list(Group.objects.matching("ขิด")) == [group]


def test_nothing_is_made_when_a_part_of_it_fails(send, sought, typed, monkeypatch):
    def fail(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr("groups.views.group.start", fail)

    with pytest.raises(RuntimeError):
        send("group_begin", query=sought(), persons=[factories.person().uuid], **typed)

    assert not Group.objects.exists()
    assert not GroupStepEvent.objects.exists()


def test_a_double_press_makes_one_group(send, sought, typed):
    typed["once_key"] = "2f4bb6c4-4a53-4c02-9d2f-f3a1b5a4c001"

    first, second = (send("group_begin", query=sought(), **typed) for _press in range(2))

    assert first.url == second.url
    assert Group.objects.count() == 1


def test_a_group_taken_in_goes_on_to_the_choice_of_its_step(send, sought, typed, day):
    answer = send("group_begin", query=sought(kind="existing"), founded_on=day(-30), **typed)

    group = Group.objects.get()
    assert answer.url == reverse("pipeline:group_take_in", args=[group.uuid])
    assert group.kind == "existing"


def test_a_group_taken_in_says_since_when_it_exists(send, sought, typed):
    answer = send("group_begin", query=sought(kind="existing"), **typed)

    assert list(errors_of(answer)) == ["founded_on"]


def test_a_name_that_stands_in_the_village_is_refused(send, sought, typed):
    factories.group(name=typed["name"])

    answer = send("group_begin", query=sought(), **typed)

    assert list(errors_of(answer)) == ["name"]
    assert Group.objects.count() == 1


def test_first_members_do_not_join_before_the_founding(send, sought, typed, day):
    typed |= {"founded_on": day(-1), "joined_on": day(-2)}

    answer = send("group_begin", query=sought(), **typed)

    assert list(errors_of(answer)) == ["joined_on"]


def test_offered_are_the_selected_of_the_village_and_neighbours_who_want_it(look, sought):
    here = factories.enrolment(factories.household(head="เอก"))
    factories.enrolment(factories.household(head="โท"), selection="reserve")
    factories.enrolment(factories.household(factories.OTHER_VILLAGE, head="ตรี"))
    near = factories.enrolment(factories.household(factories.OTHER_VILLAGE, head="จัตวา"))
    OccupationChoice.objects.create(
        enrolment=near,
        kind="wanted",
        occupation=factories.occupation(),
        chosen_on=today(),
        checked_at=near.created_at,
    )

    page = look("group_begin", query=sought())

    offered = [box.data["label"].name for box in page.context["form"]["persons"]]
    assert offered == [e.household.persons.get().full_name for e in (here, near)]


def test_somebody_of_another_district_does_not_begin_a_group(send, sought, typed):
    stranger = factories.person(factories.household(factories.OUTSIDE_VILLAGE))

    answer = send("group_begin", query=sought(), persons=[stranger.uuid], **typed)

    assert list(errors_of(answer)) == ["persons"]
    assert not Group.objects.exists()


# --- Changing -----------------------------------------------------------------------------


@pytest.fixture
def correction(day):
    """What the page of correction sends back unchanged."""

    def of(group, **changes):
        return {
            "name": group.name,
            "occupation": group.occupation_id,
            "line_of_business": "processing",
            "kind": "forming",
            "operating_status": "active",
            "legal_status": "unregistered",
            "version": group.version,
        } | changes

    return of


def test_a_corrected_name_is_found_and_sorted_anew(send, correction):
    group = factories.group(name="กลุ่มเดิม")

    answer = send("group_change", group, **correction(group, name="กลุ่มใหม่"))

    assert answer.url == group.get_absolute_url()
    assert Group.objects.matching("ใหม่").get() == group
    assert group.history.count() == 2


def test_what_another_officer_changed_meanwhile_is_not_overwritten(send, correction, officer):
    group = factories.group()
    colleague = factories.user(first_name="สมหญิง")
    send("group_change", group, user=colleague, **correction(group, phone="0812345678"))

    answer = send("group_change", group, **correction(group, name="กลุ่มที่ทับ"))

    (refusal,) = errors_of(answer)["__all__"]
    group.refresh_from_db()
    assert colleague.display_name in refusal
    assert (group.phone, group.name == "กลุ่มที่ทับ") == ("0812345678", False)


def test_a_correction_does_not_undo_a_move_made_meanwhile(send, correction, monkeypatch):
    group = factories.group()
    typed = correction(group, name="กลุ่มแก้ชื่อ")
    from groups.forms.group import GroupChangeForm

    checked = GroupChangeForm.clean

    def advance_meanwhile(form):
        Group.objects.update(step=2)
        return checked(form)

    monkeypatch.setattr(GroupChangeForm, "clean", advance_meanwhile)

    send("group_change", group, **typed)

    group.refresh_from_db()
    assert (group.name, group.step) == ("กลุ่มแก้ชื่อ", 2)


def test_a_registration_before_the_founding_is_refused(send, correction, day):
    group = factories.group()

    answer = send(
        "group_change", group, **correction(group, founded_on=day(-1), registered_on=day(-2))
    )

    assert list(errors_of(answer)) == ["registered_on"]


def test_a_group_is_not_closed_by_a_correction(send, correction):
    group = factories.group()

    answer = send("group_change", group, **correction(group, operating_status="closed"))

    assert list(errors_of(answer)) == ["operating_status"]


# --- Closing ------------------------------------------------------------------------------


def test_a_group_is_closed_with_date_and_reason(send, day):
    group = factories.group(step=3)

    send("group_close", group, closed_on=day(), closed_reason="no_market", version=1)

    group.refresh_from_db()
    assert (group.closed_on, group.closed_reason, group.step) == (today(), "no_market", 3)
    assert list(Group.objects.standing()) == []


def test_closing_asks_for_a_reason(send, day):
    group = factories.group()

    answer = send("group_close", group, closed_on=day(), version=1)

    assert list(errors_of(answer)) == ["closed_reason"]


def test_a_group_does_not_close_before_its_founding_nor_tomorrow(send, day):
    group = factories.group(founded_on=today())

    for closed_on in (day(-1), day(1)):
        answer = send("group_close", group, closed_on=closed_on, closed_reason="other", version=1)
        assert list(errors_of(answer)) == ["closed_on"]


def test_nothing_is_recorded_of_a_closed_group(send, day):
    closed = factories.group(closed_on=today(), closed_reason="merged")
    person = factories.person()

    answer = send("membership_create", closed, persons=[person.uuid], joined_on=day())

    assert answer.url == closed.get_absolute_url()
    assert not closed.memberships.exists()


def test_a_closing_by_mistake_is_taken_back(send, look):
    closed = factories.group(closed_on=today(), closed_reason="merged")

    answer = send("group_reopen", closed)

    closed.refresh_from_db()
    assert answer.url == closed.get_absolute_url()
    assert (closed.closed_on, closed.operating_status) == (None, "active")


def test_reopening_under_a_name_that_is_taken_says_so(send, client_of, officer):
    closed = factories.group(name="กลุ่มเดิม", closed_on=today(), closed_reason="merged")
    factories.group(name="กลุ่มเดิม")

    answer = send("group_reopen", closed)

    closed.refresh_from_db()
    assert answer.status_code == 302
    assert closed.closed_on == today()


# --- Rules and wisdom ---------------------------------------------------------------------


def test_rules_keep_their_lines(send, day):
    group = factories.group()

    send("rules_change", group, rules="ข้อ 1  ออม\nข้อ 2 ประชุม", rules_agreed_on=day(), version=1)

    group.refresh_from_db()
    assert group.rules == "ข้อ 1 ออม\nข้อ 2 ประชุม"


def test_rules_are_not_agreed_tomorrow(send, day):
    answer = send("rules_change", factories.group(), rules="ออม", rules_agreed_on=day(1), version=1)

    assert list(errors_of(answer)) == ["rules_agreed_on"]


def test_a_new_wisdom_is_recorded_with_its_sage(send, officer):
    group = factories.group()

    send(
        "wisdom_change",
        group,
        version=1,
        name="ทอลายขิด",
        description="ทอด้วยกี่พื้นบ้าน",
        sage_name="นางสมศรี ตัวอย่าง",
        sage_expertise="ทอผ้าขิด",
    )

    group.refresh_from_db()
    sage = group.wisdom.sage
    assert (group.wisdom.name, group.wisdom.description) == ("ทอลายขิด", "ทอด้วยกี่พื้นบ้าน")
    assert (sage.title, sage.first_name, sage.last_name) == ("นาง", "สมศรี", "ตัวอย่าง")
    assert sage.created_by == officer


def test_a_known_wisdom_is_completed_with_what_it_lacks(send):
    group = factories.group()
    known = Wisdom.objects.create(village=group.village, occupation=group.occupation, name="ทอลาย")
    sage = Sage.objects.create(
        village=group.village, occupation=group.occupation, first_name="สมศรี", expertise="ทอผ้า"
    )

    send("wisdom_change", group, version=1, wisdom=known.pk, description="อธิบาย", sage=sage.pk)

    known.refresh_from_db()
    group.refresh_from_db()
    assert (group.wisdom, known.sage, known.description) == (known, sage, "อธิบาย")
    assert Wisdom.objects.count() == 1


def test_a_wisdom_without_description_and_sage_is_refused(send):
    answer = send("wisdom_change", factories.group(), version=1, name="ทอลาย")

    assert sorted(errors_of(answer)) == ["description", "sage"]


def test_a_wisdom_of_another_district_cannot_be_chosen(send):
    group = factories.group()
    outside = Wisdom.objects.create(
        village=factories.place(factories.OUTSIDE_VILLAGE),
        occupation=group.occupation,
        name="ทอลาย",
    )

    answer = send("wisdom_change", group, version=1, wisdom=outside.pk, description="อธิบาย")

    assert "wisdom" in errors_of(answer)
    group.refresh_from_db()
    assert group.wisdom is None


def test_the_page_of_a_group_shows_its_path_and_its_facts(look):
    group = factories.group(founded_on=today() - timedelta(days=30))
    factories.meeting(group)

    page = look("group_detail", group)

    html = page.content.decode()
    assert page.context["path"]["missing_count"] == 2
    assert 'id="path"' in html
    assert "1/2570" in html


def test_an_auditor_sees_names_and_no_button_to_change(look, auditor):
    member = factories.membership()

    page = look("group_detail", member.group, user=auditor)

    html = page.content.decode()
    assert member.person.full_name in html
    assert "/change/" not in html
    assert "/create/" not in html
