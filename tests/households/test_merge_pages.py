"""The pages that make one household of two: preview, merge, the way back, who may."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from households.duplicates import findings
from households.models import DuplicatePair, Household, HouseholdMerge
from tests import factories as f
from tests.households.pages import address, filled, said, text_of, told, words_of
from tests.pipeline.test_concurrency import at_once

pytestmark = pytest.mark.any_database

ID = "1100000000016"


@pytest.fixture
def client(client_of, officer):
    return client_of(officer)


def pair_of(**second):
    first = f.household(house_no="9", head="เกษม")
    other = f.household(**{"house_no": "9", "head": "เกษม"} | second)
    findings.refresh(Household.objects.all())
    return DuplicatePair.objects.get(), first, other


def press(client, pair, **typed):
    url = address("household_merge", pair)
    data = filled(client.get(url).context["form"])
    return client.post(url, data | typed)


def test_the_preview_shows_what_differs_side_by_side(client):
    pair, _first, second = pair_of(phone="0811111111")
    head = second.persons.get()
    head.identify(ID)
    head.save()

    page = text_of(client.get(address("household_merge", pair)))

    assert "081-111-1111" in page
    assert "1-1000" not in page.replace("1-1000-xxxxx", "")
    assert ID not in page


def test_merging_leads_the_old_address_to_the_household_kept_and_tells_who_did_it(client, officer):
    pair, first, second = pair_of(phone="0811111111")

    response = press(client, pair)

    made = HouseholdMerge.objects.get()
    assert response.url == made.get_absolute_url()
    assert client.get(second.get_absolute_url()).url == first.get_absolute_url()
    first.refresh_from_db()
    assert (first.phone, first.persons.count()) == ("0811111111", 1)
    page = client.get(first.get_absolute_url())
    assert any(text.startswith(f"{officer.display_name} รวม ") for text in told(page))
    assert not DuplicatePair.objects.open().exists()


def test_the_pages_of_a_merge_lead_back_to_the_list(client):
    pair, _first, _second = pair_of()
    pages = [client.get(address("household_merge", pair))]
    press(client, pair)
    pages.append(client.get(HouseholdMerge.objects.get().get_absolute_url()))

    back = f'href="{address("duplicate_list")}"'
    assert all(back in text_of(page).partition("<h1")[0] for page in pages)


def test_taking_back_gives_two_households_and_asks_again(client):
    pair, first, second = pair_of()
    press(client, pair)
    made = HouseholdMerge.objects.get()

    client.post(address("merge_take_back", made))

    assert client.get(second.get_absolute_url()).status_code == 200
    assert any("ย้อนการรวม" in text for text in told(client.get(first.get_absolute_url())))
    assert DuplicatePair.objects.open().get() == pair


def test_a_refusal_to_take_back_says_what_was_changed(client):
    pair, first, _second = pair_of(phone="0811111111")
    press(client, pair)
    made = HouseholdMerge.objects.get()
    first.refresh_from_db()
    first.phone = "0822222222"
    first.save()

    response = client.post(address("merge_take_back", made))

    assert "โทรศัพท์" in " ".join(said(response))
    assert "โทรศัพท์" in words_of(client.get(made.get_absolute_url()))
    made.refresh_from_db()
    assert made.taken_back_at is None


def test_what_was_chosen_stays_when_a_record_changed_meanwhile(client):
    pair, _first, second = pair_of(phone="0811111111")
    form = client.get(address("household_merge", pair)).context["form"]
    typed = filled(form) | {"keep": "second", "field-phone": "first"}
    second.take_version(second.version)

    response = client.post(address("household_merge", pair), typed)

    shown = response.context["form"]
    assert (shown["keep"].value(), shown["field-phone"].value()) == ("second", "first")
    assert client.post(address("household_merge", pair), filled(shown)).status_code == 302
    assert HouseholdMerge.objects.get().kept == second


def test_a_merged_household_is_not_opened_again_but_taken_back(client):
    pair, _first, second = pair_of()
    press(client, pair)

    client.post(address("household_reopen", second))

    second.refresh_from_db()
    assert second.closed_on is not None


def test_an_enrolment_that_was_merged_does_not_rejoin(client):
    pair, first, second = pair_of()
    for household in (first, second):
        f.enrolment(household)
    press(client, pair)
    ended = second.enrolments.get()

    client.post(address("enrolment_rejoin", ended))

    ended.refresh_from_db()
    assert ended.exit_reason == "merged"


def test_the_form_asks_of_each_person_and_of_a_year_that_both_have(client):
    pair, first, second = pair_of()
    f.person(second, first_name="กล้า")
    for household in (first, second):
        f.enrolment(household)

    form = client.get(address("household_merge", pair)).context["form"]

    assert [who.value() != "" for who, _rows in form.person_rows()] == [True, False]
    assert len(form.year_rows()) == 1


@pytest.mark.parametrize("who", ["volunteer", "auditor", "supervisor"])
def test_who_is_not_of_the_office_merges_nothing(client_of, cast, who):
    pair, _first, _second = pair_of()

    assert client_of(cast[who]).get(address("household_merge", pair)).status_code == 403


def test_another_district_finds_neither_pair_nor_merge(client_of, officer_other, client):
    pair, _first, _second = pair_of()
    press(client, pair)
    made = HouseholdMerge.objects.get()
    outside = client_of(officer_other)

    assert outside.get(address("household_merge", pair)).status_code == 404
    assert outside.get(made.get_absolute_url()).status_code == 404
    assert outside.post(address("merge_take_back", made)).status_code == 404


def test_the_page_of_the_household_kept_tells_the_history_of_both(client, officer):
    pair, first, second = pair_of()
    second.phone, second._history_user = "0811111111", officer
    second.save()
    second.phone, second._history_user = "0822222222", officer
    second.save()
    press(client, pair)

    page = client.get(first.get_absolute_url())

    assert any("082-222-2222" in text for text in told(page))


def test_the_queries_of_the_preview_and_of_a_merge_do_not_grow_with_what_there_is(client):
    pair, _first, second = pair_of()
    enrolment = f.enrolment(second)
    client.get(address("household_merge", pair))  # the names of places are read once
    counted = []
    for n in (1, 5):
        for i in range(n):
            f.person(second, first_name=f"กล้า{n}{i}")
            f.visit(enrolment)
            f.notice(second)
        with CaptureQueriesContext(connection) as queries:
            client.get(address("household_merge", pair))
        counted.append(len(queries))
    press(client, pair)
    made = HouseholdMerge.objects.get()
    with CaptureQueriesContext(connection) as queries:
        client.get(made.get_absolute_url())

    assert counted[0] == counted[1]
    assert len(queries) <= 15
    assert made.kept.persons.count() == 7


@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True)
def test_of_two_officers_who_merge_a_pair_at_once_one_does_and_the_other_is_told(client_of):
    pair, _first, _second = pair_of(phone="0811111111")
    officers = [f.user(first_name=name) for name in ("กานดา", "ขจร")]
    url = address("household_merge", pair)
    pressed = [client_of(one) for one in officers]
    pressed = [(client, filled(client.get(url).context["form"])) for client in pressed]

    answers = at_once(lambda one: one[0].post(url, one[1]), pressed)

    made = HouseholdMerge.objects.get()
    assert [answer.url for answer in answers] == [made.get_absolute_url()] * 2
    told = sorted(" ".join(said(answer)) for answer in answers)
    assert told[0].startswith(f"{made.by.display_name} รวมสองครัวเรือนนี้แล้วเมื่อ")
    assert told[1].startswith("รวมเป็นครัวเรือนเดียวแล้ว")
    assert made.kept.persons.count() == 1
