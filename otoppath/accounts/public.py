"""The exact set of addresses that open without a login, and those of an unfinished account.

Everything else needs a login (`ReturningLoginRequiredMiddleware`). Static files are served
before any view, by WhiteNoise. `tests/accounts/test_public.py` compares the set with every address.
"""

PUBLIC = frozenset(
    {
        "account_login",
        "account_logout",
        "mfa_authenticate",
        "set_language",
        "health_live",
        "health_ready",
    }
)

WHILE_PASSWORD_IS_ONE_TIME = frozenset({"account_change_password"})

WHILE_SECOND_FACTOR_IS_MISSING = frozenset(
    {
        "account_change_password",
        "account_reauthenticate",
        "mfa_reauthenticate",
        "mfa_activate_totp",
    }
)
