"""Configuration of the markets app."""

from django.apps import AppConfig
from django.utils.translation import pgettext_lazy


class MarketsConfig(AppConfig):
    """Step 5: markets, market days, stalls, sales, shares."""

    name = "markets"
    label = "markets"
    verbose_name = pgettext_lazy("many", "ตลาด")
