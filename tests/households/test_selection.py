"""The village meeting: one form for the meeting and what it said of every household."""

import pytest

from households.models import Enrolment, SelectionMeeting
from otoppath.thai.dates import fiscal_year, format_date, today
from tests import factories as f
from tests.households.pages import address, errors, filled, press, said, text_of, words_of

pytestmark = pytest.mark.any_database

YEAR = fiscal_year(today())
NEW = f"/households/meetings/new/?village={f.VILLAGE}&year={YEAR}"
HELD = {
    "number": "1/2570",
    "held_on": format_date(today(), "digits"),
    "eligible_count": "100",
    "present_count": "80",
    "chaired_by": "ผู้ใหญ่บ้าน",
}


@pytest.fixture
def client(client_of, officer):
    f.place(f.VILLAGE)
    return client_of(officer)


def nominated(**fields):
    return f.enrolment(f.household(), **({"selection": "nominated"} | fields))


def mark(enrolment, result):
    return {f"mark_{enrolment.uuid}": result}


def test_one_form_decides_on_every_nominated_household(client, officer):
    first, second, third = nominated(), nominated(), nominated()
    marks = mark(first, "selected") | mark(second, "reserve") | mark(third, "not_selected")

    response = press(client, NEW, minutes="เห็นชอบ", **HELD, **marks)

    meeting = SelectionMeeting.objects.get()
    results = {e.pk: (e.selection, e.meeting) for e in Enrolment.objects.all()}
    assert response.url == meeting.get_absolute_url()
    assert results == {
        first.pk: ("selected", meeting),
        second.pk: ("reserve", meeting),
        third.pk: ("not_selected", meeting),
    }
    assert first.history.latest().history_user == officer


def test_who_stays_nominated_belongs_to_no_meeting(client):
    enrolment = nominated()

    press(client, NEW, **HELD)

    enrolment.refresh_from_db()
    assert (enrolment.selection, enrolment.meeting) == ("nominated", None)


def test_the_list_holds_the_village_and_year_and_what_nobody_decided_yet(client):
    here, reserve = nominated(), nominated(selection="reserve", meeting=f.selection_meeting())
    nominated(year=YEAR - 1)
    nominated(selection="selected", meeting=f.selection_meeting())
    nominated(exited_on=today(), exit_reason="moved")
    f.enrolment(f.household(f.OTHER_VILLAGE), selection="nominated")

    listed = client.get(NEW).context["form"].listed

    assert set(listed) == {here, reserve}


def test_village_and_year_are_asked_first(client):
    page = client.get("/households/meetings/new/")

    assert "village" in page.context["form"].fields
    assert "minutes" not in page.context["form"].fields


def test_a_village_outside_the_area_has_no_form(client):
    f.place(f.OUTSIDE_VILLAGE)

    page = client.get(f"/households/meetings/new/?village={f.OUTSIDE_VILLAGE}&year={YEAR}")

    assert errors(page) == {"village"}


def test_without_quorum_it_is_saved_when_that_was_confirmed(client):
    asked = press(client, NEW, **HELD | {"present_count": "40"})
    tick = asked.context["form"]["sure"].field.widget.attrs["value"]
    assert "ผู้เข้าประชุม 40 จาก 100 คน" in text_of(asked)
    assert not SelectionMeeting.objects.exists()

    saved = press(client, NEW, **HELD | {"present_count": "40", "sure": tick})

    assert "ตรวจสอบองค์ประชุม" in text_of(client.get(saved.url))


def test_minutes_are_added_later_without_asking_for_the_quorum_again(client):
    meeting = f.selection_meeting(present_count=40, minutes="")

    press(client, f"{meeting.get_absolute_url()}change/", minutes="เห็นชอบ")

    meeting.refresh_from_db()
    assert meeting.minutes == "เห็นชอบ"


def test_without_minutes_it_is_saved_with_a_warning(client):
    response = press(client, NEW, **HELD)

    page = text_of(client.get(response.url))
    assert len(said(response)) == 2
    assert "ยังไม่บันทึกมติที่ประชุม" in page


def test_more_people_than_entitled_are_refused_and_the_marks_stay(client):
    enrolment = nominated()

    response = press(client, NEW, **HELD | {"present_count": "101"} | mark(enrolment, "reserve"))

    assert errors(response) == {"present_count"}
    assert response.context["form"][f"mark_{enrolment.uuid}"].value() == "reserve"
    assert not SelectionMeeting.objects.exists()


def test_a_double_press_holds_one_meeting(client):
    data = filled(client.get(NEW).context["form"]) | HELD

    client.post(NEW, data)
    client.post(NEW, data)

    assert SelectionMeeting.objects.count() == 1


def test_a_reserve_is_chosen_by_a_later_meeting(client):
    earlier = f.selection_meeting()
    reserve = nominated(selection="reserve", meeting=earlier)

    press(client, NEW, **HELD, **mark(reserve, "selected"))

    reserve.refresh_from_db()
    assert reserve.selection == "selected"
    assert reserve.meeting != earlier


def test_a_reserve_left_as_it_was_stays_with_its_meeting(client):
    earlier = f.selection_meeting()
    reserve = nominated(selection="reserve", meeting=earlier)

    press(client, NEW, **HELD)

    reserve.refresh_from_db()
    assert reserve.meeting == earlier


def test_who_went_on_from_step_one_is_decided_no_more(client):
    meeting = f.selection_meeting()
    gone_on = nominated(selection="selected", meeting=meeting, step=2)

    form = client.get(address("meeting_change", meeting)).context["form"]

    assert form.listed == []
    assert gone_on.selection == "selected"


def test_the_document_is_kept_and_sent_as_a_download(client):
    pdf = f.SimpleUploadedFile("a.pdf", b"%PDF-1.4 ... %%EOF", "application/pdf")

    press(client, NEW, document=pdf, **HELD)

    meeting = SelectionMeeting.objects.get()
    sent = client.get(address("meeting_file", meeting))
    assert sent["Content-Type"] == "application/pdf"
    assert sent["Content-Disposition"].startswith("attachment")


def test_minutes_added_later_keep_the_document(client):
    pdf = f.SimpleUploadedFile("a.pdf", b"%PDF-1.4 ... %%EOF", "application/pdf")
    press(client, NEW, document=pdf, **HELD)
    meeting = SelectionMeeting.objects.get()

    press(client, address("meeting_change", meeting), minutes="เห็นชอบ")

    meeting.refresh_from_db()
    assert meeting.minutes == "เห็นชอบ"
    assert meeting.document


def test_the_official_list_names_who_was_chosen_and_who_is_in_reserve(client):
    meeting = f.selection_meeting()
    chosen = nominated(selection="selected", meeting=meeting)
    reserve = nominated(selection="reserve", meeting=meeting)

    response = client.get(meeting.get_absolute_url())

    lists = [(str(label), rows) for label, rows in response.context["lists"]]
    assert lists == [("ครัวเรือนเป้าหมาย", [chosen]), ("ครัวเรือนสำรอง", [reserve])]
    assert f"ปีงบประมาณ พ.ศ. {YEAR}" in words_of(response)


def test_the_official_list_does_not_say_who_is_poor(client):
    meeting = f.selection_meeting()
    nominated(selection="selected", meeting=meeting, criterion="below_bmn")

    assert "ตกเกณฑ์" not in words_of(client.get(meeting.get_absolute_url()))


# --- From one enrolment -------------------------------------------------------------------


def test_a_meeting_that_was_held_decides_on_one_enrolment(client):
    meeting, enrolment = f.selection_meeting(), nominated()

    response = press(
        client,
        address("enrolment_selection", enrolment),
        meeting=str(meeting.pk),
        selection="selected",
    )

    enrolment.refresh_from_db()
    assert response.url == enrolment.get_absolute_url()
    assert (enrolment.selection, enrolment.meeting) == ("selected", meeting)


def test_a_meeting_of_another_village_or_year_is_no_choice(client):
    enrolment = nominated()
    f.selection_meeting(f.OTHER_VILLAGE)
    f.selection_meeting(year=YEAR - 1)
    right = f.selection_meeting()

    form = client.get(address("enrolment_selection", enrolment)).context["form"]

    assert list(form.fields["meeting"].queryset) == [right]


def test_without_a_meeting_the_page_leads_to_a_new_one(client):
    enrolment = nominated()

    page = text_of(client.get(address("enrolment_selection", enrolment)))

    assert f"village={f.VILLAGE}&amp;year={YEAR}" in page


def test_behind_step_one_the_decision_stands(client):
    meeting = f.selection_meeting()
    enrolment = nominated(selection="selected", step=2)

    response = press(
        client,
        address("enrolment_selection", enrolment),
        meeting=str(meeting.pk),
        selection="reserve",
    )

    enrolment.refresh_from_db()
    assert errors(response) == {"__all__"}
    assert enrolment.selection == "selected"


# --- The list of meetings -----------------------------------------------------------------


def test_meetings_of_the_area_stand_in_the_list_with_their_counts(client):
    meeting = f.selection_meeting()
    f.selection_meeting(f.OUTSIDE_VILLAGE)
    nominated(selection="selected", meeting=meeting)
    nominated(selection="reserve", meeting=meeting)

    (row,) = client.get("/households/meetings/").context["page"].rows

    assert row == meeting
    assert (row.counts["selected"], row.counts["reserve"]) == (1, 1)


def test_a_meeting_of_another_district_is_not_found(client, client_of, volunteer):
    far = f.selection_meeting(f.OUTSIDE_VILLAGE)
    near = f.selection_meeting()

    for name in ("meeting_detail", "meeting_change", "meeting_file"):
        assert client.get(address(name, far)).status_code == 404
    assert client_of(volunteer).get(address("meeting_change", near)).status_code == 403
    assert client_of(volunteer).get(NEW).status_code == 403
