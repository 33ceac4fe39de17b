"""What a volunteer enters waits, counts nowhere, comes back with a note, and is put right."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from households.checking import KINDS, PAGE_SIZE, Asked, entries, entry_count
from households.models import Enrolment, Notice, OccupationChoice, Visit
from otoppath.accounts.models import Role
from otoppath.lists.pager import seal
from otoppath.pipeline.paths import ENROLMENT_PATH
from tests import factories as f
from tests.households.pages import address, errors, press, said, text_of

WAITING, RETURNED = "/households/waiting/", "/households/returned/"


@pytest.fixture
def client(client_of, officer):
    return client_of(officer)


@pytest.fixture
def mine(client_of, volunteer):
    """The volunteer's browser."""
    return client_of(volunteer)


def unchecked(by, enrolment=None, **fields):
    """One waiting entry of every kind."""
    enrolment = enrolment or f.enrolment()
    fields = {"checked_at": None, "created_by": by} | fields
    return [
        f.household(**fields),
        f.notice(enrolment.household, **fields),
        f.choice(enrolment, **fields),
        f.income(enrolment, **fields),
        f.readiness(enrolment, **fields),
        f.wisdom_use(enrolment, **fields),
        f.visit(enrolment, **fields),
    ]


def kinds(lines):
    return {line.kind for line in lines}


def test_every_kind_of_entry_waits_in_one_list(client, volunteer):
    unchecked(volunteer)

    response = client.get(WAITING)

    assert kinds(response.context["lines"]) == {model.slug for model in KINDS}
    assert str(response.context["count"]) == "7"
    assert volunteer.display_name in text_of(response)


def test_entries_of_a_kind_are_told_apart_by_day_and_one_fact(client):
    enrolment = f.enrolment()
    weaving = f.occupation("checked_weaving", name="ทอผ้าสมมุติ")
    f.income(enrolment, phase="before", checked_at=None, as_of=date(2026, 10, 2))
    f.visit(enrolment, practice="paused", checked_at=None, visited_on=date(2026, 10, 12))
    f.choice(enrolment, occupation=weaving, checked_at=None)
    f.readiness(enrolment, result="prepare", checked_at=None)
    f.notice(enrolment.household, channel="paper", checked_at=None)
    f.wisdom_use(enrolment, skill="สานตะกร้า", checked_at=None)

    response = client.get(WAITING)

    facts = {line.fact for line in response.context["lines"]}
    assert facts == {
        "ก่อนเข้าร่วม",
        "หยุดชั่วคราว",
        "ทอผ้าสมมุติ",
        "ต้องเตรียมความพร้อม",
        "ให้เอกสาร",
        "สานตะกร้า",
    }
    assert "12 ต.ค. 2569 · หยุดชั่วคราว" in text_of(response)


def test_each_line_opens_its_entry(client, volunteer):
    unchecked(volunteer)

    for line in client.get(WAITING).context["lines"]:
        assert client.get(line.url).status_code == 200


def test_what_waits_longest_stands_first(client, volunteer):
    later, earlier = f.visit(checked_at=None), f.notice(checked_at=None)
    Notice.objects.filter(pk=earlier.pk).update(created_at=timezone.now() - timedelta(days=3))

    lines = client.get(WAITING).context["lines"]

    assert [line.uuid for line in lines] == [earlier.uuid, later.uuid]


def test_another_districts_entries_and_what_counts_already_are_not_in_the_list(client):
    f.visit(f.enrolment(f.household(f.OUTSIDE_VILLAGE)), checked_at=None)
    f.visit()
    here = f.visit(checked_at=None)

    assert [line.uuid for line in client.get(WAITING).context["lines"]] == [here.uuid]


def test_one_kind_is_shown_when_asked(client, volunteer):
    unchecked(volunteer)

    lines = client.get(WAITING, {"kind": "income"}).context["lines"]

    assert kinds(lines) == {"income"}


def test_the_pages_of_the_list_follow_each_other_without_a_gap(officer):
    enrolment = f.enrolment()
    made = [f.visit(enrolment, checked_at=None) for _n in range(PAGE_SIZE + 10)]
    asked = Asked(user=officer)

    first, cursor = entries(asked)
    second, end = entries(asked, cursor)

    assert [line.uuid for line in (*first, *second)] == [visit.uuid for visit in made]
    assert end is None


@pytest.mark.parametrize(
    "cursor",
    ["x", "~", "0001-01-01T00:00:00+14:00~" + "0" * 32, "\x00", seal([1], order="entered_at")],
    ids=["letter", "stroke", "moment", "nul", "of one value"],  # a sealed one is never the same
)
def test_a_damaged_cursor_shows_the_first_page(officer, cursor):
    here = f.visit(checked_at=None)

    lines, _more = entries(Asked(user=officer), cursor)

    assert [line.uuid for line in lines] == [here.uuid]


def test_the_count_stops_where_nobody_reads_on(officer):
    enrolment = f.enrolment()
    for _n in range(4):
        f.visit(enrolment, checked_at=None)

    count = entry_count(Asked(user=officer), limit=3)

    assert (count.value, count.is_more) == (3, True)


def test_the_list_costs_the_same_whatever_waits(client, volunteer):
    f.visit(checked_at=None)
    few = count_queries(client, WAITING)
    for _n in range(10):
        unchecked(volunteer)

    assert count_queries(client, WAITING) == few <= 5


def count_queries(client, url):
    client.get(url)
    with CaptureQueriesContext(connection) as caught:
        client.get(url)
    frame = ("django_session", "accounts_user", "accounts_actingappointment")
    return len([q for q in caught if not any(name in q["sql"] for name in frame)])


# --- Accepting ----------------------------------------------------------------------------


def test_what_waits_counts_nowhere_until_it_is_accepted(client, volunteer):
    enrolment = f.enrolment()
    notice = f.notice(enrolment.household, checked_at=None, created_by=volunteer)
    before = ENROLMENT_PATH.judge([enrolment])[enrolment.pk]["notice"]

    client.post(address("entry_accept", "notice", notice), {"seen": notice.seen})

    after = ENROLMENT_PATH.judge([enrolment])[enrolment.pk]["notice"]
    assert (before, after) == ("missing", "met")


def test_one_entry_is_accepted_with_the_name_of_who_checked_it(client, officer, volunteer):
    visit = f.visit(checked_at=None, created_by=volunteer)

    client.post(address("entry_accept", "visit", visit), {"seen": visit.seen})

    visit.refresh_from_db()
    assert visit.is_checked
    assert visit.checked_by == officer
    assert officer.display_name in text_of(client.get(visit.get_absolute_url()))


def test_selected_entries_are_accepted_together_and_the_others_wait(client, volunteer):
    first, second, *others = unchecked(volunteer)
    lines = client.get(WAITING).context["lines"]
    picks = [line.pick for line in lines if line.uuid in {first.uuid, second.uuid}]
    picks += ["visit:x", "nothing:y", ""]

    response = client.post(address("entry_accept_many"), {"action": "accept", "pick": picks})

    waiting = {line.uuid for line in client.get(WAITING).context["lines"]}
    assert said(response) == ["ตรวจรับแล้ว 2 รายการ"]
    assert waiting == {entry.uuid for entry in others}


def test_entries_of_another_district_are_not_accepted(client):
    far = f.visit(f.enrolment(f.household(f.OUTSIDE_VILLAGE)), checked_at=None)

    client.post(address("entry_accept_many"), {"pick": [f"visit:{far.uuid}:{far.seen}"]})
    one = client.post(address("entry_accept", "visit", far))

    far.refresh_from_db()
    assert one.status_code == 404
    assert not far.is_checked


def test_an_accepted_choice_stands_in_the_enrolment(client):
    enrolment = f.enrolment()
    choice = f.choice(enrolment, kind="chosen", checked_at=None)

    client.post(address("entry_accept", "choice", choice), {"seen": choice.seen})

    enrolment.refresh_from_db()
    assert enrolment.chosen_occupation == choice.occupation


# --- Sending back -------------------------------------------------------------------------


def test_an_entry_comes_back_with_a_note_that_its_volunteer_sees(client, mine, volunteer):
    visit = f.visit(checked_at=None, created_by=volunteer)

    press(client, address("entry_send_back", "visit", visit), note="ภาพไม่ชัด ถ่ายใหม่")

    visit.refresh_from_db()
    (line,) = mine.get(RETURNED).context["returned"]
    assert (line.uuid, line.note) == (visit.uuid, "ภาพไม่ชัด ถ่ายใหม่")
    assert "ภาพไม่ชัด ถ่ายใหม่" in text_of(mine.get(visit.get_absolute_url()))
    assert client.get(WAITING).context["lines"] == []


def test_whose_entry_is_sent_back_stands_on_the_page(client, volunteer):
    visit = f.visit(f.enrolment(f.household(head="คำดี")), checked_at=None, created_by=volunteer)

    assert "คำดี" in text_of(client.get(address("entry_send_back", "visit", visit)))


def test_nothing_comes_back_without_a_note(client, volunteer):
    visit = f.visit(checked_at=None, created_by=volunteer)

    response = press(client, address("entry_send_back", "visit", visit), note=" ")

    visit.refresh_from_db()
    assert errors(response) == {"note"}
    assert visit.returned_at is None


def test_what_came_back_is_put_right_and_waits_again(client, mine, volunteer, officer):
    visit = f.visit(checked_at=None, created_by=volunteer, note="ก")
    visit.send_back(by=officer, note="เขียนให้ครบ")

    press(mine, address("entry_change", "visit", visit), note="ทอผ้าอยู่ มีกี่สองหลัง")

    visit.refresh_from_db()
    assert (visit.note, visit.returned_at, visit.returned_note) == (
        "ทอผ้าอยู่ มีกี่สองหลัง",
        None,
        "",
    )
    assert list(Visit.objects.waiting()) == [visit]
    assert mine.get(RETURNED).context["returned"] == []


def test_a_household_comes_back_too(client, mine, volunteer):
    household = f.household(checked_at=None, created_by=volunteer)

    press(client, address("entry_send_back", "household", household), note="บ้านเลขที่ผิด")
    page = text_of(mine.get(household.get_absolute_url()))
    press(mine, address("household_change", household), house_no="7")

    household.refresh_from_db()
    assert "บ้านเลขที่ผิด" in page
    assert (household.returned_at, household.is_checked) == (None, False)


def test_a_volunteer_sees_only_what_came_back_to_the_own_hands(mine):
    other = f.user(Role.VOLUNTEER, areas=[f.VILLAGE])
    f.visit(checked_at=None, created_by=other, returned_at=timezone.now())

    assert mine.get(RETURNED).context["returned"] == []


# --- Who corrects what --------------------------------------------------------------------


def test_a_volunteer_corrects_the_own_entry_while_it_does_not_count(mine, volunteer):
    own = f.visit(checked_at=None, created_by=volunteer)
    counted = f.visit(created_by=volunteer)
    foreign = f.visit(checked_at=None, created_by=f.user(Role.VOLUNTEER, areas=[f.VILLAGE]))

    answers = [
        mine.get(address("entry_change", "visit", entry)).status_code
        for entry in (own, counted, foreign)
    ]

    assert answers == [200, 302, 403]


def test_an_officer_corrects_any_entry_and_it_goes_on_counting(client, volunteer):
    choice = f.choice(created_by=volunteer)
    other = f.occupation("other")

    press(client, address("entry_change", "choice", choice), occupation=str(other.pk))

    choice = OccupationChoice.objects.get()
    assert (choice.occupation, choice.is_checked, choice.created_by) == (other, True, volunteer)


def test_the_history_of_an_entry_tells_what_was_changed(client, officer):
    visit = f.visit(practice="practising")

    press(client, address("entry_change", "visit", visit), practice="paused")

    told = [event.text for event in client.get(visit.get_absolute_url()).context["changes"]]
    assert told[0] == (
        f"{officer.display_name} แก้ไขสภาพการประกอบอาชีพ จาก ประกอบอาชีพอยู่ เป็น หยุดชั่วคราว"
    )


@pytest.mark.parametrize("who", ["volunteer", "auditor", "supervisor"])
def test_who_does_not_check_has_neither_list_nor_buttons(client_of, cast, who):
    visit = f.visit(checked_at=None)
    client = client_of(cast[who])

    assert client.get(WAITING).status_code == 403
    assert client.post(address("entry_accept", "visit", visit)).status_code == 403
    assert client.post(address("entry_accept_many"), {"pick": []}).status_code == 403
    assert client.get(address("entry_send_back", "visit", visit)).status_code == 403
    visit.refresh_from_db()
    assert not visit.is_checked


@pytest.mark.parametrize("kind", ["household", "nothing"])
def test_an_unknown_kind_has_no_page(client, kind):
    household = Enrolment.objects.first() or f.household()

    assert client.get(address("entry_detail", kind, household)).status_code == 404


# --- The own list -------------------------------------------------------------------------


def test_the_own_list_begins_with_the_newest_counts_and_turns_pages(mine, volunteer):
    enrolment = f.enrolment()
    fields = {"checked_at": None, "created_by": volunteer}
    made = [f.visit(enrolment, **fields) for _n in range(PAGE_SIZE + 2)]

    first = mine.get(RETURNED)
    second = mine.get(RETURNED, {"waiting": first.context["waiting_next"]})

    shown = [*first.context["waiting"], *second.context["waiting"]]
    assert [line.uuid for line in shown] == [visit.uuid for visit in reversed(made)]
    assert str(first.context["waiting_count"]) == "52"
    assert "หน้าถัดไป" in text_of(first)
    assert "หน้าแรก" in text_of(second)


def test_what_came_back_has_pages_of_its_own(mine, volunteer):
    enrolment = f.enrolment()
    fields = {"checked_at": None, "returned_at": timezone.now(), "created_by": volunteer}
    made = [f.visit(enrolment, **fields) for _n in range(PAGE_SIZE + 1)]

    first = mine.get(RETURNED)
    second = mine.get(RETURNED, {"returned": first.context["returned_next"]})

    assert [line.uuid for line in second.context["returned"]] == [made[0].uuid]


def test_an_amount_is_shown_as_money(client):
    income = f.income(total_income="80000.50")

    assert "80,000.50 บาท" in text_of(client.get(income.get_absolute_url()))
