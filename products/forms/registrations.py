"""Forms of registrations: the list's filters, the check-list of papers, and the moves."""

from typing import Any

from django import forms
from django.forms import BaseModelFormSet, modelformset_factory
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from otoppath.accounts.forms.record import sheet
from otoppath.lists.filters import FilterForm
from otoppath.thai.forms import PastDateField, ReferenceCharField, TidyCharField
from products.models import DocumentKind, Registration, RegistrationDocument, RegistrationStatus
from products.models.status import Move

IN_HAND = "in_hand"


class RegistrationFilter(FilterForm):
    """The filters of the list of registrations."""

    SORTS = {"waiting": "status_since", "new": "-status_since"}
    SORT_LABELS = {"waiting": gettext_lazy("รอนานที่สุด"), "new": gettext_lazy("เปลี่ยนสถานะล่าสุด")}

    q = TidyCharField(label=gettext_lazy("ชื่อผลิตภัณฑ์หรือเลขทะเบียน"), required=False)
    status = forms.ChoiceField(
        label=gettext_lazy("สถานะ"),
        choices=[
            ("", gettext_lazy("ทุกสถานะ")),
            (IN_HAND, gettext_lazy("กำลังดำเนินการ")),
            *RegistrationStatus.choices,
        ],
        required=False,
    )

    def filtered(self, queryset: Any) -> Any:
        """Narrow the registrations by product or number, and by status."""
        if text := self.picked.get("q"):
            queryset = queryset.matching(text)
        status = self.picked.get("status")
        if status == IN_HAND:
            return queryset.in_hand()
        return queryset.filter(status=status) if status else queryset


class DocumentForm(forms.ModelForm):
    """One line of the check-list."""

    # What the page was drawn with is posted too: an officer who saves an old page changes only
    # the lines that officer touched, and undoes nothing a colleague found meanwhile.
    state = forms.ChoiceField(
        choices=RegistrationDocument.State.choices,
        widget=forms.RadioSelect,
        show_hidden_initial=True,
    )
    note = TidyCharField(
        label=gettext_lazy("หมายเหตุ"), max_length=200, required=False, show_hidden_initial=True
    )

    class Meta:
        model = RegistrationDocument
        fields = ("state", "note")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        note = self.fields["note"].widget.attrs
        label = _("หมายเหตุของ %(document)s") % {"document": self.instance}
        note |= {"class": "form-control", "aria-label": label}

    def clean(self) -> dict[str, Any]:
        """A licence that is not needed although a law governs the product says why."""
        cleaned = super().clean() or self.cleaned_data
        not_needed = cleaned.get("state") == RegistrationDocument.State.NOT_NEEDED
        if not_needed and self.instance.kind == DocumentKind.LICENCE and not cleaned.get("note"):
            self.add_error("note", _("บอกเหตุที่ไม่ต้องใช้ใบอนุญาต"))
        return cleaned


def document_formset(registration: Registration, data: Any = None) -> BaseModelFormSet:
    """Return the check-list of a registration as a form."""
    formset = modelformset_factory(RegistrationDocument, form=DocumentForm, extra=0)
    return formset(data, queryset=registration.documents.all())


class MoveForm(forms.Form):
    """What has to be said of one move, and the status it was drawn at."""

    since = forms.CharField(widget=forms.HiddenInput)
    number = ReferenceCharField(label=gettext_lazy("เลขทะเบียนผลิตภัณฑ์ OTOP"), max_length=40)
    registered_on = PastDateField(label=gettext_lazy("วันที่ขึ้นทะเบียน"))
    reference = ReferenceCharField(max_length=80)
    decided_on = PastDateField(label=gettext_lazy("วันที่มีมติหรือวันที่หนังสือ"))
    note = TidyCharField(max_length=500, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, move: Move, since: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.move = move
        for name in ("number", "registered_on", "reference", "decided_on"):
            if name not in move.asks:
                del self.fields[name]
        self.fields["since"].initial = since
        self.fields["note"].required = "note" in move.asks
        self.fields["note"].label = _("เหตุผล") if "note" in move.asks else _("หมายเหตุ")
        if "reference" in self.fields:
            by_district = move.permission == "products.endorse_registration"
            meeting, letter = _("การประชุมคณะกรรมการอำเภอ ครั้งที่"), _("เลขที่หนังสือจังหวัด")
            self.fields["reference"].label = meeting if by_district else letter
        self.helper = sheet()

    def said(self) -> dict[str, Any]:
        """Return what `Registration.move` is told."""
        return {name: value for name, value in self.cleaned_data.items() if value is not None}
