"""Rows that prove each requirement, and rows that look like proof and are none.

`PROOFS[kind][code](record, n)` makes the n-th row that proves a requirement; `DECOYS` makes one
that must not. Both write rows directly, so that they share no rule with the pipeline.
"""

from datetime import timedelta

from django.utils import timezone

from groups.models import (
    ActionPlan,
    Activity,
    ActivityPhoto,
    Attendance,
    CommitteeTerm,
    Meeting,
    PlanItem,
    ProductionRecord,
    RawMaterial,
    SurroundingsAssessment,
)
from households.models import (
    IncomeStatement,
    Notice,
    OccupationChoice,
    ReadinessAssessment,
    Sage,
    SelectionMeeting,
    TrainerAssignment,
    Visit,
    Wisdom,
    WisdomUse,
)
from otoppath.thai.dates import fiscal_bounds, fiscal_year, today
from tests import factories as f

CHECKED = {"checked_at": timezone.now()}


def ago(days):
    return today() - timedelta(days=days)


def head(household):
    return household.persons.order_by("pk").first()


# --- Facts of an enrolment ------------------------------------------------------------------


def notice(e, n=0, **fields):
    fields = CHECKED | fields
    return Notice.objects.create(
        household=e.household, given_on=ago(90), channel="meeting", received_by="สมมุติ", **fields
    )


def selected(e, n=0, minutes="มติเห็นชอบ"):
    meeting = SelectionMeeting.objects.create(
        village=e.village,
        fiscal_year=e.fiscal_year,
        number="1/2570",
        held_on=ago(60),
        eligible_count=100,
        present_count=80,
        chaired_by="ผู้ใหญ่บ้านสมมุติ",
        minutes=minutes,
    )
    e.meeting, e.selection = meeting, "selected"
    e.save()


def choice(e, kind, occupation=None, reason="market", **fields):
    fields = CHECKED | fields
    occupation = occupation or f.occupation()
    return OccupationChoice.objects.create(
        enrolment=e, kind=kind, occupation=occupation, reason=reason, chosen_on=ago(50), **fields
    )


def chosen(e, n=0):
    choice(e, "chosen")
    e.chosen_occupation = f.occupation()
    e.save()


def income(e, phase, as_of=None, **fields):
    fields = CHECKED | {"total_income": 100, "expense": 90} | fields
    return IncomeStatement.objects.create(
        enrolment=e, phase=phase, as_of=as_of or ago(40), **fields
    )


def readiness(e, result="ready", days=30, **fields):
    fields = CHECKED | fields
    return ReadinessAssessment.objects.create(
        enrolment=e, assessed_on=ago(days), result=result, **fields
    )


def route(e, n=0):
    e.route = "group"
    e.save()


def joined(e, n=0, **fields):
    return f.membership(who=head(e.household), **fields)


def sage(village):
    return Sage.objects.create(
        village=village, first_name="ปราชญ์", occupation=f.occupation(), expertise="ทอผ้า"
    )


def wisdom_row(village, **fields):
    fields = {"description": "สืบทอดกันมา"} | fields
    return Wisdom.objects.create(village=village, name="ทอผ้า", occupation=f.occupation(), **fields)


def wisdom_use(e, n=0, **fields):
    fields = CHECKED | fields
    return WisdomUse.objects.create(enrolment=e, skill="ทอผ้า", noted_on=ago(20), **fields)


def trainer(e, n=0, **fields):
    return TrainerAssignment.objects.create(
        enrolment=e, sage=sage(e.village), starts_on=ago(20), **fields
    )


def attended(e, n=0, *, occupation=None, held_on=None, result="attended"):
    day = Activity.objects.create(
        village=e.village,
        occupation=occupation or f.occupation(),
        kind="practice",
        title=f"ฝึก {n}",
        held_on=held_on or today(),
        fiscal_year=fiscal_year(held_on or today()),
        hours=6,
    )
    if occupation is None and e.chosen_occupation_id is None:
        e.chosen_occupation = f.occupation()
        e.save()
    return Attendance.objects.create(activity=day, person=head(e.household), result=result)


def visit(e, n=0, *, days=10, practice="practising", **fields):
    fields = CHECKED | fields
    return Visit.objects.create(enrolment=e, visited_on=ago(days), practice=practice, **fields)


def owner_of(household):
    found = getattr(household, "producer", None)
    return found or f.producer(household)


def registered(e, n=0):
    return f.registration(f.product(owner_of(e.household)), status="registered")


def earned(e, n=0):
    return f.share(joined(e).group, head(e.household), paid_on=ago(12))


def income_after(e, n=0):
    earned(e)
    return income(e, "follow_up", as_of=ago(1))


ENROLMENT_PROOFS = {
    "notice": notice,
    "selected": selected,
    "wanted": lambda e, n=0: choice(e, "wanted"),
    "income_before": lambda e, n=0: income(e, "before"),
    "ready": lambda e, n=0: readiness(e, days=1),
    "route": route,
    "joined": joined,
    "wisdom": wisdom_use,
    "trainer": trainer,
    "chosen": chosen,
    "attended": attended,
    "visited": visit,
    "income_follow_up": lambda e, n=0: income(e, "follow_up"),
    "registered": registered,
    "earned": earned,
    "income_after": income_after,
}

ENROLMENT_DECOYS = {
    "notice": lambda e: notice(e, checked_at=None),
    "selected": lambda e: selected(e, minutes=""),
    "wanted": lambda e: choice(e, "wanted", checked_at=None),
    "income_before": lambda e: income(e, "before", checked_at=None),
    "ready": lambda e: (readiness(e, days=9), readiness(e, "prepare", days=3)),
    "joined": lambda e: joined(e, left_on=ago(2), left_reason="other"),
    "wisdom": lambda e: wisdom_use(e, checked_at=None),
    "trainer": lambda e: trainer(e, ends_on=ago(1)),
    "chosen": lambda e: choice(e, "chosen", reason=""),
    "attended": lambda e: (
        attended(e, occupation=f.occupation("other")),
        attended(e, result="absent"),
        attended(e, held_on=fiscal_bounds(e.fiscal_year)[0] - timedelta(days=1)),
    ),
    "visited": lambda e: (visit(e, practice="stopped"), visit(e, days=400)),
    "income_follow_up": lambda e: income(e, "follow_up", checked_at=None),
    "registered": lambda e: f.registration(f.product(owner_of(e.household)), status="submitted"),
    "income_after": lambda e: (income(e, "follow_up", as_of=ago(30)), earned(e)),
}


# --- Facts of a group -----------------------------------------------------------------------


def member(g, *, ready=True, wants=None, of=None, **fields):
    household = of or f.household(g.village_id)
    e = household.enrolments.first() or f.enrolment(household)
    if ready:
        readiness(e, days=1)
    if wants:
        choice(e, "wanted", occupation=wants)
    return f.membership(g, head(household), **fields)


def term(g, post, **fields):
    return CommitteeTerm.objects.create(
        group=g, person=f.person(), post=post, starts_on=ago(80), **fields
    )


def meeting(g, n=0, kind="founding", minutes="ตกลงรวมกลุ่ม"):
    return Meeting.objects.create(
        group=g,
        kind=kind,
        number=f"{n + 1}/2570",
        held_on=ago(80),
        member_count=7,
        present_count=7,
        minutes=minutes,
    )


def has_wisdom(g, n=0, **fields):
    g.wisdom = wisdom_row(g.village, **({"sage": sage(g.village)} | fields))
    g.save()


def material(g, n=0, **fields):
    return RawMaterial.objects.create(group=g, name="ฝ้าย", source="ในตำบล", **fields)


def surroundings(g, n=0, days=5, is_suitable=True):
    return SurroundingsAssessment.objects.create(
        group=g, assessed_on=ago(days), is_suitable=is_suitable, note="เหมาะสม"
    )


def plan(g, kind, *, due=30, items=1):
    made = ActionPlan.objects.create(
        group=g,
        kind=kind,
        fiscal_year=2570 + ActionPlan.objects.count(),
        objective="ทำต่อเนื่อง",
        made_on=ago(5),
    )
    for _ in range(items):
        PlanItem.objects.create(plan=made, title="ผลิต", due_on=ago(-due), responsible="ประธานกลุ่ม")
    return made


def activity(g, n=0, *, came=True, photo=True):
    day = Activity.objects.create(
        village=g.village,
        group=g,
        occupation=g.occupation,
        kind="practice",
        title=f"ฝึก {n}",
        held_on=ago(15 + n),
        fiscal_year=fiscal_year(ago(15 + n)),
        hours=6,
    )
    Attendance.objects.create(
        activity=day, person=f.person(), result="attended" if came else "absent"
    )
    if photo:
        ActivityPhoto.objects.create(activity=day, image="activities/x.jpg")
    return day


def rules(g, n=0):
    g.rules = "ประชุมทุกเดือน"
    g.save()


def producer_of(g):
    return getattr(g, "producer", None) or f.producer(g)


def goods(g, n=0):
    return f.cost_sheet(f.product(producer_of(g))).product


def production(g, n=0, days=None):
    return ProductionRecord.objects.create(
        group=g,
        made_on=ago(days if days is not None else 31 * n),
        goods="ผ้า",
        quantity=5,
        unit="ผืน",
    )


def committee(g, n=0):
    return term(g, ("chair", "secretary", "treasurer")[n])


def number_of(g, n=0):
    return f.registration(f.product(producer_of(g)), status="registered")


def stall_of(g, n=0, *, fixed=True, **fields):
    producer = producer_of(g)
    code = "khon_thai_yim_dai" if fixed else "fair"
    market = f.market(kind=f.market_kind(code, is_fixed_place=fixed))
    v = f.vendor(market, producer=producer)
    return f.allotment(f.stall(market), v, **fields)


def sold(g, n=0):
    from markets.models import Allotment

    held = Allotment.objects.filter(
        vendor__producer__group=g, stall__market__kind__is_fixed_place=True
    ).first()
    held = held or stall_of(g)
    market = held.stall.market
    day = f.market_day(market, held_on=ago(7 * market.days.count() + 1))
    return f.sale(held.vendor, on=day)


GROUP_PROOFS = {
    "households": lambda g, n=0: member(g),
    "gathered": meeting,
    "coordinator": lambda g, n=0: term(g, "coordinator"),
    "wisdom": has_wisdom,
    "raw_material": material,
    "surroundings": surroundings,
    "choosers": lambda g, n=0: member(g, ready=False, wants=g.occupation),
    "plan": lambda g, n=0: plan(g, "action"),
    "committee": committee,
    "rules": rules,
    "activities": activity,
    "product": goods,
    "production": production,
    "registered": number_of,
    "stall": stall_of,
    "sales": sold,
    "standard_plan": lambda g, n=0: plan(g, "standard"),
}


def same_household_twice(g):
    first = member(g)
    f.membership(g, f.person(first.person.household))


def two_sales_of_one_day(g):
    first = sold(g)
    f.sale(first.vendor, on=first.market_day)


GROUP_DECOYS = {
    "households": lambda g: (member(g, ready=False), member(g, left_on=ago(1))),
    "gathered": lambda g: (meeting(g, minutes=""), meeting(g, kind="monthly")),
    "coordinator": lambda g: term(g, "coordinator", ends_on=ago(1)),
    "wisdom": lambda g: has_wisdom(g, sage=None),
    "raw_material": lambda g: material(g, is_local=False),
    "surroundings": lambda g: (surroundings(g), surroundings(g, days=1, is_suitable=False)),
    "choosers": lambda g: member(g, ready=False, wants=f.occupation("other")),
    "plan": lambda g: plan(g, "action", items=0),
    "committee": lambda g: term(g, "member"),
    "activities": lambda g: (activity(g, came=False), activity(g, photo=False)),
    "product": lambda g: f.product(producer_of(g)),
    "production": lambda g: (production(g, days=400), production(g, days=3)),
    "registered": lambda g: f.registration(f.product(producer_of(g)), status="district_endorsed"),
    "stall": lambda g: stall_of(g, fixed=False),
    "sales": two_sales_of_one_day,
    "standard_plan": lambda g: plan(g, "action"),
}

PROOFS = {"enrolment": ENROLMENT_PROOFS, "group": GROUP_PROOFS}
DECOYS = {"enrolment": ENROLMENT_DECOYS, "group": GROUP_DECOYS}


def ready_for_step_2(e):
    """Prove everything step 1 asks."""
    for code in ("notice", "selected", "wanted", "income_before", "ready", "route", "joined"):
        ENROLMENT_PROOFS[code](e)
