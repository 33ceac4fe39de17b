"""Whether a household is ready: eight answers, and a result that may differ with a reason."""

from typing import Any

from crispy_forms.bootstrap import InlineRadios
from crispy_forms.layout import Fieldset
from django import forms
from django.utils.translation import gettext_lazy as _

from households.forms.entry import EntryForm
from households.models import Readiness, ReadinessAssessment
from otoppath.thai.forms import RecordedDateField

AS_PROPOSED = ""


class ReadinessForm(EntryForm):
    """One assessment. Volunteers take the proposed result; an officer may choose another."""

    title = _("ประเมินความพร้อม")
    shows_proposal = True

    class Meta(EntryForm.Meta):
        model = ReadinessAssessment
        fields = [
            "assessed_on",
            *ReadinessAssessment.ITEMS,
            "below_bmn_income",
            "result",
            "note",
        ]
        field_classes = {"assessed_on": RecordedDateField}
        widgets = dict.fromkeys(ReadinessAssessment.ITEMS, forms.RadioSelect)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance._state.adding:
            # Nothing is answered before somebody answers it.
            self.initial |= dict.fromkeys(ReadinessAssessment.ITEMS)
        if self._may_choose():
            self.fields["result"] = forms.ChoiceField(
                label=_("ผลประเมิน"),
                choices=[(AS_PROPOSED, _("ตามที่ระบบเสนอ")), *Readiness.choices],
                required=False,
                help_text=_("เลือกผลอื่นได้ โดยบอกเหตุผลในหมายเหตุ"),
            )
        else:
            del self.fields["result"]

    def layout(self) -> tuple[Any, ...]:
        """The answers, then the result."""
        answers = [InlineRadios(item) for item in ReadinessAssessment.ITEMS]
        result = ["result", "note"] if self._may_choose() else ["note"]
        return (
            Fieldset(_("ความพร้อม 8 ข้อ"), "assessed_on", *answers),
            Fieldset(_("ลำดับความสำคัญ"), "below_bmn_income"),
            Fieldset(_("ผลประเมิน"), *result),
        )

    @property
    def proposed(self) -> Readiness | None:
        """The result that the answers propose; None until all eight are given."""
        given = getattr(self, "cleaned_data", {})
        answers = {item: given.get(item) for item in ReadinessAssessment.ITEMS}
        if None in answers.values():
            return None
        return ReadinessAssessment(**answers).proposed_result()

    def clean(self) -> dict[str, Any] | None:
        """Fill in the proposed result, or ask why it is another one."""
        cleaned = super().clean()
        proposed = self.proposed
        if proposed is None:
            return cleaned
        chosen = self.cleaned_data.get("result") or proposed
        if chosen != proposed and not self.cleaned_data.get("note"):
            self.add_error(
                "note",
                _("ระบบเสนอ “%(proposed)s” เขียนเหตุผลที่เลือกผลอื่น") % {"proposed": proposed.label},
            )
        self.cleaned_data["result"] = chosen
        self.instance.result = chosen
        return cleaned

    def _may_choose(self) -> bool:
        return self.user.has_perm("households.check_entry")
