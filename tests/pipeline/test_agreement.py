"""One rule, however it is asked: judge == ready == lacking == explain == a slow recount.

Random districts of enrolments and groups with random proofs and decoys, at thresholds 1, 2, 3.
"""

import random

import pytest

from otoppath.accounts.models import ProgrammeYear
from otoppath.pipeline import moves
from otoppath.pipeline.paths import PATHS
from otoppath.thai.dates import fiscal_year, today
from tests import factories as f
from tests.pipeline.evidence import DECOYS, PROOFS
from tests.pipeline.recount import PLAIN, READ

pytestmark = pytest.mark.django_db

SEEDS = range(2)  # worlds of each kind; each is asked at every threshold


@pytest.fixture(autouse=True)
def without_history(settings):
    """No evidence is in a history, and writing it is half of what a row costs."""
    settings.SIMPLE_HISTORY_ENABLED = False


def random_records(kind, chance):
    """Ten records at random steps, each with some proofs and some decoys of each kind."""
    records = []
    for _ in range(10):
        record = f.enrolment() if kind == "enrolment" else f.group()
        for code, make in PROOFS[kind].items():
            for n in range(min(chance.choice([0, 1, 2, 3]), most(code))):
                make(record, n)
        for code, make in DECOYS[kind].items():
            if chance.random() < 0.3 and code not in TWICE:
                make(record)
        record.step = chance.randint(1, 6)
        if chance.random() < 0.3:
            leave(record, kind)
        record.save()
        records.append(record)
    return records


def leave(record, kind):
    """Have a record walk no longer."""
    if kind == "enrolment":
        record.exited_on, record.exit_reason = today(), "moved"
    else:
        record.closed_on, record.closed_reason = today(), "dissolved"


TWICE = {"registered", "stall", "selected"}  # a second one is refused by the database


def most(code):
    """How many rows of a proof may stand at once."""
    return (
        1 if code in {"coordinator", "joined", "stall", "chosen", "earned", "income_after"} else 3
    )


def waivable(path, record, chance):
    """Of every second record some of what its own step asks, and one thing of any step."""
    may = [r for r in path.requirements if r.is_listed and r.waivable]
    here = [r.code for r in may if r.step == record.step and chance.random() < 0.7]
    return {*here, chance.choice(may).code} if chance.random() < 0.5 else set()


def all_at(n):
    """The numbers of a year, every one of them n."""
    return dict.fromkeys(ProgrammeYear.THRESHOLDS, n)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("kind", PATHS)
def test_every_way_of_asking_gives_the_same_answer(kind, seed):
    chance = random.Random(seed)
    path = PATHS[kind]
    records = random_records(kind, chance)
    officer = f.user()
    for record in records:
        for code in waivable(path, record, chance):
            moves.waive(record, code, by=officer, reason="other", note="ทดสอบ")
    rows = path.model.objects.filter(pk__in=[r.pk for r in records])
    records = list(rows.prefetch_related(*READ[kind]))

    for n in (1, 2, 3):
        f.programme_year(fiscal_year(today()), **all_at(n))
        every_answer_agrees(kind, rows, records, n)


def every_answer_agrees(kind, rows, records, n):
    path = PATHS[kind]
    thresholds = path.thresholds_of(records[0])

    judged = path.judge(records, steps=range(1, 6))
    lacking = {
        r.code: set(path.lacking(rows, r, thresholds).values_list("pk", flat=True))
        for r in path.requirements
    }
    ready = {
        s: set(path.ready(rows, s, thresholds).values_list("pk", flat=True)) for s in range(1, 6)
    }

    for record in records:
        states = judged[record.pk]
        plain = {c: rule(record, n) for c, rule in PLAIN[kind].items()}
        assert {c for c, ok in plain.items() if ok} == {
            c for c, s in states.items() if s == "met" and c in plain
        }
        here = {r.code for r in path.at(record.step)}
        open_here = {c for c in here if states.get(c) == "missing"} if record.is_walking else set()
        assert {c for c, pks in lacking.items() if record.pk in pks} == open_here
        is_ready = record.is_walking and not open_here
        assert (record.pk in ready.get(record.step, set())) == is_ready
        told = {x.requirement.code: x.state for x in path.explain(record, thresholds)}
        asked = {r.code for r in path.requirements if r.step <= record.step}
        assert {c: s for c, s in told.items() if c in asked} == {
            c: s for c, s in states.items() if c in asked
        }


@pytest.mark.parametrize("kind", PATHS)
def test_counting_shows_how_many_different_rows_prove_it(kind):
    f.programme_year(fiscal_year(today()), **all_at(3))
    path = PATHS[kind]
    record = (f.enrolment if kind == "enrolment" else f.group)(step=5)
    counted = {"enrolment": "attended", "group": "sales"}[kind]
    for n in range(2):
        PROOFS[kind][counted](record, n)

    (found,) = [
        x for x in path.explain(record, path.thresholds_of(record)) if x.requirement.code == counted
    ]

    assert (found.count, found.needed, found.state) == (2, 3, "missing")
