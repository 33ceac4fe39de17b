"""What is kept to find households that were entered twice, and what was answered."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class DuplicateKey(models.Model):
    """Something two records of one household have in common, as a number: a door to compare at.

    Made anew whenever the household changed: see `households.duplicates.keys`.
    """

    PERSONAL = {"key": 0}

    household = models.ForeignKey(
        "households.Household", models.PROTECT, related_name="duplicate_keys"
    )
    key = models.BigIntegerField()

    class Meta:
        verbose_name = _("กุญแจค้นหาระเบียนซ้ำ")
        verbose_name_plural = pgettext_lazy("many", "กุญแจค้นหาระเบียนซ้ำ")
        indexes = [models.Index(fields=["key", "household"], name="duplicate_key")]

    def __str__(self) -> str:
        """The number."""
        return str(self.key)


class DuplicateMark(models.Model):
    """How far a household has been looked at: the `updated_at` it had when it was."""

    household = models.OneToOneField(
        "households.Household", models.PROTECT, primary_key=True, related_name="duplicate_mark"
    )
    keyed_at = models.DateTimeField()  # its keys are of this time
    compared_at = models.DateTimeField(null=True)  # its pairs are

    class Meta:
        verbose_name = _("เวลาที่ตรวจระเบียนซ้ำ")
        verbose_name_plural = pgettext_lazy("many", "เวลาที่ตรวจระเบียนซ้ำ")

    def __str__(self) -> str:
        """The time."""
        return str(self.keyed_at)
