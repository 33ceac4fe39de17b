"""Configuration of the privacy app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PrivacyConfig(AppConfig):
    """Cipher and blind index, masking, reveal log, safe files and photos, erasure."""

    name = "otoppath.privacy"
    label = "privacy"
    verbose_name = _("ความเป็นส่วนตัว")

    def ready(self) -> None:
        """Register the system checks."""
        from . import checks  # noqa: F401 - importing registers them
