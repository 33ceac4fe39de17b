"""Markets, stalls, sales, shares, and the accounts that follow the first money."""

from datetime import date, timedelta

from groups.models import Group, Membership
from households.models import Enrolment, IncomePhase, Route
from markets.models import (
    Allotment,
    Market,
    MarketDay,
    MarketKind,
    Sale,
    Share,
    ShareKind,
    Stall,
    Vendor,
    VendorKind,
)
from otoppath.demo.enrolments import statement
from otoppath.demo.scene import Scene
from products.models import Producer, Product

MARKETS = (
    ("ตลาดประชารัฐคนไทยยิ้มได้ อำเภอภูเขียว (สาธิต)", "36100101", "ลานหน้าที่ว่าการอำเภอ", 3),
    ("ตลาดประชารัฐคนไทยยิ้มได้ ตำบลบ้านแก้ง (สาธิต)", "36100401", "ลานอเนกประสงค์", 5),
    ("ตลาดประชารัฐคนไทยยิ้มได้ ตำบลกวางโจน (สาธิต)", "36100201", "ลานวัด (สมมุติ)", 6),
)
WEEKS = 26


def load(
    scene: Scene,
    groups: list[Group],
    rows: list[Enrolment],
    made: tuple[list[Producer], list[Product]],
) -> None:
    """Make step 5 of groups and single owners."""
    load_markets(scene, *made)
    load_shares(scene, groups)
    load_last_accounts(scene, groups, rows)


def load_markets(scene: Scene, producers: list[Producer], products: list[Product]) -> None:
    """Three markets with a fixed place, open every week for half a year."""
    kind, _ = MarketKind.objects.get_or_create(
        code="khon_thai_yim_dai",
        defaults={"name": "ตลาดประชารัฐคนไทยยิ้มได้", "agency": "กรมการพัฒนาชุมชน"},
    )
    markets = [market(scene, kind, about) for about in MARKETS]
    scene.save(markets)
    days = {m.pk: market_days(scene, m) for m in markets}
    coming = [MarketDay(market=m, held_on=next_day(scene, m)) for m in markets]
    scene.save([day for some in days.values() for day in some] + coming)
    goods = {p.producer_id: p for p in products}
    sellers = [p for p in producers if p.goal >= 5]
    vendors = [vendor(scene, markets[i % len(markets)], p) for i, p in enumerate(sellers)]
    scene.save(vendors)
    stalls = scene.save(
        [Stall(market=v.market, number=f"{i + 1:02d}") for i, v in enumerate(vendors)]
    )
    scene.save(
        [
            Allotment(stall=s, vendor=v, starts_on=v.joined_on)
            for s, v in zip(stalls, vendors, strict=True)
        ]
    )
    sales = [
        sale(scene, day, v, goods[v.producer_id])
        for v, p in zip(vendors, sellers, strict=True)
        for day in days[v.market_id][: WEEKS if p.goal > 5 else 2 + v.pk % 8]
    ]
    scene.save(sales)
    scene.tell(markets)
    scene.tell(scene.made["MarketDay"])
    scene.tell(sales)


def market(scene: Scene, kind: MarketKind, about: tuple[str, str, str, int]) -> Market:
    """One market."""
    name, village, at, weekday = about
    opened = scene.day - timedelta(weeks=WEEKS + 2)
    row = Market(
        kind=kind, name=name, village_id=village, location=at, weekday=weekday, opened_on=opened
    )
    row.rekey()
    return row


def next_day(scene: Scene, m: Market) -> date:
    """The next time it opens, within seven days."""
    return scene.day + timedelta(days=((m.weekday or 0) - scene.day.weekday()) % 7)


def market_days(scene: Scene, m: Market) -> list[MarketDay]:
    """The last half year of its weekday, newest first."""
    last = scene.day - timedelta(days=(scene.day.weekday() - (m.weekday or 0)) % 7 or 7)
    return [
        MarketDay(
            market=m,
            held_on=last - timedelta(weeks=week),
            visitors=scene.chance.randrange(80, 400, 10),
        )
        for week in range(WEEKS)
    ]


def vendor(scene: Scene, m: Market, made_by: Producer) -> Vendor:
    """A producer at a market."""
    return Vendor(
        market=m,
        kind=VendorKind.OTOP,
        producer=made_by,
        name=made_by.name,
        goods="ผลิตภัณฑ์ OTOP",
        joined_on=m.opened_on or scene.day,
    )


def sale(scene: Scene, day: MarketDay, v: Vendor, product: Product) -> Sale:
    """What it took in that day."""
    quantity = scene.chance.randint(4, 30)
    return Sale(
        market_day=day,
        vendor=v,
        product=product,
        quantity=quantity,
        amount=quantity * product.retail_price,
    )


def load_shares(scene: Scene, groups: list[Group]) -> None:
    """What the groups that sell paid who was a member, two months ago and last month."""
    members: dict[int, list[Membership]] = {}
    for membership in scene.made["Membership"]:
        members.setdefault(membership.group_id, []).append(membership)
    scene.save(
        [
            Share(
                group=g,
                person_id=member.person_id,
                kind=ShareKind.DIVIDEND,
                amount=scene.chance.randrange(200, 1500, 50),
                paid_on=scene.day - timedelta(days=days),
            )
            for g in groups
            if g.step >= 5
            for member in members[g.pk]
            for days in (75, 40)
            if member.joined_on <= scene.day - timedelta(days=days)
        ]
    )


def load_last_accounts(scene: Scene, groups: list[Group], rows: list[Enrolment]) -> None:
    """Follow-ups after the first money, of those through all steps."""
    done = [row for row in rows if row.goal == 6 and row.route in (Route.GROUP, Route.SINGLE_OWNER)]
    scene.save(
        [
            statement(
                scene,
                row,
                IncomePhase.FOLLOW_UP,
                scene.ago(1, 4),
                scene.chance.uniform(1.02, 1.4),
            )
            for row in done
        ]
    )
