"""What is seen of the pages of households on a phone, upright and on its side."""

import pytest
from PIL import ExifTags, Image

from households.models import ReadinessAssessment, VisitPhoto
from tests import factories as f
from tests.conftest import PHONE
from tests.households.pages import address

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ON_ITS_SIDE = {"width": 740, "height": 360}

IS_SEEN = """(e) => {
  const box = e.getBoundingClientRect();
  return box.top >= 0 && box.bottom <= innerHeight;
}"""


def test_the_proposed_result_is_in_sight_after_asking_for_it(open_page, volunteer):
    page = open_page(volunteer, size=PHONE, reduced_motion="reduce")  # it is there, not on its way
    page.goto(address("readiness_create", f.enrolment()))

    for item in ReadinessAssessment.ITEMS:
        page.check(f"[name={item}][value='1']")
    page.get_by_role("button", name="ดูผลที่ระบบเสนอ").click()
    page.get_by_text("ผลที่ระบบเสนอ", exact=True).wait_for()
    page.wait_for_load_state()

    assert page.eval_on_selector("#proposal", IS_SEEN)


def test_a_phone_on_its_side_keeps_its_few_lines_for_the_form(open_page, officer):
    page = open_page(officer, size=ON_ITS_SIDE)
    page.goto(address("person_create", f.household()))

    assert page.eval_on_selector(".save", "e => getComputedStyle(e).position") == "static"
    assert not page.eval_on_selector(".save", IS_SEEN)


def test_a_long_name_without_a_space_makes_no_page_wider(open_page, officer):
    household = f.household(head="Unbroken" * 10)
    enrolment = f.enrolment(household)
    page = open_page(officer, size=PHONE)

    wide = []
    for url in (
        address("household_list"),
        address("enrolment_list"),
        household.get_absolute_url(),
        enrolment.get_absolute_url(),
        address("income_create", enrolment),
    ):
        page.goto(url)
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            wide.append(url)

    assert wide == []


@pytest.fixture
def large_photo(tmp_path):
    """Twelve megapixels as a phone takes them on its side: upright only by its EXIF."""
    path = tmp_path / "large.jpg"
    image = Image.effect_noise((2000, 1500), 60).resize((4000, 3000)).convert("RGB")
    told = Image.Exif()
    told[ExifTags.Base.Orientation] = 6
    image.save(path, quality=90, exif=told)
    return path


def test_a_photo_is_made_small_in_the_phone_before_it_is_sent(open_page, volunteer, large_photo):
    enrolment = f.enrolment()
    page = open_page(volunteer, size=PHONE)
    page.goto(address("visit_create", enrolment))
    page.check("[name=practice][value=practising]")

    page.set_input_files("[name=photo_1]", large_photo)
    with page.expect_navigation(), page.expect_request(lambda r: r.method == "POST") as sent:
        page.locator(".save [type=submit]").click()

    assert int(sent.value.all_headers()["content-length"]) < large_photo.stat().st_size / 3
    with VisitPhoto.objects.get().image.open() as kept:
        assert Image.open(kept).size == (1200, 1600)
