"""Who may do what: role -> permission strings, behind an authentication backend.

`@permission_required` and `{{ perms }}` therefore work as everywhere in Django, and there is
no second place where a permission can be given: no groups, no per-user permissions, no
superuser. Which *rows* an action reaches is another question (`scoping.py`).
"""

from typing import TYPE_CHECKING, Any

from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import AnonymousUser
from django.db.models import Model, Q, QuerySet
from django.utils import timezone

from otoppath.thai.dates import today

from .roles import Role
from .scoping import roles_of

if TYPE_CHECKING:
    from .models import User

_READ = frozenset(
    {
        "households.view_household",
        "groups.view_group",
        "products.view_product",
        "markets.view_market",
        "dashboards.view_dashboard",
        "dashboards.view_rows",
    }
)
_CHANGE = frozenset(
    {
        "households.change_household",
        "groups.change_group",
        "products.change_product",
        "markets.change_market",
    }
)
# Work of the office: what officer and chief share.
_OFFICE = (
    _READ
    | _CHANGE
    | {
        "households.view_masked_id",
        "households.view_income",
        "households.reveal_id",
        "households.change_enrolment",
        "households.check_entry",
        "households.import",
        "households.merge",
        "households.export",
        "groups.export",
        "products.record_province_result",
        "products.submit_registration",
        "pipeline.advance",
        "pipeline.send_back",
        "pipeline.take_in",
    }
)
_OVERSIGHT = frozenset(
    {"accounts.view_access_log", "accounts.view_programme_year", "places.view_place"}
)

# What an administrator keeps in the Django admin. Models of other apps that are lists of
# choices rather than records join by naming themselves here.
LOOKUPS = frozenset(
    {
        "accounts.programmeyear",
        "accounts.targetvillage",
        "places.place",
        "households.occupation",
        "products.registrationwindow",
        "markets.marketkind",
    }
)
_SYSTEM_READ = frozenset(
    {
        "accounts.view_user",
        "accounts.view_actingappointment",
        "admin.view_logentry",
        "axes.view_accessattempt",
        "privacy.view_accesslog",
    }
)

ROLE_PERMISSIONS: dict[Role, frozenset[str]] = {
    Role.VOLUNTEER: frozenset({"households.view_household", "households.change_household"}),
    Role.OFFICER: _OFFICE,
    Role.CHIEF: _OFFICE
    | _OVERSIGHT
    | {
        "households.erase",
        "pipeline.waive",
        "pipeline.confirm_take_in",
        "products.endorse_registration",
        "accounts.manage_users",
        "accounts.appoint_acting",
        "accounts.inspect_records",
    },
    Role.SUPERVISOR: _OVERSIGHT
    | {
        "dashboards.view_dashboard",
        "dashboards.view_rows",
        "products.view_product",
        "products.record_province_result",
    },
    Role.AUDITOR: _READ | _OVERSIGHT | {"households.view_masked_id", "households.view_income"},
    Role.ADMINISTRATOR: _OVERSIGHT
    | _SYSTEM_READ
    | {
        "dashboards.view_dashboard",
        "accounts.manage_users",
        "accounts.appoint_acting",
        "accounts.inspect_records",
        "accounts.change_programme_year",
    }
    | {
        f"{app}.{action}_{model}"
        for app, model in (label.split(".") for label in LOOKUPS)
        for action in ("view", "add", "change")
    }
    # A lock that somebody cannot wait for is lifted by deleting its attempts.
    | {"axes.delete_accessattempt"},
}

# Held by the post itself: whoever stands in for a chief cannot prolong it or pass it on.
NOT_WHILE_ACTING = frozenset({"accounts.appoint_acting"})


def permissions_of(user: "User | AnonymousUser") -> frozenset[str]:
    """Everything the user may do today, acting appointments included."""
    held: frozenset[str] = frozenset()
    for role in roles_of(user):
        own = role == getattr(user, "role", None)
        held |= ROLE_PERMISSIONS[role] if own else ROLE_PERMISSIONS[role] - NOT_WHILE_ACTING
    return held


class RoleBackend(ModelBackend):
    """Checks passwords as Django does, and answers permissions from the table above.

    Permissions do not depend on an object: whether a row is reached at all is decided by
    `visible_to`, before any permission is asked.
    """

    def user_can_authenticate(self, user: Any) -> bool:
        """Refuse the deactivated, and a one-time password that was left lying too long.

        Asked at login and again for each request, so deactivation ends the sessions.
        """
        return super().user_can_authenticate(user) and not user.is_one_time_expired(timezone.now())

    def get_all_permissions(
        self, user_obj: "User | AnonymousUser", obj: Model | None = None
    ) -> set[str]:
        """Permission strings of the user's roles; anonymous or inactive: none."""
        return set(permissions_of(user_obj))

    get_user_permissions = get_all_permissions

    def get_group_permissions(
        self, user_obj: "User | AnonymousUser", obj: Model | None = None
    ) -> set[str]:
        """Return none: groups of users do not exist here."""
        return set()

    def has_perm(
        self, user_obj: "User | AnonymousUser", perm: str, obj: Model | None = None
    ) -> bool:
        """Whether a role of the user holds the permission."""
        return perm in permissions_of(user_obj)

    def has_module_perms(self, user_obj: "User | AnonymousUser", app_label: str) -> bool:
        """Whether the user holds any permission of the app: the admin's index asks."""
        return any(perm.startswith(f"{app_label}.") for perm in permissions_of(user_obj))

    def with_perm(
        self,
        perm: Any,
        is_active: bool = True,
        include_superusers: bool = True,
        obj: Model | None = None,
    ) -> QuerySet:
        """Users whose own role, or an acting one that holds today, has the permission."""
        from .models import ActingAppointment, User

        roles = [role for role, held in ROLE_PERMISSIONS.items() if perm in held]
        acting = ActingAppointment.objects.on(today()).filter(role__in=roles)
        acting_users = acting.values("user_id") if perm not in NOT_WHILE_ACTING else []
        return User.objects.filter(Q(role__in=roles) | Q(pk__in=acting_users), is_active=is_active)
