"""Puts our own site in place of Django's admin."""

from importlib import import_module

from django.apps import apps
from django.contrib.admin.apps import SimpleAdminConfig
from django.utils.module_loading import module_has_submodule

# Its admin registers nothing and loads openpyxl, a third of the time a process takes to start.
WITHOUT_ADMIN = frozenset({"import_export"})


class OfficeAdminConfig(SimpleAdminConfig):
    """The Django admin, entered through our own login."""

    default_site = "otoppath.accounts.adminsite.OfficeAdminSite"
    default = False

    def ready(self) -> None:
        """Load what every app registers, as Django's own configuration does."""
        super().ready()
        for app in apps.get_app_configs():
            if app.name not in WITHOUT_ADMIN and module_has_submodule(app.module, "admin"):
                import_module(f"{app.name}.admin")
