"""The requirements as a table: for the page and for `manage.py list_requirements`."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from households.models import Step
from otoppath.pipeline.path import Path
from otoppath.pipeline.requirement import Requirement
from otoppath.pipeline.thresholds import Thresholds


def table_of(path: Path) -> dict[str, Any]:
    """Return {title, steps: [{step, lines: [{requirement, amount}]}]} with today's numbers."""
    thresholds = Thresholds.of_today()
    steps = []
    for step in list(Step)[:5]:
        listed = [r for r in path.at(step) if r.is_listed]
        lines = [{"requirement": r, "amount": amount_of(r, thresholds)} for r in listed]
        steps.append({"step": step, "lines": lines})
    return {"kind": path.owner, "title": title_of(path), "steps": steps}


def amount_of(requirement: Requirement, thresholds: Thresholds) -> str:
    """Say the numbers an office may set for a year, "" where there are none."""
    said = []
    if isinstance(requirement.at_least, str):
        said.append(_("อย่างน้อย %(n)d") % {"n": thresholds.number(requirement.at_least)})
    if requirement.within:
        n = thresholds.number(requirement.within)
        said.append(ngettext("ภายใน %(n)d เดือน", "ภายใน %(n)d เดือน", n) % {"n": n})
    return ", ".join(said)


def title_of(path: Path) -> str:
    """Say whose table it is."""
    is_enrolment = path.owner == "enrolment"
    return pgettext("many", "ครัวเรือน") if is_enrolment else pgettext("many", "กลุ่มอาชีพ")
