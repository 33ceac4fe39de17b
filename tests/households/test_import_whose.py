"""Whose rows a file may touch: no other person's, no parents', no colleague's."""

import pytest

from households import matching
from households.imports import batches
from households.models import Household, ImportBatch
from otoppath.privacy.models import AccessLog
from tests import factories as f
from tests.households.test_imports import (
    ID,
    OTHER_ID,
    brought_in,
    csv_of,
    known_outside,
    row,
    valid_id,
)

pytestmark = pytest.mark.django_db
NEIGHBOUR = "36100201"
NUMBER = "เลขประจำตัวประชาชน"  # no keyword: Python writes ำ of a name in two letters


@pytest.fixture(autouse=True)
def villages(db):
    return [f.place(code) for code in (f.VILLAGE, f.OTHER_VILLAGE, f.OUTSIDE_VILLAGE, NEIGHBOUR)]


@pytest.fixture
def both():
    return f.user(areas=[f.VILLAGE[:6], NEIGHBOUR[:6]])


@pytest.fixture
def one():
    return f.user(areas=[f.VILLAGE[:6]])


def why_of(plan):
    (found,) = plan.of("duplicate")
    return found.why


def recorded(officer, **cells):
    brought_in(csv_of(row(1, **cells)), officer)
    return Household.objects.get()


def test_a_file_over_two_places_is_not_there_for_who_serves_one_of_them(client_of, both, one):
    batch, _plan = batches.begin(csv_of(row(1)), "list.csv", by=both)
    address = f"/households/import/{batch.uuid}/"

    seen = [client_of(user).get(address).status_code for user in (both, one)]
    pressed = [client_of(one).post(address + verb).status_code for verb in ("commit/", "undo/")]

    assert (seen, pressed) == ([200, 404], [404, 404])
    assert not Household.objects.exists()


def test_a_file_of_one_place_is_the_offices(client_of, one, officer):
    batch, _plan = batches.begin(csv_of(row(1)), "list.csv", by=one)

    assert client_of(officer).get(f"/households/import/{batch.uuid}/").status_code == 200


def test_the_name_of_a_file_hides_an_id_and_stands_in_no_log(client_of, officer):
    content = csv_of(row(1, **{"ชื่อ-สกุล": ""}))
    batch, _plan = batches.begin(content, f"นายสมมุติ {ID}.csv", by=officer)
    client_of(officer).post(
        f"/households/import/{batch.uuid}/refused/", {"reason": "correct", "file_format": "csv"}
    )

    assert ID not in batch.original_name
    assert "สมมุติ" not in AccessLog.objects.get().subject_label


def test_an_id_in_parts_is_hidden_too(officer):
    parted = f"{ID[0]}.{ID[1:5]}/{ID[5:10]}.{ID[10:12]}.{ID[12]}"
    _batch, plan = batches.begin(csv_of(row(1, ตำบล=parted)), "list.csv", by=officer)

    assert parted not in str(plan.errors())


def test_what_was_told_of_an_id_stays_told_when_the_days_measure_is_full(officer, monkeypatch):
    monkeypatch.setattr(matching, "OUTSIDE_A_DAY", 1)
    known_outside(ID)
    with_id = csv_of(row(1, **{NUMBER: ID}))
    batches.begin(with_id, "first.csv", by=officer)

    _batch, plan = batches.begin(with_id, "second.csv", by=officer)

    assert why_of(plan) == "outside"
    assert AccessLog.objects.count() == 1


def test_a_table_of_very_many_columns_is_refused(officer):
    wide = "บ้านเลขที่,ชื่อ,รหัสหมู่บ้าน," + ",".join(f"ช่อง{n}" for n in range(300))

    with pytest.raises(batches.UnreadableFile, match="คอลัมน์"):
        batches.begin(wide.encode(), "wide.csv", by=officer)
    assert not ImportBatch.objects.exists()


def test_an_id_under_another_name_is_asked_about_and_changes_nobody(officer):
    recorded(officer, **{NUMBER: ID})
    other = row(2, **{NUMBER: ID, "ชื่อ-สกุล": "นางไอดี จำลองดี"})

    _batch, plan = batches.begin(csv_of(other), "list.csv", by=officer)

    assert why_of(plan) == "other_person"


def test_a_surname_that_changed_is_a_change(officer):
    recorded(officer, **{NUMBER: ID})
    married = row(1, **{NUMBER: ID, "ชื่อ-สกุล": "นางสมมุติ1 จำลองดี"})

    _batch, plan = batches.begin(csv_of(married), "list.csv", by=officer)

    assert len(plan.of("changed")) == 1


def test_a_namesake_of_the_other_sex_at_the_door_is_asked_about(officer):
    recorded(officer)
    namesake = row(1, **{"ชื่อ-สกุล": "นายสมมุติ1 ตัวอย่างดี"})

    _batch, plan = batches.begin(csv_of(namesake), "list.csv", by=officer)

    assert why_of(plan) == "other_person"


def test_a_member_who_lives_elsewhere_does_not_move_the_household(officer):
    household = recorded(officer)
    daughter = f.person(household, first_name="สาย", last_name="ตัวอย่างดี", title="นางสาว")
    daughter.identify(OTHER_ID)
    daughter.save()
    moved = row(9, **{NUMBER: OTHER_ID, "ชื่อ-สกุล": "นางสาวสาย ตัวอย่างดี"})

    _batch, plan = batches.begin(csv_of(moved), "list.csv", by=officer)

    assert why_of(plan) == "member"


def test_the_head_is_found_before_a_member_of_the_same_household(officer):
    household = recorded(officer)
    son = f.person(household, first_name="มงคล", last_name="ตัวอย่างดี", title="นาย")
    son.identify(OTHER_ID)
    son.save()
    member = row(1, **{NUMBER: OTHER_ID, "ชื่อ-สกุล": "นายมงคล ตัวอย่างดี"})
    head = row(1, ที่=2, เบอร์โทร="0812345678")

    _batch, plan = batches.begin(csv_of(member, head), "list.csv", by=officer)

    (repeated,) = plan.of("duplicate")
    assert [found.number for found in plan.of("changed")] == [repeated.same_as]
    assert repeated.head_name == "นายมงคล ตัวอย่างดี"


@pytest.mark.parametrize("cell", ["-", "–", "ไม่มี", "ไม่ทราบ"])
def test_words_for_nothing_are_blank(officer, cell):
    said = {NUMBER: cell, "วันเดือนปีเกิด": cell, "เบอร์โทร": cell}

    _batch, plan = batches.begin(csv_of(row(1, **said)), "list.csv", by=officer)

    assert len(plan.of("new")) == 1


@pytest.mark.parametrize("cells", [{"บ้านเลขที่": "12/3/2026"}, {"ชื่อ-สกุล": "'="}, {"ชื่อ-สกุล": "😀"}])
def test_what_was_refused_comes_back_refused(officer, cells):
    _batch, plan = batches.begin(csv_of(row(1, **cells)), "list.csv", by=officer)

    assert len(plan.of("refused")) == 1


def test_a_list_with_a_row_for_each_person_is_told_so(client_of, officer):
    family = [row(n, บ้านเลขที่="9") for n in range(1, 5)]

    batch, _plan = batches.begin(csv_of(*family), "list.csv", by=officer)

    assert "หนึ่งแถวต่อหนึ่งคน" in client_of(officer).get(f"/households/import/{batch.uuid}/").text


def test_ids_of_a_whole_list_still_count(officer):
    numbers = [valid_id(n) for n in (1, 2)]
    rows = [row(n, **{NUMBER: number}) for n, number in enumerate(numbers, start=1)]

    _batch, plan = batches.begin(csv_of(*rows), "list.csv", by=officer)

    assert plan.counts()["new"] == 2
