"""What opens without a login is listed in one place, and nothing else does."""

import re
from uuid import uuid4

import pytest
from django.conf import settings
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse
from django.urls.exceptions import NoReverseMatch

from otoppath.accounts.public import (
    PUBLIC,
    WHILE_PASSWORD_IS_ONE_TIME,
    WHILE_SECOND_FACTOR_IS_MISSING,
)

pytestmark = pytest.mark.any_database

SAMPLES = {"uuid": str(uuid4()), "int": "1", "slug": "sample", "str": "sample", "path": "sample"}


def addresses(patterns=None, prefix="/", space=""):
    """(name, address with sample values) of every pattern of the system."""
    for one in patterns if patterns is not None else get_resolver().url_patterns:
        route = prefix + str(one.pattern)
        if isinstance(one, URLPattern):
            filled = re.sub(r"<(?:(\w+):)?\w+>", lambda m: SAMPLES.get(m[1] or "str", "1"), route)
            yield f"{space}{one.name}", re.sub(r"\(\?P.*?\)|[\^$\\]", "", filled)
        else:
            inner = f"{space}{one.namespace}:" if one.namespace else space
            yield from addresses(one.url_patterns, route, inner)


def opens_without_login(url):
    """Follow where it leads, but not into the login page: drawing that takes longest."""
    client, login = Client(), reverse(settings.LOGIN_URL)
    for _redirect in range(10):
        url = client.get(url).headers.get("Location")
        if url is None or url.split("?")[0] == login:
            return url is None
    raise AssertionError(f"led in a circle: {url}")


def test_nothing_but_the_public_set_opens_without_a_login(db):
    every = dict(addresses())
    opened = {name for name, url in every.items() if opens_without_login(url)}

    # Static files are served by WhiteNoise before any view; logging out and the code of the
    # second factor lead a stranger to the login page themselves.
    assert opened <= PUBLIC
    assert PUBLIC - opened == {"account_logout", "mfa_authenticate"}


def test_there_are_addresses_to_check(db):
    assert len(list(addresses())) > 40


@pytest.mark.parametrize(
    "name", sorted({*PUBLIC, *WHILE_PASSWORD_IS_ONE_TIME, *WHILE_SECOND_FACTOR_IS_MISSING})
)
def test_every_name_on_the_lists_exists(name):
    assert reverse(name)


@pytest.mark.parametrize(
    "name",
    [
        "account_signup",
        "account_email",
        "account_reset_password",
        "account_set_password",
        "account_inactive",
        "account_request_login_code",
        "mfa_download_recovery_codes",
        "mfa_list_webauthn",
        "mfa_trust",
    ],
)
def test_pages_of_allauth_that_do_not_belong_here_do_not_exist(name):
    with pytest.raises(NoReverseMatch):
        reverse(name)


@pytest.mark.parametrize("path", ["/signup/", "/accounts/signup/", "/password/reset/", "/email/"])
def test_address_of_what_does_not_exist_is_not_found(client, db, path):
    assert client.get(path).status_code == 404


def test_login_page_offers_neither_sign_up_nor_reset(client, db):
    page = client.get(reverse("account_login")).text

    assert "signup" not in page
    assert "reset" not in page


def test_login_page_names_no_person_and_no_office(client, chief):
    page = client.get(reverse("account_login")).text

    assert chief.last_name not in page
    assert "ภูเขียว" not in page
