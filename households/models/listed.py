"""A list of another agency that is compared with what is here, and what was chosen of its rows."""

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override, pgettext_lazy

from otoppath.accounts.records import FROM_FILE, FROM_LIST, TAKEN_BACK
from otoppath.thai.dates import format_date

LONGEST_LIST_NAME = 60  # with source and date it still stands in the reason of a history row


class Kind(models.TextChoices):
    """What a file is brought in for."""

    IMPORT = "import", gettext_lazy("นำเข้า")
    COMPARISON = "comparison", gettext_lazy("เทียบกับบัญชี")


class ListSource(models.TextChoices):
    """Who keeps the list. They count differently, so answers to one are none to another."""

    BMN = "bmn", gettext_lazy("จปฐ.")
    TPMAP = "tpmap", "TPMAP"
    THAIQM = "thaiqm", "ThaiQM"
    OTHER = "other", pgettext_lazy("list", "บัญชีอื่น")


class Listed(models.Model):
    """What a file that is compared says of its list; blank where a file is only brought in."""

    if TYPE_CHECKING:  # columns of the batch
        original_name: Any

    kind = models.CharField(
        gettext_lazy("ใช้แฟ้มเพื่อ"), max_length=10, choices=Kind, default=Kind.IMPORT
    )
    source = models.CharField(gettext_lazy("แหล่งบัญชี"), max_length=6, choices=ListSource, blank=True)
    list_name = models.CharField(gettext_lazy("ชื่อบัญชี"), max_length=LONGEST_LIST_NAME, blank=True)
    # Of the survey, in the Buddhist Era; the day is known of some lists only.
    list_year = models.PositiveSmallIntegerField(gettext_lazy("ปีของบัญชี"), null=True, blank=True)
    listed_on = models.DateField(gettext_lazy("บัญชีลงวันที่"), null=True, blank=True)
    absent = models.PositiveIntegerField(gettext_lazy("มีเฉพาะในระบบ"), default=0)
    undecided = models.PositiveIntegerField(gettext_lazy("ยังไม่ตัดสิน"), default=0)
    # Of an import that holds what was chosen of a comparison.
    chosen_from = models.ForeignKey(
        "households.ImportBatch",
        models.PROTECT,
        related_name="written",
        null=True,
        blank=True,
        editable=False,
        verbose_name=gettext_lazy("จากการเทียบบัญชี"),
    )

    class Meta:
        abstract = True

    @property
    def is_comparison(self) -> bool:
        """Whether the file is a list to compare with, not one to bring in."""
        return self.kind == Kind.COMPARISON

    @property
    def list_words(self) -> str:
        """Source and year, name and day of the list: "จปฐ. ปี 2569 · รอบแรก · 1 ต.ค. 2569"."""
        if not self.source:
            return ""
        words = [_("%(source)s ปี %(year)s") % {"source": self.source_words, "year": self.list_year}]
        words += [self.list_name]
        if self.listed_on:
            words.append(format_date(self.listed_on, "short"))
        return " · ".join(words)

    @property
    def source_words(self) -> str:
        """Who keeps the list, as it is called."""
        return str(ListSource(self.source).label) if self.source else ""

    @property
    def written_because(self) -> str:
        """What the history says of why a value was written: the list, else the file."""
        if not self.source:
            return f"{FROM_FILE}{self.original_name}"[:100]
        with override("th"):  # kept, whatever the language of who presses
            return f"{FROM_LIST}{self.list_words}"[:100]

    @property
    def taken_back_because(self) -> str:
        """What the history says of a value that went with the import it came by."""
        return f"{TAKEN_BACK}{self.original_name}"[:100]


class Choice(models.TextChoices):
    """What an officer chose for a row of a comparison."""

    ADD = "add", gettext_lazy("เพิ่มเป็นครัวเรือน")
    SKIP = "skip", gettext_lazy("ไม่เพิ่ม")
    TAKE = "take", gettext_lazy("ใช้ค่าจากบัญชี")
    KEEP = "keep", gettext_lazy("คงค่าที่มีอยู่")
    STAYS = "stays", gettext_lazy("ยังอยู่จริง บัญชีตกสำรวจ")
    VISIT = "visit", gettext_lazy("ต้องลงพื้นที่ตรวจ")
    LEFT = "left", gettext_lazy("ย้ายออกหรือไม่อยู่แล้ว")


class SkipReason(models.TextChoices):
    """Why a household of a list is not added."""

    MOVED_AWAY = "moved_away", gettext_lazy("ย้ายออกแล้ว")
    EMPTY = "empty", gettext_lazy("ไม่มีผู้อยู่อาศัยแล้ว")
    NOT_FOUND = "not_found", gettext_lazy("ไม่พบครัวเรือนนี้ในพื้นที่")
    OTHER_NAME = "other_name", gettext_lazy("มีในระบบแล้วในชื่ออื่น")
    NOT_WANTED = "not_wanted", gettext_lazy("ไม่ประสงค์เข้าร่วม")


EVERY_FIELD = "*"  # in place of names of fields: all in which list and system differed


class Decided(models.Model):
    """What was chosen of a row of a comparison, by whom and when; blank: not yet.

    What a row says goes after its time (`households.imports.keeping`), the answer stays, so that
    the next list of the same source shows it.
    """

    # Of the door and the name, so that the answer is found again without keeping either.
    answer_key = models.CharField(max_length=64, blank=True, db_default="")
    choice = models.CharField(
        gettext_lazy("คำตอบ"), max_length=5, choices=Choice, blank=True, db_default=""
    )
    # Names of fields, parted by commas: of each, whether the list's value is taken or ours kept.
    taken = models.CharField(max_length=200, blank=True, db_default="")
    kept = models.CharField(max_length=200, blank=True, db_default="")
    reason_not = models.CharField(
        gettext_lazy("เหตุที่ไม่เพิ่ม"), max_length=10, choices=SkipReason, blank=True, db_default=""
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, db_index=False
    )
    decided_at = models.DateTimeField(null=True)
    # The import that wrote it.
    written_in = models.ForeignKey(
        "households.ImportBatch", models.SET_NULL, related_name="+", null=True, db_index=False
    )

    if TYPE_CHECKING:
        decided_by_id: int | None
        batch: Any

    class Meta:
        abstract = True

    @property
    def takes(self) -> frozenset[str]:
        """Names of the fields of which the list's value is taken; `EVERY_FIELD` stands for all."""
        return frozenset(filter(None, self.taken.split(",")))

    @property
    def keeps(self) -> frozenset[str]:
        """Names of the fields of which ours is kept; `EVERY_FIELD` stands for all."""
        return frozenset(filter(None, self.kept.split(",")))

    @property
    def answer(self) -> str:
        """What was chosen, in words."""
        if self.reason_not:
            said = {"choice": self.get_choice_display(), "why": self.get_reason_not_display()}
            return _("%(choice)s: %(why)s") % said
        if self.choice == Choice.TAKE and self.keeps:
            return _("ใช้ค่าจากบัญชีบางช่อง")
        return str(self.get_choice_display())
