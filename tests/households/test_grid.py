"""The village grid: one press for forty rows, by the rules of the single forms."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from households.models import IncomeStatement, Notice, OccupationChoice, ReadinessAssessment
from otoppath.thai.dates import fiscal_year, format_date, today
from tests import factories as f
from tests.households.grid_pages import (
    URL,
    drawn,
    enrolled,
    errors,
    everything,
    facts,
    of,
    ready,
    sent_by,
)
from tests.households.pages import address, press, said, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


@pytest.fixture
def client(client_of, officer):
    return client_of(officer)


def test_a_whole_row_is_saved_in_one_press_as_the_single_forms_save_it(client, officer):
    row = enrolled("แก้ว")
    f.occupation()

    response = client.post(URL, drawn(client) | everything(row))

    notice, income = Notice.objects.get(), IncomeStatement.objects.get()
    assessment = ReadinessAssessment.objects.get()
    assert (response.status_code, response.url, said(response)) == (302, URL, ["บันทึกแล้ว 4 รายการ"])
    assert (notice.channel, notice.received_by, notice.version) == (
        "paper",
        row.household.head_name,
        "1",
    )
    assert (income.phase, income.total_income, income.source, income.as_of) == (
        "before",
        Decimal(120_000),
        "interview",
        today(),
    )
    assert (assessment.result, assessment.assessed_on) == ("ready", today())
    assert OccupationChoice.objects.get().kind == "wanted"
    assert {e.checked_by for e in (notice, income, assessment)} == {officer}
    assert {e.created_by for e in (notice, income, assessment)} == {officer}


def test_every_fact_of_the_grid_has_its_history(client, officer):
    row = enrolled()
    f.occupation()
    client.post(URL, drawn(client) | everything(row))
    client.post(URL, drawn(client) | of(row, expense="95,000"))

    past = IncomeStatement.objects.get().history.order_by("history_id")
    assert [(h.history_type, h.history_user, h.expense) for h in past] == [
        ("+", officer, Decimal(90_000)),
        ("~", officer, Decimal(95_000)),
    ]


def test_what_a_volunteer_types_waits_and_shows_no_amounts_afterwards(client_of, volunteer):
    row, client = enrolled(), client_of(volunteer)
    f.occupation()

    client.post(URL, drawn(client) | everything(row))

    assert Notice.objects.get().is_open
    assert not IncomeStatement.objects.checked().exists()
    page = text_of(client.get(URL))
    assert "120,000" not in page
    assert "ส่งแล้ว จำนวนเงินไม่แสดง" in page


def test_what_an_officer_accepted_is_locked_for_a_volunteer_with_the_reason(client_of, volunteer):
    row, client = enrolled(), client_of(volunteer)
    sent = drawn(client)
    f.notice(row.household, channel="paper")

    page = client.get(URL)
    late = client.post(URL, sent | of(row, channel="meeting"))

    assert "ตรวจรับแล้ว ถ้าต้องแก้ไข" in text_of(page)
    assert f"c-{row.uuid}-channel" not in sent_by(page)
    assert "บันทึกไว้ว่า ให้เอกสาร" in errors(late)[str(row.uuid), "channel"]
    assert Notice.objects.get().channel == "paper"


def test_a_recorded_fact_is_shown_and_corrected_in_place(client):
    row = enrolled()
    f.income(row, note="คงอยู่", saving=500)

    page = client.get(URL)
    client.post(URL, sent_by(page) | of(row, total_income="๑๓๐,๐๐๐"))

    income = IncomeStatement.objects.get()
    assert sent_by(page)[f"c-{row.uuid}-total_income"] == "120,000"
    assert (income.total_income, income.expense, income.note, income.saving) == (
        Decimal(130_000),
        Decimal(90_000),
        "คงอยู่",
        Decimal(500),
    )


def test_a_result_that_was_chosen_with_a_reason_outlives_a_correction(client):
    row = enrolled()
    answers = dict.fromkeys(ReadinessAssessment.ITEMS, 2)
    f.readiness(row, **answers, result="prepare", note="รอปรับปรุงโรงเรือน")
    other = enrolled()
    f.readiness(other, **answers)

    client.post(URL, drawn(client) | of(row, has_time="บางส่วน") | of(other, willing="0"))

    results = dict(ReadinessAssessment.objects.values_list("enrolment", "result"))
    assert results == {row.pk: "prepare", other.pk: "not_ready"}


def test_a_page_sent_as_it_was_drawn_changes_nothing(client):
    row = enrolled()
    f.income(row)
    f.readiness(row, checked_at=None)

    response = client.post(URL, drawn(client))

    assert said(response) == ["ไม่มีช่องใดเปลี่ยน"]
    assert IncomeStatement.history.count() == 1
    assert ReadinessAssessment.objects.get().is_open


def test_a_bad_cell_is_marked_and_everything_else_is_safe(client):
    rows = [enrolled(f"ก{n}") for n in range(3)]
    f.occupation()
    typed = {k: v for n, row in enumerate(rows) for k, v in everything(row, n).items()}
    typed |= of(rows[1], expense="เก้าหมื่น")

    response = client.post(URL, drawn(client) | typed)

    again = sent_by(response)
    assert response.status_code == 200
    assert errors(response) == {
        (str(rows[1].uuid), "expense"): "อ่านตัวเลข “เก้าหมื่น” ไม่ได้ พิมพ์เช่น 1,500 หรือ 1500.50"
    }
    assert set(facts().values()) == {2, 3}
    assert IncomeStatement.objects.count() == 2
    assert again[f"c-{rows[1].uuid}-expense"] == "เก้าหมื่น"
    assert again[f"c-{rows[1].uuid}-total_income"] == "121,000"

    client.post(URL, again | of(rows[1], expense="90,000"))
    assert IncomeStatement.objects.count() == 3
    assert set(facts().values()) == {3}


@pytest.mark.parametrize(
    ("typed", "column", "reason"),
    [
        ({"total_income": "-5", "expense": "1"}, "total_income", "จำนวนเงินติดลบไม่ได้"),
        ({"total_income": "5"}, "expense", "ยังไม่ได้กรอก"),
        ({"total_income": "5", "expense": "1", "as_of": "1/1/2500"}, "as_of", "นานเกินไป"),
        ({"channel": "โทรเลข"}, "channel", "ไม่มี “โทรเลข” ให้เลือก"),
        ({"occupation": "นักบิน"}, "occupation", "ไม่มีอาชีพ “นักบิน”"),
        ({"willing": "ใช่"}, "has_time", "ยังไม่ได้กรอก"),
        ({"willing": "x"}, "willing", "หมายถึงใช่หรือไม่ใช่"),
    ],
)
def test_a_cell_is_refused_as_the_single_form_refuses_it(client, typed, column, reason):
    row = enrolled()

    response = client.post(URL, drawn(client) | of(row, **typed))

    assert reason in errors(response)[str(row.uuid), column]
    assert reason in text_of(response)
    assert set(facts().values()) == {0}


def test_a_recorded_amount_cannot_be_emptied(client):
    row = enrolled()
    f.income(row)

    response = client.post(URL, drawn(client) | of(row, total_income=""))

    assert list(errors(response)) == [(str(row.uuid), "total_income")]
    assert IncomeStatement.objects.get().total_income == 120_000


def test_what_is_new_is_of_the_day_above_the_sheet(client):
    row = enrolled()
    f.occupation()

    client.post(URL, drawn(client) | everything(row) | {"day": "1/10/2569"})

    assert Notice.objects.get().given_on == date(2026, 10, 1)
    assert IncomeStatement.objects.get().as_of == date(2026, 10, 1)


def test_without_a_readable_day_nothing_is_lost(client):
    row = enrolled()

    response = client.post(URL, drawn(client) | of(row, channel="paper") | {"day": "วันไหนสักวัน"})

    assert "อ่านวันที่ “วันไหนสักวัน” ไม่ได้" in text_of(response)
    assert sent_by(response)[f"c-{row.uuid}-channel"] == "paper"
    assert Notice.objects.count() == 0


def test_a_second_press_of_the_same_page_makes_nothing_twice(client):
    row = enrolled()
    f.occupation()
    page = drawn(client) | everything(row)

    client.post(URL, page)
    again = client.post(URL, page)

    assert again.status_code == 302
    assert set(facts().values()) == {1}


def test_a_second_press_of_a_page_that_was_saved_in_part_makes_nothing_twice(client):
    good, bad = enrolled("ก"), enrolled("ข")
    page = drawn(client) | of(good, channel="paper") | of(bad, channel="?")

    client.post(URL, page)
    again = client.post(URL, page)

    assert Notice.history.count() == 1
    assert list(errors(again)) == [(str(bad.uuid), "channel")]


def test_a_household_that_left_or_was_not_selected_is_left_out_and_said(client):
    enrolled("อยู่")
    enrolled("ไป", exited_on=today(), exit_reason="moved")
    enrolled("ไม่ได้", selection="not_selected")

    response = client.get(URL)

    assert len(response.context["shown"].rows) == 1
    assert "ไม่รวมอีก 2 ครัวเรือน" in text_of(response)


def test_what_was_typed_of_a_household_that_left_meanwhile_is_not_lost(client):
    row = enrolled()
    page = drawn(client) | of(row, channel="paper")
    row.exited_on, row.exit_reason = today(), "moved"
    row.save()

    client.post(URL, page)

    assert Notice.objects.get().channel == "paper"


def test_an_erased_household_takes_nothing_more(client):
    row = enrolled()
    page = drawn(client) | of(row, channel="paper")
    row.household.erased_at = row.created_at
    row.household.save()

    response = client.post(URL, page)

    assert "ลบข้อมูลส่วนบุคคล" in errors(response)[str(row.uuid), "channel"]
    assert Notice.objects.count() == 0


def test_a_row_of_another_village_or_district_is_not_written(client):
    own, next_door = enrolled(), enrolled("ใกล้", f.OTHER_VILLAGE)
    outside = enrolled("นอก", f.OUTSIDE_VILLAGE)

    client.post(URL, drawn(client) | of(next_door, channel="paper") | of(outside, channel="paper"))
    client.post(URL, drawn(client) | of(own, channel="paper"))

    assert [n.household for n in Notice.objects.all()] == [own.household]
    assert client.get(address("grid_change", f.OUTSIDE_VILLAGE)).status_code == 404
    assert client.get(address("grid_change", f.SUBDISTRICT)).status_code == 404


def test_a_year_has_a_sheet_of_its_own(client):
    last = enrolled("ปีก่อน", year=fiscal_year(today()) - 1)
    enrolled("ปีนี้")

    response = client.get(URL, {"year": str(last.fiscal_year)})

    assert [row.row.enrolment for row in response.context["shown"].rows] == [last]


def test_the_single_form_and_the_sheet_refuse_alike(client):
    row = enrolled()

    single = press(client, address("income_create", row), total_income="1,50", expense="")
    sheet = client.post(URL, drawn(client) | of(row, total_income="1,50", expense="x"))

    reason = single.context["form"].errors["total_income"][0]
    assert errors(sheet)[str(row.uuid), "total_income"] == reason


def queries(client, rows):
    """What saving whole rows asks, a bad cell among them."""
    page = drawn(client)
    for n, row in enumerate(rows):
        page |= everything(row, n)
    page |= of(rows[0], channel="?")
    with CaptureQueriesContext(connection) as caught:
        response = client.post(URL, page)
    assert list(errors(response)) == [(str(rows[0].uuid), "channel")]
    return len(caught)


def test_saving_asks_the_same_number_of_questions_for_three_rows_and_for_forty(client):
    f.occupation()
    rows = [enrolled(f"ก{n}") for n in range(3)]
    few = queries(client, rows)
    corrected = queries(client, [*rows, *(enrolled(f"ข{n}") for n in range(37))])

    assert ReadinessAssessment.objects.count() == 40
    assert few <= 40
    # Rows to correct beside the new ones: an update of amounts with its history.
    assert corrected <= few + 2


def test_the_page_asks_the_same_number_of_questions_for_three_rows_and_for_forty(client):
    for n in range(3):
        f.notice(enrolled(f"ก{n}").household)
    client.get(URL)
    with CaptureQueriesContext(connection) as few:
        client.get(URL)
    for n in range(37):
        f.income(enrolled(f"ข{n}"))
    with CaptureQueriesContext(connection) as many:
        client.get(URL)

    assert len(many) == len(few)


def test_the_list_of_a_village_leads_to_its_sheet_and_a_wider_list_does_not(client):
    enrolled()
    year = fiscal_year(today())
    url = f"{URL}?year={year}"

    assert url in text_of(client.get(address("enrolment_list"), {"place": f.VILLAGE}))
    assert "/grid/" not in text_of(client.get(address("enrolment_list")))
    assert url in text_of(client.get(f"/dashboards/{f.VILLAGE}/"))


def test_a_day_of_an_account_is_shown_as_people_write_it(client):
    row = enrolled()
    f.income(row, as_of=date(2026, 10, 12))

    assert drawn(client)[f"c-{row.uuid}-as_of"] == format_date(date(2026, 10, 12), "digits")


def test_an_occupation_that_is_no_longer_offered_stays_until_somebody_changes_it(client):
    row = enrolled()
    f.choice(row, occupation=f.occupation("old", name="อาชีพเก่า", is_active=False))

    page = client.get(URL)
    response = client.post(URL, sent_by(page))

    assert "อาชีพเก่า" in text_of(page)
    assert said(response) == ["ไม่มีช่องใดเปลี่ยน"]


def test_answers_of_a_row_are_read_by_words_code_and_mark(client):
    row = enrolled()
    typed = ready(row) | of(row, willing="✓", has_time="๒", has_labour="มี", has_capital="ไม่มี")

    client.post(URL, drawn(client) | typed | of(row, has_skill="บางส่วน", below_bmn_income="X"))

    saved = ReadinessAssessment.objects.get()
    assert (saved.willing, saved.has_time, saved.has_labour) == (2, 2, 2)
    assert (saved.has_capital, saved.has_skill, saved.below_bmn_income) == (0, 1, True)
