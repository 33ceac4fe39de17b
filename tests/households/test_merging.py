"""Two records of one household made one: nothing is left behind, and all of it comes back."""

import pytest
from django.apps import apps

from groups.models import Membership
from households.erasing import erase_household
from households.merging import NOT_MOVED, Choices, MergeRefused, merge, related, take_back
from households.models import (
    Enrolment,
    EnrolmentFix,
    EnrolmentStepEvent,
    EnrolmentWaiver,
    ExitReason,
    Household,
    HouseholdMerge,
    Person,
    RowAnswer,
)
from otoppath.pipeline import moves
from otoppath.thai.dates import fiscal_year, today
from tests import factories as f

# What a merge writes of itself, and what says when a row was last touched.
OWN = {"households.HouseholdMerge", "households.MergedRow"}
TOUCHED = {"updated_at", "version", "keyed_at", "compared_at"}
YEAR = fiscal_year(today())


@pytest.fixture
def by(officer):
    return officer


def full(by, head="เกษม", *, year=YEAR, **fields):
    """A household with one row of everything that can hang on it."""
    made = f.household(head=head, **fields)
    person = made.persons.get()
    enrolment = f.enrolment(made, year=year)
    moves.start([enrolment], by=by)
    visit = f.visit(enrolment)
    f.visit_photo(visit)
    for fact in (f.choice, f.income, f.readiness, f.wisdom_use, f.trainer):
        fact(enrolment)
    enrolment.follow_choice()
    f.notice(made)
    group = f.group()
    f.term(group, f.membership(group, person).person)
    f.attendance(None, person)
    f.share(group, person)
    f.sage(person=person, last_name=f"ปราชญ์{made.pk}")
    f.product(f.producer(made))
    RowAnswer.objects.create(
        place_id=made.village_id[:4], told=f"{made.pk:064}", person=person, answered_by=by
    )
    EnrolmentFix.objects.create(enrolment=enrolment, step=1, text="ขอเอกสาร", by=by)
    EnrolmentWaiver.objects.create(
        enrolment=enrolment, requirement=f"r{made.pk}", kind="waived", reason="other", by=by
    )
    return made


def join(kept, gone, by, **choices):
    seen = dict(Household.objects.values_list("pk", "version"))
    return merge(kept, gone, Choices(**choices), by=by, seen=seen)


def twins(kept, gone):
    return {"same": {gone.persons.get().pk: kept.persons.get().pk}}


def everything():
    """Every row of the domain, without what says when it was touched."""
    rows = {}
    for label in ("households", "groups", "products", "markets"):
        for model in apps.get_app_config(label).get_models():
            if hasattr(model, "instance_type") or model._meta.label in OWN:
                continue
            names = [x.attname for x in model._meta.concrete_fields if x.name not in TOUCHED]
            for row in model._base_manager.all():
                values = [
                    bytes(v) if isinstance(v, memoryview) else v
                    for v in (getattr(row, name) for name in names)
                ]
                rows[model._meta.label, row.pk] = dict(zip(names, map(str, values), strict=True))
    return rows


def left_behind(*rows):
    """Every row that still points at one of these, by table."""
    found = {}
    for row in rows:
        for relation in related(type(row)):
            model = relation.related_model
            n = model._base_manager.filter(**{relation.field.name: row}).count()
            if n:
                found[model._meta.label] = found.get(model._meta.label, 0) + n
    return found


# --- What is moved ------------------------------------------------------------------------


def test_nothing_of_any_table_is_left_at_the_record_that_goes(db, by):
    kept, gone = f.household(), full(by)
    person, enrolment = gone.persons.get(), gone.enrolments.get()
    # One row of each table that points at these: a table added later has to be added to `full`.
    asked = {r.related_model._meta.label for m in (Household, Person) for r in related(m)}
    assert asked == set(left_behind(gone, person))

    join(kept, gone, by, **twins(kept, gone))

    assert left_behind(gone) == {"households.Person": 1}  # who is in both
    assert left_behind(person) == {}
    assert Enrolment.objects.get(pk=enrolment.pk).household == kept
    assert person.pk in set(gone.persons.filter(left_on=today()).values_list("pk", flat=True))


def test_every_table_that_hangs_on_a_household_is_moved_or_named(db):
    hanging = {
        r.related_model._meta.label
        for model in (Household, Person, Enrolment)
        for r in model._meta.get_fields(include_hidden=True)
        if r.auto_created and not r.concrete and not hasattr(r.related_model, "instance_type")
    }
    moved = {
        r.related_model._meta.label
        for model in (Household, Person, Enrolment)
        for r in related(model)
    }

    assert hanging - moved == NOT_MOVED


def test_of_a_year_that_both_have_one_walks_on_with_what_is_known_of_both(db, by):
    kept, gone = full(by), full(by)
    ours, theirs = kept.enrolments.get(), gone.enrolments.get()

    join(kept, gone, by, **twins(kept, gone))

    theirs.refresh_from_db()
    assert (theirs.household, theirs.exit_reason) == (gone, ExitReason.MERGED)
    assert left_behind(theirs) == {}
    assert (ours.visits.count(), ours.income_statements.count(), ours.waivers.count()) == (2, 2, 2)
    assert EnrolmentStepEvent.objects.filter(enrolment=theirs).count() == 1
    assert list(Enrolment.objects.counted()) == [ours]


def test_the_other_enrolment_may_be_the_one_that_walks_on(db, by):
    kept, gone = full(by), full(by)
    ours, theirs = kept.enrolments.get(), gone.enrolments.get()

    join(kept, gone, by, years=frozenset({YEAR}))

    ours.refresh_from_db()
    theirs.refresh_from_db()
    assert (theirs.household, theirs.exit_reason, theirs.visits.count()) == (kept, "", 2)
    assert (ours.household, ours.exit_reason, ours.fiscal_year) == (gone, "merged", YEAR)


def test_a_member_of_one_group_in_both_records_is_one_member_of_it(db, by):
    kept, gone, group = f.household(), f.household(), f.group()
    for household in (kept, gone):
        f.membership(group, household.persons.get())

    join(kept, gone, by, **twins(kept, gone))

    mine = Membership.objects.filter(person__household=kept)
    assert (mine.count(), mine.current().count()) == (2, 1)


def test_what_is_chosen_of_the_record_that_goes_is_taken_and_others_become_members(db, by):
    kept = f.household(house_no="9", phone="")
    gone = f.household(house_no="9/1", phone="0811111111")
    son = f.person(gone, first_name="กล้า")
    head = gone.persons.get(is_head=True)
    head.identify("1100000000016")
    head.save()

    join(
        kept,
        gone,
        by,
        fields=frozenset({"phone"}),
        same={head.pk: kept.persons.get().pk},
        person_fields={head.pk: frozenset({"national_id"})},
    )

    kept.refresh_from_db()
    assert (kept.house_no, kept.phone) == ("9", "0811111111")
    assert kept.persons.get(is_head=True).national_id == "1100000000016"
    assert Person.objects.get(pk=son.pk).household == kept


# --- Taking back --------------------------------------------------------------------------


@pytest.mark.parametrize("walks_on", [frozenset(), frozenset({YEAR})])
def test_taken_back_every_row_is_what_it_was(db, by, walks_on):
    kept, gone = full(by, phone=""), full(by, phone="0811111111")
    f.person(gone, first_name="กล้า")
    head = gone.persons.get(is_head=True)
    head.identify("1100000000016")
    head.save()
    for household in (kept, gone):
        household.settle()
    before = everything()

    made = join(
        kept,
        gone,
        by,
        fields=frozenset({"phone", "house_no"}),
        same={head.pk: kept.persons.get().pk},
        person_fields={head.pk: frozenset({"name", "birth", "national_id"})},
        years=walks_on,
    )
    assert everything() != before
    take_back(made, by=by)

    assert everything() == before
    made.refresh_from_db()
    assert (made.taken_back_by, made.taken_back_at is None) == (by, False)


def test_what_was_added_since_stays_where_it_was_added(db, by):
    kept, gone = f.household(), full(by)
    made = join(kept, gone, by)
    notice = f.notice(kept)

    take_back(made, by=by)

    notice.refresh_from_db()
    assert notice.household == kept
    assert gone.notices.count() == 1


def test_a_later_change_is_not_lost_by_taking_back(db, by):
    kept, gone = f.household(phone=""), f.household(phone="0811111111")
    made = join(kept, gone, by, fields=frozenset({"phone"}))
    kept.refresh_from_db()
    kept.phone = "0822222222"
    kept.save()
    before = everything()

    with pytest.raises(MergeRefused, match="โทรศัพท์ของครัวเรือน"):
        take_back(made, by=by)

    assert everything() == before


def test_of_two_merges_the_later_is_taken_back_first(db, by):
    one, two, three = (f.household() for _n in range(3))
    first = join(two, one, by)
    join(three, two, by)

    with pytest.raises(MergeRefused, match="ครั้งหลังก่อน"):
        take_back(first, by=by)


def test_what_was_taken_back_is_not_taken_back_again(db, by):
    made = join(f.household(), f.household(), by)
    take_back(made, by=by)

    with pytest.raises(MergeRefused):
        take_back(made, by=by)


# --- What is refused ----------------------------------------------------------------------


def test_households_of_two_districts_are_not_merged(db, by):
    with pytest.raises(MergeRefused, match="อำเภอเดียวกัน"):
        join(f.household(), f.household(f.OUTSIDE_VILLAGE), by)


def test_what_was_changed_since_the_preview_is_shown_first(db, by):
    kept, gone = f.household(), f.household()
    seen = {kept.pk: 1, gone.pk: 1}
    gone.take_version(1)

    with pytest.raises(MergeRefused, match="เปลี่ยนไป"):
        merge(kept, gone, Choices(), by=by, seen=seen)

    assert not HouseholdMerge.objects.exists()


def test_pressing_twice_merges_once(db, by):
    kept, gone = f.household(), f.household()
    join(kept, gone, by)

    with pytest.raises(MergeRefused):
        join(kept, gone, by)


def test_erasing_the_household_erases_the_record_that_went_into_it(db, by, chief):
    kept, gone = f.household(), f.household(phone="0811111111")
    made = join(kept, gone, by, fields=frozenset({"phone"}))

    erase_household(kept, by=chief, reason="คำขอ")

    gone.refresh_from_db()
    assert (gone.phone, gone.head_name, gone.erased_at is None) == ("", "", False)
    assert {(row.before, row.after) for row in made.rows.all()} == {("", "")}
