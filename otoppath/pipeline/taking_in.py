"""Taking in a group that existed before: an officer proposes at which step, the chief confirms.

What it met earlier is marked *predates* without evidence in the system, so it takes two, as a
waiver takes the chief. A chief who enters the group alone takes it in at once.
"""

from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from groups.models import Group, ProposalAnswer, TakeInProposal
from households.models import Step
from otoppath.accounts.models import User
from otoppath.pipeline import moves

CONFIRM = "pipeline.confirm_take_in"


class AlreadyProposed(moves.MoveRefused):
    """A proposal for this group waits for the chief already."""

    def __init__(self) -> None:
        super().__init__(_("กลุ่มนี้มีข้อเสนอที่รอพัฒนาการอำเภอยืนยันอยู่แล้ว"))


class AlreadyAnswered(moves.MoveRefused):
    """The proposal was answered or withdrawn meanwhile, or another one was made."""

    def __init__(self) -> None:
        super().__init__(_("ข้อเสนอนี้ได้รับคำตอบแล้ว หรือมีข้อเสนอใหม่แทน ดูรายละเอียดในหน้านี้อีกครั้ง"))


def proposal_of(group: Group) -> TakeInProposal | None:
    """Return the proposal that waits for the chief; a group that moved on has none."""
    if group.step != Step.SELECT or group.has_left:
        return None
    return group.proposals.filter(answer="").select_related("by").first()


def take_in(group: Group, step: int, *, by: User, note: str) -> None:
    """Take a group in at once. Raises `AlreadyProposed` while a proposal waits for an answer."""
    _none_waits(group)
    moves.take_in(group, step, by=by, note=note)


def propose(group: Group, step: int, *, by: User, note: str) -> TakeInProposal:
    """Ask the chief to take a group in at `step`.

    Raises `NotReady` and the other refusals of `moves.take_in` at once, so that nobody waits for
    what cannot be, and `AlreadyProposed`.
    """
    moves.may_be_taken_in(group, step)
    _none_waits(group)
    try:
        with transaction.atomic():
            return TakeInProposal.objects.create(group=group, step=step, by=by, note=note)
    except IntegrityError as error:  # somebody was quicker
        raise AlreadyProposed from error


@transaction.atomic
def confirm(group: Group, proposal_pk: int, *, by: User) -> int:
    """Take the group in as proposed; return the step. Raises what `moves.take_in` raises."""
    proposal = _answer(group, proposal_pk, ProposalAnswer.CONFIRMED, by=by)
    proposed_by = _("เสนอโดย %(name)s") % {"name": proposal.by.display_name}
    moves.take_in(group, proposal.step, by=by, note=f"{proposal.note} · {proposed_by}")
    return proposal.step


def decline(group: Group, proposal_pk: int, *, by: User, note: str) -> ProposalAnswer:
    """End a proposal: refused by the chief, or withdrawn by who made it; return which."""
    is_own = TakeInProposal.objects.filter(group=group, pk=proposal_pk, by=by).exists()
    answer = ProposalAnswer.WITHDRAWN if is_own else ProposalAnswer.DECLINED
    _answer(group, proposal_pk, answer, by=by, note=note)
    return answer


def _none_waits(group: Group) -> None:
    if group.proposals.filter(answer="").exists():
        raise AlreadyProposed


def _answer(group: Group, pk: int, answer: str, *, by: User, note: str = "") -> TakeInProposal:
    """Answer the proposal the page showed. Raises `AlreadyAnswered` when it waits no longer."""
    waiting = TakeInProposal.objects.filter(group=group, pk=pk, answer="")
    said: dict[str, Any] = {"answer": answer, "answer_note": note, "answered_by": by}
    if not waiting.update(answered_at=timezone.now(), **said):
        raise AlreadyAnswered
    return TakeInProposal.objects.select_related("by").get(pk=pk)
