"""Pages of a list without counting it."""

import base64
import uuid
from datetime import UTC, datetime, timedelta

import pytest
from django.core import signing
from django.db import connection
from django.db.models.functions import Length
from hypothesis import given, settings
from hypothesis import strategies as st

from otoppath.lists.models import IdempotencyKey
from otoppath.lists.pager import keyset_page, seal
from otoppath.places.models import Place
from tests import factories

NOON = datetime(2026, 10, 12, 5, 0, tzinfo=UTC)


def make_rows(user, urls):
    """Rows to page through: `url` may repeat, `created_at` differs by a microsecond."""
    return IdempotencyKey.objects.bulk_create(
        IdempotencyKey(
            user=user, key=uuid.uuid4(), url=url, created_at=NOON + timedelta(microseconds=n // 2)
        )
        for n, url in enumerate(urls)
    )


def in_order(order):
    """All rows in the declared order, the slow way."""
    tie = "-pk" if order.startswith("-") else "pk"
    return list(IdempotencyKey.objects.order_by(order, tie))


def walk(order, size, *, backward_from=None):
    """The rows of each page, to the end of the list or back to its beginning."""
    pages, cursor = [], backward_from
    for _ in range(50):
        page = keyset_page(IdempotencyKey.objects.all(), order=order, cursor=cursor, size=size)
        pages.append(page)
        cursor = page.previous_cursor if backward_from else page.next_cursor
        if cursor is None:
            return pages
    raise AssertionError("the pages have no end")


@pytest.fixture
def rows(officer):
    return make_rows(officer, ["ก", "ข", "ข", "ขข", "ค", "ง", "ง", "จ", "ฉฉ", "ช"])


ORDERS = ["url", "-url", "created_at", "-created_at", "key", "-key", "pk", "-pk", "user__username"]


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("size", [1, 3, 5, 10, 11])
def test_all_pages_together_are_the_list(rows, order, size):
    pages = walk(order, size)

    assert [row for page in pages for row in page] == in_order(order)
    assert [len(page) for page in pages[:-1]] == [size] * (len(pages) - 1)


@pytest.mark.parametrize("order", ORDERS)
def test_going_back_shows_the_same_pages(rows, order):
    forward = walk(order, 3)

    back = walk(order, 3, backward_from=forward[-1].previous_cursor)

    assert [page.rows for page in reversed(back)] == [page.rows for page in forward[:-1]]


@settings(max_examples=40)
@given(
    urls=st.lists(st.sampled_from("กขค"), max_size=12),
    size=st.integers(1, 5),
    order=st.sampled_from(["url", "-url", "-created_at"]),
)
def test_no_row_is_lost_or_shown_twice_however_often_its_key_repeats(officer, urls, size, order):
    IdempotencyKey.objects.all().delete()
    make_rows(officer, urls)

    pages = walk(order, size)

    assert [row for page in pages for row in page] == in_order(order)


def test_the_first_page_has_nothing_before_it_and_the_last_nothing_behind(rows):
    first, *_, last = walk("url", 4)

    assert (first.has_previous, first.has_next) == (False, True)
    assert (last.has_previous, last.has_next) == (True, False)


def test_a_list_that_fits_one_page_has_no_neighbours(rows):
    page = keyset_page(IdempotencyKey.objects.all(), order="url", size=10)

    assert (page.has_previous, page.has_next, len(page)) == (False, False, 10)


def test_an_empty_list_is_one_empty_page(db):
    page = keyset_page(IdempotencyKey.objects.all(), order="url")

    assert (page.rows, page.has_previous, page.has_next) == ([], False, False)


@pytest.mark.parametrize("number", [0, 1, 2])
def test_a_page_is_one_query_that_fetches_one_row_more(rows, number, django_assert_num_queries):
    cursor = [None, *(page.next_cursor for page in walk("url", 4))][number]

    with django_assert_num_queries(1) as queries:
        keyset_page(IdempotencyKey.objects.all(), order="url", cursor=cursor, size=4)

    assert queries[0]["sql"].endswith("LIMIT 5")


# --- What happens in between --------------------------------------------------------------


def test_rows_that_come_in_before_the_page_move_nothing(rows, officer):
    first, second, *_ = walk("url", 4)
    make_rows(officer, ["ก", "ก"])

    again = keyset_page(IdempotencyKey.objects.all(), order="url", cursor=first.next_cursor, size=4)

    assert again.rows == second.rows


def test_the_page_is_found_when_the_row_before_it_is_gone(rows):
    first, second, *_ = walk("url", 4)
    first.rows[-1].delete()

    again = keyset_page(IdempotencyKey.objects.all(), order="url", cursor=first.next_cursor, size=4)

    assert again.rows == second.rows


def test_the_first_page_is_shown_when_all_behind_the_cursor_is_gone(rows):
    first, *_ = walk("url", 4)
    IdempotencyKey.objects.exclude(pk__in=[row.pk for row in first]).delete()

    again = keyset_page(IdempotencyKey.objects.all(), order="url", cursor=first.next_cursor, size=4)

    assert again.rows == first.rows
    assert (again.has_previous, again.has_next) == (False, False)


def test_going_back_shows_a_whole_first_page_when_rows_before_are_gone(rows):
    first, second, *_ = walk("url", 4)
    first.rows[0].delete()

    again = keyset_page(
        IdempotencyKey.objects.all(), order="url", cursor=second.previous_cursor, size=4
    )

    assert again.rows == [*first.rows[1:], second.rows[0]]
    assert (again.has_previous, again.has_next) == (False, True)


def test_rows_outside_the_queryset_are_on_no_page(rows, officer_other):
    make_rows(officer_other, ["ก", "ค", "ช"])
    own = IdempotencyKey.objects.exclude(user=officer_other)

    page = keyset_page(own, order="url", size=4)
    rest = keyset_page(own, order="url", cursor=page.next_cursor, size=20)

    assert [*page, *rest] == rows


# --- Cursors ------------------------------------------------------------------------------


def sealed(place, order="url"):
    """A cursor of our own key that says something else than a place of the list."""
    return seal(place, order=order)


@pytest.mark.parametrize(
    "damage",
    [
        lambda cursor: cursor[:-1],
        lambda cursor: f"x{cursor}",
        lambda cursor: "ก",
        lambda cursor: "a",
        lambda cursor: "a" * 6000,
        lambda cursor: "\udcff\x00",
        lambda cursor: signing.dumps(["url", "ก", 1, False]),
        lambda cursor: sealed(["ก"]),
        lambda cursor: sealed(["ก", "x", False]),
        lambda cursor: sealed(7),
        lambda cursor: sealed(["ก", 1, False], order="-url"),
        lambda cursor: "",
    ],
    ids=[
        "cut",
        "prefixed",
        "thai",
        "letter",
        "long",
        "no text",
        "signed",
        "short",
        "no key",
        "number",
        "other order",
        "blank",
    ],
)
def test_a_damaged_cursor_shows_the_first_page(rows, damage):
    first, *_ = walk("url", 4)

    page = keyset_page(
        IdempotencyKey.objects.all(), order="url", cursor=damage(first.next_cursor), size=4
    )

    assert page.rows == first.rows


def test_a_cursor_of_another_order_shows_the_first_page(rows):
    first, *_ = walk("-url", 4)

    page = keyset_page(IdempotencyKey.objects.all(), order="url", cursor=first.next_cursor, size=4)

    assert page.rows == in_order("url")[:4]


@pytest.mark.parametrize("order", ["url", "-created_at", "user__username"])
def test_a_cursor_tells_nothing_of_the_row_it_stands_at(officer, order):
    make_rows(officer, [f"https://otop.example/{n:02}" for n in range(9)])
    cursor = walk(order, 4)[0].next_cursor

    told = base64.urlsafe_b64decode(cursor + "==")

    for word in (b"otop", b"2026", b"officer", b"url", b"false"):
        assert word not in told


@pytest.mark.parametrize("order", ["latitude", "-latitude", "replaced_by__sort_key"])
def test_a_key_that_may_be_null_is_an_error(db, order):
    with pytest.raises(ValueError, match="may be NULL"):
        keyset_page(Place.objects.all(), order=order)


def test_a_key_that_the_query_works_out_is_paged_by(rows):
    longest = IdempotencyKey.objects.annotate(letters=Length("url")).order_by("letters")

    first = keyset_page(longest, order="letters", size=6)
    second = keyset_page(longest, order="letters", cursor=first.next_cursor, size=6)

    assert [*first, *second] == sorted(rows, key=lambda row: (len(row.url), row.pk))


def test_rows_of_values_are_paged_alike(rows):
    values = IdempotencyKey.objects.values("pk", "url")

    first = keyset_page(values, order="url", size=4)
    second = keyset_page(values, order="url", cursor=first.next_cursor, size=4)

    assert [row["pk"] for row in [*first, *second]] == [row.pk for row in in_order("url")[:8]]


# --- Places: a key of text and a primary key of text ----------------------------------------


def test_names_are_paged_in_the_order_of_the_dictionary(db):
    names = ["ไก่", "กก", "บ้านแก้ง", "เก้ง", "หนองตูม", "แก้งคร้อ", "เก่ง", "ก๊ก"]
    for number, name in enumerate(names, start=1):
        factories.place(f"361001{number:02}", name_th=name)

    first = keyset_page(Place.objects.villages(), order="sort_key", size=5)
    second = keyset_page(
        Place.objects.villages(), order="sort_key", cursor=first.next_cursor, size=5
    )

    assert [place.name_th for place in first] == ["กก", "ก๊ก", "เก่ง", "เก้ง", "แก้งคร้อ"]
    assert [place.name_th for place in second] == ["ไก่", "บ้านแก้ง", "หนองตูม"]


def test_a_page_deep_in_the_list_starts_in_the_index(db, django_assert_num_queries):
    factories.place(factories.VILLAGE, name_th="กก")
    factories.place(factories.OTHER_VILLAGE, name_th="ขข")
    villages = Place.objects.villages()
    cursor = keyset_page(villages, order="sort_key", size=1).next_cursor

    with django_assert_num_queries(1) as queries:
        keyset_page(villages, order="sort_key", cursor=cursor, size=1)

    assert "sort_key" in starting_condition(queries[0]["sql"])


def starting_condition(sql):
    """What the database looks up in the index `place_by_name` to begin with."""
    explain, needle = (
        ("EXPLAIN", "Index Cond:")
        if connection.vendor == "postgresql"
        else ("EXPLAIN QUERY PLAN", "USING INDEX place_by_name")
    )
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # A handful of rows is read whole by choice; this asks what would serve many.
            cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off")
        cursor.execute(f"{explain} {sql}")
        lines = [str(row[-1]) for row in cursor.fetchall()]
    return next(line for line in lines if needle in line).partition(needle)[2]
