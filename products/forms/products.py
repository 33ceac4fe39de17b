"""Forms of products: the product itself, its cost, certificates and photos."""

from decimal import Decimal
from typing import Any

from crispy_forms.bootstrap import AppendedText
from crispy_forms.layout import Fieldset
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from households.models import Wisdom
from otoppath.accounts.forms.record import RecordForm, with_village
from otoppath.lists.filters import FilterForm
from otoppath.privacy.photos import DocumentField, PhotoField
from otoppath.thai.dates import today
from otoppath.thai.forms import BahtField, PastDateField, TidyCharField
from products.models import (
    Category,
    Certificate,
    CostSheet,
    Producer,
    ProducerKind,
    Product,
    ProductPhoto,
)

BAHT = gettext_lazy("บาท")


class ProductFilter(FilterForm):
    """The filters of the list of products."""

    SORTS = {"name": "sort_key", "new": "-updated_at"}
    SORT_LABELS = {"name": gettext_lazy("ชื่อผลิตภัณฑ์"), "new": gettext_lazy("แก้ไขล่าสุด")}

    q = TidyCharField(label=gettext_lazy("ชื่อผลิตภัณฑ์หรือตราสินค้า"), required=False)
    category = forms.ChoiceField(
        label=gettext_lazy("ประเภท"),
        choices=[("", gettext_lazy("ทุกประเภท")), *Category.choices],
        required=False,
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("ประเภทผู้ผลิต"),
        choices=[("", gettext_lazy("ทุกประเภท")), *ProducerKind.choices],
        required=False,
    )
    registered = forms.ChoiceField(
        label=gettext_lazy("การลงทะเบียน OTOP"),
        choices=[
            ("", gettext_lazy("ทั้งหมด")),
            ("yes", gettext_lazy("ขึ้นทะเบียนแล้ว")),
            ("no", gettext_lazy("ยังไม่ขึ้นทะเบียน")),
        ],
        required=False,
    )
    uncertified = forms.BooleanField(label=gettext_lazy("ไม่มีมาตรฐานที่ยังใช้ได้"), required=False)

    def filtered(self, queryset: Any) -> Any:
        """Narrow the products by what was picked."""
        picked = self.picked
        if text := picked.get("q"):
            queryset = queryset.matching(text)
        if category := picked.get("category"):
            queryset = queryset.filter(category=category)
        if kind := picked.get("kind"):
            queryset = queryset.filter(producer__kind=kind)
        if registered := picked.get("registered"):
            is_registered = registered == "yes"
            queryset = queryset.registered() if is_registered else queryset.unregistered()
        if picked.get("uncertified"):
            queryset = queryset.lacking_certificate_on(today())
        return queryset


class ProductForm(RecordForm):
    """A product of a producer that is known from the page."""

    SETTLED = ("producer", "stopped_on")

    class Meta(RecordForm.Meta):
        model = Product
        fields = (
            "name",
            "name_en",
            "category",
            "brand",
            "size",
            "unit",
            "retail_price",
            "wholesale_price",
            "monthly_capacity",
            "shelf_life_days",
            "wisdom",
            "story",
            "ingredients",
            "process",
        )
        field_classes = {"retail_price": BahtField, "wholesale_price": BahtField}
        widgets = {
            "story": forms.Textarea(attrs={"rows": 5}),
            "ingredients": forms.Textarea(attrs={"rows": 3}),
            "process": forms.Textarea(attrs={"rows": 5}),
        }

    def __init__(self, *args: Any, producer: Producer | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if producer is not None:
            self.instance.producer = producer
        self.fields["unit"].help_text = _("เช่น ผืน ขวด ถุง ชิ้น")
        self.fields["story"].help_text = _("ความเป็นมา จุดเด่น และความผูกพันกับชุมชน")
        here = Wisdom.objects.visible_to(self.user).values("pk")
        # What stands there stays a choice, also for a successor whose area is smaller.
        wisdoms = Wisdom.objects.filter(Q(pk__in=here) | Q(pk=self.instance.wisdom_id))
        self.fields["wisdom"].queryset = wisdoms.order_by("sort_key")
        self.fields["wisdom"].to_field_name = "uuid"
        self.fields["wisdom"].label_from_instance = with_village
        self.initial["wisdom"] = self.instance.wisdom

    def layout(self) -> tuple[Any, ...]:
        """What it is; what it costs to buy; its story."""
        return (
            Fieldset(_("ผลิตภัณฑ์"), "name", "name_en", "category", "brand", "size", "unit"),
            Fieldset(
                _("ราคาและการผลิต"),
                AppendedText("retail_price", BAHT),
                AppendedText("wholesale_price", BAHT),
                "monthly_capacity",
                AppendedText("shelf_life_days", _("วัน")),
            ),
            Fieldset(_("เรื่องราวและวิธีทำ"), "wisdom", "story", "ingredients", "process"),
        )

    def clean(self) -> dict[str, Any]:
        """A wholesaler never pays more than who buys one."""
        cleaned = super().clean() or self.cleaned_data
        retail, wholesale = cleaned.get("retail_price"), cleaned.get("wholesale_price")
        if retail is not None and wholesale is not None and wholesale > retail:
            self.add_error("wholesale_price", _("ราคาส่งต้องไม่สูงกว่าราคาปลีก"))
        return cleaned


class ProductCreateForm(ProductForm):
    """A new product, whose producer is chosen from those of the user's area."""

    class Meta(ProductForm.Meta):
        fields = ("producer", *ProductForm.Meta.fields)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["producer"]
        field.queryset = Producer.objects.visible_to(self.user).order_by("sort_key")
        field.label_from_instance = with_village
        field.to_field_name = "uuid"

    def layout(self) -> tuple[Any, ...]:
        """Who makes it comes first."""
        return ("producer", *super().layout())


class CostSheetForm(RecordForm):
    """What one batch of a product costs."""

    as_of = PastDateField(label=gettext_lazy("ข้อมูล ณ วันที่"), initial=today)

    class Meta(RecordForm.Meta):
        model = CostSheet
        fields = ("as_of", "batch_units", "materials", "labour", "packaging", "overheads")
        field_classes = dict.fromkeys(("materials", "labour", "packaging", "overheads"), BahtField)

    def __init__(self, *args: Any, product: Product, **kwargs: Any) -> None:
        self.product = product
        super().__init__(*args, **kwargs)
        self.instance.product = product
        self.fields["labour"].error_messages["required"] = LABOUR
        self.fields["packaging"].required = self.fields["overheads"].required = False

    def layout(self) -> tuple[Any, ...]:
        """The batch; then its costs."""
        return (
            Fieldset(_("การผลิตหนึ่งครั้ง"), "as_of", AppendedText("batch_units", self.product.unit)),
            Fieldset(
                _("ต้นทุนของการผลิตครั้งนั้น"),
                AppendedText("materials", BAHT),
                AppendedText("labour", BAHT),
                AppendedText("packaging", BAHT),
                AppendedText("overheads", BAHT),
            ),
        )

    def clean_labour(self) -> Decimal:
        """Own labour is a cost: makers of the smallest goods forget it, and sell at a loss."""
        labour = self.cleaned_data["labour"]
        if not labour:
            raise ValidationError(LABOUR, code="labour")
        return labour

    def clean_packaging(self) -> Decimal:
        """Nothing typed is nothing spent."""
        return self.cleaned_data["packaging"] or Decimal(0)

    def clean_overheads(self) -> Decimal:
        """Nothing typed is nothing spent."""
        return self.cleaned_data["overheads"] or Decimal(0)


LABOUR = gettext_lazy("ต้องคิดค่าแรงด้วย แม้เป็นแรงงานของตนเองหรือคนในครัวเรือน")


class CertificateForm(RecordForm):
    """A standard or licence, with its paper."""

    issued_on = PastDateField(label=gettext_lazy("วันที่ออก"))
    document = DocumentField(
        label=gettext_lazy("แฟ้มเอกสาร"),
        required=False,
        help_text=gettext_lazy("PDF, JPEG หรือ PNG"),
    )

    class Meta(RecordForm.Meta):
        model = Certificate
        fields = ("kind", "number", "issuer", "issued_on", "expires_on", "document")
        # Not the widget that links to the file: no address serves it but that of its record.
        widgets = {"document": forms.FileInput}

    def __init__(self, *args: Any, product: Product | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if product is not None:
            self.instance.product = product
        self.fields["expires_on"].help_text = _("เว้นว่างได้ถ้าไม่มีวันหมดอายุ")

    def clean(self) -> dict[str, Any]:
        """It expires after it was issued."""
        cleaned = super().clean() or self.cleaned_data
        issued_on, expires_on = cleaned.get("issued_on"), cleaned.get("expires_on")
        if issued_on and expires_on and expires_on < issued_on:
            self.add_error("expires_on", _("วันหมดอายุต้องไม่มาก่อนวันที่ออก"))
        return cleaned


class ProductPhotoForm(RecordForm):
    """A photo of a product."""

    image = PhotoField(label=gettext_lazy("ภาพ"), help_text=gettext_lazy("JPEG, PNG หรือ WEBP"))

    class Meta(RecordForm.Meta):
        model = ProductPhoto
        fields = ("image", "caption")

    def __init__(self, *args: Any, product: Product, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.product = product


class StopForm(RecordForm):
    """A product that is no longer made, or is made again."""

    SETTLED = ("producer", "name")

    stopped_on = PastDateField(label=gettext_lazy("เลิกผลิตเมื่อ"), required=False)

    class Meta(RecordForm.Meta):
        model = Product
        fields = ("stopped_on",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.stopped_on is None:
            self.initial["stopped_on"] = today()
        self.fields["stopped_on"].help_text = _("ลบวันที่ออกถ้ากลับมาผลิตอีก")
