"""Who stands in for whom, where, and from when to when."""

import uuid
from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from simple_history.models import HistoricalRecords

from otoppath.accounts.roles import ACTING_ROLES, Role
from otoppath.accounts.scoping import ScopedQuerySet, forget_standing
from otoppath.places.ranges import covers
from otoppath.thai.dates import today
from otoppath.thai.fields import ReferenceField

if TYPE_CHECKING:
    from .users import User


class ActingAppointmentQuerySet(ScopedQuerySet):
    """Appointments, by the place in which they hold."""

    def standing(self) -> Self:
        """Return those not ended early."""
        return self.filter(ended_at__isnull=True)

    def on(self, day: date) -> Self:
        """Return those that hold on the day; both ends are included."""
        return self.standing().filter(starts_on__lte=day, ends_on__gte=day)


class ActingAppointment(models.Model):
    """Somebody does the work of a post that is not the own one, for some days.

    It adds the permissions of the role in the area given, and nowhere else; on the day after
    the last one it is as if it had never been.
    """

    place_path = "area_id"
    is_personal = False

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("ผู้รักษาราชการแทน"),
        on_delete=models.PROTECT,
        related_name="acting_appointments",
    )
    role = models.CharField(
        _("ปฏิบัติหน้าที่เป็น"),
        max_length=20,
        choices=[(role.value, role.label) for role in Role if role in ACTING_ROLES],
    )
    area = models.ForeignKey(
        "places.Place", verbose_name=_("พื้นที่"), on_delete=models.PROTECT, related_name="+"
    )
    starts_on = models.DateField(_("ตั้งแต่วันที่"))
    ends_on = models.DateField(_("ถึงวันที่"))
    order_no = ReferenceField(_("คำสั่งเลขที่"), max_length=50, blank=True)
    created_at = models.DateTimeField(_("บันทึกเมื่อ"), auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("ผู้บันทึก"),
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        editable=False,
    )

    ended_at = models.DateTimeField(_("สิ้นสุดก่อนกำหนดเมื่อ"), null=True, editable=False)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("ผู้สั่งให้สิ้นสุด"),
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        editable=False,
    )

    objects = ActingAppointmentQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("การรักษาราชการแทน")
        verbose_name_plural = pgettext_lazy("many", "การรักษาราชการแทน")
        ordering = ["-starts_on", "-id"]
        indexes = [
            models.Index(fields=["user", "ends_on"], name="acting_of_user"),
            models.Index(fields=["-starts_on", "-id"], name="acting_by_start"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="acting_ends_after_it_starts",
                violation_error_message=_("วันที่สิ้นสุดต้องไม่มาก่อนวันที่เริ่ม"),
            ),
            models.CheckConstraint(
                condition=Q(role__in=sorted(ACTING_ROLES)),
                name="acting_role_is_of_the_office",
                violation_error_message=_("รักษาราชการแทนได้เฉพาะพัฒนากรและพัฒนาการอำเภอ"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.get_role_display()} {self.area_id}"

    def clean(self) -> None:
        """Only a post of the office stands in, and one other role at a time.

        While another role is acted, own areas outside it are out of sight (`scoping.py`): that
        nobody meets this by accident, it is refused here with the reason.
        """
        if not (self.user_id and self.area_id and self.starts_on and self.ends_on):
            return
        if self.user.role not in ACTING_ROLES:
            raise ValidationError(_("ผู้รักษาราชการแทนต้องเป็นพัฒนากรหรือพัฒนาการอำเภอ"))
        if self.role == self.user.role:
            return
        outside = [a.code for a in self.user.areas.all() if not covers([self.area_id], a.code)]
        if outside:
            raise ValidationError({"area": _("พื้นที่ต้องครอบคลุมพื้นที่รับผิดชอบเดิมของผู้รักษาราชการแทนทั้งหมด")})
        others = (
            type(self)
            .objects.standing()
            .filter(user_id=self.user_id, starts_on__lte=self.ends_on, ends_on__gte=self.starts_on)
        )
        if others.exclude(pk=self.pk).exclude(role=self.user.role).exists():
            raise ValidationError(_("ผู้นี้รักษาราชการแทนตำแหน่งอื่นอยู่แล้วในช่วงเวลาเดียวกัน"))

    def end(self, *, by: "User") -> None:
        """End it now, before its last day; it stays in the list with who ended it."""
        self.ended_at, self.ended_by = timezone.now(), by
        self.save()

    @property
    def is_current(self) -> bool:
        """Whether it holds today."""
        return self.ended_at is None and self.starts_on <= today() <= self.ends_on

    @property
    def is_over(self) -> bool:
        """Whether its last day has passed, or it was ended early."""
        return self.ended_at is not None or self.ends_on < today()

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, and let the user object at hand see it."""
        super().save(*args, **kwargs)
        forget_standing(self.user)
