"""What is typed to send back, waive, take in and put right."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from households.models import Step, WaiverReason
from otoppath.pipeline.requirement import Requirement
from otoppath.thai.text import tidy


class SendBackForm(forms.Form):
    """What has to be put right, one thing a line."""

    step = forms.IntegerField(widget=forms.HiddenInput)
    fixes = forms.CharField(
        label=_("สิ่งที่ต้องแก้ไข"),
        help_text=_("เขียนบรรทัดละหนึ่งข้อ แต่ละข้อจะไปอยู่ในรายการตรวจของขั้นตอนที่ส่งกลับ"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def clean_fixes(self) -> list[str]:
        """Split into lines; a line longer than a record holds is refused, not cut."""
        lines = [tidy(line) for line in self.cleaned_data["fixes"].splitlines() if line.strip()]
        if any(len(line) > 500 for line in lines):
            raise forms.ValidationError(_("แต่ละข้อยาวได้ไม่เกิน 500 ตัวอักษร กรุณาแบ่งเป็นหลายบรรทัด"))
        return lines


class WaiveForm(forms.Form):
    """Which missing requirement is set aside, and why."""

    requirement = forms.ChoiceField(label=_("เงื่อนไขที่ยกเว้น"), widget=forms.RadioSelect)
    reason = forms.ChoiceField(
        label=_("เหตุผล"),
        choices=[c for c in WaiverReason.choices if c[0] != WaiverReason.TAKEN_IN],
    )
    note = forms.CharField(
        label=_("คำอธิบาย"), max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, missing: Sequence[Requirement], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(r.code, r.text) for r in missing if r.waivable]
        field = self.fields["requirement"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101
        field.choices = choices


def numbered_steps() -> list[tuple[int, str]]:
    """Return the steps a group can be taken in at, in the language of the page."""
    return [(step.value, f"{step.value} {step.label}") for step in list(Step)[1:5]]


class TakeInForm(forms.Form):
    """At which step a group that existed before is taken in."""

    step = forms.TypedChoiceField(
        label=_("รับเข้าที่ขั้นตอน"),
        choices=numbered_steps,
        coerce=int,
        help_text=_("เงื่อนไขของขั้นตอนก่อนหน้าที่ยังไม่มีหลักฐานจะถูกบันทึกว่ามีอยู่ก่อนเข้าระบบ"),
    )
    note = forms.CharField(
        label=_("หลักฐานหรือที่มา"),
        help_text=_("เช่น ทะเบียนกลุ่มของอำเภอ เลขที่ วันที่"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class AnswerForm(forms.Form):
    """Why a proposal to take a group in is declined or withdrawn."""

    proposal = forms.IntegerField(widget=forms.HiddenInput)
    note = forms.CharField(
        label=_("เหตุผล"),
        help_text=_("ผู้เสนอจะเห็นเหตุผลนี้ในหน้ากลุ่ม เช่น ให้แนบทะเบียนกลุ่มฉบับปัจจุบันก่อน"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class PutRightForm(forms.Form):
    """How each thing named at a send-back was put right; what is left blank stays open."""

    def __init__(self, *args: Any, fixes: Sequence[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fixes = {f"fix-{n}": fix for n, fix in enumerate(fixes, start=1)}
        for name, fix in self.fixes.items():
            self.fields[name] = forms.CharField(
                label=fix.text,
                help_text=_("เขียนว่าแก้ไขอย่างไร เว้นว่างไว้ถ้ายังไม่ได้แก้ไข"),
                required=False,
                max_length=500,
                widget=forms.Textarea(attrs={"rows": 2}),
            )

    def clean(self) -> dict[str, Any] | None:
        """Ask for one answer at least."""
        cleaned = super().clean()
        if not self.errors and not self.written():
            raise forms.ValidationError(_("เขียนว่าแก้ไขอย่างไรอย่างน้อยหนึ่งข้อ"))
        return cleaned

    def written(self) -> list[tuple[Any, str]]:
        """Return (fix, how it was put right) of those answered."""
        notes = ((fix, tidy(self.cleaned_data.get(name) or "")) for name, fix in self.fixes.items())
        return [(fix, note) for fix, note in notes if note]
