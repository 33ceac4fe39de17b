"""Occupation groups and what they do on steps 1 to 3, one file per noun."""

from groups.models.activity import (
    Activity,
    ActivityKind,
    ActivityPhoto,
    Attendance,
    AttendanceResult,
)
from groups.models.group import (
    CloseReason,
    Group,
    GroupKind,
    GroupQuerySet,
    LegalStatus,
    OperatingStatus,
    RawMaterial,
    SurroundingsAssessment,
)
from groups.models.meeting import Meeting, MeetingKind
from groups.models.members import (
    SINGLE_POSTS,
    CommitteeTerm,
    LeaveReason,
    Membership,
    Post,
    PostTaken,
)
from groups.models.plan import ActionPlan, PlanItem, PlanKind
from groups.models.production import ProductionRecord
from groups.models.steps import (
    GroupFix,
    GroupStepEvent,
    GroupWaiver,
    ProposalAnswer,
    TakeInProposal,
)

__all__ = [
    "SINGLE_POSTS",
    "ActionPlan",
    "Activity",
    "ActivityKind",
    "ActivityPhoto",
    "Attendance",
    "AttendanceResult",
    "CloseReason",
    "CommitteeTerm",
    "Group",
    "GroupFix",
    "GroupKind",
    "GroupQuerySet",
    "GroupStepEvent",
    "GroupWaiver",
    "LeaveReason",
    "LegalStatus",
    "Meeting",
    "MeetingKind",
    "Membership",
    "OperatingStatus",
    "PlanItem",
    "PlanKind",
    "Post",
    "PostTaken",
    "ProductionRecord",
    "ProposalAnswer",
    "RawMaterial",
    "SurroundingsAssessment",
    "TakeInProposal",
]
