"""Configuration of the dashboards app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DashboardsConfig(AppConfig):
    """The only pages that read all four domains."""

    name = "otoppath.dashboards"
    label = "dashboards"
    verbose_name = _("ความก้าวหน้า")
