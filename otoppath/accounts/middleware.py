"""Who may pass to a page at all: the logged in, once their account is in order."""

from collections.abc import Callable
from typing import Any, cast

from allauth.account.authentication import get_authentication_records
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, resolve_url
from django.utils.translation import gettext as _

from .http import page_sent_from
from .models import User
from .public import PUBLIC, WHILE_PASSWORD_IS_ONE_TIME, WHILE_SECOND_FACTOR_IS_MISSING

LOGOUTS = frozenset({"account_logout", "admin:logout"})


class ReturningLoginRequiredMiddleware(LoginRequiredMiddleware):
    """Asks for the login, and leads back from it to a page that can be opened.

    What was pressed after the session had ended is not done: the address of a button cannot be
    opened, so the way back leads to the page it was pressed on.
    """

    def handle_no_permission(self, request: HttpRequest, view_func: Any) -> HttpResponseRedirect:
        """Redirect to the login; after a press, say that nothing was saved."""
        if request.method in {"GET", "HEAD"}:
            return super().handle_no_permission(request, view_func)
        messages.warning(
            request, _("สิ่งที่กดไว้ยังไม่ถูกบันทึก เพราะหมดเวลาใช้งาน เข้าสู่ระบบแล้วทำรายการนั้นอีกครั้ง")
        )
        return redirect_to_login(
            page_sent_from(request) or resolve_url("home"), self.get_login_url(view_func)
        )


def _name_of(request: HttpRequest) -> str:
    """Return the name of the address that is asked for; blank where there is none."""
    return request.resolver_match.view_name if request.resolver_match else ""


class PersonalPagesMiddleware:
    """Keeps pages out of caches on the way, and out of the browser's after the logout.

    The browser may keep a page while its session lasts: going back after a lost signal must
    not lose a half-filled form. What may not be kept even then says so itself (`never_cache`).
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Say on the answer who may keep it."""
        response = self.get_response(request)
        if request.user.is_authenticated:
            response.headers.setdefault("Cache-Control", "private, no-cache")
        elif request.method == "POST" and _name_of(request) in LOGOUTS:
            response.headers["Clear-Site-Data"] = '"cache"'
        return response


class AccountStateMiddleware:
    """Lets nobody past who still has to change a one-time password or set up a second factor.

    It runs before the view of any address but the few that lead out of that state.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass on; the check needs the resolved view."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable, args: tuple, kwargs: dict
    ) -> HttpResponse | None:
        """Redirect to what has to be done first, or let the view run."""
        name = _name_of(request)
        user = request.user
        if not user.is_authenticated or name in PUBLIC:
            return None
        if user.must_change_password:
            if name in WHILE_PASSWORD_IS_ONE_TIME:
                return None
            messages.info(request, _("กรุณาตั้งรหัสผ่านของท่านเองก่อนเริ่มใช้งาน"))
            return redirect("account_change_password")
        if self._lacks_second_factor(request) and name not in WHILE_SECOND_FACTOR_IS_MISSING:
            # A session opened before the second factor existed proves it, the others set it up.
            if is_mfa_enabled(user):
                return redirect("mfa_reauthenticate")
            messages.info(request, _("บทบาทของท่านต้องยืนยันตัวตนสองชั้น กรุณาตั้งค่าก่อนเริ่มใช้งาน"))
            return redirect("mfa_activate_totp")
        return None

    @staticmethod
    def _lacks_second_factor(request: HttpRequest) -> bool:
        user = cast(User, request.user)
        if not (settings.REQUIRE_MFA and user.needs_second_factor):
            return False
        records = get_authentication_records(request, user)
        return not any(record["method"] == "mfa" for record in records)
