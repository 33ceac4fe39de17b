"""Lists that somebody comes back to: filters and columns under a name, nobody else's."""

import pytest

from otoppath.lists.saved import SavedList
from tests import factories as f
from tests.households.pages import said, text_of

pytestmark = pytest.mark.django_db

SAVED = "/saved/enrolments/"


@pytest.fixture
def client(client_of, officer):
    return client_of(officer)


def save(client, query="", *, name="สำรองของตำบล", cols=("village", "step"), url=SAVED):
    return client.post(url + query, {"name": name, "cols": list(cols)})


def test_a_list_is_saved_with_its_filter_and_columns_and_opened_again(client):
    f.enrolment(selection="reserve")

    opened = save(client, "?selection=reserve")

    page = text_of(client.get(opened.url))
    assert opened.url == "/households/enrolments/?cols=village&cols=step&selection=reserve"
    assert opened.url.replace("&", "&amp;") in text_of(client.get(SAVED))
    assert 'data-label="หมู่บ้าน"' in page
    assert 'data-label="เส้นทาง"' not in page


@pytest.mark.parametrize(
    ("kind", "cols", "gone"),
    [("households", ["village"], "ปีนี้"), ("groups", ["village", "step"], "ยังขาด")],
)
def test_every_list_shows_the_chosen_columns(client, kind, cols, gone):
    f.household()
    f.group()

    page = text_of(client.get(save(client, cols=cols, url=f"/saved/{kind}/").url))

    assert 'data-label="หมู่บ้าน"' in page
    assert f'data-label="{gone}"' not in page


def test_the_columns_stay_when_the_list_is_filtered_anew_and_are_no_filter(client):
    f.enrolment()
    response = client.get("/households/enrolments/?cols=village")
    filters = response.context["filters"]

    assert '<input type="hidden" name="cols" value="village"' in text_of(response)
    assert (filters.is_filtered, filters.chips()) == (False, [])
    assert filters.querystring(step=1) == "?cols=village&step=1"


def test_columns_that_do_not_exist_hide_nothing(client):
    response = client.get("/households/enrolments/?cols=secret")

    assert response.context["filters"].columns == ["village", "selection", "step", "route"]


def test_a_name_that_was_searched_for_is_not_kept(client):
    save(client, "?q=สมใจ&step=1")

    assert SavedList.objects.get().query == "?cols=village&cols=step&step=1"
    assert "สมใจ" not in text_of(client.get(f"{SAVED}?q=สมใจ"))


def test_what_is_in_it_is_read_anew_in_the_area_of_its_user(client, officer):
    mine = f.enrolment(f.household(head="เกษม"))
    opened = save(client, f"?place={f.SUBDISTRICT}").url
    assert "เกษม" in text_of(client.get(opened))

    officer.areas.set([f.place(f.OUTSIDE_DISTRICT)])
    client.force_login(officer)  # a change of area ends the sessions

    assert mine.household.head_name not in text_of(client.get(opened))


def test_nobody_sees_changes_or_deletes_the_list_of_another(client, client_of, chief):
    save(client)
    kept = SavedList.objects.get()
    other = client_of(chief)

    assert kept.name not in text_of(other.get(SAVED))
    assert other.post(SAVED, {"of": str(kept.uuid), "name": "ของฉัน"}).status_code == 404
    assert other.post(SAVED, {"of": str(kept.uuid), "delete": "1"}).status_code == 404
    assert client.post("/saved/groups/", {"of": str(kept.uuid), "delete": "1"}).status_code == 404
    assert SavedList.objects.get().name == kept.name


def test_a_list_is_renamed_and_deleted(client):
    save(client)
    kept = SavedList.objects.get()

    client.post(SAVED, {"of": str(kept.uuid), "name": " ชื่อใหม่ "})
    assert SavedList.objects.get().name == "ชื่อใหม่"
    response = client.post(SAVED, {"of": str(kept.uuid), "delete": "1"})
    assert said(response)[-1:] == ["ลบรายการ “ชื่อใหม่” แล้ว"]
    assert not SavedList.objects.exists()


def test_the_same_name_is_saved_anew_and_not_given_to_two(client):
    save(client, "?step=1")
    save(client, "?step=2")
    save(client, name="อื่น")

    other = SavedList.objects.get(name="อื่น")
    response = client.post(SAVED, {"of": str(other.uuid), "name": "สำรองของตำบล"})

    assert SavedList.objects.get(name="สำรองของตำบล").query.endswith("step=2")
    assert "มีรายการชื่อนี้แล้ว" in text_of(response)


@pytest.mark.parametrize("typed", [{"name": "", "cols": ["step"]}, {"name": "ก", "cols": []}])
def test_a_list_without_a_name_or_a_column_is_not_saved(client, typed):
    response = client.post(SAVED, typed)

    assert response.status_code == 200
    assert not SavedList.objects.exists()


def test_a_volunteer_saves_lists_of_households_and_not_of_groups(client_of, volunteer):
    client = client_of(volunteer)

    assert save(client).status_code == 302
    assert client.get("/saved/groups/").status_code == 403
    assert client.get("/saved/secrets/").status_code == 404
    assert client.post(SAVED, {"of": "x"}).status_code == 404


def test_the_list_at_hand_leads_to_saving_it(client):
    page = text_of(client.get("/households/enrolments/?step=1"))

    assert "/saved/enrolments/?step=1" in page
