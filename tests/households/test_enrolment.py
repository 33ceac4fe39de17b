"""One enrolment: its route, its end, its reserve, who sees it."""

from datetime import timedelta

import pytest

from households.models import Enrolment
from otoppath.thai.dates import format_date, today
from tests import factories as f
from tests.households.pages import address, errors, press, text_of, words_of

pytestmark = pytest.mark.any_database


@pytest.fixture
def client(client_of, officer):
    return client_of(officer)


def test_the_page_shows_every_fact_of_the_year(client):
    enrolment = f.enrolment(f.household(head="สมใจ"))
    f.income(enrolment, total_income=142_000, expense=151_500)
    f.wisdom_use(enrolment, skill="สานตะกร้าจากแม่")
    f.trainer(enrolment, f.sage(first_name="ครูคำ"))

    page = text_of(client.get(enrolment.get_absolute_url()))

    for word in ("142,000", "−9,500", "สานตะกร้าจากแม่", "ครูคำ"):
        assert word in page


def test_income_stands_only_in_its_section(client):
    enrolment = f.enrolment()
    f.income(enrolment, total_income=142_000, expense=151_500)

    page = text_of(client.get(enrolment.get_absolute_url()))

    before, _mark, after = page.partition('id="income"')
    section, _end, rest = after.partition("</section>")
    assert "142,000" in section
    assert "142,000" not in before + rest


def test_the_evidence_of_the_path_is_named_in_words_and_opens(client):
    enrolment = f.enrolment(step=2)
    facts = {
        "wanted": f.choice(enrolment),
        "wisdom": f.wisdom_use(enrolment, skill="สานตะกร้า"),
        "trainer": f.trainer(enrolment),
    }

    for code, fact in facts.items():
        page = client.get(f"/path/enrolments/{enrolment.uuid}/evidence/{code}/")
        assert fact.words in words_of(page)
        assert fact.get_absolute_url() in text_of(page)


def test_an_enrolment_of_another_district_is_not_found(client):
    enrolment = f.enrolment(f.household(f.OUTSIDE_VILLAGE))

    assert client.get(enrolment.get_absolute_url()).status_code == 404


def test_a_household_that_moved_away_shows_without_a_link(client_of, volunteer):
    household = f.household(f.VILLAGE)
    enrolment = f.enrolment(household)
    f.place(f.OTHER_VILLAGE)
    notice = f.notice(household)
    household.move(f.OTHER_VILLAGE, on=today(), by=volunteer)

    page = text_of(client_of(volunteer).get(enrolment.get_absolute_url()))

    assert household.head_name in page
    assert household.get_absolute_url() not in page
    assert notice.get_absolute_url() not in page


def test_the_route_is_chosen(client):
    enrolment = f.enrolment(route="")

    press(client, address("route_change", enrolment), route="single_owner")

    enrolment.refresh_from_db()
    assert enrolment.route == "single_owner"


@pytest.mark.parametrize(("before", "after"), [("group", "own_use"), ("own_use", "group")])
def test_behind_step_three_nobody_turns_to_or_from_own_use(client, before, after):
    enrolment = f.enrolment(step=4, route=before)

    response = press(client, address("route_change", enrolment), route=after)

    enrolment.refresh_from_db()
    assert errors(response) == {"route"}
    assert enrolment.route == before


# --- Leaving ------------------------------------------------------------------------------


def test_an_exit_has_a_day_and_a_reason(client, officer):
    enrolment = f.enrolment()

    press(client, address("enrolment_exit", enrolment), reason="moved", note="ไปอยู่ระยอง")

    enrolment.refresh_from_db()
    assert (enrolment.exited_on, enrolment.exit_reason) == (today(), "moved")
    assert enrolment.history.latest().history_user == officer
    assert not Enrolment.objects.walking().exists()


def test_before_training_a_reserve_takes_the_place(client):
    leaving = f.enrolment(step=2)
    reserve = f.enrolment(selection="reserve")

    press(client, address("enrolment_exit", leaving), reason="withdrew", reserve=str(reserve.pk))

    leaving.refresh_from_db()
    reserve.refresh_from_db()
    assert leaving.replaced_by == reserve
    assert reserve.selection == "selected"


def test_a_reserve_of_another_village_or_year_is_no_choice(client):
    leaving = f.enrolment()
    f.enrolment(f.household(f.OTHER_VILLAGE), selection="reserve")
    f.enrolment(f.household(), selection="reserve", year=leaving.fiscal_year - 1)
    right = f.enrolment(selection="reserve")

    form = client.get(address("enrolment_exit", leaving)).context["form"]

    assert list(form.fields["reserve"].queryset) == [right]


def test_after_training_nobody_takes_the_place(client):
    leaving = f.enrolment(step=3)
    f.enrolment(selection="reserve")

    assert "reserve" not in client.get(address("enrolment_exit", leaving)).context["form"].fields


def test_an_exit_lies_after_the_nomination_and_not_in_the_future(client):
    enrolment = f.enrolment()
    url = address("enrolment_exit", enrolment)

    for day in (today() - timedelta(days=1), today() + timedelta(days=1)):
        typed = format_date(day, "digits")
        assert errors(press(client, url, reason="moved", exited_on=typed)) == {"exited_on"}


def test_an_exit_by_mistake_is_taken_back(client):
    enrolment = f.enrolment(exited_on=today(), exit_reason="moved")

    client.post(address("enrolment_rejoin", enrolment))

    enrolment.refresh_from_db()
    assert (enrolment.exited_on, enrolment.exit_reason) == (None, "")


def test_once_the_place_is_given_away_nobody_comes_back(client):
    reserve = f.enrolment()
    enrolment = f.enrolment(exited_on=today(), exit_reason="moved", replaced_by=reserve)

    client.post(address("enrolment_rejoin", enrolment))

    enrolment.refresh_from_db()
    assert enrolment.exited_on == today()


DECISIONS = [
    "enrolment_exit",
    "route_change",
    "enrolment_selection",
    "trainer_create",
    "chosen_create",
]


@pytest.mark.parametrize("name", DECISIONS)
@pytest.mark.parametrize("who", ["volunteer", "auditor"])
def test_who_only_enters_or_reads_does_not_decide(client_of, cast, name, who):
    enrolment = f.enrolment()

    response = client_of(cast[who]).post(
        address(name, enrolment), {"reason": "moved", "route": "group"}
    )

    enrolment.refresh_from_db()
    assert response.status_code == 403
    assert enrolment.exited_on is None
