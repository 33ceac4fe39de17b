"""From a group, or a household that goes alone, to a registration: what it has and what is next."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from groups.models import Group, Membership
from households.models import Household
from otoppath.accounts.forms.record import RecordForm
from otoppath.thai.dates import today
from products.forms.producers import OwnerProducerForm
from products.forms.products import CostSheetForm, ProductForm
from products.models import Producer, Product

# Facts are read unscoped, as the requirements do: only the subject of a page is scoped.
STEPS = ("producer", "product", "cost", "registration")


@dataclass(frozen=True)
class Chain:
    """The producer of an owner, its products with their papers, and the next thing to enter."""

    owner: Group | Household
    producer: Producer | None
    products: list[Product]

    @classmethod
    def of(cls, owner: Group | Household) -> "Chain":
        """Read what the owner has, in six queries; the owner was fetched within scope."""
        producer = Producer.objects.filter(
            **{"group" if isinstance(owner, Group) else "household": owner}
        ).first()
        if producer is None:
            return cls(owner, None, [])
        products = producer.products.made().with_papers(today()).prefetch_related("certificates")
        return cls(owner, producer, list(products.order_by("sort_key", "pk")))

    @property
    def uncosted(self) -> Product | None:
        """The first product whose cost nobody has worked out."""
        return next((product for product in self.products if not product.sheets), None)

    @property
    def step(self) -> str:
        """The next thing to enter: producer, product, cost; registration when all are there."""
        if self.producer is None:
            return "producer"
        if not self.products:
            return "product"
        return "cost" if self.uncosted else "registration"

    def steps(self) -> list[dict[str, Any]]:
        """Return the chain for `components/_wizard.html`."""
        labels = (_("ผู้ผลิต"), _("ผลิตภัณฑ์"), _("ต้นทุน"), _("ลงทะเบียน OTOP"))
        at = STEPS.index(self.step)
        states = ["done" if i < at else "current" if i == at else "ahead" for i in range(4)]
        return [
            {"label": label, "state": state} for label, state in zip(labels, states, strict=True)
        ]

    def form(self, request: HttpRequest) -> RecordForm | None:
        """Return the form of the next thing; None when only registering is left."""
        data = request.POST or None
        match self.step:
            case "producer":
                return OwnerProducerForm(data, user=request.user, owner=self.owner)
            case "product":
                return ProductForm(data, user=request.user, producer=self.producer)
            case "cost":
                return CostSheetForm(data, user=request.user, product=self.uncosted)  # type: ignore[arg-type]
        return None

    @property
    def title(self) -> str:
        """What the form of this step makes, as its heading."""
        match self.step:
            case "producer":
                return _("บันทึกเป็นผู้ผลิต ผู้ประกอบการ OTOP")
            case "product":
                return _("เพิ่มผลิตภัณฑ์แรก")
            case "cost":
                return _("ต้นทุนของ %(product)s") % {"product": self.uncosted}
        return _("ผลิตภัณฑ์และการลงทะเบียน")

    @property
    def done(self) -> str:
        """What is said when the form of this step was saved."""
        match self.step:
            case "producer":
                return _("บันทึกผู้ผลิตแล้ว ต่อไปเพิ่มผลิตภัณฑ์")
            case "product":
                return _("บันทึกผลิตภัณฑ์แล้ว ต่อไปบันทึกต้นทุนรวมค่าแรงตนเอง")
        return _("บันทึกต้นทุนแล้ว ต่อไปลงทะเบียน OTOP")


def groups_of(household: Household) -> list[Group]:
    """Return the groups to which persons of a household belong now, each with its `made`."""
    memberships = Membership.objects.current().filter(person__household=household)
    groups = list(
        Group.objects.filter(pk__in=memberships.values("group")).order_by("sort_key", "pk")
    )
    for group in groups:
        products = Product.objects.made().filter(producer__group=group)
        group.made = list(products.with_papers(today()).order_by("sort_key", "pk"))
    return groups
