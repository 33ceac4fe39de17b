"""Users, acting appointments, and what each fiscal year asks."""

from otoppath.accounts.roles import Role

from .acting import ActingAppointment
from .users import ONE_TIME_DAYS, User
from .years import ProgrammeYear, TargetVillage

__all__ = [
    "ONE_TIME_DAYS",
    "ActingAppointment",
    "ProgrammeYear",
    "Role",
    "TargetVillage",
    "User",
]
