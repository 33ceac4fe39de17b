"""A list that somebody comes back to: its filters and columns under a name of its own."""

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

MOST = 30  # of one list and one user


class SavedListQuerySet(models.QuerySet["SavedList"]):
    """Saved lists, read as adjectives."""

    def own(self, user: Any, kind: str) -> "SavedListQuerySet":
        """Return what a user saved of one list, by name."""
        return self.filter(user=user, kind=kind).order_by("name")


class SavedList(models.Model):
    """The filters, order and columns of a list, under the name its user gave them.

    What is in the list is read anew each time, in the area its user serves that day. No name
    that was searched for is kept.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    kind = models.CharField(max_length=20)
    name = models.CharField(_("ชื่อรายการ"), max_length=60)
    query = models.CharField(max_length=1000, blank=True)

    objects = SavedListQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "kind", "name"], name="one_saved_list_a_name")
        ]

    def __str__(self) -> str:
        return self.name
