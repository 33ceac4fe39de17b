"""Configuration of the groups app."""

from django.apps import AppConfig
from django.utils.translation import pgettext_lazy


class GroupsConfig(AppConfig):
    """Steps 1-3: groups, members, meetings, activities, production, plans."""

    name = "groups"
    label = "groups"
    verbose_name = pgettext_lazy("many", "กลุ่มอาชีพ")
