"""The table of requirements once more, as slow and plain as possible: the oracle of the tests.

It reads rows one by one, with `if` and `for`, and shares nothing with the pipeline but the
models. `PLAIN[kind][code](record, n)` answers whether the requirement is met at threshold n.
"""

from datetime import date

from otoppath.thai.dates import today


def months_back(months):
    day = today()
    back = day.year * 12 + day.month - 1 - months
    for number in range(day.day, 0, -1):
        try:
            return date(back // 12, back % 12 + 1, number)
        except ValueError:
            continue
    raise AssertionError


def persons(e):
    return e.household.persons.all()


def memberships(e):
    return [
        m
        for p in persons(e)
        for m in p.memberships.all()
        if m.left_on is None and m.group.closed_on is None
    ]


def is_ready(e):
    rows = [a for a in e.assessments.all() if a.checked_at]
    rows.sort(key=lambda a: (a.assessed_on, a.pk))
    return bool(rows) and rows[-1].result == "ready"


def is_registered(product):
    return any(r.status == "registered" and r.number for r in product.registrations.all())


def products_of(producer):
    return list(producer.products.all()) if producer else []


def own(e):
    return getattr(e.household, "producer", None)


def has_registered(e):
    makers = [own(e)] + [getattr(m.group, "producer", None) for m in memberships(e)]
    return any(is_registered(p) for maker in makers for p in products_of(maker))


def money_days(e):
    shares = [s.paid_on for p in persons(e) for s in p.shares.all()]
    maker = own(e)
    vendors = list(maker.vendors.all()) if maker else []
    return shares + [s.market_day.held_on for v in vendors for s in v.sales.all()]


def activities_of(e):
    return {
        a.activity_id
        for p in persons(e)
        for a in p.attendances.all()
        if a.result != "absent"
        and e.chosen_occupation_id
        and a.activity.occupation_id == e.chosen_occupation_id
        and a.activity.fiscal_year >= e.fiscal_year
    }


def follow_ups(e):
    return [s for s in e.income_statements.all() if s.phase == "follow_up" and s.checked_at]


def choices(e, kind):
    return [c for c in e.occupation_choices.all() if c.kind == kind and c.checked_at]


ENROLMENT = {
    "notice": lambda e, n: any(x.checked_at for x in e.household.notices.all()),
    "selected": lambda e, n: e.selection == "selected" and bool(e.meeting and e.meeting.minutes),
    "wanted": lambda e, n: bool(choices(e, "wanted")),
    "income_before": lambda e, n: any(
        s.phase == "before" and s.checked_at for s in e.income_statements.all()
    ),
    "ready": lambda e, n: is_ready(e),
    "route": lambda e, n: e.route != "",
    "joined": lambda e, n: e.route != "group" or bool(memberships(e)),
    "wisdom": lambda e, n: any(w.checked_at for w in e.wisdom_uses.all()),
    "trainer": lambda e, n: any(t.ends_on is None for t in e.trainer_assignments.all()),
    "chosen": lambda e, n: any(c.reason for c in choices(e, "chosen")),
    "attended": lambda e, n: len(activities_of(e)) >= n,
    "visited": lambda e, n: any(
        v.checked_at and v.practice == "practising" and v.visited_on >= months_back(n)
        for v in e.visits.all()
    ),
    "income_follow_up": lambda e, n: bool(follow_ups(e)),
    "registered": lambda e, n: e.route == "own_use" or has_registered(e),
    "earned": lambda e, n: e.route == "own_use" or bool(money_days(e)),
    "income_after": lambda e, n: (
        e.route == "own_use"
        or any(s.as_of > min(money_days(e)) for s in follow_ups(e) if money_days(e))
    ),
}


def current(g):
    return [m for m in g.memberships.all() if m.left_on is None and g.closed_on is None]


def ready_households(g):
    return {
        m.person.household_id
        for m in current(g)
        for e in m.person.household.enrolments.all()
        if e.selection == "selected" and e.exited_on is None and is_ready(e)
    }


def choosers(g):
    return {
        m.person.household_id
        for m in current(g)
        for e in m.person.household.enrolments.all()
        for c in e.occupation_choices.all()
        if c.checked_at and c.occupation_id == g.occupation_id
    }


def posts(g):
    return {t.post for t in g.terms.all() if t.ends_on is None}


def suits(g):
    rows = sorted(g.surroundings.all(), key=lambda s: (s.assessed_on, s.pk))
    return bool(rows) and rows[-1].is_suitable


def plans(g, kind):
    return [p for p in g.plans.all() if p.kind == kind and p.items.count()]


def good_activities(g):
    return [
        a
        for a in g.activities.all()
        if a.photos.count() and any(x.result != "absent" for x in a.attendances.all())
    ]


def maker(g):
    return getattr(g, "producer", None)


def months_of_production(g):
    since = months_back(12)
    days = [p.made_on for p in g.production_records.all() if since < p.made_on <= today()]
    return {(day.year, day.month) for day in days}


def is_fixed(market):
    return market.kind.is_fixed_place


def has_stall(g):
    vendors = list(maker(g).vendors.all()) if maker(g) else []
    return any(
        a.ends_on is None and a.stall.market.closed_on is None and is_fixed(a.stall.market)
        for v in vendors
        for a in v.allotments.all()
    )


def days_sold(g):
    vendors = list(maker(g).vendors.all()) if maker(g) else []
    return {
        s.market_day_id
        for v in vendors
        for s in v.sales.all()
        if is_fixed(s.market_day.market)
        and any(a.stall.market_id == s.market_day.market_id for a in v.allotments.all())
    }


GROUP = {
    "households": lambda g, n: len(ready_households(g)) >= n,
    "gathered": lambda g, n: any(m.kind == "founding" and m.minutes for m in g.meetings.all()),
    "coordinator": lambda g, n: "coordinator" in posts(g),
    "wisdom": lambda g, n: bool(g.wisdom and g.wisdom.sage_id and g.wisdom.description),
    "raw_material": lambda g, n: any(m.is_local for m in g.raw_materials.all()),
    "surroundings": lambda g, n: suits(g),
    "choosers": lambda g, n: len(choosers(g)) >= n,
    "plan": lambda g, n: bool(plans(g, "action")),
    "committee": lambda g, n: {"chair", "secretary", "treasurer"} <= posts(g),
    "rules": lambda g, n: g.rules != "",
    "activities": lambda g, n: len(good_activities(g)) >= n,
    "product": lambda g, n: any(
        s.labour > 0 for p in products_of(maker(g)) for s in p.cost_sheets.all()
    ),
    "production": lambda g, n: len(months_of_production(g)) >= n,
    "registered": lambda g, n: any(is_registered(p) for p in products_of(maker(g))),
    "stall": lambda g, n: has_stall(g),
    "sales": lambda g, n: len(days_sold(g)) >= n,
    "standard_plan": lambda g, n: bool(plans(g, "standard")),
}

PLAIN = {"enrolment": ENROLMENT, "group": GROUP}

# What the rules above read, for `prefetch_related`: it changes how often they ask, not what.
_PRODUCTS = "products__registrations"
_SALES = "vendors__sales__market_day__market__kind"
_MINE = "memberships__person__household__enrolments"
READ = {
    "enrolment": (
        "meeting",
        "household__notices",
        f"household__producer__{_PRODUCTS}",
        f"household__producer__{_SALES}",
        "household__persons__shares",
        "household__persons__attendances__activity",
        f"household__persons__memberships__group__producer__{_PRODUCTS}",
        "assessments",
        "income_statements",
        "occupation_choices",
        "wisdom_uses",
        "trainer_assignments",
        "visits",
    ),
    "group": (
        f"{_MINE}__assessments",
        f"{_MINE}__occupation_choices",
        "wisdom",
        "meetings",
        "terms",
        "raw_materials",
        "surroundings",
        "plans__items",
        "activities__photos",
        "activities__attendances",
        "production_records",
        f"producer__{_PRODUCTS}",
        "producer__products__cost_sheets",
        "producer__vendors__allotments__stall__market__kind",
        f"producer__{_SALES}",
    ),
}
