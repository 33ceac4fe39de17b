"""The pages of a comparison: from the file to what stands on the household's page."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from households.imports import batches
from households.imports.keeping import let_go
from households.models import Household, ImportBatch, ImportRow
from otoppath.jobs.worker import do_waiting
from tests import factories as f
from tests.households.pages import address, errors, filled, said, words_of
from tests.households.test_comparing import PHONE, compared, counts, here, keys, mixed
from tests.households.test_imports import csv_of, row

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


@pytest.fixture(autouse=True)
def villages(db):
    places = (f.VILLAGE, f.OTHER_VILLAGE, f.FAR_VILLAGE, f.OUTSIDE_VILLAGE)
    return [f.place(code) for code in places]


@pytest.fixture
def client(client_of, officer):
    return client_of(officer)


def typed(*rows, **more):
    return {
        "source": "bmn",
        "list_name": "ตกเกณฑ์รายได้",
        "list_year": "2569",
        "listed_on": "1/4/2569",
        "area": f.DISTRICT,
        "file": SimpleUploadedFile("bmn.csv", csv_of(*rows)),
    } | more


def sent(client, *rows, **more):
    client.post(address("comparison_create"), typed(*rows, **more))
    return ImportBatch.objects.latest("pk")


def decided(client, batch, action, *, state, picked=None, **more):
    data = {"action": action, "state": state, **more}
    data["pick"] = keys(batch, state) if picked is None else picked
    return client.post(address("comparison_decide", batch), data)


def rows_page(client, batch, **query):
    return client.get(address("comparison_detail", batch), query)


def test_a_list_waits_for_the_worker_and_says_that_there_is_none(client):
    batch = sent(client, row(1))

    page = words_of(client.get(address("comparison_detail", batch)))

    assert (batch.state, batch.list_words) == (
        "received",
        "จปฐ. ปี 2569 · ตกเกณฑ์รายได้ · 1 เม.ย. 2569",
    )
    assert "โปรแกรมทำงานเบื้องหลังยังไม่เปิด" in page


def test_a_list_without_its_name_year_or_area_is_refused_and_keeps_what_was_typed(client):
    response = client.post(
        address("comparison_create"), typed(row(1), list_name="", list_year="", area="99")
    )

    assert errors(response) == {"list_name", "list_year", "area"}
    assert filled(response.context["form"])["source"] == "bmn"


def test_an_area_of_another_district_cannot_be_chosen(client):
    response = client.post(address("comparison_create"), typed(row(1), area=f.OUTSIDE_DISTRICT))

    assert errors(response) == {"area"}


def test_from_the_file_to_the_households_page(client):
    household = here(8, phone="0899999999")
    batch = sent(client, row(8, **{PHONE: "0812345678"}), row(1))
    do_waiting()

    decided(client, batch, "take", state="changed")
    decided(client, batch, "add", state="new")
    client.post(address("comparison_commit", batch))
    do_waiting()

    page = words_of(client.get(household.get_absolute_url()))
    assert "จาก 089-999-9999 เป็น 081-234-5678ตามบัญชี จปฐ. ปี 2569 · ตกเกณฑ์รายได้" in page
    assert "ตอบว่า “ใช้ค่าจากบัญชี” ในการเทียบบัญชี" in page
    assert Household.objects.count() == 2
    done = words_of(client.get(address("comparison_detail", batch)))
    assert "เพิ่ม 1 เปลี่ยน 1" in done


def test_each_count_opens_its_rows_and_both_values_stand_side_by_side(client, officer):
    batch = mixed(officer)

    shown = {
        state: len(rows_page(client, batch, state=state).context["page"].rows)
        for state in ImportRow.State.values
    }

    assert set(shown.values()) == {1}
    page = words_of(rows_page(client, batch, state="changed"))
    assert "ที่มีอยู่ 089-999-9999" in page
    assert "ในบัญชี 081-234-5678" in page


def test_values_chosen_field_by_field_are_sent_from_the_page(client, officer):
    batch = mixed(officer)
    (pk,) = keys(batch, "changed")

    decided(client, batch, "fields", state="changed", picked=[], **{f"field-{pk}-phone": "take"})

    found = batch.rows.get(pk=pk)
    assert (found.choice, found.takes) == ("take", {"phone"})


@pytest.mark.parametrize(
    ("action", "picked", "told"),
    [
        ("add", [], "ยังไม่ได้เลือกแถว"),
        ("skip", None, "เลือกเหตุที่ไม่เพิ่มก่อน"),
        ("fields", [], "ยังไม่ได้เลือกค่าในช่องใด"),
    ],
)
def test_a_refused_press_says_what_is_missing_and_keeps_the_ticks(
    client, officer, action, picked, told
):
    batch = mixed(officer)

    response = decided(client, batch, action, state="new", picked=picked)

    assert (response.status_code, told in words_of(response)) == (422, True)
    ticked = [r.pk for r in response.context["page"] if r.is_picked]
    assert ticked == (keys(batch, "new") if picked is None else [])
    assert counts(batch)["undecided"] == 3


def test_a_list_can_be_left_and_come_back_to(client, officer):
    batch = mixed(officer)
    decided(client, batch, "stays", state="absent")

    listed = client.get(address("comparison_list"))

    assert listed.context["page"].rows == [batch]
    assert listed.context["page"].rows[0].undecided == 2
    left = rows_page(client, batch, state="absent", choice="open")
    assert left.context["page"].rows == []


def test_a_newer_list_of_the_same_source_shows_what_was_answered_before(client, officer):
    here(9)
    first = compared(officer, row(1))
    decided(client, first, "skip", state="new", reason="moved_away")
    decided(client, first, "visit", state="absent")

    again = compared(officer, row(1, ที่=7), list_year=2570)
    other = compared(officer, row(1), source="tpmap")

    assert "ตอบว่า “ไม่เพิ่ม: ย้ายออกแล้ว”" in words_of(rows_page(client, again, state="new"))
    assert "ตอบว่า “ต้องลงพื้นที่ตรวจ”" in words_of(rows_page(client, again, state="absent"))
    assert "ครั้งก่อน" not in words_of(rows_page(client, other, state="new"))
    assert counts(again)["undecided"] == 2  # shown, and asked all the same


def test_the_same_file_again_says_when_it_was_compared(client, officer):
    first = compared(officer, row(1))

    again = compared(officer, row(1))

    page = client.get(address("comparison_detail", again))
    assert page.context["same"] == first
    assert "แฟ้มเดียวกันนี้เคยเทียบเมื่อ" in words_of(page)


def test_a_house_that_is_here_under_another_name_is_told_before_it_is_added_again(client, officer):
    f.household(house_no="1/1", head="คนเดิม")
    batch = compared(officer, row(1))

    assert "บ้านนี้มีในระบบแล้ว:" in words_of(rows_page(client, batch, state="new"))


def test_who_left_leads_to_the_form_that_closes_the_record(client, officer):
    batch = mixed(officer)
    household = batch.rows.get(state="absent").household
    decided(client, batch, "left", state="absent")

    page = rows_page(client, batch, state="absent").content.decode()

    assert address("household_close", household) in page


def test_with_an_answer_given_the_columns_stay_as_they_are(client, officer):
    batch = mixed(officer)
    decided(client, batch, "stays", state="absent")
    form = client.get(address("import_columns", batch)).context["form"]

    response = client.post(address("import_columns", batch), filled(form), follow=True)

    assert "ดำเนินการไปแล้ว" in words_of(response)
    assert counts(batch)["undecided"] == 2


def test_with_nothing_chosen_nothing_is_written_and_that_is_said(client, officer):
    response = client.post(address("comparison_commit", mixed(officer)))

    assert "ยังไม่ได้เลือกแถวที่จะเพิ่ม" in said(response)[0]


def test_others_than_the_office_are_refused_and_another_district_finds_nothing(
    client_of, officer, cast
):
    batch = mixed(officer)
    urls = [address(f"comparison_{page}", batch) for page in ("detail", "decide", "commit")]
    ways = list(zip(urls, ("get", "post", "post"), strict=True))

    def statuses(name):
        return {getattr(client_of(cast[name]), way)(url).status_code for url, way in ways}

    for name in ("volunteer", "auditor", "supervisor", "administrator"):
        assert (name, statuses(name)) == (name, {403})
    assert statuses("officer_other") == {404}
    assert (
        client_of(cast["officer_other"]).get(address("comparison_list")).context["page"].rows == []
    )
    assert client_of(cast["chief"]).get(urls[0]).status_code == 200


def test_an_import_has_no_page_among_the_comparisons(client, officer):
    batch, _plan = batches.begin(csv_of(row(1)), "list.csv", by=officer)

    assert client.get(address("comparison_detail", batch)).status_code == 404
    assert client.get(address("comparison_list")).context["page"].rows == []
    compared_one = compared(officer, row(1))
    moved = client.get(address("import_detail", compared_one))
    assert moved.url == address("comparison_detail", compared_one)


def queries(client, batch, state):
    with CaptureQueriesContext(
        connection,
    ) as found:
        assert rows_page(client, batch, state=state).status_code == 200
    return len(found)


@pytest.mark.parametrize("state", ["new", "changed", "absent"])
def test_the_pages_of_rows_ask_as_much_for_three_rows_as_for_thirty(client, officer, state):
    def made(n, first):
        for i in range(first, first + n):
            here(i), here(i + 100)
        rows = [row(i, **{PHONE: "0812345678"}) for i in range(first, first + n)]
        return compared(officer, *rows, *(row(i + 300) for i in range(first, first + n)))

    few = made(3, 1)
    rows_page(client, few, state=state)
    small = queries(client, few, state)
    many = made(30, 20)

    assert queries(client, many, state) == small
    # Session, user, standing, and of the page: the list, its counts, its rows, what was answered
    # before, who lives in the house.
    assert small <= 3 + 5


def test_after_its_time_names_go_and_the_list_and_its_answers_stay(client, officer, settings):
    batch = mixed(officer)
    decided(client, batch, "skip", state="new", reason="not_found")
    long_ago = timezone.now() - timedelta(days=settings.IMPORT_KEEP_DAYS + 1)
    ImportBatch.objects.update(created_at=long_ago)
    let_go()
    assert counts(batch)["undecided"] == 2  # somebody works on it
    ImportRow.objects.update(decided_at=long_ago)

    let_go()

    before = counts(batch)
    kept = batch.rows.get()
    assert (kept.choice, kept.first_name, kept.head_name, kept.typed) == ("skip", "", "", "")
    assert (before["read"], before["absent"], batch.list_name) == (5, 1, "ตกเกณฑ์รายได้")
    assert "พ้นเวลาเก็บ" in words_of(client.get(address("comparison_detail", batch)))
    again = compared(officer, row(1))
    assert "ไม่เพิ่ม: ไม่พบครัวเรือนนี้ในพื้นที่" in words_of(rows_page(client, again, state="new"))
