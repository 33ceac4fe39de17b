"""The checklist of a record in words: what the page, the board and a refusal say."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from groups.models import Membership
from households.models import Route, Selection, Step
from otoppath.pipeline.path import MET, MISSING, WAIVED, Found, Path
from otoppath.pipeline.requirement import Requirement
from otoppath.thai.dates import days_since, format_date
from products.models import Registration, RegistrationStatus


def line_of(found: Found, record: Any, kind: str) -> dict[str, Any]:
    """Return what `components/_checklist.html` needs for one requirement of one record."""
    requirement = found.requirement
    line = {"state": found.state, "text": requirement.text, "detail": detail_of(found, record)}
    if found.state == MISSING:
        url = reverse(requirement.fix, args=[record.uuid])
        return line | {"url": url, "url_label": requirement.verb, "fix": requirement.fix}
    if found.waiver is not None and found.state != MET:
        waiver = found.waiver
        reason = " · ".join(filter(None, [waiver.get_reason_display(), waiver.note]))
        lift = reverse(f"pipeline:{kind}_waiver_lift", args=[record.uuid, requirement.code])
        line |= {"by": waiver.by.display_name, "reason": reason}
        return line | {"lift": lift} if found.state == WAIVED else line
    evidence = reverse(f"pipeline:{kind}_evidence", args=[record.uuid, requirement.code])
    return line | ({"url": evidence} if found.count else {})


def detail_of(found: Found, record: Any) -> str:
    """Say by what it is met and since when, or how far it has come."""
    if found.state == MET and found.latest is not None:
        entered = _("บันทึก %(day)s") % {"day": format_date(found.latest)}
        return " · ".join(filter(None, [proof_of(found), entered]))
    if found.requirement.code == "registered":
        return waiting_for_province(record)
    if found.needed > 1:
        return str(
            _("มีแล้ว %(count)d จาก %(needed)d") % {"count": found.count, "needed": found.needed}
        )
    return ""


def proof_of(found: Found) -> str:
    """Name what meets it: the newest proof, or how many there are where a number is asked."""
    if found.requirement.at_least != 1:
        said = {"count": found.count, "needed": found.needed}
        return str(_("มี %(count)d (ต้องมีอย่างน้อย %(needed)d)") % said)
    if isinstance(found.name, date):
        return str(_("วันที่ %(day)s") % {"day": format_date(found.name)})
    return str(Route(found.name).label) if found.name in Route.values else found.name or ""


def waiting_for_province(record: Any) -> str:
    """Say how long the province has had the application: waiting is not being stuck."""
    rows = Registration.objects.filter(status=RegistrationStatus.DISTRICT_ENDORSED)
    if hasattr(record, "household_id"):
        mine = Membership.objects.current().filter(person__household=record.household_id)
        owner = Q(product__producer__household=record.household_id)
        owner |= Q(product__producer__group__in=mine.values("group"))
    else:
        owner = Q(product__producer__group=record.pk)
    since = rows.filter(owner).values_list("status_since", flat=True).order_by("pk").first()
    if since is None:
        return ""
    days = days_since(since)
    return ngettext("รอผลจากจังหวัดมาแล้ว %(n)d วัน", "รอผลจากจังหวัดมาแล้ว %(n)d วัน", days) % {"n": days}


def current_lines(
    found: Sequence[Found], record: Any, kind: str, fixes: Sequence[Any] = ()
) -> list[dict[str, Any]]:
    """Return the lines of the record's own step; what it was sent back for, one line each."""
    here = [f for f in found if f.requirement.step == record.step and f.is_asked]
    lines = [line_of(f, record, kind) for f in here if f.requirement.is_listed]
    for unlisted in (f for f in here if f.is_open and not f.requirement.is_listed):
        line = line_of(unlisted, record, kind)
        named = [fix for fix in fixes if fix.step == record.step]
        lines += [line | {"text": fix.text, "detail": told_to(fix)} for fix in named] or [line]
    return lines


def told_to(fix: Any) -> str:
    """Say who asked for it to be put right, and when."""
    said = {"name": fix.by.display_name, "day": format_date(fix.at)}
    return str(_("ส่งกลับให้แก้ไขโดย %(name)s เมื่อ %(day)s") % said)


def finished_steps(found: Sequence[Found], record: Any, kind: str) -> list[dict[str, Any]]:
    """Return {step, lines} of each step the record has behind it, with what it was proven by."""
    steps = [step for step in list(Step)[:5] if state_of(step, record) == "done"]
    return [
        {
            "step": step,
            "lines": [
                line_of(f, record, kind)
                for f in found
                if f.requirement.step == step and f.requirement.is_listed and f.is_asked
            ],
        }
        for step in steps
    ]


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


def why_still(record: Any) -> tuple[str, str]:
    """Say in a heading and a sentence why a record that is not done does not walk."""
    if record.has_left and hasattr(record, "closed_on"):
        day = format_date(record.closed_on)
        return _("เลิกกลุ่มแล้ว"), _("เลิกเมื่อ %(day)s ข้อมูลและประวัติยังอยู่ครบ") % {"day": day}
    if record.has_left:
        said = {"day": format_date(record.exited_on), "reason": record.get_exit_reason_display()}
        return _("ออกจากเส้นทางแล้ว"), _("ออกเมื่อ %(day)s เพราะ%(reason)s ข้อมูลและประวัติยังอยู่ครบ") % said
    if record.selection == Selection.RESERVE:
        return _("ครัวเรือนสำรอง"), _(
            "รอเข้าแทนครัวเรือนเป้าหมายที่ออกก่อนเริ่มฝึกอาชีพ เจ้าหน้าที่ให้เข้าแทนได้เมื่อบันทึกการออกของครัวเรือนนั้น"
        )
    return _("ไม่ได้รับคัดเลือกในปีนี้"), _("ที่ประชุมหมู่บ้านไม่ได้เลือกครัวเรือนนี้ เสนอชื่อใหม่ได้ในปีงบประมาณถัดไป")


def sentence_of_lack(what: str, n: int) -> str:
    """Say how many households or groups lack something."""
    if what == "groups":
        return ngettext("%(n)d กลุ่ม", "%(n)d กลุ่ม", n) % {"n": n}
    return ngettext("%(n)d ครัวเรือน", "%(n)d ครัวเรือน", n) % {"n": n}
