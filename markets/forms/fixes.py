"""Forms that a checklist leads to: a stall for a group, a sale of a producer, a share."""

from typing import Any

from crispy_forms.bootstrap import AppendedText
from django import forms
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from groups.models import Group, Membership
from households.models import Household, Person
from markets.forms.shares import above, sold_on
from markets.forms.stalls import StallField, market_label, no_fee
from markets.models import Allotment, Market, MarketDay, Sale, Share, Vendor
from otoppath.accounts.forms.record import RecordForm, with_village
from otoppath.lists.sure import SureForm
from otoppath.thai.dates import format_date, today
from otoppath.thai.forms import BahtField, BuddhistDateField, PastDateField
from products.models import Producer

BAHT = gettext_lazy("บาท")
DAYS_OFFERED = 30


class ProducerStallForm(RecordForm):
    """A vacant stall of a market of the area for a producer, who becomes its vendor."""

    SETTLED = ("ends_on",)

    stall = StallField(label=gettext_lazy("แผงค้า"))
    starts_on = BuddhistDateField(label=gettext_lazy("ตั้งแต่วันที่"), initial=today)

    class Meta(RecordForm.Meta):
        model = Allotment
        fields = ("stall", "starts_on", "fee")
        field_classes = {"fee": BahtField}

    def __init__(self, *args: Any, producer: Producer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.producer = producer
        self.fields["stall"].offer(Market.objects.visible_to(self.user).standing())
        no_fee(self)

    def layout(self) -> tuple[Any, ...]:
        """The fee with its unit."""
        return ("stall", "starts_on", AppendedText("fee", _("บาทต่อวัน")))

    def clean_fee(self) -> Any:
        """Nothing typed is free."""
        return self.cleaned_data["fee"] or 0

    def save(self, commit: bool = True) -> Allotment:
        """Make the producer a vendor of the market, and give it the stall."""
        day = self.cleaned_data["starts_on"]
        market = self.cleaned_data["stall"].market
        self.instance.vendor = Vendor.for_producer(self.producer, market, on=day, by=self.user)
        return super().save(commit)


class ProducerSaleForm(RecordForm):
    """What a producer took in on one market day; the day is opened where it is not yet."""

    market = forms.ModelChoiceField(
        label=gettext_lazy("ตลาด"), queryset=Market.objects.none(), to_field_name="uuid"
    )
    held_on = PastDateField(label=gettext_lazy("วันที่เปิดตลาด"), initial=today)

    class Meta(RecordForm.Meta):
        model = Sale
        fields = ("product", "goods", "quantity", "amount", "source")
        field_classes = {"amount": BahtField}

    def __init__(self, *args: Any, producer: Producer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.producer = producer
        markets = Market.objects.visible_to(self.user).standing().select_related("kind")
        self.fields["market"].queryset = markets.order_by("sort_key")
        self.fields["market"].label_from_instance = market_label
        self.fields["product"].queryset = producer.products.made().order_by("sort_key")
        self.fields["product"].to_field_name = "uuid"
        self.fields["product"].empty_label = _("สินค้าอื่น")
        self.initial.setdefault("product", self.fields["product"].queryset.first())
        self.fields["goods"].help_text = _("กรอกเมื่อไม่ได้เลือกผลิตภัณฑ์")
        if vendor := producer.vendors.current().select_related("market").first():
            self.initial["market"] = vendor.market

    def layout(self) -> tuple[Any, ...]:
        """Where and when; what and how much."""
        amount = AppendedText("amount", BAHT)
        return ("market", "held_on", "product", "goods", "quantity", amount, "source")

    def clean(self) -> dict[str, Any]:
        """Goods are named; a market that was given up by then sold nothing."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("product"):
            cleaned["goods"] = ""
        elif not cleaned.get("goods") and "product" not in self.errors:
            self.add_error("goods", _("เลือกผลิตภัณฑ์ หรือระบุว่าขายอะไร"))
        return cleaned

    def save(self, commit: bool = True) -> Sale:
        """Open the day and the producer's place in the market where they are missing."""
        market, day = self.cleaned_data["market"], self.cleaned_data["held_on"]
        self.instance.market_day, _made = MarketDay.objects.get_or_create(
            market=market, held_on=day, defaults={"created_by": self.user}
        )
        self.instance.vendor = Vendor.for_producer(self.producer, market, on=day, by=self.user)
        return super().save(commit)

    @property
    def is_double(self) -> bool:
        """Whether the same goods of this producer stand on that day already; after saving."""
        sale = self.instance
        same = Sale.objects.filter(market_day=sale.market_day, vendor=sale.vendor)
        return same.filter(product=sale.product, goods=sale.goods).exclude(pk=sale.pk).exists()


class HouseholdShareForm(SureForm, RecordForm):
    """What a group paid somebody of one household."""

    paid_on = PastDateField(label=gettext_lazy("วันที่จ่าย"), initial=today)

    class Meta(RecordForm.Meta):
        model = Share
        fields = ("person", "group", "market_day", "kind", "amount", "paid_on")
        field_classes = {"amount": BahtField}
        labels = {"group": gettext_lazy("กลุ่มอาชีพ"), "kind": gettext_lazy("จ่ายเป็น")}

    def __init__(self, *args: Any, household: Household, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.memberships = Membership.objects.filter(person__household=household)
        in_groups = Q(pk__in=self.memberships.values("person"))
        self._offer("person", Person.objects.visible_to(self.user).filter(in_groups))
        groups = Group.objects.visible_to(self.user)
        self._offer("group", groups.filter(pk__in=self.memberships.values("group")))
        self._offer("market_day", days_of(self.user, self.fields["group"].queryset))
        self.fields["market_day"].required = False
        self.fields["market_day"].label_from_instance = day_label
        self.fields["market_day"].empty_label = _("ไม่ใช่จากวันเปิดตลาดวันใดวันหนึ่ง")

    def _offer(self, name: str, rows: Any) -> None:
        field = self.fields[name]
        field.queryset, field.to_field_name = rows, "uuid"
        if name == "group":
            field.label_from_instance = with_village
        if name != "market_day" and len(rows) == 1:
            self.initial[name] = rows[0]

    def layout(self) -> tuple[Any, ...]:
        """Who and from where; how much."""
        amount = AppendedText("amount", BAHT)
        return ("person", "group", "market_day", "kind", amount, "paid_on")

    def clean(self) -> dict[str, Any]:
        """A group pays its own members, and not before it sold."""
        cleaned = super().clean() or self.cleaned_data
        person, group, day = (cleaned.get(name) for name in ("person", "group", "market_day"))
        if person and group and not self.memberships.filter(person=person, group=group).exists():
            self.add_error("person", _("ไม่ใช่สมาชิกของกลุ่มนี้"))
        if day and cleaned.get("paid_on") and cleaned["paid_on"] < day.held_on:
            self.add_error("paid_on", _("วันที่จ่ายต้องไม่มาก่อนวันเปิดตลาด"))
        if day and group and not day.sales.filter(vendor__producer__group=group).exists():
            self.add_error("market_day", _("กลุ่มนี้ไม่ได้ขายในวันนั้น"))
        return cleaned

    def doubt(self) -> str:
        """More is paid out of the day than was sold on it."""
        group, day = self.cleaned_data["group"], self.cleaned_data["market_day"]
        if day is None:
            return ""
        before = day.shares.filter(group=group).values_list("amount", flat=True)
        paid = sum(before, start=self.cleaned_data["amount"])
        return above(group, sold=sold_on(day, group), paid=paid)


def days_of(user: Any, groups: Any) -> Any:
    """Return the latest days on which one of the groups sold."""
    sold = Sale.objects.filter(vendor__producer__group__in=groups).values("market_day")
    latest = MarketDay.objects.visible_to(user).filter(pk__in=sold).order_by("-held_on", "-pk")
    keys = list(latest.values_list("pk", flat=True)[:DAYS_OFFERED])
    return latest.filter(pk__in=keys).select_related("market")


def day_label(day: MarketDay) -> str:
    """Day and market."""
    return f"{format_date(day.held_on)} · {day.market}"
