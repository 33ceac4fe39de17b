"""Activities of villages and groups, who came, photos."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from groups.models import Activity, ActivityPhoto, Attendance
from otoppath.thai.dates import fiscal_year, today
from tests import factories
from tests.groups.conftest import errors_of

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def held(day):
    """An activity of a group as it is typed."""
    return {
        "kind": "occupation_training",
        "title": "อบรมย้อมสีธรรมชาติ",
        "held_on": day(-1),
        "hours": "6",
    }


def test_an_activity_of_a_group_is_of_its_village_and_occupation(send, held, officer):
    group = factories.group()

    answer = send("activity_create", group, **held)

    activity = Activity.objects.get()
    assert answer.url == group.get_absolute_url()
    assert (activity.village, activity.occupation) == (group.village, group.occupation)
    assert activity.fiscal_year == fiscal_year(today() - timedelta(1))
    assert activity.created_by == officer


def test_the_list_of_who_came_may_follow_at_once(send, held):
    answer = send("activity_create", factories.group(), attend="1", **held)

    activity = Activity.objects.get()
    assert answer.url == reverse("groups:attendance_change", args=[activity.uuid])


def test_an_activity_of_a_village_needs_no_group(send, held):
    village, occupation = factories.place(), factories.occupation()

    answer = send("village_activity_create", **held, village=village.code, occupation=occupation.pk)

    activity = Activity.objects.get()
    assert answer.url == activity.get_absolute_url()
    assert (activity.group, activity.village) == (None, village)


def test_an_activity_is_not_held_in_a_village_of_another_district(send, held):
    outside, occupation = factories.place(factories.OUTSIDE_VILLAGE), factories.occupation()

    answer = send("village_activity_create", **held, village=outside.code, occupation=occupation.pk)

    assert list(errors_of(answer)) == ["village"]


@pytest.mark.parametrize(("field", "typed"), [("hours", "0"), ("hours", "-2"), ("title", " ")])
def test_an_activity_that_cannot_be_is_refused(send, held, field, typed):
    answer = send("activity_create", factories.group(), **held | {field: typed})

    assert list(errors_of(answer)) == [field]
    assert not Activity.objects.exists()


def test_an_activity_is_not_held_tomorrow(send, held, day):
    answer = send("activity_create", factories.group(), **held | {"held_on": day(1)})

    assert list(errors_of(answer)) == ["held_on"]


def test_a_corrected_day_moves_the_fiscal_year(send, held):
    activity = factories.activity(factories.group())

    send("activity_change", activity, **held | {"held_on": "1/10/2568"})

    activity.refresh_from_db()
    assert activity.fiscal_year == 2569


# --- Attendance ---------------------------------------------------------------------------


def result_of(person):
    return f"person-{person.uuid}"


def test_offered_are_members_and_the_target_households_of_the_village(look):
    group = factories.group()
    member = factories.membership(group).person
    target = factories.enrolment().household.persons.get()
    factories.enrolment(selection="reserve")
    factories.enrolment(factories.household(factories.OTHER_VILLAGE))
    joined_later = factories.membership(group, joined_on=today()).person

    form = look("attendance_change", factories.activity(group)).context["form"]

    assert form.persons == [member, target]
    assert joined_later not in form.persons


def test_many_are_written_onto_the_list_at_once(send, officer):
    group = factories.group()
    came, able, missed, unsaid = (factories.membership(group).person for _ in range(4))
    activity = factories.activity(group)

    answer = send(
        "attendance_change",
        activity,
        **{
            result_of(came): "attended",
            result_of(able): "passed",
            result_of(missed): "absent",
            result_of(unsaid): "",
        },
    )

    assert answer.url == activity.get_absolute_url()
    assert dict(activity.attendances.values_list("person", "result")) == {
        came.pk: "attended",
        able.pk: "passed",
        missed.pk: "absent",
    }
    assert {row.created_by for row in activity.attendances.all()} == {officer}


def test_who_is_on_the_list_stays_and_is_corrected(send):
    group = factories.group()
    attendance = factories.attendance(factories.activity(group), factories.membership(group).person)

    send("attendance_change", attendance.activity, **{result_of(attendance.person): "absent"})

    attendance.refresh_from_db()
    assert attendance.result == "absent"
    assert attendance.history.count() == 2


def test_somebody_of_another_district_is_refused_by_name_of_the_rule(send):
    member = factories.membership()
    stranger = factories.person(factories.household(factories.OUTSIDE_VILLAGE))
    activity = factories.activity(member.group)

    answer = send(
        "attendance_change",
        activity,
        **{result_of(member.person): "attended", result_of(stranger): "attended"},
    )

    assert "คนต่างพื้นที่" in errors_of(answer)["__all__"][0]
    assert stranger.full_name not in answer.content.decode()
    assert not Attendance.objects.exists()


def test_an_empty_list_is_not_saved(send):
    member = factories.membership()

    answer = send(
        "attendance_change", factories.activity(member.group), **{result_of(member.person): ""}
    )

    assert list(errors_of(answer)) == ["__all__"]


def test_a_search_adds_a_name_and_keeps_what_was_chosen(send):
    member = factories.membership()
    wanted = factories.household(factories.OTHER_VILLAGE, head="คำปุ่น").persons.get()
    activity = factories.activity(member.group)

    page = send(
        "attendance_change",
        activity,
        look="1",
        q="คำปุน",
        **{result_of(member.person): "passed"},
    )

    form = page.context["form"]
    assert form.persons == [wanted, member.person]
    assert form[result_of(member.person)].value() == "passed"
    assert not Attendance.objects.exists()


def test_who_was_found_by_a_search_can_be_saved(send):
    member = factories.membership()
    found = factories.person(factories.household(factories.FAR_VILLAGE))
    activity = factories.activity(member.group)

    send("attendance_change", activity, **{result_of(found): "attended"})

    assert activity.attendances.get().person == found


def test_sending_the_list_twice_doubles_nobody(send):
    member = factories.membership()
    activity = factories.activity(member.group)

    for _press in range(2):
        send("attendance_change", activity, **{result_of(member.person): "attended"})

    assert Attendance.objects.count() == 1


# --- Photos -------------------------------------------------------------------------------


def test_several_photos_are_added_and_come_back_without_their_place(send, look):
    activity = factories.activity()
    written = BytesIO()
    exif = Image.Exif()
    exif[0x010E] = "ที่บ้านของป้า"
    Image.new("RGB", (30, 20)).save(written, "JPEG", exif=exif)
    located = SimpleUploadedFile("gps.jpg", written.getvalue())

    send("photo_create", activity, images=[located, factories.photo_file()], caption="ย้อมคราม")

    photos = list(activity.photos.all())
    assert [photo.caption for photo in photos] == ["ย้อมคราม"] * 2
    answer = look("photo_detail", photos[0])
    content = b"".join(answer.streaming_content)
    assert answer["Content-Type"] == "image/jpeg"
    assert not Image.open(BytesIO(content)).getexif()
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize("content", [b"", b"GIF89a", b"<svg onload=alert(1)>", b"\xff\xd8\xff"])
def test_what_is_no_photo_is_refused(send, content):
    activity = factories.activity()
    fake = SimpleUploadedFile("photo.jpg", content, "image/jpeg")

    answer = send("photo_create", activity, images=[factories.photo_file(), fake])

    assert list(errors_of(answer)) == ["images"]
    assert not ActivityPhoto.objects.exists()


def test_photos_are_asked_for(send):
    assert list(errors_of(send("photo_create", factories.activity()))) == ["images"]


def test_more_than_ten_photos_at_once_are_refused(send):
    photos = [factories.photo_file(f"{n}.jpg") for n in range(11)]

    answer = send("photo_create", factories.activity(), images=photos)

    assert list(errors_of(answer)) == ["images"]


def test_a_photo_of_another_district_does_not_exist(look, officer_other):
    photo = factories.activity_photo()

    assert look("photo_detail", photo).status_code == 200
    assert look("photo_detail", photo, user=officer_other).status_code == 404


def test_a_photo_is_shown_to_who_is_logged_in_only(client):
    photo = factories.activity_photo()

    answer = client.get(reverse("groups:photo_detail", args=[photo.uuid]))

    assert answer.status_code == 302


def test_activities_are_listed_newest_first_with_who_came(look):
    old = factories.activity(held_on=today() - timedelta(days=9))
    new = factories.activity(held_on=today() - timedelta(days=1))
    factories.attendance(old)
    factories.attendance(old, result="absent")

    context = look("activity_list").context

    assert list(context["page"]) == [new, old]
    assert context["came"] == {old.pk: 1, new.pk: 0}


@pytest.mark.parametrize(
    "query",
    ["q=ย้อม", "kind=study_visit", "occupation=basketry", f"place={factories.OTHER_VILLAGE}"],
)
def test_each_filter_of_activities_finds_what_it_names(look, query):
    factories.activity()
    found = factories.activity(
        village=factories.OTHER_VILLAGE,
        title="ย้อมสี",
        kind="study_visit",
        occupation=factories.occupation("basketry"),
    )

    assert list(look("activity_list", query=f"?{query}").context["page"]) == [found]
