"""Who makes an OTOP product."""

from typing import TYPE_CHECKING

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Prefetch, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from otoppath.accounts.records import Record
from otoppath.accounts.scoping import ScopedQuerySet
from otoppath.lists.search import Searched
from otoppath.privacy.masking import initials_of
from otoppath.thai.fields import KeyField, PhoneField, ReferenceField
from otoppath.thai.keys import search_key, sort_key
from products.models.product import Product
from products.models.registration import Registration

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from otoppath.accounts.models import User


class ProducerKind(models.TextChoices):
    """The three kinds that may register (registration of OTOP producers, eligibility 1)."""

    COMMUNITY_GROUP = "community_group", _("กลุ่มผู้ผลิตชุมชน")
    SINGLE_OWNER = "single_owner", _("ผู้ผลิตชุมชนที่เป็นเจ้าของรายเดียว")
    SME = "sme", _("ผู้ผลิตที่เป็นวิสาหกิจขนาดกลางและขนาดย่อม")


class ProducerQuerySet(Searched, ScopedQuerySet):
    """Producers, read as adjectives."""

    def with_products(self) -> "ProducerQuerySet":
        """With the products each makes still, in two queries more for the whole page.

        Sets `made` on each producer and `standing` (registrations) on each product.
        """
        standing = Prefetch("registrations", Registration.objects.standing(), to_attr="standing")
        products = Product.objects.made().order_by("sort_key").prefetch_related(standing)
        return self.prefetch_related(Prefetch("products", products, to_attr="made"))

    def named_publicly(self) -> "ProducerQuerySet":
        """Whose name is no person's."""
        return self.exclude(kind=ProducerKind.SINGLE_OWNER)


class Producer(Record):
    """A group, a household of a single owner, or an enterprise, with its production site."""

    place_path = "village_id"
    PERSONAL = {"name": "", "phone": "", "sort_key": "", "search_key": ""}

    kind = models.CharField(_("ประเภทผู้ผลิต"), max_length=16, choices=ProducerKind)
    name = models.CharField(_("ชื่อผู้ผลิต"), max_length=160)
    group = models.OneToOneField(
        "groups.Group",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="producer",
        verbose_name=_("กลุ่มอาชีพ"),
    )
    household = models.OneToOneField(
        "households.Household",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="producer",
        verbose_name=_("ครัวเรือน"),
    )
    village = models.ForeignKey(
        "places.Place",
        models.PROTECT,
        related_name="producers",
        verbose_name=_("หมู่บ้านที่ตั้งสถานที่ผลิต"),
    )
    juristic_id = models.CharField(
        _("เลขทะเบียนนิติบุคคล"),
        max_length=13,
        blank=True,
        validators=[RegexValidator(r"^0\d{12}$", _("เลขทะเบียนนิติบุคคลมี 13 หลักและขึ้นต้นด้วย 0"))],
    )
    phone = PhoneField(_("โทรศัพท์"), blank=True)
    producer_no = ReferenceField(_("เลขทะเบียนผู้ผลิต"), max_length=40, blank=True)
    # Eligibility 2: at least one link to the community.
    community_in_production = models.BooleanField(_("ชุมชนมีส่วนร่วมในการผลิต"), default=False)
    community_in_management = models.BooleanField(_("ชุมชนมีส่วนร่วมในการบริหารจัดการ"), default=False)
    community_benefits = models.BooleanField(_("ชุมชนได้รับประโยชน์"), default=False)
    started_year = models.PositiveSmallIntegerField(_("ปี พ.ศ. ที่เริ่มผลิต"), null=True, blank=True)
    sort_key = KeyField(blank=True, editable=False)
    search_key = KeyField(blank=True, editable=False)

    objects = ProducerQuerySet.as_manager()

    class Meta:
        verbose_name = _("ผู้ผลิต ผู้ประกอบการ OTOP")
        verbose_name_plural = pgettext_lazy("many", "ผู้ผลิต ผู้ประกอบการ OTOP")
        indexes = [models.Index(fields=["sort_key", "id"], name="producer_sort")]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="community_group", group__isnull=False, household__isnull=True)
                | Q(kind="single_owner", group__isnull=True, household__isnull=False)
                | Q(kind="sme", group__isnull=True, household__isnull=True) & ~Q(juristic_id=""),
                name="producer_is_of_its_kind",
                violation_error_message=_("ผู้ผลิตต้องมีกลุ่ม ครัวเรือน หรือเลขนิติบุคคลตามประเภท"),
            ),
            models.UniqueConstraint(
                fields=["producer_no"],
                condition=~Q(producer_no=""),
                name="producer_no_is_unique",
                violation_error_message=_("เลขทะเบียนผู้ผลิตนี้มีในระบบแล้ว"),
            ),
        ]

    def __str__(self) -> str:
        """The producer's name."""
        return self.name

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("products:producer_detail", args=[self.uuid])

    def rekey(self) -> None:
        """Set both keys from the name; the caller saves."""
        self.sort_key = sort_key(self.name)
        self.search_key = search_key(f"{self.name} {self.producer_no} {self.phone}")

    @property
    def public_name(self) -> str:
        """The name of a group or an enterprise; a single owner is a person, shown by initials."""
        return initials_of(self.name) if self.kind == ProducerKind.SINGLE_OWNER else self.name

    def name_for(self, user: "User | AnonymousUser") -> str:
        """Its name as a user may read it: who may not read households reads the public one."""
        return self.name if user.has_perm("households.view_household") else self.public_name

    @property
    def has_community_link(self) -> bool:
        """At least one of the three links that registration asks for."""
        return (
            self.community_in_production or self.community_in_management or self.community_benefits
        )
