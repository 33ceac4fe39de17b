"""Forms of stalls, vendors, and who is given which stall."""

import re
from typing import Any

from crispy_forms.bootstrap import AppendedText
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from simple_history.utils import bulk_create_with_history

from markets.models import Allotment, Market, Stall, Vendor, VendorKind
from otoppath.accounts.forms.record import RecordForm, sheet, with_village
from otoppath.accounts.models import User
from otoppath.lists.idempotency import OnceForm
from otoppath.places.names import place_label
from otoppath.thai.dates import today
from otoppath.thai.forms import BahtField, BuddhistDateField, PastDateField, TidyCharField
from otoppath.thai.text import arabic_digits
from products.models import Producer

AT_ONCE = 200
_RANGE = re.compile(r"(?P<letters>[^\d\s]*)(?P<first>\d+)\s*-\s*(?P=letters)(?P<last>\d+)")


class StallsForm(OnceForm):
    """Many stalls at once: 1-20, or ก1-ก10 and 25."""

    numbers = TidyCharField(
        label=gettext_lazy("เลขที่แผง"),
        max_length=200,
        help_text=gettext_lazy("เช่น 1-20 หรือ ก1-ก10, 25"),
    )
    zone = TidyCharField(label=gettext_lazy("โซน"), max_length=60, required=False)

    def __init__(self, *args: Any, market: Market, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.market, self.user = market, user
        self.helper = sheet()

    def clean_numbers(self) -> list[str]:
        """Return the numbers that the market does not have yet."""
        asked = read_numbers(self.cleaned_data["numbers"])
        there = set(self.market.stalls.values_list("number", flat=True))
        new = [number for number in asked if number not in there]
        if not new:
            raise ValidationError(_("ตลาดนี้มีแผงเหล่านี้ครบแล้ว"), code="all_there")
        self.already = len(asked) - len(new)
        return new

    def save(self) -> list[Stall]:
        """Make the stalls."""
        rows = [
            Stall(
                market=self.market,
                number=number,
                zone=self.cleaned_data["zone"],
                created_by=self.user,
            )
            for number in self.cleaned_data["numbers"]
        ]
        return bulk_create_with_history(rows, Stall, default_user=self.user)


def read_numbers(text: str) -> list[str]:
    """Return the stall numbers that a text names, each once, in its order.

    Raises ValidationError, in Thai, for a range that runs backwards, a number longer than
    the column, and more than 200 numbers.
    """
    numbers: dict[str, None] = {}
    for part in re.split(r"[,;\s]+", re.sub(r"\s*-\s*", "-", arabic_digits(text))):
        numbers |= dict.fromkeys(_numbers_of(part))
        if len(numbers) > AT_ONCE:
            raise ValidationError(_("เพิ่มได้ครั้งละไม่เกิน %(n)d แผง") % {"n": AT_ONCE}, code="too_many")
    if too_long := next((number for number in numbers if len(number) > 10), None):
        raise ValidationError(_("เลขที่แผง %(number)s ยาวเกินไป") % {"number": too_long}, code="long")
    return list(numbers)


def _numbers_of(part: str) -> list[str]:
    found = _RANGE.fullmatch(part)
    if not found:
        return [part] if part else []
    first, last = int(found["first"]), int(found["last"])
    if last < first or last - first >= AT_ONCE:
        raise ValidationError(
            _("ช่วง %(range)s ไม่ถูกต้อง พิมพ์จากน้อยไปมาก ไม่เกิน %(n)d แผง")
            % {"range": part, "n": AT_ONCE},
            code="range",
        )
    return [f"{found['letters']}{number}" for number in range(first, last + 1)]


class VendorForm(RecordForm):
    """Who sells at a market: a producer of the area, or somebody by name."""

    SETTLED = ("market", "left_on")

    joined_on = PastDateField(label=gettext_lazy("เริ่มขายเมื่อ"), initial=today)

    class Meta(RecordForm.Meta):
        model = Vendor
        fields = ("producer", "name", "kind", "goods", "joined_on")

    def __init__(self, *args: Any, market: Market, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.market = market
        selling = Vendor.objects.current().filter(market=market, producer=OuterRef("pk"))
        producers = Producer.objects.visible_to(self.user).filter(~Exists(selling))
        self.fields["producer"].queryset = producers.order_by("sort_key")
        self.fields["producer"].to_field_name = "uuid"
        self.fields["producer"].label_from_instance = with_village
        self.fields["producer"].empty_label = _("ไม่ใช่ผู้ผลิตในระบบ")
        self.fields["producer"].help_text = _("กลุ่มหรือครัวเรือนที่ลงทะเบียนเป็นผู้ผลิตไว้แล้ว")
        self.fields["name"].help_text = _("กรอกเมื่อไม่ได้เลือกผู้ผลิต")
        self.fields["kind"].choices = VendorKind.choices
        self.fields["goods"].help_text = _("เช่น ผักปลอดสาร ขนมไทย")

    def clean(self) -> dict[str, Any]:
        """Somebody has a name; a producer's is its own."""
        cleaned = super().clean() or self.cleaned_data
        if producer := cleaned.get("producer"):
            cleaned["name"] = producer.name
        elif not cleaned.get("name") and "producer" not in self.errors:
            self.add_error("name", _("เลือกผู้ผลิต หรือกรอกชื่อผู้ค้า"))
        return cleaned


class VendorChangeForm(RecordForm):
    """Correct what is known of a vendor."""

    class Meta(RecordForm.Meta):
        model = Vendor
        fields = ("name", "kind", "goods")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].required = True
        self.fields["kind"].choices = VendorKind.choices


class VendorLeaveForm(forms.Form):
    """The last day on which a vendor sold."""

    left_on = PastDateField(label=gettext_lazy("เลิกขายเมื่อ"), initial=today)

    def __init__(self, *args: Any, vendor: Vendor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.vendor = vendor

    def clean_left_on(self) -> Any:
        """Nobody leaves before beginning, or before a day on which it sold."""
        day = self.cleaned_data["left_on"]
        sold = self.vendor.sales.filter(market_day__held_on__gt=day)
        if day < self.vendor.joined_on or sold.exists():
            raise ValidationError(_("ผู้ค้ายังขายอยู่หลังวันนั้น ตรวจวันที่อีกครั้ง"), code="still_sold")
        return day


class AllotmentForm(RecordForm):
    """A vacant stall for a vendor of the market."""

    SETTLED = ("ends_on",)

    starts_on = BuddhistDateField(label=gettext_lazy("ตั้งแต่วันที่"), initial=today)

    class Meta(RecordForm.Meta):
        model = Allotment
        fields = ("stall", "vendor", "starts_on", "fee")
        field_classes = {"fee": BahtField}

    def __init__(self, *args: Any, market: Market, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["stall"] = StallField(label=_("แผงค้า"))
        self.fields["stall"].offer(Market.objects.filter(pk=market.pk))
        vendors = Vendor.objects.visible_to(self.user).current().filter(market=market)
        self.fields["vendor"].queryset = vendors.order_by("name").select_related("producer")
        self.fields["vendor"].to_field_name = "uuid"
        self.fields["vendor"].label_from_instance = vendor_label
        no_fee(self)

    def layout(self) -> tuple[Any, ...]:
        """The fee with its unit."""
        return ("stall", "vendor", "starts_on", AppendedText("fee", _("บาทต่อวัน")))

    def clean_fee(self) -> Any:
        """Nothing typed is free."""
        return self.cleaned_data["fee"] or 0


def no_fee(form: forms.Form) -> None:
    """A stall without a fee is the rule; the field says how to say so."""
    form.fields["fee"].required = False
    form.fields["fee"].help_text = _("0 หรือเว้นว่างถ้าไม่เก็บ")


class StallField(forms.ModelChoiceField):
    """A vacant stall, by market and in the order of the row."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"queryset": Stall.objects.none(), "to_field_name": "uuid", **kwargs})

    def offer(self, markets: Any) -> None:
        """Offer the stalls of these markets that nobody holds."""
        held = Allotment.objects.filter(stall=OuterRef("pk"), ends_on__isnull=True)
        self.queryset = Stall.objects.filter(~Exists(held), market__in=markets)
        stalls = sorted(
            self.queryset.select_related("market__kind"),
            key=lambda stall: (stall.market.sort_key, stall.market_id, stall.order),
        )
        by_market: dict[str, list[tuple[Any, str]]] = {}
        for stall in stalls:
            label = self.label_from_instance(stall)
            by_market.setdefault(market_label(stall.market), []).append((stall.uuid, label))
        self.choices = [("", _("เลือกแผง")), *by_market.items()]

    def label_from_instance(self, obj: Any) -> str:
        """Number and zone."""
        text = _("แผงที่ %(number)s") % {"number": obj.number}
        return f"{text} · {obj.zone}" if obj.zone else text


def vendor_label(vendor: Vendor) -> str:
    """The vendor's name, with the village of a producer or the goods of anybody else."""
    beside = place_label(vendor.producer.village_id) if vendor.producer else vendor.goods
    return f"{vendor} · {beside}" if beside else str(vendor)


def market_label(market: Market) -> str:
    """Name and village, and that a place which is not definite does not count as one."""
    name = market.name
    if not market.kind.is_fixed_place:
        name = _("%(market)s (ไม่ใช่ที่ขายประจำ)") % {"market": name}
    return f"{name} · {place_label(market.village_id)}"


class AllotmentEndForm(RecordForm):
    """The last day on which a vendor holds a stall."""

    ends_on = PastDateField(label=gettext_lazy("คืนแผงเมื่อวันที่"), initial=today)

    class Meta(RecordForm.Meta):
        model = Allotment
        fields = ("ends_on",)

    def clean_ends_on(self) -> Any:
        """It ends after it began."""
        day = self.cleaned_data["ends_on"]
        if day < self.instance.starts_on:
            raise ValidationError(_("วันที่คืนแผงต้องไม่มาก่อนวันที่ได้รับ"), code="before_start")
        return day
