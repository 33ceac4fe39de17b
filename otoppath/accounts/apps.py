"""Configuration of the accounts app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """Users, roles, the areas a user serves, scoping, permissions."""

    name = "otoppath.accounts"
    label = "accounts"
    verbose_name = _("บัญชีผู้ใช้")

    def ready(self) -> None:
        """Say where encrypted values of this app are kept."""
        from otoppath.privacy import rotation

        from .sealed import SecondFactors

        rotation.register(SecondFactors())
