"""Households in the admin: how they are looked for, and the list of occupations."""

import pytest
from django.urls import reverse

from households.models import Household, Occupation
from tests import factories as f

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

HOUSEHOLDS = reverse("admin:households_household_changelist")
OCCUPATIONS = "admin:households_occupation"


def listed(client, **asked):
    return {row.pk for row in client.get(HOUSEHOLDS, asked).context["cl"].result_list}


def test_chief_finds_a_household_without_its_tone_marks(client_of, chief):
    wanted, _other = f.household(head="น้ำผึ้ง"), f.household(head="สมใจ")

    assert listed(client_of(chief), q="นำผึง") == {wanted.pk}


def test_administrator_cannot_search_for_a_name(client_of, administrator):
    f.household(head="สมใจ")
    client = client_of(administrator)

    assert listed(client, q="สมใจ") == listed(client, q="ไม่มีใคร") != set()


def test_administrator_cannot_ask_for_a_name_in_the_address(client_of, administrator):
    f.household(head="สมใจ")

    answer = client_of(administrator).get(HOUSEHOLDS, {"head_name__startswith": "สม"})

    assert answer.status_code in (302, 400)


def test_chief_narrows_to_a_subdistrict(client_of, chief):
    near, far = f.household(), f.household(f.FAR_VILLAGE)
    client = client_of(chief)

    assert listed(client) == {near.pk, far.pk}
    assert listed(client, area=f.FAR_VILLAGE[:6]) == {far.pk}


def test_filters_name_no_place_of_another_district(client_of, chief):
    f.household()
    f.place(f.OUTSIDE_VILLAGE)

    page = client_of(chief).get(HOUSEHOLDS).text

    assert "361001" in page
    assert "361101" not in page


def test_a_long_list_is_counted_no_further_than_anybody_reads(client_of, chief):
    village = f.place()
    Household.objects.bulk_create(Household(village=village, house_no=str(n)) for n in range(1005))

    answer = client_of(chief).get(HOUSEHOLDS)

    assert answer.context["cl"].result_count == 1000
    assert "แสดง 1,000 รายการแรก" in answer.text


def test_days_are_shown_in_the_buddhist_era(client_of, chief):
    made = f.household(closed_on="2026-10-12", closed_reason="moved_away")

    page = client_of(chief).get(reverse("admin:households_household_change", args=[made.pk])).text

    assert "12 ต.ค. 2569" in page
    assert "2026" not in page


def test_administrator_adds_an_occupation_in_thai_order(client_of, administrator):
    last = f.occupation("weaving", name="ทอผ้า", sort_key="ทอผา")

    client_of(administrator).post(
        reverse(f"{OCCUPATIONS}_add"),
        {"code": "dyeing", "name": "การย้อมคราม", "line": "processing", "is_active": "on"},
    )

    names = list(Occupation.objects.filter(code__in=["dyeing", last.code]))
    assert [occupation.code for occupation in names] == ["dyeing", last.code]


def test_the_code_of_an_occupation_stays(client_of, administrator):
    kept = f.occupation("weaving")

    client_of(administrator).post(
        reverse(f"{OCCUPATIONS}_change", args=[kept.pk]),
        {"code": "other", "name": "ทอผ้าสมมุติ", "line": "processing"},
    )

    kept.refresh_from_db()
    assert (kept.code, kept.name, kept.is_active) == ("weaving", "ทอผ้าสมมุติ", False)


def test_nobody_deletes_an_occupation(client_of, administrator):
    kept = f.occupation()

    answer = client_of(administrator).post(
        reverse(f"{OCCUPATIONS}_delete", args=[kept.pk]), {"post": "yes"}
    )

    assert answer.status_code == 403
    assert Occupation.objects.filter(pk=kept.pk).exists()


@pytest.mark.parametrize("page", ["changelist", "add"])
def test_chief_does_not_keep_the_list_of_occupations(client_of, chief, page):
    assert client_of(chief).get(reverse(f"{OCCUPATIONS}_{page}")).status_code == 403
