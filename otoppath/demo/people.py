"""Names and numbers of people who do not exist."""

import random

# Given names are ordinary; every surname says that it is made up.
MEN = [
    "กล้า",
    "กิตติ",
    "คำ",
    "จันทร์",
    "ชาติ",
    "ชูชัย",
    "เดช",
    "ทอง",
    "ทวี",
    "ธงชัย",
    "นคร",
    "นพ",
    "บุญมา",
    "บุญส่ง",
    "ประสิทธิ์",
    "ประเสริฐ",
    "ปรีชา",
    "พงษ์",
    "มานะ",
    "มงคล",
    "วิชัย",
    "วีระ",
    "สมชาย",
    "สมบัติ",
    "สมพร",
    "สมหมาย",
    "สำราญ",
    "สุข",
    "สุชาติ",
    "สุรชัย",
    "อำนวย",
    "อุดม",
]
WOMEN = [
    "กัลยา",
    "คำปุ่น",
    "จันทร์เพ็ญ",
    "จำปา",
    "ชื่น",
    "ดวงใจ",
    "ดารา",
    "ทองใบ",
    "นงนุช",
    "นิภา",
    "น้ำผึ้ง",
    "บัว",
    "บุญเรือน",
    "บุษบา",
    "ประไพ",
    "ปราณี",
    "พิมพ์",
    "มะลิ",
    "มาลี",
    "ละออง",
    "วันเพ็ญ",
    "วาสนา",
    "สมใจ",
    "สมศรี",
    "สาย",
    "สุนีย์",
    "สุภาพ",
    "สุมาลี",
    "หนูเพียร",
    "อรทัย",
    "อุไร",
    "แก้ว",
]
SURNAMES = tuple(
    first + second
    for first in ("สมมุติ", "ตัวอย่าง", "จำลอง", "สาธิต", "ทดลอง")
    for second in ("ดี", "งาม", "สุข", "ชัย", "ทอง", "ไทย", "มั่น", "พร")
)


def name(chance: random.Random, woman: bool) -> tuple[str, str, str]:
    """A title, a given name and a surname."""
    title = chance.choice(["นาง", "นาง", "นางสาว"]) if woman else "นาย"
    return title, chance.choice(WOMEN if woman else MEN), chance.choice(SURNAMES)


def misspelt(name: str) -> str:
    """Return a name as a hurried hand writes it: without tone marks, one sound for another."""
    plain = name.translate(str.maketrans("", "", "\u0e48\u0e49\u0e4a\u0e4b"))
    for right, wrong in (("ณ", "น"), ("ศ", "ส"), ("ใ", "ไ"), ("ษ", "ศ"), ("ี", "ิ")):
        if right in plain:
            return plain.replace(right, wrong, 1)
    return plain if plain != name else f"{name[:2]}{name[1:]}"


def national_id(n: int) -> str:
    """A number with a right checksum that no office ever gave: there is no office 0000."""
    body = f"10000{n:07d}"
    total = sum(int(digit) * (13 - i) for i, digit in enumerate(body))
    return f"{body}{(11 - total % 11) % 10}"
