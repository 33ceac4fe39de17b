"""Raw material, surroundings, and which occupation the members want."""

from django.contrib.auth.decorators import permission_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from groups.forms.material import RawMaterialForm, SurroundingsForm
from groups.models import Group, RawMaterial
from groups.views.choices import choices_of
from groups.views.pages import answer_form, form_page, handed, trail_of
from otoppath.accounts.http import Request
from otoppath.lists.idempotency import once
from otoppath.thai.dates import format_date

VIEW = "groups.view_group"
CHANGE = "groups.change_group"


@require_http_methods(["GET", "POST"])
@permission_required(CHANGE, raise_exception=True)
@once
@handed(Group, is_change=True)
def raw_material_create(request: Request, group: Group) -> HttpResponse:
    """Name a raw material."""
    form = RawMaterialForm(request.POST or None, user=request.user, group=group)
    known = [f"{m.name} · {m.source}" for m in group.raw_materials.order_by("id")]
    page = form_page(group, _("เพิ่มวัตถุดิบ"), recorded=known)
    return answer_form(request, form, to=group, done=_("บันทึกวัตถุดิบแล้ว"), context=page)


@require_http_methods(["GET", "POST"])
@permission_required(CHANGE, raise_exception=True)
@once
@handed(RawMaterial, "group", is_change=True)
def raw_material_change(request: Request, material: RawMaterial) -> HttpResponse:
    """Correct a raw material."""
    group = material.group
    form = RawMaterialForm(request.POST or None, instance=material, user=request.user, group=group)
    page = form_page(group, _("แก้ไขวัตถุดิบ"))
    return answer_form(request, form, to=group, done=_("แก้ไขวัตถุดิบแล้ว"), context=page)


@require_http_methods(["GET", "POST"])
@permission_required(CHANGE, raise_exception=True)
@once
@handed(Group, is_change=True)
def surroundings_create(request: Request, group: Group) -> HttpResponse:
    """Say whether the occupation suits the surroundings; the latest assessment counts."""
    form = SurroundingsForm(request.POST or None, user=request.user, group=group)
    past = [
        _("%(day)s: %(result)s")
        % {
            "day": format_date(one.assessed_on),
            "result": _("เหมาะสม") if one.is_suitable else _("ยังไม่เหมาะสม"),
        }
        for one in group.surroundings.order_by("-assessed_on", "-id")[:6]
    ]
    page = form_page(group, _("ประเมินสภาพแวดล้อม"), recorded=past)
    return answer_form(request, form, to=group, done=_("บันทึกผลประเมินแล้ว"), context=page)


@require_safe
@permission_required(VIEW, raise_exception=True)
@handed(Group, "occupation")
def choice_list(request: Request, group: Group) -> HttpResponse:
    """Show which occupation each member's household wants and chose."""
    context = choices_of(request, group) | {
        "group": group,
        "trail": trail_of(group, _("อาชีพที่สมาชิกต้องการ")),
        "may_record": request.user.has_perm("households.change_household"),
    }
    return render(request, "groups/choice_list.html", context)
