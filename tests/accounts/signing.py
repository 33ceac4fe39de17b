"""Logging in as people do, for the tests of accounts."""

from django.urls import reverse

from tests.factories import PASSWORD


def log_in(client, username, password=PASSWORD, **data):
    return client.post(reverse("account_login"), {"login": username, "password": password, **data})


def is_logged_in(client):
    return client.get(reverse("accounts:account_detail")).status_code == 200
