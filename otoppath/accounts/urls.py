"""Addresses of accounts: only the pages of allauth that exist here, and our own."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from django.contrib.auth.decorators import login_not_required
from django.urls import include, path

from .views import access, acting, own, users, years

accounts = [
    path("account/", own.account_detail, name="account_detail"),
    path("users/", users.user_list, name="user_list"),
    path("users/new/", users.user_create, name="user_create"),
    path("users/<uuid:uuid>/", users.user_detail, name="user_detail"),
    path("users/<uuid:uuid>/change/", users.user_change, name="user_change"),
    path("users/<uuid:uuid>/role/", users.user_assign, name="user_assign"),
    path("users/<uuid:uuid>/password/", users.user_reset, name="user_reset"),
    path("users/<uuid:uuid>/second-factor/", users.user_reset_factor, name="user_reset_factor"),
    path("users/<uuid:uuid>/close/", users.user_close, name="user_close"),
    path("users/<uuid:uuid>/reopen/", users.user_reopen, name="user_reopen"),
    path("users/<uuid:uuid>/acting/", acting.acting_create, name="acting_create"),
    path("acting/", acting.acting_list, name="acting_list"),
    path("acting/<uuid:uuid>/end/", acting.acting_end, name="acting_end"),
    path("years/", years.year_list, name="year_list"),
    path("years/new/", years.year_create, name="year_create"),
    path("years/<int:year>/", years.year_detail, name="year_detail"),
    path("years/<int:year>/change/", years.year_change, name="year_change"),
    path("access-log/", access.access_log, name="access_log"),
]

# Names that allauth looks up itself. What is not here does not exist: no sign-up, no e-mail,
# no password reset, no login by code.
login = [
    path("login/", account.login, name="account_login"),
    path("login/code/", mfa.authenticate, name="mfa_authenticate"),
    # Open without a login: somebody stuck before the second factor leaves this way too.
    path("logout/", login_not_required(account.logout), name="account_logout"),
    path("account/password/", account.password_change, name="account_change_password"),
    path("account/confirm/", account.reauthenticate, name="account_reauthenticate"),
    path("account/confirm/code/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("account/second-factor/", mfa.index, name="mfa_index"),
    path("account/second-factor/activate/", own.activate_second_factor, name="mfa_activate_totp"),
    path("account/second-factor/remove/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path(
        "account/second-factor/codes/",
        recovery.view_recovery_codes,
        name="mfa_view_recovery_codes",
    ),
    path(
        "account/second-factor/codes/new/",
        recovery.generate_recovery_codes,
        name="mfa_generate_recovery_codes",
    ),
]

urlpatterns = [*login, path("", include((accounts, "accounts")))]
