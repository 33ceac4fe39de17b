"""Configuration of the places app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PlacesConfig(AppConfig):
    """Province, district, subdistrict, village."""

    name = "otoppath.places"
    label = "places"
    verbose_name = _("พื้นที่")
