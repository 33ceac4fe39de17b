"""What the tests of groups share: sending a form once, and days as an officer types them."""

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse

from otoppath.thai.dates import format_date, today


@pytest.fixture
def send(client_of, officer):
    """Send a page of groups as an officer of the district (or as who is given), once."""

    def send_one(name, record=None, /, *, user=None, query="", **typed):
        typed = {"once_key": str(uuid.uuid4())} | typed
        address = reverse(f"groups:{name}", args=[record.uuid] if record else [])
        return client_of(user or officer).post(address + query, typed)

    return send_one


@pytest.fixture
def look(client_of, officer):
    """Open a page of groups as an officer of the district (or as who is given)."""

    def look_at(name, record=None, /, *, user=None, query=""):
        address = reverse(f"groups:{name}", args=[record.uuid] if record else [])
        return client_of(user or officer).get(address + query)

    return look_at


@pytest.fixture
def day():
    """A day so many days from today, typed in the Buddhist Era."""
    return lambda days=0: format_date(today() + timedelta(days=days), "digits")


def errors_of(response):
    """Every error of the form of a page that was drawn again, by field."""
    assert response.status_code == 200
    return {name: list(errors) for name, errors in response.context["form"].errors.items()}
