"""What a volunteer changes in a household that counts: it goes on counting, the change waits."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from otoppath.accounts.records import Checked, CheckedQuerySet

if TYPE_CHECKING:
    from otoppath.accounts.models import User

PERSONS = "persons"  # stands for everything that is known of the members
OPEN = Q(checked_at__isnull=True) | Q(corrected_at__isnull=False)


class CorrectedQuerySet(CheckedQuerySet):
    """Rows that go on counting while a correction of them waits."""

    def waiting(self) -> Self:
        """Return rows that wait for an officer, whole or for a correction."""
        return self.filter(OPEN, returned_at__isnull=True)

    def returned(self) -> Self:
        """Return rows sent back, whole or for a correction."""
        return self.filter(OPEN, returned_at__isnull=False)

    def entered_by(self, user: "User") -> Self:
        """Return rows that come back to a user's hands: to who corrected last."""
        return self.filter(Q(corrected_by=user) | Q(corrected_by__isnull=True, created_by=user))


class Corrected(Checked):
    """A checked record whose acceptance outlives a volunteer's correction.

    The corrected values stand at once; who checks is told which columns they are, and the
    history holds what stood there before.
    """

    ENTERED_AT = Coalesce("corrected_at", F("created_at"))

    corrected_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=gettext_lazy("ผู้แก้ไขที่รอตรวจ"),
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        editable=False,
    )
    corrected_at = models.DateTimeField(
        gettext_lazy("การแก้ไขรอตรวจตั้งแต่"), null=True, editable=False
    )
    # Names of columns, parted by commas: the list to check says them without the history.
    corrected_fields = models.CharField(max_length=200, blank=True, editable=False)

    class Meta:
        abstract = True

    @property
    def is_open(self) -> bool:
        """Whether the row or a correction of it waits, or was sent back."""
        return not self.is_checked or self.corrected_at is not None

    @property
    def is_correction(self) -> bool:
        """Whether the row counts, and only a correction of it is open."""
        return self.is_checked and self.corrected_at is not None

    @property
    def entered_last_by(self) -> "User | None":
        """Who corrected last, or else entered the row."""
        return self.corrected_by or super().entered_last_by

    def correct(self, *, by: "User", what: Iterable[str]) -> None:
        """Say who changes which columns; called before the change is saved.

        What somebody changes who may check counts, and so does all that waited. A volunteer's
        change waits; saving what stands there already changes nothing, unless it was sent back.
        """
        what = list(what)
        counted = self.checked_by, self.checked_at
        if by.has_perm("households.check_entry"):
            self.enter(by=by)
        elif what or self.returned_at:
            self.enter(by=by)
            self.checked_by, self.checked_at = counted
            self.corrected_by, self.corrected_at = by, self.corrected_at or timezone.now()
            names = filter(None, [*self.corrected_fields.split(","), *what])
            self.corrected_fields = ",".join(dict.fromkeys(names))

    def count(self, *, by: "User") -> None:
        """Let the row count, with what was corrected in it; the caller saves."""
        super().count(by=by)
        self.corrected_by, self.corrected_at, self.corrected_fields = None, None, ""

    def uncount(self) -> None:
        """Take the row out of what counts, unless only a correction of it is wrong."""
        if not self.is_correction:
            super().uncount()


def labels_of(model: Any, names: str) -> str:
    """Return columns named in `corrected_fields` as people call them."""
    labels = [
        _("สมาชิกครัวเรือน") if name == PERSONS else str(model._meta.get_field(name).verbose_name)
        for name in names.split(",")
        if name
    ]
    return ", ".join(labels)
