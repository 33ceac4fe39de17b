"""What volunteers entered and an officer has to check, of every kind, in one list.

The kinds live in different tables. The list is one UNION of the columns a line shows, so that
its number of queries does not depend on what waits in it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Case, CharField, DateField, F, Q, QuerySet, Value, When
from django.db.models.functions import Cast, Coalesce, NullIf
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from households.models import (
    Household,
    IncomeStatement,
    Notice,
    OccupationChoice,
    ReadinessAssessment,
    Visit,
    WisdomUse,
)
from households.models.correction import labels_of
from otoppath.accounts.models import User
from otoppath.lists.counts import COUNT_LIMIT, BoundedCount
from otoppath.lists.pager import seal, unseal

KINDS: tuple[Any, ...] = (
    Household,
    Notice,
    OccupationChoice,
    IncomeStatement,
    ReadinessAssessment,
    WisdomUse,
    Visit,
)
MODEL_OF: dict[str, Any] = {model.slug: model for model in KINDS}
# One column that tells an entry from others of its kind; never an amount.
FACT: dict[Any, str] = {
    Notice: "channel",
    OccupationChoice: "occupation__name",
    IncomeStatement: "phase",
    ReadinessAssessment: "result",
    Visit: "practice",
}
PAGE_SIZE = 50


class Line(NamedTuple):
    """One entry in the list, in the order of the union's columns."""

    kind: str
    uuid: UUID
    entered_at: datetime
    updated_at: datetime
    head_name: str
    house_no: str
    place_code: str
    title: str
    first_name: str
    last_name: str
    note: str  # what to put right, of one that was sent back
    corrected: str  # columns that were corrected, of a household that counts
    happened_on: date | None
    said: str  # the value of FACT

    @property
    def label(self) -> str:
        """What kind of fact it is."""
        if self.corrected:
            return _("แก้ไขครัวเรือน")
        return str(MODEL_OF[self.kind]._meta.verbose_name)

    @property
    def entered_by(self) -> str:
        """Name of who entered it."""
        return f"{self.title}{self.first_name} {self.last_name}".strip()

    @property
    def fact(self) -> str:
        """The one fact of the entry that the list tells, in words."""
        model = MODEL_OF[self.kind]
        column = FACT.get(model, "")
        if not column or "__" in column:
            return self.said
        return str(dict(model._meta.get_field(column).flatchoices).get(self.said, self.said))

    @property
    def corrections(self) -> str:
        """What was corrected, in words."""
        return labels_of(Household, self.corrected)

    @property
    def pick(self) -> str:
        """What its box in the list sends: which entry, and what was seen of it."""
        return f"{self.kind}:{self.uuid}:{self.updated_at.isoformat()}"

    @property
    def url(self) -> str:
        """The page on which it is read."""
        if self.kind == Household.slug:
            return reverse("households:household_detail", args=[self.uuid])
        return reverse("households:entry_detail", args=[self.kind, self.uuid])


@dataclass(frozen=True)
class Asked:
    """Which entries a list is about."""

    user: User
    state: str = "waiting"  # or "returned"
    kind: str = ""
    is_own: bool = False  # only what the user entered, the newest first

    def parts(self) -> list[QuerySet]:
        """Return the entries that are meant, kind by kind."""
        kinds = [MODEL_OF[self.kind]] if self.kind in MODEL_OF else KINDS
        found = []
        for model in kinds:
            rows = model.objects.visible_to(self.user)
            rows = rows.returned() if self.state == "returned" else rows.waiting()
            if model is Household:
                rows = rows.standing()
            rows = rows.entered_by(self.user) if self.is_own else rows
            found.append(rows.annotate(entered_at=model.ENTERED_AT))
        return found


def entries(asked: Asked, cursor: str | None = None) -> tuple[list[Line], str | None]:
    """Return one page of the list and the cursor of the next.

    Who checks reads first what waits longest; who entered, what was entered last.
    """
    order = ("-entered_at", "-uuid") if asked.is_own else ("entered_at", "uuid")
    parts = [rows.filter(_beyond(cursor, order=order[0])) for rows in asked.parts()]
    rows = _union(parts).order_by(*order)[: PAGE_SIZE + 1]
    lines = [Line(*row) for row in rows]
    last = lines[PAGE_SIZE - 1 : PAGE_SIZE] if len(lines) > PAGE_SIZE else []
    more = [seal([line.entered_at.isoformat(), line.uuid], order=order[0]) for line in last]
    return lines[:PAGE_SIZE], more[0] if more else None


def entry_count(asked: Asked, limit: int = COUNT_LIMIT) -> BoundedCount:
    """Count what is in the list, no further than anybody reads, in one query."""
    found = _union(asked.parts())[: limit + 1].count()
    return BoundedCount(min(found, limit), is_more=found > limit)


def picked(user: User, picks: Iterable[str]) -> list[tuple[Any, str]]:
    """Return the entries that were ticked, each with what the list showed of it.

    What is not in the user's area is left out.
    """
    chosen: dict[str, dict[UUID, str]] = {}
    for pick in picks:
        kind, uuid, seen = [*pick.split(":", 2), "", ""][:3]
        if kind in MODEL_OF and (known := _uuid(uuid)):
            chosen.setdefault(kind, {})[known] = seen
    return [
        (entry, shown[entry.uuid])
        for kind, shown in chosen.items()
        for entry in MODEL_OF[kind].objects.visible_to(user).filter(uuid__in=shown)
    ]


def may_correct(user: User, entry: Any) -> bool:
    """An officer corrects any entry that stands; a volunteer the own one until it counts."""
    if user.has_perm("households.check_entry"):
        return entry.is_checked or entry.is_open
    return may_withdraw(user, entry)


def may_withdraw(user: User, entry: Any) -> bool:
    """Who entered it, until it is accepted."""
    is_own = user.has_perm("households.change_household") and entry.created_by_id == user.pk
    is_standing = getattr(entry, "is_standing", True)
    return is_own and entry.is_open and not entry.is_checked and is_standing


def may_see_money(user: User, entry: Any) -> bool:
    """Amounts are for the office and auditors, and for a volunteer whose entry came back."""
    if user.has_perm("households.view_income"):
        return True
    return entry.created_by_id == user.pk and entry.returned_at is not None


def _beyond(cursor: str | None, *, order: str) -> Q:
    """Condition of what comes after a cursor; a damaged one is the first page."""
    try:
        moment, uuid = unseal(cursor or "", order=order)
        at, known = datetime.fromisoformat(moment), UUID(uuid)
    except (ValueError, TypeError):
        return Q()
    if order.startswith("-"):
        return Q(entered_at__lte=at) & (Q(entered_at__lt=at) | Q(uuid__lt=known))
    return Q(entered_at__gte=at) & (Q(entered_at__gt=at) | Q(uuid__gt=known))


def _union(parts: list[QuerySet]) -> QuerySet:
    first, *others = [_columns(rows) for rows in parts]
    return first.union(*others, all=True) if others else first


def _columns(rows: QuerySet) -> QuerySet:
    """Return what a `Line` needs of the rows of one kind."""
    model = rows.model
    is_household = model is Household
    to_household = {Household: "", Notice: "household__"}.get(model, "enrolment__household__")
    return rows.order_by().values_list(
        Value(model.slug, output_field=CharField()),
        "uuid",
        "entered_at",
        "updated_at",
        F(f"{to_household}head_name"),
        F(f"{to_household}house_no"),
        F(model.place_path),
        *(_name(part, is_household=is_household) for part in ("title", "first_name", "last_name")),
        "returned_note",
        _CORRECTED if is_household else _NOTHING,
        Cast(Value(None), DateField()) if is_household else F(model.day),
        _said(model),
    )


_CORRECTED = Case(
    When(checked_at__isnull=False, then=F("corrected_fields")),
    default=Value(""),
    output_field=CharField(),
)


_NOTHING = Value("", output_field=CharField())


def _said(model: Any) -> Any:
    """Return the value of a kind's one fact, as text."""
    if model is WisdomUse:
        return Coalesce(F("wisdom__name"), F("skill"))
    if model is OccupationChoice and (get_language() or "").startswith("en"):
        return Coalesce(NullIf(F("occupation__name_en"), Value("")), F("occupation__name"))
    return F(FACT[model]) if model in FACT else _NOTHING


def _name(part: str, *, is_household: bool) -> Any:
    """Return a part of the name of who entered or corrected last."""
    entered = F(f"created_by__{part}")
    return Coalesce(F(f"corrected_by__{part}"), entered) if is_household else entered


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
