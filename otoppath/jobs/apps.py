"""Configuration of the jobs app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class JobsConfig(AppConfig):
    """The worker beside the server. It knows nothing of what the jobs are about."""

    name = "otoppath.jobs"
    label = "jobs"
    verbose_name = _("งานเบื้องหลัง")
