"""What the page of an enrolment shows below its path: every fact of the year, by kind."""

from typing import Any

from django.db.models import Prefetch

from groups.models import Membership
from households.models import ChoiceKind, Enrolment, Readiness, VisitPhoto
from otoppath.accounts.http import Request
from otoppath.pipeline.pages import path_context

# Moves have a history of their own on the page.
MOVED = ("step", "step_since")


def enrolment_context(request: Request, enrolment: Enrolment) -> dict[str, Any]:
    """Return path and facts of an enrolment; one query for each kind of fact."""
    user = request.user
    choices = _facts(enrolment.occupation_choices, user).select_related("occupation")
    choices = list(choices.order_by("chosen_on", "id"))
    assessments = list(_facts(enrolment.assessments, user).order_by("assessed_on", "id"))
    uses = _facts(enrolment.wisdom_uses, user).select_related("wisdom").order_by("noted_on", "id")
    trainers = enrolment.trainer_assignments.visible_to(user).select_related("sage")
    visits = _facts(enrolment.visits, user).prefetch_related(
        Prefetch("photos", queryset=VisitPhoto.objects.standing())
    )
    groups = Membership.objects.visible_to(user).current().select_related("group", "person")
    path = path_context(request, enrolment)
    missing = (line for line in path["checklist"] if line["state"] == "missing")
    return {
        "enrolment": enrolment,
        "path": path,
        "next_thing": next(missing, None),
        "notices": _facts(enrolment.household.notices, user).order_by("given_on", "id"),
        "wanted": [c for c in choices if c.kind == ChoiceKind.WANTED],
        "chosen": [c for c in choices if c.kind == ChoiceKind.CHOSEN],
        "incomes": list(_facts(enrolment.income_statements, user)),
        "assessments": assessments,
        "readiness_tone": _tone(assessments),
        "uses": uses,
        "trainers": trainers.order_by("starts_on", "id"),
        "visits": visits,
        "memberships": groups.filter(person__household=enrolment.household_id),
    }


def _facts(rows: Any, user: Any) -> Any:
    """Return the facts the user may see, with who entered each."""
    return rows.visible_to(user).select_related("created_by")


def _tone(assessments: list[Any]) -> str:
    """Return the tone of the badge of the latest result that counts."""
    counted = [a for a in assessments if a.is_checked]
    tones = {Readiness.READY: "leaf", Readiness.PREPARE: "turmeric", Readiness.NOT_READY: "lac"}
    return tones[counted[-1].result] if counted else "plain"
