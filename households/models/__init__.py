"""Households and what is known of them on steps 1 and 2, one file per noun."""

from households.models.answer import RowAnswer
from households.models.batch import ImportBatch
from households.models.batch_row import HOUSEHOLD_CELLS, PERSON_CELLS, ImportRow
from households.models.duplicate import DuplicateKey, DuplicateMark, DuplicatePair
from households.models.enrolment import Criterion, Enrolment, ExitReason, Route, Selection
from households.models.household import ChangedMeanwhile, CloseReason, Household
from households.models.income import IncomePhase, IncomeSource, IncomeStatement
from households.models.listed import EVERY_FIELD, Choice, Kind, ListSource, SkipReason
from households.models.mapping import RememberedColumns
from households.models.meeting import SelectionMeeting
from households.models.merge import HouseholdMerge, MergedRow
from households.models.notice import Notice, NoticeChannel
from households.models.occupation import ChoiceKind, ChoiceReason, Occupation, OccupationChoice
from households.models.person import Person, Sex
from households.models.readiness import Answer, Readiness, ReadinessAssessment
from households.models.steps import (
    OWN_END,
    EnrolmentFix,
    EnrolmentStepEvent,
    EnrolmentWaiver,
    MoveKind,
    Step,
    WaiverKind,
    WaiverReason,
    step_name,
)
from households.models.visit import Visit, VisitPhoto
from households.models.wisdom import Sage, TrainerAssignment, Wisdom, WisdomUse

__all__ = [
    "EVERY_FIELD",
    "HOUSEHOLD_CELLS",
    "OWN_END",
    "PERSON_CELLS",
    "Answer",
    "ChangedMeanwhile",
    "Choice",
    "ChoiceKind",
    "ChoiceReason",
    "CloseReason",
    "Criterion",
    "DuplicateKey",
    "DuplicateMark",
    "DuplicatePair",
    "Enrolment",
    "EnrolmentFix",
    "EnrolmentStepEvent",
    "EnrolmentWaiver",
    "ExitReason",
    "Household",
    "HouseholdMerge",
    "ImportBatch",
    "ImportRow",
    "IncomePhase",
    "IncomeSource",
    "IncomeStatement",
    "Kind",
    "ListSource",
    "MergedRow",
    "MoveKind",
    "Notice",
    "NoticeChannel",
    "Occupation",
    "OccupationChoice",
    "Person",
    "Readiness",
    "ReadinessAssessment",
    "RememberedColumns",
    "Route",
    "RowAnswer",
    "Sage",
    "Selection",
    "SelectionMeeting",
    "Sex",
    "SkipReason",
    "Step",
    "TrainerAssignment",
    "Visit",
    "VisitPhoto",
    "WaiverKind",
    "WaiverReason",
    "Wisdom",
    "WisdomUse",
    "step_name",
]
