"""The pages of producers, products and registrations in the browser."""

import pytest
from django.urls import reverse

from tests import factories
from tests.conftest import DESKTOP, PHONE
from tests.looking import faults_at

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def addresses(officer):
    """Each kind of page, with rows in it."""
    product = factories.product()
    factories.cost_sheet(product)
    factories.certificate(product, days_left=20)
    draft = factories.registration(product, by=officer)
    waiting = factories.registration(status="district_endorsed", by=officer, days=12)
    factories.window()
    return [
        "/products/?q=ผ้า",
        "/products/new/",
        product.get_absolute_url(),
        reverse("products:cost_create", args=[product.uuid]),
        "/producers/",
        "/producers/new/",
        product.producer.get_absolute_url(),
        "/registrations/?status=in_hand",
        draft.get_absolute_url(),
        reverse("products:registration_documents", args=[draft.uuid]),
        reverse("products:registration_move", args=[waiting.uuid, "province_endorsed"]),
        reverse("products:group_products", args=[product.producer.group.uuid]),
        reverse("products:group_products", args=[factories.group().uuid]),
    ]


def test_no_page_has_a_fault(open_page, officer, addresses):
    page = open_page(officer)

    faults = {address: faults_at(page, address, PHONE, DESKTOP) for address in addresses}

    assert {address: found for address, found in faults.items() if found} == {}


def test_papers_are_checked_and_the_registration_submitted(open_page, officer):
    registration = factories.registration(by=officer)
    page = open_page(officer, size=PHONE)
    page.goto(registration.get_absolute_url())
    submit = page.get_by_role("button", name="ยื่นคำขอ")
    assert submit.is_disabled()

    page.get_by_role("link", name="ตรวจเอกสาร").click()
    for choice in page.get_by_label("เจ้าหน้าที่ตรวจแล้ว").all():
        choice.check()
    page.get_by_role("button", name="บันทึกผลตรวจ").click()
    submit.click()

    page.get_by_text("บันทึกสถานะเป็น “ยื่นแล้ว”").wait_for()
    registration.refresh_from_db()
    assert registration.status == "submitted"
