"""Accounts of others: for administrators all, for a chief those of the own district."""

from uuid import UUID

from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from otoppath.accounts.forms.users import (
    AssignmentForm,
    CloseForm,
    RoleForm,
    UserCreateForm,
    UserFilter,
    UserForm,
)
from otoppath.accounts.history import history_of
from otoppath.accounts.http import Request
from otoppath.accounts.models import User
from otoppath.accounts.roles import ACTING_ROLES, Role
from otoppath.lists.counts import bounded_count
from otoppath.lists.idempotency import once, save_once
from otoppath.lists.pager import keyset_page

manages_users = permission_required("accounts.manage_users", raise_exception=True)


@require_safe
@manages_users
def user_list(request: Request) -> HttpResponse:
    """Accounts that the user manages."""
    filters = UserFilter(request.GET, user=request.user)
    rows = filters.filtered(User.objects.visible_to(request.user))
    page = keyset_page(rows.prefetch_related("areas"), order=filters.order, cursor=filters.cursor)
    context = {"filters": filters, "page": page, "count": bounded_count(rows)}
    return render(request, "accounts/user_list.html", context)


@require_safe
@manages_users
def user_detail(request: Request, uuid: UUID) -> HttpResponse:
    """One account: role, places, state, and what was changed."""
    found = _managed(request, uuid)
    context = {
        "found": found,
        "is_self": found.pk == request.user.pk,
        "may_act": found.role in ACTING_ROLES,
        "acting": found.acting_appointments.all(),
        "has_second_factor": Authenticator.objects.filter(user=found).exists(),
        "events": history_of(found),
    }
    return render(request, "accounts/user_detail.html", context)


@require_http_methods(["GET", "POST"])
@never_cache
@manages_users
@once
def user_create(request: Request) -> HttpResponse:
    """Open an account: role and place first, then the person; the password is shown once."""
    start = RoleForm(request.GET or None, user=request.user)
    if not start.is_valid():
        return render(request, "accounts/user_role_form.html", {"form": start})
    role = Role(start.cleaned_data["role"])
    form = UserCreateForm(request.POST or None, user=request.user, role=role, codes=start.codes)
    if request.method == "POST" and form.is_valid():
        return _opened(request, form)
    context = {"form": form, "role": role}
    return render(request, "accounts/user_form.html", context)


def _opened(request: Request, form: UserCreateForm) -> HttpResponse:
    """Open the account once, and show the password in the answer itself: it is kept nowhere.

    201, for `once` takes a page answered with 200 after the record was made for a second press.
    """
    answer = save_once(request, form, form.open, done=_("สร้างบัญชีแล้ว"))
    if not form.password:
        return answer
    context = {"found": form.instance, "password": form.password}
    return render(request, "accounts/user_password.html", context, status=201)


@require_http_methods(["GET", "POST"])
@manages_users
def user_change(request: Request, uuid: UUID) -> HttpResponse:
    """Correct names, post and telephone."""
    found = _managed(request, uuid)
    form = UserForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("บันทึกแล้ว"))
        return redirect("accounts:user_detail", uuid)
    return render(request, "accounts/user_form.html", {"form": form, "found": found})


@require_http_methods(["GET", "POST"])
@manages_users
def user_assign(request: Request, uuid: UUID) -> HttpResponse:
    """Give another role or other places; the user is logged out everywhere."""
    found = _managed_other(request, uuid)
    start = RoleForm(request.GET or None, user=request.user)
    if not start.is_valid():
        start.initial = {"role": found.role}
        return render(request, "accounts/user_role_form.html", {"form": start, "found": found})
    role = Role(start.cleaned_data["role"])
    form = AssignmentForm(
        request.POST or None, instance=found, user=request.user, role=role, codes=start.codes
    )
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("กำหนดบทบาทและพื้นที่แล้ว ผู้ใช้ต้องเข้าสู่ระบบใหม่"))
        return redirect("accounts:user_detail", uuid)
    return render(request, "accounts/user_form.html", {"form": form, "found": found, "role": role})


@require_http_methods(["GET", "POST"])
@never_cache
@manages_users
def user_reset(request: Request, uuid: UUID) -> HttpResponse:
    """Give a new one-time password, shown once; sessions of the user end."""
    found = _managed_other(request, uuid)
    if request.method != "POST":
        return render(request, "accounts/user_reset.html", {"found": found})
    password = found.set_one_time_password()
    found.save()
    context = {"found": found, "password": password}
    return render(request, "accounts/user_password.html", context)


@require_http_methods(["GET", "POST"])
@manages_users
def user_reset_factor(request: Request, uuid: UUID) -> HttpResponse:
    """Remove the second factor of somebody whose telephone is lost; sessions end."""
    found = _managed_other(request, uuid)
    if request.method != "POST":
        return render(request, "accounts/user_reset_factor.html", {"found": found})
    found.remove_second_factor()
    messages.success(request, _("ยกเลิกการยืนยันตัวตนชั้นที่สองแล้ว ผู้ใช้ต้องตั้งค่าใหม่"))
    return redirect("accounts:user_detail", uuid)


@require_http_methods(["GET", "POST"])
@manages_users
def user_close(request: Request, uuid: UUID) -> HttpResponse:
    """Close an account with its reason; what the user recorded stays."""
    found = _managed_other(request, uuid)
    form = CloseForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        found.deactivate(reason=form.cleaned_data["left_reason"], note=found.left_note)
        messages.success(request, _("ปิดบัญชีแล้ว"))
        return redirect("accounts:user_detail", uuid)
    return render(request, "accounts/user_close.html", {"form": form, "found": found})


@require_http_methods(["GET", "POST"])
@manages_users
def user_reopen(request: Request, uuid: UUID) -> HttpResponse:
    """Open a closed account again."""
    found = _managed_other(request, uuid)
    if request.method != "POST":
        return render(request, "accounts/user_reopen.html", {"found": found})
    found.reactivate()
    messages.success(request, _("เปิดบัญชีอีกครั้งแล้ว"))
    return redirect("accounts:user_detail", uuid)


def _managed(request: Request, uuid: UUID) -> User:
    return get_object_or_404(User.objects.visible_to(request.user), uuid=uuid)


def _managed_other(request: Request, uuid: UUID) -> User:
    """Return somebody else's account: nobody edits the own role, area, password or state here."""
    found = _managed(request, uuid)
    if found.pk == request.user.pk:
        raise PermissionDenied(_("เปลี่ยนบทบาท พื้นที่ หรือสถานะของบัญชีตัวเองไม่ได้"))
    return found
