"""A form that is sent twice makes what it makes once."""

import re
import uuid
from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.http import HttpResponse
from django.utils import timezone

from otoppath.lists.idempotency import KEPT_FOR, IdempotencyKey, OnceForm, claim, once
from tests import factories
from tests.lists.once_pages import key_on, made, page, said

pytestmark = pytest.mark.urls("tests.lists.once_pages")


@pytest.fixture
def client_in(officer, client_of):
    return client_of(officer)


@pytest.fixture
def district(db):
    return factories.place(factories.DISTRICT)


# --- One press and a second one -----------------------------------------------------------


def test_the_first_press_makes_the_record_and_goes_to_it(client_in, district):
    response = client_in.post("/new/", page(client_in))

    assert (response.status_code, response.url) == (302, "/places/361005/")
    assert said(response) == ["บันทึกพื้นที่แล้ว"]


def test_the_second_press_goes_to_what_the_first_made_and_says_so(client_in, district):
    sent = page(client_in)
    client_in.post("/new/", sent)

    # By now the form is not valid any more: its code exists.
    response = client_in.post("/new/", sent)

    assert (response.status_code, response.url) == (302, "/places/361005/")
    assert said(response)[-1] == "บันทึกไปแล้ว"
    assert made() == 1


def test_ten_more_presses_make_nothing_more(client_in, district):
    sent = page(client_in)

    answers = {client_in.post("/new/", sent).url for _ in range(11)}

    assert answers == {"/places/361005/"}
    assert made() == 1


def test_two_pages_with_the_same_words_are_two_records(client_in, district):
    client_in.post("/new/", page(client_in))

    response = client_in.post("/new/", page(client_in, code="361006"))

    assert response.url == "/places/361006/"
    assert said(response)[-1] == "บันทึกพื้นที่แล้ว"


def test_a_key_is_of_one_user(client_in, client_of, chief, district):
    sent = page(client_in)
    client_in.post("/new/", sent)

    response = client_of(chief).post("/new/", sent | {"code": "361006"})

    assert response.url == "/places/361006/"


# --- Refused and failed pages -------------------------------------------------------------


def test_a_page_that_is_refused_keeps_its_key(client_in, district):
    sent = page(client_in, name_th="")

    response = client_in.post("/new/", sent)

    assert key_on(response) == sent["once_key"]
    assert client_in.post("/new/", sent | {"name_th": "ตำบลสมมุติ"}).url == "/places/361005/"


def test_the_key_is_free_again_when_the_record_could_not_be_saved(client_in, district):
    sent = page(client_in)
    with pytest.raises(RuntimeError, match="disk is full"):
        client_in.post("/new/", sent | {"name_th": "ล้มเหลว"})

    assert made() == 0
    assert client_in.post("/new/", sent).url == "/places/361005/"
    assert made() == 1


@pytest.mark.parametrize("key", ["", "no-key"])
def test_a_page_without_a_usable_key_is_refused_above_the_form_and_gets_one(
    client_in, district, key
):
    sent = page(client_in) | {"once_key": key}

    response = client_in.post("/new/", sent)

    assert made() == 0
    assert response.content.decode().startswith('<ul class="errorlist nonfield">')
    assert client_in.post("/new/", sent | {"once_key": key_on(response)}).status_code == 302


def test_nobody_without_a_login_is_told_what_a_key_made(rf, client_in, district):
    sent = page(client_in)
    client_in.post("/new/", sent)
    request = rf.post("/new/", sent)
    request.user = AnonymousUser()

    response = once(lambda request: HttpResponse("log in first"))(request)

    assert response.content == b"log in first"


# --- Going back and sending other words ---------------------------------------------------


def test_other_words_on_a_used_page_are_kept_and_asked_about(client_in, district):
    sent = page(client_in)
    client_in.post("/new/", sent)
    other = sent | {"code": "36100501", "name_th": "บ้านสมมุติ"}

    response = client_in.post("/new/", other)

    assert response.status_code == 200
    assert "กดบันทึกอีกครั้ง" in response.content.decode()
    assert 'value="บ้านสมมุติ"' in response.content.decode()
    assert made() == 1


def test_the_question_links_to_what_was_saved_and_to_nothing_a_form_says(client_in, district):
    sent = page(client_in)
    first = client_in.post("/new/", sent)

    asked = client_in.post("/new/", sent | {"code": "36100501"}).content.decode()
    forged = client_in.post("/new/", sent | {"once_key": "//elsewhere"}).content.decode()

    assert f'<a href="{first.url}">เปิดที่บันทึกไว้แล้ว</a>' in asked
    assert "<a " not in forged


def test_the_next_press_on_that_page_makes_the_further_record(client_in, district):
    sent = page(client_in)
    client_in.post("/new/", sent)
    other = sent | {"code": "36100501"}
    asked = client_in.post("/new/", other)

    response = client_in.post("/new/", other | {"once_key": key_on(asked)})

    assert response.url == "/places/36100501/"
    assert made() == 2


def test_another_file_is_other_words_and_another_csrf_token_is_not(client_in, district):
    sent = page(client_in)

    def photo(content):
        return SimpleUploadedFile("a.jpg", content)

    client_in.post("/new/", sent | {"photo": photo(b"one"), "csrfmiddlewaretoken": "a"})
    again = client_in.post("/new/", sent | {"photo": photo(b"one"), "csrfmiddlewaretoken": "b"})
    other = client_in.post("/new/", sent | {"photo": photo(b"other")})

    assert (again.status_code, other.status_code) == (302, 200)


def test_what_was_sent_cannot_be_read_from_the_key(client_in, district):
    client_in.post("/new/", page(client_in))

    kept = IdempotencyKey.objects.get()

    assert re.fullmatch("[0-9a-f]{64}", kept.digest)


# --- The table ----------------------------------------------------------------------------


def test_a_key_is_claimed_once(officer):
    key = uuid.uuid4()

    assert claim(key, officer) is True
    assert claim(key, officer) is False


def test_the_database_refuses_a_second_row_of_a_key(officer):
    key = uuid.uuid4()
    IdempotencyKey.objects.create(user=officer, key=key)

    with pytest.raises(IntegrityError), transaction.atomic():
        IdempotencyKey.objects.create(user=officer, key=key)


def test_old_keys_of_the_user_go_with_the_next_record(
    officer, chief, client_in, district, django_capture_on_commit_callbacks
):
    now = timezone.now()
    old, recent, foreign = (
        IdempotencyKey.objects.create(user=user, key=uuid.uuid4(), created_at=at)
        for user, at in [
            (officer, now - KEPT_FOR - timedelta(minutes=1)),
            (officer, now - KEPT_FOR + timedelta(minutes=1)),
            (chief, now - KEPT_FOR - timedelta(minutes=1)),
        ]
    )

    with django_capture_on_commit_callbacks(execute=True):
        client_in.post("/new/", page(client_in))

    kept = set(IdempotencyKey.objects.values_list("pk", flat=True))
    assert kept >= {recent.pk, foreign.pk}
    assert old.pk not in kept


def test_a_key_is_drawn_anew_with_each_page():
    assert OnceForm()["once_key"].value() != OnceForm()["once_key"].value()
