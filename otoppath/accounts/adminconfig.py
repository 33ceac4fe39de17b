"""Puts our own site in place of Django's admin."""

from django.contrib.admin.apps import AdminConfig


class OfficeAdminConfig(AdminConfig):
    """The Django admin, entered through our own login."""

    default_site = "otoppath.accounts.adminsite.OfficeAdminSite"
    default = False
