"""Paying the members of a group out of a market day's sales."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from groups.models import Group
from markets.forms.markets import WithdrawForm
from markets.forms.shares import SharesForm
from markets.models import Share
from markets.views.days import found as found_day
from markets.views.markets import may_change
from otoppath.accounts.forms.record import sheet
from otoppath.accounts.http import Request
from otoppath.lists.idempotency import once, save_once


@require_http_methods(["GET", "POST"])
@may_change
@once
def share_create(request: Request, uuid: UUID, group_uuid: UUID) -> HttpResponse:
    """Pay many members in one form; above what was sold it is asked about, never refused."""
    day = found_day(request, uuid)
    group = get_object_or_404(Group.objects.visible_to(request.user), uuid=group_uuid)
    form = SharesForm(request.POST or None, day=day, group=group, user=request.user)
    if request.method == "POST" and form.is_valid():
        return save_once(request, form, form.save, done=_("บันทึกส่วนแบ่งสมาชิกแล้ว"), to=day)
    shares = day.shares.filter(group=group).select_related("person").order_by("-pk")
    context = {"form": form, "day": day, "group": group, "shares": shares}
    return render(request, "markets/share_form.html", context)


@require_http_methods(["GET", "POST"])
@may_change
def share_withdraw(request: Request, uuid: UUID) -> HttpResponse:
    """Take a share back, with the reason; it stays readable and counts nowhere."""
    rows = Share.objects.visible_to(request.user).select_related("person", "group", "market_day")
    share = get_object_or_404(rows, uuid=uuid)
    back = share.market_day or share.group
    form = WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        share.withdraw(by=request.user, reason=form.cleaned_data["reason"])
        messages.success(request, _("ยกเลิกรายการแล้ว"))
        return redirect(back)
    form.helper = sheet()
    context = {"form": form, "share": share, "back": back}
    return render(request, "markets/share_withdraw.html", context)
