"""Markets in the admin: withdrawn figures can still be found, kinds of markets are kept."""

import pytest
from django.urls import reverse

from markets.models import MarketKind
from tests import factories as f

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

SALES = reverse("admin:markets_sale_changelist")


def listed(client, **asked):
    return {row.pk for row in client.get(SALES, asked).context["cl"].result_list}


def test_a_sale_that_was_withdrawn_is_in_the_admin(client_of, chief):
    stands, withdrawn = f.sale(), f.sale()
    withdrawn.withdraw(by=chief, reason="นับซ้ำ")
    client = client_of(chief)

    assert listed(client) == {stands.pk, withdrawn.pk}
    assert listed(client, withdrawn_at__isempty="0") == {withdrawn.pk}


def test_a_withdrawn_sale_of_another_district_is_not(client_of, chief):
    f.sale(f.vendor(f.market(f.OUTSIDE_VILLAGE))).withdraw(by=chief, reason="นับซ้ำ")

    assert listed(client_of(chief)) == set()


def test_administrator_switches_a_kind_of_market_off(client_of, administrator):
    kind = f.market_kind("green")

    client_of(administrator).post(
        reverse("admin:markets_marketkind_change", args=[kind.pk]),
        {"name": "ตลาดเขียว", "agency": "", "is_fixed_place": "on"},
    )

    kind.refresh_from_db()
    assert (kind.code, kind.name, kind.is_active) == ("green", "ตลาดเขียว", False)


def test_chief_does_not_keep_kinds_of_markets(client_of, chief):
    answer = client_of(chief).post(
        reverse("admin:markets_marketkind_add"), {"code": "x", "name": "ตลาดใหม่"}
    )

    assert answer.status_code == 403
    assert not MarketKind.objects.filter(code="x").exists()
