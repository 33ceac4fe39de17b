"""What a group made, by month."""

from django.contrib.auth.decorators import permission_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_safe

from groups.forms.production import ProductionForm
from groups.models import Group, ProductionRecord
from groups.views.pages import answer_form, form_page, handed, trail_of
from groups.views.sections import production_of
from otoppath.accounts.http import Request
from otoppath.lists.idempotency import once
from otoppath.lists.pager import keyset_page
from otoppath.thai.dates import format_date

VIEW = "groups.view_group"
CHANGE = "groups.change_group"


@require_safe
@permission_required(VIEW, raise_exception=True)
@handed(Group)
def production_list(request: Request, group: Group) -> HttpResponse:
    """Show what a group made: totals by month, then every entry."""
    rows = ProductionRecord.objects.visible_to(request.user).filter(group=group)
    context = {
        "group": group,
        "months": production_of(group)[:24],
        "page": keyset_page(rows, order="-made_on", cursor=request.GET.get("cursor")),
        "trail": trail_of(group, pgettext("many", "บันทึกการผลิต")),
        "may_change": request.user.has_perm(CHANGE) and not group.closed_on,
    }
    return render(request, "groups/production_list.html", context)


@require_http_methods(["GET", "POST"])
@permission_required(CHANGE, raise_exception=True)
@once
@handed(Group, is_change=True)
def production_create(request: Request, group: Group) -> HttpResponse:
    """Record what was made."""
    form = ProductionForm(request.POST or None, user=request.user, group=group)
    last = [
        f"{format_date(record.made_on)} · {record}" for record in group.production_records.all()[:6]
    ]
    page = form_page(group, _("บันทึกการผลิต"), recorded=last)
    return answer_form(request, form, to=group, done=_("บันทึกการผลิตแล้ว"), context=page)


@require_http_methods(["GET", "POST"])
@permission_required(CHANGE, raise_exception=True)
@once
@handed(ProductionRecord, "group", is_change=True)
def production_change(request: Request, record: ProductionRecord) -> HttpResponse:
    """Correct an entry."""
    group = record.group
    form = ProductionForm(request.POST or None, instance=record, user=request.user, group=group)
    page = form_page(group, _("แก้ไขบันทึกการผลิต"))
    return answer_form(request, form, to=group, done=_("แก้ไขบันทึกการผลิตแล้ว"), context=page)
