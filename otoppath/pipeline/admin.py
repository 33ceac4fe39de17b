"""The Django admin of records that walk the path, and of what they gather on their way."""

from collections import defaultdict
from typing import Any, ClassVar

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from households.models import Step
from otoppath.accounts.inspection import RecordAdmin
from otoppath.pipeline import moves
from otoppath.pipeline.checklist import sentence
from otoppath.pipeline.paths import path_of
from otoppath.pipeline.views.common import title_of
from otoppath.pipeline.views.moves import told

REFUSALS_SHOWN = 20


class WalkingAdmin(RecordAdmin):
    """Enrolments or groups: who may advance them on the pages may do so here."""

    actions = ("advance_chosen",)

    @admin.display(description=_("ขั้นตอน"), ordering="step")
    def step_drawn(self, record: Any) -> SafeString:
        """Show the step, and carry it in the form: a record that moved meanwhile stays."""
        return format_html(
            '{} {}<input type="hidden" name="step-{}" value="{}">',
            record.step,
            Step(record.step).short,
            record.pk,
            record.step,
        )

    def has_advance_permission(self, request: HttpRequest) -> bool:
        """Whether the user may advance records."""
        return request.user.has_perm("pipeline.advance")

    @admin.action(description=_("เลื่อนไปขั้นตอนถัดไป"), permissions=["advance"])
    def advance_chosen(self, request: HttpRequest, queryset: QuerySet) -> None:
        """Advance what is ready of the chosen records, and say what each of the others lacks."""
        by_step: dict[int, list[Any]] = defaultdict(list)
        visible: Any = queryset
        for record in visible.visible_to(request.user)[: moves.AT_MOST]:
            by_step[_step_drawn(request, record)].append(record)
        by_step.pop(NOT_DRAWN, None)
        moved, refusals = 0, []
        for step, records in sorted(by_step.items()):
            outcome = moves.advance(records, step, by=request.user)  # type: ignore[arg-type]
            moved += len(outcome.moved)
            refusals += [(r, outcome) for r in records if r.pk not in outcome.moved]
        said = ngettext("เลื่อนแล้ว %(n)d รายการ", "เลื่อนแล้ว %(n)d รายการ", moved) % {"n": moved}
        messages.success(request, said) if moved else None
        _tell_refusals(request, refusals)


NOT_DRAWN = -1


def _step_drawn(request: HttpRequest, record: Any) -> int:
    """Return the step at which the list showed the record; it is moved from no other."""
    typed = request.POST.get(f"step-{record.pk}", "")
    return int(typed) if typed.isdecimal() and len(typed) < 3 else NOT_DRAWN


def _tell_refusals(request: HttpRequest, refusals: list[tuple[Any, moves.Outcome]]) -> None:
    """Say of each record that stayed why it did, in the words of the pages."""
    for record, outcome in refusals[:REFUSALS_SHOWN]:
        kind = path_of(record).owner
        names = {"record": title_of(kind, record), "reason": _reason(record, outcome)}
        messages.warning(request, gettext("%(record)s: %(reason)s") % names)
    more = len(refusals) - REFUSALS_SHOWN
    if more > 0:
        said = ngettext("และอีก %(n)d รายการที่ยังเลื่อนไม่ได้", "และอีก %(n)d รายการที่ยังเลื่อนไม่ได้", more)
        messages.warning(request, said % {"n": more})


def _reason(record: Any, outcome: moves.Outcome) -> str:
    if record.pk in outcome.lacking:
        return sentence(outcome.lacking[record.pk])
    if record.pk in outcome.already:
        return told(moves.AlreadyMoved(moves.last_event(record)))
    return str(moves.NotWalking())


class GatheredAdmin(RecordAdmin):
    """A move, a waiver or a point to put right: written by the pages and never changed."""

    masked: ClassVar[tuple[str, ...]] = ("note",)

    def get_list_select_related(self, request: HttpRequest) -> Any:
        """Read who did it along with the row."""
        return ["by", *self.list_select_related]  # type: ignore[misc]


class MoveAdmin(GatheredAdmin):
    """Moves of enrolments or groups."""

    list_filter: ClassVar[tuple[Any, ...]] = ("kind",)
    fields = ("numbers",)

    @admin.display(description=_("เกณฑ์ตัวเลขที่ใช้ในวันนั้น"))
    def numbers(self, event: Any) -> str:
        """Return the thresholds in force on the day of the move."""
        return ", ".join(f"{name} {value}" for name, value in event.thresholds.items())


class WaiverAdmin(GatheredAdmin):
    """Requirements set aside."""

    list_filter = ("kind", "reason")

    @admin.display(description=_("เงื่อนไข"), ordering="requirement")
    def requirement_text(self, waiver: Any) -> str:
        """Return the sentence of the requirement; its code where it is asked no more."""
        found = self.path.by_code.get(waiver.requirement)  # type: ignore[attr-defined]
        return str(found.text) if found else waiver.requirement


class FixAdmin(GatheredAdmin):
    """What records sent back have to put right."""

    masked = ("text", "fixed_note")
    list_filter = ("step",)
