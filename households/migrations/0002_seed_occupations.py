"""A starting list of occupations; administrators add their own."""

from contextlib import suppress

from django.db import migrations
from django.db.models import ProtectedError, Q

from otoppath.thai.keys import sort_key

AGRICULTURE, PROCESSING, TOURISM, OTHER = (
    "agriculture",
    "processing",
    "community_tourism",
    "other",
)

# Code, name, column of the register of occupation groups (guideline of fiscal year 2562).
OCCUPATIONS = [
    ("vegetables", "ปลูกผักปลอดภัย", AGRICULTURE),
    ("rice", "ทำนาข้าวคุณภาพ", AGRICULTURE),
    ("fruit", "ทำสวนผลไม้", AGRICULTURE),
    ("mushroom", "เพาะเห็ด", AGRICULTURE),
    ("herbs", "ปลูกสมุนไพร", AGRICULTURE),
    ("poultry", "เลี้ยงไก่และเป็ด", AGRICULTURE),
    ("cattle", "เลี้ยงโคและกระบือ", AGRICULTURE),
    ("fish", "เลี้ยงปลาและกบ", AGRICULTURE),
    ("silkworm", "ปลูกหม่อนเลี้ยงไหม", AGRICULTURE),
    ("bees", "เลี้ยงผึ้งและชันโรง", AGRICULTURE),
    ("compost", "ทำปุ๋ยและดินปลูก", AGRICULTURE),
    ("cotton_weaving", "ทอผ้าฝ้าย", PROCESSING),
    ("silk_weaving", "ทอผ้าไหม", PROCESSING),
    ("natural_dye", "ย้อมสีธรรมชาติ", PROCESSING),
    ("sewing", "ตัดเย็บและแปรรูปผ้า", PROCESSING),
    ("wickerwork", "จักสาน", PROCESSING),
    ("meat_products", "แปรรูปเนื้อสัตว์", PROCESSING),
    ("fermented_fish", "ทำปลาร้าและปลาแห้ง", PROCESSING),
    ("thai_sweets", "ทำขนมไทย", PROCESSING),
    ("fruit_products", "แปรรูปผักและผลไม้", PROCESSING),
    ("chilli_paste", "ทำน้ำพริกและเครื่องแกง", PROCESSING),
    ("herbal_products", "ทำผลิตภัณฑ์สมุนไพร", PROCESSING),
    ("soap", "ทำสบู่และน้ำยาในครัวเรือน", PROCESSING),
    ("woodwork", "งานไม้และเฟอร์นิเจอร์", PROCESSING),
    ("homestay", "โฮมสเตย์และนำเที่ยวชุมชน", TOURISM),
    ("handyman", "งานช่างและซ่อมบำรุง", OTHER),
    ("food_stall", "ค้าขายอาหารและเครื่องดื่ม", OTHER),
]


def seed(apps, schema_editor):
    """Add the occupations that are not there yet; what an administrator changed stays."""
    occupations = apps.get_model("households", "Occupation").objects
    for code, name, line in OCCUPATIONS:
        if not occupations.filter(Q(code=code) | Q(name=name)).exists():
            occupations.create(code=code, name=name, line=line, sort_key=sort_key(name)[:120])


def unseed(apps, schema_editor):
    """Take out the occupations that nothing refers to."""
    codes = [code for code, _, _ in OCCUPATIONS]
    for row in apps.get_model("households", "Occupation").objects.filter(code__in=codes):
        with suppress(ProtectedError):
            row.delete()


class Migration(migrations.Migration):
    dependencies = [("households", "0001_initial")]

    operations = [migrations.RunPython(seed, unseed)]
