"""The checklist of a record in words: what the page, the board and a refusal say."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from households.models import Route, Step
from otoppath.pipeline.path import MISSING, Found, Path
from otoppath.pipeline.requirement import Requirement
from otoppath.thai.dates import days_since, format_date
from products.models import Registration, RegistrationStatus


def line_of(found: Found, record: Any, kind: str) -> dict[str, Any]:
    """Return what `components/_checklist.html` needs for one requirement of one record."""
    requirement = found.requirement
    line = {"state": found.state, "text": requirement.text, "detail": detail_of(found, record)}
    if found.state == MISSING:
        return line | {"url": reverse(requirement.fix, args=[record.uuid]), "fix": requirement.fix}
    if found.waiver is not None and found.state != "met":
        waiver = found.waiver
        reason = " · ".join(filter(None, [waiver.get_reason_display(), waiver.note]))
        return line | {"by": waiver.by.display_name, "reason": reason}
    evidence = reverse(f"pipeline:{kind}_evidence", args=[record.uuid, requirement.code])
    return line | ({"url": evidence} if found.count else {})


def detail_of(found: Found, record: Any) -> str:
    """Say how far it has come: when the newest proof was entered, or how many there are."""
    if found.state == "met":
        day = format_date(found.latest)
        return str(_("บันทึก %(day)s") % {"day": day})
    if found.requirement.code == "registered":
        return waiting_for_province(record)
    if found.needed > 1:
        return str(
            _("มีแล้ว %(count)d จาก %(needed)d") % {"count": found.count, "needed": found.needed}
        )
    return ""


def waiting_for_province(record: Any) -> str:
    """Say how long the province has had the application: waiting is not being stuck."""
    rows = Registration.objects.filter(status=RegistrationStatus.DISTRICT_ENDORSED)
    owner = (
        {"product__producer__household": record.household_id}
        if hasattr(record, "household_id")
        else {"product__producer__group": record.pk}
    )
    since = rows.filter(**owner).values_list("status_since", flat=True).first()
    if since is None:
        return ""
    days = days_since(since)
    return ngettext("รอผลจากจังหวัดมาแล้ว %(n)d วัน", "รอผลจากจังหวัดมาแล้ว %(n)d วัน", days) % {"n": days}


def current_lines(found: Sequence[Found], record: Any, kind: str) -> list[dict[str, Any]]:
    """Return the lines of the record's own step; an unlisted requirement only when missing."""
    here = [f for f in found if f.requirement.step == record.step and f.is_asked]
    shown = [f for f in here if f.requirement.is_listed or f.is_open]
    return [line_of(f, record, kind) for f in shown]


def slipped_lines(found: Sequence[Found], record: Any, kind: str) -> list[dict[str, Any]]:
    """Return what puts the record at risk: true when a step was finished, and no longer."""
    path_risks = [f for f in found if f.requirement.code in RISK_CODES]
    earlier = [f for f in found if f.requirement.step < record.step and f.is_open]
    return [line_of(f, record, kind) for f in dict.fromkeys([*earlier, *path_risks])]


RISK_CODES = ("lapsed_certificate", "overdue_plan")


def sentence(missing: Sequence[Requirement]) -> str:
    """Return one sentence that names everything missing."""
    names = ", ".join(str(r.text) for r in missing)
    n = len(missing)
    return ngettext("ยังไม่ครบอีก %(n)d ข้อ: %(names)s", "ยังไม่ครบอีก %(n)d ข้อ: %(names)s", n) % {
        "n": n,
        "names": names,
    }


def stepper(record: Any, path: Path, events: Sequence[Any]) -> list[dict[str, Any]]:
    """Return the five steps for `components/_stepper.html`, from events newest first."""
    left = {}
    for event in reversed(events):
        if event.to_step > event.from_step:
            left[event.from_step] = event.at
    days = days_since(record.step_since)
    stayed = ngettext("อยู่มาแล้ว %(n)d วัน", "อยู่มาแล้ว %(n)d วัน", days) % {"n": days}
    lines = []
    for step in list(Step)[:5]:
        state = state_of(step, record)
        date = format_date(left[step]) if state == "done" and step in left else ""
        note = {"current": stayed, "skipped": _("ไม่เข้าสู่ OTOP")}.get(state, "")
        lines.append(
            {
                "number": step.value,
                "label": step.short,
                "state": state,
                "date": date,
                "note": note,
            }
        )
    return lines


def state_of(step: Step, record: Any) -> str:
    """Return how a step looks to a record; own use leaves out those that lead to a product."""
    if step > Step.DEVELOP and getattr(record, "route", "") == Route.OWN_USE:
        return "skipped"
    return "done" if step < record.step else "current" if step == record.step else "ahead"


def sentence_of_lack(what: str, n: int) -> str:
    """Say how many households or groups lack something."""
    if what == "groups":
        return ngettext("%(n)d กลุ่ม", "%(n)d กลุ่ม", n) % {"n": n}
    return ngettext("%(n)d ครัวเรือน", "%(n)d ครัวเรือน", n) % {"n": n}
