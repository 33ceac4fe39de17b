"""Configuration of the households app."""

from django.apps import AppConfig
from django.utils.translation import pgettext_lazy


class HouseholdsConfig(AppConfig):
    """Steps 1-2: households, enrolments, readiness, income, wisdom, occupations."""

    name = "households"
    label = "households"
    verbose_name = pgettext_lazy("many", "ครัวเรือน")
