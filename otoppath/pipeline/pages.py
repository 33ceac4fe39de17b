"""What a record's page shows of its path, put together once for enrolments and groups."""

from typing import Any

from django.db.models import Count
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from groups.models import ProposalAnswer
from households.models import OWN_END, Step, step_name
from otoppath.pipeline.checklist import (
    current_lines,
    finished_steps,
    slipped_lines,
    stepper,
    why_still,
)
from otoppath.pipeline.paths import path_of
from otoppath.pipeline.taking_in import CONFIRM
from otoppath.thai.dates import format_datetime

# What the page of a fix asks for, by the app it belongs to; decisions of the office apart.
NEEDED = {
    "groups": "groups.change_group",
    "products": "products.change_product",
    "markets": "markets.change_market",
    "households": "households.change_household",
}
DECIDED = dict.fromkeys(
    (
        "households:enrolment_selection",
        "households:route_change",
        "households:chosen_create",
        "households:trainer_create",
    ),
    "households.change_enrolment",
)


def links_by_step(rows: Any, filters: Any) -> list[dict[str, Any]]:
    """Return the steps of a list's rows, how many are there, and the list with those alone.

    Records go on together from one step: a list of several steps leads to the list of each.
    """
    counts = rows.order_by("step").values_list("step").annotate(n=Count("pk"))
    return [{"step": s, "count": n, "url": filters.querystring(step=s)} for s, n in counts]


def path_context(request: HttpRequest, record: Any) -> dict[str, Any]:
    """Return what `pipeline/_path.html` and `pipeline/_moves.html` draw; five queries.

    Thresholds, the judgement, waivers, events, and open fixes where the record was sent back; of
    a group at step 1 also who proposed to take it in.
    """
    path = path_of(record)
    kind = path.owner
    found = path.explain(record, path.thresholds_of(record))
    events = list(record.events.select_related("by").order_by("-id"))
    fixes = open_fixes(record) if any(e.kind == "send_back" for e in events) else []
    checklist = linked(current_lines(found, record, kind, fixes), request)
    missing = [line for line in checklist if line["state"] == "missing"]
    own_end = getattr(record, "place_on_path", record.step) == OWN_END
    return {
        "kind": kind,
        "record": record,
        "is_walking": record.is_walking,
        "is_done": record.step == Step.DONE,
        "still": None if record.is_walking or record.step == Step.DONE else why_still(record),
        "done_text": step_name(OWN_END) if own_end else Step.DONE.label,
        "steps": stepper(record, path, events),
        "checklist": checklist,
        "missing_count": len(missing),
        "slipped": linked(slipped_lines(found, record, kind), request),
        "finished": [
            block | {"lines": linked(block["lines"], request)}
            for block in finished_steps(found, record, kind)
        ],
        "moves": [move_line(event) for event in events],
        "next_step": path.next_step(record),
        "previous_step": path.previous_step(record),
        "urls": urls_of(record, kind),
        "may_advance": request.user.has_perm("pipeline.advance"),
        "may_send_back": request.user.has_perm("pipeline.send_back")
        and record.step > Step.SELECT
        and not record.has_left,
        "may_waive": request.user.has_perm("pipeline.waive"),
        **taking_in_context(request, record, kind),
    }


def taking_in_context(request: HttpRequest, record: Any, kind: str) -> dict[str, Any]:
    """Return what is drawn of taking a group in: the button, or the proposal that waits."""
    if kind != "group" or record.step != Step.SELECT or record.has_left:
        return {}
    may_propose = request.user.has_perm("pipeline.take_in")
    newest = record.proposals.select_related("by", "answered_by").order_by("-id").first()
    is_open = newest is not None and not newest.answer
    return {
        "may_take_in": may_propose and not is_open,
        "proposal": newest if is_open else None,
        "declined": newest if newest and newest.answer == ProposalAnswer.DECLINED else None,
        "is_my_proposal": is_open and newest.by_id == request.user.pk,
        "may_confirm": request.user.has_perm(CONFIRM),
    }


def linked(lines: list[dict[str, Any]], request: HttpRequest) -> list[dict[str, Any]]:
    """Leave out the links and buttons that the reader may not use."""
    may_lift = request.user.has_perm("pipeline.waive")

    def may_open(fix: str) -> bool:
        needed = DECIDED.get(fix) or NEEDED.get(fix.partition(":")[0])
        return needed is None or request.user.has_perm(needed)

    closed = [{} if may_open(line.get("fix", "")) else {"url": "", "fix": ""} for line in lines]
    kept = {} if may_lift else {"lift": ""}
    return [line | shut | kept for line, shut in zip(lines, closed, strict=True)]


def urls_of(record: Any, kind: str) -> dict[str, str]:
    """Return the addresses of the record's moves."""
    verbs = ["advance", "advance_far", "send_back", "waive", "fix_list"]
    verbs += ["take_in", "confirm_take_in", "decline_take_in"] if kind == "group" else []
    return {verb: reverse(f"pipeline:{kind}_{verb}", args=[record.uuid]) for verb in verbs}


def open_fixes(record: Any) -> list[Any]:
    """Return what the record was told to put right and has not yet."""
    return list(record.fixes.filter(fixed_at__isnull=True).select_related("by").order_by("id"))


def move_line(event: Any) -> dict[str, str]:
    """Return one move in words for `components/_history.html`."""
    sentences = {
        "start": _("เริ่มที่ขั้นตอนที่ 1"),
        "advance": _("เลื่อนไปขั้นตอนที่ %(step)d"),
        "send_back": _("ส่งกลับไปขั้นตอนที่ %(step)d"),
        "take_in": _("รับเข้าที่ขั้นตอนที่ %(step)d"),
    }
    text = sentences[event.kind] % {"step": event.to_step}
    if event.to_step == Step.DONE:
        text = _("ผ่านครบทุกขั้นตอนของเส้นทาง")
    return {
        "at": format_datetime(event.at),
        "text": f"{text} · {event.note}" if event.note else text,
        "by": event.by.display_name if event.by else _("ระบบ"),
    }
