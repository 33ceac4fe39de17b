"""The standing cast: one user of each role, and a colleague of another district.

Loaded as a plugin by tests/conftest.py. All but `officer_other` serve Phu Khiao (3610) or a
part of it. `client_of(officer)` is a client in which that user is logged in.
"""

from collections.abc import Callable

import pytest
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.test import Client

from otoppath.accounts.models import Role, User
from tests import factories


@pytest.fixture
def volunteer(db) -> User:
    """Serves one village."""
    return factories.user(
        Role.VOLUNTEER, username="volunteer", areas=[factories.VILLAGE], position="อาสาพัฒนาชุมชน"
    )


@pytest.fixture
def officer(db) -> User:
    """Serves the whole district."""
    return factories.user(Role.OFFICER, username="officer", position="นักวิชาการพัฒนาชุมชน")


@pytest.fixture
def officer_other(db) -> User:
    """Serves the district beside it, and must find nothing of this one."""
    return factories.user(
        Role.OFFICER, username="officer_other", areas=[factories.OUTSIDE_DISTRICT]
    )


@pytest.fixture
def chief(db) -> User:
    """Heads the office of the district."""
    return factories.user(Role.CHIEF, username="chief", position="พัฒนาการอำเภอ")


@pytest.fixture
def supervisor(db) -> User:
    """Watches the province."""
    return factories.user(Role.SUPERVISOR, username="supervisor", areas=[factories.PROVINCE])


@pytest.fixture
def auditor(db) -> User:
    """Reads the district for ten days."""
    return factories.user(Role.AUDITOR, username="auditor")


@pytest.fixture
def administrator(db) -> User:
    """Keeps the system going; has no area and sees nobody's data."""
    return factories.user(Role.ADMINISTRATOR, username="administrator", areas=[])


@pytest.fixture
def cast(volunteer, officer, officer_other, chief, supervisor, auditor, administrator):
    """Everybody, by name."""
    people = (volunteer, officer, officer_other, chief, supervisor, auditor, administrator)
    return {person.username: person for person in people}


@pytest.fixture
def phu_khiao(db) -> None:
    """Two subdistricts of the district with a village each, and a village outside."""
    for code in (factories.VILLAGE, factories.FAR_VILLAGE, factories.OUTSIDE_VILLAGE):
        factories.place(code)


@pytest.fixture
def client_of() -> Callable[[User], Client]:
    """A function from a user to a client in which that user is logged in."""

    def log_in(user: User) -> Client:
        client = Client()
        client.cookies[settings.SESSION_COOKIE_NAME] = session_of(user)
        return client

    return log_in


def session_of(user: User) -> str:
    """The key of a session in which `user` is logged in.

    Not `Client.force_login`: what is written down at every login costs more than a page asks for,
    and is tried in tests/accounts/test_login.py and test_lockout.py.
    """
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[-1]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return session.session_key
