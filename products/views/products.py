"""Pages of products, their costs, certificates and photos."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from otoppath.accounts.history import history_of
from otoppath.accounts.http import Request
from otoppath.lists.counts import bounded_count
from otoppath.lists.idempotency import OnceForm, once, save_once
from otoppath.lists.pager import keyset_page
from otoppath.privacy.photos import send_private
from otoppath.thai.dates import today
from products.forms.products import (
    CertificateForm,
    CostSheetForm,
    ProductCreateForm,
    ProductFilter,
    ProductForm,
    ProductPhotoForm,
    StopForm,
)
from products.models import Certificate, CostSheet, Producer, Product, ProductPhoto

may_view = permission_required("products.view_product", raise_exception=True)
may_change = permission_required("products.change_product", raise_exception=True)


@require_safe
@may_view
def product_list(request: Request) -> HttpResponse:
    """Search and filter the products of the area."""
    form = ProductFilter(request.GET, user=request.user)
    rows = form.filtered(Product.objects.visible_to(request.user))
    page = keyset_page(rows.with_papers(today()), order=form.order, cursor=form.cursor)
    context = {"form": form, "page": page, "count": bounded_count(rows)}
    return render(request, "products/product_list.html", context)


@require_safe
@may_view
def product_detail(request: Request, uuid: UUID) -> HttpResponse:
    """One product: price and cost, certificates, photos, and how far it is registered."""
    product = found(request, uuid)
    sheet = product.cost_sheets.first()
    registrations = list(product.registrations.order_by("-id"))
    context = {
        "product": product,
        "sheet": sheet,
        **margins(product, sheet),
        "certificates": product.certificates.all(),
        "photos": product.photos.order_by("-id"),
        "registrations": registrations,
        "may_begin": not (product.stopped_on or any(r.is_standing for r in registrations)),
        "events": history_of(product),
        "once": OnceForm(),
    }
    return render(request, "products/product_detail.html", context)


@require_http_methods(["GET", "POST"])
@may_change
@once
def product_create(request: Request) -> HttpResponse:
    """Add a product to a producer of the area; `?producer=` chooses it beforehand."""
    producers = Producer.objects.visible_to(request.user)
    chosen = producers.filter(uuid__in=uuids(request.GET.get("producer", ""))).first()
    form = ProductCreateForm(request.POST or None, user=request.user, initial={"producer": chosen})
    if request.method == "POST" and form.is_valid():
        return save_once(request, form, form.save, done=_("บันทึกผลิตภัณฑ์แล้ว ต่อไปบันทึกต้นทุน"))
    has_producers = chosen is not None or producers.exists()
    context = {"form": form, "chosen": chosen, "has_producers": has_producers}
    return render(request, "products/product_form.html", context)


@require_http_methods(["GET", "POST"])
@may_change
def product_change(request: Request, uuid: UUID) -> HttpResponse:
    """Correct a product."""
    product = found(request, uuid)
    form = ProductForm(request.POST or None, instance=product, user=request.user)
    return changed(request, form, product, _("แก้ไขผลิตภัณฑ์"))


@require_http_methods(["GET", "POST"])
@may_change
def product_stop(request: Request, uuid: UUID) -> HttpResponse:
    """Say that a product is no longer made, or is made again."""
    product = found(request, uuid)
    form = StopForm(request.POST or None, instance=product, user=request.user)
    return changed(request, form, product, _("การผลิต"))


@require_http_methods(["GET", "POST"])
@may_change
@once
def cost_create(request: Request, uuid: UUID) -> HttpResponse:
    """Work out what a product costs now; earlier sheets stay."""
    product = found(request, uuid)
    form = CostSheetForm(request.POST or None, user=request.user, product=product)
    return added(request, form, product, _("บันทึกต้นทุน"))


@require_http_methods(["GET", "POST"])
@may_change
@once
def certificate_create(request: Request, uuid: UUID) -> HttpResponse:
    """Add a standard or licence."""
    product = found(request, uuid)
    form = CertificateForm(
        request.POST or None, request.FILES or None, user=request.user, product=product
    )
    return added(request, form, product, _("เพิ่มมาตรฐานหรือใบอนุญาต"))


@require_http_methods(["GET", "POST"])
@may_change
def certificate_change(request: Request, uuid: UUID) -> HttpResponse:
    """Correct a standard or licence, or add its paper."""
    certificate = found_certificate(request, uuid)
    form = CertificateForm(
        request.POST or None, request.FILES or None, instance=certificate, user=request.user
    )
    return changed(request, form, certificate.product, _("แก้ไขมาตรฐานหรือใบอนุญาต"))


@require_safe
@may_view
def certificate_file(request: Request, uuid: UUID) -> FileResponse:
    """Send the paper of a certificate."""
    document = found_certificate(request, uuid).document
    if not document:
        raise Http404
    is_pdf = document.name.endswith(".pdf")
    kind, name = ("application/pdf", "certificate.pdf") if is_pdf else ("image/jpeg", "paper.jpg")
    return send_private(document, content_type=kind, download_name=name)


@require_http_methods(["GET", "POST"])
@may_change
@once
def photo_create(request: Request, uuid: UUID) -> HttpResponse:
    """Add a photo of a product."""
    product = found(request, uuid)
    form = ProductPhotoForm(
        request.POST or None, request.FILES or None, user=request.user, product=product
    )
    return added(request, form, product, _("เพิ่มภาพถ่าย"))


@require_safe
@may_view
def photo_detail(request: Request, uuid: UUID) -> FileResponse:
    """Send a photo."""
    photo = get_object_or_404(ProductPhoto.objects.visible_to(request.user), uuid=uuid)
    return send_private(photo.image, content_type="image/jpeg", download_name="product.jpg")


# --- What the pages share -----------------------------------------------------------------


def found(request: Request, uuid: UUID) -> Product:
    """Return a product of the user's area, or nothing is there."""
    rows = Product.objects.visible_to(request.user)
    return get_object_or_404(rows.select_related("producer", "wisdom"), uuid=uuid)


def found_certificate(request: Request, uuid: UUID) -> Certificate:
    """Return a certificate of the user's area, or nothing is there."""
    rows = Certificate.objects.visible_to(request.user)
    return get_object_or_404(rows.select_related("product__producer"), uuid=uuid)


def margins(product: Product, sheet: CostSheet | None) -> dict[str, Any]:
    """Return what is left of the retail price, in baht and in hundredths of it."""
    if sheet is None:
        return {}
    price = product.retail_price
    return {"margin": sheet.margin(price), "margin_percent": sheet.margin_percent(price)}


def uuids(text: str) -> list[UUID]:
    """Return the uuid in an address, if it is one."""
    try:
        return [UUID(text)]
    except ValueError:
        return []


def added(request: Request, form: Any, product: Product, title: str) -> HttpResponse:
    """Save what belongs to a product once, or show the form."""
    if request.method == "POST" and form.is_valid():
        return save_once(request, form, form.save, done=_("บันทึกแล้ว"), to=product)
    return sheet_page(request, form, product, title)


def changed(request: Request, form: Any, product: Product, title: str) -> HttpResponse:
    """Save a correction, or show the form."""
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("บันทึกการแก้ไขแล้ว"))
        return redirect(product)
    return sheet_page(request, form, product, title)


def sheet_page(request: Request, form: Any, product: Product, title: str) -> HttpResponse:
    """Show a form that belongs to a product."""
    context = {"form": form, "product": product, "title": title}
    return render(request, "products/product_sheet.html", context)
