"""Configuration of the lists app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ListsConfig(AppConfig):
    """Filter chips, keyset pager, bounded count."""

    name = "otoppath.lists"
    label = "lists"
    verbose_name = _("รายการ")
