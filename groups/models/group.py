"""An occupation group, its raw material and its surroundings."""

from collections.abc import Collection
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from groups.models.members import SINGLE_POSTS, CommitteeTerm
from households.models import Person, Step
from households.models.occupation import LineOfBusiness
from otoppath.accounts.records import Record
from otoppath.accounts.scoping import ScopedQuerySet
from otoppath.lists.addresses import address_of
from otoppath.lists.search import Searched
from otoppath.thai.fields import KeyField, PhoneField
from otoppath.thai.ids import format_phone
from otoppath.thai.keys import search_key, sort_key

if TYPE_CHECKING:
    from otoppath.accounts.models import User


class GroupKind(models.TextChoices):
    """Being gathered, or already working as one."""

    FORMING = "forming", _("กำลังรวมกลุ่ม")
    EXISTING = "existing", _("จัดตั้งแล้ว")


class LegalStatus(models.TextChoices):
    """Which register outside this office the group stands in."""

    UNREGISTERED = "unregistered", _("กลุ่มไม่จดทะเบียน")
    COMMUNITY_ENTERPRISE = "community_enterprise", _("วิสาหกิจชุมชน")
    COOPERATIVE = "cooperative", _("กลุ่มเกษตรกรหรือสหกรณ์")
    PARTNERSHIP = "partnership", _("ห้างหุ้นส่วน")
    COMPANY = "company", _("บริษัท")


class OperatingStatus(models.TextChoices):
    """Whether it is at work."""

    ACTIVE = "active", _("ดำเนินการต่อเนื่อง")
    SEASONAL = "seasonal", _("ผลิตตามฤดูกาล")
    PAUSED = "paused", _("หยุดชั่วคราว")
    CLOSED = "closed", _("เลิก")


class CloseReason(models.TextChoices):
    """Why a group came to its end."""

    MEMBERS_LEFT = "members_left", _("สมาชิกไม่พอ")
    NO_MARKET = "no_market", _("ไม่มีตลาดรองรับ")
    NO_RAW_MATERIAL = "no_raw_material", _("ขาดวัตถุดิบหรือทุน")
    MERGED = "merged", _("รวมกับกลุ่มอื่น")
    DUPLICATE = "duplicate", _("บันทึกซ้ำ")
    OTHER = "other", _("เหตุอื่น")


class GroupQuerySet(Searched, ScopedQuerySet):
    """Groups, read as adjectives."""

    def standing(self) -> "GroupQuerySet":
        """Not closed."""
        return self.filter(closed_on__isnull=True)

    def proposed(self) -> "GroupQuerySet":
        """At step 1, with a proposal to take them in that waits for the chief."""
        return self.standing().filter(step=Step.SELECT, proposals__answer="")

    def walking(self) -> "GroupQuerySet":
        """Standing and not yet through all five steps."""
        return self.standing().filter(step__lt=Step.DONE)


class Group(Record):
    """Households of one neighbourhood that make one kind of thing together (กลุ่มอาชีพ)."""

    place_path = "village_id"
    HISTORY_SHOWN = {"phone": format_phone}

    name = models.CharField(_("ชื่อกลุ่ม"), max_length=120)
    village = models.ForeignKey(
        "places.Place", models.PROTECT, related_name="groups", verbose_name=_("หมู่บ้าน")
    )
    occupation = models.ForeignKey(
        "households.Occupation", models.PROTECT, related_name="groups", verbose_name=_("อาชีพของกลุ่ม")
    )
    kind = models.CharField(
        _("สภาพกลุ่ม"), max_length=10, choices=GroupKind, default=GroupKind.FORMING
    )
    line_of_business = models.CharField(_("ประเภทกิจการ"), max_length=20, choices=LineOfBusiness)
    legal_status = models.CharField(
        _("สถานะทางกฎหมาย"), max_length=24, choices=LegalStatus, default=LegalStatus.UNREGISTERED
    )
    operating_status = models.CharField(
        _("การดำเนินกิจการ"),
        max_length=10,
        choices=OperatingStatus,
        default=OperatingStatus.ACTIVE,
    )
    founded_on = models.DateField(_("วันที่จัดตั้ง"), null=True, blank=True)
    registered_on = models.DateField(_("วันที่จดทะเบียน"), null=True, blank=True)
    phone = PhoneField(_("โทรศัพท์"), blank=True)
    rules = models.TextField(_("กติกากลุ่ม"), blank=True)
    rules_agreed_on = models.DateField(_("วันที่ตกลงกติกา"), null=True, blank=True)
    wisdom = models.ForeignKey(
        "households.Wisdom",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="groups",
        verbose_name=_("ภูมิปัญญาที่ใช้"),
    )
    step = models.PositiveSmallIntegerField(_("ขั้นตอน"), choices=Step, default=Step.SELECT)
    step_since = models.DateTimeField(_("อยู่ขั้นตอนนี้ตั้งแต่"), default=timezone.now)
    closed_on = models.DateField(_("เลิกกลุ่มเมื่อ"), null=True, blank=True)
    closed_reason = models.CharField(_("เหตุที่เลิก"), max_length=20, choices=CloseReason, blank=True)
    closed_note = models.CharField(_("คำอธิบาย"), max_length=200, blank=True)
    sort_key = KeyField(blank=True, editable=False)
    search_key = KeyField(blank=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = GroupQuerySet.as_manager()

    class Meta:
        verbose_name = _("กลุ่มอาชีพ")
        verbose_name_plural = pgettext_lazy("many", "กลุ่มอาชีพ")
        indexes = [
            models.Index(fields=["sort_key", "id"], name="group_sort"),
            models.Index(fields=["village", "step"], name="group_village_step"),
            models.Index(fields=["step", "step_since", "id"], name="group_step"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["village", "name"],
                condition=Q(closed_on__isnull=True),
                name="one_group_of_a_name",
            ),
            models.CheckConstraint(
                condition=Q(step__range=(Step.SELECT, Step.DONE)), name="group_step_exists"
            ),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True, closed_reason="")
                | Q(closed_on__isnull=False) & ~Q(closed_reason=""),
                name="closed_group_has_date_and_reason",
            ),
        ]

    def __str__(self) -> str:
        """The group's name."""
        return self.name

    def rekey(self) -> None:
        """Set both keys from the name; the caller saves."""
        self.sort_key = sort_key(self.name)
        self.search_key = search_key(f"{self.name} {self.phone}")

    def get_absolute_url(self) -> str:
        """The group's page."""
        return address_of("groups:group_detail", self.uuid)

    @property
    def is_walking(self) -> bool:
        """Standing and not yet through all five steps."""
        return self.closed_on is None and self.step < Step.DONE

    @property
    def has_left(self) -> bool:
        """Closed; it stays at its step."""
        return self.closed_on is not None

    @transaction.atomic
    def appoint(
        self, person: Person, post: str, *, on: date, by: "User", seen: Collection[UUID]
    ) -> CommitteeTerm:
        """Put a person into a post; of a single post the holder's term ends on the same day.

        `seen` are the terms that stood on the page: a holder who came later is not replaced
        unseen. Raises PostTaken then, and ValidationError when the person is in the post.
        """
        # The lock of PostgreSQL; on SQLite the transaction itself is the lock (IMMEDIATE).
        Group.objects.select_for_update().get(pk=self.pk)
        terms = self.terms.current().filter(post=post).select_related("person")
        if terms.filter(person=person).exists():
            message = gettext("%(name)s ดำรงตำแหน่งนี้อยู่แล้ว")
            raise ValidationError(message, code="holding", params={"name": person.full_name})
        for holder in terms if post in SINGLE_POSTS else ():
            holder.make_room(on=on, by=by, seen=seen)
        return self.terms.create(person=person, post=post, starts_on=on, created_by=by)

    def close(self, *, on: date, reason: str, note: str) -> None:
        """Mark the group as ended; its rows stay. The caller saves."""
        self.closed_on, self.closed_reason, self.closed_note = on, reason, note
        self.operating_status = OperatingStatus.CLOSED

    @transaction.atomic
    def reopen(self, *, by: "User") -> None:
        """Take back a closing that was a mistake. IntegrityError: its name is taken meanwhile."""
        group = Group.objects.select_for_update().get(pk=self.pk)
        group.closed_on, group.closed_reason, group.closed_note = None, "", ""
        group.operating_status, group._history_user = OperatingStatus.ACTIVE, by
        group.save()


class RawMaterial(Record):
    """One raw material a group uses, and where it is found."""

    place_path = "group__village_id"

    group = models.ForeignKey(
        Group, models.PROTECT, related_name="raw_materials", verbose_name=_("กลุ่ม")
    )
    name = models.CharField(_("วัตถุดิบ"), max_length=120)
    is_local = models.BooleanField(_("มีในชุมชน"), default=True)
    source = models.CharField(_("แหล่งที่มา"), max_length=160)
    season = models.CharField(_("ช่วงที่มี"), max_length=80, blank=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("วัตถุดิบ")
        verbose_name_plural = pgettext_lazy("many", "วัตถุดิบ")

    def __str__(self) -> str:
        """Its name."""
        return self.name


class SurroundingsQuerySet(ScopedQuerySet):
    """Assessments of surroundings, read as adjectives."""

    def latest(self) -> "SurroundingsQuerySet":  # type: ignore[override]
        """The last of each group."""
        later = SurroundingsAssessment.objects.filter(group=OuterRef("group")).filter(
            Q(assessed_on__gt=OuterRef("assessed_on"))
            | Q(assessed_on=OuterRef("assessed_on"), id__gt=OuterRef("id"))
        )
        return self.filter(~Exists(later))


class SurroundingsAssessment(Record):
    """Whether a group's occupation suits the community's surroundings (success factor 4)."""

    place_path = "group__village_id"

    group = models.ForeignKey(
        Group, models.PROTECT, related_name="surroundings", verbose_name=_("กลุ่ม")
    )
    assessed_on = models.DateField(_("ประเมินเมื่อวันที่"))
    is_suitable = models.BooleanField(_("เหมาะกับสภาพแวดล้อมในชุมชน"))
    water_and_waste = models.CharField(_("น้ำและของเสีย"), max_length=200, blank=True)
    note = models.TextField(_("เหตุผล"))

    objects = SurroundingsQuerySet.as_manager()

    class Meta:
        verbose_name = _("การประเมินสภาพแวดล้อม")
        verbose_name_plural = pgettext_lazy("many", "การประเมินสภาพแวดล้อม")

    def __str__(self) -> str:
        """The day."""
        return str(self.assessed_on)
