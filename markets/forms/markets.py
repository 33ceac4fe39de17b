"""Forms of markets and of the days on which they open."""

from typing import Any

from crispy_forms.bootstrap import AppendedText
from crispy_forms.layout import Fieldset
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from markets.models import Market, MarketDay, MarketKind
from otoppath.accounts.forms.record import RecordForm, VillageField
from otoppath.lists.filters import FilterForm
from otoppath.thai.dates import format_date, today
from otoppath.thai.forms import PastDateField, TidyCharField


class MarketFilter(FilterForm):
    """The filters of the list of markets."""

    SORTS = {"name": "sort_key"}

    q = TidyCharField(label=gettext_lazy("ชื่อตลาดหรือสถานที่"), required=False)
    kind = forms.ModelChoiceField(
        label=gettext_lazy("ประเภทตลาด"),
        queryset=MarketKind.objects.all(),
        to_field_name="code",
        empty_label=gettext_lazy("ทุกประเภท"),
        required=False,
    )
    closed = forms.BooleanField(label=gettext_lazy("รวมตลาดที่เลิกแล้ว"), required=False)

    def filtered(self, queryset: Any) -> Any:
        """Narrow the markets; those given up are left out unless they are asked for."""
        picked = self.picked
        if text := picked.get("q"):
            queryset = queryset.matching(text)
        if kind := picked.get("kind"):
            queryset = queryset.filter(kind=kind)
        return queryset if picked.get("closed") else queryset.standing()


class MarketForm(RecordForm):
    """A market, made or corrected."""

    village = VillageField(label=gettext_lazy("หมู่บ้านที่ตั้ง"))
    opened_on = PastDateField(label=gettext_lazy("เปิดครั้งแรก"), required=False)

    class Meta(RecordForm.Meta):
        model = Market
        fields = ("kind", "name", "village", "location", "weekday", "opened_on")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = MarketKind.objects.filter(Q(is_active=True) | Q(pk=self.instance.kind_id))
        self.fields["kind"].queryset = kinds
        self.fields["kind"].to_field_name = "code"
        if self.instance.kind_id:
            self.initial["kind"] = self.instance.kind
        self.fields["village"].limit_to(self.user, keep=self.instance.village_id)
        self.fields["location"].help_text = _("เช่น ลานหน้าที่ว่าการอำเภอ")

    def layout(self) -> tuple[Any, ...]:
        """What it is; where and when."""
        return (
            Fieldset(_("ตลาด"), "kind", "name"),
            Fieldset(_("สถานที่และวันเปิด"), "village", "location", "weekday", "opened_on"),
        )


class MarketCloseForm(RecordForm):
    """A market that was given up, or opens again."""

    closed_on = PastDateField(label=gettext_lazy("เลิกเมื่อ"), required=False)

    class Meta(RecordForm.Meta):
        model = Market
        fields = ("closed_on",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["closed_on"].help_text = _("ลบวันที่ออกถ้ากลับมาเปิดอีก")
        if self.instance.closed_on is None:
            self.initial["closed_on"] = today()

    def clean_closed_on(self) -> Any:
        """It is not given up before the last day on which it opened."""
        day = self.cleaned_data["closed_on"]
        last = self.instance.days.first()
        if day and last and last.held_on > day:
            raise ValidationError(
                _("ตลาดยังเปิดเมื่อ %(day)s วันที่เลิกต้องไม่มาก่อน") % {"day": format_date(last.held_on)},
                code="before_last_day",
            )
        return day


class DayForm(RecordForm):
    """A day on which a market opens."""

    held_on = PastDateField(label=gettext_lazy("วันที่เปิดตลาด"), initial=today)

    class Meta(RecordForm.Meta):
        model = MarketDay
        fields = ("held_on", "visitors")

    def __init__(self, *args: Any, market: Market, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.market = market
        self.fields["visitors"].help_text = _("ประมาณได้ เว้นว่างถ้าไม่ได้นับ")

    def layout(self) -> tuple[Any, ...]:
        """Date and visitors."""
        return ("held_on", AppendedText("visitors", _("คน")))

    def clean_held_on(self) -> Any:
        """A market does not open after it was given up."""
        day, closed_on = self.cleaned_data["held_on"], self.instance.market.closed_on
        if closed_on and day > closed_on:
            raise ValidationError(
                _("ตลาดนี้เลิกเมื่อ %(day)s") % {"day": format_date(closed_on)}, code="closed"
            )
        return day

    def save(self, commit: bool = True) -> MarketDay:
        """Open the day; of two who do it at once the second gets the first one's."""
        day, _made = MarketDay.objects.get_or_create(
            market=self.instance.market,
            held_on=self.cleaned_data["held_on"],
            defaults={"visitors": self.cleaned_data["visitors"], "created_by": self.user},
        )
        return day


class DayChangeForm(RecordForm):
    """What is known of a market day beside its sales."""

    class Meta(RecordForm.Meta):
        model = MarketDay
        fields = ("visitors", "problems")
        widgets = {"problems": forms.Textarea(attrs={"rows": 3})}


class WithdrawForm(forms.Form):
    """Why a figure is taken back."""

    reason = TidyCharField(
        label=gettext_lazy("เหตุที่ยกเลิกรายการ"),
        max_length=200,
        help_text=gettext_lazy("เช่น บันทึกซ้ำ ลงผิดผู้ค้า จำนวนเงินผิด"),
    )
