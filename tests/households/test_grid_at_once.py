"""Several officers press at the same moment, on real databases: nothing twice, nothing lost."""

import pytest

from households.models import IncomeStatement, Notice
from tests import factories as f
from tests.households.grid_pages import URL, drawn, enrolled, of
from tests.pipeline.test_concurrency import at_once

pytestmark = [pytest.mark.concurrency, pytest.mark.django_db(transaction=True)]

WRITERS = 6


def test_one_of_six_who_fill_in_the_same_rows_saves_and_the_others_see_both_values(client_of):
    rows = [enrolled(f"ก{n}") for n in range(3)]
    pages = []
    for n in range(WRITERS):
        client = client_of(f.user())
        page = drawn(client)
        for row in rows:
            page |= of(row, channel="paper", total_income=f"{100 + n},000", expense="90000")
        pages.append((client, page))

    answers = at_once(lambda one: one[0].post(URL, one[1]), pages)

    clashes = [len(a.context["shown"].clashes) for a in answers if a.status_code == 200]
    assert sorted(a.status_code for a in answers) == [200] * (WRITERS - 1) + [302]
    assert clashes == [len(rows)] * (WRITERS - 1)
    assert Notice.history.count() == IncomeStatement.history.count() == len(rows)


def test_a_press_that_arrives_six_times_at_once_is_one(client_of, officer):
    row = enrolled()
    page = drawn(client_of(officer)) | of(row, channel="paper")

    answers = at_once(lambda client: client.post(URL, page), [client_of(officer)] * WRITERS)

    assert [a.status_code for a in answers] == [302] * WRITERS
    assert Notice.objects.count() == Notice.history.count() == 1
