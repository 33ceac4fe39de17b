"""Producers, products, their papers and registrations."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from groups.models import Group
from households.models import Enrolment, Household, Route
from otoppath.demo.scene import Scene
from otoppath.thai.dates import fiscal_bounds
from products.models import (
    Category,
    Certificate,
    CertificateKind,
    CostSheet,
    DocumentKind,
    Producer,
    ProducerKind,
    Product,
    Registration,
    RegistrationDocument,
    RegistrationEvent,
    RegistrationStatus,
    RegistrationWindow,
)

CATEGORIES = {
    "ทอผ้า": Category.TEXTILE,
    "ทำหม่ำ": Category.FOOD,
    "จักสาน": Category.HANDICRAFT,
    "ลูกประคบ": Category.HERB,
    "น้ำอ้อย": Category.BEVERAGE,
}
WAY = (
    RegistrationStatus.DRAFT,
    RegistrationStatus.SUBMITTED,
    RegistrationStatus.DISTRICT_ENDORSED,
    RegistrationStatus.PROVINCE_ENDORSED,
    RegistrationStatus.REGISTERED,
)


def load(
    scene: Scene, groups: list[Group], rows: list[Enrolment]
) -> tuple[list[Producer], list[Product]]:
    """Make step 4 of groups and single owners."""
    singles = [row for row in rows if row.route == Route.SINGLE_OWNER]
    producers = load_producers(scene, groups, singles)
    products = load_products(scene, producers)
    load_registrations(scene, products)
    return producers, products


def load_producers(scene: Scene, groups: list[Group], singles: list[Enrolment]) -> list[Producer]:
    """Groups from step 3 on and single owners from step 4 on; `goal` is their step."""
    producers = [
        producer(scene, g.name, g.village_id, g.step, group=g) for g in groups if g.step > 2
    ]
    households = {h.pk: h for h in scene.made["Household"]}
    for n, row in enumerate(singles, start=1):
        home: Household = households[row.household_id]
        name = f"ร้านสาธิตแห่งที่ {n}"
        producers.append(producer(scene, name, row.village_id, row.goal, household=home))
    return scene.save(producers)


def producer(scene: Scene, name: str, village: str, goal: int, **owner: Any) -> Producer:
    """One producer with all links to its community."""
    kind = ProducerKind.COMMUNITY_GROUP if "group" in owner else ProducerKind.SINGLE_OWNER
    row = Producer(
        kind=kind,
        name=name,
        village_id=village,
        community_in_production=True,
        community_benefits=True,
        started_year=scene.years[0],
        **owner,
    )
    row.goal = goal
    row.rekey()
    return row


def load_products(scene: Scene, producers: list[Producer]) -> list[Product]:
    """One product a producer, with its cost; from step 4 on."""
    rows = []
    for made_by in producers:
        if made_by.goal < 4 and made_by.pk % 2:
            continue
        is_shop = made_by.kind == ProducerKind.SINGLE_OWNER
        name = f"ขนมพื้นบ้านของ{made_by.name}" if is_shop else made_by.name.removeprefix("กลุ่ม")
        category = next((c for word, c in CATEGORIES.items() if word in name), Category.FOOD)
        row = Product(
            producer=made_by,
            name=f"{name} ตราสมมุติ",
            category=category,
            brand="ตราสมมุติ",
            story="เรื่องราวสมมุติของผลิตภัณฑ์ในชุมชน",
            unit="ชิ้น",
            retail_price=Decimal(scene.chance.randrange(60, 480, 10)),
        )
        row.goal = made_by.goal
        row.rekey()
        rows.append(row)
    scene.save(rows)
    scene.save([cost(scene, row) for row in rows])
    scene.save([certificate(scene, row) for row in rows if row.goal >= 5 and row.pk % 3])
    return rows


def cost(scene: Scene, product: Product) -> CostSheet:
    """A batch of fifty at about two thirds of the price, own labour counted."""
    share = product.retail_price * 50
    return CostSheet(
        product=product,
        as_of=scene.ago(30, 90),
        batch_units=50,
        materials=(share * Decimal("0.35")).quantize(Decimal(1)),
        labour=(share * Decimal("0.25")).quantize(Decimal(1)),
        packaging=(share * Decimal("0.06")).quantize(Decimal(1)),
    )


def certificate(scene: Scene, product: Product) -> Certificate:
    """A community product standard; some have lapsed, some will soon."""
    expires = scene.day + timedelta(days=scene.chance.choice([-20, 20, 60, 400, 700]))
    return Certificate(
        product=product,
        kind=CertificateKind.TCPS,
        number=f"สมมุติ {product.pk}/{scene.years[0]}",
        issuer="สำนักงานมาตรฐานผลิตภัณฑ์อุตสาหกรรม",
        issued_on=expires - timedelta(days=3 * 365),
        expires_on=expires,
    )


def load_registrations(scene: Scene, products: list[Product]) -> None:
    """Windows of two years, and an application a product on its way or through."""
    windows = load_windows(scene)
    rows, ways = [], []
    for product in products:
        if product.goal < 4:
            continue
        done = product.goal > 4
        way = WAY if done else WAY[: 1 + product.pk % 4]
        since = scene.ago(60, 120) if done else scene.ago(3, 25)
        row = Registration(
            product=product,
            window=windows[-1],
            status=way[-1],
            status_since=scene.noon(since),
            number=f"สมมุติ-3610-{product.pk:05d}" if done else "",
            registered_on=since if done else None,
        )
        rows.append(row)
        ways.append(way)
    scene.save(rows)
    documents, events = [], []
    for row, way in zip(rows, ways, strict=True):
        documents += papers(row, len(way) > 1)
        events += steps_of(scene, row, way)
    scene.save(documents)
    RegistrationEvent.objects.bulk_create(events)
    scene.tell(products)
    scene.tell(rows)


def load_windows(scene: Scene) -> list[RegistrationWindow]:
    """One window a quarter; the one of today is open for nine more days."""
    rows = []
    for year in scene.years:
        first, _ = fiscal_bounds(year)
        for quarter in range(1, 5):
            opens = add_months(first, 3 * (quarter - 1))
            if opens > scene.day:
                break
            closes = opens + timedelta(days=75)
            rows.append(
                RegistrationWindow(
                    fiscal_year=year, quarter=quarter, opens_on=opens, closes_on=closes
                )
            )
    rows[-1].closes_on = max(scene.day + timedelta(days=9), rows[-1].opens_on)
    return RegistrationWindow.objects.bulk_create(rows)


def add_months(day: date, months: int) -> date:
    """Return the first of the month so many months on."""
    over = day.month - 1 + months
    return date(day.year + over // 12, over % 12 + 1, 1)


def papers(row: Registration, seen: bool) -> list[RegistrationDocument]:
    """The check-list, all seen once the application was handed in."""
    state = RegistrationDocument.State.SEEN if seen else RegistrationDocument.State.MISSING
    return [RegistrationDocument(registration=row, kind=kind, state=state) for kind in DocumentKind]


def steps_of(scene: Scene, row: Registration, way: tuple) -> list[RegistrationEvent]:
    """The changes of status that led to where it is, five days apart."""
    last = len(way) - 1
    return [
        RegistrationEvent(
            registration=row,
            from_status=way[i - 1] if i else "",
            to_status=status,
            at=row.status_since - timedelta(days=5 * (last - i)),
            by=scene.users["chief"] if status == way[2 % len(way)] else scene.officer,
            reference=f"{i}/{scene.years[0]}" if i > 1 else "",
        )
        for i, status in enumerate(way)
    ]
