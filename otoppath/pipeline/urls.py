"""Addresses of the moves, the same for both kinds of record, and of the table of requirements."""

from django.urls import path

from otoppath.pipeline.views import evidence, moves, taking_in

app_name = "pipeline"

VERBS = {
    "advance": moves.record_advance,
    "advance_far": moves.record_advance_far,
    "send_back": moves.record_send_back,
    "waive": moves.record_waive,
    "fix_list": evidence.fix_list,
}

urlpatterns = [
    path("requirements/", evidence.requirement_list, name="requirement_list"),
    path("path/groups/<uuid:uuid>/take-in/", taking_in.group_take_in, name="group_take_in"),
    path(
        "path/groups/<uuid:uuid>/take-in/confirm/",
        taking_in.group_confirm_take_in,
        name="group_confirm_take_in",
    ),
    path(
        "path/groups/<uuid:uuid>/take-in/decline/",
        taking_in.group_decline_take_in,
        name="group_decline_take_in",
    ),
]
for kind in ("enrolment", "group"):
    at = f"path/{kind}s/"
    for verb, view in VERBS.items():
        address = f"{at}<uuid:uuid>/{verb.replace('_', '-')}/"
        urlpatterns.append(path(address, view, {"kind": kind}, name=f"{kind}_{verb}"))
    urlpatterns += [
        path(
            f"{at}<uuid:uuid>/waive/<slug:code>/lift/",
            moves.waiver_lift,
            {"kind": kind},
            name=f"{kind}_waiver_lift",
        ),
        path(
            f"{at}<uuid:uuid>/evidence/<slug:code>/",
            evidence.evidence_list,
            {"kind": kind},
            name=f"{kind}_evidence",
        ),
        path(
            f"{at}advance/",
            moves.record_advance_many,
            {"kind": kind},
            name=f"{kind}_advance_many",
        ),
    ]
