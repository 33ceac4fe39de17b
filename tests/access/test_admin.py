"""Every record of the Django admin x every role x own district and another's."""

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.admin.templatetags.admin_list import results
from django.contrib.admin.utils import label_for_field
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, reverse

from groups.models import GroupWaiver, TakeInProposal
from households.models import EnrolmentWaiver, Person
from otoppath.accounts.inspection import RecordAdmin
from otoppath.accounts.models import Role
from tests import factories as f
from tests.access.test_access import draw_refusals_once, read_standing_once
from tests.access.world import world_at
from tests.messages import THAI

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

SECRET_NAME, SECRET_PHONE, SECRET_ID = "ลับเฉพาะคน", "0899999999", "1100000000016"
SECRETS = (SECRET_NAME, SECRET_PHONE, "089-999-9999", SECRET_ID, "1-1000-00000-01-6")
ELSEWHERE = "10010101"

RECORDS = {
    model._meta.label: model
    for model, model_admin in admin.site._registry.items()
    if isinstance(model_admin, RecordAdmin)
}


def full_world_at(village):
    """One of every record, with names, a telephone and an ID that must not be seen."""
    by = f.user()
    world = world_at(village, by)
    enrolment, group, person = world["enrolment"], world["group"], world["person"]
    world["household"].phone = SECRET_PHONE
    world["household"].save()
    person.identify(SECRET_ID)
    person.save()
    group.phone = SECRET_PHONE
    group.save()
    f.notice(world["household"], received_by=SECRET_NAME)
    f.income(enrolment, note=SECRET_NAME)
    f.readiness(enrolment)
    f.choice(enrolment)
    f.wisdom_use(enrolment)
    f.surroundings(group)
    f.attendance(world["activity"], person)
    f.cost_sheet(world["product"])
    f.meeting(group, number="2/2570", minutes=SECRET_NAME)
    f.selection_meeting(village, chaired_by=SECRET_NAME)
    set_aside = {"requirement": "notice", "kind": "waived", "reason": "other", "by": by}
    EnrolmentWaiver.objects.create(enrolment=enrolment, note=SECRET_NAME, **set_aside)
    GroupWaiver.objects.create(group=group, note=SECRET_NAME, **set_aside)
    TakeInProposal.objects.create(group=group, step=2, note=SECRET_NAME, by=by)
    return world


def keys_at(model, village):
    """Keys of the rows of a model in the district of a village."""
    rows = model._base_manager.values_list("pk", model.place_path)
    return {pk for pk, code in rows if code.startswith(village[:4])}


def address(model, page, *args):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


def pages(client, model):
    """What a client is answered: the rows of the list, one own record, one of elsewhere."""
    own, other = min(keys_at(model, f.VILLAGE)), min(keys_at(model, ELSEWHERE))
    seen = client.get(address(model, "changelist"))
    own_page = client.get(address(model, "change", own))
    return {
        "list": {row.pk for row in seen.context["cl"].result_list},
        "leads to": f'href="{address(model, "change", own)}"' in seen.text,
        "own": own_page.status_code,
        "elsewhere": client.get(address(model, "change", other)).status_code,
        "history": client.get(address(model, "history", own)).status_code,
        "history elsewhere": client.get(address(model, "history", other)).status_code,
        "told": sorted(s for s in SECRETS if s in seen.text + own_page.text),
    }


@pytest.fixture
def two_worlds(db):
    full_world_at(f.VILLAGE)
    full_world_at(ELSEWHERE)


@pytest.fixture
def found_by(client_of, two_worlds, monkeypatch, caplog):
    """A function from a user to what the pages of each record answer.

    What is the same around all of them is asked for once: who the user is, refusals, and the
    list of records beside every page, which takes longer than the page.
    """
    caplog.set_level("CRITICAL", "django.request")
    draw_refusals_once(monkeypatch)
    read_standing_once(monkeypatch)

    def ask(user):
        client = client_of(user)
        index = client.get(reverse("admin:index"))
        assert [s for s in SECRETS if s in index.text] == []
        assert all(address(model, "changelist") in index.text for model in RECORDS.values())
        monkeypatch.setattr(admin.site, "get_app_list", lambda *_asked, **_more: [])
        return {label: pages(client, model) for label, model in RECORDS.items()}

    return ask


def has_history(model):
    return 200 if hasattr(model, "history") else 404


def test_every_domain_model_is_in_the_admin():
    scoped = {m._meta.label for m in apps.get_models() if hasattr(m, "place_path")}
    records = {
        label
        for label in scoped
        if label.partition(".")[0] in {"households", "groups", "products", "markets"}
        and not label.partition(".")[2].startswith("Historical")
    }

    # A file's rows are the office's own while it looks at them, and are let go.
    assert records - {"households.ImportRow"} == set(RECORDS)


def test_chief_reads_the_own_district_and_nothing_else(found_by, chief):
    found = found_by(chief)

    for answer in found.values():
        answer.pop("told")
    assert found == {
        label: {
            "list": keys_at(model, f.VILLAGE),
            "leads to": True,
            "own": 200,
            "elsewhere": 404,
            "history": has_history(model),
            "history elsewhere": 404,
        }
        for label, model in RECORDS.items()
    }


def test_administrator_reads_all_without_names_telephones_and_ids(found_by, administrator):
    found = found_by(administrator)

    assert found == {
        label: {
            "list": keys_at(model, f.VILLAGE) | keys_at(model, ELSEWHERE),
            "leads to": True,
            "own": 200,
            "elsewhere": 200,
            "history": 403,
            "history elsewhere": 403,
            "told": [],
        }
        for label, model in RECORDS.items()
    }


def test_nobody_else_reads_anything(client_of, cast, two_worlds, monkeypatch):
    read_standing_once(monkeypatch)
    asked = ("changelist", ()), ("change", (1,)), ("history", (1,))
    addresses = [address(m, page, *args) for m in RECORDS.values() for page, args in asked]
    turned_away = {f"{reverse('admin:login')}?next={path}": path for path in addresses}

    for who in ("volunteer", "officer", "supervisor", "auditor"):
        client = client_of(cast[who])
        found = {client.get(path).get("Location"): path for path in addresses}
        assert (who, found) == (who, turned_away)


def test_the_next_district_finds_no_record_by_name_in_any_choice(client_of, two_worlds):
    """The search of the admin's own selects is scoped as the lists are."""
    client = client_of(f.user(Role.CHIEF, areas=[f.OUTSIDE_DISTRICT]))
    asked = {"app_label": "households", "model_name": "person", "field_name": "household"}

    answer = client.get(reverse("admin:autocomplete"), asked | {"term": SECRET_NAME})

    assert SECRET_NAME not in answer.text


def test_a_choice_that_no_page_offers_is_not_searched(client_of, administrator, chief):
    """One select is searched as it is typed into: what replaced a place."""
    search = reverse("admin:autocomplete")
    unused = {"app_label": "households", "model_name": "wisdom", "field_name": "sage"}
    used = {"app_label": "places", "model_name": "place", "field_name": "replaced_by"}

    assert client_of(chief).get(search, unused).status_code == 403
    assert client_of(administrator).get(search, used).status_code == 200
    assert client_of(administrator).get(search, {"app_label": "x"}).status_code == 403


def test_every_column_of_every_record_is_named_in_thai(rf, chief):
    request = rf.get("/")
    request.user = chief
    unnamed = [
        (label, label_for_field(column, model, model_admin))
        for label, model in RECORDS.items()
        for model_admin in [admin.site._registry[model]]
        for column in [*model_admin.get_list_display(request), *model_admin.get_fields(request)]
        if not THAI.search(str(label_for_field(column, model, model_admin)))
    ]

    assert unnamed == []


def test_a_key_leads_to_no_page_without_a_scope():
    with pytest.raises(NoReverseMatch):
        reverse("admin:view_on_site", args=[1, 1])


def test_chief_sees_no_full_id(client_of, chief, two_worlds):
    client = client_of(chief)
    person = Person.objects.get(household__village=f.VILLAGE, national_id_index__gt="")

    text = (
        client.get(address(Person, "changelist")).text
        + client.get(address(Person, "change", person.pk)).text
        + client.get(address(Person, "history", person.pk)).text
    )

    assert "x-xxxx-xxxxx-01-6" in text
    assert SECRET_ID not in text


def questions(rf, user):
    """How many queries each list asks for its rows and what is shown of them."""
    counts = {}
    for label, model in RECORDS.items():
        request = rf.get("/")
        request.user = user
        with CaptureQueriesContext(connection) as asked:
            shown = admin.site._registry[model].get_changelist_instance(request)
            shown.formset = None
            list(results(shown))
        counts[label] = len(asked)
    return counts


def test_lists_ask_as_often_for_four_rows_as_for_two(rf, chief, administrator):
    for _n in range(2):
        full_world_at(f.VILLAGE)
    questions(rf, chief), questions(rf, administrator)  # names of places are remembered
    few = questions(rf, chief), questions(rf, administrator)
    for _n in range(2):
        full_world_at(f.VILLAGE)

    assert (questions(rf, chief), questions(rf, administrator)) == few
