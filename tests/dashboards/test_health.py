"""Live and ready, as a load balancer asks them."""

import pytest
from django.db import DatabaseError
from django.urls import reverse

from otoppath.dashboards import health


def test_live_answers_without_a_login_or_a_database(client):
    response = client.get(reverse("health_live"))

    assert response.status_code == 200
    assert response.json() == {"status": "ok"}


@pytest.mark.django_db
def test_ready_answers_without_a_login(client):
    response = client.get(reverse("health_ready"))

    assert response.status_code == 200
    assert response["Cache-Control"] == "max-age=0, no-cache, no-store, must-revalidate, private"


@pytest.mark.django_db
def test_not_ready_while_a_migration_waits(client, monkeypatch):
    monkeypatch.setattr(health.MigrationExecutor, "migration_plan", lambda self, to: ["0002"])

    response = client.get(reverse("health_ready"))

    assert response.status_code == 503
    assert response.json() == {"status": "unavailable", "reason": "migrations"}


def test_not_ready_while_the_database_does_not_answer(client, monkeypatch):
    def refuse(connection):
        raise DatabaseError("no connection")

    monkeypatch.setattr(health, "MigrationExecutor", refuse)

    response = client.get(reverse("health_ready"))

    assert response.status_code == 503
    assert response.json() == {"status": "unavailable", "reason": "database"}


def test_the_language_changes_only_by_a_form(client):
    assert client.get(reverse("set_language")).status_code == 405
