"""Rows of a file that may be households which are here: shown as cards, answered row by row."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from households.imports import batches
from households.imports.answering import NotOffered, answer, answered, cards
from households.imports.shown import with_read
from households.models import ImportBatch, ImportRow, RowAnswer
from households.views.imports import found, may_import, steps_at
from otoppath.accounts.http import Request
from otoppath.lists.pager import keyset_page

PAGE_SIZE = 20


@require_http_methods(["GET", "HEAD", "POST"])
@may_import
def import_alike(request: Request, uuid: Any) -> HttpResponse:
    """Show each new row beside what it may be, with the reasons; take the answer of one row."""
    batch = found(request, uuid)
    if batch.state != ImportBatch.State.PREVIEWED:
        messages.info(request, _("แฟ้มนี้ดำเนินการไปแล้ว"))
        return redirect("households:import_detail", uuid)
    if request.method == "POST":
        return take_answer(request, batch)
    rows = ImportRow.objects.visible_to(request.user).filter(batch=batch).alike()
    page = keyset_page(
        rows.select_related("batch"),
        order="number",
        cursor=request.GET.get("cursor"),
        size=PAGE_SIZE,
    )
    context = {
        "batch": batch,
        "page": page,
        "cards": cards(with_read(page.rows), user=request.user),
        "answered": answered(batch),
        "steps": steps_at(2),
    }
    return render(request, "households/import_alike.html", context)


def take_answer(request: Request, batch: ImportBatch) -> HttpResponse:
    """Remember what a row is, and lead back to where it was asked."""
    number, said, of = answer_in(request)
    try:
        row = answer(batch, number, said, of=of, by=request.user)
    except batches.AlreadyEnded:
        messages.info(request, _("แฟ้มนี้ดำเนินการไปแล้ว"))
        return redirect("households:import_detail", batch.uuid)
    except NotOffered as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, answer_words(row, said))
    cursor = request.POST.get("cursor", "")
    page = f"?{urlencode({'cursor': cursor})}" if cursor else ""
    return redirect(reverse("households:import_alike", args=[batch.uuid]) + page)


def answer_in(request: Request) -> tuple[int, str, str]:
    """Return number of the row, answer, and what it points at; of what is no answer, row 0."""
    number = request.POST.get("row", "")
    said, _colon, of = request.POST.get("answer", "").partition(":")
    is_known = said in ("", *RowAnswer.Answer.values) and number.isascii() and number.isdecimal()
    return (int(number[:9]), said, of) if is_known else (0, "", "")


def answer_words(row: ImportRow, said: str) -> str:
    """Say what becomes of a row by its answer."""
    name = {"n": row.number}
    if not said:
        return _("แถวที่ %(n)d ยังไม่ตอบ ถ้าไม่ตอบจะบันทึกเป็นครัวเรือนใหม่") % name
    if row.state == ImportRow.State.NEW:
        return _("แถวที่ %(n)d จะบันทึกเป็นครัวเรือนใหม่ และจำคำตอบไว้ ไม่ถามซ้ำ") % name
    if row.state == ImportRow.State.CHANGED:
        return _("แถวที่ %(n)d จะแก้ครัวเรือนเดิมตามที่แสดง เมื่อยืนยันนำเข้า") % name
    if row.state == ImportRow.State.UNCHANGED:
        return _("แถวที่ %(n)d เป็นครัวเรือนเดิม จะไม่เปลี่ยนอะไร") % name
    return _("แถวที่ %(n)d ไม่บันทึก: %(why)s") % (name | {"why": row.reason})
