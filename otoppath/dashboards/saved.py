"""Lists that somebody comes back to: saved with their columns, opened, renamed, deleted."""

from typing import Any, NamedTuple
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from groups.forms.filter import GroupFilter
from households.forms.filters import EnrolmentFilter, HouseholdFilter
from otoppath.accounts.http import Request
from otoppath.lists.filters import FilterForm
from otoppath.lists.saved import MOST, SavedList
from otoppath.thai.forms import TidyCharField


class Kind(NamedTuple):
    """A list that can be saved: its title, address, filters, and who may read it."""

    title: Any
    page: str
    filters: type[FilterForm]
    permission: str


KINDS = {
    "households": Kind(
        gettext_lazy("ครัวเรือนทั้งหมด"),
        "households:household_list",
        HouseholdFilter,
        "households.view_household",
    ),
    "enrolments": Kind(
        gettext_lazy("ครัวเรือนรายปีและขั้นตอน"),
        "households:enrolment_list",
        EnrolmentFilter,
        "households.view_household",
    ),
    "groups": Kind(
        gettext_lazy("รายชื่อกลุ่มอาชีพ"), "groups:group_list", GroupFilter, "groups.view_group"
    ),
}
# A searched name is a person's, and the stand-in of a searched ID does not last.
NOT_KEPT = ("q", "match")


class SaveForm(forms.Form):
    """A list under a name, with the columns it shows."""

    name = TidyCharField(label=gettext_lazy("ชื่อรายการ"), max_length=60)
    cols = forms.MultipleChoiceField(
        label=gettext_lazy("คอลัมน์ที่แสดง"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("เลือกอย่างน้อยหนึ่งคอลัมน์")},
    )

    def __init__(self, data: Any, *, filters: FilterForm, rows: Any) -> None:
        super().__init__(data, initial={"cols": filters.columns})
        self.fields["cols"].choices = list(filters.COLUMNS.items())
        self.filters, self.rows = filters, rows

    def clean(self) -> dict[str, Any] | None:
        """Refuse more lists than anybody looks through; a known name is saved anew."""
        cleaned = super().clean()
        name = self.cleaned_data.get("name")
        if name and self.rows.exclude(name=name).count() >= MOST:
            said = _("บันทึกได้ไม่เกิน %(most)d รายการ ลบรายการที่ไม่ใช้แล้วก่อน") % {"most": MOST}
            self.add_error("name", said)
        return cleaned

    @property
    def query(self) -> str:
        """What the address of the list says of it, without names."""
        kept = dict.fromkeys(NOT_KEPT)
        return self.filters.querystring(**kept, cols=self.cleaned_data["cols"])


class NameForm(forms.Form):
    """Another name for a saved list."""

    name = TidyCharField(label=gettext_lazy("ชื่อใหม่"), max_length=60)

    def __init__(self, data: Any, *, kept: SavedList, rows: Any) -> None:
        super().__init__(data, initial={"name": kept.name}, auto_id=f"id_%s_{kept.uuid}")
        self.kept, self.rows = kept, rows

    def clean_name(self) -> str:
        """Two lists of one name could not be told apart."""
        name = self.cleaned_data["name"]
        if self.rows.exclude(pk=self.kept.pk).filter(name=name).exists():
            raise forms.ValidationError(_("มีรายการชื่อนี้แล้ว ตั้งชื่ออื่น"))
        return name


@require_http_methods(["GET", "HEAD", "POST"])
def saved_list(request: Request, kind: str) -> HttpResponse:
    """Show the lists one saved of a kind, and save, rename or delete one."""
    if kind not in KINDS:
        raise Http404
    if not request.user.has_perm(KINDS[kind].permission):
        raise PermissionDenied
    filters = KINDS[kind].filters(request.GET, user=request.user)
    rows = SavedList.objects.own(request.user, kind)
    kept = _named(request, rows)
    data = request.POST if request.method == "POST" else None
    form = SaveForm(data if kept is None else None, filters=filters, rows=rows)
    naming = NameForm(data, kept=kept, rows=rows) if kept else None
    if data is not None and (done := _done(request, kind, kept, naming or form)):
        return done
    return render(request, "dashboards/saved_list.html", _context(kind, form, rows, naming))


def _named(request: Request, rows: Any) -> SavedList | None:
    """Return the saved list that a press is about; another user's does not exist."""
    try:
        named = UUID(request.POST["of"]) if "of" in request.POST else None
    except ValueError as error:
        raise Http404 from error
    return get_object_or_404(rows, uuid=named) if named else None


def _done(
    request: Request, kind: str, kept: SavedList | None, form: Any
) -> HttpResponseRedirect | None:
    """Do what was pressed; None where the form has to be put right."""
    here = HttpResponseRedirect(request.get_full_path())
    if kept and "delete" in request.POST:
        kept.delete()
        messages.success(request, _("ลบรายการ “%(name)s” แล้ว") % {"name": kept.name})
        return here
    if not form.is_valid():
        return None
    if kept:
        kept.name = form.cleaned_data["name"]
        kept.save()
        messages.success(request, _("เปลี่ยนชื่อแล้ว"))
        return here
    name = form.cleaned_data["name"]
    SavedList.objects.update_or_create(
        user=request.user, kind=kind, name=name, defaults={"query": form.query}
    )
    messages.success(request, _("บันทึกรายการ “%(name)s” แล้ว") % {"name": name})
    return HttpResponseRedirect(reverse(KINDS[kind].page) + form.query)


def _context(kind: str, form: SaveForm, rows: Any, naming: NameForm | None) -> dict[str, Any]:
    page = reverse(KINDS[kind].page)
    lines = [
        {
            "row": row,
            "url": page + row.query,
            "form": naming
            if naming and naming.kept.pk == row.pk
            else NameForm(None, kept=row, rows=rows),
        }
        for row in rows
    ]
    chips = form.filters.chips()
    return {
        "title": KINDS[kind].title,
        "form": form,
        "lines": lines,
        "chips": [chip for chip in chips if chip.label != str(form.filters.fields["q"].label)],
        "back": page + form.filters.querystring(),
    }
