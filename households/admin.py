"""Households and what is known of them in the Django admin."""

from typing import Any, ClassVar

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from households.models import (
    DuplicatePair,
    Enrolment,
    EnrolmentFix,
    EnrolmentStepEvent,
    EnrolmentWaiver,
    Household,
    HouseholdMerge,
    ImportBatch,
    IncomeStatement,
    MergedRow,
    Notice,
    Occupation,
    OccupationChoice,
    Person,
    ReadinessAssessment,
    RememberedColumns,
    RowAnswer,
    Sage,
    SelectionMeeting,
    TrainerAssignment,
    Visit,
    VisitPhoto,
    Wisdom,
    WisdomUse,
)
from otoppath.accounts.inspection import RecordAdmin, YearFilter
from otoppath.accounts.lookups import LookupAdmin
from otoppath.pipeline.admin import FixAdmin, MoveAdmin, WaiverAdmin, WalkingAdmin
from otoppath.pipeline.paths import ENROLMENT_PATH
from otoppath.privacy.masking import mask_national_id
from otoppath.thai.keys import sort_key


@admin.register(Household)
class HouseholdAdmin(RecordAdmin):
    """Households."""

    list_display = ("__str__", "village", "phone", "checked_at", "closed_on")
    list_filter = ("closed_reason",)
    search_fields = ("search_key",)
    ordering = ("sort_key", "pk")


@admin.register(Person)
class PersonAdmin(RecordAdmin):
    """Persons, the national ID masked for everybody."""

    list_display = ("full_name", "household", "is_head", "birth", "masked_id", "left_on")
    list_filter = ("is_head", "sex")
    list_select_related = ("household",)
    search_fields = ("household__search_key",)
    ordering = ("sort_key", "pk")
    fields = ("masked_id",)

    @admin.display(description=_("ชื่อ"), ordering="sort_key")
    def full_name(self, person: Person) -> str:
        """Return title and name."""
        return person.full_name

    @admin.display(description=_("วันเกิด"), ordering="birth_year")
    def birth(self, person: Person) -> str:
        """Return what is known of the birth, in the Buddhist Era."""
        return person.birth_text or "–"

    @admin.display(description=_("เลขประจำตัวประชาชน"))
    def masked_id(self, person: Person) -> str:
        """Return the ID masked; the whole one is on no page of the admin."""
        return mask_national_id(str(person.national_id or "")) or "–"


@admin.register(Enrolment)
class EnrolmentAdmin(WalkingAdmin):
    """Households in a programme year, on their way."""

    list_display = ("household", "step_drawn", "village", "fiscal_year", "selection", "route")
    list_filter = (YearFilter, "step", "selection", "route")
    list_select_related = ("household",)
    search_fields = ("household__search_key",)
    ordering = ("sort_key", "pk")


@admin.register(DuplicatePair)
class DuplicatePairAdmin(RecordAdmin):
    """Households that may be one, and what was answered."""

    list_display = ("first", "second", "score", "answer", "answered_by", "answered_at")
    list_filter = ("answer",)
    list_select_related = ("first", "second", "answered_by")
    ordering = ("-score", "-pk")


@admin.register(HouseholdMerge)
class HouseholdMergeAdmin(RecordAdmin):
    """Two records made one, and taken back."""

    list_display = ("kept", "gone", "at", "by", "taken_back_at")
    list_select_related = ("kept", "gone", "by")
    ordering = ("-pk",)


@admin.register(MergedRow)
class MergedRowAdmin(RecordAdmin):
    """What a merge wrote, without the values."""

    list_display = ("merge", "model", "row", "column")
    list_select_related = ("merge",)
    ordering = ("-pk",)


@admin.register(SelectionMeeting)
class SelectionMeetingAdmin(RecordAdmin):
    """Village meetings that choose households."""

    masked = ("chaired_by", "minutes")
    list_display = ("number", "village", "held_on", "present_count", "eligible_count")
    list_filter = (YearFilter,)
    ordering = ("-held_on", "-pk")


class EntryAdmin(RecordAdmin):
    """A fact about an enrolment that is entered in the field and checked in the office."""

    list_select_related: ClassVar[tuple[str, ...]] = ("enrolment__household",)
    search_fields: ClassVar[tuple[str, ...]] = ("enrolment__household__search_key",)

    @admin.display(description=_("ครัวเรือน"))
    def of_whom(self, entry: Any) -> str:
        """Return the household the fact is about."""
        return str(entry.of_household)


@admin.register(Notice)
class NoticeAdmin(EntryAdmin):
    """Privacy notices given."""

    list_display = ("of_whom", "given_on", "channel", "checked_at")
    list_filter = ("channel",)
    list_select_related = ("household",)
    search_fields = ("household__search_key",)


@admin.register(IncomeStatement)
class IncomeStatementAdmin(EntryAdmin):
    """Accounts of a household's year."""

    list_display = ("of_whom", "phase", "as_of", "total_income", "expense", "source", "checked_at")
    list_filter = ("phase", "source")


@admin.register(ReadinessAssessment)
class ReadinessAssessmentAdmin(EntryAdmin):
    """Assessments of readiness."""

    list_display = ("of_whom", "assessed_on", "result", "checked_at")
    list_filter = ("result",)


@admin.register(OccupationChoice)
class OccupationChoiceAdmin(EntryAdmin):
    """Occupations wanted and chosen."""

    list_display = ("of_whom", "kind", "occupation", "chosen_on", "reason", "checked_at")
    list_filter = ("kind", "reason", "occupation")
    list_select_related = ("enrolment__household", "occupation")


@admin.register(Visit)
class VisitAdmin(EntryAdmin):
    """Home visits."""

    list_display = ("of_whom", "visited_on", "practice", "checked_at")
    list_filter = ("practice",)


@admin.register(VisitPhoto)
class VisitPhotoAdmin(RecordAdmin):
    """Photos of visits; the picture itself is on its own page."""

    list_display = ("__str__", "visit", "created_at")
    list_select_related = ("visit",)


@admin.register(WisdomUse)
class WisdomUseAdmin(EntryAdmin):
    """Wisdom and skills that enrolments can use."""

    list_display = ("of_whom", "wisdom", "skill", "noted_on", "checked_at")
    list_select_related = ("enrolment__household", "wisdom")


@admin.register(TrainerAssignment)
class TrainerAssignmentAdmin(RecordAdmin):
    """Sages and trainers who look after enrolments."""

    list_display = ("of_whom", "sage", "starts_on", "ends_on")
    list_select_related = ("enrolment__household", "sage")
    search_fields = ("enrolment__household__search_key",)

    @admin.display(description=_("ครัวเรือน"))
    def of_whom(self, assignment: TrainerAssignment) -> str:
        """Return the household that is looked after."""
        return str(assignment.enrolment.household)


@admin.register(Sage)
class SageAdmin(RecordAdmin):
    """Masters of a skill."""

    list_display = ("__str__", "village", "occupation", "expertise", "is_trainer")
    list_filter = ("is_trainer", "occupation")
    list_select_related = ("occupation",)
    search_fields = ("first_name", "last_name", "expertise")
    ordering = ("sort_key", "pk")


@admin.register(Wisdom)
class WisdomAdmin(RecordAdmin):
    """Local knowledge of villages."""

    list_display = ("name", "village", "occupation", "sage")
    list_filter = ("occupation",)
    list_select_related = ("occupation", "sage")
    search_fields = ("name",)
    ordering = ("sort_key", "pk")


@admin.register(ImportBatch)
class ImportBatchAdmin(RecordAdmin):
    """Files of households that were brought in."""

    masked = ("original_name",)
    list_display = ("original_name", "created_at", "state", "read", "new", "changed", "refused")
    list_filter = ("kind", "state")


@admin.register(RememberedColumns)
class RememberedColumnsAdmin(RecordAdmin):
    """What offices chose for the columns of their sheets."""

    list_display = ("place", "updated_at", "created_by")
    list_select_related = ("place", "created_by")


@admin.register(RowAnswer)
class RowAnswerAdmin(RecordAdmin):
    """What was answered of rows of files that may be duplicates."""

    list_display = ("place", "answer", "answered_by", "answered_at")
    list_filter = ("answer",)
    list_select_related = ("place", "answered_by")


class EnrolmentGathered(admin.ModelAdmin):
    """What an enrolment gathers on its way, shown by its household."""

    list_select_related = ("enrolment__household",)
    search_fields = ("enrolment__household__search_key",)

    @admin.display(description=_("ครัวเรือน"))
    def of_whom(self, row: Any) -> str:
        """Return the household of the enrolment."""
        return str(row.enrolment.household)


@admin.register(EnrolmentStepEvent)
class EnrolmentStepEventAdmin(EnrolmentGathered, MoveAdmin):
    """Moves of enrolments."""

    list_display = ("of_whom", "at", "from_step", "to_step", "kind", "by")
    list_filter = (YearFilter, "kind")


@admin.register(EnrolmentWaiver)
class EnrolmentWaiverAdmin(EnrolmentGathered, WaiverAdmin):
    """Requirements set aside for enrolments."""

    path = ENROLMENT_PATH
    list_display = ("of_whom", "requirement_text", "kind", "reason", "by", "lapsed_at")


@admin.register(EnrolmentFix)
class EnrolmentFixAdmin(EnrolmentGathered, FixAdmin):
    """What enrolments sent back have to put right."""

    list_display = ("of_whom", "step", "text", "by", "fixed_at")


@admin.register(Occupation)
class OccupationAdmin(LookupAdmin):
    """Occupations that can be wanted, taught and chosen; one that is not used is switched off."""

    list_display = ("name", "code", "line", "is_active")
    list_filter = ("line", "is_active")
    search_fields = ("name", "name_en", "code")
    fields = ("code", "name", "name_en", "line", "is_active")

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Save with the key that puts the name into Thai order."""
        obj.sort_key = sort_key(obj.name)
        super().save_model(request, obj, form, change)
