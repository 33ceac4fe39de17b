"""The dashboard of a place: one sum under one word, here, in its rows, in the lists."""

import re

import pytest

from households.models import Enrolment
from otoppath.thai.dates import fiscal_year, today
from tests import factories as f
from tests.pipeline.evidence import income

pytestmark = pytest.mark.django_db
YEAR = fiscal_year(today())


@pytest.fixture
def district(officer):
    """Two villages with enrolments and groups of every standing."""
    for step in (1, 1, 3, 5, 6):
        f.enrolment(step=step)
    f.enrolment(step=6, route="own_use")
    f.enrolment(f.household(f.FAR_VILLAGE), step=2)
    for selection in ("nominated", "reserve", "not_selected"):
        f.enrolment(selection=selection)
    for step in (2, 4):
        f.enrolment(step=step).leave(on=today(), reason="moved", note="", by=officer)
    for step in (2, 2, 5):
        f.group(step=step)
    f.group(step=2, closed_on=today(), closed_reason="other")


def context_of(client, query=""):
    return client.get(f"/dashboards/{f.DISTRICT}/{query}").context


def test_headline_funnel_and_places_below_are_the_same_sum(district, client_of, officer):
    page = context_of(client_of(officer))

    households = {
        int(page["figures"][0]["value"]),
        sum(bar["value"] for bar in page["funnel"]),
        sum(child["cells"][0]["count"] for child in page["children"]),
    }
    groups = {
        int(page["figures"][1]["value"]),
        sum(bar["value"] for bar in page["group_funnel"]),
        sum(child["cells"][3]["count"] for child in page["children"]),
    }
    assert (households, groups) == ({8}, {3})


def test_who_is_left_out_is_told_beside_and_opens_its_rows(district, client_of, officer):
    client = client_of(officer)

    beside = context_of(client)["beside"]

    assert [line["text"].split()[-2] for line in beside] == ["1", "1", "1", "1"]
    assert [len(client.get(line["url"]).context["lines"]) for line in beside] == [1, 1, 1, 1]


def test_a_closed_group_is_in_neither_dashboard_rows_list_nor_board(district, client_of, officer):
    client = client_of(officer)

    counted = context_of(client)["group_funnel"][1]
    rows = client.get(counted["url"]).context["lines"]
    listed = client.get("/groups/?step=2").context["lines"]
    column = client.get("/groups/board/").context["columns"][1]

    assert (counted["value"], len(rows), len(listed), column.count) == (2, 2, 2, 2)


def test_home_counts_as_the_dashboard(district, client_of, officer):
    client = client_of(officer)

    (area,) = client.get("/").context["areas"]
    page = context_of(client)

    assert [line["people"] for line in area["steps"]] == [b["value"] for b in page["funnel"]]
    groups = [line["groups"] for line in area["steps"][:-1]]
    assert groups == [bar["value"] for bar in page["group_funnel"]]
    assert area["steps"][-1]["groups"] is None  # no group ends as a household's own use


def test_the_end_of_own_use_is_a_line_of_its_own(district, client_of, officer):
    client = client_of(officer)

    through, own_end = context_of(client)["funnel"][-2:]

    assert (through["label"], through["value"]) == ("ผ่านครบ 5 ขั้นตอน", 1)
    assert own_end["label"] == "สำเร็จตามแนวทางสัมมาชีพ (ไม่เข้าสู่ OTOP)"
    assert [len(client.get(bar["url"]).context["lines"]) for bar in (through, own_end)] == [1, 1]


@pytest.mark.parametrize(("step", "named"), [(6, "ผ่านครบ 5 ขั้นตอน"), (7, "ไม่เข้าสู่ OTOP")])
@pytest.mark.parametrize("address", ["/households/enrolments/", "/households/"])
def test_the_lists_tell_the_two_ends_apart(address, step, named, district, client_of, officer):
    page = client_of(officer).get(f"{address}?year={YEAR}&step={step}").context

    assert len(page["page"].rows) == 1
    assert [named in chip.value for chip in page["filters"].chips()].count(True) == 1


def test_who_left_after_training_says_so_in_the_rows(district, client_of, officer):
    html = client_of(officer).get(f"/dashboards/{f.DISTRICT}/enrolments/?step=4").content.decode()

    assert "ออก " in html


def test_no_number_of_the_page_stands_without_a_link_to_its_rows(district, client_of, officer):
    for row in Enrolment.objects.filter(step__gte=3):
        income(row, "before", total_income=100, expense=50)
        income(row, "follow_up", total_income=130, expense=50)
    f.sale(amount=300)

    html = client_of(officer).get(f"/dashboards/{f.DISTRICT}/").content.decode()

    numbers = re.findall(r'<(?:td|dd|span) class="(?:num|figure-[a-z]+)"[^>]*>(.*?)</', html, re.S)
    bare = [text for text in numbers if re.match(r"\s*[\d–−]", text)]
    assert len(numbers) > 40
    assert bare == []
    assert [s for s in re.findall(r'figure-change">(.*?)</span>', html) if "<a" not in s] == []


def test_every_count_of_a_place_below_opens_as_many_rows(district, client_of, officer):
    client = client_of(officer)

    cells = [cell for child in context_of(client)["children"] for cell in child["cells"]]

    assert len(cells) >= 10
    for cell in cells:
        assert len(client.get(cell["url"]).context["lines"]) == cell["count"], cell["url"]


@pytest.mark.parametrize("code", [f.PROVINCE, f.DISTRICT, f.SUBDISTRICT, f.VILLAGE])
def test_households_and_groups_lack_apart_at_every_level(code, district, client_of, supervisor):
    page = client_of(supervisor).get(f"/dashboards/{code}/").context

    households, groups = page["missing"]

    assert ["ครัวเรือน" in line["who"] for line in households["lines"]] == [True] * 8
    assert {"กลุ่ม" in line["who"] for line in groups["lines"]} == {True}
    assert [line["count"] for line in groups["lines"]] == [2] * 5 + [1] * 3


def test_what_groups_lacked_in_a_year_past_is_not_told(district, client_of, officer):
    assert len(context_of(client_of(officer), f"?year={YEAR - 1}")["missing"]) == 1


def test_a_line_of_what_is_missing_opens_as_many_rows(district, client_of, officer):
    client = client_of(officer)

    lines = [line for one in context_of(client)["missing"] for line in one["lines"]]

    for line in lines:
        assert len(client.get(line["url"]).context["lines"]) == line["count"], line["url"]
