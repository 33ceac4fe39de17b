"""Meetings, raw material, surroundings, choices, plans, production."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from groups.models import (
    ActionPlan,
    Meeting,
    PlanItem,
    ProductionRecord,
    RawMaterial,
    SurroundingsAssessment,
)
from households.models import OccupationChoice
from otoppath.privacy.models import AccessLog
from otoppath.thai.dates import fiscal_year, today
from tests import factories
from tests.groups.conftest import errors_of

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


# --- Meetings -----------------------------------------------------------------------------


@pytest.fixture
def met(day):
    """A founding meeting as it is typed."""
    return {
        "kind": "founding",
        "number": "1/2570",
        "held_on": day(-1),
        "member_count": "๑๒",
        "present_count": "10",
        "minutes": "มติ 1 ตั้งกลุ่ม\nมติ 2 เลือกแกนนำ",
    }


def test_a_meeting_is_recorded_with_its_minutes(send, met, officer):
    group = factories.group()

    answer = send("meeting_create", group, **met)

    meeting = Meeting.objects.get()
    assert answer.url == group.get_absolute_url()
    assert (meeting.member_count, meeting.minutes.count("\n")) == (12, 1)
    assert meeting.created_by == officer


def test_a_number_stands_for_one_meeting_of_its_kind_in_whatever_digits(send, met):
    group = factories.group()
    send("meeting_create", group, **met)

    again = send("meeting_create", group, **met | {"number": "๑ / ๒๕๗๐"})
    send("meeting_create", group, **met | {"kind": "monthly"})

    assert list(errors_of(again)) == ["number"]
    assert sorted(Meeting.objects.values_list("kind", "number")) == [
        ("founding", "1/2570"),
        ("monthly", "1/2570"),
    ]


def test_a_meeting_without_quorum_is_asked_about_before_it_is_saved(send, met):
    group, few = factories.group(), met | {"present_count": "6"}

    asked = send("meeting_create", group, **few)
    tick = asked.context["form"]["sure"].field.widget.attrs["value"]
    assert not Meeting.objects.exists()

    send("meeting_create", group, **few, sure=tick)
    assert not Meeting.objects.get().has_quorum


def test_the_first_meeting_proposed_is_the_founding_with_the_members_of_today(look):
    group = factories.group()
    factories.membership(group)

    initial = look("meeting_create", group).context["form"].initial

    assert initial == {"kind": "founding", "member_count": 1}


def test_a_meeting_is_not_held_tomorrow(send, met, day):
    answer = send("meeting_create", factories.group(), **met | {"held_on": day(1)})

    assert list(errors_of(answer)) == ["held_on"]


def test_no_more_are_present_than_there_are_members(send, met):
    answer = send("meeting_create", factories.group(), **met | {"present_count": 13})

    assert list(errors_of(answer)) == ["present_count"]
    assert "มติ 1 ตั้งกลุ่ม" in answer.content.decode()


def test_the_signed_minutes_are_a_download_that_is_logged(send, look, met, auditor):
    group = factories.group()
    send("meeting_create", group, document=SimpleUploadedFile("รายงาน.pdf", PDF), **met)
    meeting = Meeting.objects.get()

    answer = look("meeting_file", meeting, user=auditor)

    log = AccessLog.objects.get()
    assert b"".join(answer.streaming_content) == PDF
    assert answer["Content-Disposition"].startswith("attachment")
    assert "no-store" in answer["Cache-Control"]
    assert (log.user, log.action, log.place_code) == (auditor, "photo", factories.VILLAGE)


def test_a_script_is_not_taken_for_minutes(send, met):
    page = SimpleUploadedFile("minutes.pdf", b"<script>alert(1)</script>")

    answer = send("meeting_create", factories.group(), document=page, **met)

    assert list(errors_of(answer)) == ["document"]
    assert not Meeting.objects.exists()


def test_there_is_no_file_where_none_was_added(look):
    assert look("meeting_file", factories.meeting()).status_code == 404


def test_minutes_of_another_district_are_not_found(send, look, met, officer_other):
    send("meeting_create", factories.group(), document=SimpleUploadedFile("a.pdf", PDF), **met)

    answer = look("meeting_file", Meeting.objects.get(), user=officer_other)

    assert answer.status_code == 404
    assert not AccessLog.objects.exists()


def test_minutes_are_added_later_and_the_document_stays(send, met):
    group = factories.group()
    first = met | {"minutes": ""}
    send("meeting_create", group, document=SimpleUploadedFile("a.pdf", PDF), **first)
    meeting = Meeting.objects.get()

    send("meeting_change", meeting, **met)

    meeting.refresh_from_db()
    assert meeting.minutes
    assert meeting.document


# --- Raw material and surroundings --------------------------------------------------------


def test_a_raw_material_is_recorded_and_corrected(send):
    group = factories.group()
    send("raw_material_create", group, name="ฝ้าย", is_local="on", source="แปลงของสมาชิก")
    material = RawMaterial.objects.get()
    assert material.is_local

    send("raw_material_change", material, name="ฝ้าย", source="ซื้อจากต่างจังหวัด")

    material.refresh_from_db()
    assert (material.is_local, material.source) == (False, "ซื้อจากต่างจังหวัด")


def test_a_raw_material_says_where_it_is_found(send):
    answer = send("raw_material_create", factories.group(), name="ฝ้าย", is_local="on")

    assert list(errors_of(answer)) == ["source"]


@pytest.mark.parametrize(("said", "is_suitable"), [("yes", True), ("no", False)])
def test_surroundings_are_judged_in_words(send, day, said, is_suitable):
    group = factories.group()

    send("surroundings_create", group, assessed_on=day(), is_suitable=said, note="ใช้น้ำบ่อ")

    assert SurroundingsAssessment.objects.get().is_suitable is is_suitable


def test_nothing_is_proposed_about_the_surroundings(send, day):
    answer = send("surroundings_create", factories.group(), assessed_on=day(), note="ใช้น้ำบ่อ")

    assert list(errors_of(answer)) == ["is_suitable"]


def test_the_latest_assessment_stands_on_the_page(look):
    group = factories.group()
    factories.surroundings(group, assessed_on=today() - timedelta(days=9), is_suitable=False)
    last = factories.surroundings(group)

    assert look("group_detail", group).context["surroundings"] == last


# --- Choices ------------------------------------------------------------------------------


def choose(enrolment, occupation, *, is_checked=True, kind="wanted"):
    return OccupationChoice.objects.create(
        enrolment=enrolment,
        kind=kind,
        occupation=occupation,
        chosen_on=today(),
        checked_at=timezone.now() if is_checked else None,
    )


def test_the_page_of_choices_counts_what_the_step_counts(look):
    group = factories.group()
    people = [factories.membership(group).person for _ in range(3)]
    choose(factories.enrolment(people[0].household), group.occupation)
    choose(factories.enrolment(people[1].household), factories.occupation("basketry"))
    choose(factories.enrolment(people[2].household), group.occupation, is_checked=False)

    context = look("choice_list", group).context

    counted = {line.membership.person for line in context["lines"] if line.is_counted}
    assert (counted, context["counted"], context["needed"]) == ({people[0]}, 1, 5)


def test_a_choice_is_recorded_only_where_the_household_is_in_the_area(look):
    group = factories.group()
    far = factories.person(factories.household(factories.OTHER_VILLAGE))
    factories.membership(group, far)
    enrolment = factories.enrolment(far.household)

    inside = look("choice_list", group).content.decode()
    outside = look(
        "choice_list", group, user=factories.user(areas=[factories.VILLAGE])
    ).content.decode()

    assert str(enrolment.uuid) in inside
    assert str(enrolment.uuid) not in outside
    assert far.full_name in outside


# --- Plans --------------------------------------------------------------------------------


@pytest.fixture
def planned(day):
    """A plan with its first line as it is typed."""
    return {
        "kind": "action",
        "fiscal_year": fiscal_year(today()),
        "objective": "ผลิตให้ต่อเนื่อง",
        "made_on": day(),
        "item-title": "ทอผ้าผืนใหม่",
        "item-due_on": day(30),
        "item-budget": "12,500",
        "item-responsible": "ประธานกลุ่ม",
    }


def test_a_plan_is_made_with_its_first_line(send, planned, officer):
    group = factories.group()

    answer = send("plan_create", group, **planned)

    item = PlanItem.objects.get()
    assert answer.url == group.get_absolute_url()
    assert (item.plan.group, item.budget, item.created_by) == (group, Decimal(12500), officer)
    assert ActionPlan.objects.filled().exists()


def test_a_plan_without_a_first_line_is_refused_and_kept(send, planned):
    answer = send("plan_create", factories.group(), **planned | {"item-title": ""})

    form = answer.context["form"]
    assert list(form.item.errors) == ["title"]
    assert "ผลิตให้ต่อเนื่อง" in answer.content.decode()
    assert not ActionPlan.objects.exists()


def test_a_second_plan_of_the_kind_and_year_is_refused(send, planned):
    group = factories.plan().group

    answer = send("plan_create", group, **planned)

    assert list(errors_of(answer)) == ["__all__"]
    assert ActionPlan.objects.count() == 1


@pytest.mark.parametrize(("step", "kind"), [(2, "action"), (5, "standard")])
def test_the_plan_proposed_is_the_one_the_step_asks_for(look, step, kind):
    page = look("plan_create", factories.group(step=step))

    assert page.context["form"]["kind"].initial == kind


def test_lines_are_added_corrected_and_done(send, day):
    plan = factories.plan()
    line = {"title": "ย้อมสี", "due_on": day(60), "budget": "0", "responsible": "เลขานุการ"}

    send("plan_item_create", plan, **line)
    item = plan.items.get(title="ย้อมสี")
    send("plan_item_change", item, **line | {"title": "ย้อมคราม"})
    answer = send("plan_item_done", item, done_on=day())

    item.refresh_from_db()
    assert (item.title, item.done_on) == ("ย้อมคราม", today())
    assert answer.url.endswith(f"/plans/{plan.uuid}/")


def test_a_line_is_not_due_before_it_starts(send, day):
    line = {"title": "ย้อมสี", "budget": "0", "responsible": "เลขานุการ"}

    answer = send("plan_item_create", factories.plan(), starts_on=day(3), due_on=day(2), **line)

    assert list(errors_of(answer)) == ["due_on"]


def test_a_line_costs_nothing_less_than_nothing(send, day):
    line = {"title": "ย้อมสี", "budget": "-1", "responsible": "เลขานุการ"}

    answer = send("plan_item_create", factories.plan(), due_on=day(2), **line)

    assert list(errors_of(answer)) == ["budget"]


def test_a_line_is_not_done_tomorrow(send, day):
    item = factories.plan().items.get()

    assert list(errors_of(send("plan_item_done", item, done_on=day(1)))) == ["done_on"]


def test_a_plan_shows_the_columns_of_the_form_and_its_sum(look):
    plan = factories.plan()
    factories.plan_item(plan, budget=1000)
    factories.plan_item(plan, budget=500)

    page = look("plan_detail", plan)

    html = page.content.decode()
    heads = [part.split("</th>")[0] for part in html.split('<th scope="col"')[1:11]]
    assert [head.split(">")[1] for head in heads] == [
        "โครงการ/กิจกรรม",
        "วัตถุประสงค์",
        "ขั้นตอน/วิธีการดำเนินงาน",
        "กลุ่มเป้าหมาย",
        "สถานที่ดำเนินการ",
        "ระยะเวลาดำเนินการ",
        "งบประมาณ",
        "ผลที่คาดว่าจะได้รับ",
        "ผู้รับผิดชอบ",
        "หมายเหตุ",
    ]
    assert page.context["budget"] == 1500


def test_a_plan_says_how_many_lines_are_late(look):
    plan = factories.plan()
    factories.plan_item(plan, due_on=today() - timedelta(days=1))

    (shown,) = look("group_detail", plan.group).context["plans"]

    assert (shown.lines, len(shown.late)) == (2, 1)


# --- Production ---------------------------------------------------------------------------


def test_production_is_recorded(send, day, officer):
    group = factories.group()

    answer = send(
        "production_create",
        group,
        made_on=day(-2),
        goods="ผ้าขิด",
        quantity="๑๒",
        unit="ผืน",
        value="4,200",
    )

    record = ProductionRecord.objects.get()
    assert answer.url == group.get_absolute_url()
    assert (record.quantity, record.value, record.created_by) == (12, 4200, officer)


@pytest.mark.parametrize(
    ("field", "typed"), [("made_on", "1"), ("quantity", "0"), ("quantity", "-1"), ("value", "-1")]
)
def test_production_that_cannot_be_is_refused(send, day, field, typed):
    sent = {"made_on": day(), "goods": "ผ้า", "quantity": "1", "unit": "ผืน", "value": "0"}
    sent[field] = day(1) if field == "made_on" else typed

    answer = send("production_create", factories.group(), **sent)

    assert list(errors_of(answer)) == [field]
    assert not ProductionRecord.objects.exists()


def test_goods_and_unit_stand_as_they_were_written_last(look):
    group = factories.production(goods="ผ้าคลุมไหล่", unit="ผืน").group

    form = look("production_create", group).context["form"]

    assert (form["goods"].value(), form["unit"].value()) == ("ผ้าคลุมไหล่", "ผืน")


def test_production_is_summed_by_month_goods_and_unit(look):
    group = factories.group()
    for made_on, goods, quantity in (
        (date(2026, 10, 1), "ผ้าขิด", 10),
        (date(2026, 10, 31), "ผ้าขิด", 5),
        (date(2026, 10, 31), "หมอน", 2),
        (date(2026, 11, 1), "ผ้าขิด", 1),
    ):
        factories.production(group, made_on=made_on, goods=goods, quantity=quantity, value=100)

    november, october = look("production_list", group).context["months"]

    assert november.month == date(2026, 11, 1)
    assert {g["goods"]: g["quantity"] for g in october.goods} == {"ผ้าขิด": 15, "หมอน": 2}
    assert october.value == 300


def test_an_entry_is_corrected_and_its_history_kept(send, day):
    record = factories.production()

    send(
        "production_change",
        record,
        made_on=day(-1),
        goods="ผ้าขิด",
        quantity="9.5",
        unit="ผืน",
        value="0",
    )

    record.refresh_from_db()
    assert record.quantity == Decimal("9.5")
    assert record.history.count() == 2
