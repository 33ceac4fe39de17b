"""Nomination: households enter the path of a fiscal year."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction
from simple_history.utils import bulk_create_with_history

from households.models import Enrolment, Household
from otoppath.accounts.models import ProgrammeYear, User
from otoppath.pipeline.moves import start


@dataclass
class Nominated:
    """Which households entered the year, and why the others did not."""

    enrolments: list[Enrolment] = field(default_factory=list)
    already: list[Household] = field(default_factory=list)  # in that year
    unchecked: list[Household] = field(default_factory=list)  # a volunteer's, not yet accepted
    closed: list[Household] = field(default_factory=list)


class YearIsClosed(Exception):
    """The fiscal year takes no more nominations."""


@dataclass(frozen=True, kw_only=True)
class Nomination:
    """What is said of all households that are nominated together."""

    fiscal_year: int
    nominated_on: date
    criterion: str
    project: str = ""


@transaction.atomic
def nominate(households: Sequence[Household], nomination: Nomination, *, by: User) -> Nominated:
    """Put households forward for a fiscal year; each gets its first event, none -> 1.

    The statements grow only with the batches that SQLite writes in. Raises `YearIsClosed`.
    """
    year = nomination.fiscal_year
    if not ProgrammeYear.objects.takes_nominations(year):
        raise YearIsClosed
    locked = Household.objects.select_for_update().filter(pk__in=[h.pk for h in households])
    rows = list(locked.order_by("pk"))
    enrolled = Enrolment.objects.of_year(year).filter(household__in=rows)
    known = set(enrolled.values_list("household_id", flat=True))
    done, new = Nominated(), []
    for household in rows:
        if household.pk in known:
            done.already.append(household)
        elif not household.is_standing:
            done.closed.append(household)
        elif not household.is_checked:
            done.unchecked.append(household)
        else:
            new.append(_enrolment(household, nomination, by))
    done.enrolments = bulk_create_with_history(new, Enrolment, default_user=by) if new else []
    start(done.enrolments, by=by)
    return done


def _enrolment(household: Household, nomination: Nomination, by: User) -> Enrolment:
    return Enrolment(
        household=household,
        village_id=household.village_id,
        fiscal_year=nomination.fiscal_year,
        nominated_on=nomination.nominated_on,
        criterion=nomination.criterion,
        project=nomination.project,
        sort_key=household.sort_key,
        created_by=by,
    )
