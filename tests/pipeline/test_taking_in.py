"""Taking in a group that existed before: an officer proposes, the chief confirms."""

import pytest
from django.urls import reverse

from groups.models import Group, TakeInProposal
from otoppath.pipeline import moves, taking_in
from tests import factories as f

pytestmark = pytest.mark.django_db
NOTE = "ทะเบียนกลุ่มของอำเภอ เลขที่ 12/2560"


@pytest.fixture
def group():
    return f.group()


@pytest.fixture
def proposal(group, officer):
    return taking_in.propose(group, 3, by=officer, note=NOTE)


def press(client, verb, group, **data):
    return client.post(reverse(f"pipeline:group_{verb}", args=[group.uuid]), data, follow=True)


def said(response):
    return " ".join(str(m) for m in response.context["messages"])


def step_of(group):
    return Group.objects.get(pk=group.pk).step


def test_what_an_officer_asks_for_waits_for_the_chief(client_of, officer, group):
    response = press(client_of(officer), "take_in", group, step=3, note=NOTE)

    assert "รอพัฒนาการอำเภอยืนยัน" in said(response)
    assert step_of(group) == 1
    assert response.context["path"]["proposal"].note == NOTE


def test_a_chief_takes_in_at_once(client_of, chief, group):
    press(client_of(chief), "take_in", group, step=3, note=NOTE)

    assert step_of(group) == 3


def test_the_chief_confirms_and_the_events_name_both(client_of, officer, chief, group, proposal):
    press(client_of(chief), "confirm_take_in", group, proposal=proposal.pk)

    proposal.refresh_from_db()
    taken_in = group.events.filter(kind="take_in").first()
    assert (step_of(group), proposal.answer, proposal.answered_by) == (3, "confirmed", chief)
    assert taken_in.by == chief
    assert taken_in.note == f"{NOTE} · เสนอโดย {officer.display_name}"


def test_an_officer_confirms_nothing(client_of, officer, group, proposal):
    response = press(client_of(officer), "confirm_take_in", group, proposal=proposal.pk)

    assert (response.status_code, step_of(group)) == (403, 1)


def test_confirmed_twice_it_is_taken_in_once_and_the_second_is_told(
    client_of, chief, group, proposal
):
    client = client_of(chief)
    press(client, "confirm_take_in", group, proposal=proposal.pk)

    response = press(client, "confirm_take_in", group, proposal=proposal.pk)

    assert "ได้รับคำตอบแล้ว" in said(response)
    assert group.events.filter(kind="take_in").count() == 2  # 1 -> 2 and 2 -> 3, once


def test_only_the_proposal_that_was_shown_is_confirmed(client_of, officer, chief, group, proposal):
    taking_in.decline(group, proposal.pk, by=officer, note="พิมพ์ขั้นตอนผิด")
    taking_in.propose(group, 4, by=officer, note=NOTE)

    response = press(client_of(chief), "confirm_take_in", group, proposal=proposal.pk)

    assert "มีข้อเสนอใหม่แทน" in said(response)
    assert step_of(group) == 1


def test_a_second_proposal_is_refused_while_one_waits(client_of, officer, chief, group, proposal):
    for user in (officer, chief):
        response = press(client_of(user), "take_in", group, step=4, note=NOTE)
        assert "รอพัฒนาการอำเภอยืนยันอยู่แล้ว" in said(response)

    assert (TakeInProposal.objects.count(), step_of(group)) == (1, 1)


def test_what_can_never_be_is_not_proposed(officer, group):
    with pytest.raises(moves.NotReady):
        taking_in.propose(group, 5, by=officer, note=NOTE)

    assert not TakeInProposal.objects.exists()


def test_a_proposal_that_fails_at_the_confirmation_still_waits(chief, group, officer, proposal):
    TakeInProposal.objects.filter(pk=proposal.pk).update(step=5)

    with pytest.raises(moves.NotReady):
        taking_in.confirm(group, proposal.pk, by=chief)

    proposal.refresh_from_db()
    assert (proposal.answer, step_of(group)) == ("", 1)


def test_who_proposed_reads_why_it_was_declined(client_of, officer, chief, group, proposal):
    press(client_of(chief), "decline_take_in", group, proposal=proposal.pk, note="แนบทะเบียนก่อน")

    page = client_of(officer).get(group.get_absolute_url())
    proposal.refresh_from_db()
    assert proposal.answer == "declined"
    assert "แนบทะเบียนก่อน" in page.text
    assert page.context["path"]["may_take_in"]


def test_who_proposed_withdraws(client_of, officer, group, proposal):
    response = press(
        client_of(officer), "decline_take_in", group, proposal=proposal.pk, note="พิมพ์ผิด"
    )

    proposal.refresh_from_db()
    assert (proposal.answer, "ถอนข้อเสนอแล้ว" in said(response)) == ("withdrawn", True)


def test_a_colleague_declines_nothing_in_the_chiefs_place(client_of, group, proposal):
    colleague = f.user()

    response = press(
        client_of(colleague), "decline_take_in", group, proposal=proposal.pk, note="ไม่เห็นด้วย"
    )

    proposal.refresh_from_db()
    assert (response.status_code, proposal.answer) == (403, "")


def test_declining_without_a_reason_is_refused(client_of, chief, group, proposal):
    response = press(client_of(chief), "decline_take_in", group, proposal=proposal.pk, note="")

    proposal.refresh_from_db()
    assert (response.status_code, proposal.answer) == (422, "")


def test_the_chief_finds_what_waits_on_the_home_page(client_of, chief, group, proposal):
    f.group(name="กลุ่มอื่น")
    tiles = client_of(chief).get("/").context["tiles"]
    (tile,) = [t for t in tiles if "proposed=on" in t.url]

    listed = client_of(chief).get(tile.url).context["page"].rows
    assert (tile.count, [row.pk for row in listed]) == (1, [group.pk])


def test_a_group_that_went_on_by_itself_no_longer_waits(chief, officer, group, proposal):
    Group.objects.filter(pk=group.pk).update(step=2)

    assert not Group.objects.proposed().exists()
    with pytest.raises(moves.AlreadyMoved):
        taking_in.confirm(group, proposal.pk, by=chief)
