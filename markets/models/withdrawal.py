"""A figure that was wrong is withdrawn, with its reason; it is kept and counts nowhere."""

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from otoppath.accounts.models import User


class StandingManager(models.Manager):
    """Finds only what stands, so that no sum can forget to leave the withdrawn out."""

    def get_queryset(self) -> models.QuerySet[Any]:
        """Return the rows that were not withdrawn."""
        return super().get_queryset().filter(withdrawn_at__isnull=True)


class Withdrawable(models.Model):
    """A row that can be taken back; `objects` does not find it then, `everything` does."""

    withdrawn_at = models.DateTimeField(_("ยกเลิกรายการเมื่อ"), null=True, editable=False)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("ผู้ยกเลิกรายการ"),
    )
    withdrawn_reason = models.CharField(_("เหตุที่ยกเลิกรายการ"), max_length=200, blank=True)

    class Meta:
        abstract = True

    def withdraw(self, *, by: "User", reason: str) -> None:
        """Take the row out of every count, and save it."""
        self._history_user = by
        self.withdrawn_at, self.withdrawn_by, self.withdrawn_reason = timezone.now(), by, reason
        self.save()
