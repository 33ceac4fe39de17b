"""What a dashboard page draws: figures, funnels, months and the places below."""

from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from households.models import OWN_END, Step, step_name
from otoppath.dashboards import summaries
from otoppath.dashboards.rows import BESIDE_TITLES
from otoppath.dashboards.summaries import Lack, Tally
from otoppath.pipeline.checklist import sentence_of_lack
from otoppath.pipeline.paths import ENROLMENT_PATH, GROUP_PATH
from otoppath.pipeline.thresholds import Thresholds
from otoppath.places.models import Place
from otoppath.places.names import place_label, place_title, place_trail
from otoppath.thai.dates import fiscal_year, format_date, today
from otoppath.thai.templatetags.thai import baht, number

MOST = 8  # lines of what is missing


def rows_url(code: str, what: str, **query: Any) -> str:
    """Return the address of the rows behind a number."""
    address = reverse("dashboards:rows", args=[code, what])
    return f"{address}?{urlencode(query)}"


def board_of(code: str, year: int) -> dict[str, Any]:
    """Return everything the dashboard of a place and a year draws.

    Every number of households is of the same target households, every number of groups of the
    same groups: the headline, the funnel and the places below are one query's sums.
    """
    length = len(code) + 2 if len(code) < 8 else 8
    enrolled = summaries.households_by_step(code, year, length)
    grouped = summaries.groups_by_step(code, year, length)
    people, groups = summaries.total(enrolled.values()), summaries.total(grouped.values())
    income = summaries.income_of(summaries.enrolments_in(code, year))
    months = summaries.sales_by_month(summaries.sales_in(code, year))
    return {
        "code": code,
        "year": year,
        "years": list(range(fiscal_year(today()), fiscal_year(today()) - 4, -1)),
        "title": place_label(code) if len(code) == 8 else place_title(code),
        "figures": figures(code, year, (people, groups), income, sum(months.values(), Decimal(0))),
        "funnel": funnel(code, year, "enrolments", people.at),
        "funnel_max": max(people.at.values(), default=0),
        "beside": beside(code, year, people),
        "groups_as_of": format_date(summaries.last_day(year)),
        "group_funnel": funnel(code, year, "groups", groups.at),
        "group_max": max(groups.at.values(), default=0),
        "income": income,
        "fewest": summaries.FEWEST_PAIRS,
        "pairs_url": rows_url(code, "pairs", year=year),
        "months": month_bars(code, year, months),
        "month_max": int(max(months.values(), default=0)),
        "missing": missing(code, year),
        "child_columns": child_columns(),
        "children": children(code, year, enrolled, grouped),
    }


def figures(
    code: str, year: int, of: tuple[Tally, Tally], income: Any, sold: Decimal
) -> list[dict[str, Any]]:
    """Return the headline figures; each opens its rows. `of`: households, groups."""
    people, groups = of
    growth = income.growth
    return [
        {
            "label": pgettext("many", "ครัวเรือนเป้าหมาย"),
            "value": number(people.all),
            "url": rows_url(code, "enrolments", year=year),
            "changes": [
                line(
                    _("ผ่านครบ 5 ขั้นตอน %(n)s ครัวเรือน") % {"n": number(people.at[Step.DONE])},
                    rows_url(code, "enrolments", year=year, step=Step.DONE.value),
                ),
                line(
                    _("สำเร็จตามแนวทางสัมมาชีพ (ไม่เข้าสู่ OTOP) %(n)s ครัวเรือน")
                    % {"n": number(people.at[OWN_END])},
                    rows_url(code, "enrolments", year=year, step=OWN_END),
                ),
            ],
        },
        {
            "label": pgettext("many", "กลุ่มอาชีพ"),
            "value": number(groups.all),
            "url": rows_url(code, "groups", year=year),
            "changes": [
                line(
                    _("ขึ้นทะเบียน OTOP แล้ว %(n)s กลุ่ม") % {"n": number(registered(groups))},
                    rows_url(code, "registered", year=year),
                )
            ],
        },
        {
            "label": _("รายได้เฉลี่ยเปลี่ยนแปลง"),
            "value": f"{growth:+}%".replace("-", "\N{MINUS SIGN}") if growth is not None else "–",
            "url": rows_url(code, "pairs", year=year),
            "changes": [
                line(
                    _("จาก %(n)s ครัวเรือนที่มีข้อมูลก่อนและหลัง") % {"n": number(income.pairs)},
                    rows_url(code, "pairs", year=year),
                )
            ],
        },
        {
            "label": _("ยอดจำหน่ายในปีงบประมาณ"),
            "value": baht(sold),
            "unit": _("บาท"),
            "url": rows_url(code, "sales", year=year),
        },
    ]


def line(text: str, url: str) -> dict[str, str]:
    """Return a sentence that holds a number, and the address of the rows behind it."""
    return {"text": text, "url": url}


def registered(groups: Tally) -> int:
    """How many groups have finished step 4; the registration itself may never be set aside."""
    return groups.at[Step.MARKET] + groups.at[Step.DONE]


def beside(code: str, year: int, people: Tally) -> list[dict[str, Any]]:
    """Return who of the year's enrolments is left out of every number, by why."""
    return [
        line(
            _("%(who)s %(n)s ครัวเรือน") % {"who": title, "n": number(people.beside[why])},
            rows_url(code, why, year=year),
        )
        for why, title in BESIDE_TITLES.items()
        if people.beside[why]
    ]


def funnel(code: str, year: int, what: str, counts: Any) -> list[dict[str, Any]]:
    """Return one bar a step and end of the path."""
    return [
        {
            "label": f"{number} {step_name(number)}" if number < Step.DONE else step_name(number),
            "value": counts[number],
            "url": rows_url(code, what, year=year, step=number),
        }
        for number in places_on_path(what)
    ]


def places_on_path(what: str) -> list[int]:
    """Return the steps and ends of a path, in order; only a household's use ends before OTOP."""
    return [*(step.value for step in Step), *([OWN_END] if what == "enrolments" else [])]


def month_bars(code: str, year: int, months: dict[Any, Decimal]) -> list[dict[str, Any]]:
    """Return one bar a month of the fiscal year, up to today's."""
    return [
        {
            "label": format_date(month, "month"),
            "value": int(months.get(month, 0)),
            "url": rows_url(code, "sales", year=year, month=f"{month:%Y-%m}"),
        }
        for month in summaries.months_of(year)
        if month <= today()
    ]


def missing(code: str, year: int) -> list[dict[str, Any]]:
    """Return what keeps most households, and apart from them most groups, at their step.

    What a group lacked in a year past nobody can tell: facts carry no such day.
    """
    numbers = Thresholds.of_year(year)
    of_households = summaries.most_missing(
        ENROLMENT_PATH, summaries.targets_in(code, year), numbers
    )
    lists = [lacks(code, year, "enrolments", of_households)]
    if year >= fiscal_year(today()):
        of_groups = summaries.most_missing(GROUP_PATH, summaries.groups_in(code, year), numbers)
        lists.append(lacks(code, year, "groups", of_groups))
    return lists


def lacks(code: str, year: int, what: str, found: list[Lack]) -> dict[str, Any]:
    """Return one list of what is missing, the most first, and its title."""
    titles = {"enrolments": _("สิ่งที่ครัวเรือนขาดมากที่สุด"), "groups": _("สิ่งที่กลุ่มขาดมากที่สุด")}
    lines = [
        {
            "text": lack.requirement.text,
            "step": lack.requirement.step,
            "who": sentence_of_lack(what, lack.count),
            "count": lack.count,
            "url": rows_url(code, f"{what}_lacking", year=year, requirement=lack.requirement.code),
        }
        for lack in found[:MOST]
    ]
    return {"title": titles[what], "lines": lines}


def child_columns() -> list[str]:
    """Return the headings of the counts of a place below."""
    return [
        pgettext("many", "ครัวเรือนเป้าหมาย"),
        _("ผ่านครบ 5 ขั้นตอน"),
        _("สัมมาชีพ (ไม่เข้าสู่ OTOP)"),
        pgettext("many", "กลุ่มอาชีพ"),
        _("ขึ้นทะเบียน OTOP แล้ว"),
    ]


def cell(label: str, count: int, url: str) -> dict[str, Any]:
    """Return one count of a place below, under its heading."""
    return {"label": label, "count": count, "url": url}


def children(code: str, year: int, enrolled: Any, grouped: Any) -> list[dict[str, Any]]:
    """Return the places below, each opening its own dashboard, and each count its rows."""
    if len(code) == 8:
        return []
    below = Place.objects.under(code).filter(level=len(code) // 2 + 1).order_by("code")
    lines, columns = [], child_columns()
    for place in below:
        people = enrolled.get(place.code, Tally())
        groups = grouped.get(place.code, Tally())
        lines.append(
            {
                "label": place.label if place.moo else place_title(place.code),
                "url": f"{reverse('dashboards:place_detail', args=[place.code])}?year={year}",
                "cells": [
                    cell(label, count, rows_url(place.code, what, year=year, **query))
                    for label, count, what, query in (
                        (columns[0], people.all, "enrolments", {}),
                        (columns[1], people.at[Step.DONE], "enrolments", {"step": 6}),
                        (columns[2], people.at[OWN_END], "enrolments", {"step": OWN_END}),
                        (columns[3], groups.all, "groups", {}),
                        (columns[4], registered(groups), "registered", {}),
                    )
                ],
            }
        )
    return lines


def trail(code: str, areas: tuple[str, ...], year: int) -> list[dict[str, str]]:
    """Return the breadcrumbs; only places inside the user's area are links."""
    crumbs = []
    for above, label in place_trail(code):
        inside = any(above.startswith(area) for area in areas)
        address = f"{reverse('dashboards:place_detail', args=[above])}?year={year}"
        crumbs.append({"label": label, "url": address if inside and above != code else ""})
    return crumbs
