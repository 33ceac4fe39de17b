"""A list is counted no further than anybody reads."""

import pytest
from django.utils import translation

from otoppath.lists.counts import BoundedCount, bounded_count
from otoppath.places.models import Place
from tests import factories


@pytest.fixture
def five_villages(db):
    for number in range(1, 6):
        factories.place(f"361001{number:02}")


@pytest.mark.parametrize(
    ("limit", "value", "is_more"), [(4, 4, True), (5, 5, False), (6, 5, False)]
)
def test_more_than_the_limit_is_said_and_not_counted(five_villages, limit, value, is_more):
    assert bounded_count(Place.objects.villages(), limit) == BoundedCount(value, is_more)


def test_the_database_stops_at_the_limit_and_fetches_no_columns(
    five_villages, django_assert_num_queries
):
    with django_assert_num_queries(1) as queries:
        bounded_count(Place.objects.villages().order_by("sort_key"), limit=3)

    assert "LIMIT 4" in queries[0]["sql"]
    assert "ORDER BY" not in queries[0]["sql"]
    assert "name_th" not in queries[0]["sql"]


def test_rows_joined_twice_are_counted_once_where_the_list_says_so(officer):
    officer.areas.add(factories.place("36100101"), factories.place("36100102"))
    twice = type(officer).objects.filter(areas__code__startswith="3610")

    assert bounded_count(twice.distinct()) == BoundedCount(1)
    assert bounded_count(twice).value == 3


@pytest.mark.parametrize(
    ("count", "thai"),
    [
        (BoundedCount(0), "0"),
        (BoundedCount(214), "214"),
        (BoundedCount(1000), "1,000"),
        (BoundedCount(1000, is_more=True), "มากกว่า 1,000"),
    ],
)
def test_a_count_is_written_with_separators(count, thai):
    with translation.override("th"):
        assert str(count) == thai


def test_no_rows_are_false():
    assert not BoundedCount(0)
    assert BoundedCount(1)
