"""The way of a product to its OTOP number."""

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from otoppath.accounts.records import Record
from otoppath.accounts.scoping import ScopedQuerySet
from otoppath.thai.dates import days_since, format_date, today
from otoppath.thai.fields import ReferenceField
from otoppath.thai.keys import search_words
from products.models.document import DocumentKind, RegistrationDocument
from products.models.status import ENDED, WITH_OFFICE, RegistrationStatus, move_between, waiting
from products.models.window import RegistrationWindow

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from otoppath.accounts.models import User
    from products.models.product import Product


class NotComplete(Exception):
    """A registration cannot be submitted; `missing` names, in Thai, what it lacks."""

    def __init__(self, missing: list[str]) -> None:
        super().__init__(", ".join(missing))
        self.missing = missing


class AlreadyMoved(Exception):
    """Somebody was quicker; `event` is what they did."""

    def __init__(self, event: "RegistrationEvent | None") -> None:
        super().__init__(str(event))
        self.event = event


class AlreadyStands(Exception):
    """The product has a registration under way or standing; `registration` is it."""

    def __init__(self, registration: "Registration") -> None:
        super().__init__(str(registration))
        self.registration = registration


class NumberTaken(Exception):
    """The number stands in the register for another product, perhaps of another district."""


class RegistrationQuerySet(ScopedQuerySet):
    """Registrations, read as adjectives."""

    def registered(self) -> "RegistrationQuerySet":
        """With a number in the national register."""
        return self.filter(status=RegistrationStatus.REGISTERED).exclude(number="")

    def standing(self) -> "RegistrationQuerySet":
        """Neither rejected nor cancelled."""
        return self.exclude(status__in=[RegistrationStatus.REJECTED, RegistrationStatus.CANCELLED])

    def in_hand(self) -> "RegistrationQuerySet":
        """Begun, and neither decided nor withdrawn."""
        return self.exclude(status__in=ENDED)

    def matching(self, text: str) -> "RegistrationQuerySet":
        """Whose number or product's search key holds every word typed."""
        rows = self
        for word in search_words(text):
            named = Q(product__search_key__contains=word)
            rows = rows.filter(named | Q(number__icontains=word))
        return rows


class Registration(Record):
    """One application to register one product, from draft to number."""

    place_path = "product__producer__village_id"

    product = models.ForeignKey(
        "products.Product", models.PROTECT, related_name="registrations", verbose_name=_("ผลิตภัณฑ์")
    )
    window = models.ForeignKey(
        RegistrationWindow,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="registrations",
        verbose_name=_("ช่วงเปิดรับ"),
    )
    status = models.CharField(
        _("สถานะ"), max_length=20, choices=RegistrationStatus, default=RegistrationStatus.DRAFT
    )
    status_since = models.DateTimeField(_("สถานะนี้ตั้งแต่"), default=timezone.now)
    number = ReferenceField(_("เลขทะเบียนผลิตภัณฑ์ OTOP"), max_length=40, blank=True)
    registered_on = models.DateField(_("วันที่ขึ้นทะเบียน"), null=True, blank=True)

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        verbose_name = _("คำขอลงทะเบียน OTOP")
        verbose_name_plural = pgettext_lazy("many", "คำขอลงทะเบียน OTOP")
        indexes = [models.Index(fields=["status_since", "id"], name="registration_since")]
        constraints = [
            models.UniqueConstraint(
                fields=["product"],
                condition=~Q(status__in=["rejected", "cancelled"]),
                name="one_standing_registration",
            ),
            models.UniqueConstraint(
                fields=["number"], condition=~Q(number=""), name="otop_number_is_unique"
            ),
            models.CheckConstraint(
                condition=~Q(status="registered") | ~Q(number="") & Q(registered_on__isnull=False),
                name="registered_has_number_and_day",
            ),
        ]

    def __str__(self) -> str:
        """Number, or the status on the way to it."""
        return self.number or self.get_status_display()

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("products:registration_detail", args=[self.uuid])

    @property
    def days_waiting(self) -> int:
        """Days since the status changed, counted by dates in Thailand."""
        return days_since(self.status_since)

    @property
    def waiting(self) -> str:
        """Who is waited for and how long: "รอผลจังหวัด 12 วัน"; "" when nobody is."""
        return waiting(self.status, self.days_waiting)

    @property
    def is_standing(self) -> bool:
        """Neither rejected nor cancelled: the product can have no second one."""
        return self.status not in (RegistrationStatus.REJECTED, RegistrationStatus.CANCELLED)

    @property
    def is_with_office(self) -> bool:
        """Whether its papers can still be looked at and corrected."""
        return self.status in WITH_OFFICE

    @classmethod
    def begin(cls, product: "Product", *, by: "User") -> "Registration":
        """Start the registration of a product: its check-list and its first event.

        Raises AlreadyStands when the product has one that is neither rejected nor cancelled.
        """
        with transaction.atomic():
            # The product is the lock: two officers who begin at once make one registration.
            type(product).objects.select_for_update(of=("self",)).get(pk=product.pk)
            if found := cls.objects.standing().filter(product=product).first():
                raise AlreadyStands(found)
            made = cls(product=product, created_by=by)
            made.save()
            for kind in DocumentKind.needed_for(product):
                RegistrationDocument(registration=made, kind=kind, created_by=by).save()
            made._note(from_status="", by=by)
        return made

    def missing(self) -> list[str]:
        """Return, in Thai, what stands in the way of submitting; [] when nothing does."""
        lacking: list[StrOrPromise] = [
            _("ยังไม่มี%(document)s") % {"document": line.get_kind_display()}
            for line in self.documents.all()
            if line.state == RegistrationDocument.State.MISSING
        ]
        if not self.product.producer.has_community_link:
            lacking.append(_("ผู้ผลิตยังไม่มีความเชื่อมโยงกับชุมชนอย่างน้อยหนึ่งข้อ"))
        if self.product.stopped_on:
            lacking.append(_("ผลิตภัณฑ์นี้เลิกผลิตแล้ว"))
        return [str(line) for line in lacking]

    def move(
        self, to: str, *, by: "User", since: str, number: str = "", **said: Any
    ) -> "RegistrationEvent":
        """Change the status and write the event; `since` is the status the actor saw.

        `said`: reference, decided_on, note, registered_on. Raises AlreadyMoved when the status
        is no longer the one seen, PermissionDenied, NotComplete (submitting) and NumberTaken.
        """
        try:
            with transaction.atomic():
                row = self._locked(since)
                row._check(to, by=by)
                row.status, row.status_since = to, timezone.now()
                if to == RegistrationStatus.SUBMITTED:
                    row.window = RegistrationWindow.objects.open_on(today()).first()
                if to == RegistrationStatus.REGISTERED:
                    row.number, row.registered_on = number, said.pop("registered_on")
                row._history_user = by
                row.save()
                return row._note(from_status=since, by=by, **said)
        except IntegrityError as error:
            if number:
                raise NumberTaken from error
            raise

    def _locked(self, since: str) -> "Registration":
        """Return the row as it stands, locked; on SQLite the transaction itself is the lock."""
        rows = Registration.objects.select_related("product__producer")
        row = rows.select_for_update(of=("self",)).get(pk=self.pk)
        if row.status != since:
            raise AlreadyMoved(row.events.select_related("by").last())
        return row

    def _check(self, to: str, *, by: "User") -> None:
        """Refuse a move that the table or the papers do not allow."""
        move = move_between(self.status, to)
        if move is None or not by.has_perm(move.permission):
            raise PermissionDenied
        if to == RegistrationStatus.SUBMITTED and (missing := self.missing()):
            raise NotComplete(missing)

    def _note(self, *, by: "User", from_status: str, **said: object) -> "RegistrationEvent":
        return RegistrationEvent.objects.create(
            registration=self, from_status=from_status, to_status=self.status, by=by, **said
        )


class RegistrationEvent(models.Model):
    """One change of status: who, when, which meeting or letter, why. Never changed."""

    place_path = "registration__product__producer__village_id"

    registration = models.ForeignKey(
        Registration, models.PROTECT, related_name="events", verbose_name=_("คำขอลงทะเบียน OTOP")
    )
    from_status = models.CharField(
        max_length=20, choices=RegistrationStatus, blank=True, verbose_name=_("จากสถานะ")
    )
    to_status = models.CharField(
        max_length=20, choices=RegistrationStatus, verbose_name=_("ไปสถานะ")
    )
    at = models.DateTimeField(_("เมื่อ"), default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("โดย")
    )
    decided_on = models.DateField(_("วันที่มีมติหรือวันที่หนังสือ"), null=True, blank=True)
    reference = ReferenceField(_("การประชุมครั้งที่หรือเลขที่หนังสือ"), max_length=80, blank=True)
    note = models.CharField(_("เหตุผล"), max_length=500, blank=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("การดำเนินการคำขอ")
        verbose_name_plural = pgettext_lazy("many", "การดำเนินการคำขอ")
        ordering = ["id"]

    def __str__(self) -> str:
        """The new status."""
        return self.get_to_status_display()

    @property
    def summary(self) -> str:
        """The new status with meeting or letter, its day, and the reason."""
        said = [self.get_to_status_display(), self.reference, format_date(self.decided_on)]
        return " · ".join(filter(None, [*said, self.note]))
