"""Enrolments of two years, each with the facts of every step it has finished."""

import itertools
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from households.models import (
    ChoiceKind,
    ChoiceReason,
    Enrolment,
    EnrolmentStepEvent,
    ExitReason,
    Household,
    IncomePhase,
    IncomeStatement,
    MoveKind,
    OccupationChoice,
    Readiness,
    ReadinessAssessment,
    Route,
    Sage,
    Selection,
    SelectionMeeting,
    Step,
    TrainerAssignment,
    Visit,
    Wisdom,
    WisdomUse,
)
from households.models.enrolment import Criterion
from households.models.visit import Practice
from otoppath.accounts.models import ProgrammeYear
from otoppath.demo.households import income
from otoppath.demo.scene import Scene

A_YEAR = 10  # enrolments a village and year
GROUP_SIZE = 7
NEW_MEMBERS = 4  # households of this year that join a group which makes its product already
FRACTIONS = (0.02, 0.12, 0.28, 0.5, 0.7, 0.9)  # of the time passed, when a step is finished


def plan(scene: Scene, by_village: dict[str, list[Household]], grouped: dict[str, int]) -> list:
    """Make the enrolments and say how far each will go; `grouped`: village -> group's step."""
    rows = []
    for code, households in sorted(by_village.items()):
        if not code.startswith("3610"):
            continue
        for year, chosen in zip(scene.years, (households[:10], households[9:]), strict=True):
            for i, household in enumerate(chosen):
                rows.append(enrolment(scene, household, year, i, grouped.get(code)))
    scene.save(rows)
    return rows


def enrolment(
    scene: Scene, household: Household, year: int, i: int, group_step: int | None
) -> Enrolment:
    """One enrolment with its way decided: the attribute `goal` is the step it will be at."""
    is_last_year = year == scene.years[0]
    size = GROUP_SIZE if is_last_year else NEW_MEMBERS * ((group_step or 0) >= Step.REGISTER)
    in_group = group_step is not None and i < size
    row = Enrolment(
        household=household,
        village_id=household.village_id,
        fiscal_year=year,
        project="สร้างสัมมาชีพชุมชน",
        criterion=scene.chance.choice(list(Criterion)),
        nominated_on=scene.within(year, 0.01, FRACTIONS[0]),
        sort_key=household.sort_key,
    )
    row.route, row.goal = way(scene, is_last_year, in_group, i, group_step)
    row.selection = selection(scene, i, row.goal)
    if row.selection != Selection.SELECTED:
        row.goal = Step.SELECT
    row.step = row.goal
    return row


def way(
    scene: Scene, is_last_year: bool, in_group: bool, i: int, group_step: int | None
) -> tuple[str, int]:
    """Return route and goal. Members go no further than their group's product allows."""
    chance = scene.chance
    if in_group and group_step is not None:
        furthest = 4 if group_step <= 4 else 6
        if not is_last_year:
            return Route.GROUP, min(furthest, chance.choice([3, 4, 4, 5, 5]))
        return Route.GROUP, min(furthest, chance.choice([2, 3, 3, 4, 4, 5, 6]))
    if is_last_year:
        if i == 9 and group_step is None and chance.random() < 0.25:
            return Route.SINGLE_OWNER, chance.choice([4, 5, 5, 6])
        return Route.OWN_USE, chance.choice([2, 3, 3, 3, 6, 6])
    goal = chance.choice([1, 1, 1, 1, 2, 2, 3])
    return (Route.OWN_USE if goal > 1 or chance.random() < 0.5 else ""), goal


def selection(scene: Scene, i: int, goal: int) -> str:
    """Return the meeting's choice: who went on was selected; of the others, not all."""
    if goal > Step.SELECT or i < 6:
        return Selection.SELECTED
    return scene.chance.choice([Selection.NOMINATED, Selection.RESERVE, Selection.NOT_SELECTED])


def load_meetings(scene: Scene, rows: list[Enrolment]) -> None:
    """Hold one selection meeting a village and year, and tie its choices to it."""
    meetings: dict[tuple[str, int], SelectionMeeting] = {}
    for row in rows:
        key = (row.village_id, row.fiscal_year)
        if key not in meetings:
            eligible = scene.chance.randint(90, 180)
            meetings[key] = SelectionMeeting(
                village_id=row.village_id,
                fiscal_year=row.fiscal_year,
                number=f"1/{row.fiscal_year}",
                held_on=scene.within(row.fiscal_year, 0.05, 0.08),
                venue="ศาลากลางบ้าน (สมมุติ)",
                eligible_count=eligible,
                present_count=int(eligible * scene.chance.uniform(0.52, 0.8)),
                chaired_by="ผู้ใหญ่บ้าน (สมมุติ)",
                minutes="ที่ประชุมมีมติเห็นชอบรายชื่อครัวเรือนเป้าหมายและครัวเรือนสำรองตามบัญชี",
            )
    scene.save(list(meetings.values()))
    decided = [row for row in rows if row.selection != Selection.NOMINATED]
    for row in decided:
        row.meeting = meetings[row.village_id, row.fiscal_year]
    Enrolment.objects.bulk_update(decided, ["meeting"], batch_size=500)


def load_facts(scene: Scene, rows: list[Enrolment]) -> None:
    """Write the facts of steps 1 to 3 as far as each enrolment has come, and a little more."""
    sages = {sage.village_id: sage for sage in scene.made["Sage"]}
    wisdoms = {wisdom.village_id: wisdom for wisdom in scene.made["Wisdom"]}
    facts: dict[str, list[Any]] = {}
    for row in rows:
        if row.selection in (Selection.SELECTED, Selection.NOMINATED):
            for fact in [
                *first_step(scene, row, wisdoms[row.village_id]),
                *second_step(scene, row, sages[row.village_id], wisdoms[row.village_id]),
                *third_step(scene, row),
            ]:
                facts.setdefault(type(fact).__name__, []).append(fact)
    for some in facts.values():
        scene.save(some)
    chosen = [row for row in rows if row.chosen_occupation_id]
    Enrolment.objects.bulk_update(chosen, ["chosen_occupation"], batch_size=500)


def goes_on(scene: Scene, row: Enrolment, step: int, likely: float = 0.55) -> bool:
    """Whether a fact of a step is there: always once finished, by chance while at it."""
    return row.goal > step or (row.goal == step and scene.chance.random() < likely)


def first_step(scene: Scene, row: Enrolment, wisdom: Wisdom) -> list[Any]:
    """Wanted occupation, income before, readiness."""
    day = row.nominated_on + timedelta(days=1)
    facts: list[Any] = []
    if goes_on(scene, row, 1, 0.7):
        facts.append(
            OccupationChoice(
                enrolment=row,
                kind=ChoiceKind.WANTED,
                occupation_id=wisdom.occupation_id,
                chosen_on=day,
                **scene.checked(),
            )
        )
    if goes_on(scene, row, 1):
        facts.append(statement(scene, row, IncomePhase.BEFORE, day))
    if goes_on(scene, row, 1):
        ready = row.goal > 1 or scene.chance.random() < 0.7
        facts.append(assessment(scene, row, day, ready))
    return facts


def assessment(scene: Scene, row: Enrolment, day: date, ready: bool) -> ReadinessAssessment:
    """Eight answers that give the result they are meant to give."""
    answers = dict.fromkeys(ReadinessAssessment.ITEMS, 2 if ready else 1)
    result = Readiness.READY if ready else Readiness.PREPARE
    return ReadinessAssessment(
        enrolment=row, assessed_on=day, result=result, **answers, **scene.checked()
    )


def statement(scene: Scene, row: Enrolment, phase: str, day: date, growth: float = 1) -> Any:
    """One account; a follow-up grows from the household's own baseline."""
    base = getattr(row, "base_income", None) or income(scene)
    row.base_income = base
    total = (base * Decimal(str(growth))).quantize(Decimal(100))
    expense = (base * Decimal(str(scene.chance.uniform(0.7, 1.15)))).quantize(Decimal(100))
    return IncomeStatement(
        enrolment=row,
        phase=phase,
        as_of=min(day, scene.day),
        occupation_income=(total * Decimal("0.2")).quantize(Decimal(100)),
        total_income=total,
        expense=expense,
        saving=Decimal(scene.chance.randrange(0, 12) * 500),
        debt=Decimal(scene.chance.randrange(0, 80) * 1000),
        **scene.checked(),
    )


def second_step(scene: Scene, row: Enrolment, sage: Sage, wisdom: Wisdom) -> list[Any]:
    """Wisdom it can use, who looks after it, and the occupation chosen."""
    day = scene.within(row.fiscal_year, FRACTIONS[1], FRACTIONS[2])
    facts: list[Any] = []
    if goes_on(scene, row, 2):
        facts.append(WisdomUse(enrolment=row, wisdom=wisdom, noted_on=day, **scene.checked()))
    if goes_on(scene, row, 2):
        facts.append(TrainerAssignment(enrolment=row, sage=sage, starts_on=day))
    if goes_on(scene, row, 2):
        row.chosen_occupation_id = wisdom.occupation_id
        facts.append(
            OccupationChoice(
                enrolment=row,
                kind=ChoiceKind.CHOSEN,
                occupation_id=wisdom.occupation_id,
                reason=scene.chance.choice(list(ChoiceReason)[:4]),
                chosen_on=day,
                **scene.checked(),
            )
        )
    return facts


def third_step(scene: Scene, row: Enrolment) -> list[Any]:
    """A recent visit and a follow-up account; attendance comes with the activities."""
    facts: list[Any] = []
    if goes_on(scene, row, 3):
        silent = row.goal > 3 and scene.chance.random() < 0.04  # these will show as at risk
        months = ProgrammeYear._meta.get_field("visit_months").default
        day = scene.ago(months * 31 + 5, months * 31 + 30) if silent else scene.ago(1, 80)
        first = max(day, row.nominated_on + timedelta(days=2))
        facts.append(
            Visit(
                enrolment=row,
                visited_on=min(first, scene.day),
                practice=Practice.PRACTISING,
                note="พบครัวเรือนกำลังทำอาชีพ (ข้อมูลสมมุติ)",
                **scene.checked(),
            )
        )
    if goes_on(scene, row, 3):
        growth = scene.chance.uniform(0.97, 1.25)
        day = max(scene.ago(5, 60), row.nominated_on + timedelta(days=5))
        facts.append(statement(scene, row, IncomePhase.FOLLOW_UP, day, growth))
    return facts


def load_events(scene: Scene, rows: list[Enrolment]) -> None:
    """Write how each came to its step, and since when it is there."""
    events = []
    for row in rows:
        days = [scene.within(row.fiscal_year, f, f + 0.05) for f in FRACTIONS]
        steps = [0, *range(1, row.step + 1)]
        if row.route == Route.OWN_USE and row.step == Step.DONE:
            steps = [0, 1, 2, 3, Step.DONE]
        for n, (before, after) in enumerate(itertools.pairwise(steps)):
            row.step_since = scene.noon(max(days[n], row.nominated_on))
            events.append(
                EnrolmentStepEvent(
                    enrolment=row,
                    village_id=row.village_id,
                    fiscal_year=row.fiscal_year,
                    from_step=before,
                    to_step=after,
                    kind=MoveKind.ADVANCE if before else MoveKind.START,
                    at=row.step_since,
                    by=scene.officer,
                )
            )
    EnrolmentStepEvent.objects.bulk_create(events, batch_size=1000)
    Enrolment.objects.bulk_update(rows, ["step_since"], batch_size=500)
    scene.tell(rows)
    scene.tell(events)


def let_some_leave(scene: Scene, rows: list[Enrolment]) -> None:
    """A few withdrew or moved away."""
    left = [row for row in rows if row.goal == 2 and row.pk % 23 == 0]
    for row in left:
        row.exit_reason = scene.chance.choice([ExitReason.WITHDREW, ExitReason.MOVED])
        row.exited_on = scene.ago(1, 20)
    Enrolment.objects.bulk_update(left, ["exit_reason", "exited_on"])


def leave_some_waiting(scene: Scene) -> None:
    """What the volunteer entered this week waits to be checked."""
    volunteer = scene.users["volunteer"]
    mine = Enrolment.objects.visible_to(volunteer).filter(
        fiscal_year=scene.this_year, selection=Selection.SELECTED
    )
    for row in mine.order_by("pk")[:9]:
        Visit.objects.create(
            enrolment=row,
            visited_on=scene.ago(0, 4),
            practice=Practice.PRACTISING,
            note="เยี่ยมบ้านตามแผนของเดือนนี้ (ข้อมูลสมมุติ)",
            created_by=volunteer,
        )
