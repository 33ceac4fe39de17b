from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from otoppath.thai.dates import format_date, today
from products.models import Product, Registration, RegistrationEvent
from products.models import RegistrationStatus as S
from tests import factories
from tests.many import NUMBER, many

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
DAY = "1/10/2569"


def move_url(registration, to):
    return reverse("products:registration_move", args=[registration.uuid, to])


def messages_of(response):
    return [str(message) for message in response.context["messages"]]


def post(client, registration, to, **fields):
    sent = {"since": registration.status} | fields
    return client.post(move_url(registration, to), sent, follow=True)


def plain(response):
    text = response.content.decode()
    return text.replace('<span class="term">', "").replace("</span>", "")


def test_a_status_that_ends_in_the_word_does_not_double_it(client_of):
    registration = factories.registration(status=S.PROVINCE_ENDORSED)
    supervisor = factories.user("supervisor", areas=[factories.PROVINCE])

    answer = post(
        client_of(supervisor), registration, S.REGISTERED, number="๓๖-๑", registered_on=DAY
    )

    assert messages_of(answer) == ["บันทึกสถานะเป็น “ขึ้นทะเบียนแล้ว”"]
    registration.refresh_from_db()
    assert registration.number == "36-1"


# --- List ---------------------------------------------------------------------------------


def test_the_longest_waiting_comes_first_and_says_for_whom_it_waits(officer, client_of):
    factories.registration(status=S.SUBMITTED, days=3)
    factories.registration(status=S.DISTRICT_ENDORSED, days=12)

    response = client_of(officer).get("/registrations/?status=in_hand")

    rows = response.context["page"].rows
    assert [row.waiting for row in rows] == ["รอผลจังหวัด 12 วัน", "รอคณะกรรมการอำเภอ 3 วัน"]


def test_what_is_in_hand_leaves_out_what_has_ended(officer, client_of):
    factories.registration(status=S.REGISTERED)
    factories.registration(status=S.CANCELLED)
    draft = factories.registration()

    rows = client_of(officer).get("/registrations/?status=in_hand").context["page"].rows

    assert rows == [draft]


def test_a_registration_is_found_by_its_number(officer, client_of):
    found = factories.registration(status=S.REGISTERED, number="360-77")
    factories.registration(status=S.REGISTERED)

    assert client_of(officer).get("/registrations/?q=360-77").context["page"].rows == [found]


def test_registrations_of_another_district_are_not_listed(officer_other, client_of):
    factories.registration()

    assert client_of(officer_other).get("/registrations/").context["page"].rows == []


def many_registrations(n):
    fields = {"category": "textile", "unit": "ผืน", "retail_price": 1}
    product = Product(producer=factories.producer(), name=f"ผ้า {NUMBER}", **fields)
    product.rekey()
    many(product, n)
    many(Registration(status_since=timezone.now()), n, each="product")


def test_the_list_asks_at_most_five_queries_at_30_and_at_3000(officer, client_of):
    client = client_of(officer)

    def ask():
        with CaptureQueriesContext(connection) as captured:
            assert client.get("/registrations/?q=ผ้า&status=in_hand").status_code == 200
        return len([q for q in captured if "products_" in q["sql"]])

    many_registrations(30)
    ask()
    at_30 = ask()
    many_registrations(2970)

    assert ask() == at_30 <= 5


# --- Beginning and papers -----------------------------------------------------------------


def test_a_registration_is_begun_from_its_product_once(officer, client_of):
    product = factories.product()
    client, sent = client_of(officer), {"once_key": str(uuid4())}
    url = reverse("products:registration_create", args=[product.uuid])

    first, second = client.post(url, sent), client.post(url, sent)

    registration = Registration.objects.get()
    assert first.url == second.url == registration.get_absolute_url()
    assert registration.created_by == officer


def test_beginning_again_leads_to_the_one_that_stands(officer, client_of):
    registration = factories.registration()
    url = reverse("products:registration_create", args=[registration.product.uuid])

    response = client_of(officer).post(url, {"once_key": uuid4()}, follow=True)

    assert response.redirect_chain[-1][0] == registration.get_absolute_url()
    assert messages_of(response) == ["ผลิตภัณฑ์นี้มีคำขออยู่แล้ว"]


def documents_url(registration):
    return reverse("products:registration_documents", args=[registration.uuid])


def check_list(page, **states):
    """What the page would send, but for the lines named."""
    formset = page.context["formset"]
    sent = {
        "form-TOTAL_FORMS": len(formset.forms),
        "form-INITIAL_FORMS": len(formset.forms),
    }
    for i, form in enumerate(formset.forms):
        line = form.instance
        sent |= {
            f"form-{i}-id": line.pk,
            f"form-{i}-state": states.get(line.kind, line.state),
            f"form-{i}-note": states.get(f"{line.kind}_note", line.note),
            f"initial-form-{i}-state": line.state,
            f"initial-form-{i}-note": line.note,
        }
    return sent


def test_papers_that_were_seen_are_ticked_off(officer, client_of):
    registration = factories.registration()
    client, url = client_of(officer), documents_url(registration)

    response = client.post(url, check_list(client.get(url), sample="seen", id_card="not_needed"))

    states = dict(registration.documents.values_list("kind", "state"))
    assert response.url == registration.get_absolute_url()
    assert (states["sample"], states["id_card"]) == ("seen", "not_needed")
    assert registration.documents.get(kind="sample").history.first().history_user == officer


def test_an_old_page_undoes_nothing_a_colleague_found_meanwhile(officer, client_of):
    registration = factories.registration()
    client, url = client_of(officer), documents_url(registration)
    old_page = client.get(url)
    registration.documents.filter(kind="house_register").update(state="seen")

    client.post(url, check_list(old_page, sample="seen"))

    states = dict(registration.documents.values_list("kind", "state"))
    assert (states["house_register"], states["sample"]) == ("seen", "seen")


def test_a_licence_that_is_not_needed_says_why(officer, client_of):
    registration = factories.registration(factories.product(category="food"))
    client, url = client_of(officer), documents_url(registration)
    page = client.get(url)

    refused = client.post(url, check_list(page, licence="not_needed"))
    client.post(url, check_list(page, licence="not_needed", licence_note="ขายสด ไม่บรรจุภาชนะ"))

    assert refused.status_code == 200
    assert registration.documents.get(kind="licence").state == "not_needed"


def test_papers_are_closed_once_the_district_has_endorsed(officer, client_of):
    registration = factories.registration(status=S.DISTRICT_ENDORSED)

    response = client_of(officer).get(documents_url(registration))

    assert response.url == registration.get_absolute_url()


# --- Window -------------------------------------------------------------------------------


def test_the_clock_of_the_open_window_is_shown(officer, client_of):
    factories.window(closes_on=today() + timedelta(days=9))

    response = client_of(officer).get(factories.registration().get_absolute_url())

    assert "ปิดรับในอีก 9 วัน" in plain(response)


def test_no_open_window_is_said_with_the_next_one(officer, client_of):
    opens_on = today() + timedelta(days=20)
    factories.window(opens_on=opens_on, closes_on=opens_on + timedelta(days=60))

    response = client_of(officer).get(factories.registration().get_absolute_url())

    assert "ขณะนี้ไม่มีช่วงเปิดรับลงทะเบียน" in plain(response)
    assert format_date(opens_on) in plain(response)


# --- Moves --------------------------------------------------------------------------------


def test_the_whole_way_from_draft_to_number(officer, chief, supervisor, client_of):
    registration = factories.registration()
    registration.documents.update(state="seen")
    way = [
        (officer, S.SUBMITTED, {}),
        (officer, S.INCOMPLETE, {"note": "ขอภาพถ่ายใหม่"}),
        (officer, S.SUBMITTED, {}),
        (chief, S.DISTRICT_ENDORSED, {"reference": "1/2570", "decided_on": DAY}),
        (supervisor, S.PROVINCE_ENDORSED, {"reference": "ชย 0019/77", "decided_on": DAY}),
        (officer, S.REGISTERED, {"number": "360-1", "registered_on": DAY}),
    ]

    for user, to, fields in way:
        post(client_of(user), registration, to, **fields)
        registration.refresh_from_db()
        assert registration.status == to

    events = RegistrationEvent.objects.filter(registration=registration).values_list(
        "to_status", "by__username", "reference"
    )
    assert list(events)[1:] == [
        (to, user.username, fields.get("reference", "")) for user, to, fields in way
    ]
    assert (registration.number, format_date(registration.registered_on)) == (
        "360-1",
        "1 ต.ค. 2569",
    )


def test_submitting_without_papers_is_refused_with_their_names(officer, client_of):
    registration = factories.registration()
    registration.documents.exclude(kind__in=["sample", "site_photo"]).update(state="seen")

    response = post(client_of(officer), registration, S.SUBMITTED)

    registration.refresh_from_db()
    assert messages_of(response) == [
        "ยังยื่นไม่ได้ ขาด 2 รายการ: ยังไม่มีภาพถ่ายสถานที่ผลิต, ยังไม่มีตัวอย่างผลิตภัณฑ์"
    ]
    assert registration.status == S.DRAFT


def test_a_double_press_makes_one_event_and_says_who_was_first(officer, client_of):
    registration = factories.registration()
    registration.documents.update(state="seen")
    client = client_of(officer)

    post(client, registration, S.SUBMITTED)
    second = post(client, registration, S.SUBMITTED)

    event = registration.events.get(to_status=S.SUBMITTED)
    assert len(messages_of(second)) == 1
    assert messages_of(second)[0].startswith(f"ดำเนินการไปแล้วโดย {officer.display_name} เมื่อ ")
    assert event.by == officer


def test_a_number_that_stands_already_is_refused_beside_its_field(officer, client_of):
    outside = factories.producer(village=factories.OUTSIDE_VILLAGE)
    factories.registration(factories.product(outside), status=S.REGISTERED, number="360-9")
    registration = factories.registration(status=S.PROVINCE_ENDORSED)

    response = post(
        client_of(officer), registration, S.REGISTERED, number="360-9", registered_on=DAY
    )

    assert "เลขทะเบียนนี้มีในระบบแล้ว" in response.context["form"].errors["number"][0]
    assert 'value="360-9"' in response.content.decode()


@pytest.mark.parametrize(
    ("status", "to", "asked"),
    [
        (S.SUBMITTED, S.INCOMPLETE, {"note"}),
        (S.SUBMITTED, S.DISTRICT_ENDORSED, {"reference", "decided_on"}),
        (S.SUBMITTED, S.REJECTED, {"reference", "decided_on", "note"}),
        (S.DISTRICT_ENDORSED, S.PROVINCE_ENDORSED, {"reference", "decided_on"}),
        (S.PROVINCE_ENDORSED, S.REGISTERED, {"number", "registered_on"}),
        (S.DRAFT, S.CANCELLED, {"note"}),
    ],
)
def test_each_move_asks_what_has_to_be_said(chief, client_of, status, to, asked):
    registration = factories.registration(status=status)

    response = post(client_of(chief), registration, to)

    registration.refresh_from_db()
    assert set(response.context["form"].errors) == asked
    assert registration.status == status


def test_a_decision_of_the_future_is_refused(chief, client_of):
    registration = factories.registration(status=S.SUBMITTED)
    tomorrow = format_date(today() + timedelta(days=1), "digits")

    response = post(
        client_of(chief), registration, S.DISTRICT_ENDORSED, reference="1", decided_on=tomorrow
    )

    assert list(response.context["form"].errors) == ["decided_on"]


def test_the_page_offers_only_the_moves_the_user_may_make(officer, chief, supervisor, client_of):
    registration = factories.registration(status=S.SUBMITTED)

    def offered(user):
        page = client_of(user).get(registration.get_absolute_url())
        return {move.to for move in page.context["moves"]}

    assert offered(officer) == {S.INCOMPLETE, S.CANCELLED}
    assert offered(chief) == {S.INCOMPLETE, S.CANCELLED, S.DISTRICT_ENDORSED, S.REJECTED}
    assert offered(supervisor) == set()


@pytest.mark.parametrize("method", ["get", "post"])
def test_an_endorsement_is_forbidden_to_an_officer(officer, client_of, method):
    registration = factories.registration(status=S.SUBMITTED)
    url = move_url(registration, S.DISTRICT_ENDORSED)

    response = getattr(client_of(officer), method)(url, {"since": S.SUBMITTED})

    assert response.status_code == 403


def test_a_move_outside_the_table_is_not_found(chief, client_of):
    registration = factories.registration(status=S.SUBMITTED)

    assert client_of(chief).get(move_url(registration, S.REGISTERED)).status_code == 404
    assert client_of(chief).get(move_url(registration, "nonsense")).status_code == 404


def test_the_supervisor_records_the_result_of_the_province_and_cannot_do_more(
    supervisor, client_of
):
    registration = factories.registration(status=S.DISTRICT_ENDORSED)
    client = client_of(supervisor)

    post(client, registration, S.PROVINCE_ENDORSED, reference="ชย 1", decided_on=DAY)

    registration.refresh_from_db()
    assert registration.status == S.PROVINCE_ENDORSED
    assert client.get(documents_url(registration)).status_code == 403
    assert client.get("/products/new/").status_code == 403


def test_what_was_done_is_told_with_meeting_day_and_reason(chief, client_of):
    registration = factories.registration(status=S.SUBMITTED)
    said = {"reference": "2/2570", "decided_on": DAY, "note": "ไม่ได้ผลิตเอง"}

    response = post(client_of(chief), registration, S.REJECTED, **said)

    event = response.context["events"][0]
    assert event["text"] == "ไม่ผ่าน · 2/2570 · 1 ต.ค. 2569 · ไม่ได้ผลิตเอง"
    assert event["by"] == chief.display_name


def test_a_cancelled_registration_moves_no_record_back(officer, client_of):
    group = factories.group(step=5)
    product = factories.product(factories.producer(group))
    registration = factories.registration(product, status=S.REGISTERED)

    post(
        client_of(officer),
        registration,
        S.CANCELLED,
        reference="ชย 9",
        decided_on=DAY,
        note="เลิกผลิต",
    )

    group.refresh_from_db()
    registration.refresh_from_db()
    assert (registration.status, group.step) == (S.CANCELLED, 5)
    assert registration.number != ""
