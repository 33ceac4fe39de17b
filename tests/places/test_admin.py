"""Places in the admin."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from otoppath.places.models import Place
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

LIST = "/admin/places/place/"


@pytest.fixture
def village():
    factories.place("36110101", name_th="บ้านโนนสูง")
    return factories.place("36100103", name_th="บ้านโนนน้ำผึ้ง")


@pytest.fixture
def as_administrator(client, administrator):
    client.force_login(administrator)
    return client


def test_administrator_finds_a_village_without_its_tone_marks(as_administrator, village):
    page = as_administrator.get(LIST, {"q": "โนนนำผึง"})
    assert [place.code for place in page.context["cl"].result_list] == ["36100103"]
    assert "บ้านโนนน้ำผึ้ง หมู่ที่ 3 ต.ผักปัง" in page.content.decode()


def test_list_asks_as_often_for_many_places_as_for_few(as_administrator, village):
    few = asked_for_the_list(as_administrator)
    Place.objects.bulk_create(
        Place(code=f"361001{n:02d}", name_th=f"บ้านสมมุติ{n}") for n in range(10, 50)
    )
    assert asked_for_the_list(as_administrator) == few


def asked_for_the_list(client):
    """How many queries the list makes once the names are in memory."""
    client.get(LIST)
    with CaptureQueriesContext(connection) as asked:
        client.get(LIST)
    return len(asked)


def test_administrator_corrects_a_name_but_not_the_code(as_administrator, village):
    url = f"{LIST}36100103/change/"
    as_administrator.post(url, {"code": "36100199", "name_th": "บ้านโนนใหม่"})
    assert Place.objects.get(code="36100103").name_th == "บ้านโนนใหม่"
    assert not Place.objects.filter(code="36100199").exists()


def test_new_place_without_a_parent_is_refused_with_the_reason(as_administrator, village):
    page = as_administrator.post(f"{LIST}add/", {"code": "36999901", "name_th": "บ้านสมมุติ"})
    assert "ยังไม่มีพื้นที่ระดับบนของรหัสนี้" in page.content.decode()


def test_nobody_deletes_a_place(as_administrator, village):
    assert as_administrator.post(f"{LIST}36100103/delete/", {"post": "yes"}).status_code == 403
    assert Place.objects.filter(code="36100103").exists()


def test_officer_does_not_see_the_admin(client, officer, village):
    client.force_login(officer)
    assert client.get(reverse("admin:places_place_changelist")).status_code in (302, 403, 404)
    assert "โนนน้ำผึ้ง" not in client.get(LIST, follow=False).content.decode()
