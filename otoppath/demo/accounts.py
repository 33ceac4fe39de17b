"""The people who log in to the demo: one of each role, and an officer of another district."""

from datetime import timedelta

from django.conf import settings

from otoppath.accounts.models import ProgrammeYear, Role, TargetVillage, User
from otoppath.demo.scene import Scene
from otoppath.places.models import Place

CAST = (
    ("volunteer", Role.VOLUNTEER, ("36100101", "36100102"), "นาง", "ใจดี", "อาสาพัฒนาชุมชน"),
    ("officer", Role.OFFICER, ("3610",), "นางสาว", "สมมุติ", "นักวิชาการพัฒนาชุมชนชำนาญการ"),
    ("chief", Role.CHIEF, ("3610",), "นาย", "จำลอง", "พัฒนาการอำเภอภูเขียว"),
    ("supervisor", Role.SUPERVISOR, ("36",), "นาง", "สาธิต", "ผู้อำนวยการกลุ่มงาน สพจ.ชัยภูมิ"),
    ("auditor", Role.AUDITOR, ("3610",), "นาย", "ทดลอง", "นักวิชาการตรวจเงินแผ่นดิน"),
    ("admin", Role.ADMINISTRATOR, (), "นาย", "แบบอย่าง", "ผู้ดูแลระบบ"),
    ("officer_other", Role.OFFICER, ("3611",), "นาย", "ต่างอำเภอ", "นักวิชาการพัฒนาชุมชน"),
)


def load(scene: Scene) -> None:
    """Make the accounts, all with DEMO_PASSWORD, and the two programme years."""
    for username, role, areas, title, first, position in CAST:
        dates = {}
        if role == Role.AUDITOR:
            dates = {
                "access_starts_on": scene.day - timedelta(days=1),
                "access_ends_on": scene.day + timedelta(days=60),
            }
        user = User.objects.create_user(
            username,
            settings.DEMO_PASSWORD,
            role=role,
            title=title,
            first_name=first,
            last_name="ตัวอย่างดี",
            position=position,
            **dates,
        )
        user.areas.set(Place.objects.filter(code__in=areas))
        scene.users[username] = user
    for year in scene.years:
        ProgrammeYear.objects.create(fiscal_year=year)
    targets = [
        TargetVillage(year_id=year, village=village, households=10)
        for year in scene.years
        for village in Place.objects.villages().under("3610")
    ]
    TargetVillage.objects.bulk_create(targets)
    scene.tell(list(scene.users.values()))
