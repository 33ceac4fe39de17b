"""Whether two records tell of one household: what is compared, what is found, how well."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from benchmarks.duplicates import (
    flagged_by_distance,
    flagged_by_score,
    labelled,
    measure,
    random_names,
    write,
)
from households.duplicates import keys, searching
from households.duplicates.scoring import ASKED, LIKELY, POSSIBLE, compare, entry, someone
from households.duplicates.searching import find
from households.models import DuplicateKey, Household
from tests import factories as f


def home(first="สมใจ", last="ตัวอย่างดี", *, village=f.VILLAGE, house="9", others=(), **fields):
    """A household of a woman of a house, as it is compared."""
    place = {name: fields.pop(name) for name in ("house_code", "phones") if name in fields}
    head = someone(first, last, is_head=True, **{"title": "นาง"} | fields)
    return entry(village, house_no=house, people=[head, *others], **place)


def codes(one, other, **more):
    return {reason.code for reason in compare(one, other, **more).reasons}


# --- What is compared ---------------------------------------------------------------------


def test_one_id_decides_whatever_else_differs():
    one = home(id_index="a")
    other = home("ชื่ออื่น", "นามอื่น", village=f.FAR_VILLAGE, house="1", id_index="a")

    score = compare(one, other)

    assert score.is_certain
    assert score.reasons[0].text == "เลขประจำตัวประชาชนตรงกัน"


def test_two_ids_speak_strongly_against():
    assert compare(home(), home()).points >= LIKELY
    assert compare(home(id_index="a"), home(id_index="b")).points < ASKED


def test_a_blank_never_matches_a_blank():
    empty = entry("", people=[someone("")])

    assert compare(empty, empty) == (0, ())
    assert keys.keys_of(empty) == set()


@pytest.mark.parametrize(
    "other",
    [
        home("น.ส.สมใจ ตัวอย่างดี", "", title=""),
        home(house="บ้านเลขที่ ๐๙"),
        home("สมไจ"),
        home("สมใจ", "นามใหม่"),
        home(house=""),
    ],
)
def test_another_hand_writes_the_same_household(other):
    assert compare(home(), other).points >= POSSIBLE


@pytest.mark.parametrize(
    "other",
    [
        home("สมชาย", title="นาย"),  # another of the family
        home("มาลี"),  # of one house
        home(village=f.FAR_VILLAGE, house="1"),  # the same name elsewhere
        home("มาลี", phones=["0811111111"], house_code="36100000001"),
    ],
)
def test_who_only_looks_like_it_is_not_proposed(other):
    one = home(phones=["0811111111"], house_code="36100000001")

    assert compare(one, other).points < POSSIBLE


def test_every_contribution_is_a_sentence_and_the_years_between_are_said():
    score = compare(home(birth_year=1960), home(birth_year=1972))

    against = [reason.text for reason in score.reasons if reason.is_against]
    assert against == ["ปีเกิดต่างกัน 12 ปี"]
    assert score.points == sum(reason.points for reason in score.reasons)


def test_given_and_family_name_are_compared_apart():
    assert {"given_same", "family_married"} <= codes(home(), home("สมใจ", "นามใหม่"))
    assert {"given_same", "family_other"} <= codes(
        home(title="นาย"), home("สมใจ", "นามใหม่", title="นาย")
    )


def test_a_village_that_was_cut_out_of_another_is_said():
    pair = {(f.VILLAGE, f.FAR_VILLAGE)}

    assert "village_split" in codes(home(), home(village=f.FAR_VILLAGE), split=pair)
    assert "village_other" in codes(home(), home(village=f.FAR_VILLAGE))


def test_members_of_one_name_count_beside_the_head():
    son = someone("กล้า", "ตัวอย่างดี")

    assert "member_same" in codes(home(others=[son]), home(others=[son]))


# --- What is found ------------------------------------------------------------------------


def stored(village=f.VILLAGE, **fields):
    made = f.household(village, **fields)
    keys.refresh(Household.objects.all())
    return made


def test_a_household_is_found_at_any_of_its_doors_and_never_for_itself(db):
    there = stored(house_no="9")

    (found,) = find([home("สมไจ")], among=Household.objects.all())
    (itself,) = find(list(keys.entries(Household.objects.all())), among=Household.objects.all())

    assert [one.household for one in found] == [there.pk]
    assert itself == []


def test_only_what_may_be_seen_is_found(db, officer_other):
    stored(house_no="9")

    assert find([home()], among=Household.objects.visible_to(officer_other)) == [[]]


def test_the_keys_follow_a_change(db):
    there = stored(house_no="9")
    before = set(DuplicateKey.objects.values_list("key", flat=True))
    there.house_no = "10"
    there.save()

    assert keys.refresh(Household.objects.all()) == 1
    assert keys.refresh(Household.objects.all()) == 0
    assert set(DuplicateKey.objects.values_list("key", flat=True)) != before


def test_the_queries_grow_neither_with_what_is_stored_nor_with_what_is_asked(db):
    counted = []
    for n in (2, 20):
        for i in range(n):
            f.household(house_no=str(i))
        keys.refresh(Household.objects.all())
        with CaptureQueriesContext(connection) as queries:
            find([home(house=str(i)) for i in range(n)], among=Household.objects.all())
        counted.append(len(queries))

    assert counted[0] == counted[1] <= 5


def test_a_file_of_many_finds_what_each_of_its_rows_finds_alone(db, monkeypatch):
    for n in range(12):
        f.household(house_no=str(n), head=f"สมใจ{n % 5}")
    keys.refresh(Household.objects.all())
    rows = [home(f"สมใจ{n % 5}", house=str(n)) for n in range(12)]
    alone = [find([row], among=Household.objects.all())[0] for row in rows]

    monkeypatch.setattr(searching, "BLOCK", 7)

    for _time in range(2):  # nothing of the first is in the way of the second
        assert find(rows, among=Household.objects.all()) == alone
    assert all(alone)


def test_a_file_is_looked_for_again_after_a_search_that_was_broken_off(db, monkeypatch):
    there = stored(house_no="9")
    monkeypatch.setattr(searching, "BLOCK", 2)
    doors = searching.Doors([home()])
    there.house_no = "10"
    there.save()

    with pytest.raises(searching.StaleKeys):
        list(searching.met_at(doors, Household.objects.all(), is_strict=True))
    keys.refresh(Household.objects.all())

    ((met, places),) = searching.met_at(doors, Household.objects.all(), is_strict=True)
    assert (met.pk, places) == (there.pk, [0])


# --- How well -----------------------------------------------------------------------------


@pytest.mark.any_database
def test_of_a_labelled_district_nearly_all_is_found_and_nearly_all_found_is_right(db):
    made = labelled(1_500, seed=4)

    said = measure(made, write(made))

    assert said.there > 80
    assert said.recall >= 0.95
    assert said.precision >= 0.95


def test_of_150_random_names_under_two_in_a_hundred_are_flagged():
    draws = [random_names(seed) for seed in range(3)]

    assert max(flagged_by_score(names) for names in draws) < 0.02
    assert min(flagged_by_distance(names) for names in draws) > 0.2
