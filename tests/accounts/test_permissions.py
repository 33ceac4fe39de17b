"""The table of design.md section 5, line by line, and that nothing else gives a permission."""

import pytest
from django.apps import apps
from django.contrib.auth.models import AnonymousUser, Permission

from otoppath.accounts.models import Role, User
from otoppath.accounts.permissions import (
    LOOKUPS,
    NOT_WHILE_ACTING,
    ROLE_PERMISSIONS,
    RoleBackend,
)
from otoppath.accounts.records import Record
from tests import factories

VOLUNTEER, OFFICER, CHIEF, SUPERVISOR, AUDITOR, ADMINISTRATOR = Role
EVERYBODY = set(Role)

# permission -> the roles that hold it, as the table of design.md says.
TABLE = {
    "households.view_household": {VOLUNTEER, OFFICER, CHIEF, AUDITOR},
    "households.change_household": {VOLUNTEER, OFFICER, CHIEF},
    "households.check_entry": {OFFICER, CHIEF},
    "households.reveal_id": {OFFICER, CHIEF},
    "households.view_masked_id": {OFFICER, CHIEF, AUDITOR},
    "households.view_income": {OFFICER, CHIEF, AUDITOR},
    "households.change_enrolment": {OFFICER, CHIEF},
    "households.erase": {CHIEF},
    "households.import": {OFFICER, CHIEF},
    "households.merge": {OFFICER, CHIEF},
    "households.export": {OFFICER, CHIEF},
    "groups.export": {OFFICER, CHIEF},
    "groups.view_group": {OFFICER, CHIEF, AUDITOR},
    "groups.change_group": {OFFICER, CHIEF},
    "products.view_product": {OFFICER, CHIEF, SUPERVISOR, AUDITOR},
    "products.change_product": {OFFICER, CHIEF},
    "products.submit_registration": {OFFICER, CHIEF},
    "products.endorse_registration": {CHIEF},
    "products.record_province_result": {OFFICER, CHIEF, SUPERVISOR},
    "markets.view_market": {OFFICER, CHIEF, AUDITOR},
    "markets.change_market": {OFFICER, CHIEF},
    "pipeline.advance": {OFFICER, CHIEF},
    "pipeline.take_in": {OFFICER, CHIEF},
    "pipeline.confirm_take_in": {CHIEF},
    "pipeline.send_back": {OFFICER, CHIEF},
    "pipeline.waive": {CHIEF},
    "dashboards.view_dashboard": EVERYBODY - {VOLUNTEER},
    "dashboards.view_rows": {OFFICER, CHIEF, SUPERVISOR, AUDITOR},
    "accounts.manage_users": {CHIEF, ADMINISTRATOR},
    "accounts.appoint_acting": {CHIEF, ADMINISTRATOR},
    "accounts.view_access_log": {CHIEF, SUPERVISOR, AUDITOR, ADMINISTRATOR},
    "accounts.view_programme_year": {CHIEF, SUPERVISOR, AUDITOR, ADMINISTRATOR},
    "accounts.change_programme_year": {ADMINISTRATOR},
    "accounts.inspect_records": {CHIEF, ADMINISTRATOR},
    "places.view_place": {CHIEF, SUPERVISOR, AUDITOR, ADMINISTRATOR},
    "places.change_place": {ADMINISTRATOR},
}


@pytest.mark.parametrize("permission", sorted(TABLE))
def test_permission_is_held_by_exactly_the_roles_of_the_table(permission):
    held = {role for role, permissions in ROLE_PERMISSIONS.items() if permission in permissions}

    assert held == TABLE[permission]


def test_every_permission_of_a_page_has_its_line():
    models = {model._meta.label_lower for model in apps.get_models()}
    held = frozenset().union(*ROLE_PERMISSIONS.values()) - set(TABLE)

    # What is left are permissions of the Django admin: an action and a model.
    for permission in held:
        app, action = permission.split(".")
        assert f"{app}.{action.split('_', 1)[1]}" in models


def test_every_role_has_its_line():
    assert set(ROLE_PERMISSIONS) == EVERYBODY


def test_administrator_keeps_lists_of_choices_and_no_record_of_the_walk():
    domain = ("households.", "groups.", "products.", "markets.", "pipeline.")
    held = {p for p in ROLE_PERMISSIONS[ADMINISTRATOR] if p.startswith(domain)}

    assert {p.split("_", 1)[1] for p in held} == {"occupation", "registrationwindow", "marketkind"}


def test_every_list_of_choices_is_a_model_of_its_own():
    for label in LOOKUPS:
        assert not issubclass(apps.get_model(label), Record)


def test_nobody_can_delete_a_record():
    deletions = {p for held in ROLE_PERMISSIONS.values() for p in held if ".delete_" in p}

    assert deletions == {"axes.delete_accessattempt"}


def test_permissions_are_asked_as_everywhere_in_django(officer):
    assert officer.has_perm("pipeline.advance")
    assert officer.has_perms(["pipeline.advance", "groups.view_group"])
    assert not officer.has_perms(["pipeline.advance", "pipeline.waive"])
    assert officer.has_module_perms("pipeline")
    assert not officer.has_module_perms("accounts")
    assert "pipeline.advance" in officer.get_all_permissions()
    assert not officer.is_superuser


def test_permission_tables_of_django_give_nothing(officer):
    assert Permission.objects.filter(codename="delete_user").exists()

    assert not officer.has_perm("accounts.delete_user")
    assert not hasattr(officer, "user_permissions")


@pytest.mark.parametrize("who", ["anonymous", "inactive", "unknown role"])
def test_who_is_nobody_may_do_nothing(officer, who):
    if who == "inactive":
        officer.is_active = False
    if who == "unknown role":
        officer.role = "overlord"
    user = AnonymousUser() if who == "anonymous" else officer

    assert RoleBackend().get_all_permissions(user) == set()


def test_acting_chief_may_what_the_chief_may_but_not_pass_it_on(officer, chief):
    factories.acting(officer)
    acting = User.objects.get(pk=officer.pk)

    may = acting.get_all_permissions()

    assert may == (chief.get_all_permissions() | officer.get_all_permissions()) - NOT_WHILE_ACTING
    assert "accounts.appoint_acting" not in may


def test_only_chief_and_administrator_enter_the_admin(cast):
    assert {name for name, user in cast.items() if user.is_staff} == {"chief", "administrator"}


def test_users_with_a_permission_can_be_found(cast):
    factories.acting(cast["officer"])

    found = RoleBackend().with_perm

    assert {user.username for user in found("pipeline.waive")} == {"chief", "officer"}
    assert {user.username for user in found("accounts.appoint_acting")} == {
        "chief",
        "administrator",
    }
