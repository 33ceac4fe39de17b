"""Configuration of the households app."""

from django.apps import AppConfig
from django.utils.translation import pgettext_lazy


class HouseholdsConfig(AppConfig):
    """Steps 1-2: households, enrolments, readiness, income, wisdom, occupations."""

    name = "households"
    label = "households"
    verbose_name = pgettext_lazy("many", "ครัวเรือน")

    def ready(self) -> None:
        """Let the worker see by the hour that rows of files are not kept too long."""
        from otoppath.jobs.worker import hourly

        hourly(_let_go_of_import_rows)


def _let_go_of_import_rows() -> None:
    from households.imports.keeping import let_go

    let_go()
