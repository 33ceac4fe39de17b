"""Where a checklist sends who lacks a product: the next thing of the chain is entered here."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.db import IntegrityError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from groups.models import Group
from households.models import Enrolment, Route
from otoppath.accounts.decorators import open_to
from otoppath.accounts.http import Request
from otoppath.lists.idempotency import OnceForm, once, save_once
from products.chain import Chain, groups_of

# The pages are about a group or a household: who reads only products has no business there.
may_look_or_change = open_to(see="groups.view_group", change="products.change_product")


@require_http_methods(["GET", "POST"])
@may_look_or_change
@once
def group_products(request: Request, uuid: UUID) -> HttpResponse:
    """Enter the producer, product and cost of a group, then register."""
    group = get_object_or_404(Group.objects.visible_to(request.user), uuid=uuid)
    back = reverse("groups:group_detail", args=[uuid])
    return next_thing(request, Chain.of(group), title=group.name, back=back)


@require_http_methods(["GET", "POST"])
@permission_required("households.view_household", raise_exception=True)
@may_look_or_change
@once
def enrolment_products(request: Request, uuid: UUID) -> HttpResponse:
    """The same for a household that goes alone; one of a group is shown its groups."""
    rows = Enrolment.objects.visible_to(request.user).select_related("household")
    enrolment = get_object_or_404(rows, uuid=uuid)
    back = reverse("households:enrolment_detail", args=[uuid])
    household = enrolment.household
    if enrolment.route == Route.SINGLE_OWNER:
        return next_thing(request, Chain.of(household), title=str(household), back=back)
    groups = groups_of(household)
    here = Group.objects.visible_to(request.user).filter(pk__in=[group.pk for group in groups])
    context = {"enrolment": enrolment, "back": back, "groups": groups}
    context |= {
        "here": set(here.values_list("pk", flat=True)),
        "is_own_use": enrolment.route == Route.OWN_USE,
    }
    return render(request, "products/enrolment_groups.html", context)


def next_thing(request: Request, chain: Chain, *, title: str, back: str) -> HttpResponse:
    """Show or save the next thing of a chain, until only registering is left."""
    may_change = request.user.has_perm("products.change_product")
    form = chain.form(request) if may_change else None
    if request.method == "POST":
        if form is None or request.POST.get("step") != chain.step:
            return made_meanwhile(request)
        if form.is_valid():
            try:
                return save_once(request, form, form.save, done=chain.done, to=request.path)
            except IntegrityError:
                return made_meanwhile(request)
    context = {"chain": chain, "form": form, "title": title, "back": back, "once": OnceForm()}
    return render(request, "products/chain.html", context)


def made_meanwhile(request: Request) -> HttpResponse:
    """Go on from where a colleague, or an earlier press, has brought it."""
    messages.info(request, _("ขั้นนี้บันทึกไปแล้ว ทำขั้นต่อไปได้เลย"))
    return redirect(request.path)
