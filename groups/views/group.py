"""The list of groups, one group, and what is changed of the group itself."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.db import IntegrityError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from groups.forms.filter import GroupFilter
from groups.forms.group import (
    GroupChangeForm,
    GroupCloseForm,
    GroupCreateForm,
    RulesForm,
    SeekForm,
)
from groups.forms.wisdom import WisdomForm
from groups.models import Group, GroupKind
from groups.similar import similar_groups
from groups.views.lines import lines_of
from groups.views.pages import answer_form, form_page, handed, place_crumbs
from groups.views.sections import sections_of
from households.models import Step
from otoppath.accounts.context import office_name
from otoppath.accounts.http import Request
from otoppath.lists.counts import bounded_count
from otoppath.lists.idempotency import once
from otoppath.lists.pager import keyset_page
from otoppath.pipeline.moves import start
from otoppath.pipeline.pages import links_by_step

VIEW = "groups.view_group"
CHANGE = "groups.change_group"
BEGIN = "groups/group_form.html"


@require_safe
@permission_required(VIEW, raise_exception=True)
def group_list(request: Request) -> HttpResponse:
    """Show the groups of the area, filtered and sorted by what stands in the address."""
    filters = GroupFilter(request.GET, user=request.user)
    rows = filters.filtered(Group.objects.visible_to(request.user))
    page = keyset_page(
        rows.select_related("occupation"), order=filters.order, cursor=filters.cursor
    )
    context = {
        "filters": filters,
        "page": page,
        "lines": lines_of(page.rows),
        "count": bounded_count(rows),
        "office": office_name(request),
    }
    return render(request, "groups/group_list.html", context | bulk_of(request, filters, rows))


def bulk_of(request: Request, filters: GroupFilter, rows: Any) -> dict[str, Any]:
    """Return what the list offers for many groups at once: groups of one step go on together."""
    step = filters.picked.get("step")
    if not step and "ready" in filters.picked:
        return {"steps": links_by_step(rows, filters)}
    if not step or step == Step.DONE or not request.user.has_perm("pipeline.advance"):
        return {}
    text = _("จบเส้นทาง") if step == Step.MARKET else _("เลื่อนไปขั้นตอนที่ %(n)d") % {"n": step + 1}
    return {"bulk_step": step, "bulk": [{"value": "advance", "label": text}]}


@require_safe
@permission_required(VIEW, raise_exception=True)
@handed(Group, "occupation", "wisdom__sage")
def group_detail(request: Request, group: Group) -> HttpResponse:
    """Show one group: its path first, then everything known of it."""
    return render(request, "groups/group_detail.html", sections_of(request, group))


@require_safe
@permission_required(CHANGE, raise_exception=True)
def group_create(request: Request) -> HttpResponse:
    """Look for the group first: what is like it, and then the way to add it."""
    asked = request.GET if "name" in request.GET else None
    form = SeekForm(asked, user=request.user, initial=request.GET.dict())
    context = {"form": form, "kind": request.GET.get("kind", GroupKind.FORMING)}
    if form.is_valid():
        context |= {"similar": similar_groups(request.user, **form.described())}
        context["next_url"] = f"{reverse('groups:group_begin')}?{request.GET.urlencode()}"
    return render(request, "groups/group_seek.html", context)


@require_http_methods(["GET", "POST"])
@permission_required(CHANGE, raise_exception=True)
@once
def group_begin(request: Request) -> HttpResponse:
    """Add a group that was looked for and is not there, with the persons who begin it."""
    seek = SeekForm(request.GET, user=request.user)
    if not seek.is_valid():
        return redirect(f"{reverse('groups:group_create')}?{request.GET.urlencode()}")
    form = GroupCreateForm(request.POST or None, user=request.user, seek=seek.cleaned_data)

    def begun() -> Any:
        group = form.save()
        start([group], by=request.user)
        is_old = group.kind == GroupKind.EXISTING
        return reverse("pipeline:group_take_in", args=[group.uuid]) if is_old else group

    page = {"sought": seek.cleaned_data, "trail": place_crumbs(seek.cleaned_data["village"])}
    return answer_form(
        request, form, make=begun, done=_("บันทึกกลุ่มแล้ว"), context=page, template=BEGIN
    )


@require_http_methods(["GET", "POST"])
@permission_required(CHANGE, raise_exception=True)
@once
@handed(Group, is_change=True)
def group_change(request: Request, group: Group) -> HttpResponse:
    """Correct what is known of a group."""
    form = GroupChangeForm(request.POST or None, instance=group, user=request.user)
    page = form_page(group, _("แก้ไขข้อมูลกลุ่ม"))
    return answer_form(request, form, to=group, done=_("แก้ไขข้อมูลกลุ่มแล้ว"), context=page)


@require_http_methods(["GET", "POST"])
@permission_required(CHANGE, raise_exception=True)
@once
@handed(Group, is_change=True)
def group_close(request: Request, group: Group) -> HttpResponse:
    """End a group, with date and reason."""
    form = GroupCloseForm(request.POST or None, instance=group, user=request.user)
    page = form_page(
        group,
        _("เลิกกลุ่ม"),
        label=_("เลิกกลุ่มนี้"),
        hint=_("ข้อมูลและประวัติทั้งหมดยังอยู่ครบ กลุ่มจะออกจากรายการที่ดำเนินการอยู่"),
    )
    return answer_form(request, form, to=group, done=_("บันทึกการเลิกกลุ่มแล้ว"), context=page)


@require_POST
@permission_required(CHANGE, raise_exception=True)
@handed(Group)
def group_reopen(request: Request, group: Group) -> HttpResponse:
    """Take back the closing of a group that was closed by mistake."""
    try:
        group.reopen(by=request.user)
        messages.success(request, _("เปิดกลุ่มอีกครั้งแล้ว"))
    except IntegrityError:
        messages.warning(request, _("เปิดอีกครั้งไม่ได้ หมู่บ้านนี้มีกลุ่มชื่อเดียวกันแล้ว"))
    return redirect(group)


@require_http_methods(["GET", "POST"])
@permission_required(CHANGE, raise_exception=True)
@once
@handed(Group, is_change=True)
def rules_change(request: Request, group: Group) -> HttpResponse:
    """Write down the rules the members agreed on."""
    form = RulesForm(request.POST or None, instance=group, user=request.user)
    page = form_page(group, _("กติกากลุ่ม"))
    return answer_form(request, form, to=group, done=_("บันทึกกติกากลุ่มแล้ว"), context=page)


@require_http_methods(["GET", "POST"])
@permission_required(CHANGE, raise_exception=True)
@once
@handed(Group, is_change=True)
def wisdom_change(request: Request, group: Group) -> HttpResponse:
    """Say which wisdom the group builds on, and who holds it."""
    form = WisdomForm(request.POST or None, instance=group, user=request.user)
    page = form_page(group, _("ภูมิปัญญาของกลุ่ม"))
    return answer_form(request, form, to=group, done=_("บันทึกภูมิปัญญาแล้ว"), context=page)
