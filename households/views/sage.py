"""Pages of sages and of the wisdom they hold."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from households.forms.sage import SageFilter, SageForm, WisdomFilter, WisdomForm
from households.models import Sage, Wisdom
from households.views.access import may_decide, may_view
from households.views.facts import read_or_write
from households.views.trail import place_crumbs
from otoppath.accounts.http import Request
from otoppath.lists.counts import bounded_count
from otoppath.lists.idempotency import once, save_once
from otoppath.lists.pager import keyset_page


def get_sage(request: Request, uuid: UUID) -> Sage:
    """Return a sage of the viewer's area."""
    rows = Sage.objects.visible_to(request.user).select_related("occupation")
    return get_object_or_404(rows, uuid=uuid)


def get_wisdom(request: Request, uuid: UUID) -> Wisdom:
    """Return a wisdom of the viewer's area."""
    rows = Wisdom.objects.visible_to(request.user).select_related("occupation", "sage")
    return get_object_or_404(rows, uuid=uuid)


@require_safe
@may_view
def sage_list(request: Request) -> HttpResponse:
    """Sages of the area, by name, occupation and place."""
    filters = SageFilter(request.GET, user=request.user)
    rows = filters.filtered(Sage.objects.visible_to(request.user))
    page = keyset_page(
        rows.prefetch_related("occupation"), order=filters.order, cursor=filters.cursor
    )
    context = {"filters": filters, "page": page, "count": bounded_count(rows)}
    return render(request, "households/sage_list.html", context)


@require_safe
@may_view
def sage_detail(request: Request, uuid: UUID) -> HttpResponse:
    """One sage, the wisdom held and the households looked after."""
    sage = get_sage(request, uuid)
    assignments = sage.assignments.visible_to(request.user).filter(ends_on__isnull=True)
    context = {
        "sage": sage,
        "wisdoms": sage.wisdoms.visible_to(request.user).order_by("sort_key", "id"),
        "assignments": assignments.select_related("enrolment__household").order_by("starts_on"),
        "trail": place_crumbs(sage.village_id, pgettext("many", "ปราชญ์ชุมชน")),
    }
    return render(request, "households/sage_detail.html", context)


@read_or_write
@may_decide
@once
def sage_create(request: Request) -> HttpResponse:
    """Add a sage."""
    form = SageForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        return save_once(request, form, form.enter, done=_("บันทึกปราชญ์ชุมชนแล้ว"))
    return render(request, "households/sage_form.html", {"form": form})


@read_or_write
@may_decide
def sage_change(request: Request, uuid: UUID) -> HttpResponse:
    """Correct what is known of a sage."""
    sage = get_sage(request, uuid)
    form = SageForm(request.POST or None, instance=sage, user=request.user)
    if request.method == "POST" and form.is_valid():
        form.enter()
        messages.success(request, _("บันทึกปราชญ์ชุมชนแล้ว"))
        return redirect(sage)
    return render(request, "households/sage_form.html", {"form": form, "sage": sage})


@require_safe
@may_view
def wisdom_list(request: Request) -> HttpResponse:
    """Wisdom of the area, by name, occupation and place."""
    filters = WisdomFilter(request.GET, user=request.user)
    rows = filters.filtered(Wisdom.objects.visible_to(request.user))
    page = keyset_page(
        rows.prefetch_related("occupation", "sage"), order=filters.order, cursor=filters.cursor
    )
    context = {"filters": filters, "page": page, "count": bounded_count(rows)}
    return render(request, "households/wisdom_list.html", context)


@require_safe
@may_view
def wisdom_detail(request: Request, uuid: UUID) -> HttpResponse:
    """One wisdom, who holds it and which households use it."""
    wisdom = get_wisdom(request, uuid)
    uses = wisdom.uses.visible_to(request.user).checked().select_related("enrolment__household")
    context = {
        "wisdom": wisdom,
        "uses": uses.order_by("-noted_on", "-id"),
        "trail": place_crumbs(wisdom.village_id, _("ภูมิปัญญา")),
    }
    return render(request, "households/wisdom_detail.html", context)


@read_or_write
@may_decide
@once
def wisdom_create(request: Request) -> HttpResponse:
    """Add a wisdom."""
    form = WisdomForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        return save_once(request, form, form.enter, done=_("บันทึกภูมิปัญญาแล้ว"))
    return render(request, "households/wisdom_form.html", {"form": form})


@read_or_write
@may_decide
def wisdom_change(request: Request, uuid: UUID) -> HttpResponse:
    """Correct what is known of a wisdom."""
    wisdom = get_wisdom(request, uuid)
    form = WisdomForm(request.POST or None, instance=wisdom, user=request.user)
    if request.method == "POST" and form.is_valid():
        form.enter()
        messages.success(request, _("บันทึกภูมิปัญญาแล้ว"))
        return redirect(wisdom)
    return render(request, "households/wisdom_form.html", {"form": form, "wisdom": wisdom})
