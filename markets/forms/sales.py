"""The sales of a market day in one table: a row a product of each vendor, blank ones skipped."""

from collections import Counter
from typing import Any, NamedTuple

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from simple_history.utils import bulk_create_with_history

from markets.forms.stands import Stands
from markets.models import MarketDay, Sale, SaleSource, Vendor
from otoppath.accounts.models import User
from otoppath.thai.forms import BahtField, ThaiDecimalField, TidyCharField
from otoppath.thai.templatetags.thai import baht
from products.models import Product

# Seven fields a row: below the number of fields that a request may carry.
AT_MOST = 600
COPIED = ("product", "goods", "quantity", "amount", "source")


class WrongPlace(NamedTuple):
    """What is wrong in the table: where on the page, in whose row, and how to put it right."""

    anchor: str
    name: str
    error: str


class SaleRow(forms.Form):
    """One row: a vendor, what it sold, and how much it took in."""

    is_added = False  # by the press that drew this page

    vendor = forms.CharField(widget=forms.HiddenInput)
    sale = forms.CharField(widget=forms.HiddenInput, required=False)
    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    product = forms.ChoiceField(label=gettext_lazy("ผลิตภัณฑ์"), required=False)
    goods = TidyCharField(label=gettext_lazy("สินค้าอื่น"), max_length=120, required=False)
    quantity = ThaiDecimalField(
        label=gettext_lazy("จำนวน"), max_digits=10, decimal_places=2, min_value=0, required=False
    )
    amount = BahtField(label=gettext_lazy("ยอดจำหน่าย (บาท)"), required=False)
    source = forms.ChoiceField(
        label=gettext_lazy("แหล่งข้อมูล"),
        choices=SaleSource.choices,
        initial=SaleSource.REPORTED,
        required=False,
    )

    def __init__(self, *args: Any, stands: Stands, is_drawn: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.stands = stands
        self.is_drawn = is_drawn
        self.who = stands.vendors.get(str(self["vendor"].value()))
        self.recorded = stands.sales.get(str(self["sale"].value()))
        products = stands.products_of(self.who) if self.who else {}
        choices = [(key, product.name) for key, product in products.items()]
        self.fields["product"].choices = [("", _("สินค้าอื่น")), *choices]
        for name in COPIED:
            said = {"field": self.fields[name].label, "vendor": self.who or ""}
            label = _("%(field)s ของ %(vendor)s") % said
            attrs = self.fields[name].widget.attrs
            is_select = isinstance(self.fields[name], forms.ChoiceField)
            attrs |= {"aria-label": label, "class": "form-select" if is_select else "form-control"}
        self.fields["amount"].widget.attrs["data-sum"] = True
        if not self.is_trader:
            self.fields["goods"].widget.attrs["placeholder"] = _("ถ้าเป็นสินค้าอื่น ระบุชื่อ")

    @property
    def is_preset(self) -> bool:
        """Whether the page says the product, and only the amount is asked."""
        return self.is_drawn and not self.recorded and bool(self["product"].value())

    @property
    def product_name(self) -> str:
        """The product the page says."""
        return dict(self.fields["product"].choices).get(str(self["product"].value()), "")

    @property
    def is_trader(self) -> bool:
        """Whether only goods can be named: nothing of it stands in this system."""
        return len(self.fields["product"].choices) == 1

    @property
    def is_blank(self) -> bool:
        """Nothing sold: a row that is skipped."""
        cleaned = self.cleaned_data
        return not self.recorded and cleaned["amount"] is None and cleaned["quantity"] is None

    @property
    def goods_label(self) -> str:
        """What was sold, in words."""
        product = self.cleaned_data["product"]
        return product.name if product else self.cleaned_data["goods"]

    @property
    def source_label(self) -> str:
        """Who said the figure, in words."""
        return str(SaleSource(self.cleaned_data["source"]).label)

    @property
    def name(self) -> str:
        """Vendor and goods as they were typed, for the list of errors."""
        goods = self.product_name if self["product"].value() else self["goods"].value()
        return " · ".join(str(part) for part in (self.who, goods) if part) or _("ผู้ค้าของที่อื่น")

    def anchor(self, field: str) -> str:
        """Return the id of what is pressed to put a field right; of the row where none is."""
        said = {"product"} if self.is_trader else {"product", "goods"} if self.is_preset else set()
        is_asked = field in COPIED and field not in said
        return self[field].auto_id if is_asked else str(self.prefix)

    def clean_product(self) -> Product | None:
        """Return the product itself; what is no product of this vendor is no choice."""
        key = self.cleaned_data["product"]
        return self.stands.products_of(self.who)[key] if key and self.who else None

    def clean_source(self) -> str:
        """Nothing chosen is what the vendor said."""
        return self.cleaned_data["source"] or SaleSource.REPORTED

    def clean(self) -> dict[str, Any]:
        """Refuse a vendor of elsewhere, a half-filled row, and a figure changed meanwhile."""
        cleaned = super().clean() or self.cleaned_data
        if self.who is None:
            raise ValidationError(_("ผู้ค้ารายนี้ไม่ได้ขายในวันนี้"), code="vendor")
        if cleaned.get("sale") and self.recorded is None:
            raise ValidationError(_("รายการนี้ถูกยกเลิกไปแล้ว เปิดหน้าใหม่"), code="withdrawn")
        self._check_meanwhile(cleaned)
        amount, quantity = cleaned.get("amount"), cleaned.get("quantity")
        if self.errors or (amount is None and quantity is None and not self.recorded):
            return cleaned
        if not amount:
            self.add_error("amount", self._no_amount())
        elif not cleaned.get("product") and not cleaned.get("goods"):
            self.add_error("goods", _("ระบุว่าขายอะไร"))
        if cleaned.get("product"):
            cleaned["goods"] = ""
        return cleaned

    def _no_amount(self) -> str:
        if self.recorded:
            return _("ถ้าบันทึกผิด ให้ยกเลิกรายการจากหน้ารายงานของวันนี้")
        return _("ระบุยอดจำหน่ายมากกว่า 0 บาท")

    def _check_meanwhile(self, cleaned: dict[str, Any]) -> None:
        if self.recorded and cleaned.get("seen") != self.recorded.updated_at.isoformat():
            raise ValidationError(
                _("ผู้อื่นแก้ไขรายการนี้เป็น %(amount)s บาท หลังจากเปิดหน้านี้ เปิดหน้าใหม่เพื่อแก้ไข")
                % {"amount": baht(self.recorded.amount)},
                code="changed",
            )

    def is_changed(self) -> bool:
        """Whether a recorded sale now says something else."""
        return any(getattr(self.recorded, name) != self.cleaned_data[name] for name in COPIED)

    def write(self, sale: Sale) -> Sale:
        """Copy the row onto a sale."""
        for name in COPIED:
            setattr(sale, name, self.cleaned_data[name])
        return sale


class SaleTable(forms.BaseFormSet):
    """The whole table of a day."""

    def __init__(self, *args: Any, day: MarketDay, user: User, **kwargs: Any) -> None:
        self.day, self.user, self.stands = day, user, Stands(day)
        if not args or args[0] is None:
            kwargs["initial"] = self.stands.rows()
        super().__init__(*args, prefix="row", **kwargs)

    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        """Rows added by hand are checked like those the page was drawn with."""
        is_drawn = index is not None and index < self.initial_form_count()
        return {"stands": self.stands, "is_drawn": is_drawn, "empty_permitted": False}

    def wrong_places(self) -> list[WrongPlace]:
        """Return what is wrong in the table, row after row as the page shows them."""
        return [
            WrongPlace(row.anchor(field), row.name, error)
            for _vendor, rows in self.by_vendor()
            for row in rows
            for field, errors in row.errors.items()
            for error in errors
        ]

    def by_vendor(self) -> list[tuple[Vendor | None, list[SaleRow]]]:
        """Return the rows of each vendor together, those added by hand included."""
        rows: dict[Vendor | None, list[SaleRow]] = {}
        for vendor in self.stands.vendors.values():
            rows[vendor] = []
        for row in self.forms:
            rows.setdefault(row.who, []).append(row)
        return [(vendor, group) for vendor, group in rows.items() if group]

    def written(self) -> list[SaleRow]:
        """Return the rows in which something was sold, of a valid table."""
        return [row for row in self.forms if not row.is_blank]

    def new(self) -> list[SaleRow]:
        """Return the rows that are not recorded yet."""
        return [row for row in self.written() if not row.recorded]

    def changed(self) -> list[SaleRow]:
        """Return the recorded rows that now say something else."""
        return [row for row in self.written() if row.recorded and row.is_changed()]

    def total(self) -> Any:
        """Return the baht of the whole day."""
        return sum(row.cleaned_data["amount"] for row in self.written())

    def doubles(self) -> list[str]:
        """Return vendor and goods that stand more than once: perhaps counted twice.

        What is recorded counts too where the page does not show it, because it was drawn
        before a colleague, or an earlier press, recorded it.
        """
        rows = self.written()
        shown = {row.recorded for row in rows}
        unseen = [sale for sale in self.stands.sales.values() if sale not in shown]
        names = {vendor.pk: vendor for vendor in self.stands.vendors.values()}
        named = Counter(f"{row.who} · {row.goods_label}" for row in rows)
        named.update(f"{names[s.vendor_id]} · {s.product or s.goods}" for s in unseen)
        return [name for name, count in named.items() if count > 1]

    def save(self) -> None:
        """Write what is new and what changed; each under the name of the user."""
        made = [
            row.write(Sale(market_day=self.day, vendor=row.who, created_by=self.user))
            for row in self.new()
        ]
        if made:
            bulk_create_with_history(made, Sale, default_user=self.user)
        for row in self.changed():
            row.write(row.recorded).save()


def sale_table(day: MarketDay, user: User, data: Any = None) -> SaleTable:
    """Return the table of a day, fresh or as it was sent."""
    formset: Any = forms.formset_factory(
        SaleRow, formset=SaleTable, extra=0, max_num=AT_MOST, absolute_max=AT_MOST
    )
    return formset(data, day=day, user=user)


def with_another_row(data: QueryDict, vendor: str) -> QueryDict:
    """Return what was sent with one more row for a vendor, after its others."""
    grown = data.copy()
    count = int(data.get("row-TOTAL_FORMS") or 0)
    grown["row-TOTAL_FORMS"] = str(min(count + 1, AT_MOST))
    grown[f"row-{count}-vendor"] = vendor
    return grown
