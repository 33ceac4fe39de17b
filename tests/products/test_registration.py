from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from otoppath.thai.dates import today
from products.models import (
    AlreadyMoved,
    AlreadyStands,
    DocumentKind,
    NotComplete,
    NumberTaken,
    RegistrationDocument,
)
from products.models import RegistrationStatus as S
from tests import factories

pytestmark = pytest.mark.django_db
GROUP_PAPERS = {DocumentKind.GROUP_PAPERS, DocumentKind.GROUP_MINUTES, DocumentKind.MEMBER_LIST}


def kinds(registration):
    return set(registration.documents.values_list("kind", flat=True))


# --- Beginning ----------------------------------------------------------------------------


def test_a_group_brings_its_papers_and_cloth_needs_no_licence(officer):
    registration = factories.registration(by=officer)

    assert kinds(registration) == set(DocumentKind) - {DocumentKind.LICENCE}


def test_a_single_owner_who_makes_food_brings_a_licence_and_no_papers_of_a_group(officer):
    producer = factories.producer(factories.household())

    registration = factories.registration(factories.product(producer, category="food"), by=officer)

    assert kinds(registration) == set(DocumentKind) - GROUP_PAPERS


def test_beginning_writes_the_first_event(officer):
    event = factories.registration(by=officer).events.get()

    assert (event.from_status, event.to_status, event.by) == ("", S.DRAFT, officer)


def test_a_product_has_one_standing_registration(officer):
    first = factories.registration(by=officer)

    with pytest.raises(AlreadyStands) as refused:
        first.begin(first.product, by=officer)

    assert refused.value.registration == first


def test_after_a_rejection_a_new_one_may_begin(officer):
    first = factories.registration(status=S.REJECTED, by=officer)

    assert first.begin(first.product, by=officer) != first


# --- Submitting ---------------------------------------------------------------------------


def complete(registration):
    registration.documents.update(state=RegistrationDocument.State.SEEN)
    return registration


def test_a_complete_registration_is_submitted_into_the_open_window(officer):
    window = factories.window()
    registration = complete(factories.registration(by=officer))

    event = registration.move(S.SUBMITTED, by=officer, since=S.DRAFT)

    registration.refresh_from_db()
    assert (registration.status, registration.window) == (S.SUBMITTED, window)
    assert (event.from_status, event.to_status, event.by) == (S.DRAFT, S.SUBMITTED, officer)


def test_it_is_submitted_without_a_window_where_none_is_open(officer):
    factories.window(opens_on=today() + timedelta(days=1))
    registration = complete(factories.registration(by=officer))

    registration.move(S.SUBMITTED, by=officer, since=S.DRAFT)

    registration.refresh_from_db()
    assert registration.window is None


def test_missing_papers_are_named_and_nothing_moves(officer):
    registration = complete(factories.registration(by=officer))
    registration.documents.filter(kind=DocumentKind.SAMPLE).update(state="missing")

    with pytest.raises(NotComplete) as refused:
        registration.move(S.SUBMITTED, by=officer, since=S.DRAFT)

    registration.refresh_from_db()
    assert refused.value.missing == ["ยังไม่มีตัวอย่างผลิตภัณฑ์"]
    assert (registration.status, registration.events.count()) == (S.DRAFT, 1)


def test_a_paper_that_is_not_needed_is_not_missing(officer):
    registration = factories.registration(by=officer)
    registration.documents.update(state="not_needed")

    assert registration.missing() == []


def test_a_producer_without_any_link_to_the_community_may_not_submit(officer):
    producer = factories.producer(community_in_production=False)
    registration = complete(factories.registration(factories.product(producer), by=officer))

    assert len(registration.missing()) == 1


def test_a_product_that_is_no_longer_made_may_not_be_submitted(officer):
    registration = complete(
        factories.registration(factories.product(stopped_on=today()), by=officer)
    )

    assert len(registration.missing()) == 1


# --- Moving on ----------------------------------------------------------------------------


def test_a_number_ends_the_way(officer):
    registration = factories.registration(status=S.PROVINCE_ENDORSED)

    registration.move(
        S.REGISTERED,
        by=officer,
        since=S.PROVINCE_ENDORSED,
        number="360100123",
        registered_on=today(),
    )

    registration.refresh_from_db()
    assert (registration.status, registration.number) == (S.REGISTERED, "360100123")
    assert registration.registered_on == today()


def test_a_number_of_another_product_is_refused_even_from_another_district(officer):
    outside = factories.producer(village=factories.OUTSIDE_VILLAGE)
    factories.registration(factories.product(outside), status=S.REGISTERED, number="36-7")
    registration = factories.registration(status=S.PROVINCE_ENDORSED)

    with pytest.raises(NumberTaken):
        registration.move(
            S.REGISTERED,
            by=officer,
            since=S.PROVINCE_ENDORSED,
            number="36-7",
            registered_on=today(),
        )

    registration.refresh_from_db()
    assert (registration.status, registration.events.count()) == (S.PROVINCE_ENDORSED, 2)


def test_a_stale_page_is_told_what_the_other_did(officer, chief):
    registration = factories.registration(status=S.SUBMITTED)
    event = registration.move(
        S.DISTRICT_ENDORSED, by=chief, since=S.SUBMITTED, reference="1/2570", decided_on=today()
    )

    with pytest.raises(AlreadyMoved) as refused:
        registration.move(S.INCOMPLETE, by=officer, since=S.SUBMITTED, note="ขาดรูปถ่าย")

    assert refused.value.event == event
    assert registration.events.count() == 3


def test_an_officer_cannot_endorse(officer):
    registration = factories.registration(status=S.SUBMITTED)

    with pytest.raises(PermissionDenied):
        registration.move(S.DISTRICT_ENDORSED, by=officer, since=S.SUBMITTED, reference="1/2570")

    registration.refresh_from_db()
    assert registration.status == S.SUBMITTED


def test_no_step_of_the_way_is_skipped(chief):
    registration = factories.registration(status=S.SUBMITTED)

    with pytest.raises(PermissionDenied):
        registration.move(
            S.REGISTERED, by=chief, since=S.SUBMITTED, number="1", registered_on=today()
        )


def test_a_move_stands_in_the_history_of_the_record(officer):
    registration = complete(factories.registration(by=officer))

    registration.move(S.SUBMITTED, by=officer, since=S.DRAFT)

    latest = registration.history.latest()
    assert (latest.status, latest.history_user) == (S.SUBMITTED, officer)


# --- Waiting ------------------------------------------------------------------------------


def test_waiting_for_the_province_is_said_in_days():
    registration = factories.registration(status=S.DISTRICT_ENDORSED, days=12)

    assert registration.waiting == "รอผลจังหวัด 12 วัน"


def test_nobody_waits_for_what_is_registered():
    assert factories.registration(status=S.REGISTERED, days=12).waiting == ""


def test_days_are_counted_by_the_date_in_thailand():
    registration = factories.registration(status=S.SUBMITTED)
    midnight = timezone.localtime().replace(hour=0, minute=5)

    registration.status_since = midnight - timedelta(minutes=10)

    assert registration.days_waiting == 1
