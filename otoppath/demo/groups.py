"""Sixty groups at all steps, with the facts of every step they have finished."""

from datetime import timedelta
from typing import Any

from groups.models import (
    ActionPlan,
    Activity,
    ActivityPhoto,
    Attendance,
    CommitteeTerm,
    Group,
    GroupStepEvent,
    Meeting,
    Membership,
    PlanItem,
    PlanKind,
    Post,
    ProductionRecord,
    RawMaterial,
    SurroundingsAssessment,
)
from groups.models.activity import ActivityKind
from groups.models.group import GroupKind
from groups.models.meeting import MeetingKind
from households.models import Enrolment, MoveKind, Person, Route, Step, Wisdom
from otoppath.demo.pictures import draw
from otoppath.demo.scene import Scene
from otoppath.places.models import Place
from otoppath.thai.dates import fiscal_year

COUNTS = {1: 12, 2: 12, 3: 14, 4: 8, 5: 8, 6: 6}
POSTS = (Post.COORDINATOR, Post.CHAIR, Post.SECRETARY, Post.TREASURER)


def plan(villages: list[Place]) -> dict[str, int]:
    """Return village -> the step its group will be at, for sixty villages spread evenly."""
    steps = [step for step, count in COUNTS.items() for _ in range(count)]
    chosen = villages[:: max(len(villages) // len(steps), 1)][: len(steps)]
    # 37 and 60 have no common factor: the steps are mixed over the district.
    return {v.code: steps[i * 37 % len(steps)] for i, v in enumerate(chosen)}


def load(scene: Scene, grouped: dict[str, int], rows: list[Enrolment]) -> list[Group]:
    """Make the groups with members, and what each has done so far."""
    wisdoms = {wisdom.village_id: wisdom for wisdom in scene.made["Wisdom"]}
    groups = [group(scene, wisdoms[code], step) for code, step in grouped.items()]
    scene.save(groups)
    members = load_members(scene, groups, rows)
    facts: dict[str, list[Any]] = {}
    for g in groups:
        for fact in [*first_step(scene, g, members[g.pk]), *second_step(scene, g)]:
            facts.setdefault(type(fact).__name__, []).append(fact)
        for fact in third_step(scene, g, members[g.pk]):
            facts.setdefault(type(fact).__name__, []).append(fact)
    for some in facts.values():
        scene.save(some)
    load_plans(scene, groups)
    load_activities(scene, groups, members, rows)
    load_events(scene, groups)
    scene.tell(groups)
    return groups


def group(scene: Scene, wisdom: Wisdom, step: int) -> Group:
    """A group of its village's wisdom; three of four have moved within the last weeks."""
    is_late = step < Step.MARKET and scene.chance.random() < 0.25
    since = scene.ago(61, 240) if is_late else scene.ago(4, 55)
    row = Group(
        name=f"กลุ่ม{wisdom.name}",
        village_id=wisdom.village_id,
        occupation_id=wisdom.occupation_id,
        kind=GroupKind.FORMING if step <= 2 else GroupKind.EXISTING,
        line_of_business="processing",
        founded_on=since if step == Step.SELECT else scene.within(scene.years[0], 0.1, 0.15),
        wisdom=wisdom if step >= 2 else None,
        rules="ประชุมทุกเดือน แบ่งรายได้ตามแรงงาน (กติกาสมมุติ)" if step >= 3 else "",
        step=step,
        step_since=scene.noon(since),
    )
    row.rekey()
    return row


def load_members(
    scene: Scene, groups: list[Group], rows: list[Enrolment]
) -> dict[int, list[Person]]:
    """Make the head of each household on the group route a member of its village's group.

    Return those who gathered it, last year's households; this year's joined a working group.
    """
    by_village = {g.village_id: g for g in groups}
    heads = {p.household_id: p for p in scene.made["Person"] if p.is_head}
    members: dict[int, list[Person]] = {g.pk: [] for g in groups}
    memberships = []
    for row in rows:
        if row.route == Route.GROUP:
            g = by_village[row.village_id]
            gathered = scene.within(scene.years[0], 0.1, 0.12)
            if row.fiscal_year == scene.years[0]:
                members[g.pk].append(heads[row.household_id])
            memberships.append(
                Membership(
                    group=g,
                    person=heads[row.household_id],
                    joined_on=max(row.nominated_on, min(gathered, g.founded_on or gathered)),
                )
            )
    scene.save(memberships)
    return members


def first_step(scene: Scene, g: Group, members: list[Person]) -> list[Any]:
    """The gathering meeting, the coordinator, and the committee from step 3 on."""
    held = g.founded_on or scene.day
    facts: list[Any] = [
        Meeting(
            group=g,
            kind=MeetingKind.FOUNDING,
            number=f"1/{fiscal_year(held)}",
            held_on=held,
            member_count=len(members),
            present_count=len(members),
            minutes="ที่ประชุมตกลงรวมกลุ่มและเลือกแกนนำ (ข้อมูลสมมุติ)",
        )
    ]
    posts = POSTS if g.step >= 3 else POSTS[:1]
    if g.step > 1 or scene.chance.random() < 0.5:
        facts += [
            CommitteeTerm(group=g, person=person, post=post, starts_on=held)
            for post, person in zip(posts, members, strict=False)
        ]
    return facts


def second_step(scene: Scene, g: Group) -> list[Any]:
    """Raw material, and whether the occupation suits the surroundings."""
    if g.step < 2:
        return []
    facts: list[Any] = [
        RawMaterial(group=g, name="วัตถุดิบในหมู่บ้าน (สมมุติ)", source="ในตำบล", season="ตลอดปี")
    ]
    if g.step > 2 or scene.chance.random() < 0.5:
        facts.append(
            SurroundingsAssessment(
                group=g,
                assessed_on=scene.within(scene.years[0], 0.2, 0.25),
                is_suitable=True,
                note="ไม่กระทบน้ำและอากาศของชุมชน (ข้อมูลสมมุติ)",
            )
        )
    return facts


def third_step(scene: Scene, g: Group, members: list[Person]) -> list[Any]:
    """Production month by month; a group that fell silent shows as at risk."""
    if g.step < 3:
        return []
    silent = g.step >= 5 and g.pk % 7 == 0
    months = range(14, 11, -1) if silent else range(8 if g.step > 3 else 2)
    return [
        ProductionRecord(
            group=g,
            made_on=scene.day - timedelta(days=30 * month + scene.chance.randint(0, 9)),
            goods=g.name.removeprefix("กลุ่ม"),
            quantity=scene.chance.randint(20, 120),
            unit="ชิ้น",
            value=scene.chance.randint(20, 120) * 100,
        )
        for month in months
    ]


def load_plans(scene: Scene, groups: list[Group]) -> None:
    """An action plan from step 2 on, a plan to keep the standard at the end."""
    plans = [
        ActionPlan(
            group=g,
            kind=kind,
            fiscal_year=scene.this_year,
            objective="ผลิตและจำหน่ายได้ต่อเนื่อง (ข้อมูลสมมุติ)",
            made_on=scene.ago(10, 40),
        )
        for g in groups
        for kind, from_step in ((PlanKind.ACTION, 3), (PlanKind.STANDARD, 6))
        if g.step >= from_step or (g.step == from_step - 1 and g.pk % 2)
    ]
    scene.save(plans)
    scene.save(
        [
            PlanItem(
                plan=p,
                title="ประชุมและผลิตประจำเดือน",
                due_on=scene.day + timedelta(days=scene.chance.randint(20, 200)),
                budget=2000,
                responsible="ประธานกลุ่ม",
            )
            for p in plans
        ]
    )


def load_activities(
    scene: Scene, groups: list[Group], members: dict[int, list[Person]], rows: list[Enrolment]
) -> None:
    """Trainings of groups and of villages, with who came and a drawn picture."""
    trained = [row for row in rows if row.goal >= 3 or (row.goal == 3 and row.pk % 2)]
    heads = {p.household_id: p for p in scene.made["Person"] if p.is_head}
    villages: dict[tuple[str, int], list[Enrolment]] = {}
    for row in trained:
        villages.setdefault((row.village_id, row.fiscal_year), []).append(row)
    activities: list[tuple[Activity, list[Person]]] = []
    for (code, year), some in sorted(villages.items()):
        people = [heads[r.household_id] for r in some if r.goal > 3 or r.pk % 2]
        occupation = some[0].chosen_occupation_id
        if occupation:
            activities.append((activity(scene, code, occupation, year), people))
    for g in groups:
        if g.step >= 3:
            for n in range(2 if g.step > 3 else 1):
                made = activity(scene, g.village_id, g.occupation_id, scene.years[0], g, n)
                activities.append((made, members[g.pk]))
    scene.save([a for a, _ in activities])
    seen = [
        Attendance(activity=a, person=p) for a, people in activities for p in dict.fromkeys(people)
    ]
    scene.save(seen)
    pictures = draw()
    scene.save(
        [
            ActivityPhoto(activity=a, image=pictures[i % len(pictures)], caption="ภาพสมมุติ")
            for i, (a, _) in enumerate(activities)
        ]
    )


def activity(  # noqa: PLR0913, PLR0917
    scene: Scene, code: str, occupation: int, year: int, g: Group | None = None, n: int = 0
) -> Activity:
    """One day of training."""
    held = scene.within(year, 0.5 + n * 0.1, 0.6 + n * 0.1)
    return Activity(
        village_id=code,
        group=g,
        occupation_id=occupation,
        kind=ActivityKind.PRACTICE if g else ActivityKind.TRAINING,
        title="ฝึกปฏิบัติของกลุ่ม" if g else "ฝึกอบรมอาชีพครัวเรือนสัมมาชีพ",
        held_on=held,
        fiscal_year=fiscal_year(held),
        hours=6,
        venue="ศาลากลางบ้าน (สมมุติ)",
        result="ผู้เข้าร่วมทำได้เอง (ข้อมูลสมมุติ)",
    )


def load_events(scene: Scene, groups: list[Group]) -> None:
    """Write how each group came to its step, evenly from its founding to its last move."""
    events = []
    for g in groups:
        founded = scene.noon(g.founded_on or scene.day)
        for step in range(g.step):
            way = (g.step_since - founded) * step / max(g.step - 1, 1)
            at = founded + way if g.step > 1 else g.step_since
            events.append(
                GroupStepEvent(
                    group=g,
                    village_id=g.village_id,
                    fiscal_year=fiscal_year(at.date()),
                    from_step=step,
                    to_step=step + 1,
                    kind=MoveKind.ADVANCE if step else MoveKind.START,
                    at=at,
                    by=scene.officer,
                )
            )
    GroupStepEvent.objects.bulk_create(events)
