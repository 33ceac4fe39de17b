"""Pages of households that may have been entered twice: the list, an answer, a fresh look."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from households.duplicates import findings
from households.models import DuplicatePair, Household
from households.views.access import may_merge
from households.views.trail import crumbs
from otoppath.accounts.http import Request
from otoppath.lists.counts import bounded_count
from otoppath.lists.pager import keyset_page

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
    messages.success(request, said)
    return redirect("households:duplicate_list")


@require_POST
@may_merge
def duplicate_answer(request: Request, uuid: UUID) -> HttpResponse:
    """Remember that two are different households, or ask again."""
    pair = get_object_or_404(DuplicatePair.objects.visible_to(request.user), uuid=uuid)
    if pair.answer == DuplicatePair.Answer.SAME:
        messages.info(request, _("สองครัวเรือนนี้รวมกันแล้ว ย้อนการรวมได้ในหน้าครัวเรือน"))
    elif request.POST.get("answer") == DuplicatePair.Answer.DIFFERENT:
        (told,) = findings.told_apart([pair])
        pair.answer_with(DuplicatePair.Answer.DIFFERENT, by=request.user, told_apart_by=told)
        messages.success(request, _("จำไว้แล้วว่าเป็นคนละครัวเรือน จะไม่ถามอีกจนกว่าชื่อหรือเลขประจำตัวจะเปลี่ยน"))
    else:
        pair.answer_with("", by=request.user)
        messages.success(request, _("นำกลับเข้ารายการที่ต้องตรวจแล้ว"))
    return redirect("households:duplicate_list")
