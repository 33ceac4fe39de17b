"""Readiness: eight answers propose a result, which an officer may change with a reason."""

import pytest

from households.models import ReadinessAssessment
from tests import factories as f
from tests.households.pages import address, errors, press, text_of

pytestmark = pytest.mark.any_database

ITEMS = ReadinessAssessment.ITEMS


def answers(value, **others):
    return dict.fromkeys(ITEMS, str(value)) | {name: str(v) for name, v in others.items()}


@pytest.fixture
def client(client_of, officer):
    return client_of(officer)


@pytest.fixture
def url(db):
    return address("readiness_create", f.enrolment())


@pytest.mark.parametrize(
    ("given", "result"),
    [
        (answers(2), "ready"),
        (answers(2, willing=0), "not_ready"),
        (answers(1), "prepare"),
        (answers(0, willing=2), "not_ready"),
        (answers(2, has_time=0, has_labour=0), "ready"),
        (answers(2, has_time=0, has_labour=0, has_skill=1), "prepare"),
    ],
)
def test_the_result_is_what_the_answers_propose(client, url, given, result):
    press(client, url, **given)

    assert ReadinessAssessment.objects.get().result == result


def test_every_item_is_answered_by_somebody(client, url):
    response = press(client, url)

    assert errors(response) == set(ITEMS)


def test_the_proposal_is_shown_before_it_is_saved(client, url):
    response = press(client, url, preview="1", **answers(1))

    assert response.context["form"].proposed == "prepare"
    assert "ต้องเตรียมความพร้อม" in text_of(response)
    assert not ReadinessAssessment.objects.exists()


def test_an_officer_chooses_another_result_with_a_reason(client, url):
    assert errors(press(client, url, result="ready", **answers(1))) == {"note"}

    press(client, url, result="ready", note="ญาติช่วยแรงงาน", **answers(1))

    assert ReadinessAssessment.objects.get().result == "ready"


def test_a_volunteer_takes_the_proposed_result(client_of, volunteer, url):
    press(client_of(volunteer), url, result="ready", note="ขอเป็นพร้อม", **answers(1))

    made = ReadinessAssessment.objects.get()
    assert (made.result, made.is_checked) == ("prepare", False)


def test_a_correction_shows_the_answers_as_given(client, url):
    press(client, url, **answers(2, has_time=1))
    made = ReadinessAssessment.objects.get()

    form = client.get(address("entry_change", "readiness", made)).context["form"]

    assert form["has_time"].value() == 1
