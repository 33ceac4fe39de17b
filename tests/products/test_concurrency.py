"""Several people at once: one event a move, one registration a product, one owner a number."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections

from otoppath.thai.dates import today
from products.models import AlreadyMoved, AlreadyStands, NumberTaken, Registration
from products.models import RegistrationStatus as S
from tests import factories

pytestmark = [pytest.mark.concurrency, pytest.mark.django_db(transaction=True)]
AT_ONCE = 8


def at_once(calls):
    """Run every call in a thread of its own, together; count what came of them."""
    ready = Barrier(len(calls))

    def run(call):
        ready.wait()
        try:
            call()
            return "done"
        except (AlreadyMoved, AlreadyStands, NumberTaken) as refused:
            return type(refused).__name__
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(calls)) as threads:
        return Counter(threads.map(run, calls))


def test_one_of_many_presses_moves_a_registration(officer):
    registration = factories.registration()
    registration.documents.update(state="seen")

    def press():
        registration.move(S.SUBMITTED, by=officer, since=S.DRAFT)

    assert at_once([press] * AT_ONCE) == {"done": 1, "AlreadyMoved": AT_ONCE - 1}
    assert registration.events.filter(to_status=S.SUBMITTED).count() == 1


def test_one_of_many_begins_the_registration_of_a_product(officer):
    product = factories.product()

    def begin():
        Registration.begin(product, by=officer)

    assert at_once([begin] * AT_ONCE) == {"done": 1, "AlreadyStands": AT_ONCE - 1}
    assert Registration.objects.count() == 1


def test_one_of_many_products_gets_a_number(officer):
    rows = [factories.registration(status=S.PROVINCE_ENDORSED) for _ in range(AT_ONCE)]

    def number(row):
        def give():
            row.move(
                S.REGISTERED,
                by=officer,
                since=S.PROVINCE_ENDORSED,
                number="360-1",
                registered_on=today(),
            )

        return give

    assert at_once([number(row) for row in rows]) == {"done": 1, "NumberTaken": AT_ONCE - 1}
    assert Registration.objects.registered().count() == 1
