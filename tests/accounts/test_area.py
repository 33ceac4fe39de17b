"""What a list offers to narrow it to: short at any scale, and never outside the area."""

import pytest

from otoppath.accounts.forms.area import AreaFilter
from otoppath.accounts.models import Role
from tests import factories as f

pytestmark = pytest.mark.django_db


@pytest.fixture
def places():
    for code in (f.VILLAGE, f.OTHER_VILLAGE, f.FAR_VILLAGE, f.OUTSIDE_VILLAGE):
        f.place(code)


def offered(user, place=""):
    """The codes that are offered, in order."""
    found = []
    for value, label in AreaFilter({"place": place}, user=user).fields["place"].choices:
        found += [code for code, _name in label] if isinstance(label, list) else [value]
    return found


def test_a_district_shows_its_subdistricts_before_any_village(places, officer):
    assert offered(officer) == ["", "3610", "361001", "361002"]


@pytest.mark.parametrize("chosen", [f.SUBDISTRICT, f.VILLAGE])
def test_the_chosen_subdistrict_shows_its_villages(places, officer, chosen):
    assert offered(officer, chosen) == [
        "",
        "3610",
        "361001",
        "361002",
        f.VILLAGE,
        f.OTHER_VILLAGE,
    ]


def test_who_serves_villages_chooses_among_them(places):
    volunteer = f.user(Role.VOLUNTEER, areas=[f.VILLAGE, f.FAR_VILLAGE])

    assert offered(volunteer) == ["", f.VILLAGE, f.FAR_VILLAGE]


def test_who_serves_subdistricts_sees_their_villages_at_once(places):
    officer = f.user(areas=[f.SUBDISTRICT])

    assert offered(officer) == ["", "361001", f.VILLAGE, f.OTHER_VILLAGE]


def test_a_supervisor_of_a_province_goes_down_level_by_level(places):
    supervisor = f.user(Role.SUPERVISOR, areas=[f.PROVINCE])

    assert offered(supervisor) == ["", "36", "3610", "3611"]
    assert offered(supervisor, "3610") == ["", "36", "3610", "3611", "361001", "361002"]


@pytest.mark.parametrize("typed", [f.OUTSIDE_VILLAGE, "3611", "99", "36\x00", "๓๖๑๐", "3610" * 9])
def test_a_place_outside_the_area_opens_nothing(places, officer, typed):
    assert offered(officer, typed) == offered(officer)
    assert "place" in AreaFilter({"place": typed}, user=officer).errors
