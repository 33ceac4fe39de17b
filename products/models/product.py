"""A product and its photos."""

from datetime import date

from django.db import models
from django.db.models import Exists, OuterRef, Prefetch, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from otoppath.accounts.records import Record
from otoppath.accounts.scoping import ScopedQuerySet
from otoppath.lists.addresses import address_of
from otoppath.lists.search import Searched
from otoppath.thai.fields import KeyField
from otoppath.thai.keys import search_key, sort_key
from products.models.certificate import Certificate
from products.models.cost import CostSheet, baht_column
from products.models.registration import Registration


class Category(models.TextChoices):
    """The five categories of OTOP products."""

    FOOD = "food", _("อาหาร")
    BEVERAGE = "beverage", _("เครื่องดื่ม")
    TEXTILE = "textile", _("ผ้าและเครื่องแต่งกาย")
    HANDICRAFT = "handicraft", _("ของใช้ ของตกแต่ง ของที่ระลึก")
    HERB = "herb", _("สมุนไพรที่ไม่ใช่อาหาร")


# Made under a law that asks for a licence, number or notice before the product may be sold
# (food, spirits, cosmetics, herbal products); the receiving officer must see it.
LICENSED = frozenset({Category.FOOD, Category.BEVERAGE, Category.HERB})


class ProductQuerySet(Searched, ScopedQuerySet):
    """Products, read as adjectives."""

    def costed(self) -> "ProductQuerySet":
        """With a cost sheet that counts own labour."""
        return self.filter(Exists(CostSheet.objects.filter(product=OuterRef("pk"), labour__gt=0)))

    def registered(self) -> "ProductQuerySet":
        """With a standing registration that bears its number."""
        return self.filter(Exists(Registration.objects.registered().filter(product=OuterRef("pk"))))

    def certified_on(self, day: date) -> "ProductQuerySet":
        """With a standard or licence that holds on a day."""
        valid = Certificate.objects.valid_on(day).filter(product=OuterRef("pk"))
        return self.filter(Exists(valid))

    def lacking_certificate_on(self, day: date) -> "ProductQuerySet":
        """Without any standard or licence that holds on a day."""
        valid = Certificate.objects.valid_on(day).filter(product=OuterRef("pk"))
        return self.filter(~Exists(valid))

    def unregistered(self) -> "ProductQuerySet":
        """Without a standing registration that bears its number."""
        registered = Registration.objects.registered().filter(product=OuterRef("pk"))
        return self.filter(~Exists(registered))

    def made(self) -> "ProductQuerySet":
        """Not given up."""
        return self.filter(stopped_on__isnull=True)

    def with_papers(self, day: date) -> "ProductQuerySet":
        """With what a list says of each, in three queries for the whole page.

        Sets `standing` (registrations), `valid` (certificates) and `sheets` (newest first).
        """
        return self.select_related("producer").prefetch_related(
            Prefetch("registrations", Registration.objects.standing(), to_attr="standing"),
            Prefetch("certificates", Certificate.objects.valid_on(day), to_attr="valid"),
            Prefetch("cost_sheets", CostSheet.objects.all(), to_attr="sheets"),
        )


class Product(Record):
    """What a producer makes and sells."""

    place_path = "producer__village_id"

    producer = models.ForeignKey(
        "products.Producer", models.PROTECT, related_name="products", verbose_name=_("ผู้ผลิต")
    )
    name = models.CharField(_("ชื่อผลิตภัณฑ์"), max_length=120)
    name_en = models.CharField(_("ชื่อภาษาอังกฤษ"), max_length=120, blank=True)
    category = models.CharField(_("ประเภท"), max_length=12, choices=Category)
    brand = models.CharField(_("ตราสินค้า"), max_length=80, blank=True)
    wisdom = models.ForeignKey(
        "households.Wisdom",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="products",
        verbose_name=_("ภูมิปัญญา"),
    )
    story = models.TextField(_("เรื่องราวของผลิตภัณฑ์"), blank=True)
    ingredients = models.TextField(_("วัตถุดิบ"), blank=True)
    process = models.TextField(_("กระบวนการผลิต"), blank=True)
    size = models.CharField(_("ขนาดหรือน้ำหนัก"), max_length=60, blank=True)
    unit = models.CharField(_("หน่วยนับ"), max_length=30)
    retail_price = baht_column(_("ราคาปลีก"))
    wholesale_price = baht_column(_("ราคาส่ง"), null=True, blank=True)
    monthly_capacity = models.PositiveIntegerField(_("กำลังการผลิตต่อเดือน"), null=True, blank=True)
    shelf_life_days = models.PositiveIntegerField(_("อายุการเก็บ (วัน)"), null=True, blank=True)
    stopped_on = models.DateField(_("เลิกผลิตเมื่อ"), null=True, blank=True)
    sort_key = KeyField(blank=True, editable=False)
    search_key = KeyField(blank=True, editable=False)

    objects = ProductQuerySet.as_manager()

    class Meta:
        verbose_name = _("ผลิตภัณฑ์")
        verbose_name_plural = pgettext_lazy("many", "ผลิตภัณฑ์")
        indexes = [
            models.Index(fields=["sort_key", "id"], name="product_sort"),
            models.Index(fields=["updated_at", "id"], name="product_updated"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["producer", "name"],
                condition=Q(stopped_on__isnull=True),
                name="one_product_of_a_name",
                violation_error_message=_("ผู้ผลิตรายนี้มีผลิตภัณฑ์ชื่อนี้อยู่แล้ว"),
            )
        ]

    def __str__(self) -> str:
        """Its Thai name."""
        return self.name

    def get_absolute_url(self) -> str:
        """Its page."""
        return address_of("products:product_detail", self.uuid)

    @property
    def needs_licence(self) -> bool:
        """Whether a law asks for a licence before it may be sold."""
        return self.category in LICENSED

    def rekey(self) -> None:
        """Set both keys from the names; the caller saves."""
        self.sort_key = sort_key(self.name)
        self.search_key = search_key(f"{self.name} {self.name_en} {self.brand}")


class ProductPhoto(Record):
    """A photo of a product."""

    place_path = "product__producer__village_id"

    product = models.ForeignKey(
        Product, models.PROTECT, related_name="photos", verbose_name=_("ผลิตภัณฑ์")
    )
    image = models.FileField(_("ภาพ"), upload_to="products")
    caption = models.CharField(_("คำบรรยาย"), max_length=120, blank=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("ภาพผลิตภัณฑ์")
        verbose_name_plural = pgettext_lazy("many", "ภาพผลิตภัณฑ์")

    def __str__(self) -> str:
        """The caption."""
        return self.caption
