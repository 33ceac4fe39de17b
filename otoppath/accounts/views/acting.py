"""Who stands in for whom."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from otoppath.accounts.forms.acting import ActingForm
from otoppath.accounts.http import Request
from otoppath.accounts.models import ActingAppointment, User
from otoppath.lists.idempotency import once, save_once
from otoppath.lists.pager import keyset_page
from otoppath.thai.dates import today

appoints = permission_required("accounts.appoint_acting", raise_exception=True)


@require_safe
@permission_required("accounts.manage_users", raise_exception=True)
def acting_list(request: Request) -> HttpResponse:
    """Appointments in the user's area, newest first."""
    rows = ActingAppointment.objects.visible_to(request.user).select_related("user", "area")
    page = keyset_page(rows, order="-starts_on", cursor=request.GET.get("cursor"))
    return render(request, "accounts/acting_list.html", {"page": page})


@require_http_methods(["GET", "POST"])
@appoints
@once
def acting_create(request: Request, uuid: UUID) -> HttpResponse:
    """Appoint somebody of the own office to stand in."""
    who = get_object_or_404(User.objects.visible_to(request.user), uuid=uuid, is_active=True)
    if who.pk == request.user.pk:
        raise PermissionDenied(_("แต่งตั้งตัวเองไม่ได้"))
    form = ActingForm(request.POST or None, user=request.user, who=who)
    if request.method == "POST" and form.is_valid():
        return save_once(request, form, lambda: _appointed(form), done=_("บันทึกการแต่งตั้งแล้ว"))
    return render(request, "accounts/acting_form.html", {"form": form, "found": who})


def _appointed(form: ActingForm) -> str:
    form.save()
    return reverse("accounts:acting_list")


@require_http_methods(["GET", "POST"])
@appoints
def acting_end(request: Request, uuid: UUID) -> HttpResponse:
    """End an appointment before its last day."""
    rows = ActingAppointment.objects.visible_to(request.user).standing()
    rows = rows.filter(ends_on__gte=today()).exclude(user=request.user)
    found = get_object_or_404(rows, uuid=uuid)
    if request.method != "POST":
        return render(request, "accounts/acting_end.html", {"found": found})
    found.end(by=request.user)
    messages.success(request, _("สิ้นสุดการรักษาราชการแทนแล้ว"))
    return redirect("accounts:acting_list")
