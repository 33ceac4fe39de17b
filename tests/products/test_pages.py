"""The pages of producers, products and registrations in the browser."""

import pytest

from tests import factories
from tests.conftest import PHONE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


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
