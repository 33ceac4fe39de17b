"""The quarters of registration, kept by administrators in the admin."""

from datetime import date

import pytest
from django.urls import reverse

from products.models import RegistrationWindow
from tests import factories as f

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

WINDOWS = "admin:products_registrationwindow"


def test_days_of_a_window_are_typed_in_the_buddhist_era(client_of, administrator):
    typed = {
        "fiscal_year": "2570",
        "quarter": "1",
        "opens_on": "1/10/2569",
        "closes_on": "31 ธ.ค. 69",
    }

    client_of(administrator).post(reverse(f"{WINDOWS}_add"), typed)

    made = RegistrationWindow.objects.get()
    assert (made.opens_on, made.closes_on) == (date(2026, 10, 1), date(2026, 12, 31))


def test_days_of_a_window_are_shown_in_the_buddhist_era(client_of, administrator):
    f.window(date(2026, 10, 1), date(2026, 12, 31))

    page = client_of(administrator).get(reverse(f"{WINDOWS}_changelist")).text

    assert "1 ต.ค. 2569" in page
    assert "2026" not in page


@pytest.mark.parametrize("who", ["chief", "officer"])
def test_nobody_else_announces_a_window(client_of, cast, who):
    client_of(cast[who]).post(
        reverse(f"{WINDOWS}_add"),
        {"fiscal_year": 2570, "quarter": 1, "opens_on": "1/10/2569", "closes_on": "31/12/2569"},
    )

    assert not RegistrationWindow.objects.exists()
