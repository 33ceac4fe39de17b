"""Pages of households that may have been entered twice: the list, an answer, a fresh look."""

from uuid import UUID

from django.apps import apps
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from households.duplicates import findings
from households.duplicates.scoring import LIKELY
from households.forms.merge import MergeForm
from households.merging import MergeRefused, changed_since, merge, take_back
from households.models import DuplicatePair, Household, MergedRow
from households.views.access import get_merge, get_pair, may_merge
from households.views.trail import crumbs
from otoppath.accounts.http import Request
from otoppath.lists.counts import bounded_count
from otoppath.lists.pager import keyset_page
from otoppath.thai.templatetags.thai import thai_datetime

PAGE_SIZE = 20


@require_safe
@may_merge
def duplicate_list(request: Request) -> HttpResponse:
    """Pairs of the area that may be one household, surest first; `?answer=different`: answered."""
    is_answered = request.GET.get("answer") == DuplicatePair.Answer.DIFFERENT
    pairs = DuplicatePair.objects.visible_to(request.user)
    pairs = pairs.different() if is_answered else pairs.open()
    rows = pairs.select_related("first", "second", "answered_by")
    page = keyset_page(rows, order="-score", cursor=request.GET.get("cursor"), size=PAGE_SIZE)
    area = Household.objects.visible_to(request.user)
    context = {
        "page": page,
        "pairs": findings.compared(page.rows),
        "count": bounded_count(pairs),
        "is_answered": is_answered,
        "likely": LIKELY,
        "unlooked": bounded_count(findings.unlooked(area)),
        "looked_at": findings.looked_at(area),
        "trail": crumbs(_("ครัวเรือนที่อาจซ้ำกัน")),
    }
    return render(request, "households/duplicate_list.html", context)


@require_POST
@may_merge
def duplicate_refresh(request: Request) -> HttpResponse:
    """Look at what changed in the area since, a thousand households a press."""
    n = findings.refresh(Household.objects.visible_to(request.user))
    said = ngettext("ตรวจแล้ว %(n)d ครัวเรือน", "ตรวจแล้ว %(n)d ครัวเรือน", n) % {"n": n}
    messages.success(request, said if n else _("ไม่มีครัวเรือนที่เพิ่มหรือแก้ไขหลังการตรวจครั้งก่อน"))
    return redirect("households:duplicate_list")


@require_POST
@may_merge
def duplicate_answer(request: Request, uuid: UUID) -> HttpResponse:
    """Remember that two are different households, or ask again."""
    pair = get_pair(request, uuid)
    if pair.first.merge or pair.second.merge:
        messages.info(request, _("สองครัวเรือนนี้รวมกันแล้ว ย้อนการรวมได้ในหน้าครัวเรือน"))
    elif request.POST.get("answer") == DuplicatePair.Answer.DIFFERENT:
        (told,) = findings.told_apart([pair])
        pair.answer_with(DuplicatePair.Answer.DIFFERENT, by=request.user, told_apart_by=told)
        messages.success(request, _("จำไว้แล้วว่าเป็นคนละครัวเรือน จะไม่ถามอีกจนกว่าชื่อหรือเลขประจำตัวจะเปลี่ยน"))
    else:
        pair.answer_with("", by=request.user)
        messages.success(request, _("นำกลับเข้ารายการที่ต้องตรวจแล้ว"))
    return redirect("households:duplicate_list")


@require_http_methods(["GET", "HEAD", "POST"])
@may_merge
def household_merge(request: Request, uuid: UUID) -> HttpResponse:
    """Two households side by side; what was chosen becomes one record."""
    pair = get_pair(request, uuid)
    if not (pair.first.is_standing and pair.second.is_standing):
        return _merged_before(request, pair)
    form = MergeForm(request.POST or None, pair=pair, user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            made = merge(
                form.kept, form.gone, form.choices, by=request.user, seen=form.versions_seen
            )
        except MergeRefused as refused:
            pair = get_pair(request, uuid)
            if not (pair.first.is_standing and pair.second.is_standing):
                return _merged_before(request, pair)
            form.add_error(None, str(refused))
            form.see_again()
        else:
            messages.success(request, _("รวมเป็นครัวเรือนเดียวแล้ว ย้อนได้ในหน้านี้"))
            return redirect(made)
    (one,) = findings.compared([pair])
    context = {
        "form": form,
        "pair": pair,
        "score": one.score,
        "trail": crumbs(_("รวมครัวเรือน"), _to_list()),
    }
    return render(request, "households/household_merge.html", context)


def _merged_before(request: Request, pair: DuplicatePair) -> HttpResponse:
    """Lead to what somebody else made of the pair meanwhile, and say who."""
    made = pair.first.merge or pair.second.merge
    if made is None or {made.kept_id, made.gone_id} != {pair.first_id, pair.second_id}:
        messages.info(request, _("ครัวเรือนหนึ่งถูกปิดหรือรวมกับครัวเรือนอื่นไปแล้ว จึงรวมคู่นี้ไม่ได้"))
        return redirect(pair.first)
    said = _("%(who)s รวมสองครัวเรือนนี้แล้วเมื่อ %(at)s ไม่ต้องรวมอีก ถ้าไม่ถูกต้องย้อนได้ในหน้านี้")
    told = {"who": made.by.display_name, "at": thai_datetime(made.at)}
    messages.info(request, said % told)
    return redirect(made)


@require_safe
@may_merge
def merge_detail(request: Request, uuid: UUID) -> HttpResponse:
    """Who made one of two records and when, what moved, and the way back."""
    made = get_merge(request, uuid)
    rows = list(made.rows.order_by("id"))
    context = {
        "merge": made,
        "moved": moved(rows),
        "changed": [] if made.taken_back_at else changed_since(rows),
        "trail": crumbs(_("การรวมครัวเรือน"), _to_list()),
    }
    return render(request, "households/merge_detail.html", context)


def moved(rows: list[MergedRow]) -> list[tuple[str, int]]:
    """Return how many rows of each kind a merge touched."""
    kinds: dict[str, set[int]] = {}
    for row in rows:
        kinds.setdefault(row.model, set()).add(row.row)
    named = {label: str(apps.get_model(label)._meta.verbose_name) for label in kinds}
    return [(named[label], len(pks)) for label, pks in kinds.items()]


@require_POST
@may_merge
def merge_take_back(request: Request, uuid: UUID) -> HttpResponse:
    """Let two records be two again, or say why not."""
    made = get_merge(request, uuid)
    try:
        take_back(made, by=request.user)
    except MergeRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("ย้อนการรวมแล้ว ทั้งสองครัวเรือนกลับเป็นอย่างเดิม"))
    return redirect(made)


def _to_list() -> tuple[str, str]:
    return _("ครัวเรือนที่อาจซ้ำกัน"), reverse("households:duplicate_list")
