"""A comparison that is come back to: compared again, answered, taken back, erased."""

import pytest
from django.utils import timezone

from households.erasing import erase_household
from households.imports import batches, comparing, undoing
from households.imports.committing import NotAsPreviewed
from households.imports.deciding import BLANK, decide
from households.models import Household, ImportBatch, ImportRow, Person
from tests import factories as f
from tests.households.test_comparing import PHONE, choose, compared, counts, here, mixed
from tests.households.test_imports import csv_of, row

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def villages(db):
    places = (f.VILLAGE, f.OTHER_VILLAGE, f.FAR_VILLAGE, f.OUTSIDE_VILLAGE)
    return [f.place(code) for code in places]


# --- Somebody was here meanwhile ----------------------------------------------------------


def test_a_household_changed_since_is_not_overwritten_but_compared_again(officer):
    batch = mixed(officer)
    choose(batch, "changed", "take", by=officer)
    choose(batch, "new", "add", by=officer)
    household = Household.objects.get(house_no="8/1")
    household.phone = "0877777777"
    household.version += 1
    household.save()

    with pytest.raises(NotAsPreviewed):
        batches.finish(batch, by=officer)

    household.refresh_from_db()
    assert household.phone == "0877777777"
    assert "มีผู้แก้ไขข้อมูลครัวเรือนหลังการเทียบ" in batch.told
    assert batch.rows.get(state="changed").choice == ""
    assert batch.rows.get(state="new").choice == "add"  # of it nothing changed
    assert not Household.objects.filter(house_no="1/1").exists()


def test_a_changed_household_takes_no_answer_until_it_is_compared_again(officer):
    batch = mixed(officer)
    Household.objects.filter(house_no="8/1").update(version=7)

    assert choose(batch, "changed", "take", by=officer) == 0
    comparing.compare_anew(batch, by=officer)
    assert choose(batch, "changed", "take", by=officer) == 1


def test_who_was_entered_meanwhile_is_not_added_twice(officer):
    batch = mixed(officer)
    choose(batch, "new", "add", by=officer)
    here(1)

    with pytest.raises(NotAsPreviewed):
        batches.finish(batch, by=officer)

    assert Household.objects.filter(house_no="1/1").count() == 1
    assert counts(batch)["unchanged"] == 2


def test_comparing_again_finds_who_came_and_drops_who_went(officer):
    batch = mixed(officer)
    Household.objects.get(house_no="9/1").close(
        on=timezone.localdate(), reason="empty", note="", by=officer
    )
    here(6)

    comparing.compare_anew(batch, by=officer)

    assert [r.household.house_no for r in batch.rows.filter(state="absent")] == ["6/1"]
    assert counts(batch)["read"] == 5


def test_what_is_written_stays_where_it_was_when_it_is_compared_again(officer):
    batch = mixed(officer)
    for state, choice in (("new", "add"), ("changed", "take")):
        choose(batch, state, choice, by=officer)
    before = counts(batch)
    batches.finish(batch, by=officer)

    comparing.compare_anew(batch, by=officer)

    assert counts(batch) == before | {"undecided": 1}


def test_what_was_written_is_taken_back_like_an_import_and_can_be_chosen_again(officer):
    batch = mixed(officer)
    for state, choice in (("new", "add"), ("changed", "take")):
        choose(batch, state, choice, by=officer)
    batches.finish(batch, by=officer)

    undoing.undo(batch.written.get(), by=officer)

    assert Household.objects.get(house_no="8/1").phone == "0899999999"
    assert counts(batch)["undecided"] == 3
    choose(batch, "new", "add", by=officer)
    batches.finish(batch, by=officer)
    assert Household.objects.standing().filter(house_no="1/1").count() == 1


# --- Answers ------------------------------------------------------------------------------


def test_an_answer_belongs_to_rows_of_its_kind(officer):
    batch = mixed(officer)

    assert choose(batch, "absent", "add", by=officer) == 0
    assert choose(batch, "unchanged", "take", by=officer) == 0
    assert choose(batch, "absent", "stays", by=officer) == 1


def test_all_that_are_left_take_what_overwrites_nothing(officer):
    here(8), here(9)
    rows = [row(n, **{PHONE: "0812345678"}) for n in (1, 2, 8, 9)]
    batch = compared(officer, *rows)

    assert decide(batch, "take", by=officer, picked=None) == 0
    assert decide(batch, "add", by=officer, picked=None) == 2
    assert decide(batch, "keep", by=officer, picked=None) == 2


def test_an_answer_is_taken_back(officer):
    batch = mixed(officer)
    choose(batch, "new", "skip", by=officer, reason="moved_away")

    choose(batch, "new", BLANK, by=officer)

    found = batch.rows.get(state="new")
    assert (found.choice, found.reason_not, found.decided_by) == ("", "", None)


def test_of_the_skeletons_of_an_erased_household_nothing_is_told(officer, chief):
    batch = mixed(officer)
    household = Household.objects.get(house_no="8/1")

    erase_household(household, by=chief, reason="ขอลบ")

    kept = batch.rows.get(household=household)
    assert (kept.first_name, kept.head_name, kept.answer_key) == ("", "", "")
    comparing.compare_anew(batch, by=officer)
    assert counts(batch)["refused"] == 2
    assert Person.objects.get(household=household).first_name == ""


def test_an_import_is_no_comparison(officer):
    batch, _plan = batches.begin(csv_of(row(1)), "list.csv", by=officer)

    assert list(ImportBatch.objects.imports()) == [batch]
    assert not ImportRow.objects.exclude(answer_key="").exists()
