"""Numbers: who is counted, equal to a recount, and each opens exactly its rows."""

from collections import Counter
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from groups.models import GroupStepEvent
from households.models import Enrolment, EnrolmentStepEvent
from otoppath.dashboards import summaries
from otoppath.dashboards.rows import KINDS, Asked
from otoppath.pipeline import moves
from otoppath.pipeline.paths import ENROLMENT_PATH
from otoppath.thai.dates import fiscal_year, today
from tests import factories as f
from tests.pipeline.evidence import income, ready_for_step_2, visit

pytestmark = pytest.mark.django_db
YEAR = fiscal_year(today())


def started(n=1, **fields):
    rows = [f.enrolment(**fields) for _ in range(n)]
    moves.start(rows, by=None)
    return rows


def counted(code=f.DISTRICT):
    """Target households of a place by step, those that nobody is at left out."""
    tallies = summaries.households_by_step(code, YEAR, len(code))
    return dict(+summaries.total(tallies.values()).at)


def groups_counted(year=YEAR):
    return dict(+summaries.total(summaries.groups_by_step(f.DISTRICT, year, 4).values()).at)


def test_counts_by_step_are_the_sums_of_the_events(officer):
    for record in started(3)[:2]:
        ready_for_step_2(record)
        moves.advance_one(record, 1, by=officer)

    summed = Counter()
    for event in EnrolmentStepEvent.objects.all():
        summed.update({event.to_step: 1})
        summed.subtract({event.from_step: 1})

    assert counted() == {1: 1, 2: 2}
    assert counted() == {step: n for step, n in summed.items() if step and n}


def test_an_enrolment_sent_back_is_counted_where_it_is(officer, chief):
    (record,) = started()
    ready_for_step_2(record)
    moves.advance_one(record, 1, by=officer)
    moves.send_back(record, 2, by=chief, fixes=["ตรวจอีกครั้ง"])

    assert counted() == {1: 1}


def test_another_district_is_not_counted():
    started()
    moves.start([f.enrolment(f.household(f.OUTSIDE_VILLAGE))], by=None)

    assert counted() == {1: 1}
    assert set(summaries.households_by_step(f.DISTRICT, YEAR, 4)) == {f.DISTRICT}


def test_who_left_before_training_leaves_the_numbers_and_after_it_stays(officer):
    for step in (1, 2, 3, 5):
        f.enrolment(step=step).leave(on=today(), reason="moved", note="", by=officer)

    tally = summaries.total(summaries.households_by_step(f.DISTRICT, YEAR, 4).values())

    assert counted() == {3: 1, 5: 1}
    assert dict(tally.beside) == {"left": 2}


def test_who_came_back_is_counted_again(officer):
    record = f.enrolment()
    record.leave(on=today(), reason="moved", note="", by=officer)
    record.rejoin(by=officer)

    assert counted() == {1: 1}


def test_only_target_households_are_counted_and_the_others_are_told_beside():
    for selection in ("selected", "nominated", "nominated", "reserve", "not_selected"):
        f.enrolment(selection=selection)

    tally = summaries.total(summaries.households_by_step(f.DISTRICT, YEAR, 4).values())

    assert tally.all == 1
    assert dict(tally.beside) == {"nominated": 2, "reserve": 1, "not_selected": 1}


def test_a_closed_group_is_in_no_number():
    f.group(step=2)
    f.group(step=2, closed_on=today(), closed_reason="other")

    assert groups_counted() == {2: 1}


def test_income_is_compared_over_households_that_have_both_accounts():
    both, only_before = started(2)
    income(both, "before", total_income=100, expense=50)
    income(both, "follow_up", total_income=130, expense=50)
    income(only_before, "before", total_income=900, expense=50)

    found = summaries.income_of(summaries.enrolments_in(f.DISTRICT, YEAR))

    assert (found.pairs, found.was, found.now) == (1, 100, 130)


def test_an_account_nobody_checked_is_no_pair():
    (record,) = started()
    income(record, "before")
    income(record, "follow_up", checked_at=None)

    found = summaries.income_of(summaries.enrolments_in(f.DISTRICT, YEAR))

    assert found.pairs == 0


@pytest.mark.parametrize(("pairs", "growth"), [(4, None), (5, Decimal("30.0"))])
def test_no_percentage_is_told_with_fewer_than_five_pairs(pairs, growth):
    for record in started(pairs):
        income(record, "before", total_income=100, expense=50)
        income(record, "follow_up", total_income=130, expense=50)

    found = summaries.income_of(summaries.enrolments_in(f.DISTRICT, YEAR))

    assert found.growth == growth


def test_who_left_before_training_is_out_of_the_denominator_and_after_it_stays():
    early, late = started(2)
    Enrolment.objects.filter(pk=early.pk).update(exited_on=today(), exit_reason="moved", step=2)
    Enrolment.objects.filter(pk=late.pk).update(exited_on=today(), exit_reason="moved", step=3)

    counted = summaries.enrolments_in(f.DISTRICT, YEAR).counted()

    assert list(counted) == [late]


def test_sales_are_summed_by_month_and_withdrawn_ones_are_not(officer):
    kept = f.sale(amount=300)
    f.sale(kept.vendor, amount=200).withdraw(by=officer, reason="บันทึกซ้ำ")

    months = summaries.sales_by_month(summaries.sales_in(f.DISTRICT, YEAR))

    assert list(months.values()) == [300]


def test_what_is_missing_most_counts_as_the_list_behind_it():
    started(2, step=1)
    (proven,) = started(1, step=3)
    visit(proven)
    rows = summaries.targets_in(f.DISTRICT, YEAR)
    thresholds = ENROLMENT_PATH.thresholds_of(proven)

    lacks = {
        x.requirement.code: x.count
        for x in summaries.most_missing(ENROLMENT_PATH, rows, thresholds)
    }

    for code, count in lacks.items():
        asked = Asked(f.DISTRICT, YEAR, requirement=code)
        assert KINDS["enrolments_lacking"].queryset(asked).count() == count
    assert lacks["notice"] == 2
    assert "visited" not in lacks


@pytest.mark.parametrize("code", [f.PROVINCE, f.DISTRICT])
def test_a_dashboard_takes_twelve_queries_whatever_the_records(code, client_of, supervisor):
    client = client_of(supervisor)
    started(2)
    f.group()
    client.get(f"/dashboards/{code}/")
    with CaptureQueriesContext(connection) as for_few:
        client.get(f"/dashboards/{code}/")
    started(12, step=3)
    for step in (1, 2, 3, 4):
        f.group(step=step)

    with CaptureQueriesContext(connection) as for_many:
        client.get(f"/dashboards/{code}/")

    assert len(for_few) == len(for_many) <= 12


def test_own_use_that_ended_is_never_counted_as_through_all_five_steps():
    f.enrolment(step=6)
    f.enrolment(step=6, route="own_use")
    f.enrolment(step=6, route="own_use")
    f.enrolment(step=3, route="own_use")

    assert counted() == {3: 1, 6: 1, 7: 2}


def moved(group, step, year, from_step=None):
    """An event of a fiscal year that brought the group to a step."""
    before = step - 1 if from_step is None else from_step
    group.events.create(
        village=group.village,
        fiscal_year=year,
        from_step=before,
        to_step=step,
        kind="advance" if step > before else "send_back",
    )


def test_groups_of_a_year_past_stand_where_they_stood_at_its_end():
    group = f.group(step=3)
    for step, year in ((1, YEAR - 2), (2, YEAR - 1), (3, YEAR)):
        moved(group, step, year)

    assert [groups_counted(y) for y in (YEAR - 3, YEAR - 2, YEAR - 1, YEAR)] == [
        {},
        {1: 1},
        {2: 1},
        {3: 1},
    ]


def test_a_group_sent_back_and_one_closed_later_stand_as_they_did():
    back = f.group(step=1)
    moved(back, 1, YEAR - 1)
    moved(back, 2, YEAR - 1)
    moved(back, 1, YEAR, from_step=2)
    closed = f.group(step=1, closed_on=today(), closed_reason="other")
    moved(closed, 1, YEAR - 1)

    assert (groups_counted(YEAR - 1), groups_counted(YEAR)) == ({1: 1, 2: 1}, {1: 1})


def test_groups_of_a_year_past_open_the_rows_of_that_year(client_of, officer):
    group = f.group(step=3)
    moved(group, 1, YEAR - 1)
    client = client_of(officer)

    page = client.get(f"/dashboards/{f.DISTRICT}/?year={YEAR - 1}").context
    rows = [client.get(bar["url"]).context["lines"] for bar in page["group_funnel"]]

    assert [bar["value"] for bar in page["group_funnel"]] == [1, 0, 0, 0, 0, 0]
    assert [len(lines) for lines in rows] == [1, 0, 0, 0, 0, 0]
    assert "คัดเลือก" in rows[0][0][0]["note"]


@pytest.mark.parametrize("years", [0, 1])
def test_the_sums_of_group_events_are_the_counts_of_any_year(years, officer):
    groups = [f.group() for _ in range(3)]
    moves.start(groups, by=officer)
    moves.take_in(groups[0], 4, by=officer, note="")
    events = GroupStepEvent.objects.filter(fiscal_year__lte=YEAR - years)

    summed = Counter()
    for event in events:
        summed.update({event.to_step: 1})
        summed.subtract({event.from_step: 1})

    assert groups_counted(YEAR - years) == {s: n for s, n in summed.items() if s and n}
