"""A summary of enrolments to pass on: counts, and nobody's name."""

from collections.abc import Iterable

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from households.models import Readiness, ReadinessAssessment, Selection
from otoppath.pipeline.paths import ENROLMENT_PATH
from otoppath.pipeline.thresholds import Thresholds
from otoppath.thai.dates import format_date, today
from otoppath.thai.templatetags.thai import number

# What step 1 asks of each household, as the checklist asks it.
FACTS = ("notice", "wanted", "income_before")


def summary_of(rows: QuerySet, fiscal_year: int, *titles: str) -> str:
    """Return the counts of enrolments of a year in some lines of text; two queries.

    `titles` say of which enrolments: names of places and of what a list is narrowed to.
    """
    thresholds = Thresholds.of_year(fiscal_year)
    counts = rows.order_by().aggregate(
        all=Count("pk"),
        gone=Count("pk", filter=Q(exited_on__isnull=False)),
        **{f"is_{one}": Count("pk", filter=Q(selection=one)) for one in Selection.values},
        **{
            f"has_{code}": Count("pk", filter=Q(ENROLMENT_PATH.by_code[code].met(thresholds)))
            for code in FACTS
        },
    )
    assessed = ReadinessAssessment.objects.latest().filter(enrolment__in=rows.order_by())
    results = dict(assessed.order_by().values_list("result").annotate(Count("pk")))
    year = _("ปีงบประมาณ %(year)s") % {"year": fiscal_year}
    everybody = _("มีชื่อ %(n)s ครัวเรือน") % {"n": number(counts["all"])}
    chosen = [(str(Selection(one).label), counts[f"is_{one}"]) for one in Selection.values]
    told = [(str(ENROLMENT_PATH.by_code[code].text), counts[f"has_{code}"]) for code in FACTS]
    ready = [(str(Readiness(one).label), results.get(one, 0)) for one in Readiness.values]
    assessed_line = (_("ประเมินความพร้อมแล้ว"), sum(results.values()))
    return "\n".join(
        [
            " ".join([*titles, year]),
            _lines([(everybody, None), *chosen, (_("ออกจากเส้นทาง"), counts["gone"])]),
            *(_("%(what)s %(n)s") % {"what": what, "n": number(n)} for what, n in told),
            f"{_lines([assessed_line])}: {_lines(ready)}",
            _("ข้อมูล ณ %(day)s") % {"day": format_date(today())},
        ]
    )


def _lines(counts: Iterable[tuple[str, int | None]]) -> str:
    """Return labels with their counts in one line."""
    return ", ".join(label if n is None else f"{label} {number(n)}" for label, n in counts)
