"""What a page tells of a record's history: who, what, from what to what, and no more."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from households.models import Household, Person
from otoppath.accounts.history import history_of, shown
from otoppath.accounts.models import ProgrammeYear, User
from tests import factories
from tests.factories import DISTRICT, VILLAGE


def change(record, by, **fields):
    """Change a record as somebody does on a page, some time after the change before."""
    for name, value in fields.items():
        setattr(record, name, value)
    record._history_user = by
    record.save()


def texts(record, *others, **options):
    return [event.text for event in history_of(record, *others, **options)]


@pytest.fixture
def year(chief):
    """A record without lists of others, its first row the chief's."""
    made = ProgrammeYear(fiscal_year=2570)
    made._history_user = chief
    made.save()
    return made


def test_history_is_told_newest_first(year, chief, officer):
    change(year, officer, market_days=6)

    assert texts(year) == [
        f"{officer.display_name} แก้ไขวันเปิดตลาดที่มีการจำหน่ายอย่างน้อย จาก 4 เป็น 6",
        f"{chief.display_name} เพิ่มปีงบประมาณ",
    ]


def test_moment_is_told_in_the_buddhist_era(year):
    row = year.history.get()
    row.history_date = timezone.make_aware(timezone.datetime(2026, 11, 5, 10, 24))
    row.save()

    assert history_of(year)[0].at == "5 พ.ย. 2569 เวลา 10.24 น."


def test_change_without_a_person_is_the_systems(year):
    change(year, None, is_open=False)

    assert texts(year)[0] == "ระบบ แก้ไขเปิดให้บันทึก จาก ใช่ เป็น ไม่ใช่"


def test_saving_without_a_change_is_not_told(year, chief):
    change(year, chief)

    assert len(texts(year)) == 1


def test_what_the_page_tells_elsewhere_is_left_out(year, chief):
    change(year, chief, market_days=6, visit_months=3)

    told = texts(year, told_elsewhere=["market_days"])

    assert [text for text in told if "วันเปิดตลาด" in text] == []
    assert "จาก 6 เป็น 3" in told[0]


def test_only_the_newest_are_told(year, chief):
    for n in (5, 6, 7):
        change(year, chief, market_days=n)

    assert [text[-12:] for text in texts(year, limit=2)] == ["จาก 6 เป็น 7", "จาก 5 เป็น 6"]


def test_filling_and_emptying_a_column_have_their_own_words(officer, chief):
    officer.save()  # its history has a first line
    change(officer, chief, phone="0812345678")
    filled = texts(officer)[0]
    User.history.update(history_date=timezone.now() - timedelta(minutes=1))
    change(officer, chief, phone="")

    assert filled == f"{chief.display_name} บันทึกโทรศัพท์ เป็น 0812345678"
    assert texts(officer)[0] == f"{chief.display_name} ลบโทรศัพท์ (เดิม 0812345678)"


def test_places_somebody_serves_are_told_once_though_written_twice(officer, chief, client_of):
    officer.save()  # its history knows the places
    User.history.update(history_date=timezone.now() - timedelta(minutes=1))
    officer.areas.set([factories.place(VILLAGE), factories.place("361002")])

    (newest, *_rest) = texts(officer)

    assert newest == (
        "ระบบ แก้ไขพื้นที่รับผิดชอบ จาก อ.ภูเขียว จ.ชัยภูมิ เป็น บ้านสมมุติเหนือ หมู่ที่ 1 ต.ผักปัง, ต.กวางโจน อ.ภูเขียว"
    )


def test_row_that_was_deleted_says_so(chief, db):
    made = factories.programme_year(2570)
    row = made.target_villages.create(village=factories.place(VILLAGE))
    gone = type(row).history.filter(id=row.pk)
    row.delete()

    assert any("ลบหมู่บ้านเป้าหมาย" in text for text in texts(made, gone))


def test_rows_that_belong_to_a_record_are_named_in_their_sentences(officer):
    household = factories.household()
    who = Person.objects.filter(household=household).first()
    change(who, officer, first_name="ใหม่")

    told = texts(household, Person.history.filter(household=household))

    assert any("แก้ไขชื่อของ" in text and "เป็น ใหม่" in text for text in told)


def test_check_is_told_as_what_was_done(officer, volunteer):
    household = factories.household()
    household.enter(by=volunteer)
    household.save()
    household.send_back(by=officer, note="เลขที่ไม่ตรง")

    assert f"{officer.display_name} ส่งกลับให้แก้ไข: เลขที่ไม่ตรง" in texts(household)


def test_cost_does_not_grow_with_the_history(officer, chief, django_assert_num_queries):
    officer.areas.set([factories.place(VILLAGE)])
    for n in range(3):
        change(officer, chief, position=f"{n}")
    with django_assert_num_queries(2):  # the rows, and the places of all of them
        history_of(officer)
    for n in range(20):
        change(officer, chief, position=f"ใหม่ {n}")

    with django_assert_num_queries(2):
        history_of(officer)


@pytest.mark.parametrize(
    ("model", "column", "value", "words"),
    [
        (User, "role", "chief", "พัฒนาการอำเภอ"),
        (User, "is_active", True, "ใช่"),
        (User, "is_active", False, "ไม่ใช่"),
        (User, "access_ends_on", date(2026, 11, 5), "5 พ.ย. 2569"),
        (User, "areas", [DISTRICT], "อ.ภูเขียว จ.ชัยภูมิ"),
        (User, "position", "", ""),
        (User, "access_ends_on", None, ""),
        (ProgrammeYear, "fiscal_year", 2570, "2570"),
        (ProgrammeYear, "market_days", 1234, "1,234"),
        (Household, "village", VILLAGE, "บ้านสมมุติเหนือ หมู่ที่ 1 ต.ผักปัง"),
    ],
)
def test_value_is_told_in_words(db, model, column, value, words):
    factories.place(VILLAGE)

    assert shown(model._meta.get_field(column), value) == words
