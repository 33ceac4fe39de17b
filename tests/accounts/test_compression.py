"""What goes over the line is small."""

import gzip

import pytest

from tests import factories as f

pytestmark = pytest.mark.any_database

ACCEPTED = {"accept-encoding": "gzip"}


@pytest.mark.django_db
def test_a_page_is_sent_compressed_and_says_so(client_of, officer):
    for _ in range(50):
        f.household()

    response = client_of(officer).get("/households/", headers=ACCEPTED)

    assert response["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in response["Vary"]
    page = gzip.decompress(response.content).decode()
    assert "ครัวเรือน" in page
    assert len(response.content) < len(page.encode()) / 4


@pytest.mark.django_db
def test_a_picture_is_sent_as_it_is(client_of, officer):
    photo = f.visit_photo(f.visit(f.enrolment()))

    response = client_of(officer).get(photo.get_absolute_url(), headers=ACCEPTED)

    assert response["Content-Type"].startswith("image/")
    assert "Content-Encoding" not in response
