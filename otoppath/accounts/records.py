"""What every record of the walk has in common: an address, who made it, its history.

History is written by simple-history from the signals of `save()` and `delete()`. Three ways
of writing do not send them; each has its counterpart here or in the library:

- `bulk_create(...)`: `simple_history.utils.bulk_create_with_history(rows, Model,
  default_user=by)`, for up to some hundreds of rows;
- `bulk_update(...)`: `simple_history.utils.bulk_update_with_history(...)`;
- `queryset.update(...)`, and creation by the thousand: `write_history(queryset, by=...)` in the
  same transaction, one INSERT ... SELECT.
"""

import uuid
from functools import cache
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.conf import settings
from django.core.exceptions import EmptyResultSet
from django.db import connections, models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.manager import HistoryManager
from simple_history.models import HistoricalRecords

from .scoping import ScopedQuerySet

if TYPE_CHECKING:
    from .models import User


# How the reason of a history row begins that the history of a page tells: the words of another
# agency's list, the name of a file that was brought in, and of one whose import was taken back.
FROM_LIST = "list:"
FROM_FILE = "file:"
TAKEN_BACK = "undone:"


class KeptHistoryManager(HistoryManager):
    """The library's manager, whose class is put together once and not anew for every row saved.

    That was a fifth of what saving a row with its history takes.
    """

    @classmethod
    @cache
    def from_queryset(
        cls, queryset_class: type[models.QuerySet], class_name: str | None = None
    ) -> type:
        """Return the class of a manager with the methods of the queryset."""
        made: type = super().from_queryset(queryset_class, class_name)
        return made


class RecordHistory(HistoricalRecords):
    """History that leaves out the columns a model names in `HISTORY_LEAVES_OUT`.

    A model that is written by the thousand names in `HISTORY_INDEXED` the columns by which its
    history is looked for; every further index would be a third of what an import writes.

    An inherited history cannot be declared again by a subclass, and some columns (a national
    ID, a search key) must never be kept in it.
    """

    def __init__(self, **options: Any) -> None:
        super().__init__(history_manager=KeptHistoryManager, **options)

    def fields_included(self, model: type[models.Model]) -> list[models.Field]:
        """Columns of the history table."""
        left_out = getattr(model, "HISTORY_LEAVES_OUT", ())
        return [f for f in super().fields_included(model) if f.name not in left_out]

    def copy_fields(self, model: type[models.Model]) -> dict[str, models.Field]:
        """Columns of the history table, as they stand in it."""
        fields = super().copy_fields(model)
        if indexed := getattr(model, "HISTORY_INDEXED", ()):
            for name, field in fields.items():
                field.db_index = name in indexed
        return fields


class Record(models.Model):
    """A row of daily work: never destroyed, known by its uuid, every change kept."""

    HISTORY_LEAVES_OUT: ClassVar[tuple[str, ...]] = ()

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    created_at = models.DateTimeField(_("บันทึกเมื่อ"), auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("ผู้บันทึก"),
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        editable=False,
    )
    updated_at = models.DateTimeField(_("แก้ไขล่าสุดเมื่อ"), auto_now=True)

    history = RecordHistory(inherit=True)
    _history_user: "User"  # set before saving: who is written into the history

    class Meta:
        abstract = True


class CheckedQuerySet(ScopedQuerySet):
    """Rows that a volunteer may have entered and an officer has to check."""

    def checked(self) -> Self:
        """Return rows that count: an officer entered or accepted them."""
        return self.filter(checked_at__isnull=False)

    def waiting(self) -> Self:
        """Return rows that wait for an officer; those sent back wait for the volunteer."""
        return self.filter(checked_at__isnull=True, returned_at__isnull=True)

    def returned(self) -> Self:
        """Return rows sent back to who entered them and not yet put right."""
        return self.filter(checked_at__isnull=True, returned_at__isnull=False)

    def entered_by(self, user: "User") -> Self:
        """Return rows that come back to a user's hands."""
        return self.filter(created_by=user)


class NotAsSeen(Exception):
    """The row is not what the page showed: somebody corrected or checked it meanwhile."""


class Checked(models.Model):
    """A fact that counts nowhere until an officer has accepted it."""

    ENTERED_AT: ClassVar[Any] = models.F("created_at")  # since when a waiting row waits

    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("ผู้ตรวจสอบ"),
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        editable=False,
    )
    checked_at = models.DateTimeField(_("ตรวจสอบเมื่อ"), null=True, editable=False)
    returned_at = models.DateTimeField(_("ส่งกลับแก้ไขเมื่อ"), null=True, editable=False)
    returned_note = models.CharField(_("ข้อความถึงผู้บันทึก"), max_length=500, blank=True, editable=False)

    class Meta:
        abstract = True

    @property
    def is_checked(self) -> bool:
        """Whether the row counts."""
        return self.checked_at is not None

    @property
    def is_open(self) -> bool:
        """Whether something of the row waits for the check, or for being put right."""
        return not self.is_checked

    @property
    def entered_last_by(self) -> "User | None":
        """Who entered what waits, and gets it back."""
        return self.created_by  # type: ignore[attr-defined]

    def enter(self, *, by: "User") -> None:
        """Say who enters or corrects the row; call it before `save()`.

        What somebody enters who may check it counts at once; what a volunteer enters waits,
        also when it was accepted before: the corrected row is another statement.
        """
        if by.has_perm("households.check_entry"):
            self.count(by=by)
        else:
            self.uncount()
        self.returned_at, self.returned_note = None, ""

    @property
    def seen(self) -> str:
        """What a page says of the row as it shows it, for `accept` and `send_back` to compare."""
        return str(self.updated_at.isoformat())  # type: ignore[attr-defined]

    def hold(self, seen: str | None) -> None:
        """Read the row anew under its lock; inside a transaction.

        `seen` is what the page said of the row, None where no page was drawn. Raises `NotAsSeen`.
        """
        rows = type(self)._base_manager.select_for_update()
        self.refresh_from_db(from_queryset=rows)
        if seen is not None and seen != self.seen:
            raise NotAsSeen

    @transaction.atomic
    def accept(self, *, by: "User", seen: str | None = None) -> None:
        """Let the row count, and save it. Raises `NotAsSeen`: see `hold`."""
        self.hold(seen)
        self.count(by=by)
        self.returned_at, self.returned_note = None, ""
        self.save()

    @transaction.atomic
    def send_back(self, *, by: "User", note: str, seen: str | None = None) -> None:
        """Give the row back to who entered it, saying what to put right, and save it.

        Who sent it back is in the history of the row. Raises `NotAsSeen`: see `hold`.
        """
        self.hold(seen)
        self._history_user = by
        self.uncount()
        self.returned_at, self.returned_note = timezone.now(), note
        self.save()

    def count(self, *, by: "User") -> None:
        """Let the row count; the caller saves."""
        self.checked_by, self.checked_at = by, timezone.now()

    def uncount(self) -> None:
        """Take the row out of what counts; the caller saves."""
        self.checked_by, self.checked_at = None, None


def write_history(
    rows: models.QuerySet,
    *,
    by: "User | None",
    kind: "str | models.Case" = "~",
    reason: str | None = None,
) -> int:
    """Copy the rows as they stand now into their history, with one INSERT ... SELECT.

    `kind` is "+" for created and "~" for changed, or says which for each row. Call it after the
    write, in the same transaction, with a queryset that still finds the rows (by key, not by
    what changed). Returns how many history rows were written.
    """
    history: Any = rows.model.history.model
    columns = list(history.tracked_fields)
    extra: dict[str, Any] = {
        "history_date": timezone.now(),
        "history_type": kind,
        "history_user_id": by.pk if by else None,
        "history_change_reason": reason,
    }
    said = [
        value if isinstance(value, models.Case) else models.Value(value, _column(history, name))
        for name, value in extra.items()
    ]
    chosen = rows.order_by().values_list(*(f.attname for f in columns), *said)
    try:
        select, params = chosen.query.sql_with_params()
    except EmptyResultSet:  # an empty list of keys: nothing was written
        return 0
    connection = connections[rows.db]
    quote = connection.ops.quote_name
    names = [f.column for f in columns] + [_column(history, n).column for n in extra]
    into = f"INSERT INTO {quote(history._meta.db_table)} ({', '.join(map(quote, names))}) "
    with connection.cursor() as cursor:
        cursor.execute(into + select, params)
        return cursor.rowcount


def _column(history: Any, name: str) -> models.Field:
    return history._meta.get_field(name.removesuffix("_id"))
