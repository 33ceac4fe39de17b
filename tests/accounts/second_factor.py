"""A second factor and its codes, for the tests of accounts."""

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from django.test import Client
from django.urls import reverse

from tests.factories import PASSWORD

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
LOGIN, CODE = "account_login", "mfa_authenticate"
INSIDE = ["home", "accounts:account_detail", "accounts:user_list", "admin:index", "mfa_index"]


def code(secret=SECRET):
    counter = next(iter(totp.yield_hotp_counters_from_time()))
    return totp.format_hotp_value(totp.hotp_value(secret, counter))


def wrong_code():
    return "000000" if code() != "000000" else "111111"


def give_second_factor(user):
    totp.TOTP.activate(user, SECRET)
    RecoveryCodes.activate(user)


def log_in(user):
    client = Client()
    client.post(reverse(LOGIN), {"login": user.username, "password": PASSWORD})
    return client


def opens(client, name="accounts:account_detail"):
    return client.get(reverse(name)).status_code == 200
