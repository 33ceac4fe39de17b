"""A household in one programme year: what walks the path."""

from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from households.models.steps import OWN_END, Step, step_name
from otoppath.accounts.records import Record
from otoppath.accounts.scoping import ScopedQuerySet
from otoppath.lists.addresses import address_of
from otoppath.thai.fields import KeyField

if TYPE_CHECKING:
    from households.models.meeting import SelectionMeeting
    from otoppath.accounts.models import User


class Selection(models.TextChoices):
    """Where an enrolment stands in the choice of the village meeting."""

    NOMINATED = "nominated", _("เสนอชื่อ")
    SELECTED = "selected", _("ครัวเรือนเป้าหมาย")
    RESERVE = "reserve", _("ครัวเรือนสำรอง")
    NOT_SELECTED = "not_selected", _("ไม่ได้รับคัดเลือก")


class Route(models.TextChoices):
    """Which way a household goes after it has learnt."""

    GROUP = "group", _("รวมกลุ่ม")
    SINGLE_OWNER = "single_owner", _("เจ้าของรายเดียว")
    OWN_USE = "own_use", _("ทำใช้ในครัวเรือน ไม่เข้าสู่ OTOP")


class ExitReason(models.TextChoices):
    """Why an enrolment left the path before its end."""

    WITHDREW = "withdrew", _("ขอถอนตัว")
    MOVED = "moved", _("ย้ายออกจากพื้นที่")
    DIED = "died", _("เสียชีวิต")
    DUPLICATE = "duplicate", _("ลงทะเบียนซ้ำ")
    CHANGED_OCCUPATION = "changed_occupation", _("เปลี่ยนอาชีพ")
    # Never chosen: the other enrolment of the year walks on, see `households.merging`.
    MERGED = "merged", _("รวมกับการเข้าร่วมของระเบียนซ้ำ")


class Criterion(models.TextChoices):
    """Why the household was put forward; the department names them anew each fiscal year."""

    WANTS_TRAINING = "wants_training", _("ต้องการฝึกอาชีพ")
    HARDSHIP = "hardship", _("ได้รับผลกระทบด้านอาชีพและรายได้")
    ELDERLY = "elderly", _("มีผู้สูงอายุ 60 ปีขึ้นไป")
    BELOW_BMN = "below_bmn", _("ตกเกณฑ์รายได้ จปฐ.")
    TPMAP = "tpmap", _("ครัวเรือนเป้าหมาย TPMAP")


# In the denominators: selected, and not gone before training (steps 1 and 2).
# One that was merged is counted as the other.
COUNTED = (
    Q(selection=Selection.SELECTED)
    & (Q(exited_on__isnull=True) | Q(step__gte=Step.DEVELOP))
    & ~Q(exit_reason=ExitReason.MERGED)
)


def at_step(number: int) -> dict[str, Any]:
    """Lookups of the enrolments at a step; own use that ended stands apart, at `OWN_END`."""
    others = ["", *(route for route in Route.values if route != Route.OWN_USE)]
    return {
        Step.DONE: {"step": Step.DONE, "route__in": others},
        OWN_END: {"step": Step.DONE, "route__in": [Route.OWN_USE]},
    }.get(number, {"step": number})


def place_on_path(step: int, route: str) -> int:
    """Return a step, or `OWN_END` where own use has come to its end."""
    return OWN_END if step == Step.DONE and route == Route.OWN_USE else step


class EnrolmentQuerySet(ScopedQuerySet):
    """Enrolments, read as adjectives."""

    def at(self, number: int) -> "EnrolmentQuerySet":
        """At one step, through all five, or at the end of own use: see `at_step`."""
        return self.filter(**at_step(number))

    def of_year(self, fiscal_year: int) -> "EnrolmentQuerySet":
        """Of one fiscal year (Buddhist)."""
        return self.filter(fiscal_year=fiscal_year)

    def selected(self) -> "EnrolmentQuerySet":
        """Chosen as target households by a village meeting."""
        return self.filter(selection=Selection.SELECTED)

    def walking(self) -> "EnrolmentQuerySet":
        """Nominated or selected, and still on the path: no exit, not done, not turned down."""
        return self.filter(exited_on__isnull=True, step__lt=Step.DONE).filter(
            selection__in=[Selection.NOMINATED, Selection.SELECTED]
        )

    def counted(self) -> "EnrolmentQuerySet":
        """In the denominators, the target households of a year: see `COUNTED`."""
        return self.filter(COUNTED)


class Enrolment(Record):
    """A household in one programme year, on its way through the steps."""

    place_path = "village_id"
    HISTORY_SHOWN = {"fiscal_year": str}
    PERSONAL = {"sort_key": "", "exit_note": "", "project": ""}

    household = models.ForeignKey(
        "households.Household", models.PROTECT, related_name="enrolments", verbose_name=_("ครัวเรือน")
    )
    # The village at the time: a household that moves later does not change this year's counts.
    village = models.ForeignKey(
        "places.Place", models.PROTECT, related_name="enrolments", verbose_name=_("หมู่บ้าน")
    )
    fiscal_year = models.PositiveSmallIntegerField(_("ปีงบประมาณ"))
    project = models.CharField(_("โครงการ"), max_length=200, blank=True)
    criterion = models.CharField(
        _("เหตุที่เสนอชื่อ"), max_length=20, choices=Criterion, default=Criterion.WANTS_TRAINING
    )
    nominated_on = models.DateField(_("วันที่เสนอชื่อ"))
    selection = models.CharField(
        _("ผลการคัดเลือก"), max_length=12, choices=Selection, default=Selection.NOMINATED
    )
    meeting = models.ForeignKey(
        "households.SelectionMeeting",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="enrolments",
        verbose_name=_("การประชุมคัดเลือก"),
    )
    route = models.CharField(_("เส้นทาง"), max_length=12, choices=Route, blank=True)
    chosen_occupation = models.ForeignKey(
        "households.Occupation",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
        verbose_name=_("อาชีพที่เลือก"),
    )
    step = models.PositiveSmallIntegerField(_("ขั้นตอน"), choices=Step, default=Step.SELECT)
    step_since = models.DateTimeField(_("อยู่ขั้นตอนนี้ตั้งแต่"), default=timezone.now)
    exit_reason = models.CharField(_("เหตุที่ออก"), max_length=20, choices=ExitReason, blank=True)
    exited_on = models.DateField(_("ออกเมื่อ"), null=True, blank=True)
    exit_note = models.CharField(_("คำอธิบาย"), max_length=300, blank=True)
    replaced_by = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="replaces",
        editable=False,
        verbose_name=_("ครัวเรือนสำรองที่เข้าแทน"),
    )
    # Copied from the household, so that a list of enrolments reads one table in Thai order.
    sort_key = KeyField(blank=True, editable=False)
    batch = models.ForeignKey(
        "households.ImportBatch",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="enrolments",
        editable=False,
        verbose_name=_("การนำเข้าแฟ้ม"),
    )

    objects = EnrolmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("การเข้าร่วมประจำปีงบประมาณ")
        verbose_name_plural = pgettext_lazy("many", "การเข้าร่วมประจำปีงบประมาณ")
        indexes = [
            models.Index(fields=["sort_key", "id"], name="enrolment_sort"),
            models.Index(fields=["fiscal_year", "village", "step"], name="enrolment_year_village"),
            models.Index(fields=["fiscal_year", "step", "step_since", "id"], name="enrolment_step"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["household", "fiscal_year"], name="one_enrolment_a_year"
            ),
            models.CheckConstraint(
                condition=Q(exited_on__isnull=True, exit_reason="")
                | Q(exited_on__isnull=False) & ~Q(exit_reason=""),
                name="exit_has_date_and_reason",
            ),
            models.CheckConstraint(
                condition=Q(step__range=(Step.SELECT, Step.DONE)), name="enrolment_step_exists"
            ),
            models.CheckConstraint(
                condition=Q(fiscal_year__range=(2500, 2700)), name="fiscal_year_is_buddhist"
            ),
        ]

    def get_absolute_url(self) -> str:
        """Address of its page."""
        return address_of("households:enrolment_detail", self.uuid)

    def __str__(self) -> str:
        """The year and the household's key, for the admin."""
        return f"{self.fiscal_year} · {self.household_id}"

    @property
    def words(self) -> str:
        """The year in one line, with the route where it is chosen."""
        year = _("ปีงบประมาณ %(year)s") % {"year": self.fiscal_year}
        return f"{year} · {self.get_route_display()}" if self.route else year

    @property
    def place_on_path(self) -> int:
        """Its step, or `OWN_END` where own use has come to its end."""
        return place_on_path(self.step, self.route)

    @property
    def selection_words(self) -> str:
        """What became of it in the village meeting."""
        return str(Selection(self.selection).label)

    @property
    def route_words(self) -> str:
        """The way it goes, blank until it is chosen."""
        return str(Route(self.route).label) if self.route else ""

    @property
    def step_words(self) -> str:
        """The step by its number, or how the path ended."""
        if self.step < Step.DONE:
            return str(_("ขั้นตอนที่ %(n)s") % {"n": self.step})
        return step_name(self.place_on_path)

    @property
    def is_walking(self) -> bool:
        """Still on the path: see `EnrolmentQuerySet.walking`."""
        return (
            self.exited_on is None
            and self.step < Step.DONE
            and self.selection in (Selection.NOMINATED, Selection.SELECTED)
        )

    @property
    def has_left(self) -> bool:
        """Gone from the path for good; it stays at its step."""
        return self.exited_on is not None

    @property
    def is_before_training(self) -> bool:
        """Whoever leaves at steps 1 and 2 is out of the denominators: see `counted`."""
        return self.step < Step.DEVELOP

    @property
    def may_be_replaced(self) -> bool:
        """A target household that left before training gives its place to a reserve."""
        return self.selection == Selection.SELECTED and self.is_before_training

    def lock(self) -> None:
        """Read the row anew under its lock; inside a transaction."""
        self.refresh_from_db(from_queryset=Enrolment.objects.select_for_update())

    @transaction.atomic
    def decide(self, meeting: "SelectionMeeting", selection: str, *, by: "User") -> None:
        """Stand as a meeting decided."""
        self.lock()
        self.meeting, self.selection = meeting, selection
        self._history_user = by
        self.save()

    @transaction.atomic
    def leave(
        self, *, on: date, reason: str, note: str, by: "User", reserve: "Enrolment | None" = None
    ) -> None:
        """Leave the path on a day; a reserve of the same village and year may take the place."""
        self.lock()
        self.exited_on, self.exit_reason, self.exit_note = on, reason, note
        if reserve is not None:
            reserve.lock()
            reserve.selection = Selection.SELECTED
            reserve._history_user = by
            reserve.save()
            self.replaced_by = reserve
        self._history_user = by
        self.save()

    @transaction.atomic
    def rejoin(self, *, by: "User") -> None:
        """Take back an exit that was entered by mistake; never once the place was given away."""
        self.lock()
        if self.replaced_by_id is None and self.exit_reason != ExitReason.MERGED:
            self.exited_on, self.exit_reason, self.exit_note = None, "", ""
            self._history_user = by
            self.save()

    def follow_choice(self) -> None:
        """Carry the occupation of the latest choice that counts, and save where it changed.

        Activities are compared with it, so it stands in a column of its own.
        """
        choices = self.occupation_choices.checked().filter(kind="chosen")
        latest = choices.order_by("-chosen_on", "-id").first()
        occupation = latest.occupation_id if latest else None
        if occupation != self.chosen_occupation_id:
            self.chosen_occupation_id = occupation
            self.save(update_fields=["chosen_occupation", "updated_at"])
