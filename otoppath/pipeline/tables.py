"""The requirements as a table: for the page and for `manage.py list_requirements`."""

from typing import Any

from django.utils.translation import pgettext

from households.models import Step
from otoppath.pipeline.path import Path
from otoppath.pipeline.thresholds import Thresholds


def table_of(path: Path) -> dict[str, Any]:
    """Return {title, steps: [{step, lines: [{requirement, needed}]}]} with today's numbers."""
    thresholds = Thresholds.of_today()
    steps = []
    for step in list(Step)[:5]:
        listed = [r for r in path.at(step) if r.is_listed]
        lines = [{"requirement": r, "needed": thresholds.number(r.at_least)} for r in listed]
        steps.append({"step": step, "lines": lines})
    return {"kind": path.owner, "title": title_of(path), "steps": steps}


def title_of(path: Path) -> str:
    """Say whose table it is."""
    is_enrolment = path.owner == "enrolment"
    return pgettext("many", "ครัวเรือน") if is_enrolment else pgettext("many", "กลุ่มอาชีพ")
