"""A fact about a household that a volunteer may enter and an officer has to check."""

from datetime import date
from typing import TYPE_CHECKING, ClassVar

from django.urls import reverse

from otoppath.accounts.records import Checked, Record

if TYPE_CHECKING:
    from households.models.enrolment import Enrolment
    from households.models.household import Household


class Entry(Checked, Record):
    """One dated fact with a page of its own, where it is read, checked and corrected."""

    slug: ClassVar[str]  # names the kind in the address
    day: ClassVar[str]  # the column that says when it was so
    enrolment: "Enrolment"

    class Meta:
        abstract = True

    def get_absolute_url(self) -> str:
        """Address of its page."""
        return reverse("households:entry_detail", args=[self.slug, self.uuid])

    @property
    def happened_on(self) -> date:
        """The day it was so, whatever its column is called."""
        return getattr(self, self.day)

    @property
    def of_household(self) -> "Household":
        """The household it is about."""
        return self.enrolment.household
