"""What each fiscal year asks, who reads it and who changes it."""

from datetime import date
from uuid import uuid4

import pytest
from django.db import IntegrityError
from django.urls import reverse

from otoppath.accounts.models import ProgrammeYear, TargetVillage
from tests import factories
from tests.factories import OUTSIDE_VILLAGE, VILLAGE

pytestmark = pytest.mark.any_database

DEFAULTS = {
    "group_households": 5,
    "group_choosers": 5,
    "activities": 1,
    "visit_months": 6,
    "group_activities": 2,
    "production_months": 3,
    "market_days": 4,
}


def test_year_without_any_row_asks_the_defaults(db):
    found = ProgrammeYear.objects.for_year(2570)

    assert (found.fiscal_year, found.thresholds()) == (2570, DEFAULTS)
    assert not ProgrammeYear.objects.exists()


def test_year_without_a_row_of_its_own_goes_on_with_the_latest_earlier_one(db):
    factories.programme_year(2568, market_days=2)
    factories.programme_year(2569, market_days=3)
    factories.programme_year(2572, market_days=9)

    found = ProgrammeYear.objects.for_year(2571)

    assert (found.fiscal_year, found.market_days) == (2571, 3)


@pytest.mark.parametrize(
    ("day", "market_days"), [(date(2026, 9, 30), 2), (date(2026, 10, 1), 7), (date(2027, 9, 30), 7)]
)
def test_year_of_a_day_begins_on_the_first_of_october(db, day, market_days):
    factories.programme_year(2569, market_days=2)
    factories.programme_year(2570, market_days=7)

    assert ProgrammeYear.objects.for_date(day).market_days == market_days


def test_gregorian_year_is_refused_by_the_database(db):
    with pytest.raises(IntegrityError):
        ProgrammeYear.objects.create(fiscal_year=2027)


@pytest.mark.parametrize("page", ["year_list", "year_detail"])
@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("volunteer", 403),
        ("officer", 403),
        ("chief", 200),
        ("supervisor", 200),
        ("auditor", 200),
        ("administrator", 200),
    ],
)
def test_years_are_read_by_who_oversees(client_of, cast, page, who, status):
    factories.programme_year(2570)
    args = [2570] if page == "year_detail" else []

    assert client_of(cast[who]).get(reverse(f"accounts:{page}", args=args)).status_code == status


@pytest.mark.parametrize("who", ["volunteer", "officer", "chief", "supervisor", "auditor"])
def test_only_the_administrator_changes_a_year(client_of, cast, who):
    factories.programme_year(2570)
    client = client_of(cast[who])

    client.post(reverse("accounts:year_change", args=[2570]), {**DEFAULTS, "market_days": 1})
    client.post(reverse("accounts:year_create"), {**DEFAULTS, "fiscal_year": 2571})

    assert [y.market_days for y in ProgrammeYear.objects.all()] == [4]


def test_administrator_changes_a_threshold_and_the_page_says_who(client_of, administrator):
    factories.programme_year(2570)
    client = client_of(administrator)

    client.post(
        reverse("accounts:year_change", args=[2570]),
        {**DEFAULTS, "market_days": 8, "is_open": "on"},
    )

    page = client.get(reverse("accounts:year_detail", args=[2570]))
    assert ("วันเปิดตลาดที่มีการจำหน่ายอย่างน้อย", 8) in [line[:2] for line in page.context["thresholds"]]
    who = administrator.display_name
    assert page.context["events"][0].text == (f"{who} แก้ไขวันเปิดตลาดที่มีการจำหน่ายอย่างน้อย จาก 4 เป็น 8")


@pytest.mark.parametrize("number", ["0", "100", "-1", "ห้า", ""])
def test_threshold_that_makes_no_sense_is_refused(client_of, administrator, number):
    factories.programme_year(2570)

    client_of(administrator).post(
        reverse("accounts:year_change", args=[2570]), {**DEFAULTS, "market_days": number}
    )

    assert ProgrammeYear.objects.get().market_days == 4


def test_administrator_adds_the_next_year_once(client_of, administrator):
    client = client_of(administrator)
    data = {**DEFAULTS, "fiscal_year": 2571, "once_key": str(uuid4())}

    for _ in range(2):
        answer = client.post(reverse("accounts:year_create"), data)

    assert answer["Location"] == reverse("accounts:year_detail", args=[2571])
    assert ProgrammeYear.objects.count() == 1


def test_new_year_begins_with_the_numbers_that_hold_now(client_of, administrator):
    factories.programme_year(2569, visit_months=9)

    page = client_of(administrator).get(reverse("accounts:year_create"))

    assert page.context["form"]["visit_months"].value() == 9


def test_year_that_exists_is_not_written_over(client_of, administrator):
    factories.programme_year(2570, market_days=9)

    answer = client_of(administrator).post(
        reverse("accounts:year_create"), {**DEFAULTS, "fiscal_year": 2570, "once_key": uuid4()}
    )

    assert answer.status_code == 200
    assert ProgrammeYear.objects.get().market_days == 9


def test_year_page_shows_the_target_villages_of_the_own_area(client_of, chief, supervisor):
    year = factories.programme_year(2570)
    for code, count in ((VILLAGE, 20), (OUTSIDE_VILLAGE, 13)):
        TargetVillage.objects.create(year=year, village=factories.place(code), households=count)
    url = reverse("accounts:year_detail", args=[2570])

    own = client_of(chief).get(url).context
    province = client_of(supervisor).get(url).context

    assert ([row.village_id for row in own["page"]], own["households"]) == ([VILLAGE], 20)
    assert province["households"] == 33


def test_village_is_a_target_once_a_year(db):
    row = {"year": factories.programme_year(2570), "village": factories.place(VILLAGE)}
    TargetVillage.objects.create(**row)

    with pytest.raises(IntegrityError):
        TargetVillage.objects.create(**row)
