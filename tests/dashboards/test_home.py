"""Home: the work of each role; a tile counts exactly what the list it opens shows."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django.utils.html import strip_tags

from households.models import Enrolment
from otoppath.dashboards.home import tiles_of
from otoppath.pipeline import moves
from otoppath.thai.dates import today
from tests import factories as f
from tests.pipeline.evidence import (
    ENROLMENT_PROOFS,
    GROUP_PROOFS,
    income,
    ready_for_step_2,
    visit,
)

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


@pytest.fixture
def work(volunteer, officer):
    """Something of every kind to do."""
    ready = f.enrolment()
    ready_for_step_2(ready)
    lacking = f.enrolment()
    moves.start([ready, lacking], by=officer)
    visit(lacking, checked_at=None, created_by=volunteer)
    income(lacking, "before", checked_at=None, returned_at=timezone.now(), created_by=volunteer)
    due = f.enrolment(step=3)
    stuck = f.group(step=2, step_since=timezone.now() - timedelta(days=90))
    f.registration(status="incomplete")
    f.registration(status="submitted")
    f.registration(status="district_endorsed")
    f.window(closes_on=today() + timedelta(days=9))
    return ready, lacking, due, stuck


def rows_of(response, part=""):
    """How many rows the list of a page shows; of the own entries, those of its part."""
    if "returned" in response.context:
        return len(response.context[part or "returned"])
    return response.content.decode().count('scope="row"')


@pytest.mark.parametrize("role", ["volunteer", "officer", "chief", "supervisor", "administrator"])
def test_every_tile_opens_a_list_of_as_many_rows(role, work, request, client_of):
    user = request.getfixturevalue(role)
    client = client_of(user)

    tiles = tiles_of(user)

    assert tiles
    for tile in tiles:
        response = client.get(tile.url)
        assert (tile.label, response.status_code) == (tile.label, 200)
        part = tile.url.partition("#")[2]
        assert (tile.label, rows_of(response, part)) == (tile.label, tile.count)


def test_a_volunteer_sees_what_waits_and_which_households_do_not_count_yet(volunteer):
    f.household()
    new = f.household(checked_at=None, created_by=volunteer)
    f.household(checked_at=None, created_by=volunteer, closed_on=today())
    f.visit(checked_at=None, created_by=volunteer, withdrawn_at=timezone.now())

    tiles = {tile.label: tile for tile in tiles_of(volunteer)}

    assert new in type(new).objects.waiting()
    assert tiles["ที่ฉันบันทึก รอเจ้าหน้าที่ตรวจ"].count == 1
    own = tiles["ครัวเรือนในหมู่บ้านของฉัน"]
    assert (own.count, own.reason) == (3, "ตรวจรับแล้ว 2 ยังไม่นับเข้าระบบ 1")


def test_the_other_district_has_nothing_to_do(work, officer_other):
    assert {tile.count for tile in tiles_of(officer_other)} == {0}


def test_a_tile_with_work_stands_before_one_without(work, officer):
    counts = [tile.count > 0 for tile in tiles_of(officer)]

    assert counts == sorted(counts, reverse=True)


def test_the_window_clock_is_told_beside_incomplete_registrations(work, officer):
    reasons = [tile.reason for tile in tiles_of(officer)]

    assert "ปิดรับในอีก 9 วัน" in reasons


def test_home_says_the_day_and_the_fiscal_quarter(client_of, officer):
    html = client_of(officer).get("/").content.decode()

    assert "ปีงบประมาณ" in html


def test_an_administrator_sees_no_household(client_of, administrator):
    Enrolment.objects.all()
    f.household(head="ลับเฉพาะ")

    html = client_of(administrator).get("/").content.decode()

    assert "ลับเฉพาะ" not in html


def ready(n, step):
    """Households with everything that their step asks."""
    for _ in range(n):
        record = f.enrolment(step=step)
        ready_for_step_2(record)
        for code in ("wisdom", "trainer", "chosen") if step == 2 else ():
            ENROLMENT_PROOFS[code](record)


def test_ready_households_of_several_steps_go_on_from_the_list_of_each(client_of, officer):
    ready(3, step=1)
    ready(2, step=2)
    (tile,) = [tile for tile in tiles_of(officer) if "enrolments" in tile.url]
    client = client_of(officer)

    steps = client.get(tile.url).context["steps"]

    assert strip_tags(tile.reason) == "ขั้นตอนที่ 1: 3 · ขั้นตอนที่ 2: 2"
    assert [(line["step"], line["count"]) for line in steps] == [(1, 3), (2, 2)]
    for line in steps:
        html = client.get("/households/enrolments/" + line["url"]).content.decode()
        assert html.count('name="pick"') == line["count"]


def test_ready_households_of_one_step_can_be_ticked_where_the_tile_leads(client_of, officer):
    ready(2, step=1)
    (tile,) = [tile for tile in tiles_of(officer) if "enrolments" in tile.url]

    html = client_of(officer).get(tile.url).content.decode()

    assert html.count('name="pick"') == tile.count == 2
    assert "เลือกตัวกรองขั้นตอนก่อน" not in html


def test_ready_groups_of_several_steps_go_on_from_the_list_of_each(client_of, officer, chief):
    registered, gathered = f.group(step=4), f.group(step=1)
    GROUP_PROOFS["registered"](registered)
    for code in ("households", "gathered", "coordinator"):
        moves.waive(gathered, code, by=chief, reason="other", note="สาธิต")
    (tile,) = [tile for tile in tiles_of(officer) if "ready" in tile.url and "/groups/" in tile.url]
    client = client_of(officer)

    steps = client.get(tile.url).context["steps"]

    assert [(line["step"], line["count"]) for line in steps] == [(1, 1), (4, 1)]
    for line in steps:
        assert client.get("/groups/" + line["url"]).content.decode().count('name="pick"') == 1
