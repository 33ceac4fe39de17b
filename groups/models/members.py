"""Who belongs to a group and who holds which post."""

from collections.abc import Collection
from datetime import date
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Q
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from otoppath.accounts.records import Record
from otoppath.accounts.scoping import ScopedQuerySet
from otoppath.thai.dates import format_date, format_datetime

if TYPE_CHECKING:
    from uuid import UUID

    from otoppath.accounts.models import User


class LeaveReason(models.TextChoices):
    """Why a member left."""

    WITHDREW = "withdrew", _("ขอลาออก")
    MOVED = "moved", _("ย้ายออกจากพื้นที่")
    DIED = "died", _("เสียชีวิต")
    RULES = "rules", _("ผิดกติกากลุ่ม")
    OTHER = "other", _("เหตุอื่น")


class MembershipQuerySet(ScopedQuerySet):
    """Memberships, read as adjectives."""

    def current(self) -> "MembershipQuerySet":
        """Of persons who have not left a group that stands."""
        return self.filter(left_on__isnull=True, group__closed_on__isnull=True)


class Membership(Record):
    """A person's time in a group; leaving closes the row and never removes it."""

    place_path = "group__village_id"

    group = models.ForeignKey(
        "groups.Group", models.PROTECT, related_name="memberships", verbose_name=_("กลุ่ม")
    )
    person = models.ForeignKey(
        "households.Person", models.PROTECT, related_name="memberships", verbose_name=_("บุคคล")
    )
    joined_on = models.DateField(_("เข้าเป็นสมาชิกเมื่อ"))
    left_on = models.DateField(_("พ้นสมาชิกภาพเมื่อ"), null=True, blank=True)
    left_reason = models.CharField(_("เหตุที่พ้น"), max_length=10, choices=LeaveReason, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("สมาชิกกลุ่ม")
        verbose_name_plural = pgettext_lazy("many", "สมาชิกกลุ่ม")
        ordering = ["joined_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["group", "person"],
                condition=Q(left_on__isnull=True),
                name="one_current_membership",
            ),
            models.CheckConstraint(
                condition=Q(left_on__isnull=True) | Q(left_on__gte=F("joined_on")),
                name="left_after_joining",
            ),
        ]

    def __str__(self) -> str:
        """The day of joining."""
        return str(self.joined_on)

    @transaction.atomic
    def leave(self, *, on: date, reason: str, by: "User") -> None:
        """Close the membership, and end on the same day the posts the person holds in the group."""
        self.left_on, self.left_reason, self._history_user = on, reason, by
        self.save()
        for term in self.group.terms.current().filter(person=self.person_id):
            term.end(on=max(on, term.starts_on), by=by)


class Post(models.TextChoices):
    """Posts of a group's committee; the coordinator gathers it before there is a committee."""

    COORDINATOR = "coordinator", _("แกนนำ")
    CHAIR = "chair", _("ประธาน")
    VICE_CHAIR = "vice_chair", _("รองประธาน")
    SECRETARY = "secretary", _("เลขานุการ")
    TREASURER = "treasurer", _("เหรัญญิก")
    PRODUCTION = "production", _("ฝ่ายผลิต")
    MARKETING = "marketing", _("ฝ่ายตลาด")
    QUALITY_AUDIT = "quality_audit", _("ฝ่ายตรวจสอบคุณภาพ")
    PUBLIC_RELATIONS = "public_relations", _("ประชาสัมพันธ์")
    MEMBER = "member", _("กรรมการ")
    ADVISOR = "advisor", _("ที่ปรึกษา")


# Posts that one person holds at a time.
SINGLE_POSTS = (Post.COORDINATOR, Post.CHAIR, Post.SECRETARY, Post.TREASURER)


class PostTaken(ValidationError):
    """Somebody was put into the post since the page was drawn."""

    def __init__(self, term: "CommitteeTerm") -> None:
        message = gettext(
            "%(name)s ได้รับบันทึกเป็น%(post)sแล้วเมื่อ %(at)s หลังจากเปิดหน้านี้ ตรวจแล้วบันทึกอีกครั้ง"
        )
        named = {
            "name": term.person.full_name,
            "post": term.get_post_display(),
            "at": format_datetime(term.created_at),
        }
        super().__init__(message, code="taken", params=named)


class CommitteeTermQuerySet(ScopedQuerySet):
    """Terms, read as adjectives."""

    def current(self) -> "CommitteeTermQuerySet":
        """Not ended."""
        return self.filter(ends_on__isnull=True)

    def single(self) -> "CommitteeTermQuerySet":
        """In a post that one person holds at a time."""
        return self.filter(post__in=SINGLE_POSTS)


class CommitteeTerm(Record):
    """A person's time in a post of a group."""

    place_path = "group__village_id"

    group = models.ForeignKey(
        "groups.Group", models.PROTECT, related_name="terms", verbose_name=_("กลุ่ม")
    )
    person = models.ForeignKey(
        "households.Person", models.PROTECT, related_name="terms", verbose_name=_("บุคคล")
    )
    post = models.CharField(_("ตำแหน่ง"), max_length=20, choices=Post)
    starts_on = models.DateField(_("ตั้งแต่วันที่"))
    ends_on = models.DateField(_("ถึงวันที่"), null=True, blank=True)

    objects = CommitteeTermQuerySet.as_manager()

    class Meta:
        verbose_name = _("ผู้ดำรงตำแหน่ง")
        verbose_name_plural = pgettext_lazy("many", "ผู้ดำรงตำแหน่ง")
        ordering = ["starts_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["group", "post"],
                condition=Q(
                    ends_on__isnull=True,
                    post__in=["coordinator", "chair", "secretary", "treasurer"],
                ),
                name="one_holder_of_a_single_post",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="term_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        """The post."""
        return self.get_post_display()

    def make_room(self, *, on: date, by: "User", seen: "Collection[UUID]") -> None:
        """End the term for a new holder; refuse one that began unseen, or after the new one."""
        if self.uuid not in seen:
            raise PostTaken(self)
        if on < self.starts_on:
            message = gettext("%(name)s ดำรงตำแหน่งนี้ตั้งแต่ %(day)s วันเริ่มของผู้ใหม่ต้องไม่ก่อนวันนั้น")
            named = {"name": self.person.full_name, "day": format_date(self.starts_on)}
            raise ValidationError(message, code="before_holder", params=named)
        self.end(on=on, by=by)

    def end(self, *, on: date, by: "User") -> None:
        """Let the term end on a day."""
        self.ends_on, self._history_user = on, by
        self.save()
