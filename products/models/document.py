"""The check-list of papers of a registration."""

from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from otoppath.accounts.records import Record
from otoppath.accounts.scoping import ScopedQuerySet

if TYPE_CHECKING:
    from products.models.product import Product


class DocumentKind(models.TextChoices):
    """What the receiving officer checks; an officer's look may stand in for a copy."""

    ID_CARD = "id_card", _("บัตรประจำตัวประชาชน")
    HOUSE_REGISTER = "house_register", _("ทะเบียนบ้าน")
    PRODUCT_PHOTO = "product_photo", _("ภาพถ่ายผลิตภัณฑ์")
    SITE_PHOTO = "site_photo", _("ภาพถ่ายสถานที่ผลิต")
    SAMPLE = "sample", _("ตัวอย่างผลิตภัณฑ์")
    GROUP_PAPERS = "group_papers", _("เอกสารการตั้งกลุ่ม")
    GROUP_MINUTES = "group_minutes", _("รายงานการประชุมกลุ่ม")
    MEMBER_LIST = "member_list", _("รายชื่อสมาชิก")
    LICENCE = "licence", _("ใบอนุญาตหรือเอกสารมาตรฐาน (ถ้ากฎหมายกำหนด)")
    NETWORK_LETTER = "network_letter", _("หนังสือรับรองจากประธานเครือข่าย OTOP อำเภอ")

    @classmethod
    def needed_for(cls, product: "Product") -> list["DocumentKind"]:
        """Return the lines of a product's check-list: papers of a group and a licence if due."""
        of_group = {cls.GROUP_PAPERS, cls.GROUP_MINUTES, cls.MEMBER_LIST}
        left_out = set() if product.producer.group_id else of_group
        if not product.needs_licence:
            left_out.add(cls.LICENCE)
        return [kind for kind in cls if kind not in left_out]


class RegistrationDocument(Record):
    """One line of the check-list of a registration."""

    place_path = "registration__product__producer__village_id"

    class State(models.TextChoices):
        """What the officer found."""

        MISSING = "missing", _("ยังไม่มี")
        SEEN = "seen", _("เจ้าหน้าที่ตรวจแล้ว")
        NOT_NEEDED = "not_needed", _("ไม่ต้องใช้")

    registration = models.ForeignKey(
        "products.Registration",
        models.PROTECT,
        related_name="documents",
        verbose_name=_("คำขอลงทะเบียน OTOP"),
    )
    kind = models.CharField(_("เอกสาร"), max_length=16, choices=DocumentKind)
    state = models.CharField(_("ผลตรวจ"), max_length=10, choices=State, default=State.MISSING)
    note = models.CharField(_("หมายเหตุ"), max_length=200, blank=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("เอกสารประกอบคำขอ")
        verbose_name_plural = pgettext_lazy("many", "เอกสารประกอบคำขอ")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["registration", "kind"], name="one_line_a_document")
        ]

    def __str__(self) -> str:
        """The document's name."""
        return self.get_kind_display()
