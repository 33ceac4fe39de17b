"""Households as a file: which rows and columns, why, and the way back through an import."""

import csv
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from python_calamine import CalamineWorkbook

from households.exporting import TABLE
from households.imports import batches
from households.imports.columns import COLUMN_NAMES, HouseholdResource, field_of
from households.models import Household
from otoppath.privacy.models import AccessLog
from otoppath.thai.dates import fiscal_year, today
from tests import factories as f

pytestmark = pytest.mark.django_db

EXPORT = reverse("households:household_export")
ID = "1100000000016"


def taken_out(client, kind="csv", **asked):
    """The answer to the export of the list as it is filtered."""
    typed = {"reason": "meeting", "note": "ประชุมประจำเดือน", "file_format": kind}
    return client.post(EXPORT, typed, query_params=asked)


def content_of(response):
    return b"".join(response.streaming_content)


def rows_of(response):
    text = content_of(response).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def family(village=f.VILLAGE, **fields):
    """A household with everything that a file tells of it."""
    head = {
        name: fields.pop(name)
        for name in ("title", "first_name", "last_name", "birth", "sex")
        if name in fields
    }
    made = f.household(
        village,
        **{"phone": "0812345678", "house_code": "36100000001", "children_under_6": 1} | fields,
    )
    person = made.persons.get()
    for name, value in ({"sex": "female", "birth": (1967, 10, 1)} | head).items():
        setattr(person, name, value)
    person.identify(ID)
    person.save()
    made.settle()
    return made


def test_a_row_tells_the_household_its_head_and_its_year(client_of, officer):
    household = family(house_no="12/3")
    f.enrolment(household)

    (row,) = rows_of(taken_out(client_of(officer)))

    told = {name: row[COLUMN_NAMES[name]] for name in ("house_no", "moo", "sex", "birth", "phone")}
    assert told == {
        "house_no": "12/3",
        "moo": "1",
        "sex": "หญิง",
        "birth": "1 ต.ค. 2510",
        "phone": "0812345678",
    }
    assert row["ปีงบประมาณ"] == str(fiscal_year(today()))
    assert row["ผลการคัดเลือก"] == "ครัวเรือนเป้าหมาย"


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_full_id_is_in_no_file(client_of, officer, kind):
    family()
    content = content_of(taken_out(client_of(officer), kind))
    if kind == "xlsx":
        sheet = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0)
        content = str(sheet.to_python()).encode()

    assert b"x-xxxx-xxxxx-01-6" in content
    assert ID.encode() not in content


def test_a_name_that_is_a_formula_is_escaped(client_of, officer):
    family(first_name="=HYPERLINK(1)")

    (row,) = rows_of(taken_out(client_of(officer)))

    assert row["ชื่อ"] == "'=HYPERLINK(1)"


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_file_that_was_taken_out_changes_nothing_when_it_is_brought_in(client_of, officer, kind):
    family()
    family(birth=(1967, None, None), sex="", phone="")
    family(f.FAR_VILLAGE, birth=(1967, 10, None), first_name="แมรี แอน")
    family(house_no="-", first_name="นายิกา", title="นาง", children_under_6=0)
    family(first_name="+ใจ", title="", birth=None)
    officer_client = client_of(officer)

    content = content_of(taken_out(officer_client, kind))
    _batch, plan = batches.begin(content, f"list.{kind}", by=officer)

    assert plan.errors() == []
    assert [row.changes for row in plan.of("changed")] == []
    assert plan.counts()["unchanged"] == 5


def test_columns_that_an_import_reads_are_its_own_and_the_others_it_passes_over():
    headings = [str(column.heading) for column in TABLE.columns]
    own = [name for name in HouseholdResource.fields if name != "national_id"]

    assert headings[: len(own)] == [COLUMN_NAMES[name] for name in own]
    assert [h for h in headings[len(own) :] if field_of(h)] == []


def test_the_file_is_in_thai_for_who_reads_english(client_of, officer):
    family()
    client = client_of(officer)
    client.post(reverse("set_language"), {"language": "en"})

    (row,) = rows_of(taken_out(client))

    assert (row["เพศ"], row["วันเกิด"], row["ตำบล"]) == ("หญิง", "1 ต.ค. 2510", "ผักปัง")


def test_filters_of_the_list_hold_for_the_file(client_of, officer):
    near, far = family(), family(f.FAR_VILLAGE)

    rows = rows_of(taken_out(client_of(officer), place=far.village_id))

    assert [row["รหัสหมู่บ้าน"] for row in rows] == [far.village_id]
    assert near.village_id != far.village_id


def test_the_list_leads_to_the_file_with_its_filters(client_of, officer):
    far = family(f.FAR_VILLAGE)
    page = (
        client_of(officer).get(reverse("households:household_list"), {"place": far.village_id}).text
    )

    assert f'href="{EXPORT}?place={far.village_id}"' in page


def test_the_order_is_that_of_the_list(client_of, officer):
    for name in ("มาลี", "กานดา", "เกษม"):
        family(first_name=name)

    rows = rows_of(taken_out(client_of(officer)))

    assert [row["ชื่อ"] for row in rows] == ["กานดา", "เกษม", "มาลี"]


def test_the_next_district_takes_out_only_its_own(client_of, officer_other):
    family()
    own = family(f.OUTSIDE_VILLAGE)

    rows = rows_of(taken_out(client_of(officer_other)))

    assert [row["รหัสหมู่บ้าน"] for row in rows] == [own.village_id]


def test_asking_for_a_place_of_another_district_gives_none_of_it(client_of, officer_other):
    household = family()

    rows = rows_of(taken_out(client_of(officer_other), place=household.village_id))

    assert rows == []


@pytest.mark.parametrize("who", ["volunteer", "auditor", "supervisor", "administrator"])
def test_nobody_else_takes_a_list_out(client_of, cast, who):
    family()
    client = client_of(cast[who])

    assert (client.get(EXPORT).status_code, taken_out(client).status_code) == (403, 403)
    assert not AccessLog.objects.exists()


@pytest.mark.parametrize("who", ["officer", "chief"])
def test_the_office_takes_a_list_out(client_of, cast, who):
    assert taken_out(client_of(cast[who])).status_code == 200


def test_taking_out_is_logged_with_reason_and_number_of_rows(client_of, officer):
    family(), family()

    content_of(taken_out(client_of(officer), "xlsx"))

    (entry,) = AccessLog.objects.all()
    assert (entry.user, entry.action, entry.place_code) == (officer, "export", f.DISTRICT)
    assert entry.subject_label == "ครัวเรือน 2 แถว แฟ้ม .xlsx"
    assert entry.reason == "ใช้ประกอบการประชุม · ประชุมประจำเดือน"
    assert entry.request_id


def test_the_log_does_not_repeat_the_name_that_was_searched(client_of, officer):
    family(first_name="สมฤดี")

    content_of(taken_out(client_of(officer), q="สมฤดี"))

    entry = AccessLog.objects.get()
    assert "สมฤดี" not in f"{entry.subject_label}{entry.reason}"


@pytest.mark.parametrize(
    "typed",
    [
        {"reason": "", "file_format": "csv"},
        {"reason": "other", "note": " ", "file_format": "csv"},
        {"reason": "meeting", "file_format": "pdf"},
    ],
)
def test_without_a_reason_there_is_no_file(client_of, officer, typed):
    household = family()

    answer = client_of(officer).post(EXPORT, typed)

    assert answer.status_code == 422
    assert household.persons.get().first_name not in answer.text
    assert not AccessLog.objects.exists()


def test_as_many_questions_for_thirty_households_as_for_three(client_of, officer):
    client = client_of(officer)

    def questions():
        with CaptureQueriesContext(connection) as asked:
            content_of(taken_out(client))
        return len(asked)

    for _n in range(3):
        f.enrolment(family())
    questions()
    few = questions()
    for _n in range(27):
        f.enrolment(family())

    assert questions() == few


def test_a_household_that_was_erased_is_in_no_file(client_of, officer):
    household = family()
    Household.objects.filter(pk=household.pk).update(erased_at=timezone.now())

    assert rows_of(taken_out(client_of(officer))) == []
