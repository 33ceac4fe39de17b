"""A list of another agency compared with what is here: choose it, decide its rows, write them."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from households.forms.comparing import FIELDS, AnswerForm, ListForm, offered
from households.imports import batches, comparing, jobs
from households.imports.compared import counts_of, filters_of, label_of, narrowed, with_both
from households.imports.deciding import (
    OF_ALL,
    decide,
    decide_fields,
    with_earlier,
    with_neighbours,
)
from households.imports.shown import columns_of, how_far
from households.models import ImportBatch, ImportRow, Kind
from households.views.imports import found, may_import, step_of, steps_at, trail_of
from households.views.trail import crumbs
from otoppath.accounts.http import Request
from otoppath.lists.pager import keyset_page

State = ImportBatch.State
WRITES_SHOWN = 10


@require_safe
@may_import
def comparison_list(request: Request) -> HttpResponse:
    """Lists that were compared in the area, the newest first, and what is left of each."""
    rows = ImportBatch.objects.visible_to(request.user).comparisons()
    page = keyset_page(rows, order="-id", cursor=request.GET.get("cursor"), size=20)
    return render(request, "households/comparison_list.html", {"page": page})


@require_http_methods(["GET", "POST"])
@may_import
def comparison_create(request: Request) -> HttpResponse:
    """Choose a list and say what it is; nothing is written by comparing."""
    form = ListForm(request.POST or None, request.FILES or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            batch = jobs.take_in(
                upload.read(),
                upload.name,
                by=request.user,
                request_id=request.request_id,
                listed=form.listed,
            )
            return redirect(batch)
        except batches.UnreadableFile as error:
            form.add_error("file", str(error))
    status = 422 if form.is_bound else 200
    context = {"form": form, "steps": steps_at(0, ImportBatch(kind=Kind.COMPARISON))}
    the_list = (_("เทียบกับบัญชี"), reverse("households:comparison_list"))
    context["trail"] = crumbs(_("เทียบบัญชีใหม่"), the_list)
    return render(request, "households/comparison_form.html", context, status=status)


@require_safe
@may_import
def comparison_detail(request: Request, uuid: UUID) -> HttpResponse:
    """Show how far a comparison is; then its counts, each opening rows that can be decided."""
    batch = found_list(request, uuid)
    if batch.state == State.MAPPING:
        return redirect("households:import_columns", uuid)
    if batch.is_working:
        context = {"batch": batch, "how_far": how_far(batch), "trail": trail_of(batch)}
        context["steps"] = steps_at(step_of(batch), batch)
        return render(request, "households/import_working.html", context)
    return _shown(request, batch, request.GET)


def _shown(
    request: Request,
    batch: ImportBatch,
    asked: QueryDict,
    *,
    answers: AnswerForm | None = None,
) -> HttpResponse:
    counts = counts_of(batch)
    context: dict[str, Any] = {
        "batch": batch,
        "counts": counts,
        "answers": answers or AnswerForm(),
        "steps": steps_at(step_of(batch), batch),
        "trail": trail_of(batch),
    }
    state = asked.get("state", "")
    if state in ImportRow.State.values and not batch.forgotten_at:
        picked = answers.picked if answers else ()
        context |= _rows(request, batch, state, asked, picked) | {"counted": counts.of(state)}
        context["trail"] = trail_of(batch, label_of(state))
        context["filters"] = filters_of(counts.of(state), context["choice"])
    else:
        context |= {
            "writes": batch.written.select_related("committed_by").order_by("-pk")[:WRITES_SHOWN],
            "same": comparing.same_before(batch) if batch.may_be_decided else None,
            "columns": columns_of(batch),
        }
    return render(
        request, "households/comparison_detail.html", context, status=422 if answers else 200
    )


def _rows(
    request: Request, batch: ImportBatch, state: str, asked: QueryDict, picked: Collection[int]
) -> dict[str, Any]:
    """Return a page of the rows of one state, with what was answered before."""
    choice, cursor = asked.get("choice", ""), asked.get("cursor", "")
    rows = ImportRow.objects.visible_to(request.user).filter(batch=batch).of(state)
    rows = narrowed(rows.select_related("batch", "household", "head", "decided_by"), choice)
    page = keyset_page(rows, order="number", cursor=cursor)
    with_both(page.rows)
    if state in ImportRow.CHOICES:
        with_earlier(batch, page.rows, user=request.user)
        with_neighbours(page.rows, user=request.user)
    for row in page.rows:
        row.is_picked = row.pk in picked
    actions = offered(state)
    return {
        "state": state,
        "choice": choice,
        "cursor": cursor,
        "page": page,
        "actions": [*actions, {"value": "blank", "label": _("ยังไม่ตัดสิน")}],
        "actions_of_all": [one for one in actions if one["value"] in OF_ALL],
    }


@require_POST
@may_import
def comparison_decide(request: Request, uuid: UUID) -> HttpResponse:
    """Remember what is answered to rows of a page, or to all that are left; nothing is written."""
    batch = found_list(request, uuid)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _shown(request, batch, request.POST, answers=form)
    typed = form.cleaned_data
    if typed["action"] == FIELDS:
        asked, n = len(form.said), decide_fields(batch, form.said, by=request.user)
    else:
        picked = None if typed["all"] else form.picked
        asked = len(form.picked)
        n = decide(batch, typed["action"], picked=picked, reason=typed["reason"], by=request.user)
    said = ngettext("จดคำตอบ %(n)d แถว", "จดคำตอบ %(n)d แถว", n) % {"n": n}
    messages.success(request, said)
    if n < asked:
        messages.warning(request, _("บางแถวยังไม่ตัดสิน: เลือกไม่ครบทุกช่อง บันทึกไปแล้ว หรือมีผู้แก้ไขหลังการเทียบ"))
    return _back_to_rows(batch, request.POST)


def _back_to_rows(batch: ImportBatch, asked: QueryDict) -> HttpResponse:
    query = QueryDict(mutable=True)
    for name in ("state", "choice", "cursor"):
        if value := asked.get(name):
            query[name] = str(value)
    return redirect(f"{batch.get_absolute_url()}?{query.urlencode()}#rows")


@require_POST
@may_import
def comparison_commit(request: Request, uuid: UUID) -> HttpResponse:
    """Let what was chosen be written, all of it or nothing."""
    batch = found_list(request, uuid)
    if not comparing.chosen_rows(batch).exists():
        messages.info(request, _("ยังไม่ได้เลือกแถวที่จะเพิ่มหรือใช้ค่าจากบัญชี จึงไม่มีอะไรให้บันทึก"))
        return redirect(batch)
    try:
        jobs.accept(batch, by=request.user)
    except batches.AlreadyEnded:
        messages.info(request, _("การเทียบนี้ดำเนินการไปแล้ว"))
    return redirect(batch)


@require_POST
@may_import
def comparison_refresh(request: Request, uuid: UUID) -> HttpResponse:
    """Compare once more with what is here now; answers stay where nothing changed."""
    batch = found_list(request, uuid)
    if batch.may_be_decided:
        comparing.compare_anew(batch, by=request.user)
        messages.success(request, _("เทียบกับข้อมูลปัจจุบันแล้ว"))
    else:
        messages.info(request, _("การเทียบนี้ดำเนินการไปแล้ว"))
    return redirect(batch)


def found_list(request: Request, uuid: UUID) -> ImportBatch:
    """Return a comparison of the user's area; another's, or an import, is none."""
    batch = found(request, uuid)
    if not batch.is_comparison:
        raise Http404
    return batch
