"""The Django admin without a second way in: login, logout and password are ours."""

from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.auth import REDIRECT_FIELD_NAME, logout
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db.models.base import ModelBase
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

# Registered by libraries and out of place: a group here is an occupation group, accounts have
# no e-mail, and the secret of a second factor is nobody's to read.
LEFT_OUT = frozenset({"auth.group", "account.emailaddress", "mfa.authenticator"})


class OfficeAdminSite(AdminSite):
    """Serves administrators, and chiefs for their own district.

    A second login form would know nothing of lockout messages, second factors and one-time
    passwords, so this one leads to the only one there is.
    """

    site_header = _("ดูแลระบบเส้นทางสู่ OTOP")
    site_title = _("เส้นทางสู่ OTOP")
    index_title = _("ดูแลระบบ")
    enable_nav_sidebar = False  # fifty tables beside every list leave no room for its rows

    def register(self, model_or_iterable: Any, *args: Any, **kwargs: Any) -> None:
        """Register models but those left out."""
        is_one = isinstance(model_or_iterable, ModelBase)
        models: list[Any] = [model_or_iterable] if is_one else list(model_or_iterable)
        kept = [model for model in models if model._meta.label_lower not in LEFT_OUT]
        super().register(kept, *args, **kwargs)

    def get_urls(self) -> Any:
        """Leave out the way from any key of any table to a page: it asks for no scope."""
        urls = super().get_urls()
        return [url for url in urls if getattr(url, "name", "") != "view_on_site"]

    def autocomplete_view(self, request: HttpRequest) -> HttpResponse:
        """Search as somebody types, in the selects that a page has; Django does it in any."""
        asked = request.GET
        named = (asked.get("app_label"), asked.get("model_name"))
        for model, model_admin in self._registry.items():
            is_named = named == (model._meta.app_label, model._meta.model_name)
            if is_named and asked.get("field_name") in model_admin.autocomplete_fields:
                return super().autocomplete_view(request)
        raise PermissionDenied

    @login_not_required
    def login(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Lead to the login page and back; whoever is logged in without the right: 403."""
        if self.has_permission(request):
            return redirect("admin:index")
        if request.user.is_authenticated:
            raise PermissionDenied
        target = request.GET.get(REDIRECT_FIELD_NAME, reverse("admin:index"))
        return redirect_to_login(target, reverse("account_login"))

    def logout(self, request: HttpRequest, extra_context: Any = None) -> Any:
        """Log out as everywhere; a link alone does not."""
        if request.method == "POST":
            logout(request)
        return redirect("home")

    def password_change(self, request: HttpRequest, extra_context: Any = None) -> Any:
        """Lead to our page, which ends a one-time password too."""
        return redirect("account_change_password")
