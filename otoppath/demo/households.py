"""Households, persons and sages of the demo."""

from decimal import Decimal

from django.utils import timezone

from households.duplicates import findings
from households.models import Household, Notice, Occupation, Person, Sage, Sex, Wisdom
from households.models.notice import NoticeChannel
from otoppath.demo import people
from otoppath.demo.scene import Scene
from otoppath.places.models import Place
from otoppath.privacy.cipher import blind_index
from otoppath.thai.keys import sort_key

A_VILLAGE = 19
WISDOMS = (
    ("weaving", "ทอผ้าขิดลายสมมุติ"),
    ("fermented_sausage", "ทำหม่ำสูตรตัวอย่าง"),
    ("wickerwork", "จักสานไม้ไผ่ลายจำลอง"),
    ("herbal", "ลูกประคบสมุนไพรสาธิต"),
    ("sugarcane", "น้ำอ้อยเคี่ยวแบบทดลอง"),
)
OCCUPATIONS = (
    ("weaving", "ทอผ้า", "processing"),
    ("fermented_sausage", "ทำหม่ำและไส้กรอก", "processing"),
    ("wickerwork", "จักสาน", "processing"),
    ("herbal", "แปรรูปสมุนไพร", "processing"),
    ("sugarcane", "แปรรูปอ้อยและน้ำตาล", "processing"),
)


def load(scene: Scene, villages: list[Place]) -> dict[str, list[Household]]:
    """Make nineteen households a village; return them by village code."""
    elsewhere = list(Place.objects.villages().under("3611"))
    households = [
        Household(village=village, house_no=house_no(n), **scene.checked())
        for village in [*villages, *elsewhere]
        for n in range(A_VILLAGE)
    ]
    persons: list[Person] = []
    for household in households:
        own = members_of(scene, household, len(persons))
        household.children_under_6 = scene.chance.choice([0, 0, 0, 1])
        household.children_6_to_14 = scene.chance.choice([0, 0, 1, 2])
        household.phone = f"08{scene.chance.randint(10**7, 10**8 - 1)}"
        household.house_code = f"3610{len(persons):07d}"
        household.rekey(own)
        persons += own
    scene.save(households)
    for person in persons:
        person.household_id = person.household.pk
    scene.save(persons)
    scene.tell(households)
    scene.tell(persons)
    by_village: dict[str, list[Household]] = {}
    for household in households:
        by_village.setdefault(household.village_id, []).append(household)
    load_sages(scene, villages)
    give_notice(scene, households)
    return by_village


def house_no(n: int) -> str:
    """Return a house number; every fifth house stands behind another."""
    return f"{n * 3 + 1}/{n % 3 + 1}" if n % 5 == 4 else str(n * 3 + 1)


def members_of(scene: Scene, household: Household, n: int) -> list[Person]:
    """Two to four grown persons of one surname, the head first."""
    chance = scene.chance
    surname = chance.choice(people.SURNAMES)
    rows = []
    for i in range(chance.choice([2, 2, 3, 4])):
        woman = chance.random() < 0.5
        title, first, _ = people.name(chance, woman)
        number = people.national_id(n + i)
        rows.append(
            Person(
                household=household,
                title=title,
                first_name=first,
                last_name=surname,
                sex=Sex.FEMALE if woman else Sex.MALE,
                birth_year=chance.randint(1950, 2005),
                national_id=number,
                national_id_index=blind_index(number),
                national_id_changed_at=timezone.now(),
                is_head=i == 0,
                sort_key=sort_key(f"{first} {surname}"),
            )
        )
    return rows


def enter_some_twice(scene: Scene, homes: dict[str, list[Household]]) -> None:
    """Enter some households again as another paper wrote them, and find them."""
    again = []
    for i, there in enumerate(list(homes.values())[:6]):
        head = there[i].persons.order_by("pk").first()
        if head is not None:
            again.append((there[i], head))
    for i, (household, head) in enumerate(again):
        number = household.house_no
        twin = Household(
            village_id=household.village_id,
            house_no=[f"{number} ", "", f"0{number}"][i % 3].strip(),
            phone=household.phone if i % 2 else "",
            **scene.checked(),
        )
        person = Person(
            household=twin,
            title=head.title,
            first_name=people.misspelt(head.first_name) if i % 2 else head.first_name,
            last_name=head.last_name,
            sex=head.sex,
            birth_year=head.birth_year if i < 4 else None,
            is_head=True,
        )
        person.rekey()
        twin.rekey([person])
        twin.created_by = person.created_by = scene.officer
        twin.save()
        person.household = twin
        person.save()
    findings.refresh(Household.objects.all(), at_most=None)


def load_occupations() -> dict[str, Occupation]:
    """Return the demo's five occupations by code, made where the list lacks them."""
    found = {}
    for code, name, line in OCCUPATIONS:
        same = Occupation.objects.filter(name=name).first()
        found[code] = (
            same
            or Occupation.objects.get_or_create(
                code=code, defaults={"name": name, "line": line, "sort_key": sort_key(name)}
            )[0]
        )
    return found


def load_sages(scene: Scene, villages: list[Place]) -> None:
    """Make a sage and a wisdom for every village."""
    occupations = load_occupations()
    sages, wisdoms = [], []
    for i, village in enumerate(villages):
        code, wisdom = WISDOMS[i % len(WISDOMS)]
        title, first, last = people.name(scene.chance, i % 2 == 0)
        sage = Sage(
            village=village,
            title=title,
            first_name=first,
            last_name=last,
            occupation=occupations[code],
            expertise=wisdom,
            is_trainer=i % 2 == 0,
            sort_key=sort_key(f"{first} {last}"),
        )
        sages.append(sage)
        wisdoms.append(
            Wisdom(
                village=village,
                name=wisdom,
                description="สืบทอดกันมาในหมู่บ้าน ใช้วัสดุที่หาได้ในชุมชน (ข้อมูลสมมุติ)",
                sage=sage,
                occupation=occupations[code],
                sort_key=sort_key(wisdom),
            )
        )
    scene.save(sages)
    for wisdom in wisdoms:
        wisdom.sage_id = wisdom.sage.pk
    scene.save(wisdoms)


def give_notice(scene: Scene, households: list[Household]) -> None:
    """Give the privacy notice to every household of the demo."""
    scene.save(
        [
            Notice(
                household=household,
                given_on=scene.within(scene.years[0], 0.01, 0.05),
                channel=NoticeChannel.MEETING,
                received_by=household.head_name,
                **scene.checked(),
            )
            for household in households
        ]
    )


def income(scene: Scene) -> Decimal:
    """A year's income in baht, about that of the province's households."""
    return Decimal(scene.chance.randrange(90, 260) * 1000)
