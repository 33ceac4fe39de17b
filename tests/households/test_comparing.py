"""A list of another agency beside what is here: who is in which, and what is chosen of it."""

import pytest
from django.utils import timezone

from households.imports import batches
from households.imports.deciding import decide, decide_fields
from households.models import Household
from otoppath.accounts.history import history_of
from tests import factories as f
from tests.households.test_imports import ID, OTHER_ID, csv_of, row

pytestmark = pytest.mark.django_db
PHONE, NUMBER, BIRTH = "เบอร์โทร", "เลขประจำตัวประชาชน", "วันเดือนปีเกิด"
LISTED = {"kind": "comparison", "source": "bmn", "list_name": "ตกเกณฑ์รายได้", "list_year": 2569}


@pytest.fixture(autouse=True)
def villages(db):
    places = (f.VILLAGE, f.OTHER_VILLAGE, f.FAR_VILLAGE, f.OUTSIDE_VILLAGE)
    return [f.place(code) for code in places]


def compared(officer, *rows, area=f.DISTRICT, content=b"", **listed):
    content = content or csv_of(*rows)
    listed = LISTED | {"place_id": area} | listed
    batch = batches.receive(content, "bmn.csv", by=officer, listed=listed)
    batches.check(batch, by=officer)
    return batch


def here(n, village=f.VILLAGE, **fields):
    return f.household(village, house_no=f"{n}/1", head=f"สมมุติ{n}", **fields)


def keys(batch, state):
    return list(batch.rows.filter(state=state).order_by("pk").values_list("pk", flat=True))


def choose(batch, state, choice, *, by, **more):
    return decide(batch, choice, by=by, picked=keys(batch, state), **more)


def counts(batch):
    batch.refresh_from_db()
    names = ("read", "unchanged", "changed", "new", "duplicate", "refused", "absent", "undecided")
    return {name: getattr(batch, name) for name in names}


def mixed(officer, **listed):
    """One row of each kind, and a household that the list does not name."""
    here(3), here(8, phone="0899999999"), here(9)
    rows = [row(1), row(1), row(2, **{PHONE: "12"}), row(3), row(8, **{PHONE: "0812345678"})]
    return compared(officer, *rows, **listed)


# --- What is compared ---------------------------------------------------------------------


def test_counts_of_a_list_add_up_and_who_it_does_not_name_stands_beside_them(officer):
    assert counts(mixed(officer)) == {
        "read": 5,
        "unchanged": 1,
        "changed": 1,
        "new": 1,
        "duplicate": 1,
        "refused": 1,
        "absent": 1,
        "undecided": 3,
    }


def test_only_households_of_the_area_the_list_covers_are_missing_in_it(officer):
    here(1), here(2, village=f.FAR_VILLAGE)
    closed = here(3)
    closed.close(on=timezone.localdate(), reason="empty", note="", by=officer)

    batch = compared(officer, row(7), area=f.SUBDISTRICT)

    absent = batch.rows.filter(state="absent")
    assert [r.household.house_no for r in absent] == ["1/1"]


def test_a_row_outside_the_area_the_list_covers_is_refused_with_that_reason(officer):
    batch = compared(officer, row(1, หมู่ที่=2), area=f.VILLAGE)

    (problem,) = batch.rows.get().problems
    assert "อยู่นอกพื้นที่ที่เลือกว่าบัญชีครอบคลุม" in problem["reason"]
    assert counts(batch)["absent"] == 0


def test_comparing_writes_no_household(officer):
    mixed(officer)

    assert Household.objects.count() == 3
    assert not Household.objects.filter(phone="0812345678").exists()


def test_an_id_known_in_another_district_says_only_that_it_may_exist(officer):
    far = f.household(f.OUTSIDE_VILLAGE)
    far.persons.get().identify(ID)
    person = far.persons.get()
    person.identify(ID)
    person.save()

    batch = compared(officer, row(1, **{NUMBER: ID}))

    found = batch.rows.get()
    assert (found.state, found.why, found.household) == ("duplicate", "outside", None)


# --- What is chosen and written -----------------------------------------------------------


def test_only_what_was_chosen_is_written(officer):
    batch = mixed(officer)
    choose(batch, "changed", "take", by=officer)

    batches.finish(batch, by=officer)

    assert Household.objects.get(house_no="8/1").phone == "0812345678"
    assert Household.objects.count() == 3  # the one only in the list was not chosen
    assert counts(batch)["undecided"] == 2
    assert batch.state == "previewed"


def test_a_household_of_the_list_alone_is_added_where_that_is_chosen(officer):
    batch = mixed(officer)
    choose(batch, "new", "add", by=officer)

    batches.finish(batch, by=officer)

    added = Household.objects.get(house_no="1/1")
    assert (added.is_checked, added.persons.get().first_name) == (True, "สมมุติ1")
    assert batch.rows.get(state="new").household == added


def test_of_a_row_only_the_fields_that_were_chosen_are_written(officer):
    household = here(8, phone="0899999999")
    batch = compared(officer, row(8, **{PHONE: "0812345678", BIRTH: "2512", NUMBER: ID}))
    (pk,) = keys(batch, "changed")
    said = {"phone": "keep", "birth": "take", "national_id": "keep"}

    assert decide_fields(batch, {pk: said}, by=officer) == 1
    batches.finish(batch, by=officer)

    household.refresh_from_db()
    head = household.persons.get()
    assert (household.phone, head.birth, head.national_id) == ("0899999999", (1969, None, None), "")


def test_a_row_without_an_id_is_written_field_by_field_too(officer):
    household = here(8, phone="0899999999")
    batch = compared(officer, row(8, **{PHONE: "0812345678", BIRTH: "2512"}))
    (pk,) = keys(batch, "changed")
    decide_fields(batch, {pk: {"phone": "take", "birth": "keep"}}, by=officer)

    batches.finish(batch, by=officer)

    household.refresh_from_db()
    assert (household.phone, household.persons.get().birth) == ("0812345678", None)


def test_a_row_answered_in_part_keeps_what_was_said_and_is_not_decided(officer):
    here(8, phone="0899999999")
    batch = compared(officer, row(8, **{PHONE: "0812345678", BIRTH: "2512"}))
    (pk,) = keys(batch, "changed")

    assert decide_fields(batch, {pk: {"birth": "take"}}, by=officer) == 0

    found = batch.rows.get(pk=pk)
    assert (found.choice, found.takes) == ("", {"birth"})
    assert counts(batch)["undecided"] == 1


def test_a_blank_overwrites_nothing_and_an_id_is_filled_in_never_replaced(officer):
    filled, other = here(8, phone="0899999999"), here(9)
    head = other.persons.get()
    head.identify(OTHER_ID)
    head.save()
    batch = compared(officer, row(8, **{NUMBER: ID}), row(9, **{NUMBER: "1000000000017"}))
    choose(batch, "changed", "take", by=officer)

    batches.finish(batch, by=officer)

    filled.refresh_from_db()
    assert (filled.phone, filled.persons.get().national_id) == ("0899999999", ID)
    assert other.persons.get().national_id == OTHER_ID


def test_the_history_of_a_household_says_by_which_list_a_value_was_written(officer):
    batch = mixed(officer)
    choose(batch, "changed", "take", by=officer)
    batches.finish(batch, by=officer)

    (event, *_older) = history_of(Household.objects.get(house_no="8/1"))

    assert "081-234-5678" in event.text
    assert event.by == "ตามบัญชี จปฐ. ปี 2569 · ตกเกณฑ์รายได้"


def test_pressed_twice_what_was_chosen_is_written_once(officer):
    batch = mixed(officer)
    choose(batch, "new", "add", by=officer)

    for _twice in range(2):
        batches.finish(batch, by=officer)

    assert Household.objects.filter(house_no="1/1").count() == 1
    assert batch.written.count() == 1
