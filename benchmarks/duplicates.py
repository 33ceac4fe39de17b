"""A labelled set of households entered twice, and how many of them are found.

`python -m benchmarks.duplicates [--households 30000] [--seed 1]` makes a district in a database
of its own, lets the search of `households.duplicates` go over it, and prints precision and
recall, by kind of damage, and what a plain distance of letters does with 150 random names.

Nobody in it exists: given names are ordinary, surnames are two words put together by chance.
"""

import argparse
import random
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import combinations

DISTRICT = "3610"
TAMBONS, MOOS = 11, 14
# Of all households: how many are entered twice, and how many get a neighbour that is not them.
TWICE, NEIGHBOURS = 0.08, 0.10
GIVEN_MEN = """
สมชาย สมชัย สมศักดิ์ สมบัติ สมพร สมหมาย สมบูรณ์ ประสิทธิ์ ประเสริฐ ประยูร
ประจักษ์ ปรีชา วิชัย วิชาญ วีระ วีรพงษ์ ณรงค์ ณัฐพงศ์ ธงชัย ธีระ ทวี ทองดี ทองใบ
ทองพูล บุญมา บุญมี บุญส่ง บุญเลิศ คำผุย คำพันธ์ คำสิงห์ กิตติ เกษม เฉลิม ชาติ
ชูศักดิ์ เดช นคร นิพนธ์ พงษ์ศักดิ์ พิทักษ์ ไพรัช ไพศาล มานพ มานะ มงคล ลำดวน เล็ก
วันชัย ศักดิ์ชัย ศรีนวล สุชาติ สุรชัย สุรศักดิ์ สุพจน์ สำราญ อดิศักดิ์ อนันต์
อำนวย อุดม
""".split()  # noqa: SIM905
GIVEN_WOMEN = """
กัลยา กาญจนา จันทร์เพ็ญ จันทา จำปา จิราภรณ์ ฉวีวรรณ ชื่น ดวงใจ ดารา ทองใบ ทองพูน
นงนุช นิภา น้ำผึ้ง บัว บุญเรือน บุญเลี้ยง บุษบา ประไพ ประนอม ปราณี พรรณี พิมพ์
เพ็ญศรี มะลิ มาลี มาลัย ละออง ลำไย ลำดวน วรรณา วันเพ็ญ วาสนา วิไล วิไลวรรณ
ศรีนวล ศิริพร สมใจ สมปอง สมพร สมศรี สมหมาย สาย สายทอง สุนีย์ สุภาพ สุมาลี
สุวรรณา หนูเพียร หนูแดง อรทัย อรุณี อำไพ อุไร อุบล แก้ว ไพวรรณ ใบศรี
""".split()  # noqa: SIM905
FIRSTS = """
ศรี บุญ ทอง แก้ว คำ พันธ์ วงศ์ สุข ชัย จันทร์ แสน ดี มูล ไชย ภู นา พล สิงห์ เพชร
กอง ประ โพธิ์ หาญ ราช ใจ
""".split()  # noqa: SIM905
SECONDS = """
มา ดี ชัย สมบูรณ์ ภักดี วงศ์ พรม แสง สิทธิ์ ทรัพย์ งาม คำ นาม สอน เสริฐ ศรี ลา
สาร ไพร หมั่น ชนะ สงคราม โคตร บุตร เที่ยง
""".split()  # noqa: SIM905
# Beside the common names, rarer ones of two parts; and the families of a village are few.
GIVEN_FIRSTS = """
กฤษ จิรา ชลธิ ฐิติ ณัฐ ธนา นันท พัชร ภัทร รัตน วรา ศิริ สุภา อภิ อัญ ปิย กมล เกศ
ขวัญ จุฑา
""".split()  # noqa: SIM905
GIVEN_SECONDS = """
กร กานต์ จิต ชัย ณี ดา ธร นันท์ พงษ์ พร ภัทร มาศ รัตน์ วัฒน์ วดี ศักดิ์ สรณ์
สิทธิ์ อร ลักษณ์
""".split()  # noqa: SIM905
COMMON, FAMILIES = 0.5, 45
# One sound, several letters; and what falls off.
SLIPS = {
    "ศ": "ส",
    "ษ": "ส",
    "ส": "ศ",
    "ณ": "น",
    "น": "ณ",
    "ใ": "ไ",
    "ไ": "ใ",
    "ธ": "ท",
    "ภ": "พ",
    "พ": "ภ",
    "ญ": "ย",
    "ี": "ิ",
    "ิ": "ี",
    "ุ": "ู",
    "ู": "ุ",
    "ร": "ล",
}
LETTERS = "กขคจชดตทนบปพมยรลวสหอ"
TONES = "่้๊๋"


@dataclass(frozen=True)
class Human:
    """A person as somebody wrote the name down."""

    title: str
    first_name: str
    last_name: str
    birth_year: int | None
    national_id: str
    woman: bool


@dataclass(frozen=True)
class Home:
    """A household as somebody wrote it down; `truth` is the same for what is the same."""

    truth: int
    village: str
    house_no: str
    phone: str
    house_code: str
    people: tuple[Human, ...]
    damage: tuple[str, ...] = ()  # of a second record
    kind: str = "plain"


@dataclass
class Labelled:
    """Households in the order they were entered, and which of them are one."""

    homes: list[Home] = field(default_factory=list)

    @property
    def pairs(self) -> set[tuple[int, int]]:
        """Places in `homes` of what is one household, the smaller first."""
        same: dict[int, list[int]] = defaultdict(list)
        for place, home in enumerate(self.homes):
            same[home.truth].append(place)
        return {pair for places in same.values() for pair in combinations(places, 2)}


def labelled(households: int, seed: int) -> Labelled:
    """Return a district with its duplicates and its neighbours that look like some."""
    chance = random.Random(seed)
    made = Labelled()
    for n in range(households):
        home = _home(chance, n)
        made.homes.append(home)
        if chance.random() < TWICE:
            made.homes.append(_again(chance, home))
        elif chance.random() < NEIGHBOURS:
            made.homes.append(_neighbour(chance, home, households + n))
    chance.shuffle(made.homes)
    return made


# --- Plain households ---------------------------------------------------------------------


def villages() -> list[str]:
    """Codes of the villages of the district."""
    return [f"{DISTRICT}{t:02d}{m:02d}" for t in range(1, TAMBONS + 1) for m in range(1, MOOS + 1)]


_VILLAGES = villages()


def _human(chance: random.Random, family: str, n: int, born: tuple[int, int]) -> Human:
    from otoppath.demo.people import national_id

    woman = chance.random() < 0.5
    title = chance.choice(["นาง", "นางสาว"]) if woman else "นาย"
    year = chance.randint(*born) if chance.random() < 0.9 else None
    known = national_id(n) if chance.random() < 0.8 else ""
    given = chance.choice(GIVEN_WOMEN if woman else GIVEN_MEN)
    if chance.random() > COMMON:
        given = chance.choice(GIVEN_FIRSTS) + chance.choice(GIVEN_SECONDS)
    return Human(title, given, family, year, known, woman)


def _house_no(chance: random.Random) -> str:
    number = str(chance.randint(1, 230))
    return f"{number}/{chance.randint(1, 9)}" if chance.random() < 0.3 else number


def _phone(chance: random.Random) -> str:
    return f"08{chance.randint(10**7, 10**8 - 1)}" if chance.random() < 0.7 else ""


def _family(chance: random.Random, village: str) -> str:
    """Return a surname of one of the families of a village, or of somebody who came there."""
    own = random.Random(village)
    families = [_surname(own) for _n in range(FAMILIES)]
    return chance.choice(families) if chance.random() < 0.9 else _surname(chance)


def _surname(chance: random.Random) -> str:
    third = chance.choice(SECONDS) if chance.random() < 0.5 else ""
    return chance.choice(FIRSTS) + chance.choice(SECONDS) + third


def _home(chance: random.Random, n: int) -> Home:
    village = chance.choice(_VILLAGES)
    family = _family(chance, village)
    head = _human(chance, family, n * 4, (1945, 1985))
    others = [_human(chance, family, n * 4 + i, (1950, 2008)) for i in (1, 2, 3)]
    people = (head, *others[: chance.choice([0, 1, 1, 2, 3])])
    code = f"3610{n:07d}" if chance.random() < 0.6 else ""
    return Home(n, village, _house_no(chance), _phone(chance), code, people)


# --- The same household again, damaged ----------------------------------------------------


def _again(chance: random.Random, home: Home) -> Home:
    """Return the household as another hand wrote it, in another year, from another paper."""
    kinds = [name for name, damage in DAMAGES.items() if damage(random.Random(0), home) != home]
    damage = tuple(chance.sample(kinds, min(len(kinds), chance.choice([1, 1, 2]))))
    for name in damage:
        home = DAMAGES[name](chance, home)
    if "moved" not in damage and chance.random() < 0.2:
        home = replace(home, house_no="")
    if chance.random() < 0.5:
        home = replace(home, house_code="")
    if chance.random() < 0.5:
        home = replace(home, phone=_phone(chance))
    return replace(_fewer(chance, home), damage=damage, kind="twice")


def _fewer(chance: random.Random, home: Home) -> Home:
    """Most papers name the head only, and half of them no number."""
    people = [_blank(chance, p) for p in home.people]
    return replace(home, people=tuple(people if chance.random() < 0.4 else people[:1]))


def _blank(chance: random.Random, person: Human) -> Human:
    number = person.national_id if chance.random() < 0.35 else ""
    year = person.birth_year if chance.random() < 0.8 else None
    return replace(person, national_id=number, birth_year=year)


def _head(home: Home, head: Human) -> Home:
    return replace(home, people=(head, *home.people[1:]))


def _slip(chance: random.Random, name: str) -> str:
    """One slip of the pen: a letter of the same sound, or one lost, changed, or moved."""
    alike = [i for i, letter in enumerate(name) if letter in SLIPS]
    if alike and chance.random() < 0.5:
        i = chance.choice(alike)
        return name[:i] + SLIPS[name[i]] + name[i + 1 :]
    i = chance.randrange(1, len(name)) if len(name) > 1 else 0
    match chance.choice(["lost", "changed", "moved", "doubled"]):
        case "lost" if len(name) > 3:
            return name[:i] + name[i + 1 :]
        case "moved" if 0 < i < len(name) - 1:
            return name[:i] + name[i + 1] + name[i] + name[i + 2 :]
        case "changed" if len(name) > 3:
            return name[:i] + chance.choice(LETTERS) + name[i + 1 :]
    return name[: i + 1] + name[i:]


def _typo(chance: random.Random, home: Home) -> Home:
    head = home.people[0]
    if chance.random() < 0.5:
        return _head(home, replace(head, first_name=_slip(chance, head.first_name)))
    return _head(home, replace(head, last_name=_slip(chance, head.last_name)))


def _tones_lost(_chance: random.Random, home: Home) -> Home:
    gone = str.maketrans("", "", TONES)
    head = home.people[0]
    return _head(
        home,
        replace(
            head,
            first_name=head.first_name.translate(gone),
            last_name=head.last_name.translate(gone),
        ),
    )


def _title_glued(_chance: random.Random, home: Home) -> Home:
    head = home.people[0]
    short = "น.ส." if head.title == "นางสาว" else head.title
    name = f"{short}{head.first_name} {head.last_name}"
    return _head(home, replace(head, title="", first_name=name, last_name=""))


def _house_form(chance: random.Random, home: Home) -> Home:
    thai = home.house_no.translate(str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙"))
    forms = [thai, f"บ้านเลขที่ {home.house_no}", f"0{home.house_no}", home.house_no.split("/")[0]]
    forms.append(home.house_no.replace("/", " / ").replace("1", "๑"))
    return replace(home, house_no=chance.choice([f for f in forms if f != home.house_no]))


def _married(chance: random.Random, home: Home) -> Home:
    head = home.people[0]
    if not head.woman:
        return home
    family = _family(chance, home.village)
    return _head(home, replace(head, title="นาง", last_name=family))


def _moved(chance: random.Random, home: Home) -> Home:
    moo = int(home.village[6:])
    village = f"{home.village[:6]}{moo % MOOS + 1:02d}"
    return replace(home, village=village, house_no=_house_no(chance), house_code="")


def _birth_off(chance: random.Random, home: Home) -> Home:
    head = home.people[0]
    if head.birth_year is None:
        return home
    return _head(home, replace(head, birth_year=head.birth_year + chance.choice([-1, 1])))


def _no_id(_chance: random.Random, home: Home) -> Home:
    return replace(home, people=tuple(replace(p, national_id="") for p in home.people))


DAMAGES = {
    "typo": _typo,
    "tones lost": _tones_lost,
    "title glued": _title_glued,
    "house number in another form": _house_form,
    "no ID": _no_id,
    "married surname": _married,
    "moved to another moo": _moved,
    "birth year off by one": _birth_off,
}


# --- Neighbours that only look like one ---------------------------------------------------


def _neighbour(chance: random.Random, home: Home, truth: int) -> Home:
    """Return another household that is hard to tell from this one."""
    kind = chance.choice(["relatives", "same name elsewhere", "father and son", "brothers"])
    other = replace(_home(chance, truth), kind=kind)
    ours, theirs = home.people[0], other.people[0]
    match kind:
        case "relatives":
            people = tuple(replace(p, last_name=ours.last_name) for p in other.people)
            return replace(other, village=home.village, people=people)
        case "same name elsewhere":
            name = {"title": ours.title, "first_name": ours.first_name, "woman": ours.woman}
            twin = replace(theirs, **name, last_name=ours.last_name)
            return replace(_head(other, twin), village=_another(chance, home.village))
        case "father and son":
            born = min(ours.birth_year + chance.randint(19, 35), 2010) if ours.birth_year else None
            son = replace(theirs, last_name=ours.last_name, birth_year=born)
            phone = home.phone if chance.random() < 0.5 else other.phone
            at = {"village": home.village, "house_no": home.house_no, "phone": phone}
            return replace(_head(other, son), **at, house_code=home.house_code)
    born = ours.birth_year + chance.randint(1, 6) if ours.birth_year else None
    near = [g for g in (GIVEN_WOMEN if ours.woman else GIVEN_MEN) if g[:2] == ours.first_name[:2]]
    name = chance.choice([g for g in near if g != ours.first_name] or [theirs.first_name])
    brother = replace(theirs, title=ours.title, woman=ours.woman, first_name=name, birth_year=born)
    brother = replace(brother, last_name=ours.last_name)
    is_here = chance.random() < 0.5
    return replace(
        _head(other, brother),
        village=home.village,
        house_no=home.house_no if is_here else other.house_no,
    )


def _another(chance: random.Random, village: str) -> str:
    return chance.choice([code for code in _VILLAGES if code != village])


# --- Measuring ----------------------------------------------------------------------------


@dataclass
class Measured:
    """What was found of what is there."""

    found: int = 0
    right: int = 0
    there: int = 0
    missed: Counter = field(default_factory=Counter)
    twice: Counter = field(default_factory=Counter)
    false: Counter = field(default_factory=Counter)

    @property
    def precision(self) -> float:
        """Of the pairs found, the share that is one household."""
        return self.right / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        """Of the households entered twice, the share that was found."""
        return self.right / self.there if self.there else 0.0


def write(made: Labelled) -> list[int]:
    """Store the households; return their keys in the order of `made.homes`."""
    from django.utils import timezone

    from households.models import Household, Person
    from otoppath.places.models import Place
    from otoppath.privacy.cipher import blind_index

    codes = {code[:n] for code in _VILLAGES for n in (2, 4, 6, 8)}
    known = set(Place.objects.values_list("code", flat=True))
    Place.objects.bulk_create(
        [Place(code=code, name_th=f"สมมุติ{code}") for code in sorted(codes - known)]
    )
    now = timezone.now()
    homes = [
        Household(
            village_id=home.village,
            house_no=home.house_no[:20],
            house_code=home.house_code,
            phone=home.phone,
            checked_at=now,
        )
        for home in made.homes
    ]
    Household.objects.bulk_create(homes, batch_size=1000)
    persons = [
        Person(
            household=stored,
            title=human.title,
            first_name=human.first_name,
            last_name=human.last_name,
            sex="female" if human.woman else "male",
            birth_year=human.birth_year,
            national_id_index=blind_index(human.national_id),
            is_head=i == 0,
        )
        for home, stored in zip(made.homes, homes, strict=True)
        for i, human in enumerate(home.people)
    ]
    Person.objects.bulk_create(persons, batch_size=1000)
    return [home.pk for home in homes]


def measure(made: Labelled, pks: list[int]) -> Measured:
    """Search the stored district for its own duplicates and compare with what is known."""
    from households.duplicates import keys
    from households.duplicates.searching import find
    from households.models import Household

    rows = Household.objects.filter(pk__in=keys.any_of(pks))
    keys.refresh(rows, at_most=len(pks))
    place = {pk: i for i, pk in enumerate(pks)}
    stored = list(keys.entries(rows))
    pairs = {
        tuple(sorted((place[one.pk or 0], place[other.household])))
        for one, others in zip(stored, find(stored, among=rows), strict=True)
        for other in others
    }
    return _counted(made, pairs)


def _counted(made: Labelled, pairs: set) -> Measured:
    truth = made.pairs
    said = Measured(found=len(pairs), right=len(pairs & truth), there=len(truth))
    for pair in truth:
        damage = [d for i in pair for d in made.homes[i].damage]
        said.twice.update(damage)
        said.missed.update(damage if pair not in pairs else ())
    for one, other in pairs - truth:
        said.false[" / ".join(sorted({made.homes[one].kind, made.homes[other].kind}))] += 1
    return said


# --- 150 random names ---------------------------------------------------------------------


def random_names(seed: int, n: int = 150) -> list[tuple[str, str]]:
    """Return different full names made of 50 given names and 20 surnames."""
    chance = random.Random(seed)
    given = chance.sample(sorted({*GIVEN_MEN, *GIVEN_WOMEN}), 50)
    families = chance.sample([a + b for a in FIRSTS for b in SECONDS], 20)
    return chance.sample([(first, last) for first in given for last in families], n)


def flagged_by_distance(names: list[tuple[str, str]], at_most: int = 3) -> float:
    """Return the share of names that a plain distance of letters calls the name of another."""
    from otoppath.thai.closeness import distance

    whole = [" ".join(name) for name in names]
    return _share(
        len(names),
        (
            pair
            for pair in combinations(range(len(names)), 2)
            if distance(whole[pair[0]], whole[pair[1]], at_most=at_most) <= at_most
        ),
    )


def flagged_by_score(names: list[tuple[str, str]], *, village: str = _VILLAGES[0]) -> float:
    """Return the share that the score calls one, in one village, with nothing but the names."""
    from households.duplicates.scoring import POSSIBLE, compare, entry, someone

    homes = [entry(village, people=[someone(*name, is_head=True)]) for name in names]
    return _share(
        len(names),
        (
            pair
            for pair in combinations(range(len(names)), 2)
            if compare(homes[pair[0]], homes[pair[1]]).points >= POSSIBLE
        ),
    )


def _share(n: int, pairs: Iterator[tuple[int, int]]) -> float:
    return len({place for pair in pairs for place in pair}) / n


def main() -> None:
    """Make a district in a database of its own, measure, and print."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--households", type=int, default=30_000)
    asked.add_argument("--seed", type=int, default=1)
    options = asked.parse_args()
    import os
    import tempfile
    from pathlib import Path
    from time import perf_counter

    folder = tempfile.mkdtemp(prefix="otop-bench-")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "otoppath.settings")
    os.environ["VAR_DIR"] = folder
    os.environ.setdefault("DEBUG", "1")
    os.environ["DATABASE_URL"] = f"sqlite:///{Path(folder) / 'duplicates.sqlite3'}"
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    made = labelled(options.households, options.seed)
    pks = write(made)
    began = perf_counter()
    said = measure(made, pks)
    took = perf_counter() - began
    print(f"{len(made.homes):,} records, {said.there:,} entered twice, seed {options.seed}")
    print(f"precision {said.precision:.4f}, recall {said.recall:.4f}, {took:.1f} s")
    for name, n in sorted(said.twice.items()):
        print(f"  {name}: {n - said.missed[name]} of {n} found")
    print(f"  false: {dict(said.false)}")
    draws = [random_names(seed) for seed in range(20)]
    for label, flagged in (("distance 3", flagged_by_distance), ("score", flagged_by_score)):
        shares = [flagged(names) for names in draws]
        print(f"150 random names, {label}: {sum(shares) / len(shares):.1%}, most {max(shares):.1%}")


if __name__ == "__main__":
    main()
