"""A number stands for one meeting of a village and year, in whatever digits it is typed."""

import pytest

from households.models import SelectionMeeting
from tests import factories as f
from tests.households.pages import press, text_of
from tests.households.test_selection import HELD, NEW


@pytest.fixture
def client(client_of, officer):
    f.place(f.VILLAGE)
    return client_of(officer)


def test_thai_digits_are_the_same_number(client):
    press(client, NEW, **HELD)

    answer = press(client, NEW, **HELD | {"number": "๑ / ๒๕๗๐"})

    assert "บันทึกการประชุมครั้งที่ 1/2570" in text_of(answer)
    assert SelectionMeeting.objects.count() == 1


def test_another_village_and_another_year_have_a_number_one_of_their_own(client):
    f.selection_meeting(number="1/2570", year=2569)
    f.selection_meeting(f.OTHER_VILLAGE, number="1/2570")

    press(client, NEW, **HELD)

    assert SelectionMeeting.objects.count() == 3


def test_a_meeting_keeps_its_own_number_when_it_is_corrected(client):
    press(client, NEW, **HELD)
    meeting = SelectionMeeting.objects.get()

    press(client, f"{meeting.get_absolute_url()}change/", **HELD | {"venue": "ศาลากลางบ้าน"})

    meeting.refresh_from_db()
    assert meeting.venue == "ศาลากลางบ้าน"


def test_more_people_than_any_village_has_are_refused_in_words(client):
    answer = press(client, NEW, **HELD | {"eligible_count": "99,999,999,999"})

    assert "จำนวนนี้มากเกินไป ระบุได้ไม่เกิน 32,767" in text_of(answer)
