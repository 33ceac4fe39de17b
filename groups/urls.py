"""Addresses of groups."""

from django.urls import path

from groups.views import (
    activity,
    board,
    enrolment,
    exporting,
    group,
    material,
    meeting,
    member,
    plan,
    production,
    register,
)

app_name = "groups"

urlpatterns = [
    path("", group.group_list, name="group_list"),
    path("board/", board.group_board, name="group_board"),
    path("export/", exporting.group_export, name="group_export"),
    path("register/", register.group_register, name="group_register"),
    path("create/", group.group_create, name="group_create"),
    path("create/begin/", group.group_begin, name="group_begin"),
    path("<uuid:uuid>/", group.group_detail, name="group_detail"),
    path("<uuid:uuid>/change/", group.group_change, name="group_change"),
    path("<uuid:uuid>/close/", group.group_close, name="group_close"),
    path("<uuid:uuid>/reopen/", group.group_reopen, name="group_reopen"),
    path("<uuid:uuid>/rules/", group.rules_change, name="rules_change"),
    path("<uuid:uuid>/wisdom/", group.wisdom_change, name="wisdom_change"),
    # Members and committee.
    path("<uuid:uuid>/members/create/", member.membership_create, name="membership_create"),
    path("members/<uuid:uuid>/change/", member.membership_change, name="membership_change"),
    path("members/<uuid:uuid>/leave/", member.membership_leave, name="membership_leave"),
    path("<uuid:uuid>/committee/create/", member.term_create, name="term_create"),
    path("committee/<uuid:uuid>/end/", member.term_end, name="term_end"),
    # Meetings.
    path("<uuid:uuid>/meetings/create/", meeting.meeting_create, name="meeting_create"),
    path("meetings/<uuid:uuid>/", meeting.meeting_detail, name="meeting_detail"),
    path("meetings/<uuid:uuid>/change/", meeting.meeting_change, name="meeting_change"),
    path("meetings/<uuid:uuid>/file/", meeting.meeting_file, name="meeting_file"),
    # What it works with.
    path("<uuid:uuid>/materials/create/", material.raw_material_create, name="raw_material_create"),
    path("materials/<uuid:uuid>/change/", material.raw_material_change, name="raw_material_change"),
    path(
        "<uuid:uuid>/surroundings/create/", material.surroundings_create, name="surroundings_create"
    ),
    path("<uuid:uuid>/choices/", material.choice_list, name="choice_list"),
    # Plans.
    path("<uuid:uuid>/plans/create/", plan.plan_create, name="plan_create"),
    path("plans/<uuid:uuid>/", plan.plan_detail, name="plan_detail"),
    path("plans/<uuid:uuid>/change/", plan.plan_change, name="plan_change"),
    path("plans/<uuid:uuid>/items/create/", plan.plan_item_create, name="plan_item_create"),
    path("plan-items/<uuid:uuid>/change/", plan.plan_item_change, name="plan_item_change"),
    path("plan-items/<uuid:uuid>/done/", plan.plan_item_done, name="plan_item_done"),
    # Activities.
    path("activities/", activity.activity_list, name="activity_list"),
    path("activities/create/", activity.village_activity_create, name="village_activity_create"),
    path("<uuid:uuid>/activities/create/", activity.activity_create, name="activity_create"),
    path("activities/<uuid:uuid>/", activity.activity_detail, name="activity_detail"),
    path("activities/<uuid:uuid>/change/", activity.activity_change, name="activity_change"),
    path(
        "activities/<uuid:uuid>/attendance/", activity.attendance_change, name="attendance_change"
    ),
    path("activities/<uuid:uuid>/photos/create/", activity.photo_create, name="photo_create"),
    path("photos/<uuid:uuid>/", activity.photo_detail, name="photo_detail"),
    # Production.
    path("<uuid:uuid>/production/", production.production_list, name="production_list"),
    path("<uuid:uuid>/production/create/", production.production_create, name="production_create"),
    path("production/<uuid:uuid>/change/", production.production_change, name="production_change"),
    # Of an enrolment.
    path("enrolments/<uuid:uuid>/join/", enrolment.enrolment_join, name="enrolment_join"),
    path(
        "enrolments/<uuid:uuid>/activities/",
        enrolment.enrolment_activities,
        name="enrolment_activities",
    ),
]
