"""The tree of the demo: real codes, subdistricts and counts; made-up villages."""

from otoppath.demo.scene import Scene
from otoppath.places.models import Place

SUBDISTRICTS = (
    ("361001", "ผักปัง", "Phak Pang", 17),
    ("361002", "กวางโจน", "Kwang Chon", 18),
    ("361003", "หนองคอนไทย", "Nong Khon Thai", 15),
    ("361004", "บ้านแก้ง", "Ban Kaeng", 21),
    ("361005", "กุดยม", "Kut Yom", 9),
    ("361006", "บ้านเพชร", "Ban Phet", 9),
    ("361007", "โคกสะอาด", "Khok Sa-at", 16),
    ("361008", "หนองตูม", "Nong Tum", 13),
    ("361009", "โอโล", "O Lo", 13),
    ("361010", "ธาตุทอง", "That Thong", 13),
    ("361011", "บ้านดอน", "Ban Don", 11),
)
LAND = ("หนอง", "โนน", "โคก", "ดอน", "ห้วย", "นา", "กุด", "วัง")
LOOKS = ("สมมุติ", "ตัวอย่าง", "จำลอง", "สาธิต", "ทดลอง", "แบบอย่าง", "สมมุติดี", "ตัวอย่างงาม")


def load(scene: Scene) -> list[Place]:
    """Make the province, two districts and their villages; return those of Phu Khiao."""
    places = [
        Place(code="36", name_th="ชัยภูมิ", name_en="Chaiyaphum"),
        Place(code="3610", name_th="ภูเขียว", name_en="Phu Khiao", postcode="36110"),
        Place(code="3611", name_th="บ้านแท่น", name_en="Ban Thaen", postcode="36190"),
        Place(code="361101", name_th="บ้านแท่น", name_en="Ban Thaen", postcode="36190"),
    ]
    for code, thai, english, count in SUBDISTRICTS:
        places.append(Place(code=code, name_th=thai, name_en=english, postcode="36110"))
        places += [village(code, moo) for moo in range(1, count + 1)]
    places += [village("361101", moo) for moo in range(1, 4)]
    Place.objects.bulk_create(places)
    scene.tell(places)
    return [p for p in places if len(p.code) == 8 and p.code.startswith("3610")]


def village(subdistrict: str, moo: int) -> Place:
    """A village whose name says that it is made up; some names repeat, as real ones do."""
    n = int(subdistrict[-2:]) * 7 + moo
    name = f"บ้าน{LAND[n % len(LAND)]}{LOOKS[(n // 3) % len(LOOKS)]}"
    return Place(code=f"{subdistrict}{moo:02d}", name_th=name, postcode="36110")
