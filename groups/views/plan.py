"""Plans of a group and their lines."""

from django.contrib.auth.decorators import permission_required
from django.db.models import Sum
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from groups.forms.plan import PlanForm, PlanItemDoneForm, PlanItemForm
from groups.models import ActionPlan, Group, PlanItem, PlanKind
from groups.views.pages import answer_form, form_page, handed, trail_of
from households.models import Step
from otoppath.accounts.context import office_name
from otoppath.accounts.http import Request
from otoppath.lists.idempotency import once
from otoppath.thai.dates import today

VIEW = "groups.view_group"
CHANGE = "groups.change_group"


@require_http_methods(["GET", "POST"])
@permission_required(CHANGE, raise_exception=True)
@once
@handed(Group, is_change=True)
def plan_create(request: Request, group: Group) -> HttpResponse:
    """Make a plan with its first line; at the market it is the plan to keep the standard."""
    is_late = group.step >= Step.MARKET
    kind = request.GET.get("kind", PlanKind.STANDARD if is_late else PlanKind.ACTION)
    form = PlanForm(request.POST or None, user=request.user, group=group, initial={"kind": kind})
    page = form_page(group, _("จัดทำแผน"), recorded=[str(plan) for plan in group.plans.all()[:6]])
    template = "groups/plan_form.html"
    done = _("บันทึกแผนแล้ว เพิ่มรายการอื่นได้ในหน้าแผน")
    return answer_form(request, form, to=group, done=done, context=page, template=template)


@require_safe
@permission_required(VIEW, raise_exception=True)
@handed(ActionPlan, "group", "created_by")
def plan_detail(request: Request, plan: ActionPlan) -> HttpResponse:
    """Show a plan in the columns of the department's form; it prints as that form."""
    items = list(plan.items.all())
    context = {
        "plan": plan,
        "group": plan.group,
        "items": items,
        "budget": plan.items.aggregate(total=Sum("budget"))["total"],
        "today": today(),
        "office": office_name(request),
        "trail": trail_of(plan.group, str(plan)),
        "may_change": request.user.has_perm(CHANGE) and not plan.group.closed_on,
    }
    return render(request, "groups/plan_detail.html", context)


@require_http_methods(["GET", "POST"])
@permission_required(CHANGE, raise_exception=True)
@once
@handed(ActionPlan, "group", is_change=True)
def plan_change(request: Request, plan: ActionPlan) -> HttpResponse:
    """Correct the head of a plan."""
    form = PlanForm(request.POST or None, instance=plan, user=request.user, group=plan.group)
    to = plan_page(plan)
    page = form_page(plan.group, _("แก้ไขแผน")) | {"cancel_url": to}
    return answer_form(request, form, to=to, done=_("แก้ไขแผนแล้ว"), context=page)


@require_http_methods(["GET", "POST"])
@permission_required(CHANGE, raise_exception=True)
@once
@handed(ActionPlan, "group", is_change=True)
def plan_item_create(request: Request, plan: ActionPlan) -> HttpResponse:
    """Add a line to a plan."""
    form = PlanItemForm(request.POST or None, user=request.user, plan=plan)
    to = plan_page(plan)
    known = [item.title for item in plan.items.all()]
    page = form_page(plan.group, _("เพิ่มรายการในแผน"), recorded=known) | {"cancel_url": to}
    return answer_form(request, form, to=to, done=_("เพิ่มรายการแล้ว"), context=page)


@require_http_methods(["GET", "POST"])
@permission_required(CHANGE, raise_exception=True)
@once
@handed(PlanItem, "plan__group", is_change=True)
def plan_item_change(request: Request, item: PlanItem) -> HttpResponse:
    """Correct a line of a plan."""
    form = PlanItemForm(request.POST or None, instance=item, user=request.user, plan=item.plan)
    to = plan_page(item.plan)
    page = form_page(item.plan.group, _("แก้ไขรายการในแผน")) | {"cancel_url": to}
    return answer_form(request, form, to=to, done=_("แก้ไขรายการแล้ว"), context=page)


@require_http_methods(["GET", "POST"])
@permission_required(CHANGE, raise_exception=True)
@once
@handed(PlanItem, "plan__group", is_change=True)
def plan_item_done(request: Request, item: PlanItem) -> HttpResponse:
    """Say when a line of a plan was carried out."""
    form = PlanItemDoneForm(request.POST or None, instance=item, user=request.user)
    to = plan_page(item.plan)
    heading = _("ทำเสร็จแล้ว: %(title)s") % {"title": item.title}
    page = form_page(item.plan.group, heading) | {"cancel_url": to}
    return answer_form(request, form, to=to, done=_("บันทึกว่าทำเสร็จแล้ว"), context=page)


def plan_page(plan: ActionPlan) -> str:
    """Return the address of a plan."""
    return reverse("groups:plan_detail", args=[plan.uuid])
