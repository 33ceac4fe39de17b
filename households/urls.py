"""Addresses of households; what is not a list carries a uuid."""

from django.urls import path

from households.views import (
    alike,
    checking,
    duplicates,
    enrolment,
    exporting,
    facts,
    grid,
    grid_files,
    household,
    imports,
    mapping,
    person,
    sage,
    selection,
)

app_name = "households"

urlpatterns = [
    path("", household.household_list, name="household_list"),
    path("new/", household.household_create, name="household_create"),
    path("new/form/", household.household_add, name="household_add"),
    path("<uuid:uuid>/", household.household_detail, name="household_detail"),
    path("<uuid:uuid>/change/", household.household_change, name="household_change"),
    path("<uuid:uuid>/move/", household.household_move, name="household_move"),
    path("<uuid:uuid>/close/", household.household_close, name="household_close"),
    path("<uuid:uuid>/reopen/", household.household_reopen, name="household_reopen"),
    path("<uuid:uuid>/erase/", household.household_erase, name="household_erase"),
    path("<uuid:uuid>/persons/new/", person.person_create, name="person_create"),
    path("persons/<uuid:uuid>/", person.person_detail, name="person_detail"),
    path("persons/<uuid:uuid>/change/", person.person_change, name="person_change"),
    path("persons/<uuid:uuid>/leave/", person.person_leave, name="person_leave"),
    path("persons/<uuid:uuid>/reveal/", person.person_reveal, name="person_reveal"),
    # The office's spreadsheet.
    path("export/", exporting.household_export, name="household_export"),
    path("import/", imports.import_create, name="import_create"),
    path("import/template/", imports.import_template, name="import_template"),
    path("import/<uuid:uuid>/", imports.import_detail, name="import_detail"),
    path("import/<uuid:uuid>/progress/", imports.import_progress, name="import_progress"),
    path("import/<uuid:uuid>/again/", imports.import_again, name="import_again"),
    path("import/<uuid:uuid>/columns/", mapping.import_columns, name="import_columns"),
    path("import/<uuid:uuid>/repairs/", mapping.import_repairs, name="import_repairs"),
    path("import/<uuid:uuid>/alike/", alike.import_alike, name="import_alike"),
    path("import/<uuid:uuid>/commit/", imports.import_commit, name="import_commit"),
    path("import/<uuid:uuid>/refused/", imports.import_refused, name="import_refused"),
    path("import/<uuid:uuid>/undo/", imports.import_undo, name="import_undo"),
    path("import/<uuid:uuid>/drop/", imports.import_drop, name="import_drop"),
    # Entered twice.
    path("duplicates/", duplicates.duplicate_list, name="duplicate_list"),
    path("duplicates/refresh/", duplicates.duplicate_refresh, name="duplicate_refresh"),
    path("duplicates/<uuid:uuid>/answer/", duplicates.duplicate_answer, name="duplicate_answer"),
    path("duplicates/<uuid:uuid>/merge/", duplicates.household_merge, name="household_merge"),
    path("merges/<uuid:uuid>/", duplicates.merge_detail, name="merge_detail"),
    path("merges/<uuid:uuid>/take-back/", duplicates.merge_take_back, name="merge_take_back"),
    # What volunteers entered.
    path("waiting/", checking.waiting_list, name="waiting_list"),
    path("waiting/accept/", checking.entry_accept_many, name="entry_accept_many"),
    path("returned/", checking.returned_list, name="returned_list"),
    path("entries/<slug:kind>/<uuid:uuid>/", checking.entry_detail, name="entry_detail"),
    path("entries/<slug:kind>/<uuid:uuid>/change/", checking.entry_change, name="entry_change"),
    path("entries/<slug:kind>/<uuid:uuid>/accept/", checking.entry_accept, name="entry_accept"),
    path(
        "entries/<slug:kind>/<uuid:uuid>/withdraw/", checking.entry_withdraw, name="entry_withdraw"
    ),
    path(
        "entries/<slug:kind>/<uuid:uuid>/send-back/",
        checking.entry_send_back,
        name="entry_send_back",
    ),
    # Enrolments and their facts.
    path("enrolments/", enrolment.enrolment_list, name="enrolment_list"),
    path("enrolments/summary/", grid.enrolment_summary, name="enrolment_summary"),
    path("enrolments/nominate/", enrolment.enrolment_nominate, name="enrolment_nominate"),
    path("enrolments/<uuid:uuid>/", enrolment.enrolment_detail, name="enrolment_detail"),
    path("enrolments/<uuid:uuid>/notice/", facts.notice_create, name="notice_create"),
    path(
        "enrolments/<uuid:uuid>/selection/", facts.enrolment_selection, name="enrolment_selection"
    ),
    path("enrolments/<uuid:uuid>/wanted/", facts.wanted_create, name="wanted_create"),
    path("enrolments/<uuid:uuid>/income/", facts.income_create, name="income_create"),
    path("enrolments/<uuid:uuid>/readiness/", facts.readiness_create, name="readiness_create"),
    path("enrolments/<uuid:uuid>/route/", enrolment.route_change, name="route_change"),
    path("enrolments/<uuid:uuid>/wisdom/", facts.wisdom_use_create, name="wisdom_use_create"),
    path("enrolments/<uuid:uuid>/trainer/", facts.trainer_create, name="trainer_create"),
    path("enrolments/<uuid:uuid>/chosen/", facts.chosen_create, name="chosen_create"),
    path("enrolments/<uuid:uuid>/visit/", facts.visit_create, name="visit_create"),
    path("enrolments/<uuid:uuid>/exit/", enrolment.enrolment_exit, name="enrolment_exit"),
    path("enrolments/<uuid:uuid>/rejoin/", enrolment.enrolment_rejoin, name="enrolment_rejoin"),
    path("trainers/<uuid:uuid>/end/", facts.trainer_end, name="trainer_end"),
    path("photos/<uuid:uuid>/", facts.photo_detail, name="photo_detail"),
    path("grid/<slug:code>/", grid.grid_change, name="grid_change"),
    path("grid/<slug:code>/sheet/", grid_files.grid_sheet, name="grid_sheet"),
    path("grid/<slug:code>/file/", grid_files.grid_load, name="grid_load"),
    # Village meetings.
    path("meetings/", selection.meeting_list, name="meeting_list"),
    path("meetings/new/", selection.meeting_create, name="meeting_create"),
    path("meetings/<uuid:uuid>/", selection.meeting_detail, name="meeting_detail"),
    path("meetings/<uuid:uuid>/change/", selection.meeting_change, name="meeting_change"),
    path("meetings/<uuid:uuid>/file/", selection.meeting_file, name="meeting_file"),
    # Sages and wisdom.
    path("sages/", sage.sage_list, name="sage_list"),
    path("sages/new/", sage.sage_create, name="sage_create"),
    path("sages/<uuid:uuid>/", sage.sage_detail, name="sage_detail"),
    path("sages/<uuid:uuid>/change/", sage.sage_change, name="sage_change"),
    path("wisdom/", sage.wisdom_list, name="wisdom_list"),
    path("wisdom/new/", sage.wisdom_create, name="wisdom_create"),
    path("wisdom/<uuid:uuid>/", sage.wisdom_detail, name="wisdom_detail"),
    path("wisdom/<uuid:uuid>/change/", sage.wisdom_change, name="wisdom_change"),
]
