"""Configuration of the thai app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ThaiConfig(AppConfig):
    """Buddhist-Era dates, sort and search keys, damaged-text repair, baht."""

    name = "otoppath.thai"
    label = "thai"
    verbose_name = _("ภาษาไทย")

    def ready(self) -> None:
        """Register the system checks."""
        from . import checks  # noqa: F401 - importing registers them
