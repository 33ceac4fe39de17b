"""The Django admin: who enters, what is there, and what stays hidden."""

import pytest
from axes.models import AccessAttempt
from django.contrib import admin
from django.urls import reverse

from households.models import Household
from otoppath.accounts.inspection import MASK, RecordAdmin
from otoppath.accounts.models import ProgrammeYear
from tests import factories
from tests.factories import OUTSIDE_VILLAGE

pytestmark = pytest.mark.any_database


class HouseholdAdmin(RecordAdmin):
    """A record registered as an app would."""

    list_display = ["__str__", "house_no", "head_name"]
    list_filter = ["village"]
    search_fields = ["head_name"]


@pytest.fixture
def record_admin():
    return HouseholdAdmin(Household, admin.site)


@pytest.fixture
def asked(rf):
    """A function that makes a request by somebody."""

    def by(user):
        request = rf.get("/")
        request.user = user
        return request

    return by


# --- The door -----------------------------------------------------------------------------


def test_admin_has_no_login_form_of_its_own(client, db):
    answer = client.get(reverse("admin:login"), {"next": "/admin/accounts/"})

    assert answer["Location"] == f"{reverse('account_login')}?next=/admin/accounts/"


def test_admin_login_takes_no_password(client, administrator):
    client.post(
        reverse("admin:login"), {"username": "administrator", "password": factories.PASSWORD}
    )

    assert client.get(reverse("accounts:account_detail")).status_code == 302


@pytest.mark.parametrize("who", ["volunteer", "officer", "supervisor", "auditor"])
def test_others_are_refused_the_admin(client_of, cast, who):
    answer = client_of(cast[who]).get(reverse("admin:index"), follow=True)

    assert answer.status_code == 403


@pytest.mark.parametrize("who", ["chief", "administrator"])
def test_chief_and_administrator_enter(client_of, cast, who):
    assert client_of(cast[who]).get(reverse("admin:index")).status_code == 200


def test_password_is_changed_on_our_page(client_of, administrator):
    answer = client_of(administrator).get(reverse("admin:password_change"))

    assert answer["Location"] == reverse("account_change_password")


def test_logging_out_of_the_admin_logs_out(client_of, administrator):
    client = client_of(administrator)
    client.get(reverse("admin:logout"))
    assert client.get(reverse("admin:index")).status_code == 200

    client.post(reverse("admin:logout"))

    assert client.get(reverse("accounts:account_detail")).status_code == 302


# --- What administrators keep -------------------------------------------------------------


@pytest.mark.parametrize("label", ["auth.group", "account.emailaddress", "mfa.authenticator"])
def test_groups_addresses_and_secrets_are_not_in_the_admin(label):
    assert label not in {model._meta.label_lower for model in admin.site._registry}


def test_administrator_looks_accounts_up_but_does_not_change_them(client_of, cast):
    client = client_of(cast["administrator"])
    page = reverse("admin:accounts_user_change", args=[cast["officer"].pk])

    assert "officer" in client.get(reverse("admin:accounts_user_changelist")).text
    assert cast["officer"].password not in client.get(page).text
    assert client.post(page, {"role": "administrator"}).status_code == 403
    assert client.post(reverse("admin:accounts_user_add")).status_code == 403


@pytest.mark.parametrize("condition", ["password__startswith", "password", "sessions_ended"])
def test_what_a_list_does_not_offer_cannot_be_asked_of_it(client_of, administrator, condition):
    beginning = administrator.password[:20]

    answer = client_of(administrator).get(
        reverse("admin:accounts_user_changelist"), {condition: beginning}
    )

    assert answer.status_code == 400


def test_the_filters_of_a_list_answer(client_of, cast):
    client = client_of(cast["administrator"])

    def shown(page, **asked):
        return {str(row) for row in client.get(reverse(page), asked).context["cl"].result_list}

    users = "admin:accounts_user_changelist"
    assert shown(users, role__exact="chief", is_active__exact=1) == {str(cast["chief"])}
    assert shown("admin:privacy_accesslog_changelist", at__year=2026, action__exact="x") == set()


def test_a_chief_asks_no_hidden_column_either(record_admin, asked, chief):
    request = asked(chief)

    assert not record_admin.lookup_allowed("search_key__startswith", "ส", request)
    assert not record_admin.lookup_allowed("village__users__password__startswith", "p", request)
    assert record_admin.lookup_allowed("village__code__exact", factories.VILLAGE, request)
    assert record_admin.lookup_allowed("area", "361001", request)


def test_administrator_keeps_years(client_of, administrator):
    client = client_of(administrator)
    factories.programme_year(2570)

    page = client.get(reverse("admin:accounts_programmeyear_change", args=[2570]))

    assert page.status_code == 200
    assert (
        client.post(reverse("admin:accounts_programmeyear_delete", args=[2570])).status_code == 403
    )
    assert ProgrammeYear.objects.exists()


@pytest.mark.parametrize(
    "model", ["accounts_user", "accounts_programmeyear", "accounts_actingappointment"]
)
def test_chief_finds_nothing_of_the_system_in_the_admin(client_of, chief, model):
    assert client_of(chief).get(reverse(f"admin:{model}_changelist")).status_code == 403


def test_administrator_lifts_a_lock(client_of, administrator):
    attempt = AccessAttempt.objects.create(
        username="officer", ip_address="10.0.0.1", failures_since_start=5
    )
    client = client_of(administrator)
    assert "10.0.0.1" in client.get(reverse("admin:axes_accessattempt_changelist")).text

    client.post(reverse("admin:axes_accessattempt_delete", args=[attempt.pk]), {"post": "yes"})

    assert not AccessAttempt.objects.exists()


def test_access_log_cannot_be_changed_or_deleted_in_the_admin(client_of, administrator):
    client = client_of(administrator)

    assert client.get(reverse("admin:privacy_accesslog_changelist")).status_code == 200
    assert client.get(reverse("admin:privacy_accesslog_add")).status_code == 403


# --- Domain records -----------------------------------------------------------------------


def test_chief_finds_the_records_of_the_own_district(record_admin, asked, chief):
    own = factories.household()
    factories.household(OUTSIDE_VILLAGE)

    assert list(record_admin.get_queryset(asked(chief))) == [own]


@pytest.mark.parametrize("who", ["officer", "officer_other", "volunteer", "supervisor", "auditor"])
def test_nobody_else_reads_records_there(record_admin, asked, cast, who):
    request = asked(cast[who])

    assert not record_admin.has_view_permission(request)
    assert not record_admin.has_module_permission(request)


@pytest.mark.parametrize("who", ["chief", "administrator"])
def test_nobody_writes_records_there(record_admin, asked, cast, who):
    request = asked(cast[who])

    assert not record_admin.has_add_permission(request)
    assert not record_admin.has_change_permission(request)
    assert not record_admin.has_delete_permission(request)


def test_administrator_reads_a_record_without_its_names(record_admin, asked, administrator):
    household = factories.household(head="สมใจ")
    household.refresh_from_db()

    shown = record_admin.get_object(asked(administrator), str(household.pk))

    assert (shown.head_name, shown.house_no, shown.latitude) == (MASK, MASK, None)
    assert "สมใจ" not in str(shown)
    assert Household.objects.get().head_name == household.head_name != MASK


def test_chief_reads_a_record_with_its_names(record_admin, asked, chief):
    household = factories.household(head="สมใจ")

    assert "สมใจ" in record_admin.get_object(asked(chief), str(household.pk)).head_name


def test_list_is_masked_for_the_administrator(record_admin, asked, administrator, chief):
    factories.household(head="สมใจ")

    def names(user):
        changelist = record_admin.get_changelist_instance(asked(user))
        return [row.head_name for row in changelist.result_list]

    assert names(administrator) == [MASK]
    assert "สมใจ" in names(chief)[0]


def test_record_one_points_to_is_masked_as_well(administrator):
    from otoppath.accounts.inspection import mask

    enrolment = factories.enrolment(factories.household(head="สมใจ"))

    assert mask(enrolment).household.head_name == MASK


def test_masked_columns_can_neither_be_searched_nor_sorted(record_admin, asked, administrator):
    request = asked(administrator)

    assert record_admin.get_search_fields(request) == ()
    assert record_admin.get_list_filter(request) == ()
    assert "head_name" not in record_admin.get_sortable_by(request)
    assert not record_admin.lookup_allowed("head_name__startswith", "ส", request)


@pytest.mark.parametrize("order", ["0", "-0", "1.2", "x"])
def test_masked_rows_come_newest_first_whatever_the_address_asks(
    record_admin, rf, administrator, order
):
    keys = [factories.household(head=name).pk for name in ("ค", "ก", "ข")]
    request = rf.get("/", {"o": order})
    request.user = administrator

    shown = [row.pk for row in record_admin.get_changelist_instance(request).result_list]

    assert shown == keys[::-1]
