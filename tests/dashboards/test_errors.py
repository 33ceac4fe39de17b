"""Pages for requests that cannot be answered. A test without a database proves it is not asked."""

import pytest
from django.test import Client
from django.urls import reverse

from otoppath.dashboards import errors, health

pytestmark = pytest.mark.any_database


def test_an_internal_error_shows_the_number_of_the_request_and_asks_no_database(
    client, monkeypatch
):
    client.raise_request_exception = False
    monkeypatch.setattr(health, "MigrationExecutor", None)

    response = client.get(reverse("health_ready"))

    assert response.status_code == 500
    assert "ระบบขัดข้อง" in response.text
    assert response["X-Request-ID"] in response.text


def test_an_internal_error_is_told_even_when_its_page_cannot_be_drawn(client, monkeypatch):
    client.raise_request_exception = False
    monkeypatch.setattr(health, "MigrationExecutor", None)
    monkeypatch.setattr(errors, "render_to_string", None)

    response = client.get(reverse("health_ready"))

    assert response.status_code == 500
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert response["X-Request-ID"] in response.text


def test_a_bad_request_shows_the_number_of_the_request_and_asks_no_database(client):
    response = client.get(reverse("account_login"), HTTP_HOST="elsewhere.example")

    assert response.status_code == 400
    assert "ระบบอ่านคำขอนี้ไม่ได้" in response.text
    assert response["X-Request-ID"] in response.text


@pytest.mark.django_db
def test_an_unknown_page_stands_in_the_frame_of_the_user(client, officer):
    client.force_login(officer)

    response = client.get("/no-such-page/")

    assert response.status_code == 404
    assert "ไม่พบหน้าหรือรายการนี้" in response.text
    assert officer.display_name in response.text
    assert response["X-Request-ID"] in response.text


@pytest.mark.django_db
def test_an_unknown_page_is_drawn_for_somebody_who_is_not_logged_in(client):
    response = client.get("/no-such-page/")

    assert response.status_code == 404
    assert "ออกจากระบบ" not in response.text


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/no-such-page/", "/components/"])
def test_in_the_demo_an_unknown_page_is_ours_although_it_debugs(client, officer, settings, path):
    settings.DEBUG = settings.DEMO = True
    client.force_login(officer)

    response = client.get(path)

    assert response.status_code == 404
    assert "ไม่พบหน้าหรือรายการนี้" in response.text


@pytest.mark.django_db
def test_a_form_without_its_token_says_that_nothing_was_saved():
    response = Client(enforce_csrf_checks=True).post(reverse("set_language"), {"language": "en"})

    assert response.status_code == 403
    assert "แบบฟอร์มนี้หมดอายุแล้ว" in response.text
    assert response["X-Request-ID"] in response.text


@pytest.mark.django_db
def test_a_refusal_names_its_reason_and_the_role(rf, officer):
    from otoppath.dashboards.errors import permission_denied

    request = rf.get("/")
    request.user, request.request_id = officer, "0123456789abcdef"

    response = permission_denied(request, PermissionError("เดือนนี้ปิดแล้ว"))

    assert response.status_code == 403
    assert "เดือนนี้ปิดแล้ว" in response.text
    assert officer.get_role_display() in response.text
    assert "0123456789abcdef" in response.text


@pytest.mark.django_db
def test_the_address_of_a_button_opened_as_a_page_says_so(client_of, officer):
    address = reverse("pipeline:enrolment_advance_many")

    response = client_of(officer).get(address)

    assert response.status_code == 405
    assert response["Allow"] == "POST"
    assert "ยังไม่มีอะไรถูกเปลี่ยนแปลง" in response.text
    assert response["X-Request-ID"] in response.text
