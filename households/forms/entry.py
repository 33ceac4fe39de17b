"""Facts that are entered of an enrolment, one form each; volunteers enter them as well."""

from typing import Any, ClassVar

from crispy_forms.layout import Fieldset
from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from households.models import (
    ChoiceKind,
    ChoiceReason,
    Enrolment,
    Notice,
    Occupation,
    OccupationChoice,
    Visit,
    VisitPhoto,
    Wisdom,
    WisdomUse,
)
from households.models.entry import Entry
from otoppath.accounts.forms.record import RecordForm, sheet, with_village
from otoppath.accounts.models import User
from otoppath.privacy.photos import PhotoField
from otoppath.thai.dates import today
from otoppath.thai.forms import RecordedDateField

PHOTOS = ("photo_1", "photo_2", "photo_3")


class EntryForm(RecordForm):
    """One fact of an enrolment, or the correction of one."""

    title: ClassVar[Any] = ""
    label: ClassVar[Any] = _("บันทึก")

    def __init__(
        self, *args: Any, user: User, enrolment: Enrolment | None = None, **kwargs: Any
    ) -> None:
        self.enrolment = enrolment
        super().__init__(*args, user=user, **kwargs)
        day = self._meta.model.day
        if self.instance._state.adding:
            self.initial[day] = today()

    def attach(self, entry: Any) -> None:
        """Say whose fact it is."""
        entry.enrolment = self.enrolment

    def entered(self) -> Entry:
        """Return the fact as it will be saved: it counts at once or waits, whoever enters it."""
        entry = self.signed()
        if entry._state.adding:
            self.attach(entry)
        entry.enter(by=self.user)
        return entry

    def enter(self) -> Entry:
        """Save the fact."""
        entry = self.entered()
        entry.save()
        return entry


class NoticeForm(EntryForm):
    """That the household was told what is kept of it."""

    title = _("แจ้งประกาศความเป็นส่วนตัว")

    class Meta(EntryForm.Meta):
        model = Notice
        fields = ["given_on", "channel", "received_by", "version"]
        field_classes = {"given_on": RecordedDateField}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.enrolment and self.instance._state.adding:
            self.initial["received_by"] = self.enrolment.household.head_name

    def attach(self, entry: Any) -> None:
        """A notice is given to the household, once for all its years."""
        entry.household = self.enrolment.household


class _OccupationForm(EntryForm):
    kind: ClassVar[str]

    class Meta(EntryForm.Meta):
        model = OccupationChoice
        fields = ["occupation", "note", "chosen_on"]
        field_classes = {"chosen_on": RecordedDateField}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["occupation"].queryset = Occupation.objects.filter(is_active=True)

    def attach(self, entry: Any) -> None:
        """Say whose choice it is, and of which kind."""
        super().attach(entry)
        entry.kind = self.kind


class WantedForm(_OccupationForm):
    """Which occupation the household wants to learn."""

    title = _("อาชีพที่ต้องการฝึก")
    kind = ChoiceKind.WANTED

    class Meta(_OccupationForm.Meta):
        fields = ["occupation", "note", "chosen_on"]


class ChosenForm(_OccupationForm):
    """Which occupation suits the household, and why."""

    title = _("เลือกอาชีพที่เหมาะสม")
    kind = ChoiceKind.CHOSEN

    class Meta(_OccupationForm.Meta):
        fields = ["occupation", "reason", "note", "chosen_on"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = True

    def clean(self) -> dict[str, Any] | None:
        """Ask what an other reason is."""
        cleaned = super().clean()
        is_other = self.cleaned_data.get("reason") == ChoiceReason.OTHER
        if is_other and not self.cleaned_data.get("note"):
            self.add_error("note", _("เหตุอื่นต้องมีคำอธิบาย"))
        return cleaned

    def enter(self) -> Entry:
        """Save the choice, and let the enrolment follow it."""
        entry = super().enter()
        entry.enrolment.follow_choice()
        return entry


class WisdomUseForm(EntryForm):
    """A wisdom of the community, or a skill of its own, that the household can use."""

    title = _("ภูมิปัญญาหรือทักษะที่ใช้ได้")

    class Meta(EntryForm.Meta):
        model = WisdomUse
        fields = ["wisdom", "skill", "noted_on"]
        field_classes = {"noted_on": RecordedDateField}
        help_texts = {
            "wisdom": _("ไม่มีในรายการ เพิ่มได้ที่หน้าภูมิปัญญา หรือพิมพ์ทักษะด้านล่าง"),
            "skill": _("เช่น สานตะกร้าจากแม่ เลี้ยงไหมมา 10 ปี"),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        wisdoms = Wisdom.objects.visible_to(self.user)
        self.fields["wisdom"].queryset = wisdoms.order_by("sort_key", "id")
        self.fields["wisdom"].label_from_instance = with_village

    def clean(self) -> dict[str, Any] | None:
        """One of the two is enough."""
        cleaned = super().clean()
        if not self.errors and not self.cleaned_data["wisdom"] and not self.cleaned_data["skill"]:
            raise forms.ValidationError(_("เลือกภูมิปัญญาในชุมชน หรือพิมพ์ทักษะของครัวเรือน อย่างน้อยหนึ่งอย่าง"))
        return cleaned


class KeptPhotosField(forms.ModelMultipleChoiceField):
    """The photos a visit has, each with a box that takes it off."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, photo: VisitPhoto) -> str:
        """Return the photo itself."""
        tag = '<img src="{}" alt="{}" width="160" height="120" loading="lazy">'
        return format_html(tag, photo.get_absolute_url(), photo.caption or _("ภาพการเยี่ยมบ้าน"))


class VisitForm(EntryForm):
    """What a visitor saw, with photos."""

    title = _("บันทึกการเยี่ยมบ้าน")

    removed = KeptPhotosField(
        label=_("ภาพที่มีอยู่ เลือกภาพที่ต้องการลบ"),
        queryset=VisitPhoto.objects.none(),
        required=False,
        to_field_name="uuid",
    )
    photo_1 = PhotoField(label=_("ภาพที่ 1"), required=False)
    photo_2 = PhotoField(label=_("ภาพที่ 2"), required=False)
    photo_3 = PhotoField(
        label=_("ภาพที่ 3"),
        required=False,
        help_text=_("ถ้าหน้านี้แจ้งจุดที่ต้องแก้ไข ให้เลือกภาพใหม่อีกครั้ง ข้อความที่พิมพ์ยังอยู่"),
    )

    class Meta(EntryForm.Meta):
        model = Visit
        fields = ["visited_on", "practice", "note"]
        field_classes = {"visited_on": RecordedDateField}
        widgets = {"practice": forms.RadioSelect}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        adding = self.instance._state.adding
        kept = VisitPhoto.objects.none() if adding else self.instance.photos.standing()
        if kept.exists():
            self.fields["removed"].queryset = kept.order_by("id")
            for name in PHOTOS:
                self.fields[name].label = _("เพิ่ม%(photo)s") % {"photo": self.fields[name].label}
        else:
            del self.fields["removed"]
            self.helper = sheet(*self.layout())

    def layout(self) -> tuple[Any, ...]:
        """What was seen, then the photos."""
        kept = ["removed"] if "removed" in self.fields else []
        return (
            Fieldset(_("สิ่งที่พบ"), "visited_on", "practice", "note"),
            Fieldset(_("ภาพถ่าย"), *kept, *PHOTOS),
        )

    def clean(self) -> dict[str, Any] | None:
        """Refuse more photos than a visit has, those it keeps counted in."""
        cleaned = super().clean()
        typed = self.cleaned_data
        if "removed" in typed:
            kept = len(self.fields["removed"].queryset) - len(typed["removed"])
            if kept + sum(1 for name in PHOTOS if typed.get(name)) > VisitPhoto.AT_MOST:
                self.add_error(
                    "removed",
                    _("การเยี่ยมหนึ่งครั้งมีได้ไม่เกิน %(most)d ภาพ ลบภาพเดิมก่อน")
                    % {"most": VisitPhoto.AT_MOST},
                )
        return cleaned

    def enter(self) -> Entry:
        """Save the visit and the photos that came with it; take off those that were ticked."""
        visit = super().enter()
        for photo in self.cleaned_data.get("removed", ()):
            photo.remove(by=self.user)
        for name in PHOTOS:
            if image := self.cleaned_data[name]:
                VisitPhoto(visit=visit, image=image, created_by=self.user).save()
        return visit
