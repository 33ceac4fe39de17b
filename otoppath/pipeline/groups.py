"""What each step asks of a group: one table, in the order it is read."""

from typing import Any

from django.db.models import BigIntegerField, Exists, OuterRef, Q
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from groups.models import (
    ActionPlan,
    Activity,
    CommitteeTerm,
    Group,
    GroupFix,
    GroupStepEvent,
    GroupWaiver,
    Meeting,
    Membership,
    PlanItem,
    PlanKind,
    Post,
    ProductionRecord,
    RawMaterial,
    SurroundingsAssessment,
)
from households.models import (
    Enrolment,
    OccupationChoice,
    ReadinessAssessment,
    Step,
    Wisdom,
)
from markets.models import Allotment, Sale
from otoppath.pipeline.enrolments import (
    OBJECTIVE_1,
    OBJECTIVE_3,
    SEED_1,
    SEED_2,
    SEED_3,
    SEED_4,
    SEED_5,
)
from otoppath.pipeline.path import Path
from otoppath.pipeline.requirement import Requirement, full_name_of
from otoppath.pipeline.thresholds import Thresholds
from products.models import Certificate, Product

FACTOR_2 = _("ปัจจัยแห่งความสำเร็จข้อ ๒ มีกลุ่มอาชีพที่เกิดจากภูมิปัญญาท้องถิ่น")
FACTOR_3 = _("ปัจจัยแห่งความสำเร็จข้อ ๓ มีทุนทางธรรมชาติ มีวัตถุดิบในชุมชน")
FACTOR_4 = _("ปัจจัยแห่งความสำเร็จข้อ ๔ เป็นอาชีพที่เหมาะกับสภาพแวดล้อมในชุมชน")
OBJECTIVE_2 = _("วัตถุประสงค์ข้อ ๒ จัดตั้งกลุ่มอาชีพตามแนวทางสัมมาชีพ และต่อยอดสู่ระบบ OTOP")
RESULT_2 = _("สรุปผลข้อ ๒ กลุ่มมีผลิตภัณฑ์ที่ผลิตได้ต่อเนื่องและสมัครเข้าสู่ระบบ OTOP")
RESULT_3 = _("สรุปผลข้อ ๓ มีการจัดทำแผนพัฒนาเพื่อรักษามาตรฐานกลุ่ม")


def ready_members(s: Any, t: Thresholds) -> Any:
    """Members whose household is selected and, by its latest assessment, ready.

    Facts, not the household's step: a group is not held up by somebody else's paperwork.
    """
    enrolment = Enrolment.objects.selected().filter(
        Exists(ReadinessAssessment.objects.latest().ready().filter(enrolment=OuterRef("pk"))),
        household=OuterRef("person__household"),
        exited_on__isnull=True,
    )
    return Membership.objects.current().filter(Exists(enrolment))


def members_of_its_occupation(s: Any, t: Thresholds) -> Any:
    """Members whose household wanted or chose the occupation of the group."""
    # Cast, so that no index on it is taken: a province has more choices of one occupation than a
    # household has choices, and SQLite walked all of them for every member (41 s -> 40 ms).
    choices = OccupationChoice.objects.checked().annotate(
        its_occupation=Cast("occupation", BigIntegerField())
    )
    choice = choices.filter(
        enrolment__household=OuterRef("person__household"),
        its_occupation=OuterRef("group__occupation"),
    )
    return Membership.objects.current().filter(Exists(choice))


def recent_production(s: Any, t: Thresholds) -> Any:
    """Production of the last twelve months, with its month."""
    return ProductionRecord.objects.by_month().filter(
        made_on__gt=t.months_ago(12), made_on__lte=t.day
    )


def sales_at_its_place(s: Any, t: Thresholds) -> Any:
    """Sales at a market with a definite place, where the group had a stall."""
    stall = Allotment.objects.filter(
        vendor=OuterRef("vendor"), stall__market=OuterRef("market_day__market")
    )
    return Sale.objects.at_fixed_place().filter(Exists(stall))


def in_order(step: int) -> Requirement:
    """What was named when the group was sent back to this step has been put right."""
    return Requirement(
        code=f"fixed_{step}",
        step=step,
        text=_("แก้ไขตามที่ส่งกลับครบทุกข้อ"),
        seed="",
        fix="pipeline:group_fix_list",
        verb=_("บันทึกว่าแก้ไขแล้ว"),
        evidence=lambda s, t: Group.objects.exclude(
            Exists(GroupFix.objects.filter(group=OuterRef("pk"), step=step, fixed_at__isnull=True))
        ),
        of="pk",
        waivable=False,
        is_listed=False,
    )


REQUIREMENTS = (
    # Step 1: gather ready households.
    Requirement(
        code="households",
        step=Step.SELECT,
        text=_("มีครัวเรือนสมาชิกที่ได้รับคัดเลือกและพร้อมครบตามจำนวน"),
        seed=SEED_1,
        fix="groups:membership_create",
        verb=_("เพิ่มสมาชิก"),
        evidence=ready_members,
        of="group",
        at_least="group_households",
        counting="person__household",
    ),
    Requirement(
        code="gathered",
        step=Step.SELECT,
        text=_("มีบันทึกการประชุมจัดตั้งกลุ่ม"),
        seed=OBJECTIVE_2,
        fix="groups:meeting_create",
        verb=_("บันทึกการประชุม"),
        evidence=lambda s, t: Meeting.objects.founding().minuted(),
        of="group",
        named="held_on",
    ),
    Requirement(
        code="coordinator",
        step=Step.SELECT,
        text=_("มีแกนนำกลุ่ม"),
        seed=SEED_1,
        fix="groups:term_create",
        verb=_("ระบุแกนนำ"),
        evidence=lambda s, t: CommitteeTerm.objects.current().filter(post=Post.COORDINATOR),
        of="group",
        named=full_name_of("person"),
    ),
    in_order(Step.SELECT),
    # Step 2: wisdom, material, surroundings, plan.
    Requirement(
        code="wisdom",
        step=Step.WISDOM,
        text=_("อธิบายภูมิปัญญาของกลุ่มและระบุปราชญ์ผู้ถือภูมิปัญญา"),
        seed=FACTOR_2,
        fix="groups:wisdom_change",
        verb=_("บันทึกภูมิปัญญา"),
        evidence=lambda s, t: Wisdom.objects.filter(sage__isnull=False).exclude(description=""),
        of="groups",
        named="name",
    ),
    Requirement(
        code="raw_material",
        step=Step.WISDOM,
        text=_("ระบุวัตถุดิบที่มีในชุมชน"),
        seed=FACTOR_3,
        fix="groups:raw_material_create",
        verb=_("บันทึกวัตถุดิบ"),
        evidence=lambda s, t: RawMaterial.objects.filter(is_local=True),
        of="group",
        named="name",
    ),
    Requirement(
        code="surroundings",
        step=Step.WISDOM,
        text=_("ประเมินแล้วว่าอาชีพเหมาะกับสภาพแวดล้อมในชุมชน"),
        seed=FACTOR_4,
        fix="groups:surroundings_create",
        verb=_("ประเมินสภาพแวดล้อม"),
        evidence=lambda s, t: SurroundingsAssessment.objects.latest().filter(is_suitable=True),
        of="group",
        named="assessed_on",
    ),
    Requirement(
        code="choosers",
        step=Step.WISDOM,
        text=_("มีครัวเรือนสมาชิกที่ต้องการหรือเลือกอาชีพนี้ครบตามจำนวน"),
        seed=OBJECTIVE_1,
        fix="groups:choice_list",
        verb=_("ดูอาชีพของสมาชิก"),
        evidence=members_of_its_occupation,
        of="group",
        at_least="group_choosers",
        counting="person__household",
    ),
    Requirement(
        code="plan",
        step=Step.WISDOM,
        text=_("มีแผนปฏิบัติการของกลุ่ม"),
        seed=SEED_2,
        fix="groups:plan_create",
        verb=_("ทำแผน"),
        evidence=lambda s, t: ActionPlan.objects.filled().filter(kind=PlanKind.ACTION),
        of="group",
        named="made_on",
    ),
    in_order(Step.WISDOM),
    # Step 3: become a working group with a product.
    Requirement(
        code="committee",
        step=Step.DEVELOP,
        text=_("มีประธาน เลขานุการ และเหรัญญิก"),
        seed=OBJECTIVE_2,
        fix="groups:term_create",
        verb=_("แต่งตั้งกรรมการ"),
        evidence=lambda s, t: CommitteeTerm.objects.current().filter(
            post__in=[Post.CHAIR, Post.SECRETARY, Post.TREASURER]
        ),
        of="group",
        at_least=3,
        counting="post",
    ),
    Requirement(
        code="rules",
        step=Step.DEVELOP,
        text=_("บันทึกกติกากลุ่ม"),
        seed=OBJECTIVE_2,
        fix="groups:rules_change",
        verb=_("บันทึกระเบียบ"),
        evidence=lambda s, t: Group.objects.exclude(rules=""),
        of="pk",
    ),
    Requirement(
        code="activities",
        step=Step.DEVELOP,
        text=_("จัดกิจกรรมที่มีผู้เข้าร่วมและภาพถ่ายครบตามจำนวน"),
        seed=SEED_3,
        fix="groups:activity_create",
        verb=_("บันทึกกิจกรรม"),
        evidence=lambda s, t: Activity.objects.held().photographed(),
        of="group",
        at_least="group_activities",
    ),
    Requirement(
        code="product",
        step=Step.DEVELOP,
        text=_("มีผลิตภัณฑ์พร้อมต้นทุนที่รวมค่าแรงตนเอง"),
        seed=SEED_3,
        fix="products:group_products",
        verb=_("ไปที่ผลิตภัณฑ์"),
        evidence=lambda s, t: Product.objects.costed(),
        of="producer__group",
        named="name",
    ),
    Requirement(
        code="production",
        step=Step.DEVELOP,
        text=_("มีบันทึกการผลิตครบจำนวนเดือนในรอบ 12 เดือน"),
        seed=RESULT_2,
        fix="groups:production_create",
        verb=_("บันทึกการผลิต"),
        evidence=recent_production,
        of="group",
        at_least="production_months",
        counting="month",
    ),
    in_order(Step.DEVELOP),
    # Step 4: register.
    Requirement(
        code="registered",
        step=Step.REGISTER,
        text=_("มีผลิตภัณฑ์ที่ขึ้นทะเบียน OTOP แล้วพร้อมเลขทะเบียน"),
        seed=SEED_4,
        fix="products:group_products",
        verb=_("ไปที่ผลิตภัณฑ์"),
        evidence=lambda s, t: Product.objects.registered(),
        of="producer__group",
        waivable=False,
        named="name",
    ),
    in_order(Step.REGISTER),
    # Step 5: sell at a definite place.
    Requirement(
        code="stall",
        step=Step.MARKET,
        text=_("ได้รับจัดสรรแผงค้าในตลาดที่มีสถานที่แน่นอน"),
        seed=OBJECTIVE_3,
        fix="markets:group_stalls",
        verb=_("จัดแผงค้า"),
        evidence=lambda s, t: Allotment.objects.current().at_fixed_place(),
        of="vendor__producer__group",
        named="stall__market__name",
    ),
    Requirement(
        code="sales",
        step=Step.MARKET,
        text=_("บันทึกการจำหน่าย ณ จุดจำหน่ายประจำครบจำนวนวันเปิดตลาด"),
        seed=SEED_5,
        fix="markets:group_sales",
        verb=_("ไปที่การจำหน่าย"),
        evidence=sales_at_its_place,
        of="vendor__producer__group",
        at_least="market_days",
        counting="market_day",
    ),
    Requirement(
        code="standard_plan",
        step=Step.MARKET,
        text=_("มีแผนพัฒนาเพื่อรักษามาตรฐานกลุ่ม"),
        seed=RESULT_3,
        fix="groups:plan_create",
        verb=_("ทำแผน"),
        evidence=lambda s, t: ActionPlan.objects.filled().filter(kind=PlanKind.STANDARD),
        of="group",
        named="made_on",
    ),
    in_order(Step.MARKET),
)

RISKS = (
    Requirement(
        code="lapsed_certificate",
        step=Step.REGISTER,
        text=_("มาตรฐานหรือใบอนุญาตหมดอายุ"),
        seed=RESULT_3,
        fix="products:group_products",
        verb=_("ไปที่ผลิตภัณฑ์"),
        evidence=lambda s, t: Certificate.objects.lapsed_on(t.day),
        of="product__producer__group",
    ),
    Requirement(
        code="overdue_plan",
        step=Step.MARKET,
        text=_("แผนรักษามาตรฐานกลุ่มของปีล่าสุดเลยกำหนดแล้ว และยังไม่มีแผนใหม่"),
        seed=RESULT_3,
        fix="groups:plan_create",
        verb=_("ทำแผน"),
        evidence=lambda s, t: (
            ActionPlan.objects.filter(kind=PlanKind.STANDARD)
            .filter(~Exists(PlanItem.objects.filter(plan=OuterRef("pk"), due_on__gte=t.day)))
            .filter(
                ~Exists(
                    ActionPlan.objects.filter(
                        Q(fiscal_year__gt=OuterRef("fiscal_year")),
                        group=OuterRef("group"),
                        kind=PlanKind.STANDARD,
                    )
                )
            )
        ),
        of="group",
    ),
)

GROUP_PATH = Path(
    model=Group,
    event=GroupStepEvent,
    waiver=GroupWaiver,
    fix=GroupFix,
    owner="group",
    requirements=REQUIREMENTS,
    risks=RISKS,
    thresholds_of=lambda group: Thresholds.of_today(),
)
