"""The pages of accounts as they are used: at the office, and on a small telephone."""

import pytest
from allauth.mfa.totp.internal import auth as totp
from django.urls import reverse

from otoppath.accounts.models import User
from tests import factories
from tests.conftest import PHONE
from tests.factories import PASSWORD, VILLAGE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def log_in(page, username, password=PASSWORD):
    page.goto(reverse("account_login"))
    page.get_by_label("ชื่อผู้ใช้").fill(username)
    page.get_by_label("รหัสผ่าน").fill(password)
    page.get_by_role("button", name="เข้าสู่ระบบ").click()


def code(secret):
    counter = list(totp.yield_hotp_counters_from_time())[-1]
    return totp.format_hotp_value(totp.hotp_value(secret, counter))


def test_chief_opens_an_account_and_the_newcomer_uses_it(open_page, chief):
    factories.place(VILLAGE)
    page = open_page(chief, size=PHONE)
    page.goto(reverse("accounts:user_create"))
    page.get_by_label("อาสาพัฒนาชุมชน").check()
    page.get_by_role("button", name="ต่อไป").click()
    page.locator("[name=first_name]").fill("ทดสอบ")
    page.locator("[name=username]").fill("newcomer")
    page.get_by_label("บ้านสมมุติเหนือ หมู่ที่ 1").check()
    page.get_by_role("button", name="สร้างบัญชี").click()
    slip = page.locator(".one-time").inner_text()

    newcomer = open_page(size=PHONE)
    log_in(newcomer, "newcomer", slip)
    newcomer.locator("[name=oldpassword]").fill(slip)
    for name in ("password1", "password2"):
        newcomer.locator(f"[name={name}]").fill("ลมหนาว-ปลายนา-3")
    newcomer.get_by_role("button", name="บันทึกรหัสผ่านใหม่").click()
    newcomer.goto(reverse("accounts:account_detail"))

    assert "บ้านสมมุติเหนือ" in newcomer.locator("main").inner_text()
    assert not User.objects.get(username="newcomer").must_change_password


def test_chief_sets_up_the_second_factor_and_logs_in_with_it(open_page, chief, settings):
    settings.REQUIRE_MFA = True
    page = open_page()
    log_in(page, "chief")
    secret = page.locator("code").inner_text()
    page.get_by_label("รหัสยืนยัน").fill(code(secret))
    page.get_by_role("button", name="เปิดใช้").click()
    assert page.locator(".recovery-codes li").count() == 10
    spare = page.locator(".recovery-codes li").first.inner_text()

    again = open_page()
    log_in(again, "chief")
    again.get_by_label("รหัสยืนยัน").fill(spare)
    again.get_by_role("button", name="เข้าสู่ระบบ").click()
    again.goto(reverse("accounts:user_list"))

    assert again.locator("h1").inner_text() == "ผู้ใช้"


@pytest.mark.parametrize("size", [PHONE, {"width": 1280, "height": 900}], ids=["phone", "desk"])
def test_no_page_of_accounts_scrolls_sideways_or_breaks_the_policy(open_page, chief, officer, size):
    factories.place(VILLAGE)
    factories.programme_year(2570)
    factories.acting(officer)
    page = open_page(chief, size=size)
    for name, args in [
        ("account_detail", []),
        ("user_list", []),
        ("user_create", []),
        ("user_detail", [officer.uuid]),
        ("user_close", [officer.uuid]),
        ("acting_list", []),
        ("acting_create", [officer.uuid]),
        ("year_detail", [2570]),
        ("access_log", []),
    ]:
        page.goto(reverse(f"accounts:{name}", args=args))
        wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert (name, wide <= 0) == (name, True)


def test_pages_of_the_admin_keep_the_policy(open_page, administrator):
    factories.programme_year(2570)
    page = open_page(administrator)

    for address in [
        reverse("admin:index"),
        reverse("admin:accounts_user_changelist"),
        reverse("admin:accounts_user_change", args=[administrator.pk]),
        reverse("admin:accounts_programmeyear_change", args=[2570]),
        reverse("admin:accounts_programmeyear_history", args=[2570]),
        reverse("admin:accounts_targetvillage_add"),
    ]:
        assert page.goto(address).status == 200


def test_after_the_logout_going_back_shows_nothing(open_page, officer):
    household = factories.household(head="ลับเฉพาะ")
    page = open_page(officer)
    page.goto(household.get_absolute_url())
    page.goto(reverse("account_logout"))
    page.locator("main").get_by_role("button", name="ออกจากระบบ").click()
    page.wait_for_url("**" + reverse("account_login") + "*")

    for _step in range(2):
        page.go_back()

    assert "ลับเฉพาะ" not in page.content()
    assert page.get_by_label("รหัสผ่าน").is_visible()


def test_going_back_keeps_what_was_typed(open_page, officer):
    household = factories.household()
    page = open_page(officer)
    page.goto(reverse("households:household_create"))
    page.locator("[name=name]").fill("ที่พิมพ์ไว้")
    page.goto(household.get_absolute_url())

    page.go_back()

    assert page.locator("[name=name]").input_value() == "ที่พิมพ์ไว้"
