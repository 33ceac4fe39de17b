"""Groups and everything of theirs in the Django admin."""

from typing import ClassVar

from django.contrib import admin

from groups.models import (
    ActionPlan,
    Activity,
    ActivityPhoto,
    Attendance,
    CommitteeTerm,
    Group,
    GroupFix,
    GroupStepEvent,
    GroupWaiver,
    Meeting,
    Membership,
    PlanItem,
    ProductionRecord,
    RawMaterial,
    SurroundingsAssessment,
    TakeInProposal,
)
from otoppath.accounts.inspection import RecordAdmin, YearFilter
from otoppath.pipeline.admin import FixAdmin, GatheredAdmin, MoveAdmin, WaiverAdmin, WalkingAdmin
from otoppath.pipeline.paths import GROUP_PATH


@admin.register(Group)
class GroupAdmin(WalkingAdmin):
    """Occupation groups, on their way."""

    masked = ("phone", "closed_note")
    list_display = ("name", "step_drawn", "village", "occupation", "kind", "operating_status")
    list_filter = ("step", "kind", "operating_status", "legal_status", "occupation")
    list_select_related = ("occupation",)
    search_fields = ("search_key",)
    ordering = ("sort_key", "pk")


class OfGroupAdmin(RecordAdmin):
    """A row that belongs to a group, found by the group's name."""

    list_select_related: ClassVar[tuple[str, ...]] = ("group",)
    search_fields: ClassVar[tuple[str, ...]] = ("group__search_key",)


@admin.register(Membership)
class MembershipAdmin(OfGroupAdmin):
    """Members."""

    list_display = ("person", "group", "joined_on", "left_on", "left_reason")
    list_filter = ("left_reason",)
    list_select_related = ("group", "person")
    search_fields = ("group__search_key", "person__household__search_key")


@admin.register(CommitteeTerm)
class CommitteeTermAdmin(OfGroupAdmin):
    """Who holds or held which post."""

    list_display = ("person", "post", "group", "starts_on", "ends_on")
    list_filter = ("post",)
    list_select_related = ("group", "person")


@admin.register(Meeting)
class MeetingAdmin(OfGroupAdmin):
    """Meetings of groups."""

    masked = ("minutes",)
    list_display = ("__str__", "group", "held_on", "present_count", "member_count")
    list_filter = ("kind",)


@admin.register(RawMaterial)
class RawMaterialAdmin(OfGroupAdmin):
    """Raw materials."""

    list_display = ("name", "group", "is_local", "season")
    list_filter = ("is_local",)
    search_fields = ("name", "group__search_key")


@admin.register(SurroundingsAssessment)
class SurroundingsAssessmentAdmin(OfGroupAdmin):
    """Assessments of surroundings."""

    masked = ("note",)
    list_display = ("group", "assessed_on", "is_suitable")
    list_filter = ("is_suitable",)


@admin.register(Activity)
class ActivityAdmin(RecordAdmin):
    """Days on which an occupation was taught or practised."""

    list_display = ("title", "kind", "village", "group", "held_on")
    list_filter = (YearFilter, "kind", "occupation")
    list_select_related = ("group",)
    search_fields = ("title", "group__search_key")
    ordering = ("-held_on", "-pk")


@admin.register(Attendance)
class AttendanceAdmin(RecordAdmin):
    """Persons on the lists of activities."""

    list_display = ("person", "activity", "result")
    list_filter = ("result",)
    list_select_related = ("person", "activity")
    search_fields = ("activity__title", "person__household__search_key")


@admin.register(ActivityPhoto)
class ActivityPhotoAdmin(RecordAdmin):
    """Photos of activities; the picture itself is on the activity's page."""

    masked = ("caption",)
    list_display = ("__str__", "activity", "created_at")
    list_select_related = ("activity",)
    search_fields = ("activity__title",)


@admin.register(ActionPlan)
class ActionPlanAdmin(OfGroupAdmin):
    """Plans of groups."""

    list_display = ("group", "kind", "fiscal_year", "made_on")
    list_filter = (YearFilter, "kind")


@admin.register(PlanItem)
class PlanItemAdmin(RecordAdmin):
    """Lines of plans."""

    masked = ("responsible", "remark")
    list_display = ("title", "of_group", "due_on", "done_on", "budget")
    list_select_related = ("plan__group",)
    search_fields = ("title", "plan__group__search_key")

    @admin.display(description=Group._meta.verbose_name)
    def of_group(self, item: PlanItem) -> str:
        """Return the group whose plan it is."""
        return str(item.plan.group)


@admin.register(ProductionRecord)
class ProductionRecordAdmin(OfGroupAdmin):
    """What groups made."""

    masked = ("note",)
    list_display = ("goods", "group", "made_on", "quantity", "unit", "value")
    search_fields = ("goods", "group__search_key")
    ordering = ("-made_on", "-pk")


class GroupGathered(admin.ModelAdmin):
    """What a group gathers on its way, found by its name."""

    list_select_related = ("group",)
    search_fields = ("group__search_key",)


@admin.register(GroupStepEvent)
class GroupStepEventAdmin(GroupGathered, MoveAdmin):
    """Moves of groups."""

    list_display = ("group", "at", "from_step", "to_step", "kind", "by")
    list_filter = (YearFilter, "kind")


@admin.register(GroupWaiver)
class GroupWaiverAdmin(GroupGathered, WaiverAdmin):
    """Requirements set aside for groups."""

    path = GROUP_PATH
    list_display = ("group", "requirement_text", "kind", "reason", "by", "lapsed_at")


@admin.register(GroupFix)
class GroupFixAdmin(GroupGathered, FixAdmin):
    """What groups sent back have to put right."""

    list_display = ("group", "step", "text", "by", "fixed_at")


@admin.register(TakeInProposal)
class TakeInProposalAdmin(GroupGathered, GatheredAdmin):
    """Proposals to take in groups that existed before, and what became of them."""

    masked = ("note", "answer_note")
    list_filter = ("answer",)
    list_display = ("group", "step", "by", "at", "answer", "answered_by")
