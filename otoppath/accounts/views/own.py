"""The own account, and the two pages of allauth that need a word more."""

from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.views import ActivateTOTPView
from allauth.mfa.utils import is_mfa_enabled
from django.contrib.auth import update_session_auth_hash
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from otoppath.accounts.http import Request
from otoppath.accounts.models import ActingAppointment
from otoppath.accounts.scoping import areas_of
from otoppath.places.names import place_label
from otoppath.thai.dates import today


@require_safe
def account_detail(request: Request) -> HttpResponse:
    """Who I am here: role, places, what I stand in for; password, second factor, language."""
    user = request.user
    acting = ActingAppointment.objects.standing().filter(user=user, ends_on__gte=today())
    places = [] if user.is_everywhere else [place_label(code) for code in areas_of(user)]
    facts = [
        (_("ชื่อผู้ใช้"), user.username),
        (_("บทบาท"), user.get_role_display()),
        (pgettext("officer", "ตำแหน่ง"), user.position),
        (_("พื้นที่รับผิดชอบ"), _("ทั้งประเทศ") if user.is_everywhere else ", ".join(places)),
    ]
    context = {"facts": facts, "acting": acting, "has_second_factor": is_mfa_enabled(user)}
    return render(request, "accounts/account_detail.html", context)


class ActivateView(ActivateTOTPView):
    """Set up the second factor; this session has proved it, all others end.

    A session opened with the password alone, perhaps by somebody who stole it, must not go on
    beside the one that now has the second factor. The code typed here is used up, as by a login.
    """

    def form_valid(self, form: Any) -> HttpResponse:
        """Note the proof in the session and end the others."""
        response = super().form_valid(form)
        user = self.request.user
        authenticator = user.authenticator_set.get(type=Authenticator.Type.TOTP)
        authenticator.wrap().validate_code(form.cleaned_data["code"])
        user.end_sessions()
        update_session_auth_hash(self.request, user)
        record_authentication(self.request, user, "mfa", type="totp")
        return response


activate_second_factor = ActivateView.as_view()
