"""What every page of a group does the same way: fetch within scope, save once, say where it is."""

import logging
from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models
from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from groups.models import Group, PlanItem
from otoppath.accounts.http import Request
from otoppath.lists.idempotency import save_once
from otoppath.places.names import place_trail
from otoppath.thai.dates import format_date

logger = logging.getLogger(__name__)

View = Callable[..., Any]
Crumb = dict[str, str]


def handed(
    model: type[models.Model], *related: str, is_change: bool = False
) -> Callable[[View], View]:
    """Hand the view the record of the address, found in the user's area; no other exists.

    A change of something that belongs to a closed group is refused with a message.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def answer(request: Request, uuid: UUID, **kwargs: Any) -> HttpResponse:
            rows = model.objects.visible_to(request.user).select_related(*related)
            record = get_object_or_404(rows, uuid=uuid)
            group = group_of(record)
            if is_change and group and group.closed_on:
                said = _("กลุ่มนี้เลิกแล้วเมื่อ %(day)s บันทึกเพิ่มหรือแก้ไขไม่ได้")
                messages.warning(request, said % {"day": format_date(group.closed_on)})
                return redirect(group)
            return view(request, record, **kwargs)

        return answer

    return decorate


def group_of(record: Any) -> Group | None:
    """Return the group a record belongs to; None for an activity of a village."""
    if isinstance(record, Group):
        return record
    owner = record.plan if isinstance(record, PlanItem) else record
    return getattr(owner, "group", None)


def answer_form(  # noqa: PLR0913 - the parts of a form page
    request: Request,
    form: Any,
    *,
    done: str,
    context: dict[str, Any],
    make: Callable[[], Any] | None = None,
    to: Any = None,
    template: str = "groups/fact_form.html",
) -> HttpResponse:
    """Save a valid form once and go to `to`, or to what was made; draw every other as typed.

    A form refused only while it is saved, because somebody was quicker, is drawn again too.
    """
    if request.method == "POST" and form.is_valid():

        def made() -> Any:
            record = (make or form.save)()
            return to or record

        try:
            return save_once(request, form, made, done=done)
        except ValidationError as refusal:
            refused(form, refusal)
        except IntegrityError:
            # A constraint spoke before the form could: two of the same at the same moment.
            logger.warning("refused by a constraint: %s", type(form).__name__, exc_info=True)
            refused(form, _("มีผู้บันทึกรายการเดียวกันไปแล้ว เปิดหน้าใหม่เพื่อดูข้อมูลล่าสุด"))
    return render(request, template, {"form": form, **context})


def searched(request: Request) -> tuple[str, bool]:
    """Return what was searched for, and whether the form was sent only to search.

    The search stands in the form itself, so that what is ticked survives it.
    """
    is_search = "look" in request.POST
    return (request.POST if is_search else request.GET).get("q", "").strip(), is_search


def refused(form: BaseForm, refusal: Any) -> None:
    """Put the refusal on top of the form; a form that looks at others looks again."""
    form.add_error(None, refusal)
    if look_again := getattr(form, "look_again", None):
        look_again()


def form_page(
    group: Group, heading: str, *, label: str = "", recorded: Iterable[str] = (), hint: str = ""
) -> dict[str, Any]:
    """Return what the page around a form of a group shows.

    `recorded` are the things of the kind that are there already, so that nothing is entered
    twice unawares.
    """
    return {
        "group": group,
        "heading": heading,
        "label": label or _("บันทึก"),
        "recorded": list(recorded),
        "hint": hint,
        "trail": trail_of(group, heading),
        "cancel_url": group.get_absolute_url(),
    }


def trail_of(group: Group, *headings: str) -> list[Crumb]:
    """Return the breadcrumbs of a page of a group."""
    here = [{"label": group.name, "url": group.get_absolute_url() if headings else ""}]
    return [*place_crumbs(group.village_id), *here, *({"label": text} for text in headings)]


def place_crumbs(code: str) -> list[Crumb]:
    """Return the breadcrumbs of a place, each the list of its groups; the province is left out."""
    page, crumbs = reverse("groups:group_list"), []
    for place, title in place_trail(code)[1:]:
        crumbs.append({"label": title, "url": f"{page}?place={place}"})
    return crumbs
