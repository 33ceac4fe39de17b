"""What each fiscal year asks."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.db.models import Sum
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from otoppath.accounts.forms.years import YearCreateForm, YearForm
from otoppath.accounts.history import history_of
from otoppath.accounts.http import Request
from otoppath.accounts.models import ProgrammeYear, TargetVillage
from otoppath.lists.idempotency import once, save_once
from otoppath.lists.pager import keyset_page
from otoppath.thai.dates import fiscal_year, today

reads_years = permission_required("accounts.view_programme_year", raise_exception=True)
changes_years = permission_required("accounts.change_programme_year", raise_exception=True)


@require_safe
@reads_years
def year_list(request: Request) -> HttpResponse:
    """Fiscal years with rows of their own, and the year that is running."""
    context = {"years": ProgrammeYear.objects.all(), "current": str(fiscal_year(today()))}
    return render(request, "accounts/year_list.html", context)


@require_safe
@reads_years
def year_detail(request: Request, year: int) -> HttpResponse:
    """Thresholds of a year with what each is for, and its target villages in the area."""
    found = get_object_or_404(ProgrammeYear, pk=year)
    targets = TargetVillage.objects.visible_to(request.user).filter(year=found)
    context = {
        "year": found,
        "thresholds": found.explained(),
        "page": keyset_page(targets, order="village_id", cursor=request.GET.get("cursor")),
        "households": targets.aggregate(total=Sum("households"))["total"] or 0,
        "events": history_of(found),
    }
    return render(request, "accounts/year_detail.html", context)


@require_http_methods(["GET", "POST"])
@changes_years
@once
def year_create(request: Request) -> HttpResponse:
    """Open a fiscal year, with the numbers that hold without it as a beginning."""
    following = ProgrammeYear.objects.for_year(fiscal_year(today()) + 1)
    initial = {"fiscal_year": following.fiscal_year, **following.thresholds()}
    form = YearCreateForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        return save_once(request, form, lambda: _address(form.save()), done=_("บันทึกแล้ว"))
    return render(request, "accounts/year_form.html", {"form": form})


@require_http_methods(["GET", "POST"])
@changes_years
def year_change(request: Request, year: int) -> HttpResponse:
    """Change the numbers of a year; moves made before keep the values they stored."""
    found = get_object_or_404(ProgrammeYear, pk=year)
    form = YearForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("บันทึกแล้ว"))
        return redirect(_address(found))
    return render(request, "accounts/year_form.html", {"form": form, "year": found})


def _address(year: ProgrammeYear) -> str:
    return reverse("accounts:year_detail", args=[year.pk])
