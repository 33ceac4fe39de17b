"""What every record has: its history, also where many rows change at once, and the check."""

import pytest
from django.db import transaction
from django.urls import reverse
from simple_history.utils import bulk_create_with_history

from households.models import Household
from otoppath.accounts.records import write_history
from tests import factories
from tests.factories import VILLAGE


@pytest.fixture
def rows(db):
    """Three households, their histories empty."""
    made = [factories.household() for _ in range(3)]
    Household.history.all().delete()
    return made


def test_who_changed_a_row_on_a_page_is_in_its_history(client_of, chief, officer):
    client_of(chief).post(
        reverse("accounts:user_change", args=[officer.uuid]), {"title": "นาง", "first_name": "ใหม่"}
    )

    newest = officer.history.first()
    assert (newest.first_name, newest.history_user) == ("ใหม่", chief)


def test_change_of_many_rows_is_written_with_one_statement(
    rows, officer, django_assert_num_queries
):
    chosen = Household.objects.filter(pk__in=[row.pk for row in rows[:2]])
    with transaction.atomic():
        chosen.update(house_no="99")
        with django_assert_num_queries(1):
            written = write_history(chosen, by=officer, reason="แก้ไขรวม")

    kept = Household.history.order_by("id")
    assert written == 2
    assert [h.id for h in kept] == sorted(row.pk for row in rows[:2])
    assert {
        (h.house_no, h.history_type, h.history_user, h.history_change_reason) for h in kept
    } == {("99", "~", officer, "แก้ไขรวม")}


def test_history_written_at_once_equals_the_one_of_saving(rows, officer):
    one = rows[0]
    one.refresh_from_db()
    one._history_user = officer
    one.save()
    write_history(Household.objects.filter(pk=one.pk), by=officer)

    second, first = Household.history.filter(id=one.pk).order_by("-history_id")
    left_out = {"history_id", "history_date"}
    names = [f.attname for f in second._meta.concrete_fields if f.name not in left_out]
    assert [getattr(second, n) for n in names] == [getattr(first, n) for n in names]


def test_rows_outside_the_queryset_get_no_history(rows, officer):
    write_history(Household.objects.filter(pk=rows[0].pk), by=None, kind="+")

    assert list(Household.history.values_list("id", "history_type", "history_user")) == [
        (rows[0].pk, "+", None)
    ]


def test_history_of_an_ordered_or_sliced_list_is_complete(rows, officer):
    assert write_history(Household.objects.order_by("-house_no"), by=officer) == 3


def test_bulk_creation_has_a_history_with_its_maker(db, officer):
    place = factories.place(VILLAGE)
    rows = [Household(village=place, house_no=f"{n}", created_by=officer) for n in range(3)]

    bulk_create_with_history(rows, Household, default_user=officer)

    assert [h.history_user for h in Household.history.all()] == [officer] * 3


# --- The check ----------------------------------------------------------------------------


def counted(rows):
    found = Household.objects.filter(pk__in=[row.pk for row in rows])
    return found.checked().count(), found.waiting().count(), found.returned().count()


def test_what_an_officer_enters_counts_at_once(rows, officer):
    rows[0].enter(by=officer)
    rows[0].save()

    assert (rows[0].is_checked, rows[0].checked_by) == (True, officer)
    assert counted(rows[:1]) == (1, 0, 0)


def test_what_a_volunteer_enters_waits(rows, volunteer):
    rows[0].enter(by=volunteer)
    rows[0].save()

    assert not rows[0].is_checked
    assert counted(rows[:1]) == (0, 1, 0)


def test_accepted_row_counts(rows, officer, volunteer):
    rows[0].enter(by=volunteer)

    rows[0].accept(by=officer)

    assert counted(rows[:1]) == (1, 0, 0)


def test_row_sent_back_waits_for_who_entered_it(rows, officer, volunteer):
    rows[0].enter(by=volunteer)

    rows[0].send_back(by=officer, note="บ้านเลขที่ไม่ตรงทะเบียน")

    rows[0].refresh_from_db()
    assert counted(rows[:1]) == (0, 0, 1)
    assert rows[0].returned_note == "บ้านเลขที่ไม่ตรงทะเบียน"
    assert rows[0].history.first().history_user == officer


def test_corrected_row_waits_again(rows, officer, volunteer):
    rows[0].send_back(by=officer, note="แก้เลขที่")

    rows[0].enter(by=volunteer)
    rows[0].save()

    assert counted(rows[:1]) == (0, 1, 0)
    assert rows[0].returned_note == ""


def test_row_a_volunteer_changes_after_the_check_waits_again(rows, officer, volunteer):
    rows[0].accept(by=officer)

    rows[0].enter(by=volunteer)
    rows[0].save()

    assert counted(rows[:1]) == (0, 1, 0)
