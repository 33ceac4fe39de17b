"""The list of groups, the board, the register: what they show, and at what cost."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from groups.forms.filter import GroupFilter
from groups.models import Group
from households.models.occupation import LineOfBusiness
from otoppath.pipeline.paths import GROUP_PATH
from otoppath.places import names
from tests import factories
from tests.many import NUMBER, many

pytestmark = pytest.mark.django_db


def days_ago(days):
    return timezone.now() - timedelta(days=days)


def ready_at(step=4, **fields):
    """A group that may finish the step: at step 4 a registered product is all it takes."""
    made = factories.group(step=step, **fields)
    factories.registration(factories.product(factories.producer(made)), status="registered")
    return made


def names_of(page):
    return [line.group.name for line in page.context["lines"]]


def groups(count, *, first=0):
    """Groups by the hundred, a fifth of them at each step."""
    each = {
        "village": factories.place(),
        "occupation": factories.occupation(),
        "line_of_business": "processing",
    }
    for step in range(1, 6):
        row = Group(name=f"กลุ่มที่ {NUMBER}", step=step, **each)
        row.rekey()
        many(row, count // 5, first=first + (step - 1) * count // 5)


# --- Filters ------------------------------------------------------------------------------


@pytest.fixture
def two():
    """One group that every filter finds, one that none does."""
    factories.place(factories.OTHER_VILLAGE)
    found = factories.group(name="กลุ่มทอผ้า", step=2, step_since=days_ago(40))
    factories.group(
        factories.FAR_VILLAGE,
        name="กลุ่มจักสาน",
        occupation=factories.occupation("basketry"),
        step=1,
        step_since=days_ago(3),
    )
    return found


@pytest.mark.parametrize(
    "query",
    [
        "q=ทอผา",
        f"place={factories.SUBDISTRICT}",
        f"place={factories.VILLAGE}",
        "occupation=cotton_weaving",
        "step=2",
        "stuck=30",
        "lacking=plan",
    ],
)
def test_each_filter_finds_what_it_names_and_shows_as_a_chip(two, look, query):
    page = look("group_list", query=f"?{query}")

    assert names_of(page) == [two.name]
    assert len(page.context["filters"].chips()) == 1


def test_a_filter_that_is_not_valid_filters_nothing(two, look):
    page = look("group_list", query="?step=9&stuck=abc&lacking=nothing&place=99")

    assert len(names_of(page)) == 2


def test_ready_are_those_that_lack_nothing_at_their_step(look):
    ready = ready_at()
    factories.group(step=4)

    for query in ("?ready=on", "?ready=on&step=4"):
        assert names_of(look("group_list", query=query)) == [ready.name]
    assert names_of(look("group_list", query="?ready=on&step=1")) == []


def test_ready_and_lacking_agree_with_the_judgement(officer):
    ready_at()
    for step in (1, 2, 3, 4, 5):
        factories.group(step=step)
    rows = Group.objects.visible_to(officer)
    judged = GROUP_PATH.judge(list(rows))

    ready = GroupFilter({"ready": "on"}, user=officer).filtered(rows)

    complete = {pk for pk, states in judged.items() if "missing" not in states.values()}
    assert set(ready.values_list("pk", flat=True)) == complete
    for code in GROUP_PATH.by_code:
        lacking = GroupFilter({"lacking": code}, user=officer).filtered(rows)
        expected = {pk for pk, states in judged.items() if states.get(code) == "missing"}
        assert set(lacking.values_list("pk", flat=True)) == expected, code


def test_waiting_for_the_province_is_not_being_stuck(look):
    waiting = factories.group(step=4, step_since=days_ago(90))
    product = factories.product(factories.producer(waiting))
    factories.registration(product, status="district_endorsed")
    stuck = factories.group(step=4, step_since=days_ago(90))

    assert names_of(look("group_list", query="?stuck=30")) == [stuck.name]


def test_at_risk_is_what_was_met_and_is_no_longer(look):
    slipped = factories.group(step=2)
    factories.group(step=1)

    assert names_of(look("group_list", query="?at_risk=on")) == [slipped.name]


def test_closed_groups_stand_apart(look):
    standing = factories.group()
    closed = factories.group(closed_on=date(2026, 1, 5), closed_reason="merged")

    assert names_of(look("group_list")) == [standing.name]
    assert names_of(look("group_list", query="?closed=on")) == [closed.name]


@pytest.mark.parametrize(
    ("sort", "first"), [("name", "กลุ่มก"), ("updated", "กลุ่มข"), ("longest", "กลุ่มค")]
)
def test_each_sort_begins_with_its_own(look, sort, first):
    factories.group(name="กลุ่มค", step_since=days_ago(9))
    factories.group(name="กลุ่มก", step_since=days_ago(5))
    factories.group(name="กลุ่มข", step_since=days_ago(1))

    assert names_of(look("group_list", query=f"?sort={sort}"))[0] == first


def test_the_list_goes_on_where_it_stopped(look):
    groups(60)

    first = look("group_list")
    second = look("group_list", query=f"?cursor={first.context['page'].next_cursor}")

    assert len(names_of(first)) == 50
    assert names_of(first) + names_of(second) == sorted(
        Group.objects.values_list("name", flat=True)
    )


def test_many_go_on_together_only_from_one_step(look, auditor):
    factories.group()

    assert "bulk" not in look("group_list").context
    assert look("group_list", query="?step=1").context["bulk_step"] == 1
    assert "bulk" not in look("group_list", query="?step=6").context
    assert "bulk" not in look("group_list", query="?step=1", user=auditor).context


def test_the_ticked_groups_go_on_together(client_of, officer):
    ready, not_ready = ready_at(), factories.group(step=4)

    client_of(officer).post(
        reverse("pipeline:group_advance_many"), {"step": 4, "pick": [ready.uuid, not_ready.uuid]}
    )

    ready.refresh_from_db()
    not_ready.refresh_from_db()
    assert (ready.step, not_ready.step) == (5, 4)


def test_an_empty_list_says_what_to_do(look):
    html = look("group_list").content.decode()

    assert "ยังไม่มีกลุ่มอาชีพในพื้นที่ของท่าน" in html
    assert reverse("groups:group_create") in html


# --- Cost ---------------------------------------------------------------------------------


def queries_of(client, url):
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    return len(queries)


PAGES = ("group_list", "group_board", "group_register", "activity_list")


@pytest.mark.parametrize("name", PAGES)
def test_a_page_costs_the_same_at_thirty_and_at_three_thousand(name, client_of, officer):
    client, url = client_of(officer), reverse(f"groups:{name}")
    groups(30)
    group = Group.objects.first()
    factories.activity(group)
    client.get(url)  # names of places are read by the first page of the process
    few = queries_of(client, url)

    groups(2970, first=30)
    for _n in range(30):
        factories.activity(group)

    assert queries_of(client, url) == few


def test_the_list_asks_five_questions_of_its_own(client_of, officer):
    groups(30)
    client, url = client_of(officer), reverse("groups:group_list")
    client.get(url)

    with CaptureQueriesContext(connection) as queries:
        client.get(url)

    # Session, user, areas and appointments are the frame's; thresholds, waivers and judgement
    # the pipeline's.
    theirs = ("django_session", "accounts_", "groups_groupwaiver", 'AS "is_')
    own = [q["sql"] for q in queries if not any(name in q["sql"] for name in theirs)]
    assert len(own) <= 5, own


def test_the_page_of_a_group_costs_the_same_with_few_and_many_rows(client_of, officer):
    group = factories.group()
    url = group.get_absolute_url()
    fill(group, 2)
    client = client_of(officer)
    client.get(url)
    few = queries_of(client, url)

    fill(group, 10)

    assert queries_of(client, url) == few


def fill(group, count):
    """So many of everything a group's page shows."""
    for _n in range(count):
        member = factories.membership(group)
        factories.term(group, member.person, post="advisor")
        factories.meeting(group)
        factories.raw_material(group)
        factories.attendance(factories.activity(group))
        factories.production(group)
        factories.plan(group, fiscal_year=2600 - group.plans.count())


# --- Board --------------------------------------------------------------------------------


def test_the_board_counts_its_columns_and_pages_each(look):
    groups(75)  # fifteen a step

    page = look("group_board")

    columns = page.context["columns"]
    assert [column.count for column in columns] == [15] * 5
    assert [len(column.lines) for column in columns] == [12] * 5
    second = look("group_board", query=columns[1].next_url)
    assert [len(column.lines) for column in second.context["columns"]] == [12, 3, 12, 12, 12]


def test_the_board_leaves_out_who_is_through_or_gone(look):
    factories.group(step=6)
    factories.group(closed_on=date(2026, 1, 5), closed_reason="merged")

    assert look("group_board").context["total"] == 0


@pytest.mark.parametrize(
    ("query", "step"), [("", 1), ("?step=3", 3), ("?step=9", 1), ("?step=x", 1)]
)
def test_a_phone_shows_the_column_of_the_address(look, query, step):
    columns = look("group_board", query=query).context["columns"]

    assert [column.step for column in columns if column.is_chosen] == [step]


def test_a_card_has_a_button_that_moves_the_group(look, client_of, officer):
    group = ready_at()
    html = look("group_board").content.decode()
    address = reverse("pipeline:group_advance", args=[group.uuid])
    assert f'action="{address}"' in html

    answer = client_of(officer).post(address, {"step": "4", "from": "board"})

    group.refresh_from_db()
    assert group.step == 5
    assert answer.url == reverse("groups:group_board")


def test_a_card_says_what_is_missing_and_for_how_long(look):
    factories.group(step=4, step_since=days_ago(12))

    (line,) = look("group_board").context["columns"][3].lines

    assert line.days == 12
    assert [str(text) for text in line.missing] == [str(GROUP_PATH.by_code["registered"].text)]


# --- Register -----------------------------------------------------------------------------


def test_the_register_has_the_columns_of_the_form(look):
    factories.group()

    html = look("group_register").content.decode()

    head = html[html.index("<thead>") : html.index("</thead>")]
    columns = [
        "ที่",
        "ชื่อกลุ่ม",
        "วันเดือนปีที่จดทะเบียน",
        "หมู่บ้าน",
        "ตำบล",
        "อำเภอ",
        "เบอร์โทรศัพท์",
        "ระบุอาชีพ/ผลิตภัณฑ์ตามกลุ่ม",
        "หมายเหตุ",
        *map(str, LineOfBusiness.labels),
    ]
    places = [head.index(f">{column}</th>") for column in columns]
    assert places == sorted(places)
    assert "พัฒนากรประจำตำบล" in html


def test_an_occupation_stands_under_its_line_of_business(look):
    made_up = factories.occupation("not_on_the_list")
    factories.group(occupation=made_up, line_of_business="community_tourism")

    html = look("group_register").content.decode()

    cells = [part.split("</td>")[0] for part in html.split('data-label="')]
    filled = [cell.split('"')[0] for cell in cells if "อาชีพสมมุติ" in cell]
    assert filled == ["การท่องเที่ยวชุมชน"]


def test_the_register_of_a_year_holds_the_groups_registered_in_it(look):
    last = factories.group(registered_on=date(2026, 9, 30), founded_on=date(2020, 1, 1))
    this = factories.group(registered_on=date(2026, 10, 1))
    founded = factories.group(founded_on=date(2025, 10, 1))

    def listed(year):
        return {
            group.pk for group in look("group_register", query=f"?year={year}").context["groups"]
        }

    assert listed(2569) == {last.pk, founded.pk}
    assert listed(2570) == {this.pk}


def test_the_register_shows_no_other_district(look):
    factories.group(factories.OUTSIDE_VILLAGE, name="กลุ่มนอกอำเภอ")

    html = look("group_register", query=f"?district={factories.OUTSIDE_DISTRICT}").content.decode()

    assert "กลุ่มนอกอำเภอ" not in html


def test_place_names_come_from_memory(look):
    factories.group()
    names.forget()

    assert "บ้านสมมุติเหนือ" in look("group_list").content.decode()
