"""How allauth behaves here: no sign-up, no e-mail, Thai words, secrets kept encrypted."""

import base64
import time
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.core import context
from allauth.core.internal import ratelimit
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from axes.helpers import get_client_ip_address
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from otoppath.privacy import cipher

from .models import User

# What a session proved this long ago is not asked again before the second factor changes.
RECENT_SECONDS = 300
_CIPHER_CONTEXT = "mfa.Authenticator.data"


class ClosedAdapter(DefaultAccountAdapter):
    """Accounts are opened by the office; somebody who lost the password asks the chief."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": _("ชื่อผู้ใช้หรือรหัสผ่านไม่ถูกต้อง"),
        "enter_current_password": _("รหัสผ่านปัจจุบันไม่ถูกต้อง"),
        "incorrect_password": _("รหัสผ่านไม่ถูกต้อง"),
        "incorrect_code": _("รหัสยืนยันไม่ถูกต้อง"),
        "too_many_failures": _("ชื่อผู้ใช้นี้ลองรหัสผ่านผิดหลายครั้งเกินไป กรุณารอ 1 ชั่วโมงแล้วลองใหม่"),
        "too_many_login_attempts": _("ลองผิดหลายครั้งเกินไป กรุณารอ 5 นาทีแล้วลองใหม่"),
        "rate_limited": _("ลองผิดหลายครั้งเกินไป กรุณารอ 5 นาทีแล้วลองใหม่"),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never."""
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """Return the address that axes counts by, so that both count alike."""
        return get_client_ip_address(request) or super().get_client_ip(request)

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Refuse a name that failed too often from wherever it was tried.

        Failures of a name from one address are counted by axes; who takes a new address for each
        few tries is stopped here, more slowly, or anybody could keep a colleague out.
        """
        if not self._count_failure(request, credentials, dry_run=True):
            raise self.validation_error("too_many_failures")

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Count the failure for its name, but not what axes had refused to look at."""
        if not getattr(request, "axes_locked_out", False):
            self._count_failure(request, credentials)

    @staticmethod
    def _count_failure(
        request: HttpRequest, credentials: dict[str, Any], *, dry_run: bool = False
    ) -> bool:
        name = str(credentials.get("username", "")).lower()
        usage = ratelimit.consume(
            request,
            app="otoppath.accounts",
            action="name_failed",
            config={"name_failed": settings.LOGIN_FAILURES_OF_A_NAME},
            key=name,
            dry_run=dry_run,
        )
        return usage is not None

    def respond_user_inactive(self, request: HttpRequest, user: Any) -> HttpResponse:
        """Back to the login page, which does not tell whether the account exists."""
        return redirect("account_login")

    def set_password(self, user: User, password: str) -> None:
        """Store a password the user chose; a one-time password is done with."""
        user.choose_password(password)

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Ask again unless this session proved itself in the last five minutes."""
        request = context.request
        records = get_authentication_records(request, request.user)
        return not records or time.time() - records[-1]["at"] > RECENT_SECONDS

    def get_reauthentication_methods(self, user: Any) -> list[dict]:
        """Say the ways to prove oneself in our own words."""
        words = {
            "reauthenticate": _("ใช้รหัสผ่าน"),
            "mfa_reauthenticate": _("ใช้รหัสจากแอปยืนยันตัวตน"),
        }
        methods = super().get_reauthentication_methods(user)
        return [method | {"description": words[method["id"]]} for method in methods]

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """Do nothing: accounts have no address to write to."""


class SecondFactorAdapter(DefaultMFAAdapter):
    """Secrets of authenticator apps lie encrypted, and those who need one cannot drop it."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("รหัสยืนยันไม่ถูกต้อง"),
        "cannot_delete_authenticator": _("บทบาทของท่านต้องยืนยันตัวตนสองชั้น จึงปิดไม่ได้"),
        "cannot_generate_recovery_codes": _("กรุณาตั้งค่าแอปยืนยันตัวตนก่อน"),
    }

    def encrypt(self, text: str) -> str:
        """Encrypt a secret with the keys of the national ID, bound to this use."""
        return base64.b64encode(cipher.encrypt(text, context=_CIPHER_CONTEXT)).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Open a secret made by `encrypt`."""
        return cipher.decrypt(base64.b64decode(encrypted_text), context=_CIPHER_CONTEXT)

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Whether the owner may go on with the password alone."""
        return not (settings.REQUIRE_MFA and authenticator.user.needs_second_factor)
