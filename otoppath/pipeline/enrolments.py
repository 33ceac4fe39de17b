"""What each step asks of an enrolment: one table, in the order it is read."""

from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from groups.models import Attendance, Membership
from households.models import (
    ChoiceKind,
    Enrolment,
    EnrolmentFix,
    EnrolmentStepEvent,
    EnrolmentWaiver,
    IncomeStatement,
    Notice,
    OccupationChoice,
    ReadinessAssessment,
    Route,
    Selection,
    SelectionMeeting,
    Step,
    TrainerAssignment,
    Visit,
    WisdomUse,
)
from markets.models import Sale, Share
from otoppath.pipeline.path import Path
from otoppath.pipeline.requirement import Requirement, full_name_of
from otoppath.pipeline.thresholds import Thresholds
from products.models import Product

# The lines of the knowledge record that the requirements come from, some of them shortened.
SEED_1 = _("ขั้นตอนที่ ๑ พิจารณาคัดเลือกครัวเรือนสัมมาชีพที่มีความพร้อมมารวมกลุ่มพัฒนาเป็นกลุ่มอาชีพ OTOP")
SEED_2 = _("ขั้นตอนที่ ๒ ค้นหาภูมิปัญญาและค้นหาอาชีพที่เหมาะกับครัวเรือนในชุมชน")
SEED_3 = _("ขั้นตอนที่ ๓ ดำเนินกิจกรรมพัฒนาอาชีพที่ชุมชนต้องการ ต่อยอดพัฒนาอาชีพเป็นผลิตภัณฑ์ชุมชน")
SEED_4 = _("ขั้นตอนที่ ๔ พัฒนาอาชีพครัวเรือนสัมมาชีพเข้าสู่การลงทะเบียนเป็นสินค้า OTOP")
SEED_5 = _("ขั้นตอนที่ ๕ ส่งเสริมนำไปขายตลาดประชารัฐคนไทยยิ้มได้")
OBJECTIVE_1 = _("วัตถุประสงค์ข้อ ๑ ครัวเรือนเป้าหมายที่ต้องการฝึกอาชีพเรียนรู้และฝึกปฏิบัติตรงตามอาชีพที่ต้องการ")
OBJECTIVE_3 = _("วัตถุประสงค์ข้อ ๓ เกิดรายได้ต่อครัวเรือนสัมมาชีพ โดยมีสถานที่จำหน่ายสินค้าที่เป็นหลักแหล่ง")
SAMMACHIP = _("นิยามสัมมาชีพชุมชน: รายได้มากกว่ารายจ่าย")
PDPA = _("พ.ร.บ.คุ้มครองข้อมูลส่วนบุคคล พ.ศ. 2562 มาตรา 23")

NOT_IN_A_GROUP = ~Q(route=Route.GROUP)
# Own use ends after step 3: what makes a product of it is not asked.
OWN_USE = Q(route=Route.OWN_USE)


def meeting_that_selected(s: Any, t: Thresholds) -> Any:
    """Minuted meetings that chose it. One filter, so that it is one enrolment."""
    return SelectionMeeting.objects.minuted().filter(
        enrolments=s.pk, enrolments__selection=Selection.SELECTED
    )


def registered_products(s: Any, t: Thresholds) -> tuple:
    """Registered products of the household itself, and of a group one of it belongs to."""
    of_its_group = {
        "producer__group__memberships__person__household": s.household_id,
        "producer__group__memberships__left_on__isnull": True,
        "producer__group__closed_on__isnull": True,
    }
    return Product.objects.registered(), Product.objects.registered().filter(**of_its_group)


def money(s: Any, t: Thresholds) -> tuple:
    """Shares that somebody of the household received, and sales of its own."""
    return Share.objects.all(), Sale.objects.all()


def income_after_money(s: Any, t: Thresholds) -> Any:
    """Accepted follow-ups dated after the first share or sale of the household."""
    earlier = {"household": OuterRef("enrolment__household"), "day": OuterRef("as_of")}
    share = Share.objects.filter(person__household=earlier["household"], paid_on__lt=earlier["day"])
    sale = Sale.objects.filter(
        vendor__producer__household=earlier["household"],
        market_day__held_on__lt=earlier["day"],
    )
    follow_ups = IncomeStatement.objects.checked().follow_ups()
    return follow_ups.filter(Exists(share) | Exists(sale))


def in_order(step: int) -> Requirement:
    """What was named when the record was sent back to this step has been put right."""
    return Requirement(
        code=f"fixed_{step}",
        step=step,
        text=_("แก้ไขตามที่ส่งกลับครบทุกข้อ"),
        seed="",
        fix="pipeline:enrolment_fix_list",
        verb=_("บันทึกว่าแก้ไขแล้ว"),
        evidence=lambda s, t: Enrolment.objects.exclude(
            Exists(
                EnrolmentFix.objects.filter(
                    enrolment=OuterRef("pk"), step=step, fixed_at__isnull=True
                )
            )
        ),
        of="pk",
        waivable=False,
        is_listed=False,
    )


REQUIREMENTS = (
    # Step 1: choose ready households and gather them.
    Requirement(
        code="notice",
        step=Step.SELECT,
        text=_("แจ้งประกาศความเป็นส่วนตัวแก่ครัวเรือนแล้ว"),
        seed=PDPA,
        fix="households:notice_create",
        verb=_("บันทึกการแจ้ง"),
        evidence=lambda s, t: Notice.objects.checked(),
        of="household",
        to="household_id",
        waivable=False,
        named="given_on",
    ),
    Requirement(
        code="selected",
        step=Step.SELECT,
        text=_("ที่ประชุมหมู่บ้านซึ่งมีบันทึกมติคัดเลือกเป็นครัวเรือนเป้าหมาย"),
        seed=SEED_1,
        fix="households:enrolment_selection",
        verb=_("บันทึกมติ"),
        evidence=meeting_that_selected,
        of="",
        named="held_on",
    ),
    Requirement(
        code="wanted",
        step=Step.SELECT,
        text=_("ระบุอาชีพที่ต้องการฝึก"),
        seed=OBJECTIVE_1,
        fix="households:wanted_create",
        verb=_("ระบุอาชีพ"),
        evidence=lambda s, t: OccupationChoice.objects.checked().filter(kind=ChoiceKind.WANTED),
        of="enrolment",
        named="occupation__name",
    ),
    Requirement(
        code="income_before",
        step=Step.SELECT,
        text=_("บันทึกรายได้และรายจ่ายก่อนเข้าร่วม"),
        seed=SAMMACHIP,
        fix="households:income_create",
        verb=_("บันทึกรายได้"),
        evidence=lambda s, t: IncomeStatement.objects.checked().before(),
        of="enrolment",
        named="as_of",
    ),
    Requirement(
        code="ready",
        step=Step.SELECT,
        text=_("ผลประเมินความพร้อมครั้งล่าสุดคือพร้อม"),
        seed=SEED_1,
        fix="households:readiness_create",
        verb=_("ประเมินความพร้อม"),
        evidence=lambda s, t: ReadinessAssessment.objects.latest().ready(),
        of="enrolment",
        named="assessed_on",
    ),
    Requirement(
        code="route",
        step=Step.SELECT,
        text=_("เลือกเส้นทาง: รวมกลุ่ม เจ้าของรายเดียว หรือทำใช้ในครัวเรือน"),
        seed=SEED_1,
        fix="households:route_change",
        verb=_("เลือกเส้นทาง"),
        evidence=lambda s, t: Enrolment.objects.exclude(route=""),
        of="pk",
        named="route",
    ),
    Requirement(
        code="joined",
        step=Step.SELECT,
        text=_("มีคนในครัวเรือนเป็นสมาชิกกลุ่มที่กำลังรวมหรือจัดตั้งแล้ว"),
        seed=SEED_1,
        fix="groups:enrolment_join",
        verb=_("เลือกกลุ่ม"),
        evidence=lambda s, t: Membership.objects.current(),
        of="person__household",
        to="household_id",
        unless=NOT_IN_A_GROUP,
        named="group__name",
    ),
    in_order(Step.SELECT),
    # Step 2: find wisdom and a fitting occupation.
    Requirement(
        code="wisdom",
        step=Step.WISDOM,
        text=_("ระบุภูมิปัญญาหรือทักษะที่ใช้ได้"),
        seed=SEED_2,
        fix="households:wisdom_use_create",
        verb=_("ระบุภูมิปัญญา"),
        evidence=lambda s, t: WisdomUse.objects.checked(),
        of="enrolment",
        named=Coalesce("wisdom__name", "skill"),
    ),
    Requirement(
        code="trainer",
        step=Step.WISDOM,
        text=_("มีปราชญ์ชุมชนหรือวิทยากรดูแล"),
        seed=SEED_2,
        fix="households:trainer_create",
        verb=_("มอบหมายวิทยากร"),
        evidence=lambda s, t: TrainerAssignment.objects.filter(ends_on__isnull=True),
        of="enrolment",
        named=full_name_of("sage"),
    ),
    Requirement(
        code="chosen",
        step=Step.WISDOM,
        text=_("เลือกอาชีพที่เหมาะสมพร้อมเหตุผล"),
        seed=SEED_2,
        fix="households:chosen_create",
        verb=_("เลือกอาชีพ"),
        evidence=lambda s, t: (
            OccupationChoice.objects.checked().filter(kind=ChoiceKind.CHOSEN).exclude(reason="")
        ),
        of="enrolment",
        named="occupation__name",
    ),
    in_order(Step.WISDOM),
    # Step 3: learn and practise it.
    Requirement(
        code="attended",
        step=Step.DEVELOP,
        text=_("เข้าร่วมกิจกรรมของอาชีพที่เลือกครบตามจำนวน"),
        seed=SEED_3,
        fix="groups:enrolment_activities",
        verb=_("บันทึกกิจกรรม"),
        evidence=lambda s, t: Attendance.objects.attended().filter(
            activity__occupation=s.chosen_occupation_id,
            activity__fiscal_year__gte=s.fiscal_year,
        ),
        of="person__household",
        to="household_id",
        at_least="activities",
        counting="activity",
    ),
    Requirement(
        code="visited",
        step=Step.DEVELOP,
        text=_("มีการเยี่ยมบ้านภายในเวลาที่กำหนดซึ่งยืนยันว่าประกอบอาชีพจริง"),
        seed=OBJECTIVE_1,
        fix="households:visit_create",
        verb=_("บันทึกการเยี่ยม"),
        within="visit_months",
        evidence=lambda s, t: (
            Visit.objects.checked()
            .practising()
            .filter(visited_on__gte=t.months_ago("visit_months"))
        ),
        of="enrolment",
        named="visited_on",
    ),
    Requirement(
        code="income_follow_up",
        step=Step.DEVELOP,
        text=_("บันทึกรายได้และรายจ่ายหลังเข้าร่วม"),
        seed=SAMMACHIP,
        fix="households:income_create",
        verb=_("บันทึกรายได้"),
        evidence=lambda s, t: IncomeStatement.objects.checked().follow_ups(),
        of="enrolment",
        named="as_of",
    ),
    in_order(Step.DEVELOP),
    # Step 4: register.
    Requirement(
        code="registered",
        step=Step.REGISTER,
        text=_("ผู้ผลิต (กลุ่มของครัวเรือนหรือครัวเรือนเอง) มีผลิตภัณฑ์ที่ขึ้นทะเบียน OTOP แล้ว"),
        seed=SEED_4,
        fix="products:enrolment_products",
        verb=_("ไปที่ผลิตภัณฑ์"),
        evidence=registered_products,
        of=("producer__household", ""),
        to="household_id",
        unless=OWN_USE,
        named="name",
    ),
    in_order(Step.REGISTER),
    # Step 5: sell.
    Requirement(
        code="earned",
        step=Step.MARKET,
        text=_("ได้รับส่วนแบ่งรายได้จากกลุ่ม หรือมีการจำหน่ายของตนเอง"),
        seed=SEED_5,
        fix="markets:enrolment_sales",
        verb=_("ไปที่การจำหน่าย"),
        evidence=money,
        of=("person__household", "vendor__producer__household"),
        to="household_id",
        unless=OWN_USE,
        named=("paid_on", "market_day__held_on"),
    ),
    Requirement(
        code="income_after",
        step=Step.MARKET,
        text=_("บันทึกรายได้และรายจ่ายหลังจำหน่ายหรือได้รับส่วนแบ่งครั้งแรก"),
        seed=OBJECTIVE_3,
        fix="households:income_create",
        verb=_("บันทึกรายได้"),
        evidence=income_after_money,
        of="enrolment",
        unless=OWN_USE,
        named="as_of",
    ),
    in_order(Step.MARKET),
)

ENROLMENT_PATH = Path(
    model=Enrolment,
    event=EnrolmentStepEvent,
    waiver=EnrolmentWaiver,
    fix=EnrolmentFix,
    owner="enrolment",
    requirements=REQUIREMENTS,
    risks=(),
    thresholds_of=lambda enrolment: Thresholds.of_year(enrolment.fiscal_year),
)
