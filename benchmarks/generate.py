"""Fill a migrated database of this system: a district of 30,000 households, a province of 500,000,
a country of 5,000,000.

District 3610 is the same at every scale, so growth is read directly: 155 villages, 30,070
households, of them 3,100 enrolled, 60 groups, 20,000 sales.
"""

import random
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from benchmarks.copying import catch_up_sequences, copy_rows
from benchmarks.multiplying import DISTRICTS, districts, multiply
from groups.models import Group, GroupStepEvent, Membership
from households.models import (
    Enrolment,
    EnrolmentStepEvent,
    Household,
    IncomeStatement,
    Notice,
    Occupation,
    OccupationChoice,
    Person,
    ReadinessAssessment,
    Sage,
    SelectionMeeting,
    TrainerAssignment,
    WisdomUse,
)
from markets.models import Market, MarketDay, MarketKind, Sale, Vendor
from otoppath.accounts.models import ProgrammeYear, Role, User
from otoppath.demo.people import MEN, SURNAMES, WOMEN
from otoppath.places.models import Place
from otoppath.thai.dates import fiscal_year, today
from otoppath.thai.keys import search_key, sort_key

VILLAGES = 155
HOUSEHOLDS = 194  # a village
ENROLLED = 20  # a village
GROUPS = 60  # a district
DAYS, SALES_A_DAY = 100, 200  # a district


class Scale:
    """Codes, counts and chance of the first district of a generated database."""

    def __init__(self) -> None:
        self.districts = districts("district")
        self.chance = random.Random(3610)
        self.year = fiscal_year(today())
        self.now = timezone.now()
        self.villages = [
            f"{district}{1 + n // 15:02d}{1 + n % 15:02d}"
            for district in self.districts
            for n in range(VILLAGES)
        ]

    def households(self) -> Iterator[tuple[int, str, int]]:
        """(key, village, number in the village) of every household."""
        key = 0
        for village in self.villages:
            for n in range(HOUSEHOLDS):
                key += 1
                yield key, village, n

    def enrolled(self) -> Iterator[tuple[int, int, str, int]]:
        """(enrolment key, household key, village, step) of every enrolment."""
        key = 0
        for household, village, n in self.households():
            if n < ENROLLED:
                key += 1
                yield key, household, village, 1 + n % 3


def generate(name: str) -> dict[str, int]:
    """Write everything in one transaction; return rows by model."""
    scale = Scale()
    with transaction.atomic():
        places(scale, districts(name))
        people(scale)
        written = {model.__name__: copy_rows(model, rows(scale)) for model, rows in TABLES.items()}
        multiply(list(TABLES), districts(name))
    catch_up_sequences()
    return {model: rows * DISTRICTS[name] for model, rows in written.items()}


def places(scale: Scale, codes: list[str]) -> None:
    """The tree, and the same villages in every district."""
    villages = {f"{district}{v[4:]}" for district in codes for v in scale.villages}
    codes_of_all = {code[:digits] for code in villages for digits in (2, 4, 6, 8)}
    rows = [Place(code=code, name_th=f"สมมุติ{code}") for code in sorted(codes_of_all)]
    Place.objects.bulk_create(rows, batch_size=1000)


def people(scale: Scale) -> None:
    """An officer of the district, a supervisor of the province, and the year."""
    for username, role, area in (
        ("officer", Role.OFFICER, "3610"),
        ("province", Role.OFFICER, "36"),
    ):
        user = User.objects.create_user(username, "benchmark-only", role=role)
        user.areas.set([Place.objects.get(code=area)])
    ProgrammeYear.objects.get_or_create(fiscal_year=scale.year)
    Occupation.objects.get_or_create(
        code="weaving", defaults={"name": "ทอผ้า (วัดผล)", "line": "processing"}
    )


def name_of(n: int) -> tuple[str, str]:
    """A given name and a surname, the same for the same number."""
    given = (MEN + WOMEN)[n * 7 % len(MEN + WOMEN)]
    return given, SURNAMES[n * 13 % len(SURNAMES)]


def households(scale: Scale) -> Iterator[dict[str, Any]]:
    """Households with their keys."""
    for key, village, n in scale.households():
        first, last = name_of(key)
        yield {
            "id": key,
            "village_id": village,
            "house_no": f"{n + 1}",
            "house_code": f"{36100000000 + key}",
            "head_name": f"นาย{first} {last}",
            "sort_key": sort_key(f"{first} {last}"),
            "search_key": search_key(f"{n + 1} {first} {last}"),
            "checked_at": scale.now,
        }


def persons(scale: Scale) -> Iterator[dict[str, Any]]:
    """One head a household."""
    for key, _village, _n in scale.households():
        first, last = name_of(key)
        yield {
            "id": key,
            "household_id": key,
            "title": "นาย",
            "first_name": first,
            "last_name": last,
            "is_head": True,
            "sort_key": sort_key(f"{first} {last}"),
        }


def meetings(scale: Scale) -> Iterator[dict[str, Any]]:
    """One selection meeting a village."""
    for n, village in enumerate(scale.villages):
        yield {
            "id": n + 1,
            "village_id": village,
            "fiscal_year": scale.year,
            "number": "1",
            "held_on": today(),
            "eligible_count": 100,
            "present_count": 80,
            "chaired_by": "สมมุติ",
            "minutes": "มติ",
        }


def enrolments(scale: Scale) -> Iterator[dict[str, Any]]:
    """Twenty a village at steps 1 to 3, on their own use."""
    occupation = Occupation.objects.get(code="weaving").pk
    for key, household, village, step in scale.enrolled():
        yield {
            "id": key,
            "household_id": household,
            "village_id": village,
            "fiscal_year": scale.year,
            "nominated_on": today(),
            "selection": "selected",
            "meeting_id": (key - 1) // ENROLLED + 1,
            "route": "own_use",
            "step": step,
            "step_since": scale.now,
            "chosen_occupation_id": occupation,
            "sort_key": sort_key(" ".join(name_of(household))),
        }


def events(scale: Scale) -> Iterator[dict[str, Any]]:
    """One event for each step an enrolment has come."""
    key = 0
    for enrolment, _household, village, step in scale.enrolled():
        for to in range(1, step + 1):
            key += 1
            yield {
                "id": key,
                "enrolment_id": enrolment,
                "village_id": village,
                "fiscal_year": scale.year,
                "from_step": to - 1,
                "to_step": to,
                "kind": "advance" if to > 1 else "start",
            }


def facts(**columns: Any) -> Any:
    """Return a generator of one accepted fact an enrolment."""

    def rows(scale: Scale) -> Iterator[dict[str, Any]]:
        for enrolment, _household, _village, _step in scale.enrolled():
            yield {"id": enrolment, "enrolment_id": enrolment, "checked_at": scale.now} | columns

    return rows


def notices(scale: Scale) -> Iterator[dict[str, Any]]:
    """One notice an enrolled household."""
    for enrolment, household, _village, _step in scale.enrolled():
        yield {
            "id": enrolment,
            "household_id": household,
            "given_on": today(),
            "channel": "meeting",
            "checked_at": scale.now,
        }


def choices(scale: Scale) -> Iterator[dict[str, Any]]:
    """Wanted and chosen."""
    occupation = Occupation.objects.get(code="weaving").pk
    for enrolment, *_rest in scale.enrolled():
        for n, kind in enumerate(("wanted", "chosen")):
            yield {
                "id": enrolment * 2 + n,
                "enrolment_id": enrolment,
                "kind": kind,
                "occupation_id": occupation,
                "reason": "market",
                "chosen_on": today(),
                "checked_at": scale.now,
            }


def incomes(scale: Scale) -> Iterator[dict[str, Any]]:
    """Before, and for every second enrolment after."""
    for enrolment, *_rest in scale.enrolled():
        for n, phase in enumerate(("before", "follow_up")[: 1 + enrolment % 2]):
            total = 100_000 + enrolment % 97 * 1000 + n * 9000
            yield {
                "id": enrolment * 2 + n,
                "enrolment_id": enrolment,
                "phase": phase,
                "as_of": today(),
                "total_income": total,
                "expense": 90_000,
                "checked_at": scale.now,
            }


def sages(scale: Scale) -> Iterator[dict[str, Any]]:
    """One sage a village."""
    occupation = Occupation.objects.get(code="weaving").pk
    for n, village in enumerate(scale.villages):
        yield {
            "id": n + 1,
            "village_id": village,
            "first_name": "ปราชญ์",
            "occupation_id": occupation,
            "expertise": "ทอผ้า",
        }


def trainers(scale: Scale) -> Iterator[dict[str, Any]]:
    """Each enrolment is looked after by the sage of its village."""
    index = {village: n + 1 for n, village in enumerate(scale.villages)}
    for enrolment, _household, village, _step in scale.enrolled():
        yield {
            "id": enrolment,
            "enrolment_id": enrolment,
            "sage_id": index[village],
            "starts_on": today(),
        }


def group_rows(scale: Scale) -> Iterator[tuple[int, str, int]]:
    """(key, village, step) of every group."""
    for n, village in enumerate(v for i, v in enumerate(scale.villages) if i % VILLAGES < GROUPS):
        yield n + 1, village, 1 + n % 5


def groups(scale: Scale) -> Iterator[dict[str, Any]]:
    """Sixty a district."""
    occupation = Occupation.objects.get(code="weaving").pk
    for key, village, step in group_rows(scale):
        yield {
            "id": key,
            "name": f"กลุ่มสมมุติ {key}",
            "village_id": village,
            "occupation_id": occupation,
            "line_of_business": "processing",
            "step": step,
            "step_since": scale.now - timedelta(days=key % 100),
            "sort_key": f"{key:09d}",
            "search_key": search_key(f"กลุ่มสมมุติ {key}"),
        }


def group_events(scale: Scale) -> Iterator[dict[str, Any]]:
    """One event a step of each group."""
    key = 0
    for group, village, step in group_rows(scale):
        for to in range(1, step + 1):
            key += 1
            yield {
                "id": key,
                "group_id": group,
                "village_id": village,
                "fiscal_year": scale.year,
                "from_step": to - 1,
                "to_step": to,
                "kind": "advance" if to > 1 else "start",
            }


def memberships(scale: Scale) -> Iterator[dict[str, Any]]:
    """Seven households of its village a group."""
    index = {village: n for n, village in enumerate(scale.villages)}
    key = 0
    for group, village, _step in group_rows(scale):
        for n in range(7):
            key += 1
            person = index[village] * HOUSEHOLDS + n + 1
            yield {"id": key, "group_id": group, "person_id": person, "joined_on": today()}


def markets(scale: Scale) -> Iterator[dict[str, Any]]:
    """One market a district."""
    kind, _made = MarketKind.objects.get_or_create(code="bench", defaults={"name": "ตลาดวัดผล"})
    for n, district in enumerate(scale.districts):
        yield {
            "id": n + 1,
            "kind_id": kind.pk,
            "name": f"ตลาดสมมุติ {n}",
            "village_id": f"{district}0101",
            "location": "ลาน",
            "sort_key": f"{n:05d}",
        }


def market_days(scale: Scale) -> Iterator[dict[str, Any]]:
    """A hundred days a market, back from today."""
    for n in range(len(scale.districts)):
        for day in range(DAYS):
            held = today() - timedelta(days=day)
            yield {"id": n * DAYS + day + 1, "market_id": n + 1, "held_on": held}


def vendors(scale: Scale) -> Iterator[dict[str, Any]]:
    """One trader a market."""
    for n in range(len(scale.districts)):
        yield {
            "id": n + 1,
            "market_id": n + 1,
            "kind": "trader",
            "name": "แม่ค้าสมมุติ",
            "joined_on": today(),
        }


def sales(scale: Scale) -> Iterator[dict[str, Any]]:
    """Two hundred sales a market day."""
    for n in range(len(scale.districts) * DAYS):
        for i in range(SALES_A_DAY):
            yield {
                "id": n * SALES_A_DAY + i + 1,
                "market_day_id": n + 1,
                "vendor_id": n // DAYS + 1,
                "goods": "ผ้า",
                "amount": 100 + i,
            }


TABLES = {
    Household: households,
    Person: persons,
    SelectionMeeting: meetings,
    Sage: sages,
    Enrolment: enrolments,
    EnrolmentStepEvent: events,
    Notice: notices,
    OccupationChoice: choices,
    IncomeStatement: incomes,
    ReadinessAssessment: facts(assessed_on=today(), result="ready"),
    WisdomUse: facts(skill="ทอผ้า", noted_on=today()),
    TrainerAssignment: trainers,
    Group: groups,
    GroupStepEvent: group_events,
    Membership: memberships,
    Market: markets,
    MarketDay: market_days,
    Vendor: vendors,
    Sale: sales,
}
