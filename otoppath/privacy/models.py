"""The record of who looked at personal data. It is written and never changed."""

from collections.abc import Iterable
from typing import Any, NoReturn
from uuid import UUID

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class AppendOnly(TypeError):
    """A row of the access log was to be changed or removed."""

    def __init__(self) -> None:
        super().__init__(_("บันทึกการเข้าถึงข้อมูลแก้ไขหรือลบไม่ได้"))


class AccessLogQuerySet(models.QuerySet["AccessLog"]):
    """Rows can be read and added, nothing else."""

    def update(self, **kwargs: Any) -> NoReturn:
        """Refuse."""
        raise AppendOnly

    def bulk_update(self, objs: Iterable["AccessLog"], *args: Any, **kwargs: Any) -> NoReturn:
        """Refuse."""
        raise AppendOnly

    def update_or_create(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Refuse."""
        raise AppendOnly

    def delete(self) -> NoReturn:
        """Refuse."""
        raise AppendOnly

    def bulk_create(self, objs: Iterable[Any], *args: Any, **kwargs: Any) -> Any:
        """Add rows; refuse to overwrite on conflict."""
        if kwargs.get("update_conflicts"):
            raise AppendOnly
        return super().bulk_create(objs, *args, **kwargs)


class AccessLog(models.Model):
    """One look at personal data: who, what, of which record, why and when.

    The label names the record without naming the person (initials and address, a group, a file).
    """

    class Action(models.TextChoices):
        """What was done."""

        REVEAL = "reveal", _("เปิดดูเลขประจำตัวประชาชน")
        EXPORT = "export", _("ส่งออกข้อมูล")
        MATCH_OUTSIDE = "match_outside", _("พบเลขประจำตัวที่อาจอยู่นอกพื้นที่")
        PHOTO = "photo", _("เปิดดูภาพหรือเอกสาร")
        ERASE = "erase", _("ลบข้อมูลส่วนบุคคล")

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("ผู้ใช้"),
        on_delete=models.PROTECT,
        related_name="access_log",
    )
    action = models.CharField(_("การกระทำ"), max_length=20, choices=Action)
    place_code = models.CharField(_("รหัสพื้นที่"), max_length=8, blank=True)
    subject_label = models.CharField(_("ข้อมูลที่เข้าถึง"), max_length=200)
    subject_uuid = models.UUIDField(_("รหัสข้อมูล"), null=True, blank=True)
    reason = models.CharField(_("เหตุผล"), max_length=500, blank=True)
    at = models.DateTimeField(_("เวลา"), default=timezone.now, editable=False)
    request_id = models.CharField(_("รหัสคำขอ"), max_length=64, blank=True)

    objects = AccessLogQuerySet.as_manager()

    class Meta:
        verbose_name = _("บันทึกการเข้าถึงข้อมูล")
        verbose_name_plural = pgettext_lazy("many", "บันทึกการเข้าถึงข้อมูล")
        default_permissions = ()
        base_manager_name = "objects"
        ordering = ["-at", "-id"]
        indexes = [
            models.Index(fields=["place_code", "-at", "-id"], name="access_log_place"),
            models.Index(fields=["-at", "-id"], name="access_log_at"),
            models.Index(fields=["subject_uuid", "-at"], name="access_log_subject"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(action__in=["reveal", "export", "erase"])
                | ~models.Q(reason=""),
                name="access_log_has_reason",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_action_display()} {self.subject_label}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Insert; refuse to write an existing row again."""
        if not self._state.adding:
            raise AppendOnly
        kwargs["force_insert"] = True
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Refuse."""
        raise AppendOnly


def record_access(  # noqa: PLR0913 - a log row has these columns
    *,
    user: Any,
    action: str,
    subject_label: str,
    subject_uuid: UUID | None = None,
    place_code: str = "",
    reason: str = "",
    request_id: str = "",
) -> AccessLog:
    """Write one row of the access log and return it.

    Reveal, export and erase need a reason; the database refuses them without one.
    """
    return AccessLog.objects.create(
        user=user,
        action=action,
        subject_label=subject_label[:200],
        subject_uuid=subject_uuid,
        place_code=place_code,
        reason=reason.strip()[:500],
        request_id=request_id,
    )
