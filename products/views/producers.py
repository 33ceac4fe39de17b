"""Pages of producers."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from otoppath.accounts.history import history_of
from otoppath.accounts.http import Request
from otoppath.lists.counts import bounded_count
from otoppath.lists.idempotency import once, save_once
from otoppath.lists.pager import keyset_page
from otoppath.thai.dates import today
from products.forms.producers import ProducerCreateForm, ProducerFilter, ProducerForm
from products.models import Producer
from products.views.products import may_change, may_view


@require_safe
@may_view
def producer_list(request: Request) -> HttpResponse:
    """Search and filter the producers of the area."""
    form = ProducerFilter(request.GET, user=request.user)
    rows = form.filtered(Producer.objects.visible_to(request.user))
    page = keyset_page(rows.with_products(), order=form.order, cursor=form.cursor)
    context = {"form": form, "page": page, "count": bounded_count(rows)}
    return render(request, "products/producer_list.html", context)


@require_safe
@may_view
def producer_detail(request: Request, uuid: UUID) -> HttpResponse:
    """One producer and its products."""
    producer = found(request, uuid)
    products = producer.products.with_papers(today()).order_by("sort_key", "pk")
    # The history repeats the name in full.
    reads_names = request.user.has_perm("households.view_household")
    events = history_of(producer) if reads_names else []
    context = {"producer": producer, "products": products, "events": events}
    return render(request, "products/producer_detail.html", context)


@require_http_methods(["GET", "POST"])
@may_change
@once
def producer_create(request: Request) -> HttpResponse:
    """Add a producer of one of the three kinds."""
    form = ProducerCreateForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        return save_once(request, form, form.save, done=_("บันทึกผู้ผลิตแล้ว ต่อไปเพิ่มผลิตภัณฑ์"))
    return render(request, "products/producer_form.html", {"form": form})


@require_http_methods(["GET", "POST"])
@may_change
def producer_change(request: Request, uuid: UUID) -> HttpResponse:
    """Correct a producer."""
    producer = found(request, uuid)
    form = ProducerForm(request.POST or None, instance=producer, user=request.user)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("บันทึกการแก้ไขแล้ว"))
        return redirect(producer)
    return render(request, "products/producer_form.html", {"form": form, "producer": producer})


def found(request: Request, uuid: UUID) -> Producer:
    """Return a producer of the user's area, or nothing is there."""
    rows = Producer.objects.visible_to(request.user)
    return get_object_or_404(rows.select_related("group", "household"), uuid=uuid)
