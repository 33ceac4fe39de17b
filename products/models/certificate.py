"""The standards and licences a product holds."""

from datetime import date

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from otoppath.accounts.records import Record
from otoppath.accounts.scoping import ScopedQuerySet
from otoppath.thai.dates import today
from otoppath.thai.fields import ReferenceField

# A new licence takes some months: the office asks for it this early.
WARN_DAYS = 90


class CertificateKind(models.TextChoices):
    """Standards and licences an OTOP product may hold."""

    FDA_FOOD = "fda_food", _("อย. (เลขสารบบอาหาร)")
    FDA_COSMETIC = "fda_cosmetic", _("เลขที่จดแจ้งเครื่องสำอาง")
    FDA_HERBAL = "fda_herbal", _("ทะเบียนผลิตภัณฑ์สมุนไพร")
    FDA_HAZARD = "fda_hazard", _("วัตถุอันตรายที่ใช้ในบ้านเรือน (วอส.)")
    TCPS = "tcps", _("มาตรฐานผลิตภัณฑ์ชุมชน (มผช.)")
    TIS = "tis", _("มาตรฐานผลิตภัณฑ์อุตสาหกรรม (มอก.)")
    TIS_S = "tis_s", _("มอก.เอส")
    GMP = "gmp", _("GMP")
    HACCP = "haccp", _("HACCP")
    GAP = "gap", _("GAP")
    Q_MARK = "q_mark", _("เครื่องหมาย Q")
    HALAL = "halal", _("ฮาลาล")
    ORGANIC_THAILAND = "organic_thailand", _("เกษตรอินทรีย์ (Organic Thailand)")
    PGS = "pgs", _("การรับรองแบบมีส่วนร่วม (PGS)")
    GI = "gi", _("สิ่งบ่งชี้ทางภูมิศาสตร์ (GI)")
    PEACOCK = "peacock", _("ตรานกยูงพระราชทาน")
    EXCISE = "excise", _("ใบอนุญาตผลิตสุรา (กรมสรรพสามิต)")
    OTHER = "other", _("มาตรฐานอื่น")


class CertificateQuerySet(ScopedQuerySet):
    """Certificates, read as adjectives."""

    def valid_on(self, day: date) -> "CertificateQuerySet":
        """Issued, and not expired, on a day."""
        return self.filter(issued_on__lte=day).filter(
            Q(expires_on__isnull=True) | Q(expires_on__gte=day)
        )

    def lapsed_on(self, day: date) -> "CertificateQuerySet":
        """Expired by a day, of a product still made, and not followed by one of its kind."""
        same = {"product": OuterRef("product"), "kind": OuterRef("kind")}
        followed = Exists(Certificate.objects.valid_on(day).filter(**same))
        return self.filter(~followed, expires_on__lt=day, product__stopped_on__isnull=True)


class Certificate(Record):
    """A standard or licence a product holds, and until when."""

    place_path = "product__producer__village_id"

    product = models.ForeignKey(
        "products.Product", models.PROTECT, related_name="certificates", verbose_name=_("ผลิตภัณฑ์")
    )
    kind = models.CharField(_("มาตรฐานหรือใบอนุญาต"), max_length=20, choices=CertificateKind)
    number = ReferenceField(_("เลขที่"), max_length=60)
    issuer = models.CharField(_("หน่วยงานที่ออก"), max_length=120)
    issued_on = models.DateField(_("วันที่ออก"))
    expires_on = models.DateField(_("วันหมดอายุ"), null=True, blank=True)
    document = models.FileField(_("แฟ้มเอกสาร"), upload_to="certificates", blank=True)

    objects = CertificateQuerySet.as_manager()

    class Meta:
        verbose_name = _("มาตรฐานและใบอนุญาต")
        verbose_name_plural = pgettext_lazy("many", "มาตรฐานและใบอนุญาต")
        ordering = ["-issued_on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_on__isnull=True) | Q(expires_on__gte=F("issued_on")),
                name="expires_after_issue",
            )
        ]

    def __str__(self) -> str:
        """Kind and number."""
        return f"{self.get_kind_display()} {self.number}"

    @property
    def days_left(self) -> int | None:
        """Days until it expires, less than zero when it has; None: it does not expire."""
        return (self.expires_on - today()).days if self.expires_on else None

    @property
    def expiry(self) -> str:
        """How long it holds, in words: "หมดอายุในอีก 30 วัน"."""
        days = self.days_left
        if days is None:
            return gettext("ไม่มีวันหมดอายุ")
        if days == 0:
            return gettext("หมดอายุวันนี้")
        if days < 0:
            return ngettext("หมดอายุแล้ว %(days)d วัน", "หมดอายุแล้ว %(days)d วัน", -days) % {
                "days": -days
            }
        return ngettext("หมดอายุในอีก %(days)d วัน", "หมดอายุในอีก %(days)d วัน", days) % {"days": days}

    @property
    def expiry_tone(self) -> str:
        """Colour of the words: red when expired, amber in the last ninety days."""
        days = self.days_left
        if days is None or days > WARN_DAYS:
            return "plain"
        return "turmeric" if days >= 0 else "lac"
