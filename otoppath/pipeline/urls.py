"""Addresses of the moves, the same for both kinds of record, and of the table of requirements."""

from django.urls import path

from otoppath.pipeline import views

app_name = "pipeline"

VERBS = {
    "advance": views.record_advance,
    "advance_far": views.record_advance_far,
    "send_back": views.record_send_back,
    "waive": views.record_waive,
    "fix_list": views.fix_list,
}

urlpatterns = [
    path("requirements/", views.requirement_list, name="requirement_list"),
    path("path/groups/<uuid:uuid>/take-in/", views.group_take_in, name="group_take_in"),
]
for kind in ("enrolment", "group"):
    at = f"path/{kind}s/"
    for verb, view in VERBS.items():
        address = f"{at}<uuid:uuid>/{verb.replace('_', '-')}/"
        urlpatterns.append(path(address, view, {"kind": kind}, name=f"{kind}_{verb}"))
    urlpatterns += [
        path(
            f"{at}<uuid:uuid>/waive/<slug:code>/lift/",
            views.waiver_lift,
            {"kind": kind},
            name=f"{kind}_waiver_lift",
        ),
        path(
            f"{at}<uuid:uuid>/fixes/<int:pk>/done/",
            views.fix_done,
            {"kind": kind},
            name=f"{kind}_fix_done",
        ),
        path(
            f"{at}<uuid:uuid>/evidence/<slug:code>/",
            views.evidence_list,
            {"kind": kind},
            name=f"{kind}_evidence",
        ),
        path(
            f"{at}advance/",
            views.record_advance_many,
            {"kind": kind},
            name=f"{kind}_advance_many",
        ),
    ]
