"""Accounts, years and the state of logins in the Django admin.

Accounts are opened, assigned and closed on the pages of accounts, where the rules are; here
they can be looked up.
"""

from typing import Any

from axes.models import AccessAttempt
from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from simple_history.admin import SimpleHistoryAdmin

from otoppath.privacy.models import AccessLog

from .declared import DeclaredLookups
from .models import ActingAppointment, ProgrammeYear, TargetVillage, User


class _ReadOnly(DeclaredLookups):
    """A model that is looked up here and changed elsewhere."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never."""
        return False


@admin.register(User)
class UserAdmin(_ReadOnly):
    """Accounts, to look up."""

    list_display = ["username", "name", "role", "is_active", "last_login"]
    list_filter = ["role", "is_active"]
    search_fields = ["username", "search_key"]
    exclude = ["password", "sort_key", "search_key"]

    def view_on_site(self, user: User) -> str:
        """Lead to the account's own page."""
        return user.get_absolute_url()

    @admin.display(description=_("ชื่อ"), ordering="sort_key")
    def name(self, user: User) -> str:
        """Return title and name."""
        return user.display_name


@admin.register(ActingAppointment)
class ActingAppointmentAdmin(_ReadOnly):
    """Who stands or stood in for whom."""

    list_display = ["user", "role", "area", "starts_on", "ends_on"]
    list_select_related = ["user", "area"]


@admin.register(AccessLog)
class AccessLogAdmin(_ReadOnly):
    """Looks at personal data, to look up."""

    list_display = ["at", "user", "action", "place_code", "subject_label"]
    list_select_related = ["user"]
    list_filter = ["action"]
    date_hierarchy = "at"


@admin.register(ProgrammeYear)
class ProgrammeYearAdmin(SimpleHistoryAdmin):
    """Thresholds of each fiscal year."""

    list_display = ["year", "is_open", *ProgrammeYear.THRESHOLDS]

    @admin.display(description=_("ปีงบประมาณ พ.ศ."), ordering="fiscal_year")
    def year(self, year: ProgrammeYear) -> str:
        """Return the year without the separator of thousands."""
        return str(year)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Keep the number of a year that exists: changing a key would make a second row."""
        return ["fiscal_year"] if obj else []

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never: events and reports refer to it."""
        return False


@admin.register(TargetVillage)
class TargetVillageAdmin(SimpleHistoryAdmin):
    """Villages that a year is meant for."""

    list_display = ["village_label", "year", "households"]
    list_filter = ["year"]
    raw_id_fields = ["village"]
    search_fields = ["village__code", "village__name_th"]

    @admin.display(description=_("หมู่บ้าน"), ordering="village_id")
    def village_label(self, target: TargetVillage) -> str:
        """Return the name of the village with the subdistrict around it."""
        return target.label


@admin.register(AccessAttempt)
class AccessAttemptAdmin(DeclaredLookups):
    """Wrong passwords of late; deleting a row lifts the lock of who cannot wait."""

    list_display = ["attempt_time", "username", "ip_address", "failures_since_start"]
    search_fields = ["username", "ip_address"]
    readonly_fields = (
        "username",
        "ip_address",
        "user_agent",
        "failures_since_start",
        "attempt_time",
    )
    fields = readonly_fields
