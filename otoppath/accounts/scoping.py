"""Who may see which rows: from a user to the codes of places, and from those to a condition.

An area is a prefix of the place code, so a scope is a range of codes; several areas are an OR
of ranges. There is one way from a user to rows, `visible_to`, and it fails closed: somebody
without an area, with an unknown role, outside the dates of the appointment or not logged in
sees nothing.
"""

from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Q

from otoppath.places.ranges import code_in, covers
from otoppath.thai.dates import today

from .roles import PEOPLE_ROLES, Role

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from .models import User

_REMEMBERED = "_standing"


def standing(user: "User | AnonymousUser") -> tuple[tuple[Role, ...], tuple[str, ...]]:
    """Roles and place codes that hold for the user today, acting appointments included.

    One query, remembered on the user object, which lives as long as one request: an
    appointment that ends at midnight is gone with the next click.
    """
    if not (user.is_authenticated and user.is_active) or user.role not in Role.values:
        return (), ()
    # By attribute: `request.user` is a lazy stand-in that has a __dict__ of its own.
    if not hasattr(user, _REMEMBERED):
        setattr(user, _REMEMBERED, _read_standing(user))
    return getattr(user, _REMEMBERED)


def forget_standing(user: "User") -> None:
    """Drop what is remembered on the object; called when its role or areas change."""
    if hasattr(user, _REMEMBERED):
        delattr(user, _REMEMBERED)


def _read_standing(user: "User") -> tuple[tuple[Role, ...], tuple[str, ...]]:
    own_role = Role(user.role)
    if not user.serves_on(today()):
        return (), ()
    if user.is_everywhere:
        return (own_role,), tuple(_provinces())
    granted = _granted(user)
    raised = [(Role(role), code) for role, code in granted if role not in ("", own_role)]
    if not raised:
        return (own_role,), tuple(sorted({code for _, code in granted}))
    # The powers of another role hold only where that role was given: own areas outside it are
    # out of sight while it lasts, or an officer who acts as chief next door would be chief at
    # home as well.
    roles = dict.fromkeys([own_role, *(role for role, _ in raised)])
    return tuple(roles), tuple(sorted({code for _, code in raised}))


def _granted(user: "User") -> list[tuple[str, str]]:
    """Read (acting role or blank, place code) of own areas and acting appointments."""
    from .models import ActingAppointment

    own = user.areas.through.objects.filter(user_id=user.pk).values_list(
        models.Value("", output_field=models.CharField()), "place_id"
    )
    acting = ActingAppointment.objects.on(today()).filter(user_id=user.pk)
    return list(own.order_by().union(acting.order_by().values_list("role", "area_id")))


def _provinces() -> list[str]:
    from otoppath.places.models import Place

    return list(Place.objects.provinces().values_list("code", flat=True))


def areas_of(user: "User | AnonymousUser") -> tuple[str, ...]:
    """Codes of the places the user serves today; whole country: every province."""
    return standing(user)[1]


def roles_of(user: "User | AnonymousUser") -> tuple[Role, ...]:
    """The user's own role and the acting ones that hold today; none: ()."""
    return standing(user)[0]


def serves(user: "User | AnonymousUser", code: str) -> bool:
    """Whether the place lies inside the user's area."""
    return covers(areas_of(user), code)


def area_q(user: "User | AnonymousUser", place_path: str, *, by_district: bool = False) -> Q:
    """Condition that the place code at `place_path` lies in the user's area; none: no row."""
    if roles_of(user) and getattr(user, "is_everywhere", False):
        return Q()
    return code_in(place_path, areas_of(user), by_district=by_district)


class ScopedQuerySet(models.QuerySet):
    """Rows that belong to a place, directly or through their owner.

    The model says how: `place_path` leads from a row to the code ("village_id",
    "household__village_id"), and `by_district` that its indexes begin with the district. Rows
    are personal unless the model says `is_personal = False`: administrators, who serve
    everywhere to keep the system going, get none of them.
    """

    @property
    def place_path(self) -> str:
        """Path from a row to the code of its place; a model without one has no scope."""
        model: Any = self.model
        return model.place_path

    @property
    def by_district(self) -> bool:
        """Whether a district is asked for as one, not as a range: see `DistrictOf`."""
        return getattr(self.model, "by_district", False)

    @property
    def is_personal(self) -> bool:
        """Whether rows tell of people; yes, unless the model says otherwise."""
        return getattr(self.model, "is_personal", True)

    def visible_to(self, user: "User | AnonymousUser") -> Self:
        """Rows inside the user's area; a row outside behaves as if it did not exist."""
        if self.is_personal and not PEOPLE_ROLES.intersection(roles_of(user)):
            return self.none()
        return self.filter(area_q(user, self.place_path, by_district=self.by_district))

    def inspectable_by(self, user: "User | AnonymousUser") -> Self:
        """Rows of the Django admin, where administrators read them with names masked."""
        return self.filter(area_q(user, self.place_path, by_district=self.by_district))
