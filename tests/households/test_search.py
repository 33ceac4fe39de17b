"""Search comes before a new household: what is there is opened, not entered again."""

import pytest
from django.db import connection

from households import matching
from households.models import Household, Person
from otoppath.privacy.models import AccessLog
from otoppath.thai.keys import sort_key
from tests import factories as f
from tests.households.pages import address, errors, filled, said, text_of

ID = "1100000000016"
OUTSIDE = "อาจมีในระบบแล้ว ติดต่อจังหวัด"
NEW, ADD = "/households/new/", "/households/new/form/"


@pytest.fixture
def client(client_of, officer):
    return client_of(officer)


def known(number=ID, village=f.VILLAGE, **fields):
    household = f.household(village, **fields)
    head = household.persons.get()
    head.identify(number)
    head.save()
    return household


def found(response):
    return [row.pk for row in (*response.context["same_id"], *response.context["alike"])]


def test_a_household_that_is_there_is_offered_before_a_new_one(client):
    there = f.household(head="สมใจ")

    response = client.post(NEW, {"name": "นางสมใจ ตัวอย่างดี", "village": f.VILLAGE})

    page = text_of(response)
    assert found(response) == [there.pk]
    assert page.index(there.get_absolute_url()) < page.index("เพิ่มครัวเรือนใหม่")


def test_a_household_of_the_village_is_offered_though_the_surname_changed(client):
    there = f.household(head="สมใจ")
    f.household(f.OTHER_VILLAGE, head="สมใจ")

    response = client.post(NEW, {"name": "สมใจ นามใหม่", "village": f.VILLAGE})

    assert found(response) == [there.pk]


def test_a_household_outside_the_area_is_not_offered_by_name(client):
    f.household(f.OUTSIDE_VILLAGE, head="สมใจ")

    response = client.post(NEW, {"name": "สมใจ"})

    assert found(response) == []


def test_the_same_id_comes_first(client):
    by_name, by_id = f.household(head="สมใจ"), known(head="ชื่อใหม่")

    response = client.post(NEW, {"name": "สมใจ", "national_id": ID})

    assert found(response) == [by_id.pk, by_name.pk]


def test_something_has_to_be_known(client):
    response = client.post(NEW, {"name": "", "national_id": ""})

    assert errors(response) == {"__all__"}
    assert "ยังค้นหาไม่ได้ มี 1 จุดที่ต้องแก้ไข" in text_of(response)


def test_an_id_outside_the_area_says_only_whom_to_ask(client, officer):
    outside = known(village=f.OUTSIDE_VILLAGE, head="นอกเขต", house_no="77")

    response = client.post(NEW, {"name": "สมใจ", "national_id": ID})

    page = text_of(response)
    log = AccessLog.objects.get()
    assert OUTSIDE in page
    assert "นอกเขต" not in page
    assert str(outside.uuid) not in page
    assert (log.user, log.action) == (officer, AccessLog.Action.MATCH_OUTSIDE)
    assert ID not in log.subject_label


def test_an_id_of_the_own_area_is_no_match_outside(client):
    known()

    response = client.post(NEW, {"national_id": ID, "name": ""})

    assert OUTSIDE not in text_of(response)
    assert not AccessLog.objects.exists()


def test_whoever_learnt_of_many_people_outside_is_told_nothing_more(client, monkeypatch):
    monkeypatch.setattr(matching, "OUTSIDE_A_DAY", 1)
    known(village=f.OUTSIDE_VILLAGE)
    other = "1100000000024"
    known(other, village=f.OUTSIDE_VILLAGE)
    client.post(NEW, {"national_id": ID, "name": ""})

    response = client.post(NEW, {"national_id": other, "name": ""})

    assert OUTSIDE not in text_of(response)
    assert AccessLog.objects.count() == 1


def test_an_id_that_nobody_has_counts_as_asked_too(client, monkeypatch):
    monkeypatch.setattr(matching, "ASKED_A_DAY", 1)
    known(village=f.OUTSIDE_VILLAGE)
    client.post(NEW, {"national_id": "1100000000024", "name": ""})

    response = client.post(NEW, {"national_id": ID, "name": ""})

    assert OUTSIDE not in text_of(response)
    assert response.context["outside"].is_limited


def test_a_blank_id_matches_no_blank_id(client):
    f.household(f.OUTSIDE_VILLAGE)

    assert matching.outside("", user=None) == matching.Outside()
    assert not Person.objects.with_national_id("").exists()


# --- Adding -------------------------------------------------------------------------------


def new_form(client, **typed):
    f.place(f.VILLAGE)
    searched = {"name": "นาย เกษม ใจสมมุติ", "village": f.VILLAGE, "national_id": ID} | typed
    return client.post(ADD, searched).context["form"]


def test_what_was_searched_is_filled_into_the_new_form(client):
    data = filled(new_form(client))

    assert (data["title"], data["first_name"], data["last_name"]) == ("นาย", "เกษม", "ใจสมมุติ")
    assert (data["village"], data["national_id"]) == (f.VILLAGE, ID)


def test_a_searched_house_number_is_filled_in_as_one(client):
    assert filled(new_form(client, name="42/1"))["house_no"] == "42/1"


def test_a_new_household_has_its_head_and_can_be_found(client, officer):
    data = filled(new_form(client)) | {"house_no": "42/1", "birth": "2512"}

    response = client.post(ADD, data)

    made = Household.objects.get()
    head = made.persons.get()
    assert response.url == made.get_absolute_url()
    assert (made.village_id, made.created_by) == (f.VILLAGE, officer)
    assert (made.head_name, made.house_no) == ("นายเกษม ใจสมมุติ", "42/1")
    assert (head.national_id, head.birth, head.is_head) == (ID, (1969, None, None), True)
    assert list(Household.objects.matching("เกษม 42/1")) == [made]


def test_an_id_typed_wrong_is_refused_and_the_rest_stays(client):
    data = filled(new_form(client)) | {"house_no": "42/1", "national_id": "1100000000017"}

    response = client.post(ADD, data)

    assert errors(response) == {"national_id"}
    assert response.context["form"]["house_no"].value() == "42/1"
    assert not Household.objects.exists()


def test_a_village_outside_the_area_is_refused(client):
    f.place(f.OUTSIDE_VILLAGE)
    data = filled(new_form(client)) | {"village": f.OUTSIDE_VILLAGE}

    assert errors(client.post(ADD, data)) == {"village"}


def test_a_double_press_makes_one_household(client):
    data = filled(new_form(client))

    first, second = client.post(ADD, data), client.post(ADD, data)

    assert first.url == second.url
    assert Household.objects.count() == Person.objects.count() == 1


def test_what_a_volunteer_adds_waits_for_the_check(client_of, volunteer):
    client = client_of(volunteer)

    client.post(ADD, filled(new_form(client)))

    made = Household.objects.get()
    assert not made.is_checked
    assert list(Household.objects.waiting()) == [made]


def test_an_auditor_cannot_add(client_of, auditor):
    assert client_of(auditor).get(NEW).status_code == 403
    assert client_of(auditor).post(ADD, {}).status_code == 403


def test_the_search_leads_to_the_form(client):
    f.place(f.VILLAGE)

    assert address("household_add") in text_of(client.post(NEW, {"name": "ไม่มีใคร"}))


def test_a_reload_of_the_form_leads_back_to_the_search(client):
    """A switch of the language or a new login opens the form's address without a press."""
    assert client.get(ADD).url == NEW


# --- What is there already, looked for once more when a household is saved ----------------


def entered(client, **typed):
    """Fill in a new household and save it."""
    return client.post(ADD, filled(new_form(client, national_id="")) | {"house_no": "9"} | typed)


def matched(response):
    return [match.household for match in response.context["found"]]


def test_a_household_of_the_same_name_and_village_is_shown_before_it_is_saved(client):
    there = f.household(head="เกษม")
    there.persons.update(last_name="ใจสมมุติ", sort_key=sort_key("เกษม ใจสมมุติ"))

    response = entered(client)

    assert matched(response) == [there]
    assert Household.objects.count() == 1
    assert response.context["form"]["house_no"].value() == "9"


@pytest.mark.parametrize(
    ("stored", "typed"),
    [
        ({"house_no": "๔๒/๑"}, {"house_no": "42/1"}),
        ({"house_code": "36100000057"}, {"house_code": "3610-000005-7"}),
    ],
)
def test_a_household_of_the_same_house_is_shown(client, stored, typed):
    there = f.household(**stored)
    there.settle()

    assert matched(entered(client, **typed)) == [there]


def test_the_same_id_is_shown_first_and_opening_it_is_the_main_button(client):
    by_house, by_id = f.household(house_no="9"), known(head="ชื่ออื่น")

    response = entered(client, national_id=ID)

    page = text_of(response)
    assert matched(response) == [by_id, by_house]
    assert f'btn-primary" href="{by_id.get_absolute_url()}"' in page
    assert f'btn-secondary" href="{by_house.get_absolute_url()}"' in page


def test_the_card_says_what_speaks_for_it_and_what_against(client):
    f.household(house_no="9", head="เกษม")

    page = text_of(entered(client))

    assert "บ้านเลขที่ตรงกัน" in page
    assert "เพศต่างกัน" in page  # นาง is stored, นาย is typed


def test_a_volunteer_is_shown_those_of_the_own_village_only(client_of, volunteer):
    there = f.household(house_no="9", head="เกษม")
    f.household(f.OTHER_VILLAGE, house_no="9", head="เกษม")

    assert matched(entered(client_of(volunteer))) == [there]


def test_another_household_is_saved_once_it_is_said_to_be_another(client):
    there = f.household(house_no="9")
    first = entered(client)
    data = filled(first.context["form"])

    one = client.post(ADD, data | {"another": str(there.uuid)})
    two = client.post(ADD, data | {"another": str(there.uuid)})

    assert one.status_code == two.status_code == 302
    assert Household.objects.count() == 2


def test_who_said_it_of_one_household_is_asked_again_of_another(client):
    there = f.household(house_no="9")
    other = f.household(house_no="10")
    data = filled(entered(client).context["form"])

    response = client.post(ADD, data | {"house_no": "10", "another": str(there.uuid)})

    assert matched(response) == [other]


def test_a_house_in_another_village_or_district_is_no_match(client):
    f.household(f.OTHER_VILLAGE, house_no="9")
    f.household(f.OUTSIDE_VILLAGE, house_no="9", house_code="36100000057")

    assert entered(client, house_code="36100000057").status_code == 302


def test_an_id_known_outside_is_told_when_the_household_is_saved(client):
    known(village=f.OUTSIDE_VILLAGE, head="นอกเขต")

    response = entered(client, national_id=ID)

    assert OUTSIDE in " ".join(said(response))


def test_the_search_opens_at_its_results(client):
    page = text_of(client.post(NEW, {"name": "ไม่มีใคร"}))

    assert 'action="#results"' in page
    assert 'id="results"' in page


def test_on_postgresql_a_search_inside_names_has_an_index(request, db):
    """Made by a migration: PostgreSQL alone has such an index (`make test` migrates)."""
    if connection.vendor != "postgresql" or request.config.getoption("nomigrations"):
        pytest.skip("no trigrams on SQLite, nor in tables made straight from the models")

    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(
            "EXPLAIN SELECT id FROM households_household WHERE search_key LIKE %s", ["%สมมต%"]
        )
        plan = " ".join(row[0] for row in cursor.fetchall())
        cursor.execute(
            "SELECT indexdef FROM pg_indexes WHERE indexname = 'household_search_trigrams'"
        )
        (made_by,) = cursor.fetchone()

    assert "household_search_trigrams" in plan
    assert "substr((village_id)::text, 1, 4)" in made_by


@pytest.mark.parametrize(("word", "is_indexed"), [("ดี", False), ("ดีจ", True)])
def test_word_too_short_for_the_index_is_not_looked_for_in_it(word, is_indexed):
    query = str(Household.objects.all().matching(word).query)

    assert ("LIKE" in query) is is_indexed
