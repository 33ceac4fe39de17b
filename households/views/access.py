"""Who may open which page of this app, and how a record is fetched: in the viewer's area only."""

from uuid import UUID

from django.contrib.auth.decorators import permission_required
from django.shortcuts import get_object_or_404

from households.models import DuplicatePair, Enrolment, Household, HouseholdMerge, Person
from otoppath.accounts.http import Request

may_view = permission_required("households.view_household", raise_exception=True)
may_change = permission_required("households.change_household", raise_exception=True)
may_decide = permission_required("households.change_enrolment", raise_exception=True)
may_check = permission_required("households.check_entry", raise_exception=True)
may_reveal = permission_required("households.reveal_id", raise_exception=True)
may_export = permission_required("households.export", raise_exception=True)
may_merge = permission_required("households.merge", raise_exception=True)
may_erase = permission_required("households.erase", raise_exception=True)


def get_household(request: Request, uuid: UUID) -> Household:
    """Return a household of the viewer's area; any other does not exist."""
    return get_object_or_404(Household.objects.visible_to(request.user), uuid=uuid)


def get_known_household(request: Request, uuid: UUID) -> Household:
    """Return a household that can still be written about: an erased one cannot."""
    rows = Household.objects.visible_to(request.user).filter(erased_at__isnull=True)
    return get_object_or_404(rows, uuid=uuid)


def get_pair(request: Request, uuid: UUID) -> DuplicatePair:
    """Return a pair of which both households lie in the viewer's area."""
    pairs = DuplicatePair.objects.visible_to(request.user).select_related("first", "second")
    return get_object_or_404(pairs, uuid=uuid)


def get_merge(request: Request, uuid: UUID) -> HouseholdMerge:
    """Return a merge of which both households lie in the viewer's area."""
    merges = HouseholdMerge.objects.visible_to(request.user)
    rows = merges.select_related("kept", "gone", "by", "taken_back_by")
    return get_object_or_404(rows, uuid=uuid)


def get_person(request: Request, uuid: UUID) -> Person:
    """Return a person of the viewer's area, with the household."""
    persons = Person.objects.visible_to(request.user).select_related("household")
    return get_object_or_404(persons, uuid=uuid, erased_at__isnull=True)


def get_enrolment(request: Request, uuid: UUID) -> Enrolment:
    """Return an enrolment of the viewer's area, with the household."""
    rows = Enrolment.objects.visible_to(request.user)
    rows = rows.select_related(
        "household", "meeting", "chosen_occupation", "replaced_by__household"
    )
    return get_object_or_404(rows, uuid=uuid)


def get_known_enrolment(request: Request, uuid: UUID) -> Enrolment:
    """Return an enrolment whose household can still be written about."""
    rows = Enrolment.objects.visible_to(request.user).select_related("household")
    return get_object_or_404(rows, uuid=uuid, household__erased_at__isnull=True)
