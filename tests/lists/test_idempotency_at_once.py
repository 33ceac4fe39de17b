"""Presses at the same moment make one record, on both databases."""

import threading
import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction

from otoppath.lists.idempotency import IdempotencyKey, claim, save_once
from tests import factories
from tests.lists import once_pages
from tests.lists.once_pages import made, page, said

pytestmark = pytest.mark.urls("tests.lists.once_pages")


@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True)
def test_presses_at_the_same_moment_make_one_record(officer, client_of, monkeypatch):
    factories.place(factories.DISTRICT)
    clients = [client_of(officer) for _ in range(8)]
    sent = page(clients[0])
    # All of them are found valid, and no record made yet, before any of them saves.
    all_valid = threading.Barrier(len(clients))

    def save_together(*args, **kwargs):
        all_valid.wait(timeout=20)
        return save_once(*args, **kwargs)

    monkeypatch.setattr(once_pages, "save_once", save_together)

    def press(client):
        try:
            return client.post("/new/", sent)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(clients)) as pool:
        answers = list(pool.map(press, clients))

    assert {answer.get("Location") for answer in answers} == {"/places/361005/"}
    assert sorted(said(answer)[-1] for answer in answers) == sorted(
        ["บันทึกพื้นที่แล้ว"] + ["บันทึกไปแล้ว"] * 7
    )
    assert made() == 1


def test_a_second_press_is_taken_there_when_the_first_ended_while_it_was_checked(
    officer, client_of, monkeypatch
):
    factories.place(factories.DISTRICT)
    client = client_of(officer)
    sent = page(client)
    clean = once_pages.PlaceForm.clean

    def clean_late(form):
        monkeypatch.undo()
        client_of(officer).post("/new/", sent)
        return clean(form)

    monkeypatch.setattr(once_pages.PlaceForm, "clean", clean_late)

    response = client.post("/new/", sent)

    assert (response.status_code, response.get("Location")) == (302, "/places/361005/")
    assert made() == 1


@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True)
def test_a_second_press_waits_for_the_first_to_end(officer):
    key, is_claimed = uuid.uuid4(), threading.Event()

    def second():
        is_claimed.wait(timeout=20)
        try:
            with transaction.atomic():
                return claim(key, officer), IdempotencyKey.objects.get().url
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            assert claim(key, officer)
            is_claimed.set()
            waiting = pool.submit(second)
            assert not waiting.done()
            IdempotencyKey.objects.update(url="/places/361005/")

        assert waiting.result(timeout=20) == (False, "/places/361005/")
