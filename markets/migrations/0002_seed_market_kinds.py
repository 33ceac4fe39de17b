"""The nine kinds of the Pracharat markets (cabinet of 17 October 2560)."""

from contextlib import suppress

from django.db import migrations
from django.db.models import ProtectedError, Q

# Code, name, agency. Agencies of 2, 3 and 8 are documented; the others are as officers name
# them and can be changed by the administrator. Stalls of all nine are given at a definite
# place; a fair or sale on the internet would be a kind of its own without one.
KINDS = [
    ("green_market", "ตลาดประชารัฐ Green Market", "องค์การตลาด"),
    ("khon_thai_yim_dai", "ตลาดประชารัฐคนไทยยิ้มได้", "กรมการพัฒนาชุมชน"),
    ("local_happy", "ตลาดประชารัฐท้องถิ่นสุขใจ", "กรมส่งเสริมการปกครองท้องถิ่น"),
    ("bkk_return_happiness", "ตลาดประชารัฐ กทม. คืนความสุข", "กรุงเทพมหานคร"),
    ("province_best", "ตลาดประชารัฐของดีจังหวัด", "จังหวัด"),
    ("modern_trade", "ตลาดประชารัฐ Modern Trade", "จังหวัดร่วมกับห้างค้าปลีก"),
    ("baac_community", "ตลาดประชารัฐของดีวิถีชุมชน ธ.ก.ส.", "ธนาคารเพื่อการเกษตรและสหกรณ์การเกษตร"),
    ("tong_chom", "ตลาดประชารัฐต้องชม", "กรมการค้าภายใน"),
    ("culture_street", "ตลาดประชารัฐตลาดวัฒนธรรม ถนนสายวัฒนธรรม", "กระทรวงวัฒนธรรม"),
]


def seed(apps, schema_editor):
    """Add the kinds that are not there yet; what an administrator changed stays."""
    kinds = apps.get_model("markets", "MarketKind").objects
    for code, name, agency in KINDS:
        if not kinds.filter(Q(code=code) | Q(name=name)).exists():
            kinds.create(code=code, name=name, agency=agency, is_fixed_place=True)


def unseed(apps, schema_editor):
    """Take out the kinds that no market is of."""
    codes = [code for code, _, _ in KINDS]
    for row in apps.get_model("markets", "MarketKind").objects.filter(code__in=codes):
        with suppress(ProtectedError):
            row.delete()


class Migration(migrations.Migration):
    dependencies = [("markets", "0001_initial")]

    operations = [migrations.RunPython(seed, unseed)]
