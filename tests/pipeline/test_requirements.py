"""Each requirement: met by its proof, not met by what only looks like it, and told by name."""

import pytest

from otoppath.pipeline import moves
from otoppath.pipeline.checklist import detail_of, proof_of, sentence
from otoppath.pipeline.paths import PATHS
from otoppath.thai.dates import format_date
from tests import factories as f
from tests.pipeline.evidence import DECOYS, PROOFS

pytestmark = pytest.mark.django_db

ALL = [(kind, r.code) for kind, path in PATHS.items() for r in path.requirements if r.is_listed]
WITH_DECOY = [(kind, code) for kind, code in ALL if code in DECOYS[kind]]


@pytest.fixture(autouse=True)
def without_history(settings):
    """No evidence is in a history, and writing it is half of what a row costs."""
    settings.SIMPLE_HISTORY_ENABLED = False


def subject(kind, code):
    made = f.enrolment(route="") if kind == "enrolment" else f.group()
    if code == "joined":
        made.route = "group"
        made.save()
    if code == "selected":
        made.selection = "nominated"
        made.save()
    made.step = PATHS[kind].by_code[code].step
    made.save()
    return made


def prove(kind, record, code):
    path = PATHS[kind]
    requirement = path.by_code[code]
    needed = path.thresholds_of(record).number(requirement.at_least)
    for n in range(needed):
        PROOFS[kind][code](record, n)
    record.refresh_from_db()


# Some proofs cannot be had without another: who joined a group has chosen the route.
ENTAILED = {"stall": {"sales"}, "earned": {"income_after"}, "route": {"route"}}


def prove_the_rest(kind, record, code):
    path = PATHS[kind]
    for other in path.at(path.by_code[code].step):
        if other.code != code and other.is_listed and other.code not in ENTAILED.get(code, ()):
            prove(kind, record, other.code)


@pytest.mark.parametrize(("kind", "code"), ALL)
def test_may_finish_the_step_once_the_last_requirement_is_proven(kind, code, officer):
    record = subject(kind, code)
    prove_the_rest(kind, record, code)
    for proven in [code, *(ENTAILED.get(code, set()) - {code})]:
        prove(kind, record, proven)

    moves.advance_one(record, record.step, by=officer)

    before, record = record.step, type(record).objects.get(pk=record.pk)
    assert record.step == before + 1


@pytest.mark.parametrize(("kind", "code"), ALL)
def test_is_told_why_not_while_a_requirement_is_missing(kind, code, officer):
    record = subject(kind, code)
    prove_the_rest(kind, record, code)
    before = record.step

    with pytest.raises(moves.NotReady) as refused:
        moves.advance_one(record, record.step, by=officer)

    record.refresh_from_db()
    assert str(PATHS[kind].by_code[code].text) in sentence(refused.value.missing)
    assert record.step == before


@pytest.mark.parametrize(("kind", "code"), WITH_DECOY)
def test_what_only_looks_like_proof_is_none(kind, code):
    record = subject(kind, code)
    DECOYS[kind][code](record)
    record.refresh_from_db()

    states = PATHS[kind].judge([record])[record.pk]

    assert states[code] == "missing"


def test_every_requirement_has_a_proof_and_a_plain_oracle():
    from tests.pipeline.recount import PLAIN

    listed = {kind: {c for k, c in ALL if k == kind} for kind in PATHS}

    assert {k: set(v) for k, v in PROOFS.items()} == listed
    assert {k: set(v) for k, v in PLAIN.items()} == listed


def test_a_household_on_another_route_is_not_asked_for_a_group():
    record = f.enrolment(route="own_use")

    states = PATHS["enrolment"].judge([record])[record.pk]

    assert states["joined"] == "met"


def test_a_registered_product_of_the_own_group_counts_for_the_household():
    record = f.enrolment(step=4)
    membership = f.membership(who=record.household.persons.get())
    f.registration(f.product(f.producer(membership.group)), status="registered")

    states = PATHS["enrolment"].judge([record])[record.pk]

    assert states["registered"] == "met"


def test_a_registered_product_of_a_group_it_has_left_does_not_count():
    record = f.enrolment(step=4)
    membership = f.membership(who=record.household.persons.get())
    f.registration(f.product(f.producer(membership.group)), status="registered")
    membership.left_on, membership.left_reason = membership.joined_on, "other"
    membership.save()

    states = PATHS["enrolment"].judge([record])[record.pk]

    assert states["registered"] == "missing"


def test_a_sale_of_its_own_counts_as_earning():
    record = f.enrolment(step=5, route="single_owner")
    vendor = f.vendor(producer=f.producer(record.household))
    f.sale(vendor)

    states = PATHS["enrolment"].judge([record])[record.pk]

    assert states["earned"] == "met"


# What a group wrote down as its rules is in the group itself, and stands on its page.
NAMELESS = {("group", "rules")}


@pytest.mark.parametrize("kind", PATHS)
def test_a_met_requirement_says_by_what_it_is_met(kind):
    unsaid = []
    for code in (code for of_kind, code in ALL if of_kind == kind):
        record = subject(kind, code)
        prove(kind, record, code)
        path = PATHS[kind]
        found = path.explain(record, path.thresholds_of(record))
        (met,) = [one for one in found if one.requirement.code == code]
        if not proof_of(met):
            unsaid.append((kind, code))

    assert set(unsaid) == {nameless for nameless in NAMELESS if nameless[0] == kind}


def test_the_line_of_a_met_requirement_names_its_newest_proof():
    record = subject("enrolment", "wanted")
    prove("enrolment", record, "wanted")
    found = PATHS["enrolment"].explain(record, PATHS["enrolment"].thresholds_of(record))
    (wanted,) = [one for one in found if one.requirement.code == "wanted"]

    entered = format_date(wanted.latest)
    assert detail_of(wanted, record) == f"{f.occupation().name} · บันทึก {entered}"
