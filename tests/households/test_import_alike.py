"""New rows of a file that may be households which are here: asked, answered, remembered."""

import pytest

from households.duplicates import findings
from households.imports import batches, undoing
from households.imports.answering import NotOffered, answer, cards
from households.imports.jobs import accept_repairs
from households.models import DuplicatePair, Household, ImportBatch, Person, RowAnswer
from otoppath.jobs.worker import do_waiting
from tests import factories as f
from tests.households.pages import address, words_of
from tests.households.test_imports import csv_of, row, valid_id

pytestmark = pytest.mark.django_db
NAME, PHONE, NUMBER = "ชื่อ-สกุล", "เบอร์โทร", "เลขประจำตัวประชาชน"
Answer = RowAnswer.Answer


@pytest.fixture(autouse=True)
def villages(db):
    return [f.place(code) for code in (f.VILLAGE, f.OTHER_VILLAGE, f.OUTSIDE_VILLAGE)]


@pytest.fixture
def client(client_of, officer):
    return client_of(officer)


@pytest.fixture
def here(db):
    """A household as another hand would write it down."""
    return f.household(house_no="9/1", head="สมไจ", phone="0899999999")


def like(**cells):
    return row(9, **{NAME: "นางสมใจ ตัวอย่างดี"} | cells)


def previewed(officer, *rows):
    batch, _plan = batches.begin(csv_of(*(rows or [like()])), "list.csv", by=officer)
    return batch


def said(batch, number, what, of="", *, by):
    found = answer(batch, number, what, of=str(getattr(of, "uuid", of)), by=by)
    batch.refresh_from_db()
    return found


def counts(batch):
    names = ("new", "changed", "unchanged", "duplicate", "refused")
    found = {n: getattr(batch, n) for n in names}
    assert sum(found.values()) == batch.read
    return {n: count for n, count in found.items() if count}


def card_of(batch, officer):
    (one,) = cards(batch.rows.alike().select_related("batch"), user=officer)
    return one


# --- What is asked ------------------------------------------------------------------------


def test_a_new_row_that_may_be_a_household_stands_beside_it_with_score_and_reasons(officer, here):
    batch = previewed(officer, like(**{PHONE: "0812345678"}), row(1))

    (one,) = card_of(batch, officer).candidates

    assert (counts(batch), batch.alike) == ({"new": 2}, 1)
    assert one.household == here
    assert {"given_spelling", "family_same", "house_same"} <= {r.code for r in one.score.reasons}
    assert ("phone", "089-999-9999", "081-234-5678") in one.changes


def test_a_card_names_the_member_whom_the_row_is_like(client, officer):
    home = f.household(house_no="9/1", head="กล้าหาญ")
    f.person(home, first_name="สมใจ", last_name="ตัวอย่างดี", title="นาง")
    f.household(house_no="9/1", head="สมไจ", phone="0899999999")

    batch = previewed(officer, like())
    page = words_of(client.get(address("import_alike", batch)))

    assert {c.member for c in card_of(batch, officer).candidates} == {"นางสมใจ ตัวอย่างดี", ""}
    assert page.count("ใกล้เคียงกับสมาชิกของครัวเรือนนี้: นางสมใจ ตัวอย่างดี") == 1


def test_the_keys_of_what_changed_since_are_made_before_it_is_looked_for(officer, here):
    here.persons.update(first_name="มาลี")
    here.settle()
    assert previewed(officer).alike == 0

    here.persons.update(first_name="สมไจ")
    here.settle()

    assert previewed(officer).alike == 1


def test_two_rows_of_one_file_may_be_one_household(officer):
    batch = previewed(officer, like(), row(9, **{NAME: "นางสมไจ ตัวอย่างดี"}))

    one = card_of(batch, officer)

    assert (one.row.number, one.candidates[0].row.number) == (3, 2)


def test_a_household_of_another_district_is_no_candidate(officer):
    f.household(f.OUTSIDE_VILLAGE, house_no="9/1", head="สมไจ")

    assert previewed(officer).alike == 0


# --- The answer ---------------------------------------------------------------------------


def test_the_same_household_is_changed_as_one_that_was_found_and_blanks_overwrite_nothing(
    officer, here
):
    batch = previewed(officer)
    found = said(batch, 2, Answer.SAME, here, by=officer)
    batches.finish(batch, by=officer)

    here.refresh_from_db()
    assert (found.state, counts(batch)) == ("changed", {"changed": 1})
    assert (here.head_name, here.phone) == ("นางสมใจ ตัวอย่างดี", "0899999999")
    assert Household.objects.count() == 1


def test_the_same_household_may_keep_what_is_recorded(officer, here):
    batch = previewed(officer, like(**{PHONE: "0812345678"}))
    said(batch, 2, Answer.KEPT, here, by=officer)
    batches.finish(batch, by=officer)

    here.refresh_from_db()
    assert counts(batch) == {"unchanged": 1}
    assert (here.phone, here.version, Household.objects.count()) == ("0899999999", 1, 1)


def test_whoever_of_the_household_is_most_alike_is_the_person_of_the_row(officer, here):
    wife = f.person(here, first_name="สมใจ", last_name="ตัวอย่างดี", title="นาง")
    here.persons.filter(is_head=True).update(first_name="กล้า", title="นาย")
    here.save()

    found = said(previewed(officer), 2, Answer.SAME, here, by=officer)

    assert found.head == wife


def test_a_household_that_lives_elsewhere_by_now_is_not_moved_by_a_file(officer, here):
    batch = previewed(officer, like(หมู่ที่=2, **{PHONE: "0899999999"}))

    found = said(batch, 2, Answer.SAME, here, by=officer)

    assert (found.state, found.why) == ("duplicate", "moved")


def test_one_household_is_changed_by_one_row_of_a_file_only(officer, here):
    batch = previewed(officer, like(), row(9, **{NAME: "นางสมไจ ตัวอย่างดี", PHONE: "0812345678"}))
    assert counts(batch) == {"new": 1, "changed": 1}

    found = said(batch, 2, Answer.SAME, here, by=officer)

    assert (found.state, found.why, found.same_as) == ("duplicate", "same_file", 3)


def test_different_is_written_as_new_and_asked_neither_by_the_list_nor_by_the_next_load(
    officer, here
):
    batch = previewed(officer)
    said(batch, 2, Answer.NEW, by=officer)
    batches.finish(batch, by=officer)
    findings.refresh(Household.objects.all(), at_most=None)

    pair = DuplicatePair.objects.get()
    again = previewed(officer)
    assert (pair.answer, pair.answered_by, Household.objects.count()) == ("different", officer, 2)
    assert not DuplicatePair.objects.open().exists()
    assert (counts(again), again.alike) == ({"unchanged": 1}, 0)


@pytest.mark.parametrize(
    ("what", "state"), [(Answer.SAME, "unchanged"), (Answer.KEPT, "unchanged")]
)
def test_the_next_load_of_the_file_remembers_the_same_household(officer, here, what, state):
    batch = previewed(officer)
    said(batch, 2, what, here, by=officer)
    batches.finish(batch, by=officer)

    assert counts(previewed(officer)) == {state: 1}


def test_what_was_kept_is_shown_once_more_when_the_row_says_something_new(officer, here):
    said(previewed(officer), 2, Answer.KEPT, here, by=officer)

    assert counts(previewed(officer, like(**{PHONE: "0812345678"}))) == {"changed": 1}


def test_undecided_is_written_as_new_and_stands_in_the_review_list(officer, here):
    batch = previewed(officer)
    batches.finish(batch, by=officer)

    pair = DuplicatePair.objects.open().get()
    assert (pair.first, pair.second.batch) == (here, batch)
    findings.refresh(Household.objects.all(), at_most=None)
    assert DuplicatePair.objects.open().get().score == pair.score


def test_of_two_rows_that_are_one_the_later_is_not_written_now_nor_with_the_next_load(officer):
    rows = like(), row(9, **{NAME: "นางสมไจ ตัวอย่างดี"})
    batch = previewed(officer, *rows)
    found = said(batch, 3, Answer.SAME, "row-2", by=officer)
    batches.finish(batch, by=officer)

    assert (found.reason, counts(batch)) == (
        "ซ้ำกับแถวที่ 2 ของแฟ้มเดียวกัน",
        {"new": 1, "duplicate": 1},
    )
    assert counts(previewed(officer, *rows)) == {"unchanged": 1, "duplicate": 1}
    assert counts(previewed(officer, rows[1])) == {"changed": 1}


def test_two_rows_that_are_two_are_remembered_as_two_households(officer):
    batch = previewed(officer, like(), row(9, **{NAME: "นางสมไจ ตัวอย่างดี"}))
    said(batch, 3, Answer.NEW, by=officer)
    batches.finish(batch, by=officer)

    assert DuplicatePair.objects.get().answer == "different"


def test_an_answer_can_be_taken_back(officer, here):
    batch = previewed(officer)
    said(batch, 2, Answer.SAME, here, by=officer)
    found = said(batch, 2, "", by=officer)

    assert (found.state, found.household, batch.alike) == ("new", None, 1)
    assert not RowAnswer.objects.exists()


def test_an_answer_outlives_a_check_that_is_done_anew(officer, here):
    torn = row(1, **{NAME: "นางอ าพร ใจดี"})
    twin = row(9, **{NAME: "นางสมไจย ตัวอย่างดี"})
    batch = previewed(officer, like(), twin, torn)
    said(batch, 3, Answer.SAME, "row-2", by=officer)
    said(batch, 2, Answer.NEW, by=officer)

    accept_repairs(batch, None, by=officer, request_id="")
    do_waiting()

    batch.refresh_from_db()
    assert (batch.state, counts(batch)) == ("previewed", {"new": 2, "duplicate": 1})


def test_what_somebody_changes_meanwhile_leaves_the_answer_as_it_was(officer, here):
    batch = previewed(officer)
    said(batch, 2, Answer.SAME, here, by=officer)
    Household.objects.filter(pk=here.pk).update(version=2)

    with pytest.raises(batches.NotAsPreviewed):
        batches.finish(batch, by=officer)

    batch.refresh_from_db()
    assert counts(batch) == {"changed": 1}


@pytest.mark.parametrize(("number", "of"), [(2, "row-7"), (99, ""), (2, "1")])
def test_what_was_not_offered_is_no_answer(officer, here, number, of):
    batch = previewed(officer)

    with pytest.raises(NotOffered):
        answer(batch, number, Answer.SAME, of=of, by=officer)

    assert counts(batch) == {"new": 1}


def test_a_file_that_was_written_takes_no_answer(officer, here):
    batch = previewed(officer)
    batches.finish(batch, by=officer)

    with pytest.raises(batches.AlreadyEnded):
        answer(batch, 2, Answer.NEW, by=officer)


def test_answers_of_the_preview_do_not_stand_against_taking_the_file_back(officer, here):
    batch = previewed(officer)
    said(batch, 2, Answer.NEW, by=officer)
    batches.finish(batch, by=officer)

    undoing.undo(batch, by=officer)

    assert Household.objects.standing().get() == here


def test_erasure_reaches_what_was_answered_of_a_person(officer, here):
    from households.erasing import erase_household

    said(previewed(officer, like(**{NUMBER: valid_id(1)})), 2, Answer.KEPT, here, by=officer)

    erase_household(here, by=officer, reason="เจ้าของข้อมูลขอ")

    assert list(RowAnswer.objects.values_list("told", "said")) == [("", "")]
    assert Person.objects.filter(row_answers__told="").exists()


# --- The page -----------------------------------------------------------------------------


def test_the_preview_says_how_many_may_be_duplicates_and_leads_to_them(client, officer, here):
    batch = previewed(officer)

    detail = client.get(address("import_detail", batch))
    page = words_of(client.get(address("import_alike", batch)))

    assert address("import_alike", batch) in detail.content.decode()
    assert "ขึ้นในรายการครัวเรือนที่อาจซ้ำกัน" in words_of(detail)
    assert "นามสกุลตรงกัน" in page
    assert "บ้านเลขที่ตรงกัน" in page


def test_an_answer_is_pressed_and_shown_with_the_way_back(client, officer, here):
    batch = previewed(officer)
    url = address("import_alike", batch)

    client.post(url, {"row": "2", "answer": f"kept:{here.uuid}"})
    rows = client.get(address("import_detail", batch), {"state": "unchanged"})
    assert f"{officer.display_name} ตอบว่า ครัวเรือนเดียวกัน คงข้อมูลเดิม" in words_of(rows)

    client.post(url, {"row": "2", "answer": ""})
    assert ImportBatch.objects.get().new == 1


@pytest.mark.parametrize("typed", [{}, {"row": "x", "answer": "new"}, {"row": "2", "answer": "?"}])
def test_a_press_that_nobody_offered_changes_nothing(client, officer, here, typed):
    batch = previewed(officer)

    page = client.post(address("import_alike", batch), typed, follow=True)

    assert "ไม่มีแถวนี้ให้ตอบ" in words_of(page)
    assert not RowAnswer.objects.exists()


def test_the_queries_of_the_cards_do_not_grow_with_the_rows(
    client, officer, django_assert_max_num_queries
):
    for n in range(30, 45):
        f.household(house_no=f"{n}/1", head=f"สมไจ{'กขคงจฉชซฌญฎฏฐฑฒ'[n - 30]}")
    rows = [row(n, **{NAME: f"นางสมใจ{'กขคงจฉชซฌญฎฏฐฑฒ'[n - 30]} ตัวอย่างดี"}) for n in range(30, 45)]
    batch = previewed(officer, *rows)
    client.get(address("import_alike", batch))

    with django_assert_max_num_queries(22):
        page = client.get(address("import_alike", batch))

    assert len(page.context["cards"]) == 15
