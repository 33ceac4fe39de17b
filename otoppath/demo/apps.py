"""Configuration of the demo app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DemoConfig(AppConfig):
    """A district of synthetic people, loaded only into an empty database under DEBUG."""

    name = "otoppath.demo"
    label = "demo"
    verbose_name = _("ข้อมูลสาธิต")
