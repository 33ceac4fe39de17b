"""The demo: as large as promised, and true to the rules it never asks."""

import pytest
from django.core.management import CommandError, call_command

from groups.models import Group
from households.models import Enrolment
from otoppath.accounts.models import User
from otoppath.pipeline.paths import PATHS
from otoppath.places.models import Place
from tests import factories as f

pytestmark = pytest.mark.django_db

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


def test_the_demo_is_a_district_and_every_finished_step_has_its_evidence(settings):
    settings.DEBUG = True

    call_command("load_demo", verbosity=0)

    assert Place.objects.villages().under("3610").count() == 155
    assert (Enrolment.objects.count(), Group.objects.count()) == (3100, 60)
    assert set(Group.objects.values_list("step", flat=True)) == {1, 2, 3, 4, 5, 6}
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
