"""Fill a migrated database of the peer with the same counts as this system's."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction

from benchmarks.copying import catch_up_sequences, copy_rows
from benchmarks.multiplying import districts, multiply
from benchmarks.peer.peer.models import (
    District,
    Fact,
    Household,
    Sale,
    StageEvent,
    Tambon,
    Village,
)

FACTS = ("wisdom", "trainer", "chosen")
MEN = ["กล้า", "กิตติ", "คำ", "จันทร์", "ชาติ", "ชูชัย", "เดช", "ทอง", "ทวี", "ธงชัย", "นคร", "นพ", "บุญมา"]
SURNAMES = [a + b for a in ("สมมุติ", "ตัวอย่าง", "จำลอง") for b in ("ดี", "งาม", "สุข", "ชัย")]


def generate(name: str) -> dict[str, int]:
    """Write everything; return rows by model."""
    codes = districts(name)
    villages = [f"{d}{1 + n // 15:02d}{1 + n % 15:02d}" for d in codes for n in range(155)]
    first = villages[:155]
    with transaction.atomic():
        User.objects.create_superuser("admin", password="benchmark-only")
        District.objects.bulk_create(District(code=d, name=d) for d in codes)
        tambons = sorted({v[:6] for v in villages})
        Tambon.objects.bulk_create(
            [Tambon(code=t, name=t, district_id=t[:4]) for t in tambons], batch_size=1000
        )
        Village.objects.bulk_create(
            [Village(code=v, name=v, tambon_id=v[:6]) for v in villages], batch_size=1000
        )
        written = {
            "Household": copy_rows(Household, households(first)),
            "Fact": copy_rows(Fact, facts(first)),
            "StageEvent": copy_rows(StageEvent, events(first)),
            "Sale": copy_rows(Sale, sales(codes[:1])),
        }
        multiply([Household, Fact, StageEvent, Sale], codes)
    catch_up_sequences()
    return {model: rows * len(codes) for model, rows in written.items()}


def households(villages: list[str]) -> Iterator[dict[str, Any]]:
    """194 a village."""
    key = 0
    for village in villages:
        for n in range(194):
            key += 1
            name = f"{MEN[key * 7 % len(MEN)]} {SURNAMES[key * 13 % len(SURNAMES)]}"
            yield {
                "id": key,
                "house_code": f"{36100000000 + key}",
                "village_id": village,
                "head_name": f"นาย{name}",
                "stage": 1 + n % 3 if n < 20 else 1,
                "income": 100_000,
            }


def facts(villages: list[str]) -> Iterator[dict[str, Any]]:
    """Three facts of each of the twenty enrolled of a village."""
    key = 0
    for i, _village in enumerate(villages):
        for n in range(20):
            for kind in FACTS:
                key += 1
                yield {"id": key, "household_id": i * 194 + n + 1, "kind": kind}


def events(villages: list[str]) -> Iterator[dict[str, Any]]:
    """One event for each stage of the enrolled."""
    key = 0
    for i, _village in enumerate(villages):
        for n in range(20):
            for stage in range(1, 2 + n % 3):
                key += 1
                yield {"id": key, "household_id": i * 194 + n + 1, "stage": stage}


def sales(districts: list[str]) -> Iterator[dict[str, Any]]:
    """Two hundred a day, a hundred days."""
    key = 0
    for district in districts:
        for day in range(100):
            for n in range(200):
                key += 1
                yield {
                    "id": key,
                    "village_id": f"{district}0101",
                    "sold_on": date.today() - timedelta(days=day),
                    "amount": 100 + n,
                }
