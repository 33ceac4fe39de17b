"""A fact about a household that a volunteer may enter and an officer has to check."""

from datetime import date
from typing import TYPE_CHECKING, ClassVar, Self

from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from otoppath.accounts.records import Checked, CheckedQuerySet, NotAsSeen, Record

if TYPE_CHECKING:
    from households.models.enrolment import Enrolment
    from households.models.household import Household
    from otoppath.accounts.models import User


class EntryQuerySet(CheckedQuerySet):
    """Facts, read as adjectives."""

    def standing(self) -> Self:
        """Return what was not withdrawn by who entered it."""
        return self.filter(withdrawn_at__isnull=True)

    def waiting(self) -> Self:
        """Return what waits for an officer."""
        return super().waiting().standing()

    def returned(self) -> Self:
        """Return what waits for who entered it."""
        return super().returned().standing()


class Entry(Checked, Record):
    """One dated fact with a page of its own, where it is read, checked and corrected.

    Who entered it may withdraw it until it is accepted; the row stays, and counts nowhere.
    """

    slug: ClassVar[str]  # names the kind in the address
    day: ClassVar[str]  # the column that says when it was so
    enrolment: "Enrolment"

    withdrawn_at = models.DateTimeField(_("ถอนเมื่อ"), null=True, editable=False)
    withdrawn_note = models.CharField(_("เหตุที่ถอน"), max_length=300, blank=True, editable=False)

    class Meta:
        abstract = True

    def get_absolute_url(self) -> str:
        """Address of its page."""
        return reverse("households:entry_detail", args=[self.slug, self.uuid])

    @property
    def is_open(self) -> bool:
        """Whether it waits for the check, or for being put right."""
        return not self.is_checked and self.withdrawn_at is None

    def hold(self, seen: str | None) -> None:
        """Read the row anew under its lock. Raises `NotAsSeen`, of a withdrawn one always."""
        super().hold(seen)
        if self.withdrawn_at:
            raise NotAsSeen

    @transaction.atomic
    def withdraw(self, *, by: "User", note: str, seen: str | None = None) -> None:
        """Take back what was entered and nobody accepted. Raises `NotAsSeen`: see `hold`."""
        self.hold(seen)
        if self.is_checked:
            raise NotAsSeen
        self._history_user = by
        self.withdrawn_at, self.withdrawn_note = timezone.now(), note
        self.save()

    @property
    def happened_on(self) -> date:
        """The day it was so, whatever its column is called."""
        return getattr(self, self.day)

    @property
    def of_household(self) -> "Household":
        """The household it is about."""
        return self.enrolment.household
