"""What a group pays its members out of its sales: many members in one form."""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from simple_history.utils import bulk_create_with_history

from groups.models import Group, Membership
from households.models import Person
from markets.models import MarketDay, Sale, Share, ShareKind
from otoppath.accounts.forms.record import sheet
from otoppath.accounts.models import User
from otoppath.lists.idempotency import OnceForm
from otoppath.lists.sure import SureForm
from otoppath.thai.dates import today
from otoppath.thai.forms import BahtField, PastDateField
from otoppath.thai.templatetags.thai import baht


class SharesForm(SureForm, OnceForm):
    """One payment to members: for what, when, and to whom how much; blank lines are skipped."""

    kind = forms.ChoiceField(label=gettext_lazy("จ่ายเป็น"), choices=ShareKind.choices)
    paid_on = PastDateField(label=gettext_lazy("วันที่จ่าย"), initial=today)

    def __init__(self, *args: Any, day: MarketDay, group: Group, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.day, self.group, self.user = day, group, user
        self.members = members_on(group, day)
        before: dict[int, Decimal] = {}
        for person_id, amount in day.shares.filter(group=group).values_list("person", "amount"):
            before[person_id] = before.get(person_id, Decimal(0)) + amount
        self.before = before
        for person in self.members:
            field = BahtField(label=person.full_name, required=False)
            field.widget.attrs |= {"data-sum": True, "class": "form-control"}
            self.fields[name_of(person)] = field
        self.helper = sheet()

    def lines(self) -> list[tuple[Person, forms.BoundField, Decimal]]:
        """Return member, field and what was paid before out of this day."""
        return [
            (person, self[name_of(person)], self.before.get(person.pk, Decimal(0)))
            for person in self.members
        ]

    @property
    def sold(self) -> Decimal:
        """Baht that the group took in on the day."""
        return sold_on(self.day, self.group)

    @property
    def paid(self) -> Decimal:
        """Baht paid to members out of the day before."""
        return sum(self.before.values(), start=Decimal(0))

    def clean(self) -> dict[str, Any]:
        """Somebody is paid, and not before the goods were sold."""
        cleaned = super().clean() or self.cleaned_data
        paid_on = cleaned.get("paid_on")
        if paid_on and paid_on < self.day.held_on:
            self.add_error("paid_on", _("วันที่จ่ายต้องไม่มาก่อนวันเปิดตลาด"))
        if not self.errors and not self.amounts():
            raise ValidationError(_("กรอกจำนวนเงินของสมาชิกอย่างน้อยหนึ่งคน"), code="nobody")
        return cleaned

    def amounts(self) -> dict[Person, Decimal]:
        """Return what each member is paid; those without an amount are left out."""
        typed = {person: self.cleaned_data.get(name_of(person)) for person in self.members}
        return {person: amount for person, amount in typed.items() if amount}

    def save(self) -> list[Share]:
        """Write one share for each member who is paid."""
        rows = [
            Share(
                group=self.group,
                person=person,
                kind=self.cleaned_data["kind"],
                amount=amount,
                paid_on=self.cleaned_data["paid_on"],
                market_day=self.day,
                created_by=self.user,
            )
            for person, amount in self.amounts().items()
        ]
        return bulk_create_with_history(rows, Share, default_user=self.user)

    def doubt(self) -> str:
        """More is paid than was sold."""
        paid = self.paid + sum(self.amounts().values(), start=Decimal(0))
        return above(self.group, sold=self.sold, paid=paid)


def above(group: Group, *, sold: Decimal, paid: Decimal) -> str:
    """Say that a group pays its members more than it sold on a day; "" when it does not."""
    if paid <= sold:
        return ""
    return _(
        "%(group)s ขายได้ในวันนั้น %(sold)s บาท แต่จ่ายส่วนแบ่งรวม %(paid)s บาท เกินไป %(excess)s บาท "
        "ถ้าถูกต้องแล้ว ทำเครื่องหมายยืนยันและบันทึกอีกครั้ง"
    ) % {
        "group": group,
        "sold": baht(sold),
        "paid": baht(paid),
        "excess": baht(paid - sold),
    }


def name_of(person: Person) -> str:
    """Name of the field in which a member's amount is typed."""
    return f"amount_{person.uuid.hex}"


def members_on(group: Group, day: MarketDay) -> list[Person]:
    """Return who was a member on a day: facts of a group are not scoped, the group is."""
    memberships = Membership.objects.filter(group=group, joined_on__lte=day.held_on).exclude(
        left_on__lt=day.held_on
    )
    persons = Person.objects.filter(pk__in=memberships.values("person"), erased_at__isnull=True)
    return list(persons.select_related("household").order_by("sort_key", "pk"))


def sold_on(day: MarketDay, group: Group) -> Decimal:
    """Return the baht a group took in on a day."""
    sales = Sale.objects.filter(market_day=day, vendor__producer__group=group)
    return sum(sales.values_list("amount", flat=True), start=Decimal(0))
