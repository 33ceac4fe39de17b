"""What an office chose for the columns of its own spreadsheet."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from otoppath.accounts.records import Record
from otoppath.accounts.scoping import ScopedQuerySet


class RememberedColumns(Record):
    """The columns of one kind of sheet, as a district's office last chose them."""

    place_path = "place_id"

    # The district: what one officer chose is proposed to the others of the office.
    place = models.ForeignKey(
        "places.Place", models.PROTECT, related_name="+", verbose_name=_("อำเภอ")
    )
    # Of the headings, in whatever order they stand (`households.imports.mapping`).
    fingerprint = models.CharField(_("หัวตาราง"), max_length=64)
    # {heading as it is compared: name of the field, or ""}.
    fields = models.JSONField(_("คอลัมน์"), default=dict)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("คอลัมน์ที่สำนักงานเลือกไว้")
        verbose_name_plural = pgettext_lazy("many", "คอลัมน์ที่สำนักงานเลือกไว้")
        constraints = [
            models.UniqueConstraint(fields=["place", "fingerprint"], name="one_choice_of_columns")
        ]

    def __str__(self) -> str:
        """How many columns were chosen."""
        return f"{self.place_id}: {sum(map(bool, self.fields.values()))}"
