"""The file that both import: 30,000 rows as an office has them, most of them new.

One in ten says what is there already, one in ten says another telephone. The new ones have an ID.
"""

import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

HEADER = ["รหัสหมู่บ้าน", "บ้านเลขที่", "รหัสประจำบ้าน", "คำนำหน้า", "ชื่อ", "นามสกุล", "เพศ"]
HEADER += ["วันเกิด", "เลขประจำตัวประชาชน", "โทรศัพท์", "เด็กอายุต่ำกว่า 6 ปี"]
SYLLABLES = ["กิต", "จัน", "ดา", "ธน", "นิ", "บุญ", "ปราณี", "พร", "มาลี", "รัตน์", "วิไล", "ศรี", "สม", "สุ"]
SYLLABLES += ["อร", "ทอง", "แก้ว", "ใจ", "เพ็ญ", "ชัย", "น้ำ", "คำ", "เดช", "ไพร", "ยุทธ์", "หล้า"]


def write(path: Path, rows: int) -> None:
    """Write the file."""
    import xlsxwriter

    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEADER)
        for number, cells in enumerate(lines(rows), start=1):
            sheet.write_row(number, 0, cells)


def lines(rows: int) -> Iterator[list[Any]]:
    """Give the rows; those that are there already name households of generate.py."""
    from benchmarks.generate import HOUSEHOLDS, VILLAGES, name_of

    chance = random.Random(30_000)
    villages = [f"3610{1 + n // 15:02d}{1 + n % 15:02d}" for n in range(VILLAGES)]
    for n in range(rows):
        kind = n % 10
        if kind < 2:
            key = 1 + n * VILLAGES * HOUSEHOLDS // rows
            village, house = divmod(key - 1, HOUSEHOLDS)
            phone = "" if kind else f"08{chance.randrange(10**8):08d}"
            first, last = name_of(key)
            said = [villages[village], f"{house + 1}", f"{36100000000 + key}", "นาย", first, last]
            yield [*said, "", "", "", phone, ""]
            continue
        first, last = _name(chance, 2), _name(chance, 3)
        said = [villages[n % VILLAGES], f"{n // VILLAGES + 1}/9", f"{37100000000 + n}", "นาง"]
        born = f"{chance.randrange(1, 29)}/{chance.randrange(1, 13)}/{chance.randrange(2490, 2545)}"
        phone = f"08{chance.randrange(10**8):08d}"
        yield [*said, first, last, "หญิง", born, valid_id(n), phone, chance.randrange(3)]


def _name(chance: random.Random, syllables: int) -> str:
    return "".join(chance.choices(SYLLABLES, k=syllables))


def valid_id(n: int) -> str:
    """A made-up ID whose check digit fits."""
    body = f"1{n:011d}"
    total = sum(int(digit) * (13 - i) for i, digit in enumerate(body))
    return f"{body}{(11 - total % 11) % 10}"
