"""The demo: as large as promised, and true to the rules it never asks."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command

from groups.forms.filter import stuck_for
from groups.models import Group
from households.models import Enrolment
from markets.models import MarketDay
from otoppath.accounts.models import User
from otoppath.dashboards import summaries
from otoppath.dashboards.home import this_week
from otoppath.pipeline.paths import PATHS
from otoppath.places.models import Place
from otoppath.thai.dates import fiscal_year, today
from tests import factories as f

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

# Who fell silent on purpose: only what has to be shown again and again may be missing.
MAY_LAPSE = {"visited", "production"}


def lapsed(path):
    """Codes of requirements of finished steps that are not met, over all records."""
    records = list(path.model.objects.all())
    judged = path.judge(records, steps=range(1, 6))
    return {
        code
        for record in records
        for code, state in judged[record.pk].items()
        if state == "missing" and path.by_code[code].step < record.step
        if not (getattr(record, "route", "") == "own_use" and path.by_code[code].step > 3)
    }


def looks_alive():
    """The first look of home and the dashboard shows work under way, not empty bars."""
    chief = User.objects.get(username="chief")
    year = fiscal_year(today())
    (of_year,) = summaries.households_by_step("3610", year, 4).values()
    stuck = stuck_for(Group.objects.all(), 60).count()
    market_days = MarketDay.objects.filter(
        held_on__range=(today(), today() + timedelta(days=7))
    ).count()

    assert [step for step in range(1, 6) if of_year.at[step] >= 5] == [1, 2, 3, 4, 5]
    assert 5 <= stuck <= 20
    assert market_days == 3
    assert this_week(chief)


def test_the_demo_is_a_district_and_every_finished_step_has_its_evidence(settings):
    settings.DEBUG = True

    call_command("load_demo", verbosity=0)

    assert Place.objects.villages().under("3610").count() == 155
    assert (Enrolment.objects.count(), Group.objects.count()) == (3100, 60)
    assert set(Group.objects.values_list("step", flat=True)) == {1, 2, 3, 4, 5, 6}
    looks_alive()
    assert {code for path in PATHS.values() for code in lapsed(path)} <= MAY_LAPSE


def test_the_demo_is_loaded_only_into_an_empty_database(settings):
    settings.DEBUG = True
    f.user()

    with pytest.raises(CommandError):
        call_command("load_demo")

    assert Enrolment.objects.count() == 0


def test_the_demo_is_refused_without_debug():
    with pytest.raises(CommandError):
        call_command("load_demo")

    assert User.objects.count() == 0
