"""A page of the village grid as a browser sends it."""

import json

from households.models import Enrolment, ReadinessAssessment
from tests import factories as f
from tests.households.pages import address

ITEMS = ReadinessAssessment.ITEMS
URL = address("grid_change", f.VILLAGE)


def enrolled(name="สมใจ", village=f.VILLAGE, **fields):
    """An enrolment of the village, under the sort key of its household."""
    household = f.household(village, head=name)
    return f.enrolment(household, sort_key=household.sort_key, **fields)


def drawn(client, url=URL):
    """What a browser would send of the page as it stands."""
    return sent_by(client.get(url))


def sent_by(response):
    """What a browser would send of a page that was just drawn."""
    shown, form = response.context["shown"], response.context["form"]
    boxes = {c.name: c.text for row in shown.rows for c in row.cells if not c.is_locked}
    hidden = {name: form[name].value() for name in ("once_key", "drawn", "theirs")}
    day = form.fields["day"].widget.format_value(form["day"].value())
    return boxes | hidden | {"day": day}


def of(enrolment, **typed):
    """Cells of one row by the names of their boxes."""
    return {f"c-{enrolment.uuid}-{name}": text for name, text in typed.items()}


def chosen(enrolment, **picks):
    """Choices between two values."""
    return {f"p-{enrolment.uuid}-{name}": which for name, which in picks.items()}


def ready(enrolment, answer="ใช่"):
    """All eight answers of one row."""
    return of(enrolment, **dict.fromkeys(ITEMS, answer))


def everything(enrolment, n=0):
    """A whole row as an office types it; amounts differ by row."""
    money = {"total_income": f"{120 + n},000", "expense": "90000"}
    told = {"channel": "ให้เอกสาร", "occupation": f.occupation().name}
    return of(enrolment, **told, **money) | ready(enrolment)


def errors(response):
    """Reasons by (row, column)."""
    found = response.context["shown"].merged.errors
    return {(row, name): said for row, cells in found.items() for name, said in cells.items()}


def facts():
    """How many facts there are of each kind."""
    return {
        kind: sum(getattr(one, kind).count() for one in Enrolment.objects.all())
        for kind in ("occupation_choices", "income_statements", "assessments")
    } | {"notices": sum(one.household.notices.count() for one in Enrolment.objects.all())}


def theirs(response):
    """The other values that the page shows."""
    return json.loads(response.context["form"]["theirs"].value())
