"""Facts of an enrolment, one form each: who may enter what, and what is refused."""

from datetime import timedelta

import pytest

from households.models import Notice, OccupationChoice, TrainerAssignment, Visit, VisitPhoto
from otoppath.thai.dates import format_date, today
from tests import factories as f
from tests.households.pages import address, errors, press, said

pytestmark = pytest.mark.any_database

TOMORROW = format_date(today() + timedelta(days=1), "digits")


@pytest.fixture
def client(client_of, officer):
    return client_of(officer)


@pytest.fixture
def enrolment(db):
    return f.enrolment()


def test_the_notice_is_given_to_the_household_whoever_received_it(client, enrolment):
    response = press(client, address("notice_create", enrolment), channel="paper")

    notice = Notice.objects.get()
    assert response.url == enrolment.get_absolute_url()
    assert (notice.household, notice.given_on) == (enrolment.household, today())
    assert notice.received_by == enrolment.household.head_name


def test_what_an_officer_enters_counts_at_once_and_what_a_volunteer_enters_waits(
    client, client_of, volunteer, enrolment
):
    url = address("notice_create", enrolment)
    press(client, url, channel="paper")

    response = press(client_of(volunteer), url, channel="paper")

    assert Notice.objects.checked().count() == 1
    assert Notice.objects.waiting().get().created_by == volunteer
    assert said(response) == ["บันทึกแล้ว รอเจ้าหน้าที่ตรวจ"]


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("notice_create", "given_on"),
        ("wanted_create", "chosen_on"),
        ("income_create", "as_of"),
        ("readiness_create", "assessed_on"),
        ("wisdom_use_create", "noted_on"),
        ("visit_create", "visited_on"),
        ("chosen_create", "chosen_on"),
    ],
)
def test_nothing_is_entered_of_a_day_that_has_not_come(client, enrolment, name, day):
    response = press(client, address(name, enrolment), **{day: TOMORROW})

    assert day in errors(response)
    assert response.context["form"][day].value() == TOMORROW


@pytest.mark.parametrize(
    ("name", "day"), [("notice_create", "given_on"), ("visit_create", "visited_on")]
)
def test_a_year_mistyped_by_decades_is_refused_and_says_from_when(client, enrolment, name, day):
    response = press(client, address(name, enrolment), **{day: "1/1/2500"})

    assert "ตั้งแต่ พ.ศ. 2540" in str(response.context["form"].errors[day])


def test_the_wanted_occupation_is_noted(client, enrolment):
    weaving = f.occupation()

    press(client, address("wanted_create", enrolment), occupation=str(weaving.pk))

    choice = OccupationChoice.objects.get()
    assert (choice.kind, choice.occupation, choice.enrolment) == ("wanted", weaving, enrolment)


def test_an_occupation_out_of_use_is_no_choice(client, enrolment):
    old = f.occupation("old", is_active=False)

    response = press(client, address("wanted_create", enrolment), occupation=str(old.pk))

    assert errors(response) == {"occupation"}


def test_the_chosen_occupation_stands_in_the_enrolment(client, enrolment):
    weaving = f.occupation()

    press(
        client,
        address("chosen_create", enrolment),
        occupation=str(weaving.pk),
        reason="raw_material",
    )

    enrolment.refresh_from_db()
    assert enrolment.chosen_occupation == weaving


def test_a_choice_has_a_reason_and_another_reason_is_explained(client, enrolment):
    weaving = f.occupation()
    url = address("chosen_create", enrolment)

    assert errors(press(client, url, occupation=str(weaving.pk), reason="")) == {"reason"}
    assert errors(press(client, url, occupation=str(weaving.pk), reason="other")) == {"note"}


def test_another_occupation_than_wanted_or_the_groups_is_a_warning_and_no_block(client, enrolment):
    wanted, chosen, groups = f.occupation("a"), f.occupation("b"), f.occupation("c")
    f.choice(enrolment, occupation=wanted)
    group = f.group(occupation=groups)
    f.membership(group, enrolment.household.persons.get())

    response = press(
        client, address("chosen_create", enrolment), occupation=str(chosen.pk), reason="market"
    )

    told = " ".join(said(response))
    enrolment.refresh_from_db()
    assert enrolment.chosen_occupation == chosen
    assert str(wanted) in told
    assert str(group) in told


def test_the_same_occupation_is_no_warning(client, enrolment):
    weaving = f.occupation()
    f.choice(enrolment, occupation=weaving)

    response = press(
        client, address("chosen_create", enrolment), occupation=str(weaving.pk), reason="market"
    )

    assert said(response) == ["บันทึกแล้ว"]


# --- Wisdom and trainers ------------------------------------------------------------------


def test_a_wisdom_or_a_skill_is_named(client, enrolment):
    url = address("wisdom_use_create", enrolment)

    assert errors(press(client, url)) == {"__all__"}
    assert press(client, url, skill="สานตะกร้า").status_code == 302


def test_wisdom_and_sages_of_another_district_are_no_choice(client, enrolment):
    f.place(f.OUTSIDE_VILLAGE)
    near, far = f.sage(), f.sage(f.OUTSIDE_VILLAGE)
    wisdom, far_wisdom = f.wisdom(), f.wisdom(f.OUTSIDE_VILLAGE)

    sages = client.get(address("trainer_create", enrolment)).context["form"].fields["sage"]
    wisdoms = client.get(address("wisdom_use_create", enrolment)).context["form"].fields["wisdom"]

    assert list(sages.queryset) == [near]
    assert list(wisdoms.queryset) == [wisdom]
    response = press(client, address("trainer_create", enrolment), sage=str(far.pk))
    assert errors(response) == {"sage"}
    response = press(client, address("wisdom_use_create", enrolment), wisdom=str(far_wisdom.pk))
    assert "wisdom" in errors(response)


def test_a_trainer_is_assigned_once_and_until_a_day(client, enrolment):
    sage = f.sage()
    url = address("trainer_create", enrolment)
    press(client, url, sage=str(sage.pk))
    assert errors(press(client, url, sage=str(sage.pk))) == {"sage"}

    press(client, address("trainer_end", TrainerAssignment.objects.get()))

    assert TrainerAssignment.objects.get().ends_on == today()
    assert press(client, url, sage=str(sage.pk)).status_code == 302


def test_a_trainer_does_not_end_before_the_beginning(client, enrolment):
    assignment = f.trainer(enrolment)
    before = format_date(today() - timedelta(days=1), "digits")

    assert errors(press(client, address("trainer_end", assignment), ends_on=before)) == {"ends_on"}


# --- Visits and photos --------------------------------------------------------------------


def test_a_visit_keeps_its_photos_written_anew(client, enrolment):
    url = address("visit_create", enrolment)

    press(client, url, practice="practising", photo_1=f.photo_file(size=(3000, 2000)))

    photo = VisitPhoto.objects.get()
    assert photo.visit == Visit.objects.get()
    assert photo.image.name.endswith(".jpg")
    sent = client.get(photo.get_absolute_url())
    assert (sent["Content-Type"], sent["X-Content-Type-Options"]) == ("image/jpeg", "nosniff")


def test_a_good_photo_beside_a_bad_one_is_asked_for_again(client, enrolment):
    url = address("visit_create", enrolment)
    fake = f.SimpleUploadedFile("a.jpg", b"no picture", "image/jpeg")

    response = press(
        client, url, practice="practising", photo_1=f.photo_file(), photo_2=fake, note="เยี่ยมแล้ว"
    )

    form = response.context["form"]
    assert "เลือกอีกครั้ง" in str(form.errors["photo_1"])
    assert "เลือกอีกครั้ง" not in str(form.errors["photo_2"])
    assert "photo_3" not in form.errors


def test_what_is_no_photo_is_refused_and_the_words_stay(client, enrolment):
    fake = f.SimpleUploadedFile("a.jpg", b"<script>alert(1)</script>", "image/jpeg")

    response = press(
        client,
        address("visit_create", enrolment),
        practice="paused",
        note="รดน้ำผัก",
        photo_1=fake,
    )

    assert errors(response) == {"photo_1"}
    assert response.context["form"]["note"].value() == "รดน้ำผัก"
    assert not Visit.objects.exists()


def test_a_photo_is_sent_to_who_may_see_the_visit_and_to_nobody_else(client_of, cast, enrolment):
    photo = f.visit_photo(f.visit(enrolment))
    url = photo.get_absolute_url()

    answers = {name: client_of(user).get(url).status_code for name, user in cast.items()}

    assert answers == {
        "volunteer": 200,
        "officer": 200,
        "chief": 200,
        "auditor": 200,
        "officer_other": 404,
        "supervisor": 403,
        "administrator": 403,
    }


def test_a_double_press_makes_one_visit(client, enrolment):
    url = address("visit_create", enrolment)
    key = client.get(url).context["form"]["once_key"].value()
    data = {
        "once_key": key,
        "practice": "practising",
        "visited_on": format_date(today(), "digits"),
    }

    client.post(url, data)
    client.post(url, data)

    assert Visit.objects.count() == 1


ENTRIES = ["notice", "wanted", "income", "readiness", "wisdom_use", "visit"]


@pytest.mark.parametrize("name", ENTRIES)
def test_a_volunteer_enters_facts_of_the_own_village_only(client_of, volunteer, name):
    own, other = f.enrolment(), f.enrolment(f.household(f.OTHER_VILLAGE))
    client = client_of(volunteer)

    assert client.get(address(f"{name}_create", own)).status_code == 200
    assert client.get(address(f"{name}_create", other)).status_code == 404


@pytest.mark.parametrize("name", [*ENTRIES, "chosen", "trainer"])
def test_an_auditor_enters_nothing_and_another_district_is_not_found(
    client_of, auditor, officer_other, enrolment, name
):
    url = address(f"{name}_create", enrolment)

    assert client_of(auditor).get(url).status_code == 403
    assert client_of(officer_other).get(url).status_code == 404


def shown(client, visit):
    """The photos on the page of a visit."""
    return [photo.pk for photo in client.get(visit.get_absolute_url()).context["photos"]]


def test_a_blurred_photo_is_replaced_when_a_visit_is_corrected(client, officer, enrolment):
    visit = f.visit(enrolment)
    sharp, blurred = f.visit_photo(visit), f.visit_photo(visit)
    url = address("entry_change", "visit", visit)

    page = client.get(url).content.decode()
    press(client, url, removed=[str(blurred.uuid)], photo_1=f.photo_file())

    new = VisitPhoto.objects.latest("pk")
    assert sharp.get_absolute_url() in page
    assert shown(client, visit) == [sharp.pk, new.pk]
    assert blurred.history.latest().history_user == officer
    assert (
        blurred.get_absolute_url() not in client.get(enrolment.get_absolute_url()).content.decode()
    )


def test_a_visit_has_at_most_three_photos_with_those_it_keeps(client, enrolment):
    visit = f.visit(enrolment)
    photos = [f.visit_photo(visit) for _n in range(3)]
    url = address("entry_change", "visit", visit)

    response = press(client, url, photo_1=f.photo_file())

    assert "removed" in errors(response)
    assert shown(client, visit) == [photo.pk for photo in photos]


def test_a_photo_of_another_visit_is_not_taken_off(client, enrolment):
    visit, other = f.visit(enrolment), f.visit_photo()
    f.visit_photo(visit)

    response = press(client, address("entry_change", "visit", visit), removed=[str(other.uuid)])

    assert errors(response) == {"removed"}
