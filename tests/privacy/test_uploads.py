"""A request that brings too much is refused before it is read, whoever sends it."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]


def size_of_photo(request: HttpRequest) -> HttpResponse:
    return HttpResponse(str(request.FILES["photo"].size))


# The error pages lead to these.
NAMES = ["home", "account_login", "account_logout", "set_language"]
urlpatterns = [path("photo/", size_of_photo)]
urlpatterns += [path(f"{name}/", size_of_photo, name=name) for name in NAMES]


@pytest.fixture(autouse=True)
def small_limits(settings):
    settings.UPLOAD_MAX_BYTES = 10_000
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 100


@pytest.fixture(autouse=True)
def kept(monkeypatch):
    """Names of the files that were begun on the disk."""
    begun = []
    new_file = TemporaryFileUploadHandler.new_file

    def noted(self, field_name, file_name, *args, **kwargs):
        begun.append(file_name)
        return new_file(self, field_name, file_name, *args, **kwargs)

    monkeypatch.setattr(TemporaryFileUploadHandler, "new_file", noted)
    return begun


@pytest.fixture
def stranger():
    """Somebody without an account who has the cookie of the login page."""
    client = Client(enforce_csrf_checks=True)
    client.cookies["csrftoken"] = "a" * 32
    return client


def posted(client, size):
    return client.post("/photo/", {"photo": SimpleUploadedFile("photo.jpg", b"x" * size)})


def test_photo_within_the_limit_arrives(client_of, officer, kept):
    response = posted(client_of(officer), 9_000)

    assert (response.status_code, response.content) == (200, b"9000")
    assert kept == ["photo.jpg"]


def test_too_large_a_request_is_refused_unread(client_of, officer, kept):
    assert posted(client_of(officer), 10_000).status_code == 400
    assert kept == []


def test_body_of_a_stranger_is_read_before_the_login_is_asked_for(stranger, kept):
    assert posted(stranger, 9_000).status_code == 403
    assert kept == ["photo.jpg"]


def test_too_large_a_request_of_a_stranger_is_refused_unread(stranger, kept):
    assert posted(stranger, 10_000).status_code == 400
    assert kept == []
